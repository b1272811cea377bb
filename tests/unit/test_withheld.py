"""What the leak check looks for: nothing that the public's own facts say, be it in words."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sv_report.data.tables import Tables
from sv_report.exhibits.disclosure.released import Released
from sv_report.measures import Facts, Figures
from sv_report.measures.fact import Fact, Source
from sv_report.params import Period
from sv_report.release.leaks import find_leaks
from sv_report.release.withheld import secrets_of
from tests.unit.wrong_editions import GOOD, bench, load

REASON = "Publishing it harms a supplier, which outweighs the public interest in disclosing it."
EXEMPT = f"\nexempt:\n  - {{fact: sv_validated_quarter, paragraph: 3, reason: '{REASON}'}}\n"


def fact(id, value, text=""):
    return Fact(
        id, f"What {id} is", "text" if text else "sum", value and Decimal(value), "ok", "text" if text else "GBP", -3,
        "2023-24 Q3", "2024-01-19", "a sum", Source(("commitments",), "all", 3), text=text,
    )  # fmt: skip


def found_in(tmp_path, *, is_public):
    """Return what is found of an exempt £2,889,011 where words say £2.889m, of a public fact or of none."""
    edition, _ = load(bench(tmp_path, GOOD.rstrip() + EXEMPT))
    late = fact("quality_claims.concern.late", None, text="Local economic value of £2.889m is late")
    facts = Facts((fact("sv_validated_quarter", "2889011.59"), late))
    figures = Figures(Period(2023, 3), date(2024, 1, 19), "validated", facts, ())
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "facts.json").write_text(json.dumps([late.record()]), "utf-8")
    shown = [facts["sv_validated_quarter"].suppressed, *([late] if is_public else [])]
    released = Released(replace(figures, facts=Facts(tuple(shown))), frozenset({"sv_validated_quarter"}))
    return find_leaks(tmp_path / "public", secrets_of(edition, figures, released, Tables(tmp_path / "tables")))


def test_a_number_that_a_public_fact_says_in_words_is_no_leak(tmp_path):
    assert found_in(tmp_path, is_public=True) == []


def test_the_same_number_where_no_public_fact_says_it_is_one(tmp_path):
    assert found_in(tmp_path, is_public=False)
