"""What becomes of every table file in ../shared/data: `python -m tests.outcomes` writes it anew to outcomes.csv.

A change of the readers or of the survey shows there as a change of a committed table, to be looked at by a person.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from sv_report.data.readers.sheet import Unreadable
from sv_report.data.sheets.survey import SheetSurvey, survey

TABLE = Path(__file__).parent / "outcomes.csv"
SHARED = Path(__file__).resolve().parents[2] / "shared"
KINDS = ("read", "blank", "header", "total", "duplicate", "rejected")
FIELDS = ("file", "sheet", "hidden", "rows", *KINDS, "header_rows", "refused")
NO_TABLES = (".md", ".gitignore")  # what goes with the data, and is none


def table_files(data: Path) -> list[Path]:
    """Return every file of the folder but its notes and licences."""
    files = (path for path in data.rglob("*") if path.is_file())
    return sorted(path for path in files if path.suffix not in NO_TABLES and not path.stem.startswith("LICENSE"))


def outcomes(data: Path) -> Iterator[dict[str, str]]:
    """Give the outcome of each sheet of each file, or why the file is refused."""
    for path in table_files(data):
        shown = path.relative_to(data).as_posix()
        try:
            for one in survey(path, shown):
                yield outcome(one)
        except Unreadable as problem:
            refused = "; ".join(finding.rule for finding in problem.findings)
            yield dict.fromkeys(FIELDS, "") | {"file": shown, "refused": refused}


def outcome(one: SheetSurvey) -> dict[str, str]:
    """Return the outcome of a sheet as a record of the table."""
    counts = {kind: str(getattr(one, kind)) for kind in ("rows", *KINDS)}
    named = {"file": one.file, "sheet": one.sheet or "", "hidden": "yes" if one.hidden else ""}
    return {**named, **counts, "header_rows": " ".join(map(str, one.header_rows)), "refused": ""}


def read_table() -> list[dict[str, str]]:
    """Return the outcomes as they are committed."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [dict(record) for record in csv.DictReader(file)]


def write_table(data: Path) -> None:
    """Write the outcomes anew."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(outcomes(data))


if __name__ == "__main__":
    write_table(SHARED / "data")
