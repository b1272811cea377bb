"""The form without a browser: its buttons are clicked in Python, its work is real."""

import json
import shutil
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from sv_report import returning
from sv_report.lab import Form, checking, seeing
from sv_report.lab.values import Known, shown_values
from sv_report.previewing import Preview
from sv_report.working.work import Work
from tests.conftest import ROOT
from tests.functional.test_returns import Form as Filled
from tests.functional.test_returns import Truth, fill

EDITION = "2024-02-08"
NOW = datetime(2026, 11, 29, tzinfo=UTC)
LONG = 150  # seconds, on a machine with other work


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    root = tmp_path / "a bench"
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    return root


@pytest.fixture
def no_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The facts of an edition chosen are not worked out, where a test has no use for them."""
    monkeypatch.setattr("sv_report.lab.values.Values._work_out", lambda self: None)


@pytest.fixture
def form(bench: Path, no_facts: None) -> Form:
    return Form(bench)


def text(form: Form) -> Any:
    [area] = form.writing.place.children
    return area


def finished(form: Form) -> None:
    assert form.making.work is not None
    form.making.work.wait(LONG)
    assert not form.making.work.is_under_way


# ---- choosing and beginning ----------------------------------------------------------------------


def test_the_editions_of_the_workbench_are_offered_and_one_is_shown_with_its_deadlines(form: Form) -> None:
    offered = [value for _, value in form.choosing.editions.options]
    assert offered == ["", "2023-12-07", EDITION, f"{EDITION}-policy"]
    assert "Choose an edition first" in form.dates.days.value
    form.choosing.editions.value = EDITION
    assert "Thursday, 8 February 2024" in form.choosing.about.value
    assert "by Wednesday, 31 January 2024" in form.dates.days.value


def test_an_edition_is_begun_by_its_meetings_date_and_then_chosen(form: Form, bench: Path) -> None:
    form.choosing.meeting.value = date(2024, 6, 13)
    form.choosing.begin.click()
    assert (bench / "params" / "2024-06-13.yml").is_file()
    assert form.choosing.editions.value == form.desk.edition == "2024-06-13"
    assert "is written from 2024-02-08" in form.choosing.begun.value
    assert "Thursday, 13 June 2024" in form.dates.days.value
    form.choosing.begin.click()
    assert "is there already" in form.choosing.begun.value
    assert "rename or delete what is there" in form.choosing.begun.value


def test_no_date_no_edition(form: Form, bench: Path) -> None:
    before = sorted(path.name for path in (bench / "params").iterdir())
    form.choosing.begin.click()
    assert "Give the day of the meeting first" in form.choosing.begun.value
    assert sorted(path.name for path in (bench / "params").iterdir()) == before


def test_an_edition_that_is_wrong_is_said_with_place_and_remedy(form: Form, bench: Path) -> None:
    file = bench / "params" / f"{EDITION}.yml"
    file.write_text(file.read_text("utf-8").replace("period: 2023-24 Q3", "period: <b>2023-24 Q7</b>"), "utf-8")
    form.choosing.editions.value = EDITION
    said = form.choosing.about.value
    assert "What to do:" in said
    assert f"params/{EDITION}.yml" in said
    assert "field period" in said
    assert "<b>2023" not in said, "what was typed is shown as text"
    assert [value for _, value in form.writing.sections.options], "wrong words can be mended here"


# ---- the fields ----------------------------------------------------------------------------------


@pytest.fixture
def begun(form: Form) -> Form:
    """The form when an edition was begun in it."""
    form.choosing.meeting.value = date(2024, 6, 13)
    form.choosing.begin.click()
    return form


def entry(form: Form, label: str) -> Any:
    [found] = [row.entry for one in form.fields.asked for row in one.rows if row.entry.description == label]
    return found


def to_confirm(form: Form) -> list[str]:
    return [one.rows[0].entry.description for one in form.fields.asked if one.flag]


def edition_file(bench: Path, id_: str = "2024-06-13") -> Path:
    return bench / "params" / f"{id_}.yml"


def test_what_is_to_confirm_in_a_new_edition_is_put_right_ticked_and_saved(begun: Form, bench: Path) -> None:
    assert to_confirm(begun)[:3] == ["Title", "Data as at", "Report of"]
    assert "9 to confirm" in begun.fields.about.value
    entry(begun, "Report published").value = date(2024, 6, 4)
    entry(begun, "Clearances 1: date").value = date(2024, 6, 3)
    [of_title] = [one for one in begun.fields.asked if one.rows[0].entry.description == "Title"]
    assert of_title.tick is not None
    of_title.tick.value = True
    begun.fields.save.click()
    assert "Saved in params/2024-06-13.yml: Clearances 1: date, Report published" in begun.fields.said.value
    text = edition_file(bench).read_text("utf-8")
    assert "report_published: 2024-06-04        # five clear working days before the meeting\n" in text
    assert "name: Example Finance Officer, date: 2024-06-03 }\n" in text
    assert "6 to confirm" in begun.fields.about.value
    assert "Title" not in to_confirm(begun)
    begun.fields.save.click()
    assert "nothing to save" in begun.fields.said.value


def test_any_other_field_is_changed_and_the_rest_of_the_form_follows(form: Form, bench: Path) -> None:
    form.choosing.editions.value = EDITION
    assert "Nothing is to confirm" in form.fields.about.value
    form.fields.another.value = ("meeting", "date")
    form.fields.another.value = ("contact", "telephone")
    assert ("meeting", "date") not in [value for _, value in form.fields.another.options]
    entry(form, "Meeting: date").value = date(2024, 2, 15)
    form.fields.save.click()
    assert "meeting: {body: Cabinet, date: 2024-02-15}" in edition_file(bench, EDITION).read_text("utf-8")
    assert "Thursday, 15 February 2024" in form.choosing.about.value
    assert "Thursday, 15 February 2024" in form.dates.days.value
    assert [one for one in form.fields.asked if one.rows[0].is_changed] == []


def test_a_field_that_is_wrong_is_refused_with_the_packages_words_and_what_was_typed_stays(
    form: Form, bench: Path
) -> None:
    form.choosing.editions.value = EDITION
    before = edition_file(bench, EDITION).read_bytes()
    form.fields.another.value = ("period",)
    entry(form, "Period").value = "Quarter 3 <b>2023"
    form.making.run.click()
    assert "The fields are not saved" in form.making.said.value
    assert form.making.work is None
    assert f"Where: params/{EDITION}.yml, line 8, field period" in form.fields.said.value
    assert "What to do:" in form.fields.said.value
    assert "<b>2023" not in form.fields.said.value
    assert edition_file(bench, EDITION).read_bytes() == before
    assert entry(form, "Period").value == "Quarter 3 <b>2023"


def test_a_field_that_somebody_else_changed_is_said_and_saved_over_only_when_saved_again(
    begun: Form, bench: Path
) -> None:
    file = edition_file(bench)
    file.write_text(file.read_text("utf-8").replace("Director of Finance", "Director of Theirs"), "utf-8")
    entry(begun, "Report of").value = "Director of Mine"
    begun.fields.save.click()
    assert "it says Director of Theirs now" in begun.fields.said.value
    assert "Director of Theirs" in file.read_text("utf-8")
    begun.fields.save.click()
    assert "report_of: Director of Mine\n" in file.read_text("utf-8")


def test_a_file_that_cannot_be_read_is_said_and_can_be_opened(form: Form, bench: Path) -> None:
    edition_file(bench, EDITION).write_text("title: [\n", "utf-8")
    form.choosing.editions.value = EDITION
    assert f"params/{EDITION}.yml, line 2" in form.fields.about.value
    assert f'href="/lab/tree/params/{EDITION}.yml"' in form.fields.about.value
    assert form.fields.save.disabled


# ---- the words -----------------------------------------------------------------------------------


def test_words_are_saved_when_the_report_is_made_and_kept_while_another_section_is_open(
    form: Form, bench: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Work, "start", lambda self: self)
    form.choosing.editions.value = EDITION
    form.writing.sections.value = "legal"
    text(form).value += "\nMore words."
    form.writing.sections.value = "equality"
    assert "More words" not in text(form).value
    form.writing.sections.value = "legal"
    assert text(form).value.endswith("More words.")
    form.making.check.click()
    assert "More words." in (bench / "params" / EDITION / "legal.md").read_text("utf-8")


def test_a_section_that_nobody_has_written_can_begin_with_the_councils_draft(form: Form, bench: Path) -> None:
    form.choosing.editions.value = "2023-12-07"
    form.writing.sections.value = "legal"
    assert form.writing.begin.layout.display == "none", "of some sections there is no draft"
    form.writing.sections.value = "detail"
    assert form.writing.begin.layout.display == ""
    form.writing.begin.click()
    draft = (bench / "templates" / "lancashire" / "drafts" / "detail.md").read_text("utf-8")
    assert text(form).value.strip() == draft.strip()
    assert form.writing.begin.layout.display == "none", "words that stand there are not written over"
    form.writing.save.click()
    assert (bench / "params" / "2023-12-07" / "detail.md").read_text("utf-8").strip() == draft.strip()
    form.choosing.editions.value = EDITION
    form.writing.sections.value = "detail"
    assert form.writing.begin.layout.display == "none"


def test_what_arrives_late_from_the_section_left_stays_that_sections(form: Form, bench: Path) -> None:
    form.choosing.editions.value = EDITION
    form.writing.sections.value = "legal"
    legal = text(form)
    form.writing.sections.value = "equality"
    legal.value += "\nTyped while the next section was on its way."
    assert form.writing.save_all() == ""
    folder = bench / "params" / EDITION
    assert "on its way" in (folder / "legal.md").read_text("utf-8")
    assert (folder / "equality.md").read_bytes() == (ROOT / "params" / EDITION / "equality.md").read_bytes()


def test_a_change_from_outside_stops_the_saving_and_nothing_is_lost(form: Form, bench: Path) -> None:
    file = bench / "params" / EDITION / "legal.md"
    form.choosing.editions.value = EDITION
    form.writing.sections.value = "legal"
    text(form).value = "Mine."
    file.write_text("Theirs.\n", "utf-8")
    form.making.run.click()
    assert "are not saved" in form.making.said.value
    assert form.making.work is None, "no report is made of other words than those seen"
    assert "changed by somebody else" in form.writing.said.value
    assert form.writing.clash.layout.display == ""
    form.writing.mine.click()
    assert file.read_text("utf-8") == "Mine.\n"
    [kept] = (bench / "outputs" / "kept_words" / EDITION).iterdir()
    assert kept.read_text("utf-8") == "Theirs.\n"
    file.write_text("Theirs again.\n", "utf-8")
    text(form).value = "Mine again."
    form.writing.save.click()
    form.writing.theirs.click()
    assert text(form).value == file.read_text("utf-8") == "Theirs again.\n"


def test_facts_in_the_words_and_a_name_begun_show_their_values() -> None:
    facts = Known(
        {"sv_validated_ytd": ("£1.2m", "Validated <to date>"), "sv_validated_quarter": ("£400k", "Validated")}
    )
    shown = shown_values("So far {{ sv_validated_ytd }} and {{ sv_val", "", facts)
    assert "<strong>£1.2m</strong> (Validated &lt;to date&gt;)" in shown
    assert "sv_validated_quarter</code>: <strong>£400k" in shown
    assert "there is no such fact" in shown_values("{{ sv_nothing }}", "", facts)
    assert "£400k" in shown_values("No fact", "quarter", facts)


def worked_out(form: Form) -> None:
    work = form.writing.facts.work
    assert work is not None
    work.wait(LONG)
    assert not work.is_under_way


def test_the_facts_of_an_edition_chosen_come_and_one_is_put_in(bench: Path) -> None:
    form = Form(bench)
    form.choosing.editions.value = EDITION
    assert "being worked out" in form.writing.shown.value
    worked_out(form)
    returns_due = form.writing.facts.known.facts["returns_due"][0]
    assert returns_due.isdigit()
    form.writing.sections.value = "legal"
    form.writing.fact.value = "returns_due"
    form.writing.put.click()
    assert text(form).value.endswith("{{ returns_due }}")
    assert returns_due in form.writing.shown.value
    assert "last report" not in form.writing.shown.value


def sealed_facts(bench: Path, **displayed: str) -> None:
    folder = bench / "outputs" / EDITION / "public"
    folder.mkdir(parents=True)
    records = [{"id": id_, "display": display, "label": "Returns due"} for id_, display in displayed.items()]
    (folder / "facts.json").write_text(json.dumps(records), "utf-8")


def test_until_the_facts_are_worked_out_those_of_the_last_report_stand_there_and_are_said_to(bench: Path) -> None:
    sealed_facts(bench, returns_due="9999 of old")
    form = Form(bench)
    form.choosing.editions.value = EDITION
    assert "<code>returns_due</code>: <strong>9999 of old</strong>" in form.writing.shown.value
    assert "of the last report made; they are being worked out anew" in form.writing.shown.value
    worked_out(form)
    assert "<code>returns_due</code>: <strong>" in form.writing.shown.value
    assert "9999" not in form.writing.shown.value
    assert "last report" not in form.writing.shown.value


def test_where_the_facts_cannot_be_worked_out_it_is_said_why_and_tried_again_when_words_are_saved(bench: Path) -> None:
    sealed_facts(bench, returns_due="9999 of old")
    (bench / "params" / EDITION / "legal.md").write_text("All {{ nosuch_fact }}.\n", "utf-8")
    form = Form(bench)
    form.choosing.editions.value = EDITION
    worked_out(form)
    assert "of the last report made, and cannot be worked out until this is mended" in form.writing.shown.value
    assert f"params/{EDITION}/legal.md, line 1" in form.writing.shown.value
    form.writing.sections.value = "legal"
    text(form).value = "All {{ returns_due }}."
    form.writing.save.click()
    worked_out(form)
    assert "<code>returns_due</code>: <strong>" in form.writing.shown.value
    assert "9999" not in form.writing.shown.value


# ---- the preview ---------------------------------------------------------------------------------


def page_at(url: str) -> str:
    with urlopen(url) as answer:
        return str(answer.read().decode())


def ended(running: Preview) -> bool:
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        try:
            page_at(running.url)
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_the_preview_is_started_shows_words_that_are_saved_and_is_stopped(form: Form) -> None:
    form.writing.preview.button.click()
    assert "Choose an edition first" in form.writing.preview.said.value
    form.choosing.editions.value = EDITION
    form.writing.preview.button.click()
    running = form.writing.preview.running
    assert running is not None
    assert f'href="{running.url}"' in form.writing.preview.said.value
    assert form.writing.preview.button.description == "Stop the preview"
    first = running.after(0, LONG)
    assert first is not None
    form.writing.sections.value = "legal"
    text(form).value = "Words that were not there before."
    form.writing.save.click()
    assert running.after(first.number, LONG) is not None
    assert "Words that were not there before." in page_at(running.url)
    form.writing.preview.button.click()
    assert ended(running)
    assert "has ended" in form.writing.preview.said.value
    assert form.writing.preview.button.description == "Preview while writing"


def test_the_preview_ends_with_its_edition_and_with_its_form(form: Form, bench: Path) -> None:
    form.choosing.editions.value = EDITION
    form.writing.preview.button.click()
    of_edition = form.writing.preview.running
    form.choosing.editions.value = "2023-12-07"
    assert form.writing.preview.running is None
    form.writing.preview.button.click()
    of_form = form.writing.preview.running
    assert of_edition is not None
    assert of_form is not None
    assert ended(of_edition)
    Form(bench)
    assert ended(of_form)


# ---- returns -------------------------------------------------------------------------------------


def test_a_return_is_taken_in_and_a_file_that_is_none_is_refused_with_the_reason(form: Form, bench: Path) -> None:
    done = returning.issue("2023-24 Q3", edition=EDITION, root=bench)
    issued = done.workbooks[0]
    filled = Filled(issued)
    fill(filled, done.register.due[0].ref, Truth())
    filled.save(issued)
    form.choosing.editions.value = EDITION
    form.returning.take.click()
    assert "No file has come" in form.returning.said.value
    form.returning.files.value = tuple(
        {"name": name, "content": memoryview(content), "type": "", "size": len(content), "last_modified": NOW}
        for name, content in ((issued.name, issued.read_bytes()), ("<i>holiday.xlsx", b"no workbook"))
    )
    assert issued.name in form.returning.chosen.value
    form.returning.take.click()
    assert "1 taken" in form.returning.said.value
    assert issued.name in form.returning.account.value
    assert "&lt;i&gt;holiday.xlsx" in form.returning.account.value
    assert "<i>" not in form.returning.account.value
    assert form.returning.files.value == ()


# ---- checking and making -------------------------------------------------------------------------


def test_a_report_is_made_with_progress_and_its_files_are_linked(form: Form, bench: Path) -> None:
    form.making.run.click()
    assert "Choose an edition first" in form.making.said.value
    form.choosing.editions.value = EDITION
    seen: list[str] = []
    form.making.bar.observe(lambda change: seen.append(change["new"]), "value")
    form.making.run.click()
    assert (form.making.run.disabled, form.making.cancel.disabled) == (True, False)
    finished(form)
    assert "is made" in form.making.said.value
    assert [f'value="{number}"' in bar for number, bar in enumerate(seen[:7])] == [True] * 7
    assert (form.making.run.disabled, form.making.cancel.disabled) == (False, True)
    assert f'/files/outputs/{EDITION}/public/report.docx"' in form.making.files.value
    assert f'src="/files/outputs/{EDITION}/public/report.html' in form.making.pages.value
    assert "To confirm" in form.making.checklist.value
    assert (bench / "outputs" / EDITION / "public" / "report.docx").is_file()


def test_a_run_that_is_cancelled_leaves_the_last_report_as_it_was(form: Form, bench: Path, bundle: Path) -> None:
    sealed = bench / "outputs" / EDITION
    shutil.copytree(bundle, sealed)
    before = {path: path.read_bytes() for path in sealed.rglob("*") if path.is_file()}
    form.choosing.editions.value = EDITION
    form.making.run.click()
    until = time.monotonic() + LONG
    while "value=" not in form.making.bar.value and time.monotonic() < until:
        time.sleep(0.05)
    form.making.cancel.click()
    finished(form)
    assert "Stopped" in form.making.said.value
    assert {path: path.read_bytes() for path in sealed.rglob("*") if path.is_file()} == before
    assert not (bench / "outputs" / f".{EDITION}.work").exists()
    assert "report.docx" in form.making.files.value


def test_a_cell_that_fails_names_its_section_and_leaves_the_notebook_for_an_analyst(form: Form, bench: Path) -> None:
    path = bench / "notebooks" / "cabinet_report.ipynb"
    notebook: dict[str, Any] = json.loads(path.read_text("utf-8"))
    [cell] = [one for one in notebook["cells"] if one["source"] == ['report.section("legal")']]
    cell["source"] = ['report.section("legal") and 1 / 0']
    path.write_text(json.dumps(notebook), "utf-8")
    form.choosing.editions.value = EDITION
    form.making.run.click()
    finished(form)
    said = form.making.said.value
    assert "The section Legal could not be made: ZeroDivisionError: division by zero" in said
    assert "What to do: If somebody changed the notebook, undo the change" in said
    assert f'href="/lab/tree/outputs/{EDITION}.failed/report.ipynb"' in said
    assert "Traceback" not in said
    assert str(bench) not in said, "places are named from the workbench"
    left = json.loads((bench / "outputs" / f"{EDITION}.failed" / "report.ipynb").read_text("utf-8"))
    assert any(output.get("ename") == "ZeroDivisionError" for one in left["cells"] for output in one.get("outputs", []))
    (bench / "params" / EDITION / "legal.md").write_text("In all {{ nosuch_fact }}.\n", "utf-8")
    form.making.run.click()
    finished(form)
    assert "There is no fact nosuch_fact" in form.making.said.value
    assert "href" not in form.making.said.value, "this run left no notebook; the one that is there is of the run before"


def test_a_fault_of_the_program_is_said_without_its_traceback(bench: Path) -> None:
    told: list[dict[str, Any]] = []
    work = Work("no such task", EDITION, bench, on_done=told.append, on_failed=told.append).start()
    work.wait(LONG)
    [failed] = told
    assert failed["message"] == "This is a fault of the program, and not yours."
    assert "Tell whoever looks after sv_report" in failed["findings"][0]["remedy"]
    assert "Traceback" not in str(failed)
    assert "File " not in str(failed)


# ---- what is shown -------------------------------------------------------------------------------


def test_the_checklist_shows_what_is_open_first_with_place_and_remedy() -> None:
    where = {"file": "params/x.yml", "row": 3}
    wrong = {"message": "no <date>", "where": where, "remedy": "Give one.", "severity": "error"}
    one = {"asks": "Is it dated?", "state": "to mend", "said": "", "source": "an Act", "findings": [wrong]}
    fine = {"asks": "Is it signed?", "state": "in order", "said": "It is.", "source": "an Act", "findings": []}
    shown = checking.shown([fine, one])
    assert shown.index("Is it dated?") < shown.index("Is it signed?")
    assert "No &lt;date&gt;" in shown
    assert "Where: params/x.yml, line 3" in shown
    assert "What to do: Give one." in shown
    assert "Nothing is to mend" in checking.shown([fine])


def test_files_of_the_exempt_copy_are_not_offered_but_named(tmp_path: Path) -> None:
    files = [f"outputs/x y/{copy}/{name}" for copy in ("public", "exempt") for name in ("report.docx", "report.html")]
    links = seeing.downloads(files, tmp_path)
    assert links.count("href=") == 2
    assert '/files/outputs/x%20y/public/report.docx" download="x y report.docx"' in links
    assert "not for publication, is in outputs/x y/exempt" in links
    assert "exempt" not in seeing.pages(files, tmp_path, "1")
