"""The manuscript's front matter: the header of a Cabinet report, in the council's wording.

Manuscript stage. Everything of ours stands under one key, `cabinet`; every text in it is escaped, because both
engines read front matter as Markdown.
"""

from collections.abc import Sequence
from typing import Any

import yaml

from sv_report.exhibits.text import escape
from sv_report.manuscript.report import Report, joined
from sv_report.params import Edition, long_date

EXTENSION_FORMATS = {"docx": "cabinet-docx", "html": "cabinet-html", "pdf": "cabinet-typst"}


def front_matter(report: Report, formats: Sequence[str], *, draft: bool) -> str:
    """Return the YAML block that begins report.qmd; as a draft, every page says so."""
    fields = {
        "lang": "en-GB",
        "engine": "markdown",  # else Quarto would execute code that came in with data
        "format": {EXTENSION_FORMATS[name]: "default" for name in formats},
        "cabinet": _escaped(_header(report.edition) | ({"notice": report.notice} if report.notice else {}))
        | {"edition": report.edition.id, "draft": draft}
        | ({"contents": True} if report.edition.contents else {}),
    }
    text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10**6, default_flow_style=False)
    return f"---\n{text}---\n"


def _header(edition: Edition) -> dict[str, Any]:
    header = edition.profile.header
    contact = edition.contact
    line = header.contact_line.format(name=contact.name, telephone=contact.telephone, role=contact.role)
    fields = {
        "title": edition.title,
        "subject": f"{header.report_to.format(body=edition.meeting.body)}, {long_date(edition.meeting.date)}",
        "author": edition.report_of,
        "council": edition.profile.name,
        "header": _page_edge(edition, edition.profile.style.header),
        "footer": _page_edge(edition, edition.profile.style.footer or ""),
        "report-to": header.report_to.format(body=edition.meeting.body),
        "meeting": header.meeting_line.format(date=long_date(edition.meeting.date)),
        "report-of": header.report_of.format(report_of=edition.report_of),
        "part": header.part.format(part=edition.part),
        "divisions": {
            "label": header.divisions,
            "values": [_division(edition, one) for one in edition.divisions_affected],
        },
        "priorities": {
            "label": header.priorities,
            "values": [header.list_value.format(value=one) for one in edition.corporate_priorities],
        },
        "contact": {"label": header.contact, "values": [line, contact.email]},
    }
    if logo := edition.profile.style.logo:
        fields["logo"] = {"file": f"media/{logo.file}", "alt": logo.alt, "width": f"{logo.width_mm}mm"}
    if edition.appendices:
        labels = [header.appendix_label.format(label=one.label) for one in edition.appendices]
        form = header.refers if len(labels) == 1 else header.refers_several
        fields["refers"] = form.format(labels=joined(labels))
    return fields


def _page_edge(edition: Edition, form: str) -> str:
    """Return the words of a page's head or foot; its number stays {page}, for the page to fill in."""
    return form.format(council=edition.profile.name, title=edition.title, page="{page}", pages="{pages}")


def _division(edition: Edition, value: str) -> str:
    header = edition.profile.header
    form = header.all_divisions_value if value == header.all_divisions else header.list_value
    return form.format(value=value)


def _escaped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _escaped(one) for key, one in value.items()}
    return [_escaped(one) for one in value] if isinstance(value, list) else escape(value)
