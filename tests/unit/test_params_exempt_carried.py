"""What becomes of exempt matter in a new edition: carried and asked again; the notices are of one meeting only."""

import re
from datetime import date
from pathlib import Path

import pytest

from sv_report.beginning import Begun, new
from sv_report.params import Edition, Workbench, load_edition
from sv_report.params.exemption import PrivateMeeting
from sv_report.params.new_edition.whys import is_flag
from tests.unit.laid_out import LaidOut
from tests.unit.test_params_exempt import MARKED, MEETING, entries
from tests.unit.wrong_editions import GOOD, KNOWN, bench

JUNE = date(2024, 6, 13)
AGAIN = "exempt in the last edition: is it still, and does the reason still outweigh disclosure?"


def begun(folder: Path, text: str) -> tuple[Begun, Workbench]:
    workbench = bench(folder, text.encode(), {"detail.md": MARKED} if "narrative: detail" in text else None)
    return new(JUNE, root=workbench.root), workbench


def loaded(made: Begun, workbench: Workbench) -> Edition:
    return load_edition(made.id, workbench, KNOWN)[0]


def flags(made: Begun) -> dict[str, str]:
    return {flag.field: flag.why for flag in made.flags}


def test_every_entry_is_carried_and_asked_again(tmp_path: Path) -> None:
    made, workbench = begun(tmp_path, entries("supplier: S07", "appendix: A", "narrative: detail"))
    assert [(one.kind, one.name) for one in loaded(made, workbench).exempt] == [
        ("supplier", "S07"), ("appendix", "A"), ("narrative", "detail"),
    ]  # fmt: skip
    asked = {field for field, why in flags(made).items() if why == AGAIN}
    assert asked == {"exempt.1.supplier", "exempt.2.appendix", "exempt.3.narrative"}


def test_the_notices_are_asked_for_by_the_days_of_the_new_meeting(tmp_path: Path) -> None:
    made, workbench = begun(tmp_path, entries("supplier: S07") + MEETING + "urgency_agreed_by: The chair  # by mail\n")
    assert loaded(made, workbench).private == PrivateMeeting()
    said = flags(made)
    assert said["private_notice_published"].endswith("it is due by 2024-05-15")
    assert said["private_further_notice_published"].endswith("it is due by 2024-06-05")
    assert "representations" in said
    assert "response" in said
    assert "(note in 2024-02-08: by mail)" in made.path.read_text("utf-8")


def test_a_place_is_made_for_notices_that_the_last_edition_did_not_have(tmp_path: Path) -> None:
    made, _ = begun(tmp_path, entries("supplier: S07"))
    lines = made.path.read_text("utf-8").splitlines()
    for field in ("private_notice_published", "private_further_notice_published", "representations", "response"):
        assert any(re.match(rf"{field}: +# confirm: ", line) for line in lines), field
    assert not any(line.startswith("urgency_agreed_by") for line in lines)


def test_notices_where_nothing_is_exempt_are_taken_out(tmp_path: Path) -> None:
    made, workbench = begun(tmp_path, GOOD + MEETING)
    assert loaded(made, workbench).private == PrivateMeeting()
    assert flags(made)["representations"] == "the last edition had a private meeting; nothing in this one is exempt"


def test_the_next_new_edition_knows_these_flags(tmp_path: Path) -> None:
    made, workbench = begun(tmp_path, entries("supplier: S07") + MEETING)
    comments = re.findall(r"#.*", made.path.read_text("utf-8"))
    assert comments
    assert all(is_flag(comment) for comment in comments)
    again = new(date(2024, 9, 5), root=workbench.root).path.read_text("utf-8")
    assert again.count(AGAIN) == 1


@pytest.mark.parametrize("seed", range(20))
def test_however_a_file_is_laid_out_what_is_exempt_is_carried(tmp_path: Path, seed: int) -> None:
    laid_out = LaidOut(seed)
    added = (entries("supplier: S07", "exhibit: by_theme") + MEETING).removeprefix(GOOD)
    start = f"---{laid_out.newline}" if laid_out.text.startswith("---") else ""
    text = start + added.replace("\n", laid_out.newline) + laid_out.text.removeprefix(start)
    made, workbench = begun(tmp_path, text)
    edition = loaded(made, workbench)
    assert [one.name for one in edition.exempt] == ["S07", "by_theme"]
    assert edition.private == PrivateMeeting()
