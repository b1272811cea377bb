"""Whether a bundle is what a run would make now: every change of what it was made from is seen, and nothing else is."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sv_report import pipeline
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
