"""Work that takes time, in a process of its own: it prints its progress and what came of it as lines of JSON.

Part of working; `work` starts it as `python -m sv_report.working.child TASK EDITION ROOT OPTIONS`, the options as JSON.
A stage begins: `{"stage": "data"}`; the last line is `{"done": …}`, `{"failed": …}` or `{"stopped": true}`. It ends
when nobody reads what it says.
"""

import json
import os
import select
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Any

from sv_report.errors import ReportError
from sv_report.forking.ending import end_lightly
from sv_report.progress import Progress, heed_interrupts

Options = Mapping[str, Any]


def run(edition: str, root: Path, options: Options) -> dict[str, Any]:
    """Make the report, and say what it left; with the option `unless_fresh`, only where it would be another."""
    from sv_report import pipeline
    from sv_report.params import find_workbench

    workbench = find_workbench(root)
    asked = {**options, "out": Path(options["out"]) if options.get("out") else None}
    if asked.pop("unless_fresh", False):
        standing = pipeline.freshness(edition, root=root, **asked)
        if standing.is_fresh:
            return {"is_fresh": True, "bundle": workbench.shown(standing.bundle), "is_draft": standing.is_draft}
    outcome = pipeline.run(edition, root=root, progress=Progress(lambda stage: tell(stage=stage)), **asked)
    return {
        "bundle": workbench.shown(outcome.bundle),
        "files": [workbench.shown(path) for path in outcome.files],
        "kept": [workbench.shown(path) for path in outcome.kept],
        "checks": outcome.checklist.records(),
        "is_draft": outcome.checklist.is_open,
    }


def check(edition: str, root: Path, options: Options) -> dict[str, Any]:
    """Go through the checklist."""
    from sv_report import pipeline

    checklist, _ = pipeline.check(edition, root=root, **options)
    return {"checks": checklist.records(), "is_draft": checklist.is_open}


def facts(edition: str, root: Path, options: Options) -> dict[str, Any]:
    """List the facts: id, what is printed, label; as the public sees them."""
    from sv_report.manuscript.opening import for_the_public, open_report
    from sv_report.params import find_workbench

    listed = for_the_public(open_report(edition, root=root, **options), find_workbench(root)).facts
    return {"facts": [[fact.id, fact.display, fact.label] for fact in listed]}


TASKS: dict[str, Callable[[str, Path, Options], dict[str, Any]]] = {"run": run, "check": check, "facts": facts}


def tell(**said: Any) -> None:
    """Print one line of JSON, at once."""
    print(json.dumps(said), flush=True)


def main(task: str, edition: str, root: str, options: str = "{}") -> None:
    """Do a task and tell what came of it; a fault of the program also prints its traceback, to the error stream."""
    end_lightly()
    heed_interrupts()
    end_unheard()
    try:
        tell(done=TASKS[task](edition, Path(root), json.loads(options)))
    except KeyboardInterrupt as stop:
        tell(stopped=True, notes=notes_of(stop))
    except ReportError as wrong:
        found = [one.record() for one in wrong.findings]
        tell(failed={"message": wrong.args[0], "findings": found, "notes": notes_of(wrong), "code": wrong.exit_code})
    except Exception as fault:
        tell(failed={"fault": True, "message": f"{type(fault).__name__}: {fault}", "notes": notes_of(fault), "code": 1})
        raise


def notes_of(problem: BaseException) -> list[str]:
    """Return what was added to a problem on its way."""
    return list(getattr(problem, "__notes__", ()))


def end_unheard() -> None:
    """From here on end this process, and what it started, when whoever reads its output has gone."""
    if hasattr(select, "poll"):  # Windows has none: there it ends as it tells its next stage
        Thread(target=_end_unheard, args=(sys.stdout.fileno(),), daemon=True).start()


def _end_unheard(output: int) -> None:
    heard = select.poll()
    heard.register(output, 0)  # an error is what is waited for: a pipe without a reader
    heard.poll()
    os.killpg(0, signal.SIGKILL) if os.getpgrp() == os.getpid() else os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
