"""The workbench and its own editions."""

import pickle
from datetime import date
from pathlib import Path

import pytest

from sv_report.errors import UsageError
from sv_report.params import Period, Workbench, edition_ids, find_workbench, load_edition
from tests.unit.wrong_editions import KNOWN, ROOT, bench


@pytest.fixture
def own(tmp_path: Path) -> Workbench:
    """A workbench with the project's own editions, without the narrative."""
    workbench = bench(tmp_path)
    for path in (ROOT / "params").glob("*.yml"):
        (workbench.params / path.name).write_bytes(path.read_bytes())
    return workbench


def test_the_example_edition_loads(own: Workbench) -> None:
    edition, found = load_edition("2024-02-08", own, KNOWN)
    assert (edition.id, edition.meeting.body, edition.meeting.date) == ("2024-02-08", "Cabinet", date(2024, 2, 8))
    assert (edition.period, edition.data, edition.data_as_at) == (Period(2023, 3), ("example",), date(2024, 1, 19))
    assert edition.last_report_data_as_at == date(2023, 11, 10)
    assert edition.contact.telephone == "01632 960001"
    assert edition.appendices[0].exhibit == "measures_table"
    assert edition.profile.name == "Lancashire County Council"
    assert {one.rule for one in found} == {"narrative.missing"}


def test_the_edition_of_the_quarter_before_loads_without_narrative(own: Workbench) -> None:
    edition, found = load_edition("2023-12-07", own, KNOWN)
    assert (edition.period, edition.data_as_at) == (Period(2023, 2), date(2023, 11, 10))
    assert edition.last_report_data_as_at is None
    assert edition.narrative == {}
    assert {one.rule for one in found} == {"narrative.missing"}


def test_an_edition_goes_to_another_process(own: Workbench) -> None:
    edition, _ = load_edition("2024-02-08", own, KNOWN)
    assert pickle.loads(pickle.dumps(edition)) == edition


def test_the_editions_are_the_files_of_params(own: Workbench) -> None:
    (own.params / "README.md").write_text("")
    assert edition_ids(own) == ["2023-12-07", "2024-02-08", "2024-02-08-policy"]


def test_the_workbench_is_the_nearest_folder_above(own: Workbench) -> None:
    assert find_workbench(start=own.templates / "lancashire").root == own.root.resolve()
    assert find_workbench(root=own.root).params == own.root.resolve() / "params"


def test_where_there_is_no_workbench_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds the folders params/ and templates/"):
        find_workbench(start=tmp_path)
    with pytest.raises(UsageError, match="is no workbench"):
        find_workbench(root=tmp_path)
