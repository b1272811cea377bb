"""Which contracts need performance indicators under the Procurement Act 2023, by what the register says of their law."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sv_report.measures.conventions import USUAL
from sv_report.measures.kpis import Assessments, needs_kpis
from sv_report.measures.register import Contract, contracts_of
from tests.drawn import tables

NEEDED, NOT_NEEDED, UNKNOWN = True, False, None


def contract(folder: Path, regime: str, light_touch: str = "no", value: str = "9000000", **more: str) -> Contract:
    row = {"ref": "C1", "regime": regime or "-", "light_touch": light_touch, "value": value, **more}
    drawn = tables(folder, contracts=f"{' | '.join(row)}\n{' | '.join(row.values())}")
    return contracts_of(drawn, date(2026, 6, 30))["C1"]


@pytest.mark.parametrize(
    ("regime", "needed"),
    [
        ("Procurement Act 2023", NEEDED),
        ("procurement act 2023 (open procedure)", NEEDED),
        ("PA23", NEEDED),
        ("PA 2023", NEEDED),
        ("Procurement Act 2023 - framework", NOT_NEEDED),
        ("Procurement Act 2023: concession", NOT_NEEDED),
        ("Procurement Act 2023, private utilities", NOT_NEEDED),
        ("Procurement Act 2023 – private utility", NOT_NEEDED),
        ("Public Contracts Regulations 2015", NOT_NEEDED),
        ("PCR 2015", NOT_NEEDED),
        ("Below threshold", NOT_NEEDED),
        ("Procurement Act 2023 - call-off under a framework", UNKNOWN),
        ("Procurement Act 2023, call off from a framework", UNKNOWN),
        ("Procurement Act 2023, utilities", UNKNOWN),
        ("Not under the Procurement Act 2023", UNKNOWN),
        ("Procurement Act", UNKNOWN),
        ("n/k", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_a_large_contract_needs_indicators_by_the_words_of_its_regime(
    regime: str, needed: bool | None, tmp_path: Path
) -> None:
    assert needs_kpis(contract(tmp_path, regime), USUAL) is needed


@pytest.mark.parametrize(
    ("light_touch", "value", "needed"),
    [
        ("-", "9000000", UNKNOWN),
        ("yes", "9000000", NOT_NEEDED),
        ("no", "5000000", NOT_NEEDED),
        ("no", "5000000.01", NEEDED),
        ("-", "5000000", NOT_NEEDED),  # too small, whatever the flag would be
    ],
)
def test_under_the_act_the_light_touch_flag_and_the_value_decide(
    light_touch: str, value: str, needed: bool | None, tmp_path: Path
) -> None:
    assert needs_kpis(contract(tmp_path, "Procurement Act 2023", light_touch, value), USUAL) is needed


def test_the_value_above_which_indicators_are_needed_is_the_council_s_convention(tmp_path: Path) -> None:
    small = contract(tmp_path, "Procurement Act 2023", value="3000000")
    assert needs_kpis(small, USUAL) is NOT_NEEDED
    assert needs_kpis(small, replace(USUAL, kpi_contract_value=Decimal(2_000_000))) is NEEDED


ENDS = {"start": "2025-04-01", "end": "2029-03-31"}


@pytest.mark.parametrize(
    ("assessed_on", "terminated_on", "due"),
    [
        (None, "-", date(2026, 4, 1)),  # twelve months after the start
        (date(2026, 2, 1), "-", date(2027, 2, 1)),
        (date(2026, 2, 1), "2026-05-15", date(2026, 5, 15)),  # when it was terminated, as that comes first
        (date(2026, 5, 15), "2026-05-15", None),
        (date(2026, 5, 16), "2026-05-15", None),
        (date(2026, 5, 14), "2026-05-15", date(2026, 5, 15)),
    ],
)
def test_an_assessment_is_due_every_twelve_months_and_once_more_when_the_contract_ends(
    assessed_on: date | None, terminated_on: str, due: date | None, tmp_path: Path
) -> None:
    one = contract(tmp_path, "Procurement Act 2023", terminated_on=terminated_on, **ENDS)
    rows = [{"contract": "C1", "assessed_on": assessed_on, "rating": "Good"}] if assessed_on else []
    assert Assessments(rows).next_due(one, months=12) == due
