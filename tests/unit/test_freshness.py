"""Whether a bundle is what a run would make now: every change of what it was made from is seen, and nothing else is."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sv_report import pipeline
from sv_report.errors import ReportError
from sv_report.release import manifest as manifest_module
from sv_report.release.freshness import Freshness
from tests.functional.conftest import EDITION, ROOT, sv_report

MADE = ("html",)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbench whose data are files of its own, with the sealed report of the example edition."""
    root = tmp_path_factory.mktemp("fresh") / "a bench"
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(ROOT / "sv_report" / "data" / "example", root / "register", ignore=shutil.ignore_patterns("*.py"))
    (root / "register" / "notes.docx").write_text("beside the tables")
    edition = root / "params" / f"{EDITION}.yml"
    edition.write_text(edition.read_text("utf-8").replace("data: example ", "data: register "), "utf-8")
    done = sv_report("run", EDITION, "--formats", *MADE, "--engine", "embedded", "--root", root, "--quiet")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def bench(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "another bench"))


def asked(bench: Path, **asked_for: object) -> Freshness:
    return pipeline.freshness(EDITION, **{"root": bench, "formats": MADE, "engine": "embedded"} | asked_for)  # type: ignore[arg-type]


def reasons(bench: Path, **asked_for: object) -> list[tuple[str, str, str]]:
    return [(one.kind, one.name, one.how) for one in asked(bench, **asked_for).reasons]


def test_nothing_has_changed_in_another_folder_and_files_saved_again_are_no_change(bench: Path) -> None:
    for path in bench.rglob("*.*"):
        if path.is_file():
            path.touch()
    (bench / "params" / f"{EDITION}-another.yml").write_text("of another edition")
    (bench / "outputs" / EDITION / "office" / "run.log").write_text("another day")
    assert reasons(bench) == []
    assert asked(bench).is_fresh


def added(name: str, text: str = " \n") -> Callable[[Path], None]:
    """Return what writes some more at the end of a file, or a new file."""

    def change(bench: Path) -> None:
        path = bench / name
        path.write_bytes((path.read_bytes() if path.exists() else b"") + text.encode())

    return change


def gone(name: str) -> Callable[[Path], None]:
    return lambda bench: (bench / name).unlink()


