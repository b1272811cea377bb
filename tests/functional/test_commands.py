"""The command as people type it: what it prints, where, and with which exit code."""

import json
import os
import re
import shutil
import subprocess
import sys

import docx
import pytest

from tests.functional.conftest import EDITION, ROOT, sv_report

GOOD = (ROOT / "params" / f"{EDITION}.yml").read_text("utf-8")
WRONG = {
    "a day that is none": ("date: 2024-02-08}", "date: 2024-02-30}", "line 7, field meeting.date", "2024-02-30"),
    "a date in UK order": ("date: 2024-02-08}", "date: 08/02/2024}", "line 7, field meeting.date", "2024-02-08"),
    "an unknown key": ("lead_member:", "lead_meber:", "line 12, field lead_meber", "lead_member"),
    "a wrong type": ("key_decision: false", "key_decision: [1]", "line 22, field key_decision", "should be text, not a list"),
    "a period after the meeting": ("period: 2023-24 Q3", "period: 2023-24 Q4", "line 8, field period", "31 March 2024"),
    "a period that is none": ("period: 2023-24 Q3", "period: 2023-24 Q5", "line 8, field period", "2023-24 Q3"),
    "data seen after the meeting": ("data_as_at: 2024-01-19", "data_as_at: 2024-03-01", "line 10, field data_as_at", "meeting"),
    "no such data": ("data: example", "data: last_year", "line 9, field data", "no folder"),
    "no such exhibit": ("exhibit: measures_table", "exhibit: measure_table", "field appendices", "measures_table"),
    "no such notebook": ("notebook: cabinet_report", "notebook: cabinet_repot", "field notebook", "cabinet_report"),
    "no such council": ("council: lancashire", "council: lancashir", "field council", "lancashire"),
    "a priority of another time": ("- Supporting economic growth", "- Economic ambition", "corporate_priorities", "2024-02-08"),
    "a key typed twice": ("report_of:", "report_of: Someone\nreport_of:", "line 12", "report_of"),
    "a missing key": ("recommendation:", "# recommendation:", "field recommendation", "recommendation"),
    "a tab": ("  name: Example", "\tname: Example", "line 14", "tab"),
    "published after the meeting": ("report_published: 2024-01-31", "report_published: 2024-02-09", "report_published", "meeting"),
    "an open quotation mark": ('Quarter 3 2023/24"', "Quarter 3 2023/24", "line 6", "quot"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_edition_is_refused_with_its_place_before_anything_runs(bench, case):
    right, wrong, *expected = WRONG[case]
    assert GOOD.count(right) == 1
    (bench / "params" / f"{EDITION}.yml").write_text(GOOD.replace(right, wrong), "utf-8")
    done = sv_report("run", EDITION, "--root", bench)
    assert done.returncode == 3, done.stderr
    assert f"params/{EDITION}.yml" in done.stderr
    for words in expected:
        assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (bench / "outputs").exists()


def test_everything_wrong_is_said_at_once(bench):
    text = GOOD.replace("period: 2023-24 Q3", "period: Q3").replace("key_decision: false", "key_decision: maybe")
    (bench / "params" / f"{EDITION}.yml").write_text(text.replace("part: I ", "part: 3 "), "utf-8")
    narrative = bench / "params" / EDITION / "detail.md"
    narrative.write_text('{{ sv_validted_ytd }}\n\n{{ exhibit("by_them") }}\n\n<br>\n', "utf-8")
    done = sv_report("run", EDITION, "--root", bench)
    assert done.returncode == 3
    assert "has 6 errors" in done.stderr
    for words in ("field period", "field key_decision", "field part", "detail.md, line 1", "sv_validated_ytd",
                  "detail.md, line 3", "by_theme", "detail.md, line 5"):  # fmt: skip
        assert words in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "2024-02-09"), 3, "2024-02-08"),
        (("run", EDITION, "--set", "period=2023-24 Q9"), 3, "--set period"),
        (("run", EDITION, "--set", "perid=2023-24 Q2"), 3, "--set perid"),
        (("run", EDITION, "--set", "period"), 2, "KEY=VALUE"),
        (("run", EDITION, "--formats", "docx,odt"), 2, "docx, pdf, html"),
        (("run", EDITION, "--engine", "word"), 2, "embedded"),
        (("run", EDITION, "--root", "/tmp"), 2, "params/"),
        (("rum", EDITION), 2, "rum"),
    ],
)
def test_a_wrong_command_says_what_would_be_right(tmp_path, arguments, code, words):
    out = ("--out", tmp_path) if arguments[0] == "run" else ()
    done = sv_report(*arguments, *out)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not [path for path in tmp_path.iterdir() if not path.name.startswith(".")]


