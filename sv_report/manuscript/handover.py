"""The figures of a run, handed from its parent to the notebook's kernel through the working folder.

Manuscript stage: facts.json and figures.json, written once and read by whoever prints.
"""

import json
from pathlib import Path
from typing import Any

from sv_report.measures import Facts, Figures

FACTS, REST = "facts.json", "figures.json"


def write_figures(figures: Figures, folder: Path) -> None:
    """Write the figures into a folder."""
    write_facts(figures.facts, folder)
    _write(folder / REST, figures.record())


def write_facts(facts: Facts, folder: Path) -> None:
    """Write facts.json into a folder."""
    _write(folder / FACTS, facts.records())


def read_figures(folder: Path) -> Figures:
    """Return the figures that `write_figures` left in a folder."""
    facts, rest = (json.loads((folder / name).read_text("utf-8")) for name in (FACTS, REST))
    return Figures.from_record(rest, Facts.from_records(facts))


def _write(path: Path, record: Any) -> None:
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
