"""Wrong editions, each as an officer would type it, and what the gate must say.

A case changes one thing in the good edition below. `line` is the file's own line; `message` and `remedy` are
parts of what is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sv_report.errors import EditionError
from sv_report.findings import Finding, Where
from sv_report.params import Edition, Known, KnownFact, Workbench, load_edition

ROOT = Path(__file__).parents[2]
ID = "2024-02-08"
GOOD = """\
schema: 1
council: lancashire
notebook: cabinet_report
title: "Social Value Monitoring Report: Quarter 3 2023/24"
meeting: {body: Cabinet, date: 2024-02-08}
period: 2023-24 Q3
data: example
data_as_at: 2024-01-19
report_of: Director of Finance
lead_member: Cabinet Member for Resources
contact:
  name: Example Officer
  role: Head of Service - Procurement
  telephone: 01632 960001
  email: social.value@example.org
divisions_affected: [All Divisions]
corporate_priorities: [Delivering better services, Supporting economic growth]
key_decision: false
recommendation: Cabinet is recommended to note the social value reported.
part: I
appendices: [{label: A, title: Measures, exhibit: measures_table}]
background_papers: [{paper: Supplier monitoring returns, date: 2024-01-19, contact: Procurement}]
report_published: 2024-01-31
"""
BY = ("theme", "measure")
FACTS = {
    "sv_validated_quarter": KnownFact(BY),
    "sv_reported_quarter": KnownFact(BY),
    "returns_due": KnownFact(),
    "returns_received": KnownFact(("directorate",)),
    "quantity_due_to_date": KnownFact(("measure",), whole=False),
}
EXHIBITS = ("key_facts", "by_theme", "by_theme_chart", "measures_table")


def example_only(source: str, root: Path) -> Finding | None:
    """Stand in for the data stage's check: only `example`, and files that are there, exist."""
    if source == "example" or (root / source).exists():
        return None
    return Finding(
        "data.missing", "error", f"There is no data source {source!r}.", Where(), "Write example, or a path."
    )


NOTEBOOK = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "python"}}, "cells": []}'
KNOWN = Known(FACTS, EXHIBITS, example_only)


def bench(folder: Path, text: str | bytes = GOOD, narrative: Mapping[str, str | bytes] | None = None) -> Workbench:
    """Return a workbench in a folder, with one edition and the real Lancashire profile."""
    for name in ("params", "notebooks", "templates/lancashire"):
        (folder / name).mkdir(parents=True)
    profile = ROOT / "templates/lancashire/profile.yml"
    (folder / "templates/lancashire/profile.yml").write_bytes(profile.read_bytes())
    (folder / "notebooks/cabinet_report.ipynb").write_text(NOTEBOOK)
    write(folder / f"params/{ID}.yml", text)
    for name, words in (narrative or {}).items():
        write(folder / f"params/{ID}/{name}", words)
    return Workbench(folder)


def write(path: Path, text: str | bytes) -> None:
    """Write a file byte for byte, whatever the machine's line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def load(workbench: Workbench, edition: str = ID, **settings: str) -> tuple[Edition, list[Finding]]:
    """Return the edition; settings are typed with __ for a dot."""
    return load_edition(edition, workbench, KNOWN, {key.replace("__", "."): value for key, value in settings.items()})


def findings(workbench: Workbench, **settings: str) -> list[Finding]:
    """Return all that is found, whether or not the edition loads; missing narrative apart."""
    try:
        found = tuple(load(workbench, **settings)[1])
    except EditionError as problem:
        found = problem.findings
    return [finding for finding in found if finding.rule != "narrative.missing"]


@dataclass(frozen=True)
class Wrong:
    """One wrong edition: the good one with `old` typed as `new`."""

    name: str
    old: str
    new: str
    rule: str
    line: int | None
    field: str | None
    message: str
    remedy: str
    severity: str = "error"

    @property
    def text(self) -> str:
        """The edition's file."""
        assert GOOD.count(self.old) >= 1, self.old
        return GOOD.replace(self.old, self.new, 1)


def _value(name: str, old: str, new: str, line: int | None, field: str | None, message: str, remedy: str) -> Wrong:
    return Wrong(name, old, new, "edition.wrong_value", line, field, message, remedy)


def _other(
    name: str, old: str, new: str, rule: str, place: tuple[int | None, str | None], message: str, remedy: str
) -> Wrong:
    return Wrong(name, old, new, f"edition.{rule}", *place, message, remedy)


def _warning(
    name: str, old: str, new: str, rule: str, place: tuple[int | None, str | None], message: str, remedy: str
) -> Wrong:
    return Wrong(name, old, new, f"edition.{rule}", *place, message, remedy, "warning")


