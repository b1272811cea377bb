"""Time the taking in of data beside what a person would use instead: `make bench`, or this file with --runs and --only.

Three loads: 1,000 returned workbooks collected; a messy XLSX of 100,000 rows; a CSV of 10 million deliveries. Each
task runs in a fresh process, turn by turn with those it is compared with; medians are printed, with peak memory.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median

QUARTERS = [f"{year}-{(year + 1) % 100:02} Q{quarter}" for year in range(2019, 2024) for quarter in (1, 2, 3, 4)]
CONTRACTS, MEASURES = {"messy": 100, "large": 5_000}, 37
WORKBOOKS, MESSY_ROWS, LARGE_ROWS = 1_000, 100_000, 10_000_000
DELIVERIES = ("contract", "measure", "period", "return_version", "quantity_claimed", "quantity_validated",
              "validated_on", "statement", "evidence")  # fmt: skip

# ---- what is loaded -----------------------------------------------------------------------------


def make_register(folder: Path) -> None:
    """Write all tables but deliveries: small beside it."""
    contracts = [f"C{number:04}" for number in range(CONTRACTS[folder.name])]
    measures = [f"M{number:02}" for number in range(MEASURES)]
    _write(folder / "suppliers.csv", ("id", "name", "local"), [("S1", "Example Ltd", "yes")])
    _write(
        folder / "contracts.csv",
        ("ref", "title", "supplier_id", "directorate", "start", "end", "value", "value_book"),
        ((ref, f"Contract {ref}", "S1", "Place", "2019-04-01", "2026-03-31", 1_000_000, "V1") for ref in contracts),
    )
    names = ("ref", "set", "theme", "outcome", "name", "unit", "over_time", "across", "good", "valued", "counts_as",
             "sensitive", "disadvantaged")  # fmt: skip
    rest = ("hours", "flow", "sum", "high", "valued", "additional", "no", "no")
    _write(folder / "measures.csv", names, ((ref, "Example", "Jobs", "Work", ref, *rest) for ref in measures))
    _write(folder / "value_book.csv", ("measure", "version", "proxy_gbp"), ((ref, "V1", 10) for ref in measures))
    _write(
        folder / "returns.csv",
        ("contract", "period", "version", "due_on", "received_on"),
        ((ref, quarter, 1, "2024-01-15", "2024-01-10") for ref in contracts for quarter in QUARTERS),
    )
    _write(
        folder / "commitments.csv",
        ("contract", "measure", "period", "quantity"),
        ((ref, measure, QUARTERS[n % 20], 100) for ref in contracts for n, measure in enumerate(measures)),
    )


def deliveries(rows: int, contracts: int) -> Iterator[tuple[object, ...]]:
    """Yield delivery lines, the same each time."""
    draw = random.Random(1)
    for number in range(rows):
        claimed = draw.random() * 1000
        yield (
            f"C{draw.randrange(contracts):04}", f"M{draw.randrange(MEASURES):02}", draw.choice(QUARTERS), 1,
            f"{claimed:.2f}", f"{claimed * 0.9:.2f}", f"2023-0{draw.randrange(1, 10)}-1{draw.randrange(10)}",
            f"Delivered as planned {number % 1000}", f"EV-{number:07}",
        )  # fmt: skip


def _write(path: Path, header: tuple[str, ...], rows: object) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)  # type: ignore[arg-type]


def make_messy_workbook(path: Path) -> None:
    """Write deliveries as an officer's workbook holds them: titles, UK dates as text, £, brackets, totals, blanks."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("deliveries")
    sheet.write_row(0, 0, ["Deliveries of all contracts"])
    sheet.write_row(2, 0, DELIVERIES)
    at = 3
    for number, row in enumerate(deliveries(MESSY_ROWS, CONTRACTS["messy"])):
        cells = list(row)
        cells[4] = f"£{float(str(row[4])):,.2f}" if number % 3 else float(str(row[4]))
        cells[6] = (date(2023, 1, 1) + timedelta(days=number % 300)).strftime("%d/%m/%Y")
        sheet.write_row(at, 0, cells)
        at += 1
        if number % 1000 == 999:
            sheet.write_row(at, 0, ["Total", None, None, None, 123_456.78])
            at += 2
    book.close()


def make_returned_workbooks(folder: Path) -> None:
    """Write a filled workbook for each of a thousand contracts like those of the example, as suppliers send them."""
    from dataclasses import replace

    from sv_report.data.returns.book import write_book
    from sv_report.data.returns.issue import Letterhead, properties_of, sheets_of

    register, letterhead = _register(), Letterhead("2024-02-08", "Example")
    folder.mkdir()
    for number, contract in enumerate(register.due):
        sheets = [
            replace(sheet, rows=tuple(tuple(_answered(cell, number) for cell in row) for row in sheet.rows))
            for sheet in sheets_of(register, contract, letterhead)
        ]
        content = write_book(sheets, properties_of(register, contract, letterhead))
        (folder / f"{contract.ref}.xlsx").write_bytes(content)


def _answered(cell, number):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    if cell.ask is None or cell.ask.title == "Measure":
        return cell
    if cell.ask.kind == "number":
        return replace(cell, content=Decimal(number) + Decimal("12.25"))
    return replace(cell, content="yes" if cell.ask.kind == "choice" else "A sentence on what was done.")


