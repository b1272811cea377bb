"""The exhibits of the data's quality: what makes the figures less sure, the rules broken, the errors accepted.

Exhibits stage: builders that `records` lists. Every number in them is a fact.
"""

from collections.abc import Callable

from sv_report.exhibits.leading import in_pounds, pounds_unit
from sv_report.exhibits.table import Cell, Column, Table
from sv_report.exhibits.words import Words
from sv_report.measures.fact import Fact
from sv_report.measures.figures import Figures
from sv_report.measures.quality import Concern, Quality
from sv_report.measures.quality_facts import accepted_id, quality_id

EFFECTS = {
    "claimed only": "Not counted as validated; it stays claimed",
    "stated apart": "Counted, and stated apart",
    "stated": "Counted, and stated here",
    "cannot be tested": "Counted; the data cannot tell",
}
NOT_LOOKED_AT = "The quality of the data was not looked at: these figures come from an older working folder."


def data_quality(figures: Figures) -> Table | Words:
    """Return what makes the figures less sure: how many, of how many, and how far it could move the headline."""
    return _of_quality("data_quality", figures, _data_quality)


def counting_rules(figures: Figures) -> Table | Words:
    """Return the counting rules that rows break, with the reason, and what was done."""
    return _of_quality("counting_rules", figures, _counting_rules)


def accepted_errors(figures: Figures) -> Table | Words:
    """Return the errors in the data that the edition accepts, each with its reason."""
    return _of_quality("accepted_errors", figures, _accepted_errors)


def data_gaps(figures: Figures) -> Table:
    """Return what is missing from the data, in numbers."""
    names = ["returns_due", "returns_received", "returns_late", "returns_resubmitted", "returns_missing"]
    if in_pounds(figures):
        names += ["sv_due_not_reported_on", "sv_awaiting_to_date", "sv_not_accepted_to_date"]
    facts = [figures.facts[name] for name in names]
    rows = tuple((fact.label, fact.unit_heading, fact) for fact in facts)
    columns = (Column("What", number=False), Column("Unit", number=False), Column("Figure"))
    return Table("data_gaps", f"What is missing from the data, as at {figures.as_at_words}", columns, rows)


def _of_quality(name: str, figures: Figures, build: Callable[[Figures, Quality], Table | Words]) -> Table | Words:
    return build(figures, figures.quality) if figures.quality else Words(name, ((NOT_LOOKED_AT,),))


def _data_quality(figures: Figures, quality: Quality) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            concern.label,
            *(_fact(figures, what, "concern", concern) for what in ("rows", "of", "share")),
            *_movement(figures, "concern", concern),
        )
        for concern in quality.concerns
    ]
    columns = (
        Column("What", number=False),
        Column("Number"),
        Column("Of"),
        Column("Share", "%"),
        *_movement_columns(figures),
    )
    caption = f"Quality of the data, as at {figures.as_at_words}"
    return Table("data_quality", caption, columns, tuple(rows), _quality_note(figures))


def _quality_note(figures: Figures) -> str:
    if not in_pounds(figures):
        return "Each line of the table says what its rows claim; they overlap, and are not to be added."
    return (
        f"The headline is the social value {figures.headline} to date. Each line of the table says the most by which "
        "it could move; they overlap, and are not to be added. Rows not in £ are those of record-only measures, of "
        "local economic value, and those that cannot be valued."
    )


def _counting_rules(figures: Figures, quality: Quality) -> Table | Words:
    if not quality.rules:
        looked = quality.concern("against_rules").rows is not None
        said = "No row of the data is against a rule of counting." if looked else NOT_LOOKED_AT
        return Words("counting_rules", ((f"{said} {_turned_off(quality)}".strip(),),))
    rows: list[tuple[Cell, ...]] = [
        (
            broken.reason,
            EFFECTS[broken.effect],
            *(_fact(figures, what, "rule", broken.concern) for what in ("rows", "contracts")),
            *_movement(figures, "rule", broken.concern),
        )
        for broken in quality.rules
    ]
    columns = (
        Column("Rule", number=False),
        Column("What was done", number=False),
        Column("Rows"),
        Column("Contracts"),
        *_movement_columns(figures),
    )
    caption = f"Rules of counting that rows of the data are against, as at {figures.as_at_words}"
    sources = sorted({source for broken in quality.rules for source in broken.source.split("; ")})
    note = f"Sources of the rules: {'. '.join(sources)}. {_turned_off(quality)}".strip()
    return Table("counting_rules", caption, columns, tuple(rows), note)


def _turned_off(quality: Quality) -> str:
    return f"Turned off by the council: {', '.join(quality.rules_off)}." if quality.rules_off else ""


def _movement_columns(figures: Figures) -> tuple[Column, ...]:
    if not in_pounds(figures):
        return (Column("What they claim", number=False),)
    return (Column("Headline could go", number=False), Column("By", pounds_unit(figures)), Column("Rows not in £"))


def _movement(figures: Figures, kind: str, concern: Concern) -> tuple[Cell, ...]:
    """Return the cells of what is at stake: £ of the headline; without a value book the quantities in their units."""
    if not in_pounds(figures):
        return (_fact(figures, "claims", kind, concern),)
    facts = (_fact(figures, what, kind, concern) for what in ("at_stake", "unvalued"))
    return (concern.stake.direction.capitalize(), *facts)


def _accepted_errors(figures: Figures, quality: Quality) -> Table | Words:
    if not quality.accepted:
        return Words("accepted_errors", (("No error in the data was accepted for this report.",),))
    rows = tuple(
        (one.rule, one.file or "any file", one.reason, figures.facts[accepted_id(one)]) for one in quality.accepted
    )
    columns = (
        Column("Error", number=False),
        Column("File", number=False),
        Column("Why it is accepted", number=False),
        Column("Rows left out"),
    )
    none = any(not one.rows for one in quality.accepted if one.rows is not None)
    note = "0 means that a whole file is left out, or that the error is no longer in the data." if none else ""
    return Table("accepted_errors", "Errors in the data that are accepted for this report", columns, rows, note)


def _fact(figures: Figures, what: str, kind: str, concern: Concern) -> Fact:
    return figures.facts[quality_id(what, kind, concern.name)]
