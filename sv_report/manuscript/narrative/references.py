"""References, ordinals and labels: what has digits and counts nothing. Manuscript stage."""

import re
from collections.abc import Iterable

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.manuscript.narrative.dates import END, MORE, NOT_IN_AMOUNT, UNITS, YEAR
from sv_report.manuscript.narrative.reading import filled, filled_if

NUMBER = r"\d+(?:\.\d+)*[A-Za-z]?(?:\(\w{1,4}\))*"  # 4.2, 12A, 5(2)(a)
NOT_MORE = rf"(?![\d%]|[.,]\d|{MORE})"
IN_WORDS = r"(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?! (?:hundred|thousand|million))"
PART = (
    "appendix|annexe?|table|figure|fig|chart|graph|map|diagram|section|sec|subsection|paragraph|para|page|part"
    "|schedule|sch|standing order|regulation|reg|article|art|clause|chapter|item|minute|footnote|note|exhibit|box|step"
    "|recommendation|lot|phase|stage|tier|level|version|volume|vol|issue|option|scenario|criterion|scope|key stage"
    "|junction|question|rule|principle|standard|directive|circular"
)
PARTS = (
    "appendices|annexes|tables|figures|charts|sections|subsections|paragraphs|paras|pages|parts|schedules"
    "|standing orders|regulations|regs|articles|clauses|chapters|items|footnotes|notes|lots|phases|stages|tiers|levels"
    "|options|steps|recommendations|questions|rules|principles"
)
LABELLED = (  # with a capital, and no unit behind: Year 11, Band C2; not each year 38
    "Year|Band|Grade|Class|Type|Category|Theme|Outcome|Priority|Objective|Goal|Mission|Group|Zone|Block|Unit|Room"
    "|Week|Day|Month|Period|Contract|Measure|Route|Word|Windows|Office|Excel|Python|Quarto"
)
STANDARDS = "PPN|PCR|ISO|IEC|BS|EN|PAS|IFRS|IAS|FRS|IPSAS|SDG|NHS|WCAG|PDF/UA|TOMs?|NT|SRM|MAC|KPI|RFC|COVID|Covid|HTTP"
LAWS = "Acts?|Orders?|Regulations?|Regs|Rules|Code|Scheme|Directive|Bill|Strategy|Policy|Framework|Plan"
SHORTENED = "pp?|paras?|regs?|arts?|cls?|ch|sch|ver|v|nos|[Nn]o|ref|fig|vol|app|eq"

