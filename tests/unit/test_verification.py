"""A bundle held against the one made again: which file differs, where, and what has changed; on small bundles."""

import json
import re
import shutil
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from sv_report.errors import EditionError, UsageError
from sv_report.params import Workbench
from sv_report.release import Bundle, Made
from sv_report.release.manifest import MANIFEST, sha256, write_manifest
from sv_report.release.verification import Verdict, as_sealed, compare, find_bundle, not_made_again
from sv_report.release.versions import BY_WAY_OF_THEM, WITH_A_PART, WITHOUT_A_PART, versions

ROOT = Path(__file__).parents[2]

MADE = Made(
    edition="E", title="Report", meeting="2024-02-08", period="2023-24 Q3", data_as_at="", settings={}, draft=False,
    formats=("docx", "pdf"), engine="embedded 1", package="0.1.0", code="a", versions={"python": "3.11.7", "lxml": "6.0"},
    inputs={"params/E.yml": "1", "params/E/legal.md": "2"}, data={"example/returns.csv": "3"},
)  # fmt: skip


def office_file(path: Path, **parts: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(f"word/{name}.xml"), text)


def pdf(path: Path, *pages: str) -> None:
    """Write a PDF whose pages each show a line of text."""
    document = pikepdf.new()
    for text in pages:
        page = document.add_blank_page(page_size=(200, 100))
        font = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(f"BT /F1 12 Tf 20 50 Td ({text}) Tj ET".encode())
    document.save(path, deterministic_id=True)


def small_bundle(folder: Path, made: Made = MADE) -> Path:
    (folder / "public" / "media").mkdir(parents=True)
    office_file(folder / "public" / "report.docx", document="The report.", styles="Plain.")
    pdf(folder / "public" / "report.pdf", "one", "two", "three")
    (folder / "public" / "report.html").write_text("<p>\nThe report.\n</p>\n")
    (folder / "public" / "media" / "chart.png").write_bytes(b"\x89PNG\xff\xfe chart")
    (folder / "office").mkdir()
    (folder / "office" / "run.log").write_text("08:00 began")
    write_manifest(folder, made)
    return folder


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    small_bundle(tmp_path / "outputs" / "E")
    return tmp_path / "outputs"


@pytest.fixture
def verdict(outputs: Path, tmp_path: Path) -> Callable[..., Verdict]:
    """Hold the bundle, as a test has left it, against the one made again."""

    def held(made: Made = MADE) -> Verdict:
        again = small_bundle(tmp_path / "again", made)
        (again / "office" / "run.log").write_text("09:00 began")
        return compare(as_sealed(Bundle(outputs, "E"), tmp_path / "sealed"), again)

    return held


def told(verdict: Verdict) -> list[tuple[str, str, str]]:
    return [(one.file, one.how, one.place) for one in verdict.differences]


