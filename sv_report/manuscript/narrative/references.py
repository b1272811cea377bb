"""References, ordinals, labels and ages: what has digits and counts nothing. Manuscript stage."""

import re
from collections.abc import Iterable

from sv_report.data.rules.table_rules import name_in_fact
from sv_report.manuscript.narrative.dates import AHEAD, END, MORE, NOT_IN_AMOUNT, UNITS, YEAR
from sv_report.manuscript.narrative.reading import filled, filled_if
from sv_report.manuscript.narrative.spelled import SMALL

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
    "|options|steps|recommendations|questions|rules|principles|scopes"
)
EVERYDAY = (  # words that name a part of a paper, and as often do not: please note 38 returns, the standard 12 weeks
    "table|figure|chart|graph|map|page|part|schedule|item|minute|note|box|step|recommendation|lot|phase|stage|tier|level"
    "|version|issue|option|scenario|question|rule|principle|standard"
)
GRADED = "level|tier|stage|key stage|phase|lot|part|option|scope"  # have few numbers, as Level 2 or 3
KNOWN_SECTIONS = ("106", "151")  # Town and Country Planning Act 1990; Local Government Act 1972
NO_LABEL_BEHIND = re.compile(r"(?i:\b(?:this|that|please|every|each)[ \n])$")
TO_NOTE = re.compile(r"(?i:(?<!refer)(?<!referred)(?<!according)(?<!regard)[ \n]to[ \n])$")
ARTICLE = re.compile(r"(?i:\b(?:the|an?)[ \n])$")
LABELLED = (  # with a capital, and no unit behind: Year 11, Band C2; not each year 38
    "Year|Band|Grade|Class|Type|Category|Theme|Outcome|Priority|Objective|Goal|Mission|Group|Zone|Block|Unit|Room"
    "|Week|Day|Month|Period|Contract|Measure|Route|Word|Windows|Office|Excel|Python|Quarto"
)
LABELLED_MANY = "Years|Bands|Grades|Types|Categories|Themes|Outcomes|Priorities|Objectives|Goals|Zones|Weeks|SDGs"
STANDARDS = "PPN|PCR|ISO|IEC|BS|EN|PAS|IFRS|IAS|FRS|IPSAS|SDG|NHS|WCAG|PDF/UA|TOMs?|NT|SRM|MAC|KPI|RFC|COVID|Covid|HTTP"
LAWS = "Acts?|Orders?|Regulations?|Regs|Rules|Code|Scheme|Directive|Bill|Strategy|Policy|Framework|Plan"
BRACKETED = "recommendation|resolution|paragraph|para|section|subsection|item|clause|regulation|article|rule|option"
SHARES = (
    "(?:thirds|quarters|fourths|fifths|sixths|sevenths|eighths|ninths|tenths|hundreds|thousands|millions|dozens)\\b"
)
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
        rf"(?i:\b(?:{BRACKETED})) \(\d{{1,2}}\)(?:(?:, \(\d{{1,2}}\))*,? (?:and|or|to) \(\d{{1,2}}\))?",
        rf"(?i:\bquarter) {IN_WORDS}",
        r"\bYears? \d{1,2}(?:(?:, \d{1,2})*,?(?: (?:to|and|or|&) | ?- ?)\d{1,2})?"
        r"(?= (?:pupils|students|children|learners|classes)\b)",
        rf"\b(?:{LABELLED_MANY}) {NUMBER}(?:(?:, {NUMBER})*,? (?:and|or|to|&) {NUMBER}| ?- ?{NUMBER})?"
        rf"{NOT_MORE}(?! {UNITS})",
        rf"\b(?:{LABELLED}) {NUMBER}{NOT_MORE}(?! {UNITS})",
        rf"(?<![\w'])[Ss]{{1,2}}\.? ?\d+[A-Z]{{0,2}}(?:\(\w+\))*(?:-\d+)?{NOT_MORE}(?!\w)",
        rf"(?<![\w'])(?:{SHORTENED})(?:\. ?)?\d+(?:\.\d+)*[A-Za-z]?(?:\(\w+\))*(?:-\d+)?{NOT_MORE}(?!\w)(?! {UNITS})",
        rf"\b(?:pp?|paras?|regs?|arts?) \d+(?:\.\d+)*(?:\(\w+\))*(?:-\d+)?{NOT_MORE}(?!\w)",
        rf"\bNo\.? ?\d+{NOT_MORE}(?! {UNITS})",
        rf"\b(?:{STANDARDS})[ -]?\d+(?:[.:/-]\d+)*{NOT_MORE}",
        rf"{NOT_IN_AMOUNT}\d+\.\d+\.(?!\d*000)\d+(?:\.\d+)*(?![\w%]|,\d)",
        rf"(?i:\b(?:reference|ref)\.?(?: (?:number|no\.?))?:? )\d{{4,10}}{NOT_MORE}(?!\w| {UNITS})",
        rf"(?<![\w£$€])[A-Z]{{2,6}}(?:/[A-Z]{{1,6}})*/{YEAR}/\d{{1,5}}(?![\w%]|[.,]\d)",
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
        rf"(?i:\b(?:the|these|those) two(?= (?!{SHARES})[a-z]{{3,}}s\b))",
        r"\b(?:one|two|three|four|five|six)-(?:tier|way|stage|party|sided|dimensional)\b",
        r"(?<=[a-z,] )(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Twelve)(?= [A-Z][a-z])",
    )
)
AGE = rf"(?:\d{{1,3}}|{SMALL})"
AGES = tuple(
    re.compile(form)
    for form in (  # aged 16 to 24, under the age of 25, 16-24 year olds, over 50s; not aged 30 days
        r"(?i:\bage[ds]?(?: (?:of|range|group|band|between|over|under|from|up to))* )"
        rf"(?i:{AGE}(?:(?:, {AGE})*,?(?: (?:to|and|or|&) | ?- ?){AGE})?)"
        r"(?: (?:and|or) (?:over|under|above|below|older|younger)|\+| years\b)?"
        rf"{NOT_MORE}(?![\w/-]|,\d| {UNITS}| (?:months?|minutes?)\b)",
        rf"{NOT_IN_AMOUNT}(?<!-)(?i:{AGE}-?(?:(?: (?:to|and|or) | ?- ?){AGE})?[- ]years?[- ](?:olds?|of age)\b)",
        r"(?i:\b(?:under|over) )[1-9]\d'?s\b(?!%)",
    )
)
LABEL = re.compile(  # Appendix 1, section 151, Minute 45/23
    rf"(?i:\b(?P<word>{PART}))\.?[ \n](?:[Nn]o\.? |number )?"
    rf"(?P<number>['\"]?{NUMBER}(?:/\d\d\d?\d?|-{NUMBER})?['\"]?{NOT_MORE}(?!/\d)|{IN_WORDS})"
)
LABELS = re.compile(  # Scope 1, 2 and 3
    rf"(?i:\b(?P<word>{GRADED})) (?P<number>\d(?:, \d)*,? (?:and|or|to|&) \d){NOT_MORE}(?!\w| {UNITS})"
)
ITEM = re.compile(r"(?:(?<=[:;,] )|(?<=[;,] and )|(?<=[;,]\n))\((?P<number>\d{1,2})\)(?= [A-Za-z])")
NUMBERED = re.compile(  # a paragraph's own number, as 3.1, and that of a heading
    r"^[ \t>]*(?P<heading>#{1,6}[ \t]+)?(?P<mark>\d{1,2}(?:(?:\.\d{1,2}){1,3}\.?|[.)]))[ \t]+"
    r"(?=[A-Z](?!TE\b))(?!(?:Thousand|Million|Billion|Per ?cent)\b)",
    re.MULTILINE,
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
    words = NUMBERED.sub(lambda match: filled(match, "mark") if _begins_a_paragraph(match) else match[0], words)
    words = filled_if(ITEM, words, _is_item)
    for form in (LABELS, LABEL):
        words = filled_if(form, words, _is_label)
    for form in (*AGES, *FORMS):
        words = form.sub(filled, words)
    return words


def _begins_a_paragraph(match: re.Match[str]) -> bool:
    """Return whether a number is a paragraph's own: below an empty line, or a paragraph numbered alike."""
    above = match.string[: match.start()].rpartition("\n")[0].rpartition("\n")[2]
    if match["heading"] or not above.strip(" \t>") or above.lstrip().startswith(("#", ":::")):
        return True
    other = NUMBERED.match(above)
    return other is not None and _depth(other) == _depth(match)


def _depth(match: re.Match[str]) -> int:
    return match["mark"].rstrip(".").count(".")


def _is_item(match: re.Match[str]) -> bool:
    """Return whether a number in brackets is one of a row: (1) note; (2) approve."""
    number = int(match["number"])
    if AHEAD.match(match.string, match.end()):
        return False
    return f"({number - 1})" in match.string[: match.start()] or (number == 1 and "(2)" in match.string[match.end() :])


def _is_label(match: re.Match[str]) -> bool:
    """Return whether a word before a number names a part of a paper: not so in *please note 38 returns*."""
    word, number, before = match["word"], match["number"], match.string[max(match.start() - 20, 0) : match.start()]
    counts = bool(AHEAD.match(match.string, match.end()))
    if NO_LABEL_BEHIND.search(before):
        return False
    if word.lower() == "note" and (counts or TO_NOTE.search(before)):
        return False
    if not word.islower():
        return True
    is_everyday = re.fullmatch(EVERYDAY, word) is not None and ARTICLE.search(before) is not None
    if not (number.isdigit() or number.isalpha()):  # 4.2, 12A
        return not (is_everyday and counts)
    if number in KNOWN_SECTIONS and word == "section":
        return True
    is_small = len(number) == 1 or number.isalpha()
    is_graded = is_small and re.fullmatch(GRADED, word) is not None
    if is_everyday:
        return is_small and (is_graded or not counts)
    return not counts or is_graded


def _flat(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def _spaced(name: str) -> str:
    """Return the form of a name whose words may stand on two lines."""
    return r"[ \n]+".join(re.escape(word) for word in name.replace("’", "'").split())