FORMS = tuple(
    re.compile(form)
    for form in (
        # papers, telephones, postcodes, companies
        r"\b(?:W?SI|S\.I\.|SSI|EU|EC|Regulation|Directive|[Nn]o\.?) ?(?:\(?(?:EU|EC)\)? )?(?:[Nn]o\.? ?)?"
        rf"\d{{2,4}}/\d{{1,4}}{END}",
        r"(?<![\w£$€.,])(?:\+44 ?(?:\(0\) ?)?[1-9]|\(?0[1-9])(?:[ ()-]{0,2}\d){8,9}(?![\d%]|[.,]\d)",
        r"(?i:\b(?:tel|telephone|phone|fax|mobile)\b[.:]* ?)[+(]?\d[\d ()+-]{3,}\d(?!\d|%|[.,]\d)",
        r"(?i:\b(?:ext|extension)\b[.:]* ?)\d{2,5}(?!\d|%|[.,]\d)",
        r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
        r"(?i:\b(?:company|charity|registration|registered|UPRN|VAT)(?: (?:number|no\.?|registration|reg\.?))*:? )"
        r"(?:GB ?)?[A-Z]{0,2}\d{5,12}\b",
        rf"{NOT_IN_AMOUNT}0\d{{4,}}(?![\d%]|[.,]\d)",
        rf"\b(?:{LAWS})(?: \([^()\n]*\))?,? (?:of )?{YEAR}(?:[-/](?:{YEAR}|\d\d))?(?! {UNITS}){END}",
        # ordinals
        r"(?<![\d.,£$€])(?:\d{1,3}(?:,\d{3})+|\d+)\^?(?:st|nd|rd|th)\^?(?![A-Za-z\d])",
        r"(?i:\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:first|second|third|\w+th)\b)",
        # parts of papers and Acts: Appendix 1, paragraphs 4.1 to 4.3, s52(1), section 151, Standing Order C19
        rf"(?i:\b(?:{PARTS})) '?{NUMBER}(?:(?:, {NUMBER})*,? (?:and|or|to|&) {NUMBER}| ?- ?{NUMBER})?'?{NOT_MORE}",
        rf"(?i:\b(?:{PART}))\.?[ \n](?:[Nn]o\.? |number )?['\"]?{NUMBER}(?:-{NUMBER})?['\"]?{NOT_MORE}",
        rf"(?i:\b(?:{PART}|quarter)) {IN_WORDS}",
        rf"\b(?:{LABELLED}) {NUMBER}{NOT_MORE}(?! {UNITS})",
        rf"(?<![\w'])[Ss]{{1,2}}\.? ?\d+[A-Z]{{0,2}}(?:\(\w+\))*(?:-\d+)?{NOT_MORE}(?!\w)",
        rf"(?<![\w'])(?:{SHORTENED})(?:\. ?)?\d+(?:\.\d+)*[A-Za-z]?(?:\(\w+\))*(?:-\d+)?{NOT_MORE}(?!\w)(?! {UNITS})",
        rf"\b(?:pp?|paras?|regs?|arts?) \d+(?:\.\d+)*(?:\(\w+\))*(?:-\d+)?{NOT_MORE}(?!\w)",
        rf"\bNo\.? ?\d+{NOT_MORE}(?! {UNITS})",
        rf"\b(?:{STANDARDS})[ -]?\d+(?:[.:/-]\d+)*{NOT_MORE}",
        rf"{NOT_IN_AMOUNT}\d+\.\d+\.(?!\d*000)\d+(?:\.\d+)*(?![\w%]|,\d)",
        # codes: capitals before digits, as A59 and CO2e; ages and the like as one word
        r"\bt?CO[ ~]?2~?e?\b",
        r"(?<![\w£$€])(?!(?:GBP|USD|EUR|FTE|SME|VCSE|C)s?-?\d[\d,.]*(?:m|bn|k)?\b(?<=[mnk]))"
        r"(?!(?:GBP|USD|EUR|FTE|SME|VCSE)s?-?\d)[A-Z]{1,6}[-_]?\d+(?:[./_-]?\d+)*(?:[A-Z]{1,4}\d*|[a-z])?(?![\w%]|[.,]\d)",
        r"\b[kcm]?m[23]\b|(?<![\w£$€.,])\d{1,2}[aceij](?!\w)|(?<![\w£$€.,])[2-5][GD]\b|(?<![\w£$€.,])24/7\b",
        r"\b(?:[Pp]ost|[Pp]re|[Uu]nder|[Oo]ver)-\d\d?(?:'?s)?\b(?![%,.]\d)",
        # units: value for each £1, £'000
        rf"(?i:\b(?:for|per|each|every)) £1(?!\d|[.,]\d|{MORE})(?!\w)",
        r"£ ?'?000s?(?!\d)|(?<![\w.,])'000s?(?!\d)",
        # turns of speech
        r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|of|[Aa]ll|between) two"
        r"(?=[.,;:)]| (?:are|is|were|of|have|has|should|will|can|may|together)\b)",
        r"\b(?:one|two|three|four|five|six)-(?:tier|way|stage|party|sided|dimensional)\b",
        r"(?<=[a-z,] )(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve)(?= [A-Z][a-z])",
    )
)
NUMBERED = re.compile(  # a paragraph's own number, as 3.1, and that of a heading
    r"^[ \t>]*(?:#{1,6}[ \t]+)?(?P<mark>\d{1,2}(?:(?:\.\d{1,2}){1,3}\.?|[.)]))[ \t]+(?=[A-Z](?!TE\b))", re.MULTILINE
)
TOKEN = re.compile(
    r"(?P<named>(?i:\b(?:contract|measure|supplier|ref|reference)(?: (?:number|no\.?|ref\.?|reference))?:? ))?"
    r"(?<![\w£$€.,])(?P<token>(?=[\w./-]*\d)\w+(?:[./-]\w+)*)(?![%]|,\d)"
)
LONGEST_COUNT = 5  # digits: what is longer and the data's own is a reference, as an order number of ten digits


class Names:
    """The names in the data that hold numbers, and the references of its contracts, measures and suppliers."""

    def __init__(self, names: Iterable[str], references: Iterable[str]) -> None:
        self._names = sorted({name for name in names if len(name) > LONGEST_COUNT}, key=len, reverse=True)
        self._references = {name_in_fact(reference) for reference in references}

    def passed_over(self, words: str) -> str:
        """Return the words with these filled."""
        flat = _flat(words)
        for name in self._names:
            if _flat(name) in flat:
                words = re.sub(rf"(?<!\w){_spaced(name)}(?!\w)", filled, words, flags=re.IGNORECASE)
        return filled_if(TOKEN, words, self._is_reference)

    def _is_reference(self, match: re.Match[str]) -> bool:
        token = match["token"]
        if name_in_fact(token) not in self._references:
            return False
        return not token.isdigit() or bool(match["named"]) or len(token) > LONGEST_COUNT


def without_references(words: str) -> str:
    """Return the words with references, ordinals and labels filled."""
    words = NUMBERED.sub(lambda match: filled(match, "mark"), words)
    for form in FORMS:
        words = form.sub(filled, words)
    return words


def _flat(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def _spaced(name: str) -> str:
    """Return the form of a name whose words may stand on two lines."""
    return r"[ \n]+".join(re.escape(word) for word in name.replace("’", "'").split())
