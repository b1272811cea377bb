"""What the gate needs to know of later stages, handed in by the pipeline. Params stage."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from sv_report.findings import Finding

SourceCheck = Callable[[str, Path], Finding | None]


@dataclass(frozen=True)
class Known:
    """The names that an edition may use.

    `facts` are the facts' own ids, without dimensions; `exhibits` the exhibits' names. `sources` is asked
    whether a data source exists: it takes the source as typed and the workbench's root, and returns a finding
    (its message and remedy are used; the gate adds the place) or None.
    """

    facts: Collection[str]
    exhibits: Collection[str]
    sources: SourceCheck
