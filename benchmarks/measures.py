"""Time the measures beside their limits and beside plain pandas: `make bench`, or this file with --rows and --runs.

Tables as a run's working folder has them, drawn by DuckDB from a seed. Each task runs in a process of its own, turn by
turn with those it is compared with, on files that the system has read before; medians are printed, with peak memory.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

ROWS = (10_000, 100_000, 1_000_000, 10_000_000, 50_000_000)
RUNS, RUNS_OF_LARGEST = 5, 3
CONTRACTS, SUPPLIERS, MEASURES, REPORTED, PROMISED = 300, 150, 12, 12, 16  # a large county's; the last two in quarters
MOST_FOR_PANDAS = 10_000_000  # which take it 3.4 GB
PERIOD, AS_AT, LAST_AS_AT = "2023-24 Q3", date(2024, 1, 19), date(2023, 10, 20)
LIMIT = Decimal("0.05")
KEY = ["contract", "measure", "period", "return_version"]
READ = [*KEY, "estimated", "validated_on", "quantity_claimed", "quantity_validated", "denominator_claimed",
        "denominator_validated"]  # fmt: skip
CLAIMED, VALIDATED = "quantity_claimed", "quantity_validated"
AGREE = 1e-9  # how far a float's sum may be from ours, as a share of it

# ---- the tables ---------------------------------------------------------------------------------

MACROS = """
CREATE MACRO first_day(q) AS (DATE '2021-01-01' + to_months((3 * q)::INT))::DATE;
CREATE MACRO last_day(q) AS (first_day(q + 1) - 1)::DATE;
CREATE MACRO year_of(q) AS 2020 + (q + 3) // 4;
CREATE MACRO period_of(q) AS printf('%d-%02d Q%d', year_of(q), (year_of(q) + 1) % 100, (q + 3) % 4 + 1);
CREATE MACRO contract_of(i) AS printf('C%05d', i);
CREATE MACRO measure_of(i) AS printf('M%02d', i);
CREATE MACRO is_resubmitted(number) AS number % 10 = 3;
"""
CELL = f"i % {MEASURES}", f"i // {MEASURES} % {PROMISED}", f"i // {MEASURES * PROMISED}"  # measure, quarter, contract
SMALL: dict[str, dict[str, str]] = {
    "suppliers": {"id": "'S' || i", "name": "'Supplier ' || i", "local": "i % 2 = 0", "sme": "i % 3 = 0",
                  "vcse": "i % 10 = 0"},
    "contracts": {"ref": "contract_of(i)", "title": "'Contract ' || i", "supplier_id": f"'S' || i % {SUPPLIERS}",
                  "directorate": "'Directorate ' || i % 5", "district": "'District ' || i % 12",
                  "category": "'Category ' || i % 8", "regime": "'Procurement Act 2023'", "light_touch": "false",
                  "start": "DATE '2020-12-31' - (i % 365)::INT", "end": "DATE '2025-03-31'",
                  "value": "100000 * (1 + i % 90)", "value_book": "'V' || i % 3"},
    "measures": {"ref": "measure_of(i)", "set": "'Example'", "theme": "'Theme ' || i % 4",
                 "outcome": "'Outcome ' || i % 6", "priority": "'Priority ' || i % 3", "name": "'Measure ' || i",
                 "unit": "CASE i WHEN 3 THEN 'FTE' WHEN 11 THEN '%' ELSE 'hours' END",
                 "over_time": "CASE i WHEN 3 THEN 'stock' WHEN 11 THEN 'share' ELSE 'flow' END",
                 "across": "CASE i WHEN 11 THEN 'weighted' ELSE 'sum' END",
                 "good": "CASE i WHEN 10 THEN 'low' ELSE 'high' END",
                 "valued": "CASE WHEN i < 10 THEN 'valued' ELSE 'record-only' END",
                 "counts_as": "CASE WHEN i IN (8, 9) THEN 'local' ELSE 'additional' END",
                 "sensitive": "false", "disadvantaged": "false"},
    "value_book": {"measure": "measure_of(i // 3)", "version": "'V' || i % 3", "proxy_gbp": "10 + i",
                   "attribution": "0.8", "deadweight": "0.1"},
    "commitments": {"contract": f"contract_of({CELL[2]})", "measure": f"measure_of({CELL[0]})",
                    "period": f"period_of({CELL[1]})", "quantity": "1000 + hash(i) % 9000",
                    "denominator": f"CASE WHEN {CELL[0]} = 11 THEN 10000 END"},
    "returns": {"contract": f"contract_of(i // 2 // {REPORTED})", "period": f"period_of(i // 2 % {REPORTED})",
                "version": "1 + i % 2", "due_on": f"last_day(i // 2 % {REPORTED}) + 15",
                "received_on": f"CASE WHEN hash(i // 2) % 50 > 0 THEN last_day(i // 2 % {REPORTED}) + 8 + "
                               "(hash(i // 2) % 8)::INT + (i % 2)::INT END"},
    "spend": {"contract": f"contract_of(i // {REPORTED})", "period": f"period_of(i % {REPORTED})",
              "amount": "5000 + hash(i) % 90000"},
}  # fmt: skip
DELIVERIES = {
    "contract": "contract_of(number // 12)", "measure": f"measure_of(drawn % {MEASURES})",
    "period": "period_of(number % 12)", "return_version": "CASE WHEN is_resubmitted(number) THEN 1 + i % 2 ELSE 1 END",
    "quantity_claimed": "drawn % 1000000 / 100",
    "quantity_validated": "CASE WHEN is_assessed THEN drawn % 1000000 / 125 END",
    "denominator_claimed": f"CASE WHEN drawn % {MEASURES} = 11 THEN 10000 END",
    "denominator_validated": f"CASE WHEN is_assessed AND drawn % {MEASURES} = 11 THEN 10000 END",
    "validated_on": "CASE WHEN is_assessed THEN last_day(number % 12) + 5 + (drawn % 30)::INT END",
    "statement": "'Delivered as planned ' || drawn % 1000", "evidence": "'EV-' || i",
    "estimated": "CASE WHEN drawn // 1000 % 3 = 0 THEN drawn // 5000 % 20 = 0 END",
}  # fmt: skip
BROKEN = """
SELECT 'no-evidence' AS rule, 'counted' AS effect, 'deliveries' AS table_name, origin_file, origin_sheet, origin_row,
contract, measure, period, quantity_claimed AS quantity, 'no evidence' AS message
FROM read_parquet('{into}/deliveries.parquet') WHERE origin_row % 10000 = 7
"""
REJECTED = """
SELECT 'period-unreadable' AS rule, 'deliveries' AS table_name, 'deliveries.csv' AS origin_file, NULL::VARCHAR AS
origin_sheet, i AS origin_row, contract_of(i) AS contract, 'M01' AS measure, NULL::VARCHAR AS period,
100::DECIMAL(18, 6) AS quantity, 'no period' AS message FROM range(5) t(i)
"""


def make(into: Path, rows: int, contracts: int) -> None:
    """Write the tables of so many deliveries: rows of one return stand together, as they do in its file."""
    import duckdb

    from sv_report.data.schema import TABLES

    counts = {"suppliers": SUPPLIERS, "contracts": contracts, "measures": MEASURES, "value_book": 30,
              "commitments": contracts * MEASURES * PROMISED, "returns": contracts * REPORTED * 2,
              "spend": contracts * REPORTED}  # fmt: skip
    with duckdb.connect() as connection:
        connection.execute(MACROS)
        for shape in TABLES:
            source = f"range({counts.get(shape.name, 0)}) t(i)"
            if shape.name == "returns":
                source += " WHERE i % 2 = 0 OR is_resubmitted(i // 2)"
            if shape.name == "deliveries":
                drawn = f"SELECT i, i * {contracts * REPORTED} // {rows} AS number, hash(i) AS drawn, "
                source = f"({drawn} hash(i + {rows}) % 10 < 8 AS is_assessed FROM range({rows}) t(i))"
            cells = DELIVERIES if shape.name == "deliveries" else SMALL.get(shape.name, {})
            connection.execute(_copy(f"SELECT {_listed(shape, cells)} FROM {source}", into / f"{shape.name}.parquet"))
        _make_others(connection, into, rows)


def _make_others(connection: Any, into: Path, rows: int) -> None:
    periods = "SELECT period_of(i) AS period, first_day(i) AS period_start, last_day(i) AS period_end"
    empty = ", ".join(f"0 AS {name}" for name in ("blank", "header", "total", "duplicate"))
    others = {
        "periods": f"{periods} FROM range({PROMISED}) t(i)",
        "broken_rules": BROKEN.format(into=into),
        "rejected_rows": REJECTED,
        "accounts": "SELECT 'deliveries.csv' AS file, NULL::VARCHAR AS sheet, 'deliveries' AS table_name, "
        f"{rows + 5} AS rows, {rows} AS read, {empty}, 5 AS rejected, 0 AS zero, 0 AS missing, 0 AS not_applicable, "
        "0 AS rounded",
    }
    for name, query in others.items():
        connection.execute(_copy(query, into / f"{name}.parquet"))


def _listed(shape: Any, cells: dict[str, str]) -> str:
    """Return the columns of a table as SQL, those not drawn blank, and the origin of each row."""
    from sv_report.data.tables import SQL_TYPES

    columns = [f'({cells.get(one.name, "NULL")})::{SQL_TYPES[one.type]} AS "{one.name}"' for one in shape.columns]
    origin = f"'{shape.name}.csv' AS origin_file, NULL::VARCHAR AS origin_sheet, i + 2 AS origin_row"
    return ", ".join([*columns, origin])


def _copy(query: str, path: Path) -> str:
    return f"COPY ({query}) TO '{path}' (FORMAT parquet)"


# ---- what is timed ------------------------------------------------------------------------------


def facts(folder: Path) -> object:
    """Compute every fact, the standing of every contract and the quality of the data."""
    from sv_report.data.tables import Tables
    from sv_report.measures import Conventions, compute
    from sv_report.params.period import Period

    conventions = Conventions(last_as_at=LAST_AS_AT)
    made = compute(Tables(folder), Period.parse(PERIOD), AS_AT, conventions, limit=LIMIT).facts
    return [float(made[f"sv_{name}_to_date"].value or 0) for name in ("reported", "validated")]


def reduce(folder: Path) -> object:
    """Add the deliveries up in one pass, on DuckDB over Parquet."""
    import narwhals as nw

    from sv_report.data.tables import Tables
    from sv_report.measures.cube import reduction

    tables = Tables(folder)
    kept = tables.keep(reduction(tables["deliveries"], [AS_AT, LAST_AS_AT]), "reduced")
    return tables.rows(kept.select(rows=nw.len()))[0]["rows"]


def scan(folder: Path) -> object:
    """Read every value of the same columns in DuckDB and do the least with it: a hash of each column."""
    import duckdb

    hashes = ", ".join(f"bit_xor(hash({name}))" for name in READ)
    duckdb.sql(f"SELECT {hashes} FROM read_parquet('{folder}/deliveries.parquet')").fetchall()
    return None


def read_bytes(folder: Path) -> object:
    """Read the bytes of the same columns, packed as they are, and do nothing with them."""
    import pyarrow.parquet

    path = folder / "deliveries.parquet"
    about = pyarrow.parquet.read_metadata(path)
    groups = (about.row_group(number) for number in range(about.num_row_groups))
    columns = (group.column(at) for group in groups for at in range(about.num_columns))
    wanted = [one for one in columns if one.path_in_schema in READ]
    with path.open("rb", buffering=0) as file:
        for one in wanted:
            file.seek(one.dictionary_page_offset or one.data_page_offset)
            file.read(one.total_compressed_size)
    return None


def pandas_reduce(folder: Path) -> object:
    """Add the deliveries up in pandas, in floats."""
    lines, _ = _in_pandas(folder)
    return len(lines.groupby([*KEY, "estimated"], dropna=False).sum(numeric_only=True))


def pandas_facts(folder: Path) -> object:
    """Value what was reported and validated in pandas, in floats, by theme, contract and quarter; nothing else."""
    lines, table = _in_pandas(folder)
    returns = table("returns")
    seen = returns[returns["received_on"] <= AS_AT]
    latest = seen.groupby(["contract", "period"], as_index=False)["version"].max()
    lines = lines.merge(
        latest.rename(columns={"version": "return_version"}), on=["contract", "period", "return_version"]
    )
    contracts = table("contracts")[["ref", "value_book"]].rename(columns={"ref": "contract", "value_book": "version"})
    measures = table("measures").rename(columns={"ref": "measure"})
    lines = lines.merge(contracts, on="contract").merge(table("value_book"), on=["measure", "version"])
    lines = lines.merge(measures[["measure", "theme", "over_time", "counts_as"]], on="measure")
    gbp = lines["proxy_gbp"].astype(float) * 0.8 * 0.9 / lines["over_time"].eq("stock").map({True: 4, False: 1})
    valued = lines.assign(**{name: lines[name] * gbp for name in (CLAIMED, f"{VALIDATED}_0")})
    by_theme, _, _ = (
        valued.groupby(["counts_as", by])[[CLAIMED, f"{VALIDATED}_0"]].sum() for by in ("theme", "contract", "period")
    )
    return [float(sum_) for sum_ in by_theme.loc["additional"].sum()]


def _in_pandas(folder: Path) -> tuple[Any, Callable[[str], Any]]:
    """Return the deliveries as pandas reads them, with what each day sees of them, and how to read another table."""
    import pandas as pd

    def table(name: str, columns: list[str] | None = None) -> Any:
        return pd.read_parquet(folder / f"{name}.parquet", columns=columns, dtype_backend="pyarrow")

    lines = table("deliveries", READ)
    amounts = [name for name in READ if name.startswith(("quantity", "denominator"))]
    lines = lines.astype(dict.fromkeys(amounts, "float64"))
    for number, day in enumerate((AS_AT, LAST_AS_AT)):
        is_assessed = (lines["validated_on"] <= day).fillna(False).astype(bool)
        for name in amounts:
            lines[f"{name}_{number}"] = lines[name].where(is_assessed)
    return lines.drop(columns="validated_on"), table


Task = Callable[[Path], object]
OURS: tuple[Task, ...] = (facts, reduce, scan, read_bytes)
PANDAS: tuple[Task, ...] = (pandas_reduce, pandas_facts)
TASKS: dict[str, Task] = {task.__name__: task for task in (*OURS, *PANDAS)}


def run_task(task: str, folder: Path) -> None:
    """Run a task here, and print its seconds and peak megabytes."""
    import resource
    from time import perf_counter

    import sv_report  # noqa: F401 - its import is no part of what is timed

    started = perf_counter()
    made = TASKS[task](folder)
    seconds = perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "made": made}))


def compare(rows: int, contracts: int, runs: int) -> None:
    """Print the medians of each task, and how many times the whole set of facts it takes."""
    with tempfile.TemporaryDirectory() as folder:
        _called("--make", str(rows), "--contracts", str(contracts), "--folder", folder)
        tasks = [task.__name__ for task in (*OURS, *(PANDAS if rows <= MOST_FOR_PANDAS else ()))]
        figures: dict[str, list[dict[str, Any]]] = {task: [] for task in tasks}
        for _ in range(runs):
            for task in tasks:  # turn by turn, so that a busy moment of the machine falls on all
                figures[task].append(json.loads(_called("--task", task, "--folder", folder)))
        size = (Path(folder) / "deliveries.parquet").stat().st_size / 1024**2
    print(f"{rows:,} deliveries ({size:,.0f} MB of Parquet) of {contracts:,} contracts, {runs} runs")
    ours = median(one["seconds"] for one in figures["facts"])
    for task, several in figures.items():
        seconds = median(one["seconds"] for one in several)
        peak = max(one["megabytes"] for one in several)
        print(f"  {task:14} {seconds:7.2f} s  {peak:6.0f} MB  {seconds / ours:6.2f} × facts", flush=True)
    for one, other in (("facts", "pandas_facts"), ("reduce", "pandas_reduce")):
        if other in figures:
            _agree(one, figures[one][0]["made"], figures[other][0]["made"])


def _called(*arguments: str) -> str:
    """Return the last line printed by this file in a process of its own."""
    done = subprocess.run([sys.executable, __file__, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return (done.stdout.splitlines() or [""])[-1]


def _agree(task: str, ours: Any, theirs: Any) -> None:
    """Raise SystemExit where pandas came to another result."""
    pairs = zip(ours, theirs, strict=True) if isinstance(ours, list) else [(ours, theirs)]
    if any(abs(one - other) > AGREE * abs(one) for one, other in pairs):
        raise SystemExit(f"{task}: {ours} here, {theirs} in pandas")


def main() -> None:
    """Print the figures of each number of deliveries."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--contracts", type=int, default=CONTRACTS)
    parser.add_argument("--runs", type=int)
    parser.add_argument("--task", choices=TASKS)
    parser.add_argument("--make", type=int)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.task:
        run_task(chosen.task, chosen.folder)
    elif chosen.make:
        make(chosen.folder, chosen.make, chosen.contracts)
    else:
        for rows in chosen.rows:
            compare(rows, chosen.contracts, chosen.runs or (RUNS_OF_LARGEST if rows == max(ROWS) else RUNS))


if __name__ == "__main__":
    main()
