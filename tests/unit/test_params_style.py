"""The house style of a council's profile: what is usual, and what could not be read or is not there."""

import shutil
from pathlib import Path

import pytest

from sv_report.exhibits.house_style import colours
from sv_report.findings import Finding
from sv_report.params import CouncilProfile, Workbench, read_profile
from sv_report.params.council.style import BARS, HouseStyle

ROOT = Path(__file__).parents[2]
FILE = "templates/lancashire/profile.yml"


def styled(folder: Path, style: str) -> tuple[CouncilProfile | None, list[Finding]]:
    """Read Lancashire's profile with another `style`."""
    for name in ("params", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    text = (folder / FILE).read_text("utf-8")
    start, end = text.index("style:\n"), text.index("small_numbers:")
    (folder / FILE).write_text(f"{text[:start]}style:\n{style}{text[end:]}", "utf-8")
    return read_profile("lancashire", Workbench(folder))


def test_what_the_profile_writes_out_is_what_is_usual() -> None:
    profile, _ = read_profile("lancashire", Workbench(ROOT))
    assert profile is not None
    assert profile.style == HouseStyle()


@pytest.mark.parametrize(("style", "field", "message"), [
    ('colours: {brand: "#7FB3D5"}', "style.colours.brand", "to 1 on white; it needs 4.5"),
    ('colours: {quiet: "#757575"}', "style.colours.quiet", "to 1 on the tint"),
    ('colours: {text: "#777777"}', "style.colours.text", "#777777 has a contrast of 4.47 to 1 on white"),
    ('charts: {red: "#FFAAAA"}', "style.charts.red", "it needs 3 to 1"),
    ('charts: {validated: "#801650", reported: "#A2246A"}', "style.charts.validated", "of reported"),
    ('charts: {validated: "#A2246A"}', "style.charts.validated", "on #28A197 of reported"),
    ("colours: {brand: navy}", "style.colours.brand", "'navy' is not a colour"),
    ("typefaces: {word: 'Arial\"/>'}", "style.typefaces.word", "is not the name of a typeface"),
    ('footer: "{day}"', "style.footer", "Nothing is known to fill in {day}"),
    ("logo: {file: ../logo.png, alt: A council}", "style.logo.file", "is not a picture beside the profile"),
    ("logo: {file: arms.svg, alt: A council}", "style.logo.file", "There is no arms.png beside the profile"),
    ("typefaces: {pdf: Mary Ann}", "style.typefaces.pdf", "no file whose name ends in -Regular.ttf"),
    ("colour: blue", "style.colour", "colour"),
])  # fmt: skip
def test_a_style_that_could_not_be_read_or_made_is_refused_with_its_line(
    style: str, field: str, message: str, tmp_path: Path
) -> None:
    profile, findings = styled(tmp_path, f"  {style}\n")
    assert profile is None
    found = [finding for finding in findings if message in finding.message]
    assert [(one.where.file, one.where.field) for one in found[:1]] == [(FILE, field)], findings
    assert found[0].where.row


def test_what_one_chosen_bar_is_held_against_is_what_the_other_is_drawn_in() -> None:
    assert {name: colours()[name] for name in BARS} == BARS


def test_a_style_in_parts_keeps_what_is_usual_for_the_rest(tmp_path: Path) -> None:
    profile, _ = styled(tmp_path, '  colours: {brand: "#5c2d12"}\n  footer:\n')
    assert profile is not None
    assert profile.style.colours.brand == "#5C2D12"
    assert profile.style.colours.text == HouseStyle().colours.text
    assert profile.style.footer is None
