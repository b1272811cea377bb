"""The bundle: whole at every moment, and nothing a person edited is ever lost."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from sv_report.errors import UsageError
from sv_report.release.bundle import Bundle
from tests.functional.conftest import EDITION, ROOT, sv_report

PASSING = {"office/run.log"}


def digests(bundle):
    return {
        path.relative_to(bundle).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(bundle.rglob("*"))
        if path.is_file() and path.relative_to(bundle).as_posix() not in PASSING
    }


def is_whole(bundle):
    files = json.loads((bundle / "office" / "manifest.json").read_text("utf-8"))["files"]
    found = digests(bundle)
    return all(found.get(name) == digest for name, digest in files.items() if digest)


@pytest.fixture
def outputs(bundle, tmp_path):
    """A folder of outputs with the good bundle in it."""
    shutil.copytree(bundle, tmp_path / "outputs" / EDITION)
    return tmp_path / "outputs"


def test_the_manifest_lists_every_file_with_its_digest(bundle):
    manifest = json.loads((bundle / "office" / "manifest.json").read_text("utf-8"))
    assert {*manifest["files"]} == {*digests(bundle), *PASSING} - {"office/manifest.json"}
    assert is_whole(bundle)
    assert (
        manifest["data"]["example/deliveries.csv"]
        == hashlib.sha256((ROOT / "sv_report/data/example/deliveries.csv").read_bytes()).hexdigest()
    )


def test_an_edited_word_file_is_kept_and_named_in_the_last_line(outputs):
    edited = outputs / EDITION / "public" / "report.docx"
    edited.write_bytes(edited.read_bytes() + b" edited by a person")
    content = edited.read_bytes()
    added = outputs / EDITION / "my notes.txt"
    added.write_text("mine")
    done = sv_report("run", EDITION, "--out", outputs, "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    kept = outputs / EDITION / "kept"
    name = f"report-{hashlib.sha256(content).hexdigest()[:8]}.docx"
    assert (kept / name).read_bytes() == content
    assert name in done.stdout.splitlines()[-1]
    assert [path.read_text() for path in kept.glob("my notes-*.txt")] == ["mine"]
    assert (outputs / EDITION / "public" / "report.docx").read_bytes() != content

    again = sv_report("run", EDITION, "--out", outputs, "--engine", "embedded")
    assert again.returncode == 0
    assert (kept / name).read_bytes() == content  # what was kept once stays


def test_what_was_kept_is_never_overwritten_and_folders_and_links_of_a_person_stay(tmp_path):
    bundle = Bundle(tmp_path, "E")
    small_bundle(bundle.sealed, "generated")
    (bundle.sealed / "public" / "report.docx").write_text("first edit")
    (bundle.sealed / "agenda" / "sub").mkdir(parents=True)
    (bundle.sealed / "agenda" / "sub" / "minutes.txt").write_text("minutes")
    (bundle.sealed / "gone").symlink_to("nowhere")
    small_bundle(bundle.built, "generated")
    first = bundle.seal()
    (edit,) = (path for path in first if path.name.startswith("report-"))
    assert {path.relative_to(bundle.sealed / "kept").parent.as_posix() for path in first} == {".", "agenda/sub"}
    assert (bundle.sealed / "kept" / "gone-link").is_symlink()

    edit.write_text("a second thought, written into kept")
    (bundle.sealed / "public" / "report.docx").write_text("first edit")
    small_bundle(bundle.built, "generated")
    bundle.seal()
    texts = {path.read_text() for path in (bundle.sealed / "kept").glob("report-*")}
    assert texts == {"first edit", "a second thought, written into kept"}


@pytest.mark.parametrize("stranger", ["folder", "file", "link"])
def test_what_is_no_bundle_is_refused_and_left_as_it_is(tmp_path, stranger):
    place = tmp_path / EDITION
    if stranger == "folder":
        place.mkdir()
        (place / "detail.md").write_text("an officer's words")
    elif stranger == "file":
        place.write_text("a file")
    else:
        (tmp_path / "elsewhere").mkdir()
        place.symlink_to("elsewhere")
    before = sorted(tmp_path.rglob("*"))
    done = sv_report("run", EDITION, "--out", tmp_path)
    assert done.returncode == 2
    assert "is no bundle of an earlier run" in done.stderr
    assert sorted(path for path in tmp_path.rglob("*") if path.name != f".{EDITION}.lock") == before


def test_an_output_that_cannot_be_written_is_no_fault_of_the_program(tmp_path):
    (tmp_path / "afile").write_text("")
    done = sv_report("run", EDITION, "--out", tmp_path / "afile" / "x")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_may_only_be_read_does_not_block_the_next_run(tmp_path):
    bundle = Bundle(tmp_path, "E")
    for text in ("one", "two", "three"):
        with bundle.claimed():
            shutil.rmtree(bundle.built)
            small_bundle(bundle.built, text)
            bundle.seal()
        added = bundle.sealed / "mine"
        added.mkdir()
        (added / "note.txt").write_text(text)
        added.chmod(0o500)
    assert not bundle.old.exists()
    assert {path.read_text() for path in (bundle.sealed / "kept" / "mine").iterdir()} == {"one", "two"}


def test_settings_have_a_bundle_of_their_own(outputs):
    before = digests(outputs / EDITION)
    done = sv_report(
        "run", EDITION, "--out", outputs, "--engine", "embedded", "--formats", "html", "--set", "period=2023-24 Q2"
    )
    assert done.returncode == 0, done.stderr
    (made,) = outputs.glob(f"{EDITION}.set-????????")
    manifest = json.loads((made / "office" / "manifest.json").read_text("utf-8"))
    assert manifest["settings"] == {"period": "2023-24 Q2"}
    assert manifest["period"] == "2023-24 Q2"
    assert digests(outputs / EDITION) == before
    assert {path.name for path in (made / "public").glob("report.*")} == {"report.html", "report.qmd", "report.ipynb"}
    values = [
        json.loads((folder / "public" / "facts.json").read_text("utf-8"))[0]["value"]
        for folder in (made, outputs / EDITION)
    ]
    assert values[0] != values[1]


@pytest.mark.parametrize("stage", ["data", "manuscript", "render"])
def test_killed_in_a_stage_the_last_bundle_is_whole_and_the_next_run_tidies_up(outputs, stage):
    before = digests(outputs / EDITION)
    command = [sys.executable, "-m", "sv_report", "run", EDITION, "--out", str(outputs), "--force"]
    run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for line in run.stderr:
        if line.strip().endswith(stage):
            run.send_signal(signal.SIGKILL)
            break
    run.wait(timeout=60)
    assert run.returncode == -signal.SIGKILL
    assert digests(outputs / EDITION) == before
    assert (outputs / f".{EDITION}.work").exists()
    with Bundle(outputs, EDITION).claimed():
        pass
    assert {path.name for path in outputs.iterdir()} == {EDITION, f".{EDITION}.lock"}


SEALING = """
import os, pathlib, shutil, signal, sys
from pathlib import Path
from sv_report.release.bundle import Bundle