def test_a_period_that_the_data_does_not_know_is_refused_and_no_page_of_zeros_is_made(tmp_path):
    done = sv_report("run", EDITION, "--out", tmp_path, "--set", "period=2015-16 Q1")
    assert done.returncode == 4
    assert "no contract in the data was active in 2015-16 Q1" in done.stderr
    assert "its periods go from 2021-22 Q" in done.stderr
    assert not [*tmp_path.glob("*/public")]


def test_the_words_follow_the_period_that_is_set(tmp_path):
    done = sv_report("run", EDITION, "--out", tmp_path, "--formats", "html", "--set", "period=2023-24 Q2")
    assert done.returncode == 0, done.stderr
    (made,) = tmp_path.glob(f"{EDITION}.set-*")
    text = " ".join(re.sub(r"[{}\[\]]", " ", (made / "public" / "report.qmd").read_text("utf-8")).split())
    assert "by 30 September 2023" in text
    said = " ".join(done.stdout.split())
    assert "It says Quarter 3 2023/24, but the report is on Quarter 2 2023/24" in said  # the title is the officer's


def test_facts_as_json_are_the_facts_of_the_bundle_and_nothing_else_is_printed(bundle):
    done = sv_report("facts", EDITION, "--json")
    assert json.loads(done.stdout) == json.loads((bundle / "public" / "facts.json").read_text("utf-8"))


def test_facts_lists_each_fact_with_its_display():
    done = sv_report("facts", EDITION)
    assert re.search(r"^sv_share_of_due +80\.\d% +Social value", done.stdout, re.MULTILINE)


def test_status_lists_the_editions():
    lines = [line for line in sv_report("status").stdout.splitlines() if not line.startswith(" ")]
    assert [line.split()[0] for line in lines] == [*("2023-12-07", EDITION, f"{EDITION}-policy")]


def test_a_report_stands_while_nothing_has_changed_and_status_says_what_has(bench):
    def run(*more):
        return sv_report("run", EDITION, "--root", bench, "--formats", "html", "--engine", "embedded", *more)

    def status(edition=EDITION):
        said = json.loads(sv_report("status", "--root", bench, "--json").stdout)
        return next(one for one in said if one["edition"] == edition)

    assert status()["state"] == "none"
    assert run().returncode == 0
    log = bench / "outputs" / EDITION / "office" / "run.log"
    first, words = log.read_bytes(), bench / "params" / EDITION / "legal.md"
    words.touch()
    again = run()
    assert (again.returncode, log.read_bytes()) == (0, first)
    assert "stands as it was made" in again.stdout
    assert f"{EDITION}/public/report.html" in again.stdout
    assert (status()["state"], status()["reasons"]) == ("fresh", [])

    words.write_text(f"{words.read_text('utf-8')}\nOne more sentence.\n", "utf-8")
    (bench / "params" / "2023-12-07.yml").write_text("schema: 1\n", "utf-8")
    assert [one["name"] for one in status()["reasons"]] == [f"params/{EDITION}/legal.md"]
    assert status("2023-12-07")["state"] == "wrong"
    said = sv_report("status", "--root", bench).stdout
    assert f"narrative: params/{EDITION}/legal.md has changed" in said
    assert "cannot be read" in said

    assert (
        "One more sentence." in (run(), (bench / "outputs" / EDITION / "public" / "report.html").read_text("utf-8"))[1]
    )
    second = log.read_bytes()
    assert second != first
    assert run("--force").returncode == 0
    assert log.read_bytes() != second


