"""Which engine a run takes here, and why; and does it work?"""

import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import version

from sv_report.diagnosis.noted import Here, Noted
from sv_report.diagnosis.packages import mending
from sv_report.errors import RenderError

TIME_LIMIT = 60  # seconds for a program to say its version


def of_engine(here: Here) -> Iterator[Noted]:
    """Is it Quarto or the embedded engine? Both Pandoc and Typst are tried."""
    from sv_report.render.quarto import TRIED, find_quarto

    tried = ".".join(map(str, TRIED))
    quarto = find_quarto()
    if quarto:
        what = f"Quarto {quarto.version} renders reports: it is on the PATH, and {tried} was tried."
        yield Noted("Engine", "in order", what)
        yield from _embedded("is here too (--engine embedded).", is_taken=False)
    else:
        yield from _embedded(f"renders reports: {_why_not(tried)}.", is_taken=True)


def _why_not(tried: str) -> str:
    """Return why no Quarto is taken."""
    from sv_report.render.quarto import find_quarto

    if not shutil.which("quarto"):
        return "there is no Quarto on the PATH, and none is needed"
    try:
        found = find_quarto(any_version=True)
    except RenderError:
        return "the Quarto on the PATH does not run"
    return f"the Quarto {found.version} on the PATH is left, for only {tried} was tried (--engine quarto takes it)"


def _embedded(what: str, is_taken: bool) -> Iterator[Noted]:
    """Note whether Pandoc and Typst work."""
    faults = [fault for fault in (_pandoc_fault(), _typst_fault()) if fault]
    if faults:
        why = "It renders the report." if is_taken else "It is only taken when it is asked for."
        yield Noted("Engine", "to mend", " ".join(faults), why, mending(), stops=is_taken)
        return
    import pypandoc

    parts = f"Pandoc {pypandoc.get_pandoc_version()} and Typst {version('typst')}"
    yield Noted("Engine", "in order", f"the embedded one, {parts}, {what}")


def _pandoc_fault() -> str:
    import pypandoc

    try:
        program = pypandoc.get_pandoc_path()
        command = [program, "--from=markdown", "--to=typst"]
        done = subprocess.run(command, input=b"# a", capture_output=True, timeout=TIME_LIMIT, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return f"Pandoc, of the package pypandoc_binary, does not run ({problem})."
    return "" if done.returncode == 0 else f"Pandoc, of pypandoc_binary, failed with exit code {done.returncode}."


def _typst_fault() -> str:
    import typst

    try:
        made = typst.compile(b"= a", format="pdf")
    except (RuntimeError, OSError) as problem:
        return f"Typst, of the package typst, does not work ({problem})."
    return "" if made and bytes(made).startswith(b"%PDF") else "Typst, of the package typst, made no PDF."