PUBLIC = f"outputs/{EDITION}/public"
CHANGES: dict[str, tuple[Callable[[Path], None], tuple[str, str, str]]] = {
    "the edition": (added(f"params/{EDITION}.yml"), ("edition", f"params/{EDITION}.yml", "has changed")),
    "words": (added(f"params/{EDITION}/legal.md"), ("narrative", f"params/{EDITION}/legal.md", "has changed")),
    "words gone": (gone(f"params/{EDITION}/legal.md"), ("narrative", f"params/{EDITION}/legal.md", "is not there now")),
    "profile": (added("templates/lancashire/profile.yml"), ("profile", "templates/lancashire/profile.yml", "has changed")),
    "a draft": (added("templates/lancashire/drafts/detail.md"), ("profile", "templates/lancashire/drafts/detail.md", "has changed")),
    "layout": (
        added("templates/_extensions/cabinet/cabinet.css"),
        ("template", "templates/_extensions/cabinet/cabinet.css", "has changed"),
    ),
    "notebook": (added("notebooks/cabinet_report.ipynb"), ("notebook", "notebooks/cabinet_report.ipynb", "has changed")),
    "a row": (added("register/spend.csv", "C001,2023-24 Q3,1\n"), ("data", "register/spend.csv", "has changed")),
    "a table": (added("register/assessments.csv", "x\n"), ("data", "register/assessments.csv", "is new")),
    "a table gone": (gone("register/variations.csv"), ("data", "register/variations.csv", "is not there now")),
    "what data is": (added("register/source.yml", "# \n"), ("data", "register/source.yml", "has changed")),
    "a mapping": (added("register/mapping.yml", "tables: []\n"), ("data", "register/mapping.yml", "is new")),
    "beside data": (added("register/more.docx"), ("data", "register/more.docx", "is new")),
    "not beside data": (gone("register/notes.docx"), ("data", "register/notes.docx", "is not there now")),
    "an edited file": (added(f"{PUBLIC}/report.html"), ("bundle", "public/report.html", "was edited or added")),
    "an added file": (added(f"{PUBLIC}/mine.txt"), ("bundle", "public/mine.txt", "was edited or added")),
    "a file gone": (gone(f"{PUBLIC}/facts.json"), ("bundle", "public/facts.json", "is missing")),
    "findings gone": (
        gone(f"outputs/{EDITION}/office/findings.json"), ("bundle", "office/findings.json", "is missing"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_the_one_reason(bench: Path, name: str) -> None:
    change, reason = CHANGES[name]
    change(bench)
    assert reasons(bench) == [reason]


def test_what_is_asked_for_otherwise_is_a_reason(bench: Path) -> None:
    assert reasons(bench, formats=("html", "docx")) == [("formats", "", "others were asked for")]
    ((kind, _, how),) = reasons(bench, settings={"title": "Another"})
    assert (kind, how) == ("bundle", "there is none"), "settings have a bundle of their own"


def test_other_code_versions_and_engines_are_reasons(bench: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest_module, "code_digest", lambda: "another")
    monkeypatch.setattr(manifest_module, "versions", lambda: {"duckdb": "0.1"})
    monkeypatch.setattr(manifest_module, "described", lambda engine: "embedded 0")
    assert {"engine", "code", "versions"} == {kind for kind, _, _ in reasons(bench)}


def test_a_notebook_with_cells_of_its_own_is_never_taken_for_unchanged(bench: Path) -> None:
    path = bench / "notebooks" / "cabinet_report.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["cells"][-1]["source"] = "print(open('today.txt').read())"
    path.write_text(json.dumps(notebook), "utf-8")
    manifest = bench / "outputs" / EDITION / "office" / "manifest.json"
    said = json.loads(manifest.read_text("utf-8"))
    said["inputs"]["notebooks/cabinet_report.ipynb"] = manifest_module.sha256(path)  # as if it had been made so
    manifest.write_text(json.dumps(said), "utf-8")
    ((kind, name, how),) = reasons(bench)
    assert (kind, name) == ("notebook", "notebooks/cabinet_report.ipynb")
    assert "not known" in how


@pytest.mark.parametrize("spoilt", ["", "{}", '{"schema": 1}', "[1]"])
def test_a_manifest_that_is_none_is_a_reason(bench: Path, spoilt: str) -> None:
    (bench / "outputs" / EDITION / "office" / "manifest.json").write_text(spoilt)
    ((kind, name, _),) = reasons(bench)
    assert (kind, name) == ("bundle", "office/manifest.json")


# ---- whatever is changed -------------------------------------------------------------------------
OPENED = """
import sys
root, out, edition = sys.argv[1:]
opened = set()
def heard(event, about):
    if event == "open" and str(about[0]).startswith(root):
        opened.add(str(about[0])[len(root) + 1:])
sys.addaudithook(heard)
from pathlib import Path
from sv_report import pipeline
pipeline.run(edition, root=Path(root), out=Path(out), formats=("html",), engine="embedded", anew=True)
print(*opened, sep="\\n")
"""


def test_every_file_of_the_workbench_that_a_run_opens_is_held_against_what_it_was(bench: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPENED, str(bench), str(tmp_path / "out"), EDITION]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    opened = {name for name in done.stdout.split("\n") if (bench / name).is_file()}
    said = json.loads((bench / "outputs" / EDITION / "office" / "manifest.json").read_text("utf-8"))
    assert len(opened) > 50
    assert opened - {*said["inputs"], *said["data"]} == set()


def every_file(bench: Path) -> dict[str, bytes]:
    files = (path for path in sorted(bench.rglob("*")) if path.is_file())
    return {path.relative_to(bench).as_posix(): path.read_bytes() for path in files}


def cut(text: bytes) -> bytes:
    return text[: len(text) // 2]


def turned(text: bytes) -> bytes:
    middle = len(text) // 2
    return text[:middle] + bytes([text[middle] ^ 1]) + text[middle + 1 :] if text else b"x"


EDITS: Mapping[str, Callable[[bytes], bytes]] = {"more": lambda text: text + b" \n", "cut": cut, "turned": turned}
BESIDE = ("new.md", "new.csv", "new.yml", "new.ttf", ".new")
PLACES = ("params", "templates", "notebooks", "register", "outputs")


@st.composite
def edits(draw: st.DrawFn, names: tuple[str, ...]) -> tuple[str, str]:
    """Draw a file of the workbench and what becomes of it: an edit, "gone", "moved" beside, or "new" beside it."""
    place = draw(st.sampled_from(PLACES))
    name = draw(st.sampled_from([one for one in names if one.startswith(place)]))
    return name, draw(st.sampled_from([*EDITS, "gone", "moved", *BESIDE]))


def made_so(bench: Path, name: str, edit: str) -> None:
    path = bench / name
    if edit in BESIDE:
        (path.parent / edit).write_text("something")
    elif edit in EDITS:
        path.write_bytes(EDITS[edit](path.read_bytes()))
    elif edit == "moved":
        path.rename(path.with_name(f"{path.stem} (copy){path.suffix}"))
    else:
        path.unlink()


class Edited:
    """A workbench to be edited and put back."""

    def __init__(self, bench: Path) -> None:
        self.bench, self.as_made = bench, every_file(bench)

    def put_back(self) -> None:
        for name in every_file(self.bench).keys() - self.as_made.keys():
            (self.bench / name).unlink()
        for name, text in self.as_made.items():
            if not (self.bench / name).is_file() or (self.bench / name).read_bytes() != text:
                (self.bench / name).write_bytes(text)


@pytest.fixture(scope="module")
def edited(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Edited:
    return Edited(Path(shutil.copytree(made, tmp_path_factory.mktemp("edited") / "bench")))


def public(out: Path) -> dict[str, bytes]:
    return every_file(out / EDITION / "public")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_said_to_be_fresh_is_what_a_run_makes(data: st.DataObject, edited: Edited, tmp_path: Path) -> None:
    several = st.lists(edits(tuple(edited.as_made)), min_size=1, max_size=3, unique_by=lambda one: one[0])
    try:
        for name, edit in data.draw(several):
            made_so(edited.bench, name, edit)
        if is_fresh(edited.bench):
            pipeline.run(EDITION, root=edited.bench, out=tmp_path / "again", formats=MADE, engine="embedded")
            assert public(tmp_path / "again") == public(edited.bench / "outputs")
    finally:
        edited.put_back()
        shutil.rmtree(tmp_path / "again", ignore_errors=True)
    assert is_fresh(edited.bench)


def is_fresh(bench: Path) -> bool:
    """Return whether a bench's report is said to be fresh; one that cannot be read is not."""
    try:
        return asked(bench).is_fresh
    except ReportError:
        return False
