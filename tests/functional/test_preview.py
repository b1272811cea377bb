"""A preview, over real HTTP on the loopback: what is shown, what is done anew, what is refused, what is left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import lxml.html
import nbformat
import pytest

from sv_report.errors import EditionError
from sv_report.manuscript import standard
from sv_report.previewing import preview
from tests.functional.conftest import EDITION, ROOT
from tests.functional.part_two import add
from tests.functional.part_two import workbench as with_exempt_matter

LONG = 150  # seconds, on a machine with other work
WRITTEN = "The council asked its suppliers how they travel."


def asked(url, path="", **headers):
    """Return the status and the text of an answer; the Host header is the address's own unless one is given."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.request("GET", path or parts.path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8")


class Watched:
    """A running preview, and the number of the last event that was looked at."""

    def __init__(self, running, folder):
        self.running, self.folder, self.seen = running, folder, 0

    def event(self):
        """Return the next event."""
        event = self.running.after(self.seen, LONG)
        assert event is not None, "nothing was made"
        self.seen = event.number
        return event

    def page(self):
        status, text = asked(self.running.url)
        assert status == 200
        return text


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A workbench whose data lies in register/."""
    root = tmp_path_factory.mktemp("preview") / "a bench"
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    shutil.copytree(ROOT / "sv_report" / "data" / "example", root / "register", ignore=shutil.ignore_patterns("*.py"))
    (root / "outputs").mkdir()
    edition = root / "params" / f"{EDITION}.yml"
    edition.write_text(edition.read_text("utf-8").replace("data: example ", "data: register "), "utf-8")
    return root


@pytest.fixture(scope="module")
def watched(root, tmp_path_factory):
    """One preview that the tests of this file share, each of which leaves the workbench as it was, and the page whole."""
    temporary = tmp_path_factory.mktemp("temporary")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tempfile, "tempdir", str(temporary))
        with preview(EDITION, root=root, browser=False) as running:
            watched = Watched(running, temporary)
            assert watched.event().problem == ""
            yield watched
    assert list(temporary.iterdir()) == [], "its folder is left behind"
    assert list((root / "outputs").iterdir()) == [], "something is written to outputs/"
    with (
        pytest.raises(ConnectionRefusedError),
        socket.create_connection(("127.0.0.1", urlsplit(running.url).port), timeout=5),
    ):
        pass


@pytest.fixture
def change(root, watched):
    """Changes a file of the workbench; it is put back at the end, and what is made of that waited for."""
    before = {}

    def write(name, edit):
        path = root / name
        before.setdefault(path, path.read_bytes())
        path.write_text(edit(path.read_text("utf-8")), "utf-8")

    yield write
    last = watched.running.events[-1]
    for path, content in before.items():
        path.write_bytes(content)
    while before and (watched.seen == last.number or watched.running.events[-1].problem):
        watched.event()


def narrative(section):
    return f"params/{EDITION}/{section}.md"


# ---- what is shown, and what is done anew --------------------------------------------------------


def test_it_is_marked_as_a_preview_and_as_the_draft_that_it_is(watched, change):
    assert "<title>Preview: " in watched.page()
    assert "<strong>Preview</strong> of 2024-02-08, the public's copy." in watched.page()
    assert '<p class="draft">' not in watched.page()
    change(f"params/{EDITION}.yml", lambda text: text.replace("name: Example Legal Officer, date: 2024-01-29", "name:"))
    assert watched.event().problem == ""
    assert '<p class="draft"><strong>DRAFT</strong></p>' in watched.page()


def test_changed_words_are_shown_and_nothing_but_the_page_is_done_anew(watched, change):
    change(narrative("climate"), lambda text: f"{text}\n{WRITTEN}\n")
    assert watched.event().done == ("page",)
    assert f"<p>{WRITTEN}</p>" in watched.page()


def test_a_changed_field_that_matters_to_no_figure_makes_the_page_anew_only(watched, change):
    change(f"params/{EDITION}.yml", lambda text: text.replace("Director of Finance", "Director of Example Matters"))
    assert watched.event().done == ("page",)
    assert "Director of Example Matters" in watched.page()


def test_a_changed_layout_makes_neither_figures_nor_charts_anew(watched, change):
    change("templates/_extensions/cabinet/cabinet.css", lambda text: f"{text}\n.new-rule {{ color: inherit; }}\n")
    assert watched.event().done == ("layout", "page")
    assert ".new-rule" in watched.page()


def test_a_changed_row_of_data_changes_a_figure(watched, change, root):
    before = watched.page()
    lines = (root / "register" / "deliveries.csv").read_text("utf-8").splitlines()
    row = next(line for line in lines if ",2023-24 Q3," in line and ",GBP" not in line and line.split(",")[5])
    fields = row.split(",")
    more = ",".join([*fields[:4], "98765", "98765", *fields[6:]])
    change("register/deliveries.csv", lambda text: text.replace(row, more))
    event = watched.event()
    assert event.done[:4] == ("data", "figures", "disclosure", "traces")
    assert "layout" not in event.done
    assert event.done[-1] == "page"
    assert watched.page() != before


def test_a_file_saved_again_unchanged_makes_nothing_anew(watched, root):
    number = watched.running.events[-1].number
    path = root / narrative("climate")
    path.write_bytes(path.read_bytes())
    os.utime(path, (1, 1))
    assert watched.running.after(number, 2) is None


# ---- what is wrong, and mended -------------------------------------------------------------------


def test_what_is_wrong_stands_above_the_last_good_page_until_it_is_mended(watched, change):
    good = narrative("climate")
    change(good, lambda text: f"{text}\n{WRITTEN}\n")
    watched.event()
    change(good, lambda text: f"{text}\nIn all {{{{ nosuch_fact }}}}.\n")
    event = watched.event()
    assert "There is no fact nosuch_fact." in event.problem
    assert event.done == ()
    banner = watched.page().split('<div class="preview-wrong"')[1].split("</aside>")[0]
    assert f"<strong>params/{EDITION}/climate.md, line 5</strong>" in banner
    assert "There is no fact nosuch_fact.<br>" in banner  # and after it what to do
    assert f"<p>{WRITTEN}</p>" in watched.page(), "the last good page is gone"
    change(good, lambda text: text.replace("In all {{ nosuch_fact }}.", "It is all."))
    assert watched.event().problem == ""
    assert 'preview-wrong"' not in watched.page()
    assert "<p>It is all.</p>" in watched.page()


def test_a_profile_with_hostile_words_cannot_write_into_the_banner(watched, change):
    change(narrative("climate"), lambda text: "{{ <script>alert(1)</script> }}\n")
    assert watched.event().problem
    assert "<script>alert" not in watched.page()
    assert "&lt;script&gt;alert" in watched.page()


def test_a_call_that_fails_is_named_with_its_cell(watched, change):
    change(
        "notebooks/cabinet_report.ipynb", lambda text: text.replace('section(\\"climate\\")', 'section(\\"climat\\")')
    )
    event = watched.event()
    assert "notebooks/cabinet_report.ipynb, field cell 19: There is no section 'climat'." in event.problem
    assert "Did you mean climate?" in event.problem or "climate" in event.problem.rpartition("cell 19")[2]


# ---- who is refused ------------------------------------------------------------------------------


def test_only_the_loopback_with_the_token_and_its_own_host_is_answered(watched):
    url, parts = watched.running.url, urlsplit(watched.running.url)
    assert parts.hostname == "127.0.0.1"
    assert len(parts.path) > 30
    assert asked(url, "/")[0] == 403
    assert asked(url, f"/{'x' * 32}/")[0] == 403
    assert asked(url, f"{parts.path[:-2]}/preview.js")[0] == 403
    for host in ("rebound.example.org", f"rebound.example.org:{parts.port}", f"localhost:{parts.port}", "127.0.0.1"):
        status, text = asked(url, Host=host)
        assert status == 403
        assert "Social Value" not in text
    assert asked(url, f"{parts.path}preview.js")[0] == 200
    assert asked(url, f"{parts.path}media/../report.qmd")[0] == 404
    assert asked(url, f"{parts.path}media/by_theme_chart.svg")[0] == 200


def test_the_port_is_not_open_on_another_address(watched):
    port = urlsplit(watched.running.url).port
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.2", port), timeout=5):
        pass


# ---- the standard notebook, and others -----------------------------------------------------------


def test_the_page_says_what_a_run_s_page_says(bundle):
    """The sections printed in this process are those that the run's kernel printed: the same manuscript."""
    with preview(EDITION, root=ROOT, browser=False) as running:
        assert running.after(0, LONG).problem == ""
        page = asked(running.url)[1]
    whole = (bundle / "public" / "report.html").read_text("utf-8")
    assert len(elements(whole)) > 1000
    assert elements(page) == elements(whole)


