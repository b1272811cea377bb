"""A page for the office: its frame, its tables, and colours that pass AA on white; no script, no other file.

Release stage. jinja2 escapes every value; wide tables scroll in a region that the keyboard can reach, so that the page
itself never does, down to 320 pixels. Equal values give equal bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sv_report.exhibits.text import printable

STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; font: 1rem/1.5 Arimo, Arial, sans-serif; color: #1d1d1d;
  background: #fff; overflow-wrap: anywhere; }
h1, h2, h3 { color: #12436d; line-height: 1.25; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.35rem; margin-top: 2.5rem; } h3 { font-size: 1.1rem; }
a { color: #12436d; }
a:focus, summary:focus, .scroll:focus { outline: 3px solid #801650; outline-offset: 2px; }
.skip { position: absolute; left: -999rem; } .skip:focus { position: static; }
.notice { border-left: 4px solid #801650; padding: .25rem .75rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; overflow-wrap: normal; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
caption span { display: inline-block; max-width: calc(100vw - 2.5rem); position: sticky; left: 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #6b6b6b; }
td:not(.n) { min-width: 5rem; max-width: 28rem; overflow-wrap: break-word; }
tbody th { font-weight: normal; max-width: 18rem; overflow-wrap: break-word; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .15rem 1rem; }
dt { font-weight: bold; } dd { margin: 0; }
@media (max-width: 40rem) { dl { display: block; } dd { margin: 0 0 .5rem; } }
@media print { .scroll { overflow: visible; } a { color: inherit; } }
"""

MACROS = """\
{% macro table(grid) %}
{% if grid.rows %}
<div class="scroll" role="region" aria-labelledby="caption-{{ grid.id }}" tabindex="0">
<table>
<caption id="caption-{{ grid.id }}"><span>{{ grid.caption }}</span></caption>
<thead><tr>
{% for heading, is_number in grid.columns %}
<th scope="col"{% if is_number %} class="n"{% endif %}>{{ heading }}</th>
{% endfor %}
</tr></thead>
<tbody>
{% for row in grid.rows %}
<tr>
{% for cell in row %}
{% set number = ' class="n"'|safe if grid.columns[loop.index0][1] else "" %}
{% if loop.first %}
<th scope="row">{{ cell }}</th>
{% else %}
<td{{ number }}>{{ cell }}</td>
{% endif %}
{% endfor %}
</tr>
{% endfor %}
</tbody>
</table>
</div>
{% if grid.more %}
<p>{{ grid.more }}</p>
{% endif %}
{% else %}
<p>None.</p>
{% endif %}
{% endmacro %}
{% macro pairs(words) %}
<dl>
{% for name, text in words %}
<dt>{{ name }}</dt><dd>{{ text }}</dd>
{% endfor %}
</dl>
{% endmacro %}
"""

HEAD = (
    """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ title }}</title>
<style>"""
    + STYLE
    + """</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
"""
)


@dataclass(frozen=True)
class Grid:
    """A table of the page: its caption, its columns (True: of numbers) and rows of text, the first cell heading each.

    `more` says what is not shown. A cell may be HTML of our own, as markupsafe marks it.
    """

    id: str
    caption: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]
    more: str = ""


def rendered(body: str, values: Mapping[str, Any]) -> str:
    """Return a page: the frame with `values["title"]`, and a template of its body with all the values."""
    from jinja2 import Environment

    made = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=_clean)
    return made.from_string(MACROS + HEAD + body).render(values) + "\n"


def _clean(value: Any) -> Any:
    """Drop what may not stand in HTML, or turns round what follows it."""
    return printable(value) if type(value) is str else value  # not Markup, which is ours