def test_help_names_every_command_and_the_exit_codes():
    text = sv_report("--help").stdout
    for word in (
        "run",
        "batch",
        "scale-example",
        "facts",
        "check",
        "deadlines",
        "new",
        "publish",
        "verify",
        "status",
        "lab",
        "doctor",
        "shortcut",
        "Exit codes",
        "130",
    ):
        assert word in text


def test_quiet_prints_nothing_and_otherwise_each_stage_is_named(tmp_path):
    quiet = sv_report("run", "2023-12-07", "--out", tmp_path, "--formats", "html", "--engine", "embedded", "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    again = ("--formats", "html", "--engine", "embedded", "--verbose", "--force")
    told = sv_report("run", "2023-12-07", "--out", tmp_path, *again)
    for stage in ("params", "data", "measures", "exhibits", "manuscript", "render", "release"):
        assert f"] {stage}\n" in told.stderr
        assert re.search(rf"^{stage} \d+\.\d\d s$", told.stderr, re.MULTILINE)
    assert str(tmp_path / "2023-12-07" / "public" / "report.html") in told.stdout


def test_an_edition_without_narrative_prints_drafts_marked_as_drafts(tmp_path):
    done = sv_report("run", "2023-12-07", "--out", tmp_path, "--formats", "docx", "--engine", "embedded")
    assert done.returncode == 0
    assert "Brief Summary is a draft from the figures that nobody has confirmed." in " ".join(done.stdout.split())
    assert "more; sv-report check lists them." in done.stdout
    document = docx.Document(str(tmp_path / "2023-12-07" / "public" / "report.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Draft: to be written by the Monitoring Officer's staff." in text
    assert "Draft from the figures, to be confirmed by the report's author." in text
    assert "DRAFT" in " ".join(p.text for p in document.sections[0].header.paragraphs)


def test_an_edition_may_be_a_path_anywhere(tmp_path):
    shutil.copy(ROOT / "params" / "2023-12-07.yml", tmp_path / "mine.yml")
    done = sv_report(
        "run", tmp_path / "mine.yml", "--out", tmp_path / "out", "--formats", "html", "--engine", "embedded"
    )
    assert done.returncode == 0, done.stderr
    notebook = (tmp_path / "out" / "mine" / "public" / "report.ipynb").read_text("utf-8")
    assert str(tmp_path) not in notebook


def edit_notebook(bench, *cells, without=(), at=6):
    """Put cells into the bench's notebook, after its first `at`, and take away those whose source names a word."""
    path = bench / "notebooks" / "cabinet_report.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    kept = [cell for cell in notebook["cells"] if not any(word in "".join(cell["source"]) for word in without)]
    new = []
    for number, (kind, source, *tags) in enumerate(cells):
        code = {"outputs": [], "execution_count": None} if kind == "code" else {}
        new.append({"cell_type": kind, "metadata": {"tags": tags}, "source": source, "id": f"new-{number}", **code})
    path.write_text(json.dumps(notebook | {"cells": [*kept[:at], *new, *kept[at:]]}), "utf-8")


def narrative(bench, section, words):
    (bench / "params" / EDITION / f"{section}.md").write_text(words, "utf-8")


SECRET = "Notional Bidders offered least"
LEAKS = {
    "a div in narrative": lambda bench: narrative(bench, "legal", f"::: {{.exempt}}\n{SECRET}.\n:::\n"),
    "a span in narrative": lambda bench: narrative(bench, "legal", f'In short, [{SECRET}]{{class="exempt"}}.\n'),
    "a heading in narrative": lambda bench: narrative(bench, "legal", f"#### {SECRET} {{.exempt}}\n\nWords.\n"),
    "a cell of the notebook": lambda bench: edit_notebook(bench, ("markdown", f"::: exempt\n{SECRET}.\n:::")),
    "a note of the notebook": lambda bench: edit_notebook(bench, ("markdown", f"[{SECRET}]{{.exempt}}", "notes")),
    "a field of the edition": lambda bench: (bench / "params" / f"{EDITION}.yml").write_text(
        GOOD.replace("to note the", f"to note that [{SECRET}]{{.exempt}} and the"), "utf-8"
    ),
    "a report in Part II": lambda bench: (bench / "params" / f"{EDITION}.yml").write_text(
        GOOD.replace("part: I ", f"reason_for_part_two: {SECRET}\npart: II "), "utf-8"
    ),
}


@pytest.mark.parametrize("case", LEAKS)
def test_exempt_words_never_stand_in_public_because_the_run_is_refused(bench, case):
    LEAKS[case](bench)
    done = sv_report("run", EDITION, "--root", bench, "--formats", "html", "--engine", "embedded")
    assert done.returncode == (6 if "notebook" in case else 3), done.stderr
    assert "leave exempt matter out" in done.stderr
    left = [path for path in bench.rglob("outputs/**/*") if path.is_file()]
    assert not [path for path in left if "public" in path.parts]
    assert not [path for path in left if SECRET.encode() in path.read_bytes()]


def test_nothing_of_this_machine_or_process_is_published_with_a_notebook_that_warns(bench):
    notes = "import warnings\nwarnings.warn('the data is odd')\nprint(sv.__file__)\nobject()"
    edit_notebook(bench, ("code", notes, "notes"), ("code", "warnings.warn('so it is')\nreport.opening()"))
    done = sv_report("run", EDITION, "--root", bench, "--formats", "html", "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    assert "UserWarning: the data is odd" in done.stderr
    sealed = bench / "outputs" / EDITION
    for path in (*sealed.glob("public/report.*"), sealed / "office" / "findings.json"):
        text = path.read_text("utf-8")
        for word in ("ipykernel_", " at 0x", "/tmp/", str(bench), str(ROOT)):
            assert word not in text, (path, word)
    assert "the data is odd" in (sealed / "office" / "findings.json").read_text("utf-8")


def test_a_path_that_is_set_does_not_stand_in_the_published_notebook(bench, tmp_path):
    data = shutil.copytree(ROOT / "sv_report" / "data" / "example", tmp_path / "my data")
    parameters = ("code", 'edition: str = ""\ndata: str = ""', "parameters", "notes")
    opened = ("code", "import sv_report as sv\nreport = sv.open(edition, data=data)", "notes")
    edit_notebook(bench, parameters, opened, without=("period: str", "sv.open"), at=0)
    done = sv_report(
        "run", EDITION, "--root", bench, "--formats", "html", "--engine", "embedded", "--set", f"data={data}"
    )
    assert done.returncode == 0, done.stderr
    (made,) = (bench / "outputs").glob(f"{EDITION}.set-*")
    published = (made / "public" / "report.ipynb").read_text("utf-8")
    assert "injected-parameters" in published
    assert str(tmp_path) not in published


def test_every_fact_that_the_data_lacks_is_named_before_the_notebook_is_run(bench):
    narrative(bench, "legal", "One.\n\n{{ sv_due_to_date.theme.job }}\n")
    narrative(bench, "financial", "{{ sv_due_to_date.contract.c99999 }}\n")
    done = sv_report("run", EDITION, "--root", bench, "--formats", "html", "--engine", "embedded")
    assert done.returncode == 3, done.stderr
    for words in (
        f"params/{EDITION}/legal.md, line 3",
        "the data has no theme job.",
        f"params/{EDITION}/financial.md, line 1",
    ):
        assert words in done.stderr
    assert not (bench / "outputs" / f"{EDITION}.failed" / "report.ipynb").exists()


def test_an_appendix_that_is_a_file_goes_with_the_report(bench):
    (bench / "params" / "policy.pdf").write_bytes(b"%PDF the policy")
    text = GOOD.replace(
        "exhibit: measures_table}",
        "exhibit: measures_table}\n  - {label: B, title: The policy, file: params/policy.pdf}",
    )
    (bench / "params" / f"{EDITION}.yml").write_text(text, "utf-8")
    done = sv_report("run", EDITION, "--root", bench, "--formats", "html", "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    sealed = bench / "outputs" / EDITION
    assert (sealed / "public" / "appendices" / "policy.pdf").read_bytes() == b"%PDF the policy"
    assert (
        "public/appendices/policy.pdf" in json.loads((sealed / "office" / "manifest.json").read_text("utf-8"))["files"]
    )
    words = (sealed / "public" / "report.qmd").read_text("utf-8")
    assert words.count("The policy") == 1
    assert "Appendix \\'B\\'" in words


def test_a_section_that_the_notebook_leaves_out_is_said(bench):
    edit_notebook(bench, without=('section("legal")',))
    done = sv_report("run", EDITION, "--root", bench, "--formats", "html", "--engine", "embedded")
    assert "error: notebooks/cabinet_report.ipynb: the notebook prints no section Legal" in done.stderr
    assert f"params/{EDITION}/legal.md is not in the report" in done.stderr


def test_a_notebook_may_open_another_edition_beside_its_own(bench):
    compare = 'before = sv.open("2023-12-07")\nprint(before.edition.id, before.figures.period)'
    edit_notebook(bench, ("code", compare, "notes"))
    done = sv_report("run", EDITION, "--root", bench, "--formats", "html", "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    assert "2023-12-07 2023-24 Q2" in (bench / "outputs" / EDITION / "public" / "report.ipynb").read_text("utf-8")


def test_a_misspelt_exhibit_in_a_notebook_names_the_nearest(bench):
    edit_notebook(bench, ("code", 'report.exhibit("by_them")'))
    done = sv_report("run", EDITION, "--root", bench, "--formats", "html", "--engine", "embedded")
    assert done.returncode == 6
    assert "Did you mean by_theme?" in done.stderr
    assert "KeyError" not in done.stderr


@pytest.mark.parametrize("key", ["root", "edition"])
def test_a_set_key_that_is_no_field_is_no_fault_of_the_program(key):
    done = sv_report("facts", EDITION, "--set", f"{key}=x")
    assert done.returncode == 3, done.stderr
    assert f"There is no field {key}." in done.stderr
    assert "Traceback" not in done.stderr


def test_facts_are_printed_where_the_terminal_has_no_pound_sign():
    command = [sys.executable, "-m", "sv_report", "facts", EDITION]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"PYTHONIOENCODING": "ascii"}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "£" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("arguments", [("facts", EDITION), ("facts", EDITION, "--json"), ("run", "2024-02-09")])
def test_a_reader_that_stops_reading_is_no_fault(arguments):
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "sv_report", *arguments]
    done = subprocess.run(command, cwd=ROOT, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert done.returncode == (3 if "run" in arguments else 0)
    assert "Error" not in done.stderr
    assert "BrokenPipe" not in done.stderr


HOSTILE = [
    "Example *bold* _and_ [link](http://example.org) Ltd",
    '#let x = 1; #eval("1") Sample',
    "{{< include /etc/passwd >}} Specimen",
    "<script>alert(1)</script> Example",
    '=HYPERLINK("http://example.org") Notional',
    "$x^2$ `code` | pipe \\\\ back & amp; Example",
    "```{python} print(1)``` Sample",
    "@fig-x [^1] ::: {.exempt} Illustrative",
]


def test_hostile_names_are_printed_as_they_are_in_every_format(bench, tmp_path):
    shutil.copytree(ROOT / "sv_report" / "data" / "example", bench / "hostile")
    path = bench / "hostile" / "suppliers.csv"
    lines = path.read_text("utf-8").splitlines()
    quoted = [line.split(",") for line in lines[1:]]
    names = {}
    for number, cells in enumerate(quoted):
        name = HOSTILE[number % len(HOSTILE)]
        names[cells[0]] = name
        cells[1:-5] = ['"' + name.replace('"', '""') + '"']
    path.write_text("\n".join([lines[0], *(",".join(cells) for cells in quoted)]) + "\n", "utf-8")
    done = sv_report(
        "run", EDITION, "--root", bench, "--set", "data=hostile", "--out", tmp_path / "out", "--engine", "embedded"
    )
    assert done.returncode == 0, done.stderr
    (made,) = (tmp_path / "out").glob(f"{EDITION}.set-*")
    document = docx.Document(str(made / "public" / "report.docx"))
    cells = {" ".join(cell.text.split()) for table in document.tables for row in table.rows for cell in row.cells}
    printed = {name for name in HOSTILE if name in cells}
    assert len(printed) >= 5
    page = (made / "public" / "report.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "root:" not in page
