"""The example edition in a workbench of its own, spoilt in one way, and its checklist; no notebook is executed."""

import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from sv_report.data.of_edition import read_data
from sv_report.exhibits.disclosure.exempt import Exempt
from sv_report.exhibits.disclosure.released import Released, released
from sv_report.manuscript import KNOWN, figures_of
from sv_report.manuscript.copies import not_shown
from sv_report.manuscript.export import Manuscript
from sv_report.manuscript.report import Report
from sv_report.measures.figures import Figures
from sv_report.params import Workbench, load_edition
from sv_report.release.checks import Checked, Checklist, check_report

ROOT = Path(__file__).parents[2]
ID = "2024-02-08"
Spoil = Callable[[Path], None]


@cache
def figures() -> Figures:
    """The example's figures, computed once."""
    edition, _ = load_edition(ID, Workbench(ROOT), KNOWN)
    tables, _ = read_data(edition, Workbench(ROOT), Path(mkdtemp()) / "tables")
    return figures_of(edition, tables)


@cache
def held_back() -> Released:
    """What of the example's figures the public may see, worked out once."""
    return released(figures(), Exempt(), threshold=5)


def bench(folder: Path, spoil: Spoil = lambda _: None) -> Workbench:
    """Return a workbench with the example edition, spoilt."""
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    spoil(folder)
    return Workbench(folder)


def body_of(report: Report, but: str = "") -> str:
    """Return what the notebook prints of a report, a section left out where it is named."""
    ids = [section.id for section in report.edition.profile.sections if section.id != but]
    blocks = [block for id in ids for block in report.section(id)]
    blocks += list(report.appendices())
    words = (
        f"{block.manuscript} {{section={block.section}}}" if block.section else block.manuscript for block in blocks
    )
    return "\n\n".join(words) + "\n"


def checklist(workbench: Workbench, but: str = "", made: Figures | None = None, id: str = ID) -> Checklist:
    """Return the checklist of an edition in a workbench."""
    from sv_report.data.tables import Tables

    edition, found = load_edition(id, workbench, KNOWN)
    report = Report(edition, made or figures(), Tables(workbench.root / "none"), workbench.templates)
    found += [*report.narrative_findings, *([] if made else not_shown(edition, held_back()))]
    return check_report(report, Manuscript(body_of(report, but)), found)


def asked(listed: Checklist, check: str) -> Checked:
    """Return one check of a checklist."""
    return {one.check.id: one for one in listed.items}[check]


def fields(**changed: str) -> Spoil:
    """Return what changes fields of the edition: each name's whole value, in YAML; an empty one takes it out."""

    def spoil(folder: Path) -> None:
        path = folder / f"params/{ID}.yml"
        lines = path.read_text("utf-8").splitlines()
        for name, value in changed.items():
            lines = _without(lines, name) + ([f"{name}: {value}"] if value else [])
        path.write_text("\n".join(lines) + "\n", "utf-8")

    return spoil


def _without(lines: list[str], name: str) -> list[str]:
    kept, inside = [], False
    for line in lines:
        inside = line.startswith(f"{name}:") or (inside and line[:1] in (" ", "-"))
        if not inside:
            kept.append(line)
    return kept


def words(section: str, text: str, add: bool = False) -> Spoil:
    """Return what changes the words of a section, or adds to them."""

    def spoil(folder: Path) -> None:
        path = folder / f"params/{ID}/{section}.md"
        path.write_text((path.read_text("utf-8") + "\n" if add else "") + text + "\n", "utf-8")

    return spoil


def without(section: str) -> Spoil:
    """Return what takes a section's words away."""
    return lambda folder: (folder / f"params/{ID}/{section}.md").unlink()


def profile(changes: Mapping[str, str]) -> Spoil:
    """Return what changes words of the council's profile."""

    def spoil(folder: Path) -> None:
        path = folder / "templates/lancashire/profile.yml"
        text = path.read_text("utf-8")
        for old, new in changes.items():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")

    return spoil


def both(*spoils: Spoil) -> Spoil:
    """Return what spoils in several ways."""

    def spoil(folder: Path) -> None:
        for one in spoils:
            one(folder)

    return spoil
