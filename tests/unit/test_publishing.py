"""Publishing copies the public files alone, whole, as they were sealed, and only when nothing is open or exempt."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sv_report import publishing
from sv_report.cli import commands
from sv_report.errors import CheckError, EditionError, ReportError, UsageError
from sv_report.findings import Finding, Where
from sv_report.release import Bundle, Made, bundle_id
from sv_report.release.bundle import write_findings
from sv_report.release.leaks import Amount, Phrase, Secrets
from sv_report.release.manifest import write_manifest

EDITION = "2024-02-08"
NAME = "Brindlecombe Joinery Ltd"
SECRETS = Secrets(
    (Phrase(NAME, "the name of an exempt supplier"), Phrase("AB", "the name of another")),
    (Amount(Decimal("48213.57"), "GBP", 2, (), "an exempt amount"),),
)
FILES = {
    "public/report.html": "<p>Social value was reported.</p>",
    "public/media/chart.svg": "<svg><title>By theme</title></svg>",
    "exempt/report.html": f"<p>{NAME}</p>",
    "office/run.log": "a log",
}
WARNING = Finding("check.words", "warning", "Words may be plainer.", Where("params/2024-02-08/detail.md"), "See them.")
OPEN = Finding("check.clearance", "error", "The Monitoring Officer has not cleared it.", Where(field="clearances"))

Seal = Callable[..., Path]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workbench with an edition."""
    for name in ("params", "templates"):
        (tmp_path / "workbench" / name).mkdir(parents=True)
    (tmp_path / "workbench" / "params" / f"{EDITION}.yml").write_text("schema: 1\n", "utf-8")
    return tmp_path / "workbench"


@pytest.fixture
def seal(root: Path) -> Seal:
    """Make a sealed bundle by hand, with findings, secrets and files."""

    def make(
        *findings: Finding, draft: bool = False, secrets: Secrets = SECRETS, files: Mapping[str, str] = FILES,
        outputs: Path = root / "outputs", settings: Mapping[str, str] | None = None,
    ) -> Path:  # fmt: skip
        folder = outputs / bundle_id(EDITION, (settings or {}).items())
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        write_findings(folder / "office" / "findings.json", [WARNING, *findings])
        if secrets:
            (folder / "office" / "exempt.json").write_text(json.dumps(secrets.record()), "utf-8")
        write_manifest(folder, made(draft=draft))
        return folder

    return make


def made(*, draft: bool) -> Made:
    return Made(
        edition=EDITION, title="Report", meeting=EDITION, period="2023-24 Q3", data_as_at="", settings={}, draft=draft,
        formats=("html",), engine="embedded", package="0.1.0", code="", versions={}, inputs={}, data={},
    )  # fmt: skip


