"""The last published report: which of its facts it printed. Data stage.

Read from the facts.json that was published, so that what a reader can work out from it and this report is known.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sv_report.errors import EditionError
from sv_report.findings import Finding
from sv_report.params import Edition, Period, Workbench

FACTS = "facts.json"
PLACES = (Path(FACTS), Path("public") / FACTS)  # in a published folder, and in a bundle
REMEDY = f"Write the folder that was published, its bundle in outputs/, or its {FACTS}."


@dataclass(frozen=True)
class LastPublished:
    """A published report's period, the day up to which it saw data, and the facts that it printed, by id."""

    period: Period
    as_at: date
    shown: frozenset[str]


def last_published_file(edition: Edition, workbench: Workbench) -> Path | None:
    """Return the facts.json that an edition's `last_published` names, None where it names nothing.

    Raises EditionError where there is no such file.
    """
    if edition.last_published is None:
        return None
    named = workbench.root / edition.last_published
    found = named if named.is_file() else next((named / one for one in PLACES if (named / one).is_file()), None)
    if found is None:
        raise _wrong(edition, f"{edition.last_published} is no published report: there is no {FACTS}.")
    return found


def last_published(edition: Edition, workbench: Workbench) -> LastPublished | None:
    """Return what the last published report printed, None where the edition does not name it.

    Raises EditionError where its facts cannot be read, or are of this edition's period or a later one.
    """
    file = last_published_file(edition, workbench)
    if file is None:
        return None
    try:
        records = json.loads(file.read_text("utf-8"))
        shown = frozenset(record["id"] for record in records if record["value"] is not None)
        whole = [record for record in records if "." not in record["id"]]  # that of a quarter is of its own period
        times = {(Period.parse(record["period"]), date.fromisoformat(record["as_at"])) for record in whole}
        ((period, as_at),) = times
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _wrong(edition, f"{edition.last_published} holds no facts of one report.") from error
    if edition.period is not None and period.end >= edition.period.end:
        raise _wrong(edition, f"{edition.last_published} reports {period}, which is not before {edition.period}.")
    return LastPublished(period, as_at, shown)


def _wrong(edition: Edition, message: str) -> EditionError:
    where = edition.places("last_published")
    finding = Finding("edition.last_published", "error", message, where, REMEDY)
    return EditionError("The last published report cannot be held against this one.", [finding])
