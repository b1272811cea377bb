"""Quarto's path, with a stand-in program that records its call and plays outcomes; and with Quarto itself."""

import json
import os
import shutil
import stat
import subprocess
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sv_report.errors import RenderError
from sv_report.render import FORMATS, choose_engine, furnish, render
from sv_report.render.quarto import QuartoEngine, find_quarto
from tests.reading.parity import compared
from tests.reading.web import structure
from tests.render.conftest import MOMENT, SAMPLE, TEMPLATES, Report

STAND_IN = """#!/usr/bin/env python3
import json, os, pathlib, shutil, subprocess, sys, time
if sys.argv[1:] == ["--version"]:
    print("{version}")
    sys.exit(0)
pathlib.Path({record!r}).write_text(json.dumps(
    {{"cwd": os.getcwd(), "argv": sys.argv[1:], "env": dict(os.environ)}}))
outcome = {outcome!r}
for name in {makes!r}:
    shutil.copyfile(pathlib.Path({files!r}) / name, name)
pathlib.Path("report_files").mkdir(exist_ok=True)
pathlib.Path(".quarto").mkdir(exist_ok=True)
print({log!r}, file=sys.stderr)
if outcome == "hang":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pathlib.Path({record!r}).write_text(json.dumps({{"child": child.pid}}))
    time.sleep(60)
sys.exit(int(outcome))
"""
MADE = ("report.docx", "report.pdf", "report.html")