steps, last = 0, int(sys.argv[2])
def dying(step):
    def one(*arguments, **named):
        global steps
        steps += 1
        if steps > last:
            os.kill(os.getpid(), signal.SIGKILL)
        return step(*arguments, **named)
    return one
for owner, name in ((pathlib.Path, "rename"), (shutil, "rmtree"), (shutil, "copy2"), (os, "unlink"), (os, "rmdir")):
    setattr(owner, name, dying(getattr(owner, name)))
bundle = Bundle(Path(sys.argv[1]), "E")
bundle.seal()
print("sealed")
"""


def small_bundle(folder, text):
    """A bundle in small: two files and their manifest."""
    (folder / "public").mkdir(parents=True)
    (folder / "office").mkdir()
    (folder / "public" / "report.docx").write_text(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    manifest = {"files": {"public/report.docx": digest}}
    (folder / "office" / "manifest.json").write_text(json.dumps(manifest))


def test_killed_between_any_two_steps_of_sealing_one_bundle_is_whole(tmp_path):
    for last in range(100):
        outputs = tmp_path / str(last)
        bundle = Bundle(outputs, "E")
        small_bundle(bundle.sealed, "the last good one")
        small_bundle(bundle.built, "the next one")
        (bundle.sealed / "public" / "note.txt").write_text("added by a person")
        done = subprocess.run(
            [sys.executable, "-c", SEALING, outputs, str(last)], capture_output=True, text=True, cwd=ROOT, check=False
        )
        with bundle.claimed():
            pass
        assert is_whole(bundle.sealed), last
        assert {path.name for path in outputs.iterdir()} == {"E", ".E.lock"}
        notes = [*bundle.sealed.rglob("note*.txt")]
        assert [note.read_text() for note in notes] == ["added by a person"], last
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
    assert done.stdout == "sealed\n"
    assert last >= 4  # it was killed at several steps before it got through
    assert (bundle.sealed / "public" / "report.docx").read_text() == "the next one"


def test_a_bundle_that_cannot_be_replaced_stays_where_it_is(tmp_path, monkeypatch):
    bundle = Bundle(tmp_path, "E")
    small_bundle(bundle.sealed, "the last good one")
    small_bundle(bundle.built, "the next one")
    rename = Path.rename

    def locked(self, target):
        if self == bundle.built:  # as where Word has a file of it open on Windows
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", locked)
    with pytest.raises(UsageError, match="open in another program"):
        bundle.seal()
    assert (bundle.sealed / "public" / "report.docx").read_text() == "the last good one"
    assert not bundle.old.exists()


def test_interrupted_the_last_bundle_stands_and_nothing_else_is_left(outputs):
    before = digests(outputs / EDITION)
    command = [sys.executable, "-m", "sv_report", "run", EDITION, "--out", str(outputs), "--force"]
    run = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    for line in run.stderr:
        if line.strip().endswith("manuscript"):
            run.send_signal(signal.SIGINT)
            break
    said = run.stderr.read()
    run.wait(timeout=60)
    assert run.returncode == 130
    assert "the last good bundle stands" in said
    assert "Traceback" not in said
    assert digests(outputs / EDITION) == before
    assert not (outputs / f".{EDITION}.work").exists()


def test_a_second_run_of_the_same_edition_is_told_to_wait(outputs):
    with FileLock(outputs / f".{EDITION}.lock"):
        done = sv_report("run", EDITION, "--out", outputs, "--force")
    assert done.returncode == 2
    assert f"Another run of {EDITION} is under way" in done.stderr


def test_a_failed_run_leaves_its_notebook_log_and_findings_and_the_last_bundle_stands(bench, outputs):
    before = digests(outputs / EDITION)
    notebook = json.loads((bench / "notebooks" / "cabinet_report.ipynb").read_text("utf-8"))
    notebook["cells"][-2]["source"] = 'report.facts["sv_validated_yesterday"]'
    (bench / "notebooks" / "cabinet_report.ipynb").write_text(json.dumps(notebook))
    done = sv_report("run", EDITION, "--root", bench, "--out", outputs)
    assert done.returncode == 6
    assert "there is no fact 'sv_validated_yesterday'" in done.stderr
    assert "Traceback" not in done.stderr
    assert digests(outputs / EDITION) == before
    failed = outputs / f"{EDITION}.failed"
    assert {path.name for path in failed.iterdir()} == {"run.log", "findings.json", "report.ipynb"}
    cells = json.loads((failed / "report.ipynb").read_text("utf-8"))["cells"]
    assert any(output.get("ename") == "MeasureError" for cell in cells for output in cell.get("outputs", []))
    assert json.loads((failed / "findings.json").read_text("utf-8"))[-1]["rule"] == "cell-failed"
    assert not (outputs / f".{EDITION}.work").exists()


def test_rows_that_cannot_be_read_are_named_and_left_out(bench, tmp_path):
    shutil.copytree(ROOT / "sv_report" / "data" / "example", bench / "returns")
    path = bench / "returns" / "deliveries.csv"
    rows = path.read_text("utf-8").splitlines()
    header = rows[0].split(",")
    for row, column, text in (
        (4, "quantity_claimed", "about 40"),
        (9, "measure", "JOB99"),
        (12, "period", "2023-24 Q5"),
    ):
        cells = rows[row].split(",")
        cells[header.index(column)] = text
        rows[row] = ",".join(cells)
    path.write_text("\n".join(rows) + "\n", "utf-8")
    done = sv_report("run", EDITION, "--root", bench, "--out", tmp_path / "out", "--set", "data=returns")
    assert done.returncode == 0
    for words in (
        "returns/deliveries.csv, line 5, column quantity_claimed: 'about 40' cannot be read",
        "returns/deliveries.csv, line 10, column measure: 'JOB99' is in no row of measures",
        "returns/deliveries.csv, line 13, column period: '2023-24 Q5' cannot be read",
    ):
        assert words in done.stderr
    [made] = [path for path in (tmp_path / "out").iterdir() if path.name.startswith(EDITION)]
    assert "Rows of deliveries rejected" in (made / "public" / "report.html").read_text("utf-8")
