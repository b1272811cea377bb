"""Words that councils, suppliers and portals use for the columns of our tables. Data stage, for `proposing`.

Common words, so that a proposal is a good beginning: a person confirms each.
"""

import re

from sv_report.data.header import JOINED, folded

CONTRACT = "contract; contract ref; contract reference; contract no; contract number; contract id; project id; project"
MEASURE = (
    "measure; measure ref; measure reference; toms ref; tom ref; toms reference; tom; toms; indicator; indicator name; "
    "kpi; metric; outcome measure; output; outcome; measure id; measure code"
)
PERIOD = "period; quarter; qtr; reporting period; financial quarter; return period; month ending; reporting quarter"
UNIT = "unit; units; unit of measurement; unit of measure; uom"

SYNONYMS: dict[str, dict[str, str]] = {
    "suppliers": {
        "id": "supplier id; supplier ref; supplier no; supplier number; supplier code; vendor id; creditor no",
        "name": "supplier; supplier name; provider; provider name; contractor; vendor name; organisation",
        "company_number": "company no; company number; companies house no; companies house number",
        "postcode": "post code; supplier postcode; provider postcode",
        "local": "is local; local supplier; local y/n; based locally",
        "sme": "is sme; small or medium enterprise; sme y/n; sme status",
        "vcse": "is vcse; voluntary sector; vcse y/n; charity; vcse status",
    },
    "contracts": {
        "ref": CONTRACT + "; unique reference; procurement ref; register no",
        "title": "contract title; contract name; title of agreement; description of contract; contract description",
        "supplier_id": "supplier; supplier id; supplier ref; provider; provider id; contractor; supplier name",
        "directorate": "department; service; service area; directorate responsible",
        "district": "area; local authority",
        "division": "ward; electoral division",
        "category": "procurement category; spend category; cpv",
        "regime": "procurement regime; procedure; legislation",
        "light_touch": "light touch regime; ltr",
        "start": "start date; contract start; contract start date; commencement date; date from; commenced on",
        "end": "end date; contract end; contract end date; expiry date; date to; expires on",
        "terminated_on": "termination date; date terminated",
        "value": "contract value; total contract value; total value; whole life value; value of contract; award value",
        "awarded_on": "award date; date of award; contract award date",
        "value_book": "proxy version; value book version; toms version",
        "manager": "contract manager; contract owner; responsible officer; lead officer",
    },
    "measures": {
        "ref": MEASURE,
        "set": "measure set; framework; toms set",
        "theme": "theme name",
        "outcome": "outcome name",
        "priority": "corporate priority; council priority",
        "name": "description; measure name; measure description; title",
        "unit": UNIT,
        "guidance": "definition; notes; how to count; evidence required",
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
        "quantity": "committed; commitment; target; target quantity; committed quantity; quantity committed; promised; "
        "quantity; amount committed; bid commitment; tendered; pledge; target amount",
        "denominator": "out of; base; denominator",
        "unit": UNIT,
    },
    "returns": {
        "contract": CONTRACT,
        "period": PERIOD,
        "version": "return version; submission; submission no; version no; revision",
        "due_on": "due; due date; date due; deadline",
        "received_on": "received; date received; submitted; date submitted; submitted on; submission date",
        "confirms_period": "confirms this period",
        "confirms_commitment": "confirms commitment",
    },
    "deliveries": {
        "contract": CONTRACT,
        "measure": MEASURE,
        "period": PERIOD,
        "return_version": "return version; version; submission no; submission; revision",
        "quantity_claimed": "delivered; quantity; quantity delivered; delivered quantity; claimed; actual; "
        "actuals; achieved; amount delivered; actual delivered; actual quantity; amount; delivery; reported",
        "quantity_validated": "validated; quantity validated; accepted; verified; approved; agreed; quantity accepted; "
        "quantity verified; signed off",
        "denominator_claimed": "out of; base; denominator",
        "denominator_validated": "validated denominator",
        "validated_on": "date validated; validation date; verified on; date accepted; date verified; accepted on",
        "statement": "narrative; commentary; comments; description; description of activity; notes",
        "evidence": "evidence ref; evidence link; evidence provided; supporting evidence; link to evidence",
        "unit": UNIT,
        "estimated": "is estimated; estimate; estimated y/n; actual/estimate",
        "person": "person id; employee id; employee ref; individual; initials",
        "person_started_on": "start date; employment start; date started",
        "share_on_contract": "share of time; % on contract; proportion of time",
        "hours": "no of hours; number of hours; hrs; total hours",
        "attendees": "no of attendees; number of attendees; participants; number attending",
    },
    "spend": {
        "contract": CONTRACT,
        "period": PERIOD,
        "amount": "spend; net amount; amount paid; invoice amount; total spend; payment amount; value",
    },
}

FILLERS = {"the", "of", "a", "an", "in", "for", "to", "and", "please", "select", "enter", "your"}
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
}


def words_of(name: str) -> frozenset[str]:
    """Return the words of a header that matter, without what stands in brackets.

    >>> sorted(words_of("Reference No. of the Contract (as on the register)"))
    ['contract', 'no', 'ref']
    """
    plain = re.sub(r"\(.*?\)|\[.*?\]", " ", folded(name)) or folded(name)
    words = (ALIKE.get(word, word) for word in re.findall(r"[\w£%/]+", plain.replace(JOINED, " ")))
    return frozenset(word for word in words if word not in FILLERS)


def synonyms_of(table: str, column: str) -> list[frozenset[str]]:
    """Return the ways to say a column, each as its words; the column's own name is the first."""
    said = SYNONYMS.get(table, {}).get(column, "")
    return [words_of(text) for text in (column, *said.split(";")) if text.strip()]


def likeness(header: str, table: str, column: str) -> float:
    """Return how surely a header means a column: 1 where it is a way to say it, 0 where nothing speaks for it.

    >>> likeness("Contract Reference", "deliveries", "contract"), likeness("Weather", "deliveries", "contract")
    (1.0, 0)
    """
    words = words_of(header)
    if not words:
        return 0
    best: float = 0
    for said in synonyms_of(table, column):
        if words == said:
            return 1.0
        if len(said) > 1 and said < words:  # more is said than needed
            best = max(best, 0.9 * len(said) / len(words))
        elif len(words) > 1 and len(said) == 1 and said < words and next(iter(said)) in list(_in_order(header))[-1:]:
            best = max(best, 0.5)
    return best if best >= 0.5 else 0


def _in_order(header: str) -> list[str]:
    return [ALIKE.get(word, word) for word in re.findall(r"[\w£%/]+", folded(header))]
