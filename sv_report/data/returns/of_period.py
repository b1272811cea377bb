"""What the commands of returns stand on: an edition, its quarter, and the council's own tables.

Data stage. Takes an edition and a quarter, gives the register. The returns that were collected for that quarter are
left out of it, so that their versions are numbered from the council's own tables; those of other quarters are in it.
"""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sv_report.data.of_edition import read_data
from sv_report.data.returns.ledger import collected_folder, register_for
from sv_report.data.returns.register import Register
from sv_report.errors import UsageError
from sv_report.params import Edition, Period, Workbench
from sv_report.params.text import read_text
from sv_report.params.typed.yaml_file import read_yaml
from sv_report.params.workbench import edition_files

EXAMPLE = "2023-24 Q3"


def quarter_of(typed: str) -> Period:
    """Return the quarter that was typed; raise UsageError where it is none."""
    try:
        period = Period.parse(typed)
    except ValueError:
        raise UsageError(f'--period {typed!r} is no quarter: write it as "{EXAMPLE}".') from None
    if period.quarter is None:
        quarters = ", ".join(f'"{one}"' for one in period.quarters)
        raise UsageError(f"A return is for a quarter, and {period} is a year: give --period one of {quarters}.")
    return period


def edition_of(period: Period, workbench: Workbench) -> str:
    """Return the id of the one edition of a quarter; raise UsageError where there is none, or several."""
    periods = {path.stem: _period_of(path) for path in edition_files(workbench)}
    ids = [name for name, typed in periods.items() if typed == str(period)]
    if len(ids) == 1:
        return ids[0]
    if ids:
        raise UsageError(
            f"{period} has {len(ids)} editions: {', '.join(ids)}. Say whose data the returns go with: "
            f"--edition {ids[0]}, for example."
        )
    others = ", ".join(f"{name} ({typed or 'no period'})" for name, typed in periods.items())
    told = f"There are {others}: name the one whose data knows {period}" if others else "params/ holds none: make one"
    raise UsageError(f"No edition is of {period}. {told}, with --edition.")


def _period_of(path: Path) -> str:
    """Return the period that an edition's file names, "" where it cannot be read: its gate says why."""
    text, _ = read_text(path, path.name)
    typed = read_yaml(text or "", path.name, "edition").tree.get("period")
    try:
        return str(Period.parse(typed)) if isinstance(typed, str) else ""
    except ValueError:
        return ""


def register_of(edition: Edition, workbench: Workbench, period: Period, due_on: date | None = None) -> Register:
    """Return the register of a quarter from an edition's data; raise DataError where it cannot be used."""
    with TemporaryDirectory(prefix="sv_report-") as work:
        tables, _ = read_data(edition, workbench, Path(work) / "tables", but=period)
        try:
            return register_for(tables, period, collected_folder(edition, workbench), due_on)
        finally:
            tables.close()
