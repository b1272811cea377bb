"""The HTML of the data quality page: headings, captions, scopes, and colours that pass AA on white.

Release stage. A template of jinja2, which escapes every value; wide tables scroll in a region that the keyboard can
reach, so that the page itself never does, down to 320 pixels.
"""

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

TEMPLATE = (
    """\
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
<header>
<h1>{{ title }}</h1>
{% if notice %}
<p class="notice">{{ notice }}</p>
{% endif %}
<p>For the council's analysts; not for publication. It names rows of suppliers' returns.</p>
{{ pairs(facts) }}
</header>
<nav aria-label="On this page">
<ul>
<li><a href="#s-headline">What could move the headline</a></li>
<li><a href="#s-rules">Counting rules</a></li>
<li><a href="#s-accounts">What became of every row</a></li>
<li><a href="#s-meanings">Zero, missing, not applicable, rounded</a></li>
<li><a href="#s-rejected">Rejected rows</a></li>
<li><a href="#s-accepted">Accepted errors</a></li>
<li><a href="#s-findings">Findings</a></li>
<li><a href="#s-inputs">Files read</a></li>
</ul>
</nav>
<main id="main">
<section aria-labelledby="s-headline">
<h2 id="s-headline">What could move the headline</h2>
{% if concerns %}
<p>Each line says the most by which it could move the headline to date; they overlap, and are not to be added. \
[x] means not available, [z] not applicable.</p>
{{ table(concerns) }}
{% else %}
<p>Not looked at.</p>
{% endif %}
</section>
<section aria-labelledby="s-rules">
<h2 id="s-rules">Counting rules</h2>
{% if rules_off %}
<p>Turned off by the council's profile: {{ rules_off }}.</p>
{% endif %}
{% for rule in rules %}
<h3>{{ rule.heading }}</h3>
{{ pairs(rule.words) }}
<details><summary>Rows against {{ rule.heading }}</summary>
{{ table(rule.grid) }}
</details>
{% else %}
<p>None broken.</p>
{% endfor %}
</section>
<section aria-labelledby="s-accounts">
<h2 id="s-accounts">What became of every row</h2>
{{ table(accounts) }}
</section>
<section aria-labelledby="s-meanings">
<h2 id="s-meanings">Zero, missing, not applicable, rounded</h2>
{{ table(meanings) }}
</section>
<section aria-labelledby="s-rejected">
<h2 id="s-rejected">Rejected rows</h2>
{% for grid in rejected %}
{{ table(grid) }}
{% else %}
<p>None.</p>
{% endfor %}
</section>
<section aria-labelledby="s-accepted">
<h2 id="s-accepted">Accepted errors</h2>
{{ table(accepted) }}
</section>
<section aria-labelledby="s-findings">
<h2 id="s-findings">Findings</h2>
{{ table(findings) }}
</section>
<section aria-labelledby="s-inputs">
<h2 id="s-inputs">Files read</h2>
{{ table(inputs) }}
</section>
</main>
</body>
</html>"""
)
