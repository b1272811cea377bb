"""The monitoring data of an edition: its sources and the returns collected for it, taken in as its council says.

Data stage: what a run, a notebook and `validate` begin with.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sv_report.data.cache import key_of, read_sources
from sv_report.data.holding import digest_of
from sv_report.data.intake import Conditions
from sv_report.data.returns.ledger import QuarterFolder, collected_folder
from sv_report.data.sources import ABOUT, MAPPING, Source, every_file, find_sources, in_folder, labelled
from sv_report.data.tables import Tables
from sv_report.data.what_if import RowChange
from sv_report.findings import Finding
from sv_report.params import Edition, Period, Workbench

KEPT = ".tables"  # in outputs/: the tables of data that was taken in before


def sources_of(edition: Edition, workbench: Workbench, but: Period | None = None) -> list[Source]:
    """Return the sources of an edition, the returns collected for it among them, those of the quarter `but` not."""
    collected = collected_folder(edition, workbench)
    left_out = QuarterFolder(collected, but).path if but else None
    sources = find_sources(edition.data, workbench.root, collected)
    return [source for source in sources if not (source.collected and source.path == left_out)]


def read_data(
    edition: Edition,
    workbench: Workbench,
    into: Path,
    frames: Mapping[str, Any] | None = None,
    but: Period | None = None,
    change: RowChange | None = None,
    *,
    anew: bool = False,
) -> tuple[Tables, list[Finding]]:
    """Read the data of an edition into Parquet tables in `into`; raise DataError with all that is wrong.

    `frames`, by the name of a table, stand in the place of the edition's sources; of the quarter `but` the returns
    that were collected are left out; with no source at all there is no table. With a `change` of a row the data is
    read as if the row said so. It is read `anew` where tables that were kept from an earlier run are not to be taken.
    """
    sources = sources_of(edition, workbench, but)
    if frames is not None:
        sources = [Source("frames", frames=frames)]
    if not sources:  # data: none
        into.mkdir(parents=True, exist_ok=True)
        return Tables(into), []
    conditions = replace(_conditions(edition), change=change)
    return read_sources(sources, into, conditions, None if anew else workbench.outputs / KEPT)


def data_key(edition: Edition, workbench: Workbench) -> str:
    """Return a digest of all that an edition's tables are made from; of a database no more than its name is known."""
    return key_of(sources_of(edition, workbench), _conditions(edition))


def _conditions(edition: Edition) -> Conditions:
    return Conditions(edition.profile.counting_rules_off, edition.accept)


def data_files(edition: Edition, workbench: Workbench) -> list[Path]:
    """Return the files that an edition's tables are read from, and those that say how."""
    sources = sources_of(edition, workbench)
    return [path for _, path in (*every_file(sources), *beside_data(edition, workbench))]


@dataclass(frozen=True)
class DataNow:
    """An edition's data as it lies there, not read: the digest of each file that may hold a table, by its name.

    `beside` are other files in its folders, and `unseen` its databases: their content is not known before it is read.
    """

    digests: Mapping[str, str]
    beside: frozenset[str]
    unseen: tuple[str, ...]


def data_now(edition: Edition, workbench: Workbench) -> DataNow:
    """Return an edition's data as it lies there; raise DataError where a file of it cannot be read."""
    sources = labelled(sources_of(edition, workbench))
    files = {in_folder(source, path, label): path for label, source in sources for path in source.files()}
    return DataNow(
        digests={shown: digest_of(path, shown) for shown, path in files.items()},
        beside=frozenset(in_folder(source, path, label) for label, source in sources for path in source.beside()),
        unseen=tuple(label for label, source in sources if source.path is None),
    )


@contextmanager
def data_for_now(
    edition: Edition, workbench: Workbench, change: RowChange | None = None
) -> Iterator[tuple[Tables, list[Finding]]]:
    """Give the data of an edition for as long as it is looked at; raise DataError with all that is wrong.

    With a `change` of a row it is the data as if the row said so.
    """
    with TemporaryDirectory(prefix="sv_report-") as work:
        tables, findings = read_data(edition, workbench, Path(work) / "tables", change=change)
        try:
            yield tables, findings
        finally:
            tables.close()


def beside_data(edition: Edition, workbench: Workbench) -> Iterator[tuple[str, Path]]:
    """Yield what says how an edition's data is read, its mappings and each source.yml, after the name for findings."""
    for label, source in labelled(sources_of(edition, workbench)):
        for name, path in _beside(label, source, workbench):
            if path.is_file():
                yield name, path


def _beside(label: str, source: Source, workbench: Workbench) -> Iterator[tuple[str, Path]]:
    """Yield the places of such files, whether they are there or not."""
    if source.path is not None:
        yield f"{label}/{ABOUT}", source.path / ABOUT
        yield f"{label}/{MAPPING}", source.path / MAPPING
        yield f"{label}.{MAPPING}", source.path.with_name(f"{source.path.name}.{MAPPING}")
    elif source.mapping is not None:
        yield workbench.shown(source.mapping), source.mapping


def is_illustrative(edition: Edition, workbench: Workbench) -> bool:
    """Return whether any of an edition's data is invented."""
    return any(source.illustrative for source in sources_of(edition, workbench))
