"""The first cell of a notebook under plain papermill: what stops it, and what does not."""

from pathlib import Path

import pytest

from sv_report.errors import UsageError
from sv_report.manuscript.gate import refuse_strange_parameters
from sv_report.params import Workbench
from tests.unit.wrong_editions import GOOD, bench, write

OWN = 'edition: str = "2024-02-08"\nperiod: str = ""'
OPEN = "report = sv.open(edition)"


def injected(edition: str) -> str:
    return (
        "# Parameters\nschema = 1\ncouncil = 'lancashire'\n"
        f"title = '{edition}'\nmeeting = {{'body': 'Cabinet', 'date': '2024-02-08'}}"
    )


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return bench(tmp_path)


@pytest.mark.parametrize(
    "history",
    [
        [OWN, '# Parameters\nperiod = "2023-24 Q2"', OPEN],
        ["import sv_report as sv", "# Parameters\nwidth = 3", OPEN],  # the analyst's own
        ["width = 2", "# Parameters\nheight = 3", OPEN],
        [OWN, "# Parameters of my chart\nwidth = 3", OPEN],
        [OWN, "%matplotlib inline", OPEN],
        ["%time x = 1", "# Parameters\n!ls", OPEN],
        ["report = (", "# Parameters\nperiod = ", OPEN],
        [],
    ],
)
def test_what_an_analyst_writes_is_let_pass(history: list[str], workbench: Workbench) -> None:
    refuse_strange_parameters(history, workbench)


def test_a_misspelt_name_is_refused_with_the_nearest(workbench: Workbench) -> None:
    with pytest.raises(UsageError, match=r"Did you mean period\? The parameters are edition, period"):
        refuse_strange_parameters([OWN, '# Parameters\nperod = "2023-24 Q2"', OPEN], workbench)


@pytest.mark.parametrize(
    ("title", "id_"),
    [("Policy", "2024-02-08-policy"), ("Social value", "2024-02-08"), ("Another", "2024-02-08")],
)
def test_an_editions_file_is_named_by_its_title_and_meeting(title: str, id_: str, workbench: Workbench) -> None:
    named = 'title: "Social Value Monitoring Report: Quarter 3 2023/24"'
    write(workbench.params / "2024-02-08.yml", GOOD.replace(named, "title: Social value"))
    write(workbench.params / "2024-02-08-policy.yml", GOOD.replace(named, "title: Policy"))
    write(workbench.params / "2023-broken.yml", "title: [")
    with pytest.raises(UsageError, match=rf"-p edition {id_}$"):
        refuse_strange_parameters([OWN, injected(title), OPEN], workbench)
