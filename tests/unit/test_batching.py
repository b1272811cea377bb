"""What a batch rests on, without a run: which editions are named, what is journaled, its exit code and its page."""

import re
from pathlib import Path

import pytest

from sv_report.batching.page import summary
from sv_report.batching.results import Batch, Failure, Result
from sv_report.errors import EditionError, UsageError
from sv_report.findings import Finding, Where
from sv_report.params import Workbench
from sv_report.params.several import find_editions
from sv_report.release.batch_papers import JOURNAL, Journal

# ---- which editions ------------------------------------------------------------------------------


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    for name in ("params/one.yml", "params/two.yaml", "params/notes.txt", "old/three.yml", "old/two.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "params" / "one").mkdir()
    return Workbench(tmp_path.resolve())


NAMED = {
    ("one",): ["one.yml"],
    ("params/*",): ["one.yml", "two.yaml"],
    ("params/*.yml", "one", "params/one.yml"): ["one.yml"],
    ("two", "old/th*.yml", "one"): ["one.yml", "three.yml", "two.yaml"],
    ("*/[ot]?*e*.y*ml",): ["one.yml", "three.yml"],
}


@pytest.mark.parametrize("named", NAMED)
def test_ids_paths_and_patterns_name_each_edition_once_in_the_order_of_ids(
    bench: Workbench, named: tuple[str, ...]
) -> None:
    assert [path.name for path in find_editions(named, bench)] == NAMED[named]


def test_a_pattern_may_be_an_absolute_path_or_start_in_the_working_folder(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "four.yml").touch()
    monkeypatch.chdir(elsewhere)
    assert [path.name for path in find_editions([f"{bench.params}/o*", "f*.yml"], bench)] == ["four.yml", "one.yml"]


def test_two_editions_of_one_id_are_refused_with_both_their_places(bench: Workbench) -> None:
    with pytest.raises(UsageError) as refused:
        find_editions(["*/t*.y*ml"], bench)
    assert str(bench.root / "old" / "two.yml") in str(refused.value)
    assert str(bench.root / "params" / "two.yaml") in str(refused.value)


def test_what_names_nothing_is_refused(bench: Workbench) -> None:
    with pytest.raises(UsageError, match=r"old/x\*\.yml finds no edition"):
        find_editions(["one", "old/x*.yml"], bench)
    with pytest.raises(EditionError, match="There is no edition on"):
        find_editions(["on", "one"], bench)


# ---- the journal ---------------------------------------------------------------------------------


def sealed(outputs: Path, edition: str, manifest: str = "{}") -> None:
    (outputs / edition / "office").mkdir(parents=True, exist_ok=True)
    (outputs / edition / "office" / "manifest.json").write_text(manifest)


def test_a_journal_knows_the_bundles_that_it_was_told_of_as_they_were(tmp_path: Path) -> None:
    for edition in ("E", "F", "G"):
        sealed(tmp_path, edition)
    journal = Journal(tmp_path)
    journal.add("E")
    journal.add("F")
    sealed(tmp_path, "F", '{"another": 1}')
    assert [Journal(tmp_path).is_made(edition) for edition in "EFGH"] == [True, False, False, False]
    Journal(tmp_path).add("F")
    assert Journal(tmp_path).is_made("F"), "the last line of an edition holds"


@pytest.mark.parametrize("cut", [1, 10, 90])
def test_a_line_that_a_kill_cut_off_counts_for_nothing_and_the_next_is_read(tmp_path: Path, cut: int) -> None:
    for edition in ("E", "F"):
        sealed(tmp_path, edition)
        Journal(tmp_path).add(edition)
    path = tmp_path / JOURNAL
    path.write_bytes(path.read_bytes()[:-cut])
    again = Journal(tmp_path)
    assert [again.is_made(edition) for edition in "EF"] == [True, cut == 1]  # the last byte is the line's end alone
    again.add("F")
    assert [Journal(tmp_path).is_made(edition) for edition in "EF"] == [True, True]


def test_a_journal_that_cannot_be_written_says_so_and_is_no_failure(tmp_path: Path) -> None:
    sealed(tmp_path, "E")
    (tmp_path / JOURNAL).mkdir()
    journal = Journal(tmp_path)
    journal.add("E")
    assert [re.sub(r"\(.*\)", "", problem) for problem in journal.problems] == [
        "E stands in no journal : a later batch makes it again."
    ]


# ---- what came of it -----------------------------------------------------------------------------

HOSTILE = "<script>alert('1')</script> & \u202eturned"
FOUND = Finding("r", "error", HOSTILE, Where("a <b>.csv", row=3), "Mend it.").record()
NOTE = Finding("n", "note", "a mere note").record()


def failed(code: int, name: str = "E") -> Result:
    return Result(name, "failed", failure=Failure(code, "It failed.", [FOUND, NOTE]))


def of(*results: Result, is_interrupted: bool = False) -> Batch:
    return Batch(Path("outputs"), results, 61.0, 2, is_interrupted)


def test_the_exit_code_is_the_lowest_of_the_failures() -> None:
    made = Result("A", "made")
    assert of(made, Result("B", "unchanged")).exit_code == 0
    assert of(failed(8), made, failed(4), failed(6)).exit_code == 4
    assert of(failed(3), failed(1)).exit_code == 1
    assert of(failed(3), Result("B", "left"), is_interrupted=True).exit_code == 130


def test_the_page_says_what_failed_and_why_what_is_left_and_what_is_whole() -> None:
    page = summary(of(Result("A", "made", is_draft=True), failed(4), Result("C", "left"), Result("D", "unchanged")))
    assert "2 of 4 reports are whole (1 unchanged since an earlier batch), 1 failed, 1 not made." in page
    assert "Where: a &lt;b&gt;.csv, line 3" in page
    assert "What to do: Mend it." in page
    assert "a mere note" not in page
    assert "<script" not in page
    assert "\u202e" not in page
    (row,) = re.findall(r'<th scope="row">A</th>\s*<td>made</td>.*?</tr>', page, re.DOTALL)
    assert "DRAFT" in row
