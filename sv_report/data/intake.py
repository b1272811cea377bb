"""Sources read into typed Parquet tables, each row with its origin, each fault a finding, every row accounted for.

Data stage: takes the edition's sources, gives `Tables` and findings. The story: every sheet that holds a table is
staged as texts; the texts are read as values; duplicates go; shape and rules are checked, table by table, each
after those it refers to; what councils count is applied; the tables are written. Every fault is gathered before
anything is refused, so that a person mends a file once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sv_report.data.account import Account, account_of, write_accounts
from sv_report.data.holding import Held, hold_sources
from sv_report.data.period_table import make_periods
from sv_report.data.rules.corrections import say_corrections
from sv_report.data.rules.counting_rules import apply_counting_rules, broken_findings
from sv_report.data.rules.duplicates import leave_out_duplicates, say_alike
from sv_report.data.rules.faults import (
    accept_errors,
    fault_findings,
    leave_out,
    make_fault_tables,
    shortened,
)
from sv_report.data.rules.renaming_rules import judge_renaming
from sv_report.data.rules.row_rules import apply_row_rules
from sv_report.data.rules.shape_check import check_shape
from sv_report.data.rules.table_rules import answer_awaited, apply_table_rules
from sv_report.data.schema import ORIGIN, SHAPES
from sv_report.data.sources import Source, every_file, labelled, unread_finding
from sv_report.data.staging import Stage, open_stage, quoted
from sv_report.data.tables import Tables
from sv_report.data.texts import read_texts
from sv_report.data.what_if import RowChange
from sv_report.errors import DataError
from sv_report.findings import Finding, Where, errors
from sv_report.params import Accepted

ORDER = (  # each table after those it refers to
    *("suppliers", "measures", "contracts", "value_book", "commitments", "returns", "deliveries", "spend"),
    *("variations", "assessments", "deflators"),
)
JUDGED_LATER = ("rejected-above-limit",)  # by the measures, which know what rows are worth
WRITTEN = ("accounts", "rejected_rows", "broken_rules", "periods")


@dataclass(frozen=True)
class Conditions:
    """What a council and an edition say of their data: counting rules that are off, and errors that are accepted.

    `change` is one of a row that is only asked about: the data is taken in as if the row said so.
    """

    rules_off: frozenset[str] = frozenset()
    accepted: tuple[Accepted, ...] = ()
    change: RowChange | None = None


class RefusedData(DataError):
    """Data that cannot be used as it is, with the account of the rows that were looked at all the same."""

    def __init__(self, findings: Sequence[Finding], accounts: Sequence[Account]) -> None:
        super().__init__("The monitoring data cannot be used as it is; nothing has been computed.", findings)
        self.accounts = tuple(accounts)


def take_in(sources: Sequence[Source], into: Path, conditions: Conditions) -> tuple[Tables, list[Finding]]:
    """Read every table of the sources into Parquet files in `into`; raise DataError with all faults.

    The tables hold the digest of each file read, by `source/name.csv`.
    """
    size = sum(path.stat().st_size for _, path in every_file(sources) if path.is_file())
    with open_stage(into, size) as stage:
        make_fault_tables(stage.connection)
        held = hold_sources(stage, sources, conditions.change)
        for name in ORDER:
            read_texts(stage, SHAPES[name])
            leave_out(stage, SHAPES[name])  # before the duplicates: rows alike may be so for the cell that is wrong
            leave_out_duplicates(stage, SHAPES[name])
        _judge(stage, held, conditions.accepted)
        held.findings += [finding for name in ORDER for finding in say_alike(stage, SHAPES[name])]
        accounts = [account_of(reading) for reading in stage.readings]
        findings = shortened(_accepted(held.findings, conditions.accepted)) + fault_findings(stage)
        findings += [unread_finding(path, label) for label, source in labelled(sources) for path in source.beside()]
        if faults := errors(findings):
            findings += _unused(conditions.accepted, findings)
            others = [finding for finding in findings if finding.severity != "error"]
            raise RefusedData(faults + others, accounts)
        apply_counting_rules(stage.connection, conditions.rules_off)
        findings += broken_findings(stage.connection)
        findings += _unused(conditions.accepted, findings)
        write_accounts(stage.connection, accounts)
        make_periods(stage.connection)
        _write(stage, into)
    return Tables(into, held.digests), findings


def _judge(stage: Stage, held: Held, accepted: Sequence[Accepted]) -> None:
    """Check the tables, each after those it refers to, and leave out the rows that cannot stand."""
    answer_awaited(stage)
    for name in ORDER:
        shape = SHAPES[name]
        check_shape(stage, shape, held.whole)
        apply_row_rules(stage, name)
        accept_errors(stage, accepted)
        leave_out(stage, shape)
        if name == "measures":  # before what is told of them
            judge_renaming(stage, held.whole, accepted)
    apply_table_rules(stage, held.whole)
    accept_errors(stage, accepted)
    gone = [leave_out(stage, SHAPES[name]) for name in ORDER]
    if any(gone):
        for name in ORDER:  # what refers to a row that has just been left out goes with it
            check_shape(stage, SHAPES[name], held.whole)
            leave_out(stage, SHAPES[name])
            if name == "measures":
                judge_renaming(stage, held.whole, accepted)
    say_corrections(stage)


def _accepted(findings: Sequence[Finding], accepted: Sequence[Accepted]) -> list[Finding]:
    """Return findings of whole files, those that the edition accepts as warnings: their file is left out."""
    kept = []
    for finding in findings:
        reasons = [one.reason for one in accepted if one.covers(finding.rule, finding.where.file)]
        if reasons and finding.severity == "error" and finding.where.file:
            message = f"{finding.message}; the file is left out (accepted: {reasons[0]})"
            finding = replace(finding, severity="warning", message=message)
        kept.append(finding)
    return kept


def _unused(accepted: Sequence[Accepted], findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield a warning for each error that the edition accepts and that the data does not have."""
    for one in accepted:
        covered = (one.covers(finding.rule, finding.where.file) for finding in findings)
        if one.rule not in JUDGED_LATER and not any(covered):
            message = (
                f"the edition accepts {one.rule}{f' in {one.file}' if one.file else ''}, and no such error was found"
            )
            remedy = (
                "Take it out of accept:, or correct the rule's name, which stands in square brackets in each finding."
            )
            yield Finding("accept-unused", "warning", message, Where(field="accept", found=one.rule), remedy)


def _write(stage: Stage, into: Path) -> None:
    """Write the tables as Parquet files."""
    columns = {name: ", ".join(f'"{one}"' for one in (*SHAPES[name].names, *ORIGIN)) for name in ORDER}
    for name, listed in (columns | dict.fromkeys(WRITTEN, "*")).items():
        target = quoted(into / f"{name}.parquet")
        stage.connection.execute(f"COPY (SELECT {listed} FROM {name}) TO {target} (FORMAT parquet)")