def elements(page):
    """Return every element of the page's main part, with its attributes and words; Pandoc writes ' in two ways."""
    (main,) = lxml.html.fromstring(page).xpath("//main")
    return [(one.tag, dict(one.attrib), one.text, one.tail) for one in main.iter()]


def altered(folder, cell):
    """Return the report's notebook with a further cell."""
    notebook = nbformat.read(ROOT / "notebooks" / "cabinet_report.ipynb", as_version=4)
    notebook.cells.append(cell)
    nbformat.write(notebook, folder / "altered.ipynb")
    return folder / "altered.ipynb"


@pytest.mark.parametrize(
    ("source", "tags", "is_standard"),
    [
        ('report.section("legal")', [], True),
        ("report.facts", ["notes"], True),
        ('report.section("legal");', [], False),
        ("report.section(edition)", [], False),
        ("report = 1", ["notes"], False),
        ("%time 1", [], False),
        ('print("words")', ["notes"], False),
    ],
)
def test_a_notebook_with_a_cell_of_its_own_needs_a_kernel(tmp_path, source, tags, is_standard):
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": tags})
    assert standard.is_standard(altered(tmp_path, cell)) == is_standard


def test_a_notebook_with_its_own_cell_is_executed_only_when_its_inputs_changed(root, tmp_path):
    bench = tmp_path / "bench"
    shutil.copytree(root, bench)
    path = bench / "notebooks" / "cabinet_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell('half = 21\nreport.section("legal") if half > 1 else None'))
    nbformat.write(notebook, path)
    with preview(EDITION, root=bench, browser=False) as running:
        first = running.after(0, LONG)
        assert first.problem == ""
        assert "notebook (public)" in first.done
        css = bench / "templates" / "_extensions" / "cabinet" / "cabinet.css"
        css.write_text(css.read_text("utf-8") + "\n.new-rule { color: inherit; }\n", "utf-8")
        second = running.after(first.number, LONG)
        assert second.done == ("layout", "page")
        notebook.cells[-1].source = "1 / 0"
        nbformat.write(notebook, path)
        third = running.after(second.number, LONG)
        assert "ZeroDivisionError" in third.problem
        assert "field cell 30" in third.problem  # the cell that papermill puts in counted
        assert "Run the notebook in JupyterLab" in third.problem
        assert ".new-rule" in asked(running.url)[1]


