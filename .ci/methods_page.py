"""Write docs/methods.md: each fact with its definition, and the worked examples that test it: `make methods`.

The definitions stand in the records of sv_report/measures, the examples in tests/spec/examples, so that the page says
what the package does and nothing else.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sv_report.measures import RECORDS, FactRecord  # noqa: E402
from sv_report.measures.fact import UNIT_WORDS  # noqa: E402
from sv_report.measures.records.record import PERIODS, VALUED, WORTH  # noqa: E402
from sv_report.params.calendar import short_date  # noqa: E402
from tests.spec.as_markdown import example_part, slug, table  # noqa: E402
from tests.spec.example import Example  # noqa: E402
from tests.spec.examples import AFTER, BEFORE, BY_FACT, EXAMPLES, Section  # noqa: E402

PAGE = ROOT / "docs" / "methods.md"
OPENING = ROOT / ".ci" / "methods_opening.md"
ALSO_LOCAL = re.compile("^lev_")
PLACES = {
    "period": "the period",
    "period_end": "the period's last day",
    "begun_by": "the period's last day",
    "year_start": "1 April",
    "last_period": "the period before",
    "year_ago": "the same period of last year",
    "as_at": "the as-at day",
    "last_as_at": "the last report's as-at day",
    "headline": "headline",
    "if_validated": "; validated by then where that is the headline",
    "sum": "sum",
}  # what a record's words leave to be filled in, for a reader of no one report


# ---- words ---------------------------------------------------------------------------------------


def in_general(text: str) -> str:
    """Return a record's words as they hold for any report."""
    return text.format_map(PLACES).strip()


def capital(text: str) -> str:
    """Return a text with a capital first."""
    return text[:1].upper() + text[1:]


def code(ids: Iterable[str]) -> str:
    """Return ids of facts as code, with commas between."""
    return ", ".join(f"`{one}`" for one in ids)


# ---- facts ---------------------------------------------------------------------------------------


def record_of(fact: str) -> str:
    """Return the id of the record that makes a fact, a member's included: `rating.contract.c1` is *rating*."""
    return fact.split(".")[0]


def families() -> dict[str, list[FactRecord]]:
    """Return the records by family, in their order."""
    found: dict[str, list[FactRecord]] = defaultdict(list)
    for record in RECORDS:
        found[record.family].append(record)
    return found


def twins(records: list[FactRecord]) -> Iterator[tuple[FactRecord, list[str]]]:
    """Yield each record with the ids that say it: of additional and of local £ together."""
    ids = {record.id for record in records}
    for record in records:
        additional = ALSO_LOCAL.sub("sv_", record.id)
        if record.id.startswith("lev_") and additional in ids:
            continue
        local = re.sub("^sv_", "lev_", record.id)
        yield record, [record.id, *([local] if local != record.id and local in ids else [])]


def family_part(name: str, records: list[FactRecord], here: list[Example], elsewhere: list[Example]) -> str:
    """Return a family's part of the page: its facts, how they are made, and the examples that show them."""
    pairs = list(twins(records))
    rows = ((code(ids), label_of(record, ids), unit_words(record), formula_of(record)) for record, ids in pairs)
    about = records[0]
    kept = f"Checked by {about.checked_by}; next review {short_date(about.next_review)}. Source: {about.source}."
    lines = [
        about.definition,
        f"*Why it matters:* {about.why}" + (f" *Good is* {about.good}." if about.good else ""),
        table(("Fact", "What it says", "Unit", "How it is made"), rows),
        said_of(pairs, "Also given by", lambda record: ", ".join(one.replace("_", " ") for one in record.by)),
        said_of(pairs, "Rows counted", rows_counted),
        kept,
        *map(example_part, here),
        shown_by(elsewhere),
    ]
    return "\n\n".join([f"## {name}", *filter(None, lines)])


