"""The data quality page: what was done with every row, for the analysts of the council, as one HTML file.

Release stage: takes the tables of a run, their quality and the findings; gives the text of a page that needs no
script, no network and no other file. It names suppliers' rows, so it lies in `office/` and is never published. Every
text of the data is escaped; equal inputs give equal bytes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sv_report.data.tables import Tables
from sv_report.exhibits.quality import EFFECTS
from sv_report.findings import Finding
from sv_report.measures.fact import SHORTHAND, displayed, plain
from sv_report.measures.facts import Facts
from sv_report.measures.figures import Figures
from sv_report.measures.quality import Concern, Quality
from sv_report.measures.quality_facts import quality_id
from sv_report.release.office_page import Grid, rendered
from sv_report.release.quality_template import BODY

SHOWN = 1000  # rows of one rule: more than a person will read, few enough for a browser
KINDS = ("read", "blank", "header", "total", "duplicate", "rejected")
MEANINGS = ("zero", "missing", "not_applicable", "rounded")
PLACE = "origin_file, origin_sheet NULLS FIRST, origin_row, contract, measure, period, message"


@dataclass(frozen=True)
class RuleRows:
    """A counting rule on the page: its words, and the rows that break it."""

    heading: str
    words: Sequence[tuple[str, str]]
    grid: Grid


@dataclass(frozen=True)
class _Page:
    """What the template prints."""

    title: str
    notice: str
    facts: Sequence[tuple[str, str]]
    concerns: Grid | None
    rules: Sequence[RuleRows]
    rules_off: str
    accounts: Grid
    meanings: Grid
    rejected: Sequence[Grid]
    accepted: Grid
    findings: Grid
    inputs: Grid


def quality_page(
    figures: Figures,
    tables: Tables,
    findings: Sequence[Finding] = (),
    digests: Mapping[str, str] | None = None,
    *,
    title: str = "Data quality",
    notice: str = "",
) -> str:
    """Return the page as HTML.

    `digests` are the SHA-256 of the files read, by name; those of the tables where None. `notice` is printed first,
    where the data is invented.
    """
    quality = figures.quality
    digests = tables.digests if digests is None else digests
    page = _Page(
        title=title,
        notice=notice,
        facts=(("Period", figures.period.words), ("As at", figures.as_at_words), ("Headline", figures.headline)),
        concerns=_concerns(quality, figures.facts) if quality else None,
        rules=_rules(tables, quality, figures.facts) if quality else (),
        rules_off=", ".join(quality.rules_off) if quality else "",
        accounts=_accounts(tables),
        meanings=_meanings(tables),
        rejected=_rejected(tables, findings),
        accepted=_accepted(quality),
        findings=_findings(findings),
        inputs=_inputs(digests),
    )
    return rendered(BODY, vars(page))


def write_quality_page(
    path: Path, figures: Figures, tables: Tables, findings: Sequence[Finding], *, title: str, notice: str
) -> None:
    """Write the page as a file; it names suppliers' rows, and is for the office only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(quality_page(figures, tables, findings, title=f"Data quality: {title}", notice=notice), "utf-8")


def _concerns(quality: Quality, facts: Facts) -> Grid:
    columns = (("What", False), ("Number", True), ("Of", True), ("Contracts", True), ("Headline could go", False),
               ("By (£)", True), ("Besides", False))  # fmt: skip
    rows = [(concern.label, *_measured("concern", concern, facts)) for concern in quality.concerns]
    return Grid("concerns", "What could move the headline to date, and how far at most", columns, rows)


def _measured(kind: str, concern: Concern, facts: Facts) -> tuple[str, ...]:
    return (
        *(_whole(count) for count in (concern.rows, concern.of, concern.contracts)),
        concern.stake.direction.capitalize(),
        _gbp(concern),
        facts[quality_id("claims", kind, concern.name)].text,
    )


def _whole(count: int | None) -> str:
    return SHORTHAND["not_available"] if count is None else f"{count:,}"


def _gbp(concern: Concern) -> str:
    number = concern.stake.number
    return SHORTHAND[number.status] if number.value is None else displayed(number.value, "GBP", 0).replace("£", "")


def _rules(tables: Tables, quality: Quality, facts: Facts) -> list[RuleRows]:
    """Return each rule broken with its rows, the first `SHOWN` of them."""
    found = _first_rows(tables, "broken_rules") if "broken_rules" in tables else {}
    said = {broken.rule: broken for broken in quality.rules}
    columns = (("File", False), ("Sheet", False), ("Row", True), ("Contract", False), ("Measure", False),
               ("Period", False), ("At stake", True), ("What is wrong", False))  # fmt: skip
    listed = []
    for rule, (times, rows) in found.items():
        words: list[tuple[str, str]] = [("Rows in the data", f"{times:,}")]
        if broken := said.get(rule):
            way, gbp, beside = _measured("rule", broken.concern, facts)[3:]
            words = [
                ("Why", broken.reason),
                ("Source", broken.source),
                ("What was done", EFFECTS[broken.effect]),
                *words,
                ("Rows behind the headline to date", _whole(broken.concern.rows)),
                ("Headline could go", way),
                ("By (£)", gbp),
                ("Besides", beside or "nothing"),
            ]
        cells = [_place(row) + _about(row) for row in rows]
        grid = Grid(f"rule-{rule}", f"Rows against {rule}", columns, cells, _more(times, len(rows)))
        listed.append(RuleRows(rule, words, grid))
    return listed


