"""The editions and the councils' profiles: can each be read?"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sv_report.diagnosis.noted import Here, Noted
from sv_report.errors import EditionError
from sv_report.findings import errors

if TYPE_CHECKING:
    from sv_report.params import Workbench

LISTED = 3  # editions whose command is shown


def of_editions(here: Here) -> Iterator[Noted]:
    """Read each profile and each edition, and note which cannot be used."""
    if here.root is None:
        return
    from sv_report.params import Workbench, council_names, edition_ids

    workbench = Workbench(here.root)
    councils, ids = council_names(workbench), edition_ids(workbench)
    yield from _of_profiles(councils, workbench)
    wrong = {id_: count for id_ in ids if (count := _faults(id_, workbench))}
    if not ids:
        why = "A report is made of one. docs/editions.md lists what its file holds."
        yield Noted("Editions", "to mend", "there is none in params/.", why, stops=True)
    elif wrong:
        named = ", ".join(f"{id_} ({count} {'errors' if count > 1 else 'error'})" for id_, count in wrong.items())
        command = "; ".join(f"sv-report check {id_}" for id_ in list(wrong)[:LISTED])
        what = f"{len(wrong)} of {len(ids)} cannot be used: {named}."
        why = (
            "Its report cannot be made; those of the others can." if len(wrong) < len(ids) else "No report can be made."
        )
        yield Noted("Editions", "to mend", what, why, f"{command}, which names file and line", len(wrong) == len(ids))
    if len(wrong) < len(ids):
        yield Noted("Editions", "in order", _usable(len(ids) - len(wrong), len(ids)))


def _of_profiles(councils: list[str], workbench: "Workbench") -> Iterator[Noted]:
    from sv_report.params import read_profile

    read = {name: read_profile(name, workbench) for name in councils}
    for name, (profile, findings) in read.items():
        if profile is None:
            first = next((one for one in errors(findings)), None)
            place = f" First: {first.where.text()}: {first.message}" if first else ""
            what = f"that of {name} cannot be used ({len(errors(findings))} wrong).{place}"
            command = f"sv-report deadlines --meeting 2024-06-13 --council {name}, which names every line"
            yield Noted("Council profiles", "to mend", what, "No edition of this council can be used.", command)
    usable = sum(1 for profile, _ in read.values() if profile)
    if usable:
        yield Noted("Council profiles", "in order", _usable(usable, len(councils)))


def _usable(number: int, of: int) -> str:
    return f"{number} of {of} can be used."


def _faults(id_: str, workbench: "Workbench") -> int:
    """Return how many errors keep an edition from being used."""
    from sv_report.manuscript import KNOWN
    from sv_report.params import load_edition

    try:
        load_edition(id_, workbench, KNOWN)
    except EditionError as problem:
        return max(1, len(errors(problem.findings)))
    return 0