def said_of(pairs: list[tuple[FactRecord, list[str]]], label: str, get: Callable[[FactRecord], str]) -> str:
    """Return what an aspect of some records is: once where it is the same for all, else by fact."""
    by_words: dict[str, list[str]] = defaultdict(list)
    for record, ids in pairs:
        by_words[get(record)].append(ids[0])
    if len(by_words) == 1:
        (words,) = by_words
        return f"*{label}:* {ended(words)}" if words else ""
    lines = [f"- {code(ids)}: {ended(words or 'none')}" for words, ids in by_words.items()]
    return "\n".join([f"*{label}*\n", *lines])


def rows_counted(record: FactRecord) -> str:
    """Return which rows a record counts, the quarters apart: its label says those."""
    parts = record.filter.split("; ")
    kept = [part for part in parts if part not in PERIODS.values() and part not in VALUED.values()]
    return in_general("; ".join(kept))


def formula_of(record: FactRecord) -> str:
    """Return how a record is made: a share by its numerator and denominator, a sum in £ without the £."""
    if record.numerator:
        return f"numerator: {in_general(record.numerator)}; denominator: {in_general(record.denominator)}"
    return in_general(record.formula.replace(f": {WORTH}", ", in £"))


def label_of(record: FactRecord, ids: list[str]) -> str:
    """Return what a fact says; of one made for additional and local value alike, without the name of either."""
    label = in_general(record.label)
    if len(ids) == 2:
        label = re.sub("^Social value:? (of )?", lambda found: "value of " if found[1] else "", label)
    return capital(label)


def ended(words: str) -> str:
    """Return a sentence with its full stop."""
    return words if words.endswith((".", "!", "?")) else f"{words}."


def unit_words(record: FactRecord) -> str:
    """Return a record's unit as a reader knows it."""
    if record.unit == "text":
        return "words"
    return UNIT_WORDS.get(record.unit, record.unit) if record.unit else "the measure's own"


def shown_by(examples: list[Example]) -> str:
    """Return links to the examples elsewhere on the page that show facts of a family without one of its own."""
    links = (f"- [{example.heading}](#{slug(example.heading)})" for example in examples)
    return "\n".join(["Shown by:\n", *links]) if examples else ""


# ---- the page ------------------------------------------------------------------------------------


def family_of(example: Example) -> str:
    """Return the family that an example is printed under: that of its first fact."""
    about = record_of(example.expected[0].fact)
    return next(record.family for record in RECORDS if record.id == about)


def shows(example: Example, records: list[FactRecord]) -> bool:
    """Return whether an example has a fact of one of the records."""
    ids = {ALSO_LOCAL.sub("sv_", record.id) for record in records}
    return any(ALSO_LOCAL.sub("sv_", record_of(one.fact)) in ids for one in example.expected)


def page() -> str:
    """Return docs/methods.md."""
    parts = []
    for name, records in families().items():
        here = [example for example in BY_FACT if family_of(example) == name]
        others = [] if here else [example for example in EXAMPLES if shows(example, records)]
        parts.append(family_part(name, records, here, others))
    headings = [one.heading for one in BEFORE] + list(families()) + [one.heading for one in AFTER]
    contents = "\n".join(f"- [{heading}](#{slug(heading)})" for heading in headings)
    opening = OPENING.read_text("utf-8").strip()
    return "\n\n".join([opening, contents, *map(section_part, BEFORE), *parts, *map(section_part, AFTER)]) + "\n"


def section_part(section: Section) -> str:
    """Return the part of the page that shows a rule which many facts share."""
    return "\n\n".join([f"## {section.heading}", section.lead, *map(example_part, section.examples)])


def main() -> None:
    """Write the page."""
    text = page()
    changed = not PAGE.exists() or text != PAGE.read_text("utf-8")
    if changed:
        PAGE.write_text(text, "utf-8", newline="\n")
    print(f"{PAGE.relative_to(ROOT)}: {'written anew' if changed else 'as it was'}")


if __name__ == "__main__":
    main()
