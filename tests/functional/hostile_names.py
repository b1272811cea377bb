"""A workbench whose data names suppliers, contracts, districts, themes and measures as if to be obeyed."""

import csv
from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

from sv_report.data.cells.words import read_text
from sv_report.exhibits.text import printable
from tests.functional import part_two
from tests.functional.conftest import EDITION
from tests.functional.part_two import rewrite

LONG = "A very long name of a contract that somebody pasted from its specification, " * 6 + "which ends here as it is"
UNBROKEN = "https://example.org/" + "contract" * 30
MARKUP = (
    "**Bold** _it_ ~~gone~~ `code` H~2~O x^2^", "[link](javascript:alert(1)) ![x](y.svg)", "# Heading", "- item", "1. first",
    "| a | b |", "---", "> quote", "[^1] and ^[note]", "::: {.exempt}", "[secret]{.exempt} {#tbl-by_theme .wide}",
    ": caption {#tbl-evil}", "Table: caption", "@fig-by_theme_chart and @tbl-by_theme", "$x$ and $$y$$", "\\newpage \\# \\",
)  # fmt: skip
CODE = (
    '#let x = 1; #x #import "y.typ"', '#read("/etc/passwd")', "#[*a*] <label> @label // comment /* x */",
    "<script>alert(1)</script> <b>x</b> &amp; &copy;", "<!-- gone --> <a href='x'>y</a>", "</w:t></w:r><w:p/>",
    "{{< include /etc/passwd >}} {{% x %}}", "`<w:br/>`{=openxml} ```{=html}", "``` {python} 1 + 1", "{{ sv_due_to_date }}",
)  # fmt: skip
FORMULAE = (
    "=1+1", "+1+1 Ltd", "-1 Ltd", "@SUM(A1)", '=HYPERLINK("http://example.org","x")', "=cmd|' /C calc'!A0", "'=1",
    "http://example.org/a_b", "mailto:a@example.org",
)  # fmt: skip
SCRIPTS = (
    "עירייה לדוגמה בע״מ",
    "شركة مثال",
    "Ŵyn a'r Ddraig Cyf",
    "環境 Ltd",
    "Green 🌱 and 👩‍🚒 Ltd",
    "ﬁ é ½ – — “q” ‘s’",
)
UNSEEN = (
    "Over\u202eride\u202c Ltd", "Zero\u200bwidth\ufeff Ltd", "Soft\u00adhyphen", "Bell\x07 and\x1b[31m red", "No\u00a0break",
)  # fmt: skip
ALL = (*SCRIPTS, *UNSEEN, LONG, UNBROKEN, *FORMULAE, *CODE, *MARKUP)
STRAIGHT = str.maketrans("‘’“”", "''\"\"")

THEMES = {  # the first is named in a chart's caption as the largest, the second as the smallest
    "Healthier and safer communities": LONG, "Innovation": SCRIPTS[0], "Environment": UNBROKEN, "Jobs and skills": CODE[0],
    "Growth and local business": CODE[3],
}  # fmt: skip
DISTRICTS = {
    "Preston": "@fig-by_theme_chart **and** <b>@tbl-by_theme</b>", "South Ribble": SCRIPTS[1], "Burnley": SCRIPTS[3],
    "Chorley": SCRIPTS[4], "Lancaster": LONG, "Ribble Valley": UNSEEN[0], "Fylde": UNSEEN[3], "Pendle": "=1+1",
    "West Lancashire": "{{< pagebreak >}}", "Rossendale": "$x$ and $$y$$", "Hyndburn": UNBROKEN, "Wyre": "::: {.exempt}",
}  # fmt: skip
APPENDIX = "A measure's *title* @tbl-by_theme <b>#let</b> " + "and more of its very long title " * 14


def seen(name: str) -> str:
    """Return a name as every file prints it: blanks as the data stage reads them, what is not seen left out."""
    return printable(read_text(name))


def shown(name: str) -> str:
    """Return a name as Word, PDF and web page show it: with straight quotation marks."""
    return seen(name).translate(STRAIGHT)


def workbench(root: Path) -> Path:
    """Make a workbench with the example's tables in register/, its names exchanged for hostile ones."""
    part_two.workbench(root, marks="")
    register = root / "register"
    exchange(register / "measures.csv", "theme", THEMES)
    exchange(register / "contracts.csv", "district", DISTRICTS)
    give(register / "measures.csv", "name", ALL)
    give(register / "contracts.csv", "title", ALL[::-1])
    give(register / "suppliers.csv", "name", ALL[7:] + ALL[:7])
    edition = root / "params" / f"{EDITION}.yml"
    text = edition.read_text("utf-8")
    assert "title: Measures," in text
    edition.write_text(text.replace("title: Measures,", f"title: '{APPENDIX.replace(chr(39), chr(39) * 2)}',"), "utf-8")
    return root


def exchange(table: Path, column: str, names: dict[str, str]) -> None:
    """Exchange the names in a column of a table."""
    rewrite(table, lambda row: {column: names.get(row[column], row[column])})


def give(table: Path, column: str, names: Iterable[str]) -> None:
    """Give the rows of a table names in turn."""
    turn = cycle(names)
    rewrite(table, lambda row: {column: next(turn)})


def given(root: Path, table: str, key: str, column: str) -> dict[str, str]:
    """Return what the rows of a table were given, by another column."""
    with (root / "register" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row[key]: row[column] for row in csv.DictReader(file)}
