"""Words that councils, suppliers and portals use for the columns of our tables. Data stage, for `proposing`.

Common words, so that a proposal is a good beginning: a person confirms each.
"""

import re
from functools import lru_cache

from sv_report.data.sheets.header import JOINED, folded

CONTRACT = (
    "contract ref; contract reference; contract ref no; contract no; contract id; contract code; agreement ref; "
    "agreement no; contract register ref; contract register no; tender ref; procurement ref; contract; project id; "
    "project ref; project no; project"
)
MEASURE = (
    "measure ref; measure reference; measure id; measure code; measure no; toms ref; tom ref; toms reference; toms id; "
    "toms code; toms no; nt ref; nt no; nt code; nt; kpi ref; kpi no; kpi id; indicator ref; indicator no; "
    "indicator id; toms; tom; toms measure; measure; indicator; kpi; metric; outcome measure; indicator name; "
    "measure name; kpi name; social value measure; output; outcome"
)
PERIOD = (
    "period; quarter; qtr; reporting period; reporting quarter; financial quarter; return period; monitoring period; "
    "monitoring quarter; quarter ending; quarter ended; month ending"
)
UNIT = "unit; units; unit of measurement; unit of measure; uom; measured in"

# The ways to say a column, those first that are to be preferred where several stand in one sheet.
SYNONYMS: dict[str, dict[str, str]] = {
    "suppliers": {
        "id": "supplier id; supplier ref; supplier no; supplier number; supplier code; vendor id; vendor no; "
        "vendor code; provider id; provider no; provider ref; contractor id; contractor no; creditor no; creditor id",
        "name": "supplier name; provider name; contractor name; vendor name; company name; organisation name; "
        "supplier; provider; contractor; vendor; company; organisation; awarded supplier; successful supplier; "
        "awarded to",
        "company_number": "company no; company number; companies house no; companies house number; "
        "company registration no; company registration number; company reg no; crn; registered company no",
        "postcode": "post code; supplier postcode; provider postcode; supplier post code",
        "local": "is local; local supplier; local y/n; local provider; based locally; local business; locally based",
        "sme": "is sme; small or medium enterprise; small medium enterprise; sme y/n; sme status; supplier sme",
        "vcse": "is vcse; voluntary sector; vcse y/n; charity; vcse status; vcs; vcfse; third sector; "
        "voluntary community sector; voluntary community social enterprise; supplier vcse",
    },
    "contracts": {
        "ref": CONTRACT + "; unique reference; unique id; register no; register ref; ref no; id",
        "title": "contract title; contract name; title; title of agreement; agreement title; title of contract; "
        "description of contract; contract description; purpose of contract; description",
        "supplier_id": "supplier id; supplier no; supplier number; supplier ref; supplier code; vendor id; vendor no; "
        "vendor code; provider id; provider no; provider ref; contractor id; contractor no; creditor no; creditor id; "
        "supplier; supplier name; provider; provider name; contractor; contractor name; vendor; vendor name; "
        "awarded supplier; successful supplier; awarded to",
        "directorate": "department; directorate responsible; service; service area; service department; "
        "owning department; responsible department; business area; department service",
        "district": "area; local authority; borough; district council",
        "division": "ward; electoral division; electoral ward; ward name",
        "category": "procurement category; spend category; category of spend; cpv; cpv code; cpv codes; "
        "contract category",
        "regime": "procurement regime; procurement procedure; procurement route; route to market; procedure; "
        "procedure type; legislation",
        "light_touch": "light touch regime; ltr",
        "start": "start date; contract start; contract start date; commencement date; contract commencement date; "
        "commencement; date from; commenced on; date of commencement",
        "end": "end date; contract end; contract end date; expiry date; contract expiry; contract expiry date; expiry; "
        "date to; expires on; expires; finish date; completion date; date of expiry",
        "terminated_on": "termination date; date terminated; terminated; date of termination",
        "value": "whole life value; whole life contract value; total contract value; contract value; total value; "
        "lifetime value; lifetime contract value; value of contract; award value; awarded value; contract sum; "
        "whole life cost; contract value total; estimated contract value",
        "awarded_on": "award date; date of award; contract award date; date awarded; awarded; contract awarded",
        "value_book": "proxy version; value book version; toms version",
        "manager": "contract manager; contract owner; responsible officer; lead officer; contact officer; "
        "officer responsible; contract lead",
    },
    "measures": {
        "ref": MEASURE,
        "set": "measure set; framework; toms set",
        "theme": "theme name; toms theme",
        "outcome": "outcome name; toms outcome",
        "priority": "corporate priority; council priority",
        "name": "measure name; measure description; indicator name; kpi name; description; title; toms measure; "
        "measure; indicator; kpi",
        "unit": UNIT,
        "guidance": "definition; notes; how to count; evidence required; guidance notes",
        "renamed_from": "former ref; previous ref; old ref; formerly; previously; replaces; former code; "
        "previous code; old code; former measure; previous measure",
    },
    "value_book": {
        "measure": MEASURE,
        "version": "proxy version; toms version; year",
        "price_year": "price base; base year",
        "proxy_gbp": "proxy; proxy value; unit value; value per unit; financial proxy; gbp; £ per unit",
        "valid_from": "from; effective from",
        "valid_to": "to; effective to",
        "source": "source of proxy",
        "licence": "license",
    },
    "commitments": {
        "contract": CONTRACT,
        "measure": MEASURE,
        "period": PERIOD,
        "quantity": "committed quantity; quantity committed; committed; commitment; target quantity; target; "
        "target amount; target no; amount committed; no committed; promised; bid commitment; bid target; tendered; "
        "pledge; pledged; contract target; contracted target; planned; quantity",
        "denominator": "out of; base; denominator",
        "unit": UNIT,
    },
    "returns": {
        "contract": CONTRACT,
        "period": PERIOD,
        "version": "return version; submission; submission no; version no; revision",
        "due_on": "due date; date due; return due; return due date; due; due by; deadline",
        "received_on": "date received; received; received date; date returned; returned; return received; "
        "submitted; date submitted; submitted on; submission date; returned on",
        "confirms_period": "confirms this period",
        "confirms_commitment": "confirms commitment",
    },
    "deliveries": {
        "contract": CONTRACT,
        "measure": MEASURE,
        "period": PERIOD,
        "return_version": "return version; version; submission no; submission; revision",
        "quantity_claimed": "quantity delivered; delivered quantity; claimed quantity; amount delivered; delivered; "
        "actual delivered; actual quantity; actual no; actual achieved; no delivered; no achieved; units delivered; "
        "claimed; amount claimed; achieved; actual; actuals; delivery; reported; quantity reported; outturn; result; "
        "quantity; amount",
        "quantity_validated": "quantity validated; quantity verified; quantity accepted; quantity approved; "
        "amount validated; amount verified; validated; verified; accepted; approved; agreed; signed off; "
        "verified quantity; accepted quantity",
        "denominator_claimed": "out of; base; denominator",
        "denominator_validated": "validated denominator",
        "validated_on": "date validated; validation date; date of validation; verified on; date verified; "
        "verification date; checked on; date checked; accepted on; date accepted; approved on; date approved; "
        "signed off on; date signed off; sign off date",
        "statement": "what was done; narrative; supplier narrative; commentary; supplier commentary; "
        "description of activity; activity description; activity; details of delivery; delivery details; details; "
        "supporting statement; description; comment; supplier comment; note",
        "evidence": "evidence ref; evidence link; evidence provided; evidence supplied; evidence submitted; "
        "supporting evidence; link to evidence; evidence file; evidence attached; evidence description",
        "unit": UNIT,
        "estimated": "is estimated; estimate; estimated y/n; actual/estimate",
        "person": "person id; person code; person ref; employee id; employee ref; individual; initials",
        "person_started_on": "start date; employment start; employment start date; date started; started on",
        "share_on_contract": "share of time; % on contract; proportion of time",
        "hours": "no of hours; number of hours; hrs; total hours",
        "attendees": "no of attendees; number of attendees; participants; number attending; no of participants",
    },
    "spend": {
        "contract": CONTRACT,
        "period": PERIOD,
        "amount": "amount paid; net amount; invoice amount; payment amount; total spend; actual spend; spend; paid; "
        "value",
    },
    "variations": {
        "contract": CONTRACT,
        "effective_on": "variation date; date of variation; varied on; variation effective date; "
        "effective date of variation; variation effective from; variation start date",
        "value": "new value; revised value; varied value; value after variation; revised contract value; "
        "new contract value; contract value",
        "reason": "reason for variation; variation reason; reason for change; description of variation",
    },
    "assessments": {
        "contract": CONTRACT,
        "kpi": "kpi name; key performance indicator; kpi ref; kpi no; kpi id; kpi description; kpi title",
        "assessed_on": "assessment date; date of assessment; date assessed; assessed",
        "rating": "kpi rating; performance rating; assessment rating; rating given; kpi performance",
        "covers_from": "assessment period start; period start; period from; assessed from",
        "covers_to": "assessment period end; period end; period to; assessed to",
        "published_on": "publication date; date of publication; date published; notice date; published",
        "notice": "notice ref; notice no; notice id; contract performance notice; uk notice; find a tender notice",
    },
    "deflators": {
        "year": "financial year; fiscal year; calendar year; price year",
        "index": "gdp deflator; deflator; deflator index; gdp deflator index; price index",
        "source": "series; published by",
    },
}

