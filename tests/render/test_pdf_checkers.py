"""What checkers of accessible and archived PDFs say of the sample, and that they would have said it."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests.pdf_checkers import faults
from tests.render.conftest import Report


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == kind]


def without_an_alternative(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "/Figure")[0].Alt


def without_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


def without_a_title(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["dc:title"]


def without_its_title_shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def without_a_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def without_header_cells(pdf: pikepdf.Pdf) -> None:
    for cell in elements(pdf, "/TH"):
        cell.S = pikepdf.Name.TD


def with_a_heading_level_left_out(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "/H2")[0].S = pikepdf.Name.H4


def without_its_claims(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        del metadata["pdfuaid:part"]
        del metadata["pdfaid:part"]


def with_a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


ALL_THREE = ("page-validation ua1", "pdfua", "outloud")
CONTROLS: list[tuple[Callable[[pikepdf.Pdf], None], tuple[str, ...]]] = [
    (without_an_alternative, ALL_THREE),
    (without_tags, (*ALL_THREE, "page-validation 2a")),
    (without_a_title, ALL_THREE),
    (without_its_title_shown, ALL_THREE),
    (without_a_language, ALL_THREE),
    (without_header_cells, ("pdfua",)),
    (with_a_heading_level_left_out, ("page-validation ua1", "outloud")),
    (without_its_claims, ("page-validation ua1", "page-validation 2a", "outloud")),
    (with_a_script, ("page-validation 2a",)),
]


def test_three_checkers_find_nothing_in_the_sample(sample: Report) -> None:
    assert faults(sample["pdf"]) == []


@pytest.mark.parametrize(("spoil", "checkers"), CONTROLS, ids=[spoil.__name__ for spoil, _ in CONTROLS])
def test_they_find_what_was_taken_out(
    spoil: Callable[[pikepdf.Pdf], None], checkers: tuple[str, ...], sample: Report, tmp_path: Path
) -> None:
    with pikepdf.open(sample["pdf"]) as pdf:
        spoil(pdf)
        pdf.save(tmp_path / "spoilt.pdf")
    found = faults(tmp_path / "spoilt.pdf")
    assert {name for name in (*ALL_THREE, "page-validation 2a") if any(each.startswith(name) for each in found)} == set(
        checkers
    )
