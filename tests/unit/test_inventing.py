"""Invented councils: the same for the same seed, whole, plainly invented, and as true reports are."""

import csv
import hashlib
from pathlib import Path
from random import Random

import pytest

from sv_report import pipeline
from sv_report.data.example.register import PLANS
from sv_report.data.example.reports import uncommitted
from sv_report.errors import UsageError
from sv_report.inventing import scale_example
from sv_report.inventing.council import FEWEST, MOST, invent
from sv_report.inventing.places import BEGINNINGS, councils
from sv_report.manuscript import KNOWN
from sv_report.params import find_workbench, load_edition
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scale_example(4, to=tmp_path_factory.mktemp("scale") / "four", root=ROOT).folder


def digests(folder: Path) -> dict[str, str]:
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_equal_seeds_give_equal_bytes_and_fewer_councils_are_the_first_of_more(made: Path, tmp_path: Path) -> None:
    four, fewer = digests(made), digests(scale_example(2, to=tmp_path / "two", root=ROOT).folder)
    assert {name for name in fewer if fewer[name] != four.get(name)} == {"README.md"}
    other = digests(scale_example(2, to=tmp_path / "other", seed="2", root=ROOT).folder)
    assert {name for name in other if name.startswith("data/")}.isdisjoint(four)


def test_every_edition_passes_its_gate_and_its_data_is_accepted(made: Path) -> None:
    workbench = find_workbench(made)
    editions = sorted(path.stem for path in workbench.params.glob("*.yml"))
    assert len(editions) == 4
    for id_ in editions:
        _, findings = load_edition(id_, workbench, KNOWN)
        assert [one.text() for one in findings if one.severity != "note"] == []
        validation = pipeline.validate(id_, root=made)
        assert not validation.is_refused
        assert validation.accounts


def test_a_report_of_one_is_no_draft(made: Path) -> None:
    checklist, edition = pipeline.check(min(path.stem for path in (made / "params").glob("*.yml")), root=made)
    assert checklist.text(("to mend", "to confirm")).startswith("Checklist: 0 to mend, 0 to confirm")
    assert edition.profile.illustrative_notice == f"Illustrative data: no figure is {edition.profile.name}'s"


def test_everything_is_marked_as_invented_and_nothing_names_the_model(made: Path) -> None:
    for path in (*made.glob("data/*/source.yml"), *made.glob("params/*.yml"), *made.glob("templates/*/profile.yml")):
        assert "illustrative" in path.read_text("utf-8").lower(), path
    own = [path for name in ("data", "params") for path in (made / name).rglob("*") if path.is_file()]
    own += made.glob("templates/*/profile.yml")
    naming = [
        path for path in own if any(word in path.read_text("utf-8").casefold() for word in ("lancashire", "county"))
    ]
    assert naming == []


def test_names_are_of_invented_words(made: Path) -> None:
    with next(made.glob("data/*/contracts.csv")).open(encoding="utf-8", newline="") as file:
        districts = {row["district"] for row in csv.DictReader(file)} - {""}
    areas = {path.name.capitalize() for path in (made / "data").iterdir()}
    assert districts
    assert all(place.startswith(BEGINNINGS) for place in districts | areas)
    strange = [word for word in BEGINNINGS if "x" not in word.lower() and "zz" not in word.lower()]
    assert strange == [], "each holds letters by which it can be told from a real place"


def test_registers_are_small_and_large() -> None:
    sizes = [len(invent(area, "1").plans) for area in councils(100, Random("1"))]
    assert min(sizes) >= FEWEST
    assert max(sizes) <= MOST
    assert max(sizes) > 2 * min(sizes)
    assert len({*councils(2000, Random("1"))}) == 1200


def test_what_nobody_promised_is_found_where_the_usual_is_promised() -> None:
    usual = {"SOC01", "SOC02", "SKL04", "ENV06"}
    claim = uncommitted(PLANS[0], usual, Random("1"))
    assert claim.measure.ref not in usual


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not empty"):
        scale_example(1, to=tmp_path, root=ROOT)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("count", [0, -1, 1201])
def test_no_councils_and_more_than_there_are_names_for_are_refused(tmp_path: Path, count: int) -> None:
    with pytest.raises(UsageError, match="from 1 to 1200"):
        scale_example(count, to=tmp_path / "new", root=ROOT)
    assert not (tmp_path / "new").exists()