SECOND_BEST = {("contracts", "title"): "contract"}  # where another column, which it would say as well, has a better one
FILLERS = {"the", "of", "a", "an", "in", "for", "to", "and", "or", "please", "select", "enter", "your"}
ALIKE = {
    "reference": "ref",
    "number": "no",
    "identifier": "id",
    "qty": "quantity",
    "suppliers": "supplier",
    "providers": "provider",
    "contracts": "contract",
    "measures": "measure",
    "projects": "project",
    "comments": "comment",
    "notes": "note",
    "narratives": "narrative",
    "refs": "ref",
    "num": "no",
    "nos": "no",
    "tom": "toms",
}
# Words that make of a header another thing than the rest of it says: `Annual value`, `Date delivered`.
OTHER_WORDS = """
    annual yearly monthly cumulative forecast projected remaining variance budget extension extensions extended original
    previous revised review optional maximum date not reason % percentage rag status evidence year manager owner contact
    email type
"""
OTHER = frozenset(OTHER_WORDS.split())


@lru_cache(maxsize=50_000)
def words_of(name: str) -> frozenset[str]:
    """Return the words of a header that matter, without what stands in brackets.

    >>> sorted(words_of("Reference No. of the Contract (as on the register)"))
    ['contract', 'no', 'ref']
    """
    plain = re.sub(r"\(.*?\)|\[.*?\]", " ", folded(name)) or folded(name)
    words = (ALIKE.get(word, word) for word in re.findall(r"[\w£%/]+", plain.replace(JOINED, " ")))
    return frozenset(word for word in words if word not in FILLERS)


