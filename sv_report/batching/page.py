"""The page that sums a batch up: what failed and why, what to do, and what is whole.

Part of batching. Plain HTML beside the bundles, for the office; it needs no script and no other file.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from sv_report.batching.results import OF_CODE, Batch, Failure, Result
from sv_report.findings import Where
from sv_report.params import long_date
from sv_report.release import Bundle
from sv_report.release.office_page import Grid, rendered

STATES = {"made": "made", "unchanged": "unchanged"}
SHOWN = 20  # findings of one edition
BODY = """\
<header>
<h1>{{ title }}</h1>
<p><strong>{{ told }}</strong></p>
<p>For the office; not for publication. It may quote rows of the data.</p>
{{ pairs(facts) }}
</header>
<nav aria-label="On this page">
<ul>
<li><a href="#s-failed">Failed</a></li>
{% if left.rows %}
<li><a href="#s-left">Not made</a></li>
{% endif %}
<li><a href="#s-whole">Whole</a></li>
</ul>
</nav>
<main id="main">
<section aria-labelledby="s-failed">
<h2 id="s-failed">Failed</h2>
{{ table(failed) }}
{% for one in reasons %}
<h3 id="f-{{ one.edition }}">{{ one.edition }}</h3>
<p>{{ one.message }}</p>
{% if one.findings %}
<ul>
{% for what, where, remedy in one.findings %}
<li>{{ what }}{% if where %}<br>Where: {{ where }}{% endif %}{% if remedy %}<br>What to do: {{ remedy }}{% endif %}</li>
{% endfor %}
</ul>
{% endif %}
{% if one.more %}
<p>and {{ one.more }} more, which are not shown</p>
{% endif %}
{% if one.left %}
<p>What the run left: {{ one.left }}</p>
{% endif %}
{% endfor %}
</section>
{% if left.rows %}
<section aria-labelledby="s-left">
<h2 id="s-left">Not made</h2>
<p>The batch was interrupted. The same command goes on from here.</p>
{{ table(left) }}
</section>
{% endif %}
<section aria-labelledby="s-whole">
<h2 id="s-whole">Whole</h2>
{{ table(whole) }}
</section>
</main>
</body>
</html>"""


def summary(batch: Batch) -> str:
    """Return the page as HTML."""
    now, failed = datetime.now(), [(result, result.failure) for result in batch.results if result.failure]
    facts = [
        ("Editions", f"{len(batch.results):,}"),
        ("Marked DRAFT", f"{sum(result.is_draft for result in batch.whole):,}"),
        ("At once", f"{batch.jobs:,}"),
        ("Took", f"{batch.seconds:,.0f} seconds"),
        ("Ended", f"{long_date(now)}, {now:%H:%M}"),
    ]
    values = {
        "title": "Reports of a batch",
        "told": told(batch),
        "facts": [*facts, *(("Note", note) for note in batch.notes)],
        "failed": _failed(failed),
        "reasons": [_reason(result, failure, batch.outputs) for result, failure in failed],
        "left": Grid("left", "Editions that were not made", (("Edition", False),),
                     [(result.edition,) for result in batch.of("left")]),
        "whole": _whole(batch),
    }  # fmt: skip
    return rendered(BODY, values)


def told(batch: Batch) -> str:
    """Return what came of a batch in a sentence."""
    said = f"{len(batch.whole):,} of {len(batch.results):,} reports are whole"
    if unchanged := batch.of("unchanged"):
        said += f" ({len(unchanged):,} unchanged since an earlier batch)"
    for word, several in (("failed", batch.of("failed")), ("not made", batch.of("left"))):
        said += f", {len(several):,} {word}" if several else ""
    return f"{said}."


def errors_of(failure: Failure) -> list[Mapping[str, Any]]:
    """Return the records of a failure's findings that are errors."""
    return [one for one in failure.findings if one["severity"] == "error"]


def _failed(failed: Iterable[tuple[Result, Failure]]) -> Grid:
    columns = (("Edition", False), ("Exit code", True), ("What it is of", False), ("What is wrong", False))
    link = Markup('<a href="#f-{0}">{0}</a>')
    rows = [
        (link.format(result.edition), str(failure.code), OF_CODE[failure.code], _in_a_line(failure))
        for result, failure in failed
    ]
    return Grid("failed", "Editions whose report could not be made", columns, rows)


def _in_a_line(failure: Failure) -> str:
    return next((str(one["message"]) for one in errors_of(failure)), failure.message)


def _reason(result: Result, failure: Failure, outputs: Path) -> dict[str, Any]:
    """Return all that is known of a failure, as the page's body takes it."""
    found = errors_of(failure)
    bundle = Bundle(outputs, result.edition)
    return {
        "edition": result.edition,
        "message": failure.message,
        "findings": [(one["message"], Where(**one["where"]).text(), one["remedy"]) for one in found[:SHOWN]],
        "more": len(found[SHOWN:]),
        "left": _links(bundle.failed_files() if failure.notes else (), outputs),
    }


def _whole(batch: Batch) -> Grid:
    columns = (("Edition", False), ("State", False), ("Seconds", True), ("Draft", False), ("Files", False))
    rows = [
        (
            result.edition,
            STATES[result.state],
            f"{result.seconds:.1f}",
            "DRAFT" if result.is_draft else "no",
            _links(Bundle(batch.outputs, result.edition).shown_files(), batch.outputs),
        )
        for result in batch.whole
    ]
    return Grid("whole", "Reports made from what is there now", columns, rows)


def _links(paths: Iterable[Path], outputs: Path) -> Markup:
    """Return links to files, each by its name; an exempt copy's is said to be one."""
    shown = (path.relative_to(outputs) for path in paths)
    link = Markup('<a href="{}">{}</a>')
    named = ((path, f"{path.name} (exempt)" if "exempt" in path.parts[1:2] else path.name) for path in shown)
    return Markup(", ").join(link.format(quote(path.as_posix()), name) for path, name in named)
