"""An edition's marks of what is exempt, looked up in its figures.

Exhibits stage, disclosure. A table or chart that is exempt takes its numbers with it: those of every member of what it
lists, so that what is hidden does not tell which of them it listed; those of the whole stay, unless it has no others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sv_report.errors import EditionError
from sv_report.exhibits.cells import Placed, cells
from sv_report.exhibits.disclosure.exempt import Exempt
from sv_report.exhibits.records import build
from sv_report.exhibits.table import Table
from sv_report.findings import Finding, Where
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures
from sv_report.params import Edition, Exemption
from sv_report.params.nearest import advice


def exempt_in(edition: Edition, figures: Figures) -> Exempt:
    """Return what an edition's marks hold of its figures; raise EditionError for a name that the data does not have."""
    marks = edition.exempt
    if not marks or figures.results is None:
        return Exempt()
    tables = figures.results.tables
    owner = {row["ref"]: row["supplier_id"] for row in tables.rows(tables["contracts"].select("ref", "supplier_id"))}
    suppliers = {mark.name for mark in marks if mark.kind == "supplier"}
    contracts = {mark.name for mark in marks if mark.kind == "contract"}
    known = {"contract": sorted(owner), "supplier": sorted(set(owner.values()))}
    found = [
        replace(finding, where=replace(edition.places(f"exempt.{number}.{mark.kind}"), found=finding.where.found))
        for number, mark in enumerate(marks, 1)
        for finding in (*_unknown(mark, known.get(mark.kind)), *_no_column(mark, figures))
    ]
    if found:
        raise EditionError("The edition marks as exempt what the data does not have.", found)
    return Exempt(
        frozenset(contracts | {ref for ref, supplier in owner.items() if supplier in suppliers}),
        frozenset(suppliers),
        frozenset(id for mark in marks for id in _facts(mark, figures)),
    )


def _unknown(mark: Exemption, known: Sequence[str] | None) -> Iterator[Finding]:
    if known is not None and mark.name not in known:
        message = f"The data has no {mark.kind} {mark.name!r}, so that nothing of it would be kept from the public."
        yield Finding(f"exempt.{mark.kind}", "error", message, Where(found=mark.name), advice(mark.name, known))


def _no_column(mark: Exemption, figures: Figures) -> Iterator[Finding]:
    exhibit = build(mark.name, figures) if mark.kind == "column" else None
    if isinstance(exhibit, Table):
        headings = [column.heading for column in exhibit.columns[1:]]
        if mark.column not in (*headings, *(column.label for column in exhibit.columns[1:])):
            message = f"The table {mark.name} has no column {mark.column!r} after its first."
            yield Finding("exempt.column", "error", message, Where(found=mark.column), advice(mark.column, headings))


def _facts(mark: Exemption, figures: Figures) -> Iterator[str]:
    """Yield the ids of the facts that a mark takes from the public."""
    if mark.kind == "fact":
        yield mark.name
    elif mark.kind in ("exhibit", "column"):
        yield from _with_every_member(_placed(mark, figures), figures)


def _placed(mark: Exemption, figures: Figures) -> list[Fact]:
    return [one.fact for one in cells(build(mark.name, figures)) if not mark.column or _stands_in(one, mark.column)]


def _stands_in(placed: Placed, column: str) -> bool:
    return placed.column == column or placed.column.startswith(f"{column} (")


def _with_every_member(facts: Sequence[Fact], figures: Figures) -> Iterator[str]:
    of_members = {tuple(fact.id.split(".")[:2]) for fact in facts if "." in fact.id}
    if not of_members:
        yield from (fact.id for fact in facts)
    yield from (fact.id for fact in figures.facts if tuple(fact.id.split(".")[:2]) in of_members)
