"""The command as people type it: what it prints, where, and with which exit code."""

import json
import re
import shutil

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
    assert "It says Quarter 3 2023/24, but the report is on Quarter 2 2023/24" in done.stderr  # the title is the officer's


def test_facts_as_json_are_the_facts_of_the_bundle_and_nothing_else_is_printed(bundle):
    done = sv_report("facts", EDITION, "--json")
    assert json.loads(done.stdout) == json.loads((bundle / "public" / "facts.json").read_text("utf-8"))


def test_facts_lists_each_fact_with_its_display():
    done = sv_report("facts", EDITION)
    assert re.search(r"^sv_share_of_due +80\.\d% +Social value", done.stdout, re.MULTILINE)


def test_status_lists_the_editions():
    assert [line.split()[0] for line in sv_report("status").stdout.splitlines()] == ["2023-12-07", EDITION]


def test_help_names_every_command_and_the_exit_codes():
    text = sv_report("--help").stdout
    for word in ("run", "facts", "status", "lab", "Exit codes", "130"):
        assert word in text


def test_quiet_prints_nothing_and_otherwise_each_stage_is_named(tmp_path):
    quiet = sv_report("run", "2023-12-07", "--out", tmp_path, "--formats", "html", "--engine", "embedded", "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    told = sv_report("run", "2023-12-07", "--out", tmp_path, "--formats", "html", "--engine", "embedded", "--verbose")
    for stage in ("params", "data", "measures", "manuscript", "render", "release"):
        assert f"] {stage}\n" in told.stderr
        assert re.search(rf"^{stage} \d+\.\d\d s$", told.stderr, re.MULTILINE)
    assert str(tmp_path / "2023-12-07" / "public" / "report.html") in told.stdout


def test_an_edition_without_narrative_prints_drafts_marked_as_drafts(tmp_path):
    done = sv_report("run", "2023-12-07", "--out", tmp_path, "--formats", "docx", "--engine", "embedded")
    assert done.returncode == 0
    assert "No narrative for Consultations" in done.stderr
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