def listing(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def refused(root: Path, to: Path, kind: type[ReportError] = CheckError, **asked: Any) -> str:
    """Return why publishing is refused, having seen that it left the folders as they were."""
    before = listing(root.parent)
    with pytest.raises(kind) as problem:
        publishing.publish(asked.pop("edition", EDITION), to, root=root, **asked)
    after = [name for name in listing(root.parent) if not name.endswith(".lock")]
    assert after == [name for name in before if not name.endswith(".lock")]
    return str(problem.value)


# ---- what is published ---------------------------------------------------------------------------


def test_the_public_files_alone_are_copied(root: Path, seal: Seal, tmp_path: Path) -> None:
    folder = seal()
    published = publishing.publish(EDITION, tmp_path / "site" / "report", root=root)
    assert listing(tmp_path / "site") == ["report", "report/media", "report/media/chart.svg", "report/report.html"]
    assert published.folder == tmp_path / "site" / "report"
    assert published.bundle == folder
    assert [path.name for path in published.files] == ["chart.svg", "report.html"]
    assert (published.folder / "report.html").read_bytes() == (folder / "public" / "report.html").read_bytes()
    assert [note.where.found for note in published.notes] == ["AB"]


def test_an_empty_folder_and_one_of_nothing_exempt_will_do(root: Path, seal: Seal, tmp_path: Path) -> None:
    seal(secrets=Secrets(), files={**FILES, "public/report.html": NAME})
    (tmp_path / "site").mkdir()
    assert len(publishing.publish(EDITION, tmp_path / "site", root=root).files) == 2


def test_a_path_an_out_folder_and_settings_name_the_bundle(root: Path, seal: Seal, tmp_path: Path) -> None:
    settings = {"period": "2023-24 Q2"}
    folder = seal(outputs=tmp_path / "elsewhere", settings=settings)
    published = publishing.publish(
        f"params/{EDITION}.yml", tmp_path / "site", root=root, out=tmp_path / "elsewhere", settings=settings
    )
    assert published.bundle == folder


def test_what_programs_leave_beside_open_files_is_not_copied(root: Path, seal: Seal, tmp_path: Path) -> None:
    folder = seal()
    for name in (".DS_Store", "~$report.docx", ".~lock.report.docx#"):
        (folder / "public" / name).write_text(NAME, "utf-8")
    assert len(publishing.publish(EDITION, tmp_path / "site", root=root).files) == 2


def test_a_bundle_that_a_stopped_run_had_moved_away_is_put_back(root: Path, seal: Seal, tmp_path: Path) -> None:
    folder = seal()
    folder.rename(Bundle(root / "outputs", EDITION).old)
    assert publishing.publish(EDITION, tmp_path / "site", root=root).bundle == folder
    assert folder.is_dir()


# ---- what is open --------------------------------------------------------------------------------


def test_while_an_error_is_open_nothing_is_published(root: Path, seal: Seal, tmp_path: Path) -> None:
    seal(OPEN, draft=True)
    why = refused(root, tmp_path / "site")
    assert "The Monitoring Officer has not cleared it." in why
    assert "Words may be plainer." not in why
    assert CheckError.exit_code == 8


@pytest.mark.parametrize("draft", [True, False])
def test_an_error_of_another_stage_and_a_draft_are_open_too(
    root: Path, seal: Seal, tmp_path: Path, draft: bool
) -> None:
    seal(*(() if draft else (Finding("key-duplicate", "error", "A row stands twice."),)), draft=draft)
    assert ("DRAFT" if draft else "A row stands twice.") in refused(root, tmp_path / "site")


@pytest.mark.parametrize("name", ["office/findings.json", "office/exempt.json"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_an_office_paper_that_was_changed_is_refused(
    root: Path, seal: Seal, tmp_path: Path, name: str, is_gone: bool
) -> None:
    paper = seal(OPEN) / name
    paper.unlink() if is_gone else paper.write_text("[]", "utf-8")
    assert f"{name} is not as it was sealed" in refused(root, tmp_path / "site")


@pytest.mark.parametrize("text", ["no JSON", "[]", "{}", '{"files": {}}', '{"files": [], "draft": false}'])
def test_a_manifest_that_cannot_be_read_is_refused(root: Path, seal: Seal, tmp_path: Path, text: str) -> None:
    (seal() / "office" / "manifest.json").write_text(text, "utf-8")
    assert "office/manifest.json cannot be read" in refused(root, tmp_path / "site")


@pytest.mark.parametrize(
    ("name", "text"), [("findings", "{}"), ("findings", '[{"a": 1}]'), ("exempt", '{"schema": 9}')]
)
def test_an_office_paper_that_says_nothing_is_refused(
    root: Path, seal: Seal, tmp_path: Path, name: str, text: str
) -> None:
    folder = seal()
    (folder / "office" / f"{name}.json").write_text(text, "utf-8")
    write_manifest(folder, made(draft=False))
    assert f"office/{name}.json cannot be read" in refused(root, tmp_path / "site")


# ---- what was edited -----------------------------------------------------------------------------


def test_a_file_edited_since_the_run_is_named(root: Path, seal: Seal, tmp_path: Path) -> None:
    (seal() / "public" / "report.html").write_text("<p>Better words.</p>", "utf-8")
    why = refused(root, tmp_path / "site")
    assert "public/report.html: The file was edited" in why
    assert "narrative" in why


def test_a_file_that_is_missing_added_or_a_link_is_named(root: Path, seal: Seal, tmp_path: Path) -> None:
    public = seal() / "public"
    (public / "report.html").unlink()
    (public / "media" / "notes.txt").write_text("Notes", "utf-8")
    (public / "media" / "chart.svg").rename(tmp_path / "chart.svg")
    (public / "media" / "chart.svg").symlink_to(tmp_path / "chart.svg")
    why = refused(root, tmp_path / "site")
    assert "public/report.html: The file is missing" in why
    assert "public/media/notes.txt: The file was added" in why
    assert "public/media/chart.svg: The file is missing, or a link" in why


# ---- what is exempt ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("public/media/chart.svg", f"<svg><title>{NAME}</title></svg>", "public/media/chart.svg, field its text"),
        ("public/report.html", "<p>£48,214</p><!-- £48,213.57 -->", "public/report.html, field comments"),
        (f"public/{NAME}.txt", "Report", f"public/{NAME}.txt, field its name"),
    ],
)
def test_a_leak_is_named_and_the_copy_removed(
    root: Path, seal: Seal, tmp_path: Path, name: str, text: str, place: str
) -> None:
    seal(files={**FILES, name: text})
    assert place in refused(root, tmp_path / "site")


# ---- where ---------------------------------------------------------------------------------------


def test_nothing_is_written_over(root: Path, seal: Seal, tmp_path: Path) -> None:
    seal()
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "report.html").write_text("the last report", "utf-8")
    assert "not empty" in refused(root, tmp_path / "site", UsageError)
    assert (tmp_path / "site" / "report.html").read_text("utf-8") == "the last report"
    assert "is a file" in refused(root, tmp_path / "site" / "report.html", UsageError)


def test_a_place_in_the_bundle_or_that_cannot_be_written_is_refused(root: Path, seal: Seal, tmp_path: Path) -> None:
    folder = seal()
    assert "within the bundle" in refused(root, folder / "public" / "site", UsageError)
    (tmp_path / "file").write_text("", "utf-8")
    assert "cannot be written" in refused(root, tmp_path / "file" / "site", UsageError)


def test_without_a_report_or_an_edition_it_says_what_to_do(root: Path, tmp_path: Path) -> None:
    assert "sv-report run makes it" in refused(root, tmp_path / "site", UsageError)
    assert not (root / "outputs").exists()
    assert "sv-report status lists them" in refused(root, tmp_path / "site", EditionError, edition="2024-02-09")


# ---- the command ---------------------------------------------------------------------------------


def test_the_command_prints_what_is_published_and_where(root: Path, seal: Seal, tmp_path: Path) -> None:
    seal()
    asked = ["publish", EDITION, "--to", str(tmp_path / "site"), "--root", str(root)]
    result = CliRunner().invoke(commands, asked)
    assert result.exit_code == 0
    assert str(tmp_path / "site" / "report.html") in result.output
    assert "cannot look for the name of another" in result.stderr
    assert isinstance(CliRunner().invoke(commands, asked).exception, UsageError)


def test_the_command_wants_a_folder() -> None:
    result = CliRunner().invoke(commands, ["publish", EDITION])
    assert result.exit_code == 2
    assert "--to" in result.output