@dataclass
class StandIn:
    """A folder with a manuscript, and a `quarto` on the PATH that plays what it is told."""

    folder: Path
    play: Callable[..., QuartoEngine]
    record: Path

    def called(self) -> dict[str, Any]:
        recorded: dict[str, Any] = json.loads(self.record.read_text())
        return recorded


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three files as an engine leaves them, before the Word file is finished."""
    folder = tmp_path_factory.mktemp("unfinished")
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    furnish(folder, TEMPLATES)
    choose_engine("embedded").render(folder, FORMATS, MOMENT)
    return folder


@pytest.fixture
def quarto(unfinished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    folder, programs, record = tmp_path / "public", tmp_path / "bin", tmp_path / "record.json"
    programs.mkdir()
    shutil.copytree(SAMPLE, folder)
    furnish(folder, TEMPLATES)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")

    def play(
        outcome: str = "0", *, log: str = "Output created: report.html", makes: tuple[str, ...] = MADE,
        version: str = "1.10.18", seconds: float = 60,
    ) -> QuartoEngine:  # fmt: skip
        program = programs / "quarto"
        program.write_text(
            STAND_IN.format(
                version=version,
                record=str(record),
                outcome=outcome,
                makes=makes,
                files=str(unfinished),
                log=log,
            )
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return QuartoEngine(str(program), version, seconds)

    return StandIn(folder, play, record)


def test_it_is_called_once_in_the_folder_as_the_rules_say(quarto: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTO_PROFILE", "mine")
    assert render(quarto.folder, FORMATS, quarto.play(), MOMENT) == []
    call = quarto.called()
    assert call["argv"] == ["render", "report.qmd"], "no --to, no --quiet, no --output-dir"
    assert call["cwd"] == str(quarto.folder)
    assert call["env"]["SOURCE_DATE_EPOCH"] == str(int(MOMENT.timestamp()))
    assert "QUARTO_PROFILE" not in call["env"]


def test_what_it_leaves_beside_the_files_is_removed(quarto: StandIn) -> None:
    render(quarto.folder, FORMATS, quarto.play(), MOMENT)
    assert sorted(path.name for path in quarto.folder.iterdir()) == [
        "_extensions", "_quarto.yml", "media", *sorted(MADE), "report.qmd",
    ]  # fmt: skip


def test_its_word_file_is_finished_like_the_embedded_engines(quarto: StandIn, sample: Report) -> None:
    render(quarto.folder, FORMATS, quarto.play(), MOMENT)
    assert (quarto.folder / "report.docx").read_bytes() == sample["docx"].read_bytes()


BAD = [
    ("0", "[WARNING] Could not fetch resource media/x.svg", MADE, "[WARNING] Could not fetch"),
    ("0", "ERROR (cabinet.lua:3) attempt to index nil", MADE, "ERROR (cabinet.lua:3)"),
    ("0", "\x1b[33mwarning: unknown font family: arimo\x1b[0m", MADE, "unknown font family: arimo"),
    ("0", "cabinet: image 'media/x.png' is missing\nERROR (x)", MADE, "image 'media/x.png' is missing"),
    ("1", "cabinet: image 'media/x.png' is missing", ("report.html",), "image 'media/x.png' is missing"),
    ("1", "something else broke", ("report.html", "report.docx"), "something else broke"),
    ("0", "Output created: report.html", ("report.html", "report.docx"), "Quarto made no report.pdf"),
]


@pytest.mark.parametrize(("outcome", "log", "makes", "message"), BAD)
def test_a_bad_outcome_is_an_error_and_leaves_nothing(
    quarto: StandIn, outcome: str, log: str, makes: tuple[str, ...], message: str
) -> None:
    with pytest.raises(RenderError) as raised:
        render(quarto.folder, FORMATS, quarto.play(outcome, log=log, makes=makes), MOMENT)
    assert message in str(raised.value)
    assert sorted(path.name for path in quarto.folder.iterdir()) == [
        "_extensions",
        "_quarto.yml",
        "media",
        "report.qmd",
    ]


def test_the_note_about_verapdf_is_no_failure(quarto: StandIn) -> None:
    log = "WARN: PDF standard validation requested but verapdf is not installed.\nOutput created: report.pdf"
    assert render(quarto.folder, FORMATS, quarto.play(log=log), MOMENT) == []


def test_the_filters_own_warning_becomes_a_finding(quarto: StandIn) -> None:
    (found,) = render(quarto.folder, FORMATS, quarto.play(log="cabinet: warning: the table is too wide"), MOMENT)
    assert (found.severity, found.message) == ("warning", "the table is too wide")


def test_data_text_that_a_warning_names_is_no_failure(quarto: StandIn) -> None:
    log = "cabinet: stand-in: [WARNING] ERROR (環境) Ltd\ncabinet: warning: the table '[WARNING]' is too wide"
    lacking, wide = render(quarto.folder, FORMATS, quarto.play(log=log), MOMENT)
    assert (lacking.rule, lacking.severity) == ("render-stand-in", "warning")
    assert lacking.message.endswith("lacks: [WARNING] ERROR (環境) Ltd")
    assert wide.message == "the table '[WARNING]' is too wide"


def test_one_that_hangs_is_stopped_with_its_children(quarto: StandIn) -> None:
    began = time.perf_counter()
    with pytest.raises(RenderError, match="did not finish within 3 seconds"):
        render(quarto.folder, FORMATS, quarto.play("hang", seconds=3), MOMENT)
    assert time.perf_counter() - began < 20
    child = quarto.called()["child"]
    while running(child):  # killed, but a busy machine may not have ended it yet
        assert time.perf_counter() - began < 20
        time.sleep(0.05)
    assert [path.name for path in quarto.folder.glob("report*")] == ["report.qmd"]


def running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_auto_takes_the_version_that_was_tried(quarto: StandIn) -> None:
    quarto.play(version="1.10.3")
    engine = choose_engine("auto")
    assert (engine.name, engine.version) == ("quarto", "1.10.3")


@pytest.mark.parametrize("version", ["1.9.38", "1.11.0", "2.0.1", "99.9.9"])
def test_auto_leaves_another_version_and_quarto_warns_of_it(quarto: StandIn, version: str) -> None:
    quarto.play(version=version)
    assert choose_engine("auto").name == "embedded"
    (found,) = render(quarto.folder, FORMATS, choose_engine("quarto"), MOMENT)
    assert found.severity == "warning"
    assert version in found.message


def test_auto_falls_back_and_quarto_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert choose_engine("auto").name == "embedded"
    with pytest.raises(RenderError, match=r"Install Quarto 1\.10"):
        choose_engine("quarto")


def test_a_quarto_that_does_not_start_counts_as_absent(quarto: StandIn) -> None:
    quarto.play(version="not a version")
    assert choose_engine("auto").name == "embedded"


# ---- Quarto itself --------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def by_quarto(tmp_path_factory: pytest.TempPathFactory) -> Report:
    engine = find_quarto()
    if engine is None:
        pytest.skip("real Quarto absent: install Quarto 1.10 from conda-forge or quarto.org")
    folder = tmp_path_factory.mktemp("quarto")
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    furnish(folder, TEMPLATES)
    return Report(folder, render(folder, FORMATS, engine, MOMENT))


def test_both_engines_make_the_same_pdf(by_quarto: Report, sample: Report) -> None:
    assert by_quarto["pdf"].read_bytes() == sample["pdf"].read_bytes()


def test_both_engines_make_the_same_word_file(by_quarto: Report, sample: Report) -> None:
    with zipfile.ZipFile(by_quarto["docx"]) as one, zipfile.ZipFile(sample["docx"]) as other:
        assert one.namelist() == other.namelist()
        assert [name for name in one.namelist() if one.read(name) != other.read(name)] == []


def test_both_engines_make_the_same_page(by_quarto: Report, sample: Report) -> None:
    def elements(report: Report) -> list[tuple[str, str, dict[str, str]]]:
        return [
            (tag, text, {name: value for name, value in attributes.items() if name != "class"})
            for tag, text, attributes in structure(report["html"])
        ]

    assert elements(by_quarto) == elements(sample)


@pytest.mark.parametrize("format_", FORMATS)
def test_both_engines_files_say_the_same(by_quarto: Report, sample: Report, format_: str) -> None:
    assert compared(by_quarto[format_], sample[format_]).differences == ()


def test_the_quarto_that_is_there_says_its_version() -> None:
    program = shutil.which("quarto")
    if program is None:
        pytest.skip("real Quarto absent: install Quarto 1.10 from conda-forge or quarto.org")
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert find_quarto(any_version=True).version == done.stdout.strip()
