"""sv-report verify: a real report made again, by the command line, and what it says where something is not the same."""

import json
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.functional.conftest import EDITION, ROOT, sv_report
from tests.functional.test_bundle import digests

MADE = ["--formats", "docx", "--engine", "embedded"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workbench whose data are files of its own, with the sealed report of the example edition."""
    root = tmp_path_factory.mktemp("verify") / "a bench"
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(ROOT / "sv_report" / "data" / "example", root / "register", ignore=shutil.ignore_patterns("*.py"))
    edition = root / "params" / f"{EDITION}.yml"
    edition.write_text(edition.read_text("utf-8").replace("data: example ", "data: register "), "utf-8")
    done = sv_report("run", EDITION, *MADE, "--root", root, "--quiet")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def bench(made, tmp_path):
    """A copy of that workbench, in another folder, to change."""
    return shutil.copytree(made, tmp_path / "another bench")


def verified(bench, bundle=EDITION, *options, code=8):
    """Verify a bundle, and return what was printed."""
    before = digests(bench)
    done = sv_report("verify", bundle, "--root", bench, *options)
    assert done.returncode == code, done.stdout + done.stderr
    assert digests(bench) == before  # nothing is touched
    return done.stdout


def files(verdict, how):
    return {one["file"]: one["place"] for one in verdict["differences"] if one["how"] == how}


def changes(verdict):
    return [(one["kind"], one["name"]) for one in verdict["changes"]]


def test_two_verify_at_once_while_a_third_runs_and_each_finds_the_report_identical(bench):
    program = [sys.executable, "-m", "sv_report"]
    commands = [
        [*program, "run", EDITION, *MADE, "--root", bench],
        [*program, "verify", EDITION, "--root", bench],
        [*program, "verify", bench / "outputs" / EDITION, "--root", bench],
    ]
    running = [
        subprocess.Popen(one, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for one in commands
    ]
    said = [one.communicate(timeout=300) for one in running]
    assert [one.returncode for one in running] == [0, 0, 0], said
    for out, _ in said[1:]:
        assert "is proven: made again, all its " in out
        assert out.count("\n") == 1
    assert {path.name for path in (bench / "outputs").iterdir()} == {EDITION, f".{EDITION}.lock", ".tables"}


def test_a_narrative_and_a_row_of_the_data_that_changed_are_named(bench):
    with (bench / "params" / EDITION / "legal.md").open("a", encoding="utf-8") as file:
        file.write("\nThe contracts allow for it.\n")
    told = verified(bench)
    assert "  params/2024-02-08/legal.md: changed\n" in told
    assert "  public/report.docx: differs in " in told
    assert "by hand" not in told

    data = bench / "register" / "deliveries.csv"
    text = data.read_text("utf-8")
    assert text.count(",417.9,417.9,") == 1
    data.write_text(text.replace(",417.9,417.9,", ",407.9,407.9,"), "utf-8")
    verdict = json.loads(verified(bench, EDITION, "--json"))
    assert changes(verdict) == [("inputs", "params/2024-02-08/legal.md"), ("data", "register/deliveries.csv")]
    assert {"public/facts.json", "public/tables.xlsx", "public/report.docx"} <= {*files(verdict, "otherwise")}
    assert verdict["identical"] is False


def test_what_was_done_to_the_bundle_by_hand_is_told_with_the_part_inside(bench):
    bundle = bench / "outputs" / EDITION
    word = bundle / "public" / "report.docx"
    with zipfile.ZipFile(word) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(word, "w") as archive:
        for info, content in parts.items():
            archive.writestr(
                info, content.replace(b"Social", b"Sociable") if info.filename == "word/document.xml" else content
            )
    (bundle / "minutes.txt").write_text("mine")
    (bundle / "public" / "tables.xlsx").unlink()
    verdict = json.loads(verified(bench, bundle, "--json"))
    assert files(verdict, "edited") == {"public/report.docx": "in word/document.xml"}
    assert files(verdict, "added") == {"minutes.txt": ""}
    assert files(verdict, "missing") == {"public/tables.xlsx": ""}
    assert len(verdict["differences"]) == 3
    assert changes(verdict) == []


def test_an_edition_that_cannot_be_run_any_more_is_not_proven(bench):
    (bench / "params" / f"{EDITION}.yml").unlink()
    told = verified(bench)
    assert "is not proven: its report cannot be made again." in told
    assert "There is no edition 2024-02-08." in told
    assert "  params/2024-02-08.yml: not there now\n" in told


def test_an_engine_that_is_not_there_is_named(bench):
    path = bench / "outputs" / EDITION / "office" / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"engine": "embedded ', '"engine": "quarto 1.10.18 '), "utf-8")
    programs = bench / "no programs"
    programs.mkdir()
    done = sv_report("verify", EDITION, "--root", bench, PATH=str(programs))
    assert done.returncode == 8
    assert "there is no working Quarto on the PATH" in done.stdout
    assert ": quarto 1.10.18 " in done.stdout
    assert "then, not there now" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("text", ["", "{}", '{"files": {}}'])
def test_a_broken_manifest_is_no_bundle(bench, text):
    (bench / "outputs" / EDITION / "office" / "manifest.json").write_text(text)
    done = sv_report("verify", EDITION, "--root", bench)
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be verified: its office/manifest.json cannot be read" in done.stderr


def test_what_is_no_bundle_is_said(bench):
    for named, said in ((bench / "params", "is no bundle of a run"), ("2023-12-07", "There is no bundle 2023-12-07.")):
        done = sv_report("verify", named, "--root", bench)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
