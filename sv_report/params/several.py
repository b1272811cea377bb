"""Several editions by their ids, paths and patterns such as `params/*.yml`, each once and none in another's place.

Params stage. Patterns are read here and not left to the shell, since Windows' has none.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from sv_report.errors import UsageError
from sv_report.params.loading import find_edition
from sv_report.params.workbench import ENDINGS, Workbench

MARKS = "*?["


def find_editions(named: Sequence[str], workbench: Workbench) -> list[Path]:
    """Return the editions' files, in the order of their ids.

    Raises EditionError where one that is named is not there, and UsageError where a pattern finds none or two files
    have one id, by which both would be sealed in one folder.
    """
    files = {path.resolve() for one in named for path in _found(one, workbench)}
    editions = sorted(files, key=lambda path: (path.stem.casefold(), str(path)))
    for one, other in pairwise(editions):
        if one.stem.casefold() == other.stem.casefold():
            raise UsageError(
                f"Two editions have the id {one.stem}, and so one folder for their reports: {one} and {other}. "
                "Name one of them, or rename its file; nothing was run."
            )
    return editions


def _found(named: str, workbench: Workbench) -> Iterator[Path]:
    if not any(mark in named for mark in MARKS) or Path(named).is_file():
        yield find_edition(named, workbench)[0]
        return
    anchor = Path(named).anchor
    for folder in (Path(anchor),) if anchor else (workbench.root, Path.cwd()):
        pattern = named.removeprefix(anchor)
        if found := [path for path in folder.glob(pattern) if path.suffix in ENDINGS and path.is_file()]:
            yield from found
            return
    raise UsageError(f"{named} finds no edition: no file of that pattern ends in {' or '.join(ENDINGS)}.")
