"""The exhibits that list contracts: those behind, those silent, those with most, those that need indicators.

Exhibits stage: builders that `records` lists.
"""

from decimal import Decimal

from sv_report.exhibits.leading import THE_ACT, in_pounds, needs_value_book, pounds_unit, progress
from sv_report.exhibits.table import Cell, Column, Table, fact_columns
from sv_report.exhibits.words import Words
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures
from sv_report.measures.standing import ContractStanding

MOST_BEHIND = 10  # contracts listed: what fits on a page with the rest in the workbook and the notebook


def contracts_behind(figures: Figures) -> Table | Words:
    """Return the contracts furthest behind what was due to date, by what they are short of."""
    behind = [standing for standing in figures.contracts if standing.behind and standing.ref not in figures.unranked]
    if not behind:
        return Words("contracts_behind", (("No contract is behind what was due to date.",),))
    short = sorted(behind, key=lambda standing: (-_shortfall(figures, standing.ref), standing.ref))[:MOST_BEHIND]
    asked = progress(figures)
    rows: list[tuple[Cell, ...]] = [
        (
            f"{standing.ref} {standing.title}",
            standing.supplier,
            *(_of_contract(figures, id_, standing.ref) for id_, _ in asked),
            _returns(figures, standing),
        )
        for standing in short
    ]
    totals = [figures.facts[id_] for id_, _ in asked]
    columns = (
        Column("Contract", number=False),
        Column("Supplier", number=False),
        *fact_columns(totals, [heading for _, heading in asked]),
        Column("Return", number=False) if figures.period.quarter else Column("Returns missing"),
    )
    of = figures.facts["contracts_behind"].display
    caption = f"The {len(rows)} contracts most behind their commitments to date, of {of} behind"
    return Table("contracts_behind", caption, columns, tuple(rows))


def _returns(figures: Figures, standing: ContractStanding) -> Cell:
    """Say whether the return is there; of a year, how many are missing."""
    if not figures.period.quarter:
        return _of_contract(figures, "returns_missing", standing.ref)
    return "Missing" if standing.returns_missing else "Received"


def _of_contract(figures: Figures, id_: str, ref: str) -> Fact:
    return figures.facts.member(id_, "contract", ref)


def _shortfall(figures: Figures, ref: str) -> Decimal:
    due, done = (_of_contract(figures, id_, ref).value or Decimal(0) for id_, _ in progress(figures)[:2])
    return due - done


def returns_missing(figures: Figures) -> Table | Words:
    """Return the contracts whose return for the period is missing, and what was due of them."""
    due = "sv_due_quarter" if in_pounds(figures) else "commitments_due"
    missing = [standing for standing in figures.contracts if standing.returns_missing]
    if not missing:
        return Words("returns_missing", ((f"No return that was due for {figures.period.words} is missing.",),))
    rows = [
        (f"{standing.ref} {standing.title}", standing.supplier, standing.directorate,
         _of_contract(figures, due, standing.ref))
        for standing in missing
    ]  # fmt: skip
    columns = (
        Column("Contract", number=False),
        Column("Supplier", number=False),
        Column("Directorate", number=False),
        Column("Due in the period", pounds_unit(figures)) if in_pounds(figures) else Column("Due to date"),
    )
    caption = f"Contracts whose return for {figures.period.words} is missing"
    if not in_pounds(figures):
        caption += ", and their commitments due"
    return Table("returns_missing", caption, columns, tuple(rows))


# ---- concentration -------------------------------------------------------------------------------


def concentration(figures: Figures) -> Table | Words:
    """Return the contract with most of the headline, and the share of the first five, over three windows."""
    if not in_pounds(figures):
        return needs_value_book("concentration", "How far the value rests on few contracts is")
    period = figures.period.words
    windows = {f"In {period}": "quarter", f"In the year to the end of {period}": "ytd", "To date": "to_date"}
    if not figures.period.quarter:
        windows = {f"In {period}": "quarter", "To date": "to_date"}
    parts = ("top_contract", "top_contract_value", "top_contract_share", "top_five_share")
    rows: list[tuple[Cell, ...]] = [
        (when, *(figures.facts[f"sv_{part}_{window}"] for part in parts)) for when, window in windows.items()
    ]
    columns = (
        Column("When", number=False),
        Column("Contract with most", number=False),
        Column(figures.headline.capitalize(), pounds_unit(figures)),
        Column("% of all"),
        Column("Five with most, % of all"),
    )
    caption = f"How far {figures.headline} social value rests on few contracts"
    return Table("concentration", caption, columns, tuple(rows))


def most_value(figures: Figures) -> Words:
    """Return the sentences on the contract with most of the headline to date, and the first five."""
    if not in_pounds(figures):
        return needs_value_book("most_value", "How far the value rests on few contracts is")
    name, value, share, five = (
        figures.facts[f"sv_{part}_to_date"]
        for part in ("top_contract", "top_contract_value", "top_contract_share", "top_five_share")
    )
    if not name.text:
        return Words("most_value", ((f"No contract has any {figures.headline} social value to date.",),))
    sentence = (
        f"The contract with the most {figures.headline} social value to date is ", name, ". It has ", value, ", ",
        share, " of the whole. The five contracts with most have ", five, ".",
    )  # fmt: skip
    return Words("most_value", (sentence,))


# ---- key performance indicators ------------------------------------------------------------------


def kpi_contracts(figures: Figures) -> Table | Words:
    """Return the contracts that need performance indicators under the Act, and how their assessments stand."""
    needing = (one for one in figures.contracts if one.needs_kpis is not False)
    listed = [one for one in needing if one.active or one.kpi_overdue]  # one that ended unassessed is still owed
    if not listed:
        said = f"No contract active in {figures.period.words} needs key performance indicators {THE_ACT}."
        return Words("kpi_contracts", ((said,),))
    ids = ("kpi_last_assessed", "kpi_rating", "kpi_next_due")
    rows: list[tuple[Cell, ...]] = [
        (f"{one.ref} {one.title}", *(_of_contract(figures, id_, one.ref) for id_ in ids), _assessment(one))
        for one in listed
    ]
    headings = ("Contract", "Last assessed", "Rating", "Next due", "Assessment")
    columns = tuple(Column(heading, number=False) for heading in headings)
    caption = f"Contracts that need key performance indicators {THE_ACT}, or may need them"
    note = "The rating is the lowest at the last assessment, in the Act's words."
    return Table("kpi_contracts", caption, columns, tuple(rows), note)


def _assessment(standing: ContractStanding) -> str:
    if standing.needs_kpis is None:
        return "Cannot be said: regime or light touch not recorded"
    return "Overdue" if standing.kpi_overdue else "Not overdue"
