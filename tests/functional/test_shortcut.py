"""The file to double-click: what it holds on each system, and that it opens the workbench where it can be run here."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.conftest import ROOT, sv_report

ODD = 'Räte & "Söhne" $HOME `id` 100% a=b \\n it\'s'  # a folder's name may be so on Linux

STAND_IN = """
import json, os, pathlib, sys
told = {"arguments": sys.argv[1:], "folder": os.getcwd(), "path": os.environ["PATH"]}
pathlib.Path(os.environ["SAID"]).write_text(json.dumps(told), "utf-8")
"""


@pytest.fixture
def odd_bench(tmp_path):
    root = tmp_path / ODD
    for name in ("params", "templates", "notebooks"):
        (root / name).mkdir(parents=True)
    return root


@pytest.fixture
def stand_in(tmp_path):
    """The environment in which `python -m jupyterlab` only says what it was asked."""
    folder = tmp_path / "stand-in"
    (folder / "jupyterlab").mkdir(parents=True)
    (folder / "jupyterlab" / "__init__.py").touch()
    (folder / "jupyterlab" / "__main__.py").write_text(STAND_IN, "utf-8")
    return os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "SAID": str(tmp_path / "said.json")}


def made(bench, *arguments):
    done = sv_report("shortcut", "--root", bench, *arguments)
    assert done.returncode == 0, done.stderr
    (path,) = [one for one in bench.iterdir() if one.is_file()]
    return path


def arguments_of(line):
    """Read an Exec line as the Desktop Entry Specification says: string escapes, then quotes, then field codes."""
    value = re.sub(r"\\([\\snrt])", lambda found: {"s": " ", "n": "\n", "r": "\r", "t": "\t"}.get(found[1], "\\"), line)
    words = re.findall(r'"((?:[^"\\`$]|\\["\\`$])*)"(?= |$)|([^ "\'\\><~|&;$*?#()`]+)(?= |$)', value)
    read = [re.sub(r"\\(.)", r"\1", quoted) if quoted else plain for quoted, plain in words]
    assert not re.search("%", "".join(read).replace("%%", "")), "a field code"
    return [word.replace("%%", "%") for word in read]


def test_the_reading_of_exec_lines_sees_one_that_is_badly_quoted():
    assert arguments_of(r'/bin/sh -c "a \\$b"') == ["/bin/sh", "-c", "a $b"]
    assert arguments_of(r'/bin/sh -c "a $b"') != ["/bin/sh", "-c", "a $b"]
    with pytest.raises(AssertionError):
        arguments_of("/bin/sh 100%f")


def entry(path):
    """Return the keys of a desktop entry."""
    first, *lines = path.read_text("utf-8").splitlines()
    assert first == "[Desktop Entry]"
    return dict(line.split("=", 1) for line in lines)


def assert_opened(bench, stand_in, programs=Path(sys.executable).parent):
    told = json.loads(Path(stand_in["SAID"]).read_text("utf-8"))
    assert told["folder"] == str(bench)
    assert any(one.endswith("/lab/tree/notebooks/start_here.ipynb") for one in told["arguments"])
    assert told["path"].split(os.pathsep)[0] == str(programs)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a desktop entry is for Linux")
def test_the_exec_line_opens_the_workbench_whatever_its_folder_is_called(odd_bench, stand_in):
    command = arguments_of(entry(made(odd_bench))["Exec"])
    done = subprocess.run(command, env=stand_in, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert_opened(odd_bench, stand_in)


@pytest.mark.skipif(not shutil.which("gio"), reason="needs gio (Debian: libglib2.0-bin)")
def test_glib_reads_the_file_and_opens_the_workbench(odd_bench, stand_in, tmp_path):
    terminal = tmp_path / "bin" / "xterm"  # what GLib opens a terminal with: `xterm -e PROGRAM ARGUMENTS`
    terminal.parent.mkdir()
    terminal.write_text('#!/bin/sh\nshift\n"$@"\ntouch "$SAID.done"\n', "utf-8")
    terminal.chmod(0o755)
    environment = stand_in | {"PATH": f"{terminal.parent}:{stand_in['PATH']}"}
    subprocess.run(["gio", "launch", made(odd_bench)], env=environment, timeout=60, check=True)
    subprocess.run(["sh", "-c", 'until [ -e "$SAID.done" ]; do sleep 0.1; done'], env=stand_in, timeout=60, check=True)
    assert_opened(odd_bench, stand_in)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a desktop entry is for Linux")
def test_the_desktop_entry_has_the_keys_that_a_validator_asks_for(bench):
    path = made(bench)
    keys = entry(path)
    assert (path.suffix, keys["Type"], keys["Terminal"], keys["Version"]) == (".desktop", "Application", "true", "1.5")
    assert keys["Name"] == "Social value report"
    assert keys["Categories"] == "Office;"
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", key) for key in keys)
    assert {key for key in keys if not key.startswith("X-")} == {
        *("Type", "Version", "Name", "Comment", "Exec", "Terminal", "Categories")
    }
    assert path.stat().st_mode & stat.S_IXUSR


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a desktop entry is for Linux")
def test_the_window_stays_open_where_jupyterlab_fails(odd_bench, stand_in):
    command = arguments_of(entry(made(odd_bench))["Exec"])
    shutil.rmtree(odd_bench / "templates")
    done = subprocess.run(command, env=stand_in, capture_output=True, text=True, input="\n", timeout=60, check=False)
    assert "is no workbench" in done.stderr
    assert "Press Enter to close this window." in done.stdout


def test_the_file_for_windows_is_what_cmd_reads(bench):
    path = made(bench, "--system", "windows")
    content = path.read_bytes()
    lines = content.decode("utf-8").split("\r\n")
    assert path.suffix == ".cmd"
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert not content.startswith(b"\xef\xbb\xbf"), "cmd would take a byte order mark for a command"
    assert lines[0] == "@echo off"
    utf8 = lines.index("chcp 65001 >nul")
    assert all(line.isascii() for line in lines[:utf8])
    assert '"%~dp0.venv\\Scripts\\python.exe" -m sv_report lab --root "%~dp0."' in lines
    assert "if errorlevel 1 pause" in lines


def test_the_file_for_windows_names_this_machines_folders_there():
    from sv_report.shortcut import Places, batch_file

    places = Places("D:\\", "C:\\Räte & Söhne\\100%\\python.exe", ("C:\\Räte & Söhne\\100%",))
    text = batch_file(places).decode("utf-8")
    assert '"C:\\Räte & Söhne\\100%%\\python.exe" -m sv_report lab --root "D:\\."\r\n' in text
    assert 'set "PATH=C:\\Räte & Söhne\\100%%;%PATH%"\r\n' in text


@pytest.mark.skipif(os.name == "nt", reason="needs sh")
@pytest.mark.parametrize("is_here", [True, False])
def test_the_file_for_macos_opens_the_workbench(odd_bench, stand_in, is_here):
    if is_here:
        from sv_report.shortcut import _places_here, command_file

        path = odd_bench / "Social value report.command"
        path.write_bytes(command_file(_places_here(odd_bench)))
        path.chmod(0o755)
    else:
        path = made(odd_bench, "--system", "macos")
        (odd_bench / ".venv" / "bin").mkdir(parents=True)
        python = odd_bench / ".venv" / "bin" / "python"
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
        python.chmod(0o755)
    assert path.stat().st_mode & stat.S_IXUSR
    done = subprocess.run([path], env=stand_in, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert_opened(odd_bench, stand_in, Path(sys.executable).parent if is_here else odd_bench / ".venv" / "bin")


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_a_file_that_a_person_changed_is_kept_and_one_of_ours_is_not_in_the_way(bench, system):
    path = made(bench, "--system", system)
    again = sv_report("shortcut", "--root", bench, "--system", system)
    assert "there already, as it should be" in again.stdout
    changed = path.read_bytes().replace(b"lab", b"lab -v", 1)
    path.write_bytes(changed)
    refused = sv_report("shortcut", "--root", bench, "--system", system)
    assert refused.returncode == 2
    assert "changed by a person" in refused.stderr
    assert path.read_bytes() == changed


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a desktop entry is for Linux")
def test_a_file_that_we_wrote_for_another_folder_is_written_anew(bench, tmp_path):
    path = made(bench)
    moved = bench.rename(tmp_path / "moved")
    assert sv_report("shortcut", "--root", moved).returncode == 0
    assert str(moved) in (moved / path.name).read_text("utf-8")


def test_to_another_folder_and_not_where_it_would_not_work(bench, tmp_path):
    folder = tmp_path / "desktop"
    folder.mkdir()
    assert sv_report("shortcut", "--root", bench, "--to", folder).returncode == 0
    assert len([*folder.iterdir()]) == 1
    other = "macos" if sys.platform == "win32" else "windows"
    refused = sv_report("shortcut", "--root", bench, "--to", folder, "--system", other)
    assert refused.returncode == 2
    assert "workbench's folder" in refused.stderr
    assert len([*folder.iterdir()]) == 1
