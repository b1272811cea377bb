"""One fact, one number: summary, detail, tables, charts, alternative texts, workbook and JSON say the same."""

import json
import re
import shutil
import zipfile

import openpyxl
import pytest

from sv_report.exhibits import EXHIBITS, Chart, Table
from sv_report.manuscript import open_report
from tests.functional.conftest import EDITION, ROOT
from tests.functional.printed_facts import differences, printed

FACT = "sv_validated_to_date"  # in prose, in tables, in the workbook
THEME = "sv_validated_to_date.theme.innovation"  # in a table and a chart


@pytest.fixture(scope="module")
def exhibits():
    figures = open_report(EDITION, root=ROOT).figures
    return {record.name: record.build(figures) for record in EXHIBITS}


def test_no_fact_has_two_values_in_a_bundle(bundle, exhibits):
    assert differences(bundle, exhibits) == []


def test_the_walk_comes_to_every_place(bundle, exhibits):
    found = list(printed(bundle, exhibits))
    places = {place for fact, _, _, place in found if fact == FACT}
    assert places >= {"report.qmd", "report.ipynb", "report.html", "report.docx", "facts.json", "tables.xlsx, Facts",
                      "tables.xlsx, by_theme"}  # fmt: skip
    charts = [exhibit.name for exhibit in exhibits.values() if isinstance(exhibit, Chart)]
    texts = {place for _, _, _, place in found if "alternative text" in place}
    assert texts == {
        f"report.{kind}, alternative text of {name}" for name in charts for kind in ("qmd", "html", "docx")
    }
    tables = [exhibit.name for exhibit in exhibits.values() if isinstance(exhibit, Table) and exhibit.facts]
    sheets = {place for _, _, _, place in found if place.startswith("tables.xlsx")}
    assert sheets == {f"tables.xlsx, {name}" for name in ("Facts", *tables)}


# ---- a difference that is planted is found -------------------------------------------------------


def in_text(name, pattern):
    """Return what writes a number into the first place in a text file that is found."""

    def plant(public, number):
        text, count = re.subn(pattern, rf"\g<1>{number}", (public / name).read_text("utf-8"), count=1)
        assert count == 1
        (public / name).write_text(text, "utf-8")

    return plant


def in_word(pattern):
    def plant(public, number):
        path = public / "report.docx"
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        body = parts["word/document.xml"].decode("utf-8")
        changed, count = re.subn(pattern, rf"\g<1>{number}", body, count=1, flags=re.DOTALL)
        assert count == 1
        with zipfile.ZipFile(path, "w") as new:
            for name, content in parts.items():
                new.writestr(name, changed if name == "word/document.xml" else content)

    return plant


def in_sheet(sheet, heading):
    def plant(book, number):
        rows = list(book[sheet].iter_rows())
        header = next(row for row in rows if heading in [cell.value for cell in row])
        column = [cell.value for cell in header].index(heading)
        (cell,) = (row[column] for row in rows if row[0].value in (THEME, "Innovation"))
        cell.value = number if isinstance(cell.value, str) else float(number)

    return plant


def in_json(public, number):
    facts = json.loads((public / "facts.json").read_text("utf-8"))
    next(fact for fact in facts if fact["id"] == FACT)["display"] = number
    (public / "facts.json").write_text(json.dumps(facts), "utf-8")


PLANTED = {
    "report.qmd": (FACT, "£1.000m", in_text("report.qmd", rf'()£[\d.\\]+m(?=\]\{{\.fact fact="{FACT}"\}})')),
    "report.qmd, a table": (THEME, "2.000", in_text("report.qmd", rf'()[\d.\\]+(?=\]\{{\.fact fact="{THEME}"\}})')),
    "report.qmd, a chart": (
        THEME,
        "£3.000m",
        in_text("report.qmd", r"(Innovation: committed [^;]*validated )£[\d.\\]+m"),
    ),
    "report.ipynb": (FACT, "£4.000m", in_text("report.ipynb", rf'()£[\d.\\]+m(?=\]\{{\.fact fact=\\"{FACT}\\"\}})')),
    "report.html": (FACT, "£5.000m", in_text("report.html", rf'(data-fact="{FACT}"[^>]*>)£[\d.]+m')),
    "report.html, a chart": (
        THEME,
        "£6.000m",
        in_text("report.html", r"(Innovation: committed [^;]*validated )£[\d.]+m"),
    ),
    "report.docx": (FACT, "£7.000m", in_word(rf'(svf_{FACT}_1".*?<w:t[^>]*>)[^<]*')),
    "report.docx, a chart": (THEME, "£8.000m", in_word(r"(Innovation: committed [^;]*validated )£[\d.]+m")),
    "facts.json": (FACT, "£9.000m", in_json),
    "tables.xlsx, by_theme": (THEME, "10.000", in_sheet("by_theme", "Validated to date (£m)")),
    "tables.xlsx, Facts": (THEME, "£11.000m", in_sheet("Facts", "As printed")),
    "tables.xlsx, exact values": (THEME, "12000000", in_sheet("Facts", "Value before rounding, as text")),
}


def test_a_second_value_is_found_wherever_it_is(bundle, exhibits, tmp_path):
    copy = tmp_path / "bundle"
    shutil.copytree(bundle, copy)
    book = openpyxl.load_workbook(copy / "public" / "tables.xlsx")
    for place, (_, number, plant) in PLANTED.items():
        plant(book if place.startswith("tables.xlsx") else copy / "public", number)
    book.save(copy / "public" / "tables.xlsx")
    found = differences(copy, exhibits)
    assert all(text.startswith((f"{FACT}", f"{THEME}")) for text in found), found
    for place, (fact, number, _) in PLANTED.items():
        file = place.partition(",")[0]
        told = [text for text in found if text.startswith(f"{fact},") and f"'{number}'" in text and file in text]
        assert told, place
