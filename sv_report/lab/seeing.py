"""The pages and the files of a report, in the form.

Part of the form: the web page in a frame, and a link to download each of the public files.
"""

from html import escape
from pathlib import Path

from sv_report.lab.server import file_link, notebook_link
from sv_report.lab.words import bullets, paragraph

NAMES = {
    "report.docx": "Word, to hand round for clearance",
    "report.pdf": "PDF, for the public",
    "report.html": "Web page",
    "tables.xlsx": "Excel workbook of the tables",
    "report.ipynb": "Notebook, for analysts",
}
PUBLIC, EXEMPT = "public", "exempt"


def pages(files: list[str], root: Path, stamp: str) -> str:
    """Return the web page of a report in a frame; `stamp` tells one run's from the next."""
    page = next((path for path in files if Path(path).match(f"{PUBLIC}/report.html")), None)
    if page is None:
        return paragraph("There are no pages yet. Make the report first.", "faint")
    link = escape(f"{file_link(page, root)}?made={stamp}")
    return (
        f'<p><a href="{link}" target="_blank" rel="noopener">Open the pages in a tab of their own</a></p>'
        f'<iframe class="sv-pages" title="The pages of the report" src="{link}"></iframe>'
    )


def downloads(files: list[str], root: Path) -> str:
    """Return a link to each public file; of an exempt copy, only where it is."""
    listed = [path for path in files if Path(path).parent.name == PUBLIC and Path(path).name in NAMES]
    links = bullets(
        f'<a href="{escape(file_link(path, root))}" download="{escape(saved_as(path))}">'
        f"{escape(NAMES[Path(path).name])}</a> ({escape(saved_as(path))})"
        for path in listed
    )
    exempt = next((str(Path(path).parent.as_posix()) for path in files if Path(path).parent.name == EXEMPT), None)
    apart = paragraph(f"The exempt copy, not for publication, is in {exempt}.", "warn") if exempt else ""
    return links + apart if links else paragraph("There are no files yet. Make the report first.", "faint")


def saved_as(path: str) -> str:
    """Return the name under which a file is downloaded: with the edition's, so that two reports do not meet.

    >>> saved_as("outputs/2024-02-08/public/report.docx")
    '2024-02-08 report.docx'
    """
    file = Path(path)
    return f"{file.parent.parent.name} {file.name}"


def failed_notebook(path: str, root: Path) -> str:
    """Return the link by which an analyst opens the notebook of a failed run."""
    link = escape(notebook_link(path, root))
    return f'<p><a href="{link}" target="_blank" rel="noopener">For analysts: the notebook up to there</a> ({path})</p>'
