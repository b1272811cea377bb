"""Every place of a bundle where a fact is printed under its id: in all formats, prose, tables, charts and their words.

What stands in prose is a *display* (`£1.234m`), what stands in a table under its unit a *figure* (`1.234`).
"""

import json
import re
import zipfile
from collections import defaultdict
from decimal import Decimal

import openpyxl
from lxml import etree, html

from sv_report.exhibits import Chart, Table
from sv_report.exhibits.cells import cells

SPAN = re.compile(r'\[((?:\\.|[^\[\]\\])*)\]\{\.fact fact="([^"]+)"\}')
NUMBER = re.compile(r"-?£?\d[\d,]*(?:\.\d+)?[m%]?|not available|not applicable")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = {"[x]": "not available", "[z]": "not applicable", "[c]": "not shown"}
LOW = "[k]"  # what a table prints of a number that its unit would round to zero; prose prints the number


def opened(bundle):
    """Return a bundle's workbook."""
    return openpyxl.load_workbook(bundle / "public" / "tables.xlsx", read_only=True)


def printed(bundle, exhibits, book=None):
    """Yield (fact, "display" or "figure", text, place); the exhibits, by name, say which fact a cell is."""
    public = bundle / "public"
    yield from _in_markdown((public / "report.qmd").read_text("utf-8"), "report.qmd")
    yield from _in_notebook(public / "report.ipynb")
    page = html.parse(public / "report.html")
    yield from _in_page(page)
    yield from _in_word(public / "report.docx")
    yield from _in_workbook(book or opened(bundle), exhibits)
    for fact in json.loads((public / "facts.json").read_text("utf-8")):
        yield fact["id"], "display", fact["display"], "facts.json"
    yield from _in_charts(public, page, exhibits)


def values(bundle, book):
    """Yield (fact, value, place) of the unrounded values, null where there is none."""
    for fact in json.loads((bundle / "public" / "facts.json").read_text("utf-8")):
        yield fact["id"], fact["value"] and Decimal(fact["value"]), "facts.json"
    for row in _facts_sheet(book):
        exact = row["Value before rounding, as text"]
        is_number = re.fullmatch(r"-?\d+(\.\d+)?", exact) and row["Unit"] != "text"
        yield row["Fact"], Decimal(exact) if is_number else None, "tables.xlsx, Facts"


def differences(bundle, exhibits):
    """Return the facts that have two values in a bundle, each with what is printed where."""
    book = opened(bundle)
    found = defaultdict(lambda: defaultdict(set))
    for fact, kind, text, place in printed(bundle, exhibits, book):
        found[fact, kind][text].add(place)
    said = [f"{fact}, {kind}: {dict(texts)}" for (fact, kind), texts in found.items() if len(texts) > 1]
    exact = defaultdict(lambda: defaultdict(set))
    for fact, value, place in values(bundle, book):
        exact[fact][value].add(place)
    said += [f"{fact}, value: {dict(amounts)}" for fact, amounts in exact.items() if len(amounts) > 1]
    said += [f"{fact} is in no facts.json" for fact, _ in found if fact not in exact]
    for (fact, kind), texts in found.items():
        for display in found[fact, "display"] if kind == "figure" else ():
            said += [f"{fact}: {display} and {figure}" for figure in texts if not _is_same(display, figure)]
    return said


def _is_same(display, figure):
    """Whether a display and a figure are one number."""
    return (
        figure == LOW
        or MARKS.get(figure, figure) == display
        or figure == re.sub(r"£|(?<=\d)(m|%)?( .*)?$", "", display)
    )


# ---- the formats ---------------------------------------------------------------------------------


def _in_markdown(text, place):
    for line in text.splitlines():
        for words, fact in SPAN.findall(line):
            yield (
                fact,
                "figure" if line.startswith("|") else "display",
                re.sub(r"\\(.)", r"\1", words.strip("*")),
                place,
            )


def _in_notebook(path):
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            for kind, text in output.get("data", {}).items():
                if kind.endswith("manuscript"):
                    yield from _in_markdown("".join(text), "report.ipynb")


