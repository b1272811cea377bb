"""The comparison of two engines' files: it finds nothing between equal files, and every kind of planted difference."""

import shutil
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from sv_report.errors import RenderError
from sv_report.render import choose_engine
from tests.reading import read
from tests.reading.differences import differences
from tests.reading.parity import KNOWN, compared, lines
from tests.render.conftest import Report
from tests.render.planted import PLANTED, Plant, as_serialised_otherwise, in_web, in_word

ROOT = Path(__file__).parents[2]
Altered = Callable[[str, Plant], Path]
PLANTS = [
    pytest.param(format_, kind, plant, id=f"{format_}-{kind}-{number}")
    for format_, kinds in PLANTED.items()
    for kind, plants in kinds.items()
    for number, plant in enumerate(plants)
]


@pytest.fixture
def altered(sample: Report, tmp_path: Path) -> Altered:
    """Gives a copy of a file of the sample, changed by a plant."""

    def make(format_: str, plant: Plant) -> Path:
        path = tmp_path / f"report.{format_}"
        shutil.copyfile(sample[format_], path)
        plant(path)
        return path

    return make


@pytest.mark.parametrize(("format_", "kind", "plant"), PLANTS)
def test_a_planted_difference_is_found_and_is_all_that_is_found(
    sample: Report, altered: Altered, format_: str, kind: str, plant: Plant
) -> None:
    found = differences(read(sample[format_]), read(altered(format_, plant)))
    assert {difference.kind for difference in found} == {kind}
    assert all(difference.place for difference in found)


@pytest.mark.parametrize("format_", ["docx", "html", "pdf"])
def test_a_file_does_not_differ_from_itself(sample: Report, format_: str) -> None:
    assert differences(read(sample[format_]), read(sample[format_])) == []


def test_a_difference_names_its_place_and_both_texts(sample: Report, altered: Altered) -> None:
    other = altered("docx", in_word(">Behind<", ">Ahead<"))
    (difference,) = differences(read(sample["docx"]), read(other))
    assert str(difference) == "cell, under 'Contracts', table 3, row 3, column 7: Behind / Ahead"


def test_a_table_row_that_is_lost_is_found(sample: Report, altered: Altered) -> None:
    for format_, plant in (
        ("docx", in_word(r"<w:tr>(?:(?!</w:tr>).)*EX-1024.*?</w:tr>", "")),
        ("html", in_web(r"<tr>(?:(?!</tr>).)*EX-1024.*?</tr>", "")),
    ):
        found = differences(read(sample[format_]), read(altered(format_, plant)))
        assert [(one.kind, one.one, one.other) for one in found] == [("rows", "25", "24")]


@pytest.mark.needs("soffice")
def test_a_page_more_of_a_word_file_is_found(sample: Report, altered: Altered) -> None:
    more = '<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p><w:sectPr'
    result = compared(sample["docx"], altered("docx", in_word("<w:sectPr", more)))
    assert [difference.kind for difference in result.differences] == ["page count"]


def test_what_is_known_to_remain_is_no_finding_and_all_else_in_the_page_is(sample: Report, altered: Altered) -> None:
    (known,) = KNOWN
    for plant, found in (
        (as_serialised_otherwise, []),
        (in_web("<tr>", '<tr class="header">'), []),
        (in_web('<div class="front">', '<div class="quarto">'), ["attribute class of div"]),
        (in_web('<th style="text-align: left;"', '<th style="text-align: right;"'), ["attribute style of th"]),
        (in_web('<div class="front">', '<hr><div class="front">'), ["element"]),
    ):
        result = compared(sample["html"], altered("html", plant))
        assert [difference.kind for difference in result.differences] == found
        assert {difference.kind for difference in result.known} <= {known.kind}
        assert not result.same_bytes


def test_every_difference_is_printed_by_file_and_place(sample: Report, altered: Altered) -> None:
    result = compared(sample["html"], altered("html", in_web("Every contract monitored", "No contract monitored")))
    said = lines("sample", [result, compared(sample["pdf"], sample["pdf"])])
    assert said[0].startswith("sample/report.html: caption, under 'Contracts', caption 2: ")
    assert said[-2:] == [
        "sample/report.html: 2 differences (other bytes)",
        "sample/report.pdf: 0 differences (the same bytes)",
    ]


# ---- make parity ---------------------------------------------------------------------------------
@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with the sample as its only manuscript."""
    spec = spec_from_file_location("parity_script", ROOT / ".ci" / "parity.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "EDITIONS", ())
    monkeypatch.setattr("tests.reading.parity.program_path", lambda program: None)  # LibreOffice has a test of its own
    return module


class WithAPlant:
    """The embedded engine, whose web page then says something else."""

    name, version = "another", "1"

    def render(self, folder, formats, moment):
        found = choose_engine("embedded").render(folder, formats, moment)
        in_web("This is not a Key Decision", "This is a Key Decision")(folder / "report.html")
        return found


def test_the_script_fails_where_the_engines_differ_and_says_where(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "other_engine", WithAPlant)
    assert script.main() == 1
    said = capsys.readouterr().out
    assert "sample/report.html: paragraph, under 'Brief Summary', paragraph 4: " in said
    assert "sample/report.docx: 0 differences" in said


def test_the_script_says_that_quarto_is_absent_and_compares_the_engine_with_itself(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def absent(name: str) -> object:
        if name == "quarto":
            raise RenderError("there is no working Quarto on the PATH")
        return choose_engine("embedded")

    monkeypatch.setattr(script, "choose_engine", absent)
    assert script.main() == 0
    said = capsys.readouterr().out
    assert "Quarto is absent: there is no working Quarto on the PATH" in said
    assert "compared with itself" in said
    assert "sample/report.pdf: 0 differences (the same bytes)" in said
