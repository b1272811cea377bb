"""The executed notebook as it is published, and what is said of it."""

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest

from sv_report.errors import NotebookError
from sv_report.manuscript.block import MIME
from sv_report.manuscript.cleaning import cleaned, own_folders, scrubbed
from sv_report.manuscript.export import ManuscriptExporter, left_out, read_manuscript, write_manuscript
from sv_report.manuscript.notebook_words import refuse_words
from sv_report.params import Workbench, read_profile
from sv_report.params.words.dialect import NO_PART_TWO
from tests.unit.test_manuscript_report import report_of
from tests.unit.test_params_narrative import EXEMPT
from tests.unit.wrong_editions import ID, ROOT, bench

V4 = nbformat.v4
WARNING = "/tmp/ipykernel_4711/1593214.py:1: UserWarning: odd\n  warnings.warn('odd')\n"


def code(*outputs: Any, tags: tuple[str, ...] = (), source: str = "x") -> Any:
    return V4.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)}, execution_count=1)


def shown(**data: str) -> Any:
    return V4.new_output("execute_result", {kind.replace("_", "/"): text for kind, text in data.items()})


def said(text: str, name: str = "stdout") -> Any:
    return V4.new_output("stream", name=name, text=text)


def block(words: str, **about: str) -> Any:
    return V4.new_output("display_data", {MIME: words, "text/plain": words}, metadata={MIME: about} if about else {})


def notebook(*cells: Any) -> Any:
    return V4.new_notebook(cells=list(cells))


def texts(published: Any) -> list[str]:
    outputs = [output for cell in published.cells for output in cell.get("outputs", [])]
    return [output.get("text") or output.data["text/plain"] for output in outputs]


def test_of_notes_only_what_is_plainly_safe_is_published() -> None:
    kept = cleaned(
        notebook(
            code(shown(text_plain="sv_due_to_date  £20.578m"), said("78 contracts\n"), tags=("notes",)),
            code(shown(text_plain="<object object at 0x7f3a5c0>"), tags=("notes",)),
            code(shown(text_plain="Path('/home/someone/data/a.csv')"), tags=("notes",)),
            code(said("read /srv/council/data/a.csv\n"), tags=("notes",)),
            code(shown(text_plain="a frame", text_html="<table>"), tags=("notes",)),
            code(shown(text_plain="C:\\Users\\Some One\\data\\a.csv"), tags=("notes",)),
            code(block("a table"), tags=("notes",)),
            code(block("## Detail")),
        )
    )
    assert texts(kept) == ["sv_due_to_date  £20.578m", "78 contracts\n", "a table", "## Detail"]


def test_warnings_and_errors_are_not_published() -> None:
    error = V4.new_output("error", ename="ValueError", evalue="wrong", traceback=["File /tmp/x/y.py"])
    cells = [code(said(WARNING, "stderr"), tags=tags) for tags in ((), ("notes",))]
    assert texts(cleaned(notebook(*cells, code(error, tags=("notes", "raises-exception"))))) == []


def test_an_injected_path_names_no_folder_of_this_machine() -> None:
    source = '# Parameters\nedition = "2024-02-08"\ndata = "/home/some one/mine"\nother = "/srv/data/other"\n'
    folder = Path("/home/some one")
    [cell] = cleaned(notebook(code(source=source, tags=("injected-parameters",))), [folder]).cells
    assert cell.source == '# Parameters\nedition = "2024-02-08"\ndata = "mine"\nother = "other"\n'


def test_what_is_of_one_run_only_is_taken_off() -> None:
    one = notebook(code())
    one.metadata.update(papermill={"duration": 1}, widgets={"state": {}})
    one.cells[0].metadata["papermill"] = {"start_time": "now"}
    published = cleaned(one)
    assert set(published.metadata) <= {"language_info", "kernelspec"}
    assert (published.cells[0].id, set(published.cells[0].metadata)) == ("cell-00", {"tags"})


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (WARNING, "cell:1: UserWarning: odd\n  warnings.warn('odd')\n"),
        ("C:\\Users\\Some One\\AppData\\Local\\Temp\\ipykernel_12\\34.py:1: odd", "cell:1: odd"),
        ("in /a bench/params/x.yml", "in params/x.yml"),
        ("in /usr/lib/python3.11/site-packages/pandas/core.py:3: odd", "in core.py:3: odd"),
        ("in file:///srv/share/a.csv", "in a.csv"),
        ("<object object at 0x7fa2b3>", "<object object>"),
        ("at https://example.org/a/b.html and 1/2 of and/or", "at https://example.org/a/b.html and 1/2 of and/or"),
        ("£20.578m by 31/12/2023", "£20.578m by 31/12/2023"),
    ],
)
def test_paths_and_addresses_are_scrubbed_and_nothing_else(text: str, plain: str) -> None:
    assert scrubbed(text, own_folders([Path("/a bench")])) == plain


def test_this_machines_own_folders_are_scrubbed() -> None:
    own = own_folders([Path.cwd()])
    for folder in (Path.cwd(), Path.home(), Path(os.__file__).parent):
        assert str(folder) not in scrubbed(f"see {folder}/a b/c.csv", own)


LANCASHIRE, _ = read_profile("lancashire", Workbench(ROOT))
assert LANCASHIRE is not None
PROFILE = tuple(section.id for section in LANCASHIRE.sections)


