"""The body of the data quality page: its headings, and what stands under each.

Release stage. A template of jinja2 in the frame of `office_page`.
"""

BODY = """\
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
