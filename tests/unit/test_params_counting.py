"""What a profile says of counting rules and rejected rows, and an edition of errors that it accepts."""

from decimal import Decimal
from pathlib import Path

import pytest

from sv_report.errors import EditionError
from sv_report.params import Accepted, Edition
from tests.unit.wrong_editions import GOOD, bench, load

FILE = "templates/lancashire/profile.yml"
ACCEPT = "accept:\n  - {rule: reference-unknown, reason: Ended before the period.}\n"
RULES, LIMIT = "\ncounting_rules: {}\n", "\nrejected_limit: 0.05 "  # as Lancashire's profile has them


def profiled(folder: Path, was: str, typed: str) -> Edition:
    """Return the good edition under Lancashire's profile with something else typed in it."""
    made = bench(folder)
    profile = folder / FILE
    text = profile.read_text("utf-8")
    assert text.count(was) == 1
    profile.write_text(text.replace(was, f"\n{typed} \n" if was == RULES else f"\n{typed} "), "utf-8")
    return load(made)[0]


@pytest.mark.parametrize(
    ("typed", "off"),
    [
        ("counting_rules: {}", set()),
        ("counting_rules:", set()),
        ("counting_rules: {no-statement: off, shared-staff: on}", {"no-statement"}),
        ("counting_rules:\n  no-statement: off\n  ten-times-last: off", {"no-statement", "ten-times-last"}),
    ],
)
def test_rules_are_on_unless_turned_off(typed: str, off: set[str], tmp_path: Path) -> None:
    assert profiled(tmp_path, RULES, typed).profile.counting_rules_off == off


@pytest.mark.parametrize(
    ("typed", "message", "remedy"),
    [
        ("counting_rules: {no-statment: off}", "There is no counting rule 'no-statment'.", "Did you mean no-statement?"),
        ("counting_rules: {no-statement: maybe}", "The counting rule no-statement is 'maybe'.", "Write no-statement: off"),
        ("counting_rules: [no-statement]", "The counting rules should be a group of fields.", "Write one rule a line"),
        ("rejected_limit: lots", "'lots' is not a share from 0 to 1.", "Write 5 per cent as 0.05."),
        ("rejected_limit: 5", "'5' is not a share from 0 to 1.", "Write 5 per cent as 0.05."),
        ("rejected_limit: 5e-2", "'5e-2' is not a share from 0 to 1.", "Write 5 per cent as 0.05."),
    ],
)  # fmt: skip
def test_a_rule_that_there_is_not_is_refused_with_the_nearest(
    typed: str, message: str, remedy: str, tmp_path: Path
) -> None:
    with pytest.raises(EditionError) as refused:
        profiled(tmp_path, LIMIT if "limit" in typed else RULES, typed)
    [found] = [one for one in refused.value.findings if one.severity == "error"]
    assert (found.rule, found.message) == ("profile.wrong_value", message)
    assert found.remedy.startswith(remedy)
    assert found.where.file == FILE


@pytest.mark.parametrize(("typed", "limit"), [("0.05", "0.05"), ("10%", "0.1"), ("0", "0"), ("1", "1")])
def test_the_limit_of_rejected_rows_is_a_share(typed: str, limit: str, tmp_path: Path) -> None:
    assert profiled(tmp_path, LIMIT, f"rejected_limit: {typed}").profile.rejected_limit == Decimal(limit)


def test_an_edition_accepts_an_error_by_rule_and_reason(tmp_path: Path) -> None:
    loaded, _ = load(bench(tmp_path, GOOD + ACCEPT))
    assert loaded.accept == (Accepted("reference-unknown", "Ended before the period."),)
    assert loaded.accept[0].covers("reference-unknown", "example/deliveries.csv")
    assert not loaded.accept[0].covers("key-duplicate", "example/deliveries.csv")


def test_an_error_accepted_in_one_file_is_none_in_another() -> None:
    one = Accepted("reference-unknown", "Ended.", "a.csv")
    assert (one.covers("reference-unknown", "a.csv"), one.covers("reference-unknown", "b.csv")) == (True, False)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("accept: [{rule: reference-unknown}]\n", "edition.missing_field"),
        ("accept: [{rule: reference-unknown, reason: ''}]\n", "edition.wrong_value"),
        (f"{ACCEPT}  - {{rule: reference-unknown, reason: Another., file: a.csv}}\n", "edition.accepted_twice"),
    ],
)
def test_an_acceptance_needs_one_reason(typed: str, rule: str, tmp_path: Path) -> None:
    with pytest.raises(EditionError) as refused:
        load(bench(tmp_path, GOOD + typed))
    assert [one.rule for one in refused.value.findings if one.severity == "error"] == [rule]