def _register():  # type: ignore[no-untyped-def]
    from dataclasses import replace

    from sv_report.data import find_sources, read_sources
    from sv_report.data.returns.register import read_register
    from sv_report.params.period import Period

    with tempfile.TemporaryDirectory() as folder:
        tables, _ = read_sources(find_sources(["example"], Path(folder)), Path(folder) / "tables")
        register = read_register(tables, Period.parse("2023-24 Q3"))
        tables.close()
    due = register.due
    many = (replace(due[number % len(due)], ref=f"R{number:04}") for number in range(WORKBOOKS))
    return replace(register, contracts={one.ref: one for one in many}, received=())


# ---- what is timed ------------------------------------------------------------------------------


def collect(folder: Path) -> object:
    """Collect 1,000 returned workbooks."""
    from sv_report.data.returns.collect import collect

    register = _register()
    with tempfile.TemporaryDirectory() as kept:
        return len(collect(folder / "inbox", Path(kept), register, date(2024, 1, 12)).taken)


def openpyxl_returns(folder: Path) -> object:
    """Read the same workbooks with openpyxl, every cell of every sheet, and do nothing with them."""
    import openpyxl

    books = (openpyxl.load_workbook(path, data_only=True) for path in sorted((folder / "inbox").iterdir()))
    return sum(1 for book in books for sheet in book for _ in sheet.iter_rows(values_only=True))


def take_in_messy(folder: Path) -> object:
    """Take the messy workbook in: every row accounted for, checked and written as Parquet."""
    return _taken_in(folder / "messy", "deliveries")


def openpyxl_messy(folder: Path) -> object:
    """Read the messy workbook with openpyxl alone."""
    import openpyxl

    book = openpyxl.load_workbook(folder / "messy" / "deliveries.xlsx", read_only=True)
    return sum(1 for _ in book.active.iter_rows(values_only=True))


def pandas_messy(folder: Path) -> object:
    """Read the messy workbook with pandas alone."""
    import pandas as pd

    return len(pd.read_excel(folder / "messy" / "deliveries.xlsx"))


def take_in_large(folder: Path) -> object:
    """Take the large CSV in: every row accounted for, checked and written as Parquet."""
    return _taken_in(folder / "large", "deliveries")


def pandas_large(folder: Path) -> object:
    """Read the large CSV with pandas alone."""
    import pandas as pd

    return len(pd.read_csv(folder / "large" / "deliveries.csv"))


def _taken_in(folder: Path, table: str) -> int:
    from sv_report.data import find_sources, read_sources

    with tempfile.TemporaryDirectory(dir=folder.parent) as into:
        tables, _ = read_sources(find_sources([str(folder)], folder), Path(into) / "tables")
        (account,) = (one for one in tables.accounts if one.table_name == table)
        tables.close()
        return account.read


Task = Callable[[Path], object]
LOADS: dict[str, tuple[str, tuple[Task, ...]]] = {
    "returns": (f"{WORKBOOKS:,} returned workbooks", (collect, openpyxl_returns)),
    "messy": (f"a messy XLSX of {MESSY_ROWS:,} rows", (take_in_messy, openpyxl_messy, pandas_messy)),
    "large": (f"a CSV of {LARGE_ROWS:,} rows", (take_in_large, pandas_large)),
}
TASKS = {task.__name__: task for _, tasks in LOADS.values() for task in tasks}


def make(name: str, folder: Path) -> None:
    """Write the files of a load."""
    if name == "returns":
        make_returned_workbooks(folder / "inbox")
        return
    (folder / name).mkdir()
    make_register(folder / name)
    if name == "messy":
        make_messy_workbook(folder / name / "deliveries.xlsx")
    else:
        _write(folder / name / "deliveries.csv", DELIVERIES, deliveries(LARGE_ROWS, CONTRACTS["large"]))


def timed(task: str, folder: Path) -> dict[str, float]:
    """Run a task in a fresh process; return its seconds and peak megabytes."""
    command = [sys.executable, __file__, "--task", task, "--folder", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def run_task(task: str, folder: Path) -> None:
    """Run a task here, and print its seconds and peak megabytes, those of its children too."""
    import resource
    from time import perf_counter

    import sv_report  # noqa: F401 - its import is no part of what is timed

    started = perf_counter()
    made = TASKS[task](folder)
    seconds = perf_counter() - started
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"seconds": seconds, "megabytes": peak / 1024, "made": made}))


def main() -> None:
    """Print the medians of each load, ours first, and how many times ours the others take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", choices=LOADS)
    parser.add_argument("--task", choices=TASKS)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.task:
        run_task(chosen.task, chosen.folder)
        return
    for name in [chosen.only] if chosen.only else LOADS:
        words, tasks = LOADS[name]
        with tempfile.TemporaryDirectory() as folder:
            make(name, Path(folder))
            figures: dict[str, list[dict[str, float]]] = {task.__name__: [] for task in tasks}
            for _ in range(chosen.runs):
                for task in figures:  # turn by turn, so that a busy moment of the machine falls on all
                    figures[task].append(timed(task, Path(folder)))
        print(words)
        ours = median(one["seconds"] for one in next(iter(figures.values())))
        for task, several in figures.items():
            seconds = median(one["seconds"] for one in several)
            peak = max(one["megabytes"] for one in several)
            print(f"  {task:18} {seconds:7.2f} s  {peak:6.0f} MB  {seconds / ours:5.2f} × ours", flush=True)


if __name__ == "__main__":
    main()