def test_a_section_that_the_notebook_does_not_print_is_named(tmp_path: Path) -> None:
    report = report_of(bench(tmp_path, narrative={"legal.md": "Lawful.\n"}))
    assert left_out(report, PROFILE) == []
    consultations, legal = left_out(report, [id_ for id_ in PROFILE if id_ not in ("legal", "consultations")])
    assert (consultations.severity, legal.severity) == ("warning", "error")
    assert consultations.message == "the notebook prints no section Consultations"
    assert f"params/{ID}/legal.md is not in the report" in legal.message
    assert legal.where.file == "notebooks/cabinet_report.ipynb"
    assert 'report.section("legal")' in legal.remedy


def test_a_section_printed_as_a_note_is_not_in_the_report() -> None:
    cells = [code(block("## A", section="detail")), code(block("## B", section="legal"), tags=("notes",))]
    _, resources = ManuscriptExporter().from_notebook_node(notebook(*cells))  # type: ignore[no-untyped-call]
    assert resources["sections"] == ["detail"]


def test_what_a_cell_warned_of_is_found_and_names_no_place_of_this_machine(tmp_path: Path) -> None:
    report = report_of(bench(tmp_path / "a bench"))
    warned = WARNING + f"read {tmp_path / 'a bench'}/params/x.yml\n"
    cells = [code(block(f"## {id_}", section=id_)) for id_ in PROFILE]
    nbformat.write(notebook(code(said(warned, "stderr"), tags=("notes",)), *cells), tmp_path / "executed.ipynb")
    made = read_manuscript(tmp_path / "executed.ipynb", report, tmp_path / "public", tmp_path / "a bench")
    write_manuscript(made, report, ("html",), tmp_path / "public", draft=True)
    [found] = made.findings
    assert (found.rule, found.severity) == ("notebook-warned", "warning")
    assert "cell:1: UserWarning: odd" in found.message
    assert "read params/x.yml" in found.message
    for path in (tmp_path / "public").glob("report.*"):
        assert "ipykernel" not in path.read_text("utf-8")
        assert str(tmp_path) not in path.read_text("utf-8")


def test_an_error_that_a_tag_let_pass_is_no_part_of_a_report() -> None:
    error = V4.new_output("error", ename="ValueError", evalue="wrong", traceback=[])
    with pytest.raises(NotebookError, match="ValueError"):
        ManuscriptExporter().from_notebook_node(notebook(code(error, tags=("raises-exception",))))  # type: ignore[no-untyped-call]


def in_cell(words: str, kind: str, tags: tuple[str, ...]) -> Any:
    made = {"markdown": V4.new_markdown_cell, "code": V4.new_code_cell, "raw": V4.new_raw_cell}[kind]
    return made(words, metadata={"tags": list(tags)})


@pytest.mark.parametrize(("kind", "tags"), [("markdown", ()), ("markdown", ("notes",)), ("raw", ()), ("code", ())])
@pytest.mark.parametrize("words", EXEMPT)
def test_exempt_words_in_any_cell_are_refused_before_it_is_run(
    words: str, kind: str, tags: tuple[str, ...], tmp_path: Path
) -> None:
    nbformat.write(notebook(in_cell("# Sound", "code", ()), in_cell(words, kind, tags)), tmp_path / "mine.ipynb")
    with pytest.raises(NotebookError) as caught:
        refuse_words(tmp_path / "mine.ipynb")
    assert any(one.remedy == NO_PART_TWO for one in caught.value.findings)
    assert {one.where.field for one in caught.value.findings} == {"cell 1"}
    assert "£4m" not in str(caught.value)


def test_a_note_may_hold_what_a_report_may_not_and_a_sound_notebook_passes(tmp_path: Path) -> None:
    cells = [
        in_cell("# A title", "markdown", ("notes",)),
        in_cell("Words.", "markdown", ()),
        in_cell("1 < 2", "code", ()),
    ]
    nbformat.write(notebook(*cells), tmp_path / "mine.ipynb")
    refuse_words(tmp_path / "mine.ipynb")
    nbformat.write(notebook(*cells, in_cell("# A title", "markdown", ())), tmp_path / "mine.ipynb")
    with pytest.raises(NotebookError, match="level 1 to 2"):
        refuse_words(tmp_path / "mine.ipynb")


def test_a_cells_notes_are_its_own_and_a_placeholder_in_its_words_is_refused(tmp_path: Path) -> None:
    words = "Words.[^1]\n\n[^1]: A note."
    noted, again = (in_cell(words, "markdown", ()) for _ in range(2))
    body, _ = ManuscriptExporter().from_notebook_node(notebook(noted, again))  # type: ignore[no-untyped-call]
    assert [f"[^cell-{number}-1]: A note." in body for number in (0, 1)] == [True, True]
    cells = [noted, in_cell("One.\n\nOf {{ returns_due }}.", "markdown", ())]
    nbformat.write(notebook(*cells, in_cell("{{ x }}", "markdown", ("notes",))), tmp_path / "mine.ipynb")
    with pytest.raises(NotebookError) as caught:
        refuse_words(tmp_path / "mine.ipynb")
    [found] = caught.value.findings
    assert (found.where.field, found.where.row) == ("cell 1", 3)
    assert "narrative" in found.remedy
