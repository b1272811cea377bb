"""An edition that rests on no data goes through the commands that look at data, and a recommendation may be a list."""

from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from sv_report.cli import commands
from sv_report.data.tables import Tables
from sv_report.manuscript import KNOWN
from sv_report.manuscript.report import Report
from sv_report.params import load_edition
from tests.unit.checked import ID, bench, figures

NO_DATA = """schema: 1
council: lancashire
title: A policy
meeting: {body: Cabinet, date: 2024-02-08}
data: none
report_of: Director of Finance
contact: {name: Example Officer, role: Officer, telephone: 01632 960001, email: a@example.org}
divisions_affected: [All Divisions]
corporate_priorities: [Delivering better services]
key_decision: false
recommendation: Cabinet is recommended to approve the policy.
part: I
"""


def without_data(folder: Path) -> None:
    (folder / "params/policy.yml").write_text(NO_DATA, "utf-8")


def test_commands_that_look_at_data_say_that_there_is_none(tmp_path: Path) -> None:
    root = bench(tmp_path / "bench", without_data).root
    validated = CliRunner().invoke(commands, ["validate", "policy", "--root", str(root)])
    assert (validated.exit_code, "No sheet was read." in validated.output) == (0, True), validated.output
    listed = CliRunner().invoke(commands, ["facts", "policy", "--root", str(root)])
    assert (listed.exit_code, listed.output) == (0, "policy has no data, and so no facts.\n")


def test_a_recommendation_is_printed_with_its_paragraphs_and_items(tmp_path: Path) -> None:
    workbench = bench(tmp_path / "bench")
    edition, _ = load_edition(ID, workbench, KNOWN)
    asks = "Cabinet is recommended to:\n\n(i) note *all*\nof it; and\n\n(ii) approve it.\n• at once\n\nIt takes effect."
    edition = replace(edition, recommendation=asks)
    report = Report(edition, figures(), Tables(workbench.root / "none"), workbench.templates)
    _, printed = report.section("recommendation")
    assert printed.manuscript == (
        "Cabinet is recommended to:\n\n(i) note \\*all\\* of it; and\n(ii) approve it.\n- at once\n\nIt takes effect."
    )
