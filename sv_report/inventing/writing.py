"""The files of an invented council: its profile, its edition with its words, and its data.

Part of inventing. Profile and words are those of a model council and edition, with the invented names in them.
"""

import shutil
from pathlib import Path
from typing import Any

import yaml

from sv_report.data.example.draw import seeded
from sv_report.data.example.make_example import tables_of, write
from sv_report.inventing.council import Council
from sv_report.params.typed.yaml_file import TextLoader

MODEL_AREA = "Lancashire"
INVENTED = "Invented for the example"
DATED = ("corporate_priorities", "key_decision_threshold", "key_decision_wording")  # each names where it was seen
THRESHOLDS = ("250000", "500000", "1000000")
MEETINGS = (
    ("2024-02-06", "2024-01-29"),
    ("2024-02-08", "2024-01-31"),
    ("2024-02-13", "2024-02-05"),
    ("2024-02-15", "2024-02-07"),
)  # fmt: skip - each with the day of publication, clear working days before
SOURCE = """\
illustrative: true
title: Example data of {name}
note: Invented suppliers, contracts, people and figures, made by a seeded script; the council does not exist.
"""
PROFILE = "# Illustrative: {name} is invented. Wording and rules are those of the profile it was made after.\n"
EDITION = """\
# Illustrative: {name}, its officers, suppliers and figures are invented.
schema: 1
council: {id}
notebook: cabinet_report
title: "Social Value Monitoring Report: Quarter 3 2023/24"
meeting: {{body: Cabinet, date: {meeting}}}
period: 2023-24 Q3
data: data/{id}
data_as_at: 2024-01-19
report_of: Director of Finance
lead_member: Cabinet Member for Resources
contact:
  name: Example Officer
  role: Head of Service - Procurement
  telephone: 01632 960{number:03}
  email: social.value@{id}.example.org
divisions_affected: [All Divisions]
corporate_priorities:
  - Delivering better services
  - Supporting economic growth
key_decision: false
recommendation: Cabinet is recommended to note the social value reported and validated in Quarter 3 2023/24.
part: I
appendices:
  - {{label: A, title: Measures, exhibit: measures_table}}
background_papers:
  - {{paper: Supplier monitoring returns, date: 2024-01-19, contact: Procurement}}
clearances:
  - {{office: Section 151 Officer, name: Example Finance Officer, date: 2024-01-25}}
  - {{office: Monitoring Officer, name: Example Legal Officer, date: 2024-01-26}}
narrative_confirmed: 2024-01-24
report_published: {published}
last_report_data_as_at: 2023-11-10
"""


class TextDumper(yaml.SafeDumper):
    """Writes what `TextLoader` reads: every value as the text that it was."""

    yaml_implicit_resolvers: dict[str, list[object]] = {}  # noqa: RUF012 - PyYAML's own shape


def write_council(folder: Path, model: Path, council: Council) -> None:
    """Write a council's profile, after that in `model`, and the drafts beside it."""
    profile = yaml.load((model / "profile.yml").read_text("utf-8"), TextLoader)
    profile |= {"name": council.name, "short_name": "the council", "districts": list(council.districts)}
    for name in DATED:
        for dated in profile[name] or ():
            dated.update({"source": INVENTED} if "source" in dated else {})
    amount = THRESHOLDS[len(council.plans) % len(THRESHOLDS)]
    profile["key_decision_threshold"] = [{"from": "2000-04-01", "amount": amount, "source": INVENTED}]
    said = yaml.dump(_renamed(profile, council), Dumper=TextDumper, sort_keys=False, allow_unicode=True, width=110)
    shutil.copytree(model, folder)
    (folder / "profile.yml").write_text(PROFILE.format(name=council.name) + said, "utf-8")


def write_edition(params: Path, model: Path, council: Council, number: int) -> str:
    """Write a council's edition, and its words after those in `model`; return its id."""
    meeting, published = MEETINGS[number % len(MEETINGS)]
    id_ = f"{council.id}-{meeting}"
    fields = EDITION.format(
        id=council.id, name=council.name, meeting=meeting, published=published, number=number % 1000
    )
    (params / f"{id_}.yml").write_text(fields, "utf-8")
    (params / id_).mkdir()
    for path in sorted(model.glob("*.md")):
        (params / id_ / path.name).write_text(_renamed(path.read_text("utf-8"), council), "utf-8")
    return id_


def write_data(folder: Path, council: Council, seed: str) -> None:
    """Write a council's tables, and beside them that they are invented."""
    folder.mkdir(parents=True)
    with seeded(f"{seed}/{council.area}"):
        tables = tables_of(council.plans, council.suppliers, council.variations)
    for name, rows in tables.items():
        if rows:
            write(folder, name, rows)
            path = folder / f"{name}.csv"
            path.write_bytes(_renamed(path.read_text("utf-8"), council).encode())
    (folder / "source.yml").write_text(SOURCE.format(name=council.name), "utf-8")


def _renamed(said: Any, council: Council) -> Any:
    """Return a text, or all texts in a list or mapping, with the invented council in the place of the model's."""
    if isinstance(said, dict):
        return {name: _renamed(value, council) for name, value in said.items()}
    if isinstance(said, list):
        return [_renamed(value, council) for value in said]
    if not isinstance(said, str):
        return said
    words = {f"{MODEL_AREA} County Council": council.name, MODEL_AREA: council.area, "county council": "council",
             "the whole county": "the whole area", "the county": "the area"}  # fmt: skip
    for theirs, its in words.items():
        said = said.replace(theirs, its)
    return said
