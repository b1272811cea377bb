"""`sv.open` in a notebook: the run's own figures for the run's own edition, and computed ones for another."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from sv_report.errors import EditionError, UsageError
from sv_report.manuscript import open_report
from sv_report.manuscript.fields import Parameter, as_typed
from sv_report.manuscript.handover import hand_over
from sv_report.manuscript.opening import ROOT, RUN, WORK
from sv_report.params import Period
from tests.unit.wrong_editions import ROOT as PROJECT

ID, BEFORE, QUARTER = "2024-02-08", "2023-12-07", "2023-24 Q2"


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the figures of the edition under its settings."""
    folder = tmp_path_factory.mktemp("figures")
    hand_over(open_report(ID, root=PROJECT, settings={"period": QUARTER, "lead_member": ""}), folder)
    return folder


@pytest.fixture
def work(figures: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of a run that this process takes itself to be part of."""
    record = {
        "id": ID,
        "edition": str(PROJECT / "params" / f"{ID}.yml"),
        "settings": {"period": QUARTER, "lead_member": ""},
    }
    (figures / RUN).write_text(json.dumps(record))
    monkeypatch.setenv(WORK, str(figures))
    monkeypatch.setenv(ROOT, str(PROJECT))
    monkeypatch.chdir(PROJECT / "notebooks")
    return figures


def test_the_runs_edition_is_handed_over_with_its_settings(work: Path) -> None:
    for name in (ID, f"params/{ID}.yml", PROJECT / "params" / f"{ID}.yml"):
        for fields in ({}, {"period": QUARTER, "data_as_at": ""}):
            report = open_report(name, **fields)
            assert (report.edition.id, str(report.figures.period)) == (ID, QUARTER)
            assert report.edition.lead_member == ""
    assert not list(work.glob("sv_report-*"))  # nothing was computed again


def test_another_edition_or_period_is_computed_as_for_a_person(work: Path) -> None:
    before, other = open_report(BEFORE), open_report(ID, period="2023-24 Q3")
    assert (before.edition.id, str(before.edition.meeting.date)) == (BEFORE, BEFORE)
    assert str(other.figures.period) == "2023-24 Q3"
    assert other.edition.lead_member == "Cabinet Member for Resources"
    own = open_report(ID).facts
    assert other.facts["sv_validated_quarter"].value != own["sv_validated_quarter"].value


def test_a_run_shows_of_another_edition_what_the_public_may_see(work: Path) -> None:
    small = "quantity_validated_quarter.measure.job06"  # three people
    assert open_report(ID, period="2023-24 Q3").facts[small].figure == "[c]"


def test_a_person_sees_all_of_the_figures() -> None:
    assert open_report(ID, root=PROJECT).facts["quantity_validated_quarter.measure.job06"].value == 3


def test_an_edition_that_is_not_there_is_refused_within_a_run_too(work: Path) -> None:
    with pytest.raises(EditionError, match="There is no edition 2024-02-09"):
        open_report("2024-02-09")


@pytest.mark.parametrize("key", ["root", "edition", "settings", "perod"])
def test_a_setting_that_is_no_field_is_refused_by_the_gate(key: str) -> None:
    with pytest.raises(EditionError, match=f"--set {key}"):
        open_report(ID, root=PROJECT, settings={key: "x"})


def test_an_empty_setting_takes_a_field_away_and_an_empty_parameter_does_not() -> None:
    assert open_report(ID, root=PROJECT, settings={"lead_member": ""}).edition.lead_member == ""
    assert open_report(ID, root=PROJECT, lead_member="").edition.lead_member == "Cabinet Member for Resources"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (Period(2023, 2), "2023-24 Q2"),
        (date(2024, 1, 19), "2024-01-19"),
        (datetime(2024, 1, 19, 8, 30), "2024-01-19"),
        (True, "true"),
        (False, "false"),
        (2022, "2022"),
    ],
)
def test_a_parameter_may_be_of_its_own_kind(field: Parameter, typed: str) -> None:
    assert as_typed({"one": field, "two": "", "three": None}) == {"one": typed}


def test_a_parameter_of_no_fields_kind_is_named() -> None:
    with pytest.raises(UsageError, match=r"The parameter divisions is of a kind \(dict\)"):
        open_report(ID, root=PROJECT, divisions={})  # type: ignore[arg-type]


def test_parameters_of_their_own_kinds_open_the_edition_and_its_warnings_stay_on_the_report() -> None:
    report = open_report(ID, root=PROJECT, period=Period(2023, 2), data_as_at=date(2024, 1, 18), key_decision=True)
    assert (str(report.figures.period), str(report.edition.data_as_at)) == (QUARTER, "2024-01-18")
    assert "edition.key_to_note" in [one.rule for one in report.findings]
    with pytest.raises(EditionError, match="2022"):
        open_report(ID, root=PROJECT, period=2022)


@pytest.mark.parametrize(("key", "value"), [("appendices.².label", "x"), ("title", "a\x07b"), ("title", r'"a\x07b"')])
def test_a_setting_that_cannot_be_laid_over_is_refused_by_the_gate(key: str, value: str) -> None:
    with pytest.raises(EditionError, match=f"--set {key}"):
        open_report(ID, root=PROJECT, settings={key: value})
