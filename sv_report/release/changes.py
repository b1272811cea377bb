"""What changed between two manifests, of all that has a part in a bundle's bytes.

Release stage.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """What is not as it was when a bundle was made: its `kind`, name, and what it was and is; "" where it is not."""

    kind: str
    name: str
    then: str
    now: str


def changes_between(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    """Yield what changed between two manifests that has a part in the bytes."""
    is_alike = then.get("schema") == now["schema"]  # else another sv_report made it, and listed other things
    for kind in ("inputs", "data"):
        yield from _changed(kind, then[kind], now[kind], is_alike)
    for kind, name in (("engine", "engine"), ("package", "sv_report"), ("code", "the code of sv_report")):
        if then[kind] != now[kind]:
            yield Change(kind, name, then[kind], now[kind])
    yield from _changed("versions", then.get("versions") or {}, now["versions"], is_alike)


def _changed(kind: str, then: Mapping[str, str], now: Mapping[str, str], is_alike: bool) -> Iterator[Change]:
    for name in sorted({*then, *now} if is_alike else {*then} & {*now}):
        if then.get(name) != now.get(name):
            yield Change(kind, name, then.get(name, ""), now.get(name, ""))
