"""Work that takes time, in a process of its own: it prints its progress and what came of it as lines of JSON.

Part of the form; `work` starts it as `python -m sv_report.lab.child TASK EDITION ROOT`. A stage begins:
`{"stage": "data"}`; the last line is `{"done": …}`, `{"failed": …}` or `{"stopped": true}`.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sv_report.errors import ReportError
from sv_report.progress import Progress, heed_interrupts


def run(edition: str, root: Path) -> dict[str, Any]:
    """Make the report, and say what it left."""
    from sv_report import pipeline
    from sv_report.params import find_workbench

    outcome = pipeline.run(edition, root=root, progress=Progress(lambda stage: tell(stage=stage)))
    workbench = find_workbench(root)
    return {
        "bundle": workbench.shown(outcome.bundle),
        "files": [workbench.shown(path) for path in outcome.files],
        "kept": [workbench.shown(path) for path in outcome.kept],
        "checks": outcome.checklist.records(),
        "is_draft": outcome.checklist.is_open,
    }


def check(edition: str, root: Path) -> dict[str, Any]:
    """Go through the checklist."""
    from sv_report import pipeline

    checklist, _ = pipeline.check(edition, root=root)
    return {"checks": checklist.records(), "is_draft": checklist.is_open}


def facts(edition: str, root: Path) -> dict[str, Any]:
    """List the facts: id, what is printed, label; as the public sees them."""
    from sv_report.manuscript.opening import for_the_public, open_report
    from sv_report.params import find_workbench

    listed = for_the_public(open_report(edition, root=root), find_workbench(root)).facts
    return {"facts": [[fact.id, fact.display, fact.label] for fact in listed]}


TASKS: dict[str, Callable[[str, Path], dict[str, Any]]] = {"run": run, "check": check, "facts": facts}


def tell(**said: Any) -> None:
    """Print one line of JSON, at once."""
    print(json.dumps(said), flush=True)


def main(task: str, edition: str, root: str) -> None:
    """Do a task and tell what came of it; a fault of the program also prints its traceback, to the error stream."""
    heed_interrupts()
    try:
        tell(done=TASKS[task](edition, Path(root)))
    except KeyboardInterrupt:
        tell(stopped=True)
    except ReportError as wrong:
        found = [one.record() for one in wrong.findings]
        tell(failed={"message": wrong.args[0], "findings": found, "notes": notes_of(wrong)})
    except Exception as fault:
        tell(failed={"fault": True, "message": f"{type(fault).__name__}: {fault}", "notes": notes_of(fault)})
        raise


def notes_of(problem: Exception) -> list[str]:
    """Return what was added to a problem on its way."""
    return list(getattr(problem, "__notes__", ()))


if __name__ == "__main__":
    main(*sys.argv[1:])