@lru_cache
def synonyms_of(table: str, column: str) -> tuple[frozenset[str], ...]:
    """Return the ways to say a column, each as its words, the preferred first: its own name, if they do not rank it."""
    said = [words_of(text) for text in SYNONYMS.get(table, {}).get(column, "").split(";") if text.strip()]
    own = words_of(column)
    return tuple(said if own in said else [own, *said])


def preference(header: str, table: str, column: str) -> int:
    """Return the place of a header among the ways to say a column: 0 is the one to be preferred.

    >>> [preference(header, "contracts", "supplier_id") > 0 for header in ("Supplier ID", "Supplier")]
    [False, True]
    """
    said, words = synonyms_of(table, column), words_of(header)
    return said.index(words) if words in said else len(said)


def likeness(header: str, table: str, column: str) -> float:
    """Return how surely a header means a column: 1 where it is a way to say it, 0 where nothing speaks for it.

    >>> likeness("Contract Reference", "deliveries", "contract"), likeness("Weather", "deliveries", "contract")
    (1.0, 0)
    """
    words = words_of(header)
    if not words:
        return 0
    best: float = 0
    synonyms = synonyms_of(table, column)
    if words in synonyms:
        return 1.0
    if words == words_of(SECOND_BEST.get((table, column), "")):
        return 0.8
    for said in synonyms:
        if (words - said) & OTHER:
            continue
        if len(said) > 1 and said < words:  # more is said than needed
            best = max(best, 0.9 * len(said) / len(words))
        elif len(words) > 1 and len(said) == 1 and said < words and next(iter(said)) in list(_in_order(header))[-1:]:
            best = max(best, 0.5)
    return best if best >= 0.5 else 0


def _in_order(header: str) -> list[str]:
    return [ALIKE.get(word, word) for word in re.findall(r"[\w£%/]+", folded(header))]
