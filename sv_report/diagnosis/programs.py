"""Programs that only developers need: the tests look at files with them. Said only when all is asked for."""

import shutil
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from sv_report.diagnosis.noted import Here, Noted

WANTED = {
    "LibreOffice": (("soffice", "libreoffice"), "opens the Word file and the workbook in tests"),
    "Chromium": (("chromium", "chromium-browser", "google-chrome"), "opens the web page and JupyterLab in tests"),
    "Poppler": (("pdftoppm",), "draws the PDF's pages in tests"),
    "PostgreSQL": (("psql",), "holds data in tests"),
    "Java": (("java",), "runs Spark in tests"),
    "make": (("make",), "runs the list of tasks"),
}
COMMAND = "make system-deps (on Debian)"


def of_programs(here: Here) -> Iterator[Noted]:
    """Note which are on the PATH, and whether PySpark is here."""
    if not here.everything:
        return
    for called, (names, use) in WANTED.items():
        if any(map(shutil.which, names)):
            yield Noted("For developers", "in order", f"{called}, which {use}.")
        else:
            yield Noted("For developers", "worth knowing", f"{called}, which {use}, is not here.", "", COMMAND)
    try:
        yield Noted("For developers", "in order", f"PySpark {version('pyspark')}.")
    except PackageNotFoundError:
        what = "PySpark is not here: its tests skip."
        yield Noted("For developers", "worth knowing", what, "", "make test, which installs it")