# ---- exempt matter, an edition that is none, the command -----------------------------------------


def test_the_exempt_copy_is_shown_only_when_it_is_asked_for(tmp_path):
    root = add(with_exempt_matter(tmp_path / "bench"), "legal", "[Counsel advises to settle.]{.exempt}")
    with preview(EDITION, root=root, browser=False) as running:
        assert running.after(0, LONG).problem == ""
        assert "Counsel advises" not in asked(running.url)[1]
    with preview(EDITION, root=root, exempt=True, browser=False) as running:
        assert running.after(0, LONG).problem == ""
        page = asked(running.url)[1]
        assert "Counsel advises to settle." in page
        assert "the exempt copy, not for publication" in page


def test_an_edition_that_is_none_is_refused_at_once(root):
    with pytest.raises(EditionError, match="There is no edition 2024-02-09"):
        preview("2024-02-09", root=root, browser=False)


@pytest.mark.parametrize("ends", [signal.SIGINT, signal.SIGTERM])
def test_the_command_prints_the_address_and_ends_in_order(root, tmp_path, ends):
    process = subprocess.Popen(
        [sys.executable, "-m", "sv_report", "preview", EDITION, "--no-open", "--root", str(root)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(tmp_path)},
    )  # fmt: skip
    first = process.stdout.readline()
    assert first.startswith("The preview is at http://127.0.0.1:")
    assert asked(first.split()[-1])[0] == 200
    process.stdout.readline()
    assert process.stdout.readline().startswith("Page 1 in ")
    process.send_signal(ends)
    said, wrong = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "The preview has ended." in said
    assert wrong == ""
    assert list(Path(tmp_path).iterdir()) == []
