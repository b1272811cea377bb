"""The words of a section, edited by one person while another may edit the same file."""

from pathlib import Path

import pytest

from sv_report.errors import EditionError
from sv_report.params.editing.words import Words, read_words, save_over, save_words
from sv_report.params.workbench import Workbench


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    (tmp_path / "params" / "2024-02-08").mkdir(parents=True)
    return Workbench(tmp_path)


def read(bench: Workbench) -> Words:
    return read_words(bench.params / "2024-02-08.yml", "legal", bench)


def test_words_are_saved_as_the_file_has_them(bench: Workbench) -> None:
    file = bench.params / "2024-02-08" / "Legal.md"
    file.write_bytes("\ufeffOne.\r\n\r\nTwo £5.\r\n".encode())
    words = read(bench)
    assert words.text == "One.\n\nTwo £5.\n"
    saved = save_words(words, words.text + "\nThree.", bench)
    assert file.read_bytes() == "\ufeffOne.\r\n\r\nTwo £5.\r\n\r\nThree.\r\n".encode()
    assert save_words(saved, "Again.", bench).text == "Again.\n", "what was saved may be saved once more"
    assert [path.name for path in file.parent.iterdir()] == ["Legal.md"], "nothing is left beside it"


def test_a_section_without_a_file_gets_one_when_it_is_saved(bench: Workbench) -> None:
    words = read(bench)
    assert (words.text, words.path.exists()) == ("", False)
    save_words(words, "First words", bench)
    assert (bench.params / "2024-02-08" / "legal.md").read_text("utf-8") == "First words\n"


@pytest.mark.parametrize("theirs", ["Theirs.\n", None], ids=["changed", "deleted"])
def test_what_another_person_changed_is_not_written_over(bench: Workbench, theirs: str | None) -> None:
    file = bench.params / "2024-02-08" / "legal.md"
    file.write_text("As it was.\n", "utf-8")
    words = read(bench)
    file.write_text(theirs, "utf-8") if theirs else file.unlink()
    with pytest.raises(EditionError) as caught:
        save_words(words, "Mine.", bench)
    assert "params/2024-02-08/legal.md was changed by somebody else" in str(caught.value)
    assert (file.read_text("utf-8") if file.exists() else None) == theirs


def test_a_file_that_came_meanwhile_is_not_written_over(bench: Workbench) -> None:
    words = read(bench)
    (bench.params / "2024-02-08" / "legal.md").write_text("Theirs.\n", "utf-8")
    with pytest.raises(EditionError):
        save_words(words, "Mine.", bench)


def test_saved_over_all_the_same_what_stood_there_is_kept(bench: Workbench) -> None:
    file = bench.params / "2024-02-08" / "legal.md"
    words = read(bench)
    file.write_text("Theirs.\n", "utf-8")
    saved, kept = save_over(words, "Mine.", "2024-02-08", bench)
    assert file.read_text("utf-8") == "Mine.\n"
    assert kept is not None
    assert kept.read_text("utf-8") == "Theirs.\n"
    assert kept.is_relative_to(bench.outputs)
    save_words(saved, "Mine again.", bench)


def test_a_file_that_is_no_text_is_refused_and_left(bench: Workbench) -> None:
    file = bench.params / "2024-02-08" / "legal.md"
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(EditionError, match="Word or Excel"):
        read(bench)
    assert file.read_bytes() == b"PK\x03\x04"