def _in_page(page):
    for node in page.iterfind(".//*[@data-fact]"):
        kind = "figure" if next(node.iterancestors("td", "th"), None) is not None else "display"
        text, aloud = _plain(node.text_content()), node.get("aria-label") or ""
        yield node.get("data-fact"), kind, text, "report.html"
        if aloud and not aloud.startswith(f"{text}, "):
            yield node.get("data-fact"), kind, aloud, "report.html, read aloud"


def _in_word(path):
    with zipfile.ZipFile(path) as parts:
        styles, body = (etree.fromstring(parts.read(f"word/{name}.xml")) for name in ("styles", "document"))
    facts = {
        style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val").removeprefix("SV Fact ")
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}name").get(f"{W}val").startswith("SV Fact ")
    }
    for start in body.iter(f"{W}bookmarkStart"):
        if start.get(f"{W}name").startswith("svf_"):
            runs = list(_until_its_end(start))
            (fact,) = {facts[style.get(f"{W}val")] for run in runs for style in run.iter(f"{W}rStyle")}
            text = "".join(words.text or "" for run in runs for words in run.iter(f"{W}t"))
            yield (
                fact,
                "figure" if next(start.iterancestors(f"{W}tc"), None) is not None else "display",
                _plain(text),
                "report.docx",
            )


def _until_its_end(start):
    for node in start.itersiblings():
        if node.tag == f"{W}bookmarkEnd" and node.get(f"{W}id") == start.get(f"{W}id"):
            return
        yield node


def _in_workbook(book, exhibits):
    for row in _facts_sheet(book):
        yield row["Fact"], "display", row["As printed"], "tables.xlsx, Facts"
    for table in exhibits.values():
        if isinstance(table, Table):
            rows = list(book[table.name].iter_rows())
            first = next(place for place, row in enumerate(rows) if row[0].value == table.columns[0].label) + 1
            for one in cells(table):
                cell = rows[first + one.row_number - 1][one.column_number - 1]
                yield one.fact.id, "figure", _as_shown(cell), f"tables.xlsx, {table.name}"


def _as_shown(cell):
    if isinstance(cell.value, str):
        return cell.value
    return f"{cell.value:,.{len(cell.number_format.partition('.')[2])}f}"


def _facts_sheet(book):
    rows = [[cell or "" for cell in row] for row in book["Facts"].iter_rows(values_only=True)]
    first = next(place for place, row in enumerate(rows) if row[0] == "Fact")
    return [dict(zip(rows[first], row, strict=True)) for row in rows[first + 1 :]]


def _in_charts(public, page, exhibits):
    """Yield the numbers of each chart's alternative text, wherever it stands, in the order of the chart's facts."""
    charts = [exhibit for exhibit in exhibits.values() if isinstance(exhibit, Chart)]
    manuscript = (public / "report.qmd").read_text("utf-8")
    said = [
        (re.sub(r"\\(.)", r"\1", alt), "report.qmd") for alt in re.findall(r'fig-alt="((?:\\.|[^"\\])*)"', manuscript)
    ]
    said += [(drawing.text_content(), "report.html") for drawing in page.iterfind(".//main//svg/desc")]
    with zipfile.ZipFile(public / "report.docx") as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
    said += [(node.get("descr"), "report.docx") for node in body.iter() if node.get("descr")]
    for alt, place in said:
        (chart,) = (chart for chart in charts if f". {chart.subtitle}. " in alt)
        members = alt.partition(f"{chart.subtitle}. ")[2].removesuffix(".").split("; ")
        drawn = zip(chart.members, members, zip(*(one.facts for one in chart.series), strict=True), strict=True)
        for member, words, facts in drawn:
            numbers = NUMBER.findall(words.removeprefix(f"{member}: "))
            for fact, text in zip(filter(None, facts), numbers, strict=True):
                yield fact.id, "display", text, f"{place}, alternative text of {chart.name}"


def _plain(text):
    return " ".join(text.split())