DAY = "date: 2024-02-08}"
CASES = (
    # a field that cannot be read
    _value("impossible day", DAY, "date: 2024-02-30}",
           5, "meeting.date", "no such day as 2024-02-30", "ends on 2024-02-29"),
    _value("month 13", DAY, "date: 2024-13-08}",
           5, "meeting.date", "no such day as 2024-13-08", "the month is 01 to 12"),
    _value("UK date", DAY, "date: 08/02/2024}",
           5, "meeting.date", "'08/02/2024' is not a date", "Write 2024-02-08."),
    _value("date in words", DAY, 'date: "Thursday, 8 February 2024"}',
           5, "meeting.date", "not a date", "Write 2024-02-08."),
    _value("year 2204", DAY, "date: 2204-02-08}", 5, "meeting.date", "2204 cannot be meant", "2000 to 2099"),
    _value("no date", DAY, "date: next Thursday}", 5, "meeting.date", "is not a date", "as 2024-02-08"),
    _value("period the other way", "2023-24 Q3\n", "Q3 2023/24\n",
           6, "period", "not a financial period", "Write 2023-24 Q3."),
    _value("quarter 5", "2023-24 Q3\n", "2023-24 Q5\n", 6, "period", "not a financial period", "as 2023-24 Q3"),
    _value("year of two years", "2023-24 Q3\n", "2023-25 Q3\n",
           6, "period", "not a financial year", "Write 2023-24 Q3."),
    _value("schema 2", "schema: 1", "schema: 2", 1, "schema", "reads schema 1, not 2", "Write schema: 1."),
    _value("yes for true", "decision: false", "decision: yes",
           18, "key_decision", "neither true nor false", "Write true."),
    _value("e-mail without @", "value@example.org", "value.example.org",
           15, "contact.email", "not an e-mail", "social.value@"),
    _value("telephone in words", "01632 960001", "ask reception",
           14, "contact.telephone", "not a telephone", "01632 960001"),
    _value("empty text", "report_of: Director of Finance", "report_of: ''",
           9, "report_of", "no text", "Write the text"),
    _value("blank", "report_of: Director of Finance", "report_of:", 9, "report_of", "no text", "Write the text"),
    _value("part 1", "part: I", "part: 1", 20, "part", "'1' is not I or II", "Write I, and name under exempt"),
    _value("list for text", "Director of Finance", "[Director, Finance]",
           9, "report_of", "text, not a list", "Write one text"),
    _value("placeholder in title", "Report: Quarter 3", "{{ returns_due }} Quarter 3",
           4, "title", "narrative only", "in full"),
    # fields missing, unknown, of the wrong shape
    _other("missing key", "part: I\n", "",
           "missing_field", (None, "part"), "part is missing", "Add part: I (I; what is exempt"),
    _other("missing in group", "  name: Example Officer\n", "",
           "missing_field", (11, "contact.name"), "name is missing", "Add"),
    _other("unknown key", "period:", "perod:",
           "unknown_field", (6, "perod"), "no field perod", "Did you mean period?"),
    _other("unknown in group", "{body:", "{bodi:",
           "unknown_field", (5, "meeting.bodi"), "no field bodi", "Did you mean body?"),
    _other("text for list", "[All Divisions]", "All Divisions",
           "wrong_type", (16, "divisions_affected"), "where a list", "[All"),
    _other("text for group", "{body: Cabinet, date: 2024-02-08}", "Cabinet",
           "wrong_type", (5, "meeting"), "a group", "{body:"),
    _other("empty list", "[All Divisions]", "[]",
           "wrong_length", (16, "divisions_affected"), "The list is empty.", "[All Divisions]"),
    # fields against the calendar
    _other("period after meeting", "2023-24 Q3\n", "2023-24 Q4\n",
           "period_not_over", (6, "period"), "31 March 2024", "2023-24 Q3,"),
    _other("year after meeting", "2023-24 Q3\n", "2023-24\n",
           "period_not_over", (6, "period"), "2024, after the", "Write 2022-23,"),
    _other("data after meeting", "at: 2024-01-19", "at: 2024-02-09",
           "as_at_after_meeting", (8, "data_as_at"), "2024-02-09, a", "2023-12-31"),
    _other("no as at", "data_as_at: 2024-01-19\n", "",
           "no_as_at", (None, "data_as_at"), "is missing", "a day from 2023-12-31"),
    _other("last report later", "at: 2024-01-19\n", "at: 2024-01-19\nlast_report_data_as_at: 2024-01-20\n",
           "last_as_at_later", (9, "last_report_data_as_at"), "2024-01-20, after the 2024-01-19", "2024-01-19 or"),
    _value("last report in words", "at: 2024-01-19\n", "at: 2024-01-19\nlast_report_data_as_at: 10 Nov 2023\n",
           9, "last_report_data_as_at", "is not a date", "Write 2023-11-10."),
    _other("published late", "2024-01-31", "2024-02-09",
           "published_after_meeting", (23, "report_published"), "after", "2024-01-31"),
    _warning("weekend", DAY, "date: 2024-02-10}",
           "weekend", (5, "meeting.date"), "Saturday, 10 February", "calendar"),
    _warning("bank holiday", DAY, "date: 2024-03-29}",
           "day_off", (5, "meeting.date"), "Good Friday", "calendar"),
    _warning("id of another day", DAY, "date: 2024-02-15}",
           "other_day", (5, "meeting.date"), "begins with 2024-02-08", "file's name"),
    _warning("data too early", "at: 2024-01-19", "at: 2023-12-19",
           "as_at_before_end", (8, "data_as_at"), "2023-12-31", "2023-12-31"),
    _warning("title of Q2", "Quarter 3", "Quarter 2",
           "other_period", (4, "title"), "Quarter 2 2023/24", "Change the words"),
    # fields against what exists
    _other("no profile", "lancashire", "lancaster",
           "unknown_council", (2, "council"), "'lancaster'", "There are: lancashire."),
    _other("no notebook", ": cabinet_report", ": cabinet_repot",
           "unknown_notebook", (3, "notebook"), "'cabinet_repot'", "cabinet_report"),
    _other("priority", "economic growth", "economic grown",
           "unknown_priority", (17, "corporate_priorities.2"), "on 2024-02-08", "growth?"),
    _other("priority of 2025", "economic growth]", "economic growth, Economic ambition]",
           "unknown_priority", (17, "corporate_priorities.3"), "no corporate", "Caring for"),
    _other("no exhibit", "measures_table", "measure_table",
           "unknown_exhibit", (21, "appendices.1.exhibit"), "'measure_table'", "measures_table?"),
    _other("appendix of nothing", ", exhibit: measures_table", "",
           "appendix_of_nothing", (21, "appendices.1"), "neither", "Add exhibit:"),
    _other("appendix of both", "table}", "table, file: a.pdf}",
           "appendix_of_nothing", (21, "appendices.1"), "both an", "one of the two"),
    _other("no file", "exhibit: measures_table", "file: params/a.pdf",
           "missing_file", (21, "appendices.1.file"), "params/a.pdf", "There are"),
    _other("file elsewhere", "exhibit: measures_table", "file: ../a.pdf",
           "file_outside", (21, "appendices.1.file"), "../a.pdf", "Copy it"),
    _other("label twice", "_table}", "_table}, {label: a, title: B, exhibit: by_theme}",
           "label_twice", (21, "appendices.2.label"), "label a", "as B"),
    _other("Part II", "part: I", "part: II",
           "part_two", (20, "part"), "not in Part II as a whole", "Write part: I, and mark under exempt: what is exempt"),
    _other("no data, but an exhibit", "data: example", "data: none",
           "exhibit_without_data", (21, "appendices.1.exhibit"), "no data to make it from", "Name a file"),
    _other("council elsewhere", "council: lancashire", "council: ../templates/lancashire",
           "unknown_council", (2, "council"), "no council profile", "lancashire"),
    _other("notebook elsewhere", ": cabinet_report", ": ../notebooks/cabinet_report",
           "unknown_notebook", (3, "notebook"), "no notebook", "cabinet_report"),
    _value("exempt words in a field", "note the social value reported", "pay [£4m]{.exempt} to Example Ltd",
           19, "recommendation", "exempt", "leave exempt matter out. Words of the narrative, facts, exhibits, appendices"),
    _other("source twice", "data: example", "data: [example, example]",
           "source_twice", (7, "data.2"), "named twice", "Delete one"),
    Wrong("no source", "data: example", "data: exampel", "data.missing", 7, "data", "'exampel'", "Write example"),
    _warning("key, to note", "decision: false", "decision: true",
           "key_to_note", (18, "key_decision"), "only to note", "false"),
    # what YAML cannot read, or reads as something else
    _other("tab", "  name:", "\tname:", "syntax", (12, None), "A tab", "spaces"),
    _other("colon in title", '"Social Value Monitoring Report: Quarter 3 2023/24"', "Social value: Quarter 3",
           "syntax", (4, None), "A colon", "quotation marks"),
    _other("open quotation mark", '2023/24"', "2023/24", "syntax", (4, None), "never closed", "Close it"),
    _other("open bracket", "[All Divisions]", "[All Divisions", "syntax", (16, None), "square bracket", "]"),
    _other("apostrophe", "Director of Finance", "'Council's Director'",
           "syntax", (9, None), "after a closing", "apostrophe twice"),
    _other("star", "Director of Finance", "*Director*", "syntax", (9, None), "begins with *", "quotation marks"),
    _other("at sign", "social.value@", "@", "syntax", (15, None), "begins with @", "quotation marks"),
    _other("no colon", "report_of: Director", "report_of Director", "syntax", (9, None), "no colon", "a colon"),
    _other("crooked group", "  role:", "   role:", "syntax", (13, None), "further in", "same number of spaces"),
    _other("escaped bell", "report_of: Director of Finance", 'report_of: "a\\a"',
           "control", (9, "report_of"), "U+0007", "single quotation"),
    _other("key twice", "part: I\n", "part: I\npart: II\n",
           "twice", (21, "part"), "on line 20 and on line 21", "Delete one"),
    _warning("# in text", "Director of Finance", "Director #2",
           "cut_short", (9, "report_of"), "Only 'Director' is read", "quotation"),
)  # fmt: skip