def _first_rows(tables: Tables, table: str) -> dict[str, tuple[int, list[dict[str, Any]]]]:
    """Return the first rows of each rule, and how many there are."""
    relation = tables.connection.sql(
        f"""
        SELECT * FROM (
            SELECT *, count(*) OVER (PARTITION BY rule) AS times, row_number() OVER (
                PARTITION BY rule ORDER BY {PLACE}) AS number FROM {table}
        ) WHERE number <= {SHOWN} ORDER BY rule, number
        """
    )
    rules: dict[str, tuple[int, list[dict[str, Any]]]] = {}
    for values in relation.fetchall():
        row = dict(zip(relation.columns, values, strict=True))
        rules.setdefault(row["rule"], (row["times"], []))[1].append(row)
    return rules


def _place(row: Mapping[str, Any]) -> tuple[str, ...]:
    return row["origin_file"] or "", row["origin_sheet"] or "", str(row["origin_row"] or "")


def _about(row: Mapping[str, Any]) -> tuple[str, ...]:
    quantity = "" if row["quantity"] is None else plain(row["quantity"])
    return row["contract"] or "", row["measure"] or "", row["period"] or "", quantity, row["message"] or ""


def _more(times: int, shown: int) -> str:
    return f"and {times - shown:,} more, which are not shown" if times > shown else ""


def _accounts(tables: Tables) -> Grid:
    """Return what became of every row, by file, sheet and table; the kinds add up to the rows."""
    columns = (("File", False), ("Sheet", False), ("Table", False), ("Rows", True),
               *((kind.capitalize(), True) for kind in KINDS))  # fmt: skip
    return Grid("accounts", "What became of every row", columns, _of_accounts(tables, ("rows", *KINDS)))


def _meanings(tables: Tables) -> Grid:
    columns = (("File", False), ("Sheet", False), ("Table", False),
               *((meaning.replace("_", " ").capitalize(), True) for meaning in MEANINGS))  # fmt: skip
    caption = "Cells that were read as zero, missing or not applicable, or were rounded"
    return Grid("meanings", caption, columns, _of_accounts(tables, MEANINGS))


def _of_accounts(tables: Tables, names: Sequence[str]) -> list[tuple[str, ...]]:
    if "accounts" not in tables:
        return []
    frame = tables["accounts"].sort("file", "sheet", "table_name", nulls_last=False)
    return [
        (row["file"] or "", row["sheet"] or "", row["table_name"] or "none", *(f"{int(row[name]):,}" for name in names))
        for row in tables.rows(frame)
    ]


def _rejected(tables: Tables, findings: Iterable[Finding]) -> list[Grid]:
    """Return the rejected rows by rule, each with its place and the text that was found there."""
    if "rejected_rows" not in tables:
        return []
    found = {(one.rule, one.where.file, one.where.sheet, one.where.row): one.where for one in findings if one.where.row}
    columns = (("File", False), ("Sheet", False), ("Row", True), ("Column", False), ("Text found", False),
               ("Contract", False), ("Measure", False), ("Period", False), ("Quantity", True),
               ("What is wrong", False))  # fmt: skip
    grids = []
    for rule, (times, rows) in _first_rows(tables, "rejected_rows").items():
        cells = []
        for row in rows:
            at = found.get((rule, row["origin_file"], row["origin_sheet"], row["origin_row"]))
            text = (at.column or "", at.found or "") if at else ("", "")
            cells.append((*_place(row), *text, *_about(row)))
        caption = f"Rows rejected by the rule {rule}: {times:,}"
        grids.append(Grid(f"rejected-{rule}", caption, columns, cells, _more(times, len(rows))))
    return grids


def _accepted(quality: Quality | None) -> Grid:
    columns = (("Rule", False), ("File", False), ("Why it is accepted", False), ("Rows left out", True))
    accepted = quality.accepted if quality else ()
    rows = [(one.rule, one.file or "any", one.reason, _whole(one.rows)) for one in accepted]
    return Grid("accepted", "Errors that the edition accepts", columns, rows)


def _inputs(digests: Mapping[str, str]) -> Grid:
    columns = (("File", False), ("SHA-256", False))
    return Grid("inputs", "Files read, with the SHA-256 of each as it was read", columns, sorted(digests.items()))


def _findings(findings: Sequence[Finding]) -> Grid:
    columns = (("Severity", False), ("Rule", False), ("Where", False), ("Text found", False), ("What is wrong", False),
               ("What to do", False))  # fmt: skip
    rows = [
        (one.severity, one.rule, one.where.text(), one.where.found or "", one.message, one.remedy) for one in findings
    ]
    return Grid("findings", "Findings about the data and the edition", columns, rows)
