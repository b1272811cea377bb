"""What the gate needs to know of later stages, handed in by the pipeline. Params stage."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sv_report.findings import Finding

SourceCheck = Callable[[str, Path], Finding | None]


@dataclass(frozen=True)
class KnownFact:
    """The forms that a fact has: by the members of each dimension in `by`, and, if `whole`, as one number."""

    by: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True)
class Known:
    """The names that an edition may use.

    `anchors` tells by an exhibit's name what a reference to it says after @: `tbl-by_theme`; empty where none can.
    `facts` holds the facts by their own ids, without dimensions; `exhibits` the exhibits' names. `sources` is asked
    whether a data source exists: it takes the source as typed and the workbench's root, and returns a finding
    (its message and remedy are used; the gate adds the place) or None.
    """

    facts: Mapping[str, KnownFact]
    exhibits: Collection[str]
    sources: SourceCheck
    anchors: Mapping[str, str] = field(default_factory=dict)
