"""What a preview's page says above the report: that it is a preview, and what is wrong while something is.

Part of previewing. Style and script are the preview's own, and stand in no bundle.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from sv_report.findings import Finding

SCRIPT = files(__package__).joinpath("preview.js").read_text("utf-8")
STYLE = files(__package__).joinpath("preview.css").read_text("utf-8")
MOST = 12  # findings that the banner lists
NO_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{said}</p>
</main>
</body>
</html>
"""
TOP = re.compile(r'<body[^>]*>(?:\s*<a class="skip"[^>]*>.*?</a>)?', re.DOTALL)


@dataclass(frozen=True)
class Problem:
    """Why there is no new page: what is wrong in a sentence, and each part of it."""

    message: str
    findings: tuple[Finding, ...] = ()

    def text(self) -> str:
        """Return the problem as a command prints it."""
        return "\n".join([self.message, *(one.text() for one in self.findings)])


def shown_page(report: str, edition: str, copy: str, number: int, problem: Problem | None) -> str:
    """Return the page to show: a report's last good page, or one that says that there is none, under the strip.

    `number` is by which the page's script knows whether a newer one is there.
    """
    has_page = bool(report)
    if not has_page:
        said = "There is no page yet: what is wrong stands above." if problem else "The page is being made."
        report = NO_PAGE.format(title=f"{escape(edition)}", said=said)
    links = '<link rel="icon" href="data:,">\n<script src="preview.js" defer></script>'
    head = f"<style>\n{STYLE}</style>\n{links}\n</head>"
    page = report.replace("<title>", "<title>Preview: ", 1).replace("</head>", head, 1)
    strip = _strip(edition, copy, number, _wrong(problem, has_page=has_page) if problem else "")
    return TOP.sub(lambda top: f"{top[0]}\n{strip}", page, count=1)


def _strip(edition: str, copy: str, number: int, wrong: str) -> str:
    whose = "the exempt copy, not for publication" if copy == "exempt" else "the public's copy"
    words = f"<strong>Preview</strong> of {escape(edition)}, {whose}. It is no published report."
    return (
        f'<aside class="preview" aria-label="Preview" data-number="{number}">\n<p>{words} '
        f'<span class="preview-news" role="status"></span></p>\n{wrong}</aside>'
    )


def _wrong(problem: Problem, *, has_page: bool) -> str:
    findings = problem.findings
    more = f"<p>And {len(findings) - MOST} more.</p>\n" if len(findings) > MOST else ""
    listed = f"<ul>\n{''.join(_listed(findings[:MOST]))}</ul>\n" if findings else ""
    below = "<strong>The page below is the last that was right.</strong> " if has_page else ""
    said = f"<p>{below}{escape(problem.message)}</p>\n{listed}{more}"
    return f'<div class="preview-wrong" tabindex="0">\n{said}</div>\n'


def _listed(findings: Iterable[Finding]) -> Iterable[str]:
    for one in findings:
        place, remedy = one.where.text(), one.remedy
        start = f"<strong>{escape(place)}</strong>: " if place else ""
        yield f"<li>{start}{escape(one.message)}{f'<br>{escape(remedy)}' if remedy else ''}</li>\n"