def reseal(folder: Path, name: str) -> None:
    """Give the manifest the digest that a file has now, as one does who covers an edit."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    manifest["files"][name] = sha256(folder / name)
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")


def test_identical_but_for_the_log_what_is_kept_and_what_file_browsers_leave(outputs: Path, verdict: Any) -> None:
    (outputs / "E" / "kept").mkdir()
    (outputs / "E" / "kept" / "report-01234567.docx").write_text("edited by a person")
    (outputs / "E" / "public" / ".~lock.report.docx#").write_text("open")
    (outputs / "E" / "public" / "Thumbs.db").write_text("")
    held = verdict()
    assert held.is_identical
    assert held.changes == ()
    assert held.files == 5


def edit_word(path: Path) -> None:
    office_file(path, document="The report!", styles="Plain.")


def add_part(path: Path) -> None:
    office_file(path, document="The report.", styles="Plain.", comments="Mine.")


def pack_otherwise(path: Path) -> None:
    office_file(path, styles="Plain.", document="The report.")


PLACES: list[tuple[str, Callable[[Path], object], str]] = [
    ("public/report.docx", edit_word, "in word/document.xml"),
    ("public/report.docx", add_part, "added inside: word/comments.xml"),
    ("public/report.docx", pack_otherwise, "every part inside is the same; they are packed otherwise"),
    ("public/report.docx", lambda path: path.write_text("no Word file"), "from byte 1"),
    ("public/report.pdf", lambda path: pdf(path, "one", "TWO", "three"), "on page 2"),
    ("public/report.pdf", lambda path: pdf(path, "1", "2", "3", "4"), "on pages 1, 2, 3 and 1 more; 4 pages, made again 3"),
    ("public/report.html", lambda path: path.write_text("<p>\nThe Report.\n</p>\n"), "from line 2"),
    ("public/media/chart.png", lambda path: path.write_bytes(b"\x89PNG\xff\xfe Chart"), "from byte 8"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "edit", "place"), PLACES)
def test_an_edited_file_is_named_with_the_place(
    outputs: Path, verdict: Any, name: str, edit: Callable[[Path], object], place: str
) -> None:
    edit(outputs / "E" / name)
    assert told(verdict()) == [(name, "edited", place)]


def test_a_pdf_that_looks_the_same_and_has_other_bytes_is_told_by_the_byte(outputs: Path, verdict: Any) -> None:
    path = outputs / "E" / "public" / "report.pdf"
    whole = path.read_bytes()
    path.write_bytes(whole + b"\n% a remark")
    assert told(verdict()) == [
        ("public/report.pdf", "edited", f"no page looks otherwise; from byte {len(whole) + 1:,}")
    ]


@pytest.mark.parametrize(("name", "edit", "place"), PLACES)
def test_an_edit_that_the_manifest_was_made_to_cover_is_found_as_well(
    outputs: Path, verdict: Any, name: str, edit: Callable[[Path], object], place: str
) -> None:
    edit(outputs / "E" / name)
    reseal(outputs / "E", name)
    held = verdict()
    assert told(held) == [
        (MANIFEST, "otherwise", "in what it says of files"),
        (name, "otherwise", place),
    ]
    assert held.changes == ()


def test_what_was_added_taken_away_or_made_a_link(outputs: Path, verdict: Any) -> None:
    (outputs / "E" / "minutes.txt").write_text("mine")
    (outputs / "E" / "public" / "report.html").unlink()
    word = outputs / "E" / "public" / "report.docx"
    word.unlink()
    word.symlink_to("report.pdf")
    assert told(verdict()) == [
        ("minutes.txt", "added", ""),
        ("public/report.docx", "edited", "it is a link to a file elsewhere"),
        ("public/report.html", "missing", ""),
    ]


def test_what_changed_since_is_named_one_by_one(verdict: Any) -> None:
    now = replace(
        MADE, inputs={"params/E.yml": "1", "params/E/legal.md": "other", "params/E/risks.md": "new"}, data={},
        engine="embedded 2", package="0.2.0", code="b", versions={"python": "3.12.1", "lxml": "6.0"},
    )  # fmt: skip
    held = verdict(now)
    assert [(one.kind, one.name, one.then, one.now) for one in held.changes] == [
        ("inputs", "params/E/legal.md", "2", "other"),
        ("inputs", "params/E/risks.md", "", "new"),
        ("data", "example/returns.csv", "3", ""),
        ("engine", "engine", "embedded 1", "embedded 2"),
        ("package", "sv_report", "0.1.0", "0.2.0"),
        ("code", "the code of sv_report", "a", "b"),
        ("versions", "python", "3.11.7", "3.12.1"),
    ]
    assert told(held) == [(MANIFEST, "otherwise", "in what it says of engine, package, code, versions, inputs, data")]


def test_of_a_manifest_that_listed_other_things_only_what_both_list_is_told(outputs: Path, verdict: Any) -> None:
    path = outputs / "E" / MANIFEST
    then = json.loads(path.read_text("utf-8"))
    del then["versions"], then["inputs"]["params/E/legal.md"]
    path.write_text(json.dumps(then | {"schema": 1, "code": "older"}))
    assert [(one.kind, one.name) for one in verdict().changes] == [("code", "the code of sv_report")]


def test_what_cannot_be_made_again_is_told_as_far_as_it_can_be(outputs: Path, tmp_path: Path) -> None:
    edition = tmp_path / "params" / "E.yml"
    edition.parent.mkdir()
    edition.write_text("not: an edition")
    (outputs / "E" / "public" / "report.html").write_text("edited")
    sealed = as_sealed(Bundle(outputs, "E"), tmp_path / "sealed")
    held = not_made_again(sealed, EditionError("Edition E has 1 error."), Workbench(tmp_path))
    assert not held.is_identical
    assert told(held) == [("public/report.html", "edited", "")]
    assert [(one.name, bool(one.now)) for one in held.changes if one.kind in ("inputs", "data")] == [
        ("params/E.yml", True),
        ("params/E/legal.md", False),
        ("example/returns.csv", True),
    ]
    assert held.record()["problem"] == "Edition E has 1 error."


# ---- what is no bundle ---------------------------------------------------------------------------

BROKEN: list[Callable[[dict[str, Any]], object]] = [
    lambda said: [],
    lambda said: said | {"files": ["report.docx"]},
    lambda said: said | {"formats": []},
    lambda said: said | {"formats": ["exe"]},
    lambda said: said | {"engine": "word 16"},
    lambda said: said | {"edition": "../../E"},
    lambda said: said | {"settings": {"period": 3}},
    lambda said: said | {"versions": ["python"]},
    lambda said: {name: value for name, value in said.items() if name != "inputs"},
]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_manifest_that_does_not_say_what_is_needed_is_refused(outputs: Path, tmp_path: Path, broken: Any) -> None:
    path = outputs / "E" / MANIFEST
    path.write_text(json.dumps(broken(json.loads(path.read_text("utf-8")))))
    with pytest.raises(UsageError, match=r"cannot be verified: its office/manifest.json cannot be read"):
        as_sealed(Bundle(outputs, "E"), tmp_path / "sealed")


@pytest.mark.parametrize("text", ["", "{", '{"files": ' + "[" * 100_000, "\0"])
def test_a_manifest_that_is_no_json_is_refused(outputs: Path, tmp_path: Path, text: str) -> None:
    (outputs / "E" / MANIFEST).write_text(text)
    with pytest.raises(UsageError, match="cannot be verified"):
        as_sealed(Bundle(outputs, "E"), tmp_path / "sealed")


def test_a_folder_that_no_run_sealed_is_refused_and_so_is_a_name_that_is_none(outputs: Path, tmp_path: Path) -> None:
    shutil.copytree(outputs / "E" / "public", tmp_path / "site")
    with pytest.raises(UsageError, match=r"site is no bundle of a run: it has no office/manifest.json"):
        as_sealed(find_bundle(tmp_path / "site", Workbench(tmp_path)), tmp_path / "sealed")
    for name in ("F", "../outputs/F", "params/F.yml"):
        with pytest.raises(UsageError, match=f"There is no bundle {name}"):
            find_bundle(name, Workbench(tmp_path))


@pytest.mark.parametrize("named", ["E", "elsewhere/E.yml"])
def test_a_bundle_is_known_by_the_edition_that_it_is_of(outputs: Path, tmp_path: Path, named: str) -> None:
    assert find_bundle(named, Workbench(tmp_path)) == Bundle(outputs, "E")
    assert find_bundle(outputs / "E", Workbench(tmp_path)) == Bundle(outputs, "E")


def test_beside_an_edition_s_narrative_its_id_is_that_of_the_bundle(
    outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "params" / "E").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "params")
    assert find_bundle("E", Workbench(tmp_path)) == Bundle(outputs, "E")


# ---- while others work ---------------------------------------------------------------------------


def test_while_a_run_has_the_bundle_it_is_read_all_the_same(outputs: Path, tmp_path: Path) -> None:
    bundle = Bundle(outputs, "E")
    with bundle.claimed():
        sealed = as_sealed(bundle, tmp_path / "sealed")
        assert (bundle.work).is_dir()
    assert sealed.edition == "E"


def test_a_bundle_replaced_while_it_is_read_is_read_again(
    outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, copytree, times = Bundle(outputs, "E"), shutil.copytree, []

    def replacing(*arguments: Any, **named: Any) -> Any:
        done = copytree(*arguments, **named)
        if not times:  # the first time a run seals the next in the meantime
            times.append(1)
            small_bundle(bundle.built, replace(MADE, title="The next"))
            bundle.seal()
        return done

    monkeypatch.setattr(shutil, "copytree", replacing)
    sealed = as_sealed(bundle, tmp_path / "sealed")
    assert sealed.said["title"] == "The next"
    assert json.loads((sealed.folder / MANIFEST).read_text("utf-8"))["title"] == "The next"


def test_a_bundle_that_a_killed_run_took_away_is_put_back(outputs: Path, tmp_path: Path) -> None:
    bundle = Bundle(outputs, "E")
    bundle.sealed.rename(bundle.old)
    assert as_sealed(find_bundle("E", Workbench(tmp_path)), tmp_path / "sealed").edition == "E"
    assert bundle.sealed.is_dir()
    assert not bundle.old.exists()


# ---- versions ------------------------------------------------------------------------------------


def test_every_dependency_is_known_to_have_a_part_in_the_bytes_or_none() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[\[<>=]", one)[0] for one in project["dependencies"]}
    assert needed == {*WITH_A_PART, *WITHOUT_A_PART}
    assert not {*WITH_A_PART} & {*WITHOUT_A_PART}
    assert {*WITH_A_PART, *BY_WAY_OF_THEM, "python", "zlib"} == {*versions()}  # each is found by its name
