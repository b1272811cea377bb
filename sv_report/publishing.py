"""The public files of a report put where they are published: one function, of the command's name.

Above the line, beside `pipeline`: the command of `cli_publish` calls it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sv_report.errors import EditionError
from sv_report.findings import Finding, errors
from sv_report.params import find_edition, find_workbench
from sv_report.release import Bundle, bundle_id
from sv_report.release.publication import copy_public


@dataclass(frozen=True)
class Published:
    """What was published: the bundle's id and folder, the folder that it was copied to, and the files there.

    `notes` name the exempt phrases that could not be searched for.
    """

    id: str
    bundle: Path
    folder: Path
    files: tuple[Path, ...]
    notes: tuple[Finding, ...]


def publish(
    edition: str | Path,
    to: Path,
    *,
    root: Path | None = None,
    out: Path | None = None,
    settings: Mapping[str, str] | None = None,
) -> Published:
    """Copy the public files of an edition's sealed bundle into the new or empty folder `to`, and nothing else.

    `edition` is an id in params/ or a path; `out` and `settings` are those that it was run with. Raises CheckError
    while an error is open, where a file is not as it was sealed, and where exempt matter is found in the copied bytes;
    nothing is then left in `to`.
    """
    workbench = find_workbench(root)
    path, findings = find_edition(edition, workbench)
    if errors(findings):
        raise EditionError(f"{path.stem} cannot be published.", errors(findings))
    bundle = Bundle((out or workbench.outputs).resolve(), bundle_id(path.stem, (settings or {}).items()))
    target = to.resolve()
    copied = copy_public(bundle, target)
    return Published(bundle.id, bundle.sealed, target, copied.files, copied.notes)
