"""The last published report, as an edition names it: found, read, and refused with its line where it is none."""

import json
from dataclasses import replace
from datetime import date

import pytest

from sv_report.data.last_published import last_published, last_published_file
from sv_report.errors import EditionError
from sv_report.params import Period
from tests.unit.wrong_editions import GOOD, bench, load

FACTS = [
    {"id": "sv_due_to_date", "value": "12", "period": "2023-24 Q2", "as_at": "2023-11-10"},
    {"id": "sv_reported_quarter", "value": None, "period": "2023-24 Q2", "as_at": "2023-11-10"},
    {"id": "sv_reported_quarter.quarter.2023_24_q1", "value": "3", "period": "2023-24 Q1", "as_at": "2023-11-10"},
]


@pytest.fixture
def loaded(tmp_path):
    """An edition that names a last report, and its workbench."""
    workbench = bench(tmp_path, GOOD.rstrip() + "\nlast_published: site/december\n")
    return load(workbench)[0], workbench


def publish(workbench, place, facts=FACTS):
    path = workbench.root / "site" / "december" / place
    path.parent.mkdir(parents=True)
    path.write_text(facts if isinstance(facts, str) else json.dumps(facts), "utf-8")
    return path


@pytest.mark.parametrize("place", ["facts.json", "public/facts.json"])
def test_a_published_folder_and_a_bundle_are_found_and_read(loaded, place):
    edition, workbench = loaded
    path = publish(workbench, place)
    last = last_published(edition, workbench)
    assert (last.period, last.as_at) == (Period(2023, 2), date(2023, 11, 10))
    assert last.shown == {"sv_due_to_date", "sv_reported_quarter.quarter.2023_24_q1"}  # what was not shown is not there
    assert last_published_file(edition, workbench) == path


def test_an_edition_that_names_none_has_none(loaded):
    edition, workbench = loaded
    assert last_published(replace(edition, last_published=None), workbench) is None


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (None, "site/december is no published report: there is no facts.json"),
        ("{", "holds no facts of one report"),
        ("[]", "holds no facts of one report"),
        ([FACTS[0], FACTS[1] | {"period": "2023-24 Q1"}], "holds no facts of one report"),
        ([one | {"period": "2023-24 Q3"} for one in FACTS], "reports 2023-24 Q3, which is not before 2023-24 Q3"),
    ],
)
def test_what_is_no_earlier_report_is_refused_with_its_line(loaded, facts, words):
    edition, workbench = loaded
    if facts is not None:
        publish(workbench, "facts.json", facts)
    with pytest.raises(EditionError) as caught:
        last_published(edition, workbench)
    (finding,) = caught.value.findings
    assert words in finding.message
    assert finding.where.field == "last_published"
    assert finding.where.row
    assert "facts.json" in finding.remedy
