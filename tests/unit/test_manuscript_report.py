"""A report as a notebook holds it: its sections and exhibits by name, its placeholders against the facts."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sv_report.data.tables import Tables
from sv_report.errors import EditionError, UsageError
from sv_report.manuscript import Report, check_placeholders
from sv_report.manuscript.block import MIME, Block
from sv_report.manuscript.making import copy_appendices
from sv_report.measures import Facts, Figures
from sv_report.measures.fact import Fact, Source
from sv_report.params import Period, Workbench
from tests.unit.wrong_editions import ID, bench, load, write

PERIOD = Period(2023, 3)


def fact(id_: str, value: int = 3) -> Fact:
    source = Source((), "", 0)
    return Fact(id_, "Label", "count", Decimal(value), "ok", "count", 0, str(PERIOD), "2024-01-19", "", source)


FACTS = Facts(tuple(map(fact, ("returns_due", "sv_validated_quarter.theme.jobs", "sv_validated_quarter.theme.growth"))))


def report_of(workbench: Workbench, **settings: str) -> Report:
    edition, _ = load(workbench, **settings)
    figures = Figures(PERIOD, date(2024, 1, 19), "validated", FACTS, ())
    return Report(edition, figures, Tables(workbench.root / "none"), workbench.templates)


def printed(report: Report, section: str) -> str:
    return "\n\n".join(block.manuscript for block in report.section(section))


def test_an_unknown_exhibit_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        report_of(bench(tmp_path)).exhibit("by_them")
    assert "There is no exhibit 'by_them'." in str(caught.value)
    assert "Did you mean by_theme?" in str(caught.value)


def test_an_unknown_section_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        report_of(bench(tmp_path)).section("details")
    assert "There is no section 'details'." in str(caught.value)
    assert "Did you mean detail?" in str(caught.value)


def test_a_section_begins_with_a_block_that_tells_its_id(tmp_path: Path) -> None:
    heading, *rest = report_of(bench(tmp_path)).section("legal")
    assert heading._repr_mimebundle_()[1] == {MIME: {"section": "legal"}}
    assert [block._repr_mimebundle_()[1] for block in rest] == [{}]


def test_a_chart_still_tells_its_image_files() -> None:
    images = {"svg": b"<svg/>", "png": b"png"}
    data, metadata = Block("![A](a.svg)", "A", "a", lambda: images)._repr_mimebundle_()
    assert metadata == {MIME: {"media": "a"}}
    assert data[MIME] == "![A](a.svg)"


PLACES: dict[str, Any] = {
    "detail.md": "One.\n\n{{ sv_validated_quarter.theme.job }} and {{ sv_validated_quarter.measure.m1 }}\n",
    "legal.md": "Of {{ returns_due }} due, {{ sv_validated_quarter.theme.jobs }} and {{ sv_validated_quarter.theme.x }}.\n",
}


def test_every_member_that_the_data_lacks_is_named_at_once_with_its_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(EditionError) as caught:
        check_placeholders(report_of(bench(tmp_path, narrative=PLACES)))
    found = caught.value.findings
    assert caught.value.exit_code == 3
    assert [(one.where.file, one.where.row, one.where.found) for one in found] == [
        (f"params/{ID}/detail.md", 3, "sv_validated_quarter.theme.job"),
        (f"params/{ID}/detail.md", 3, "sv_validated_quarter.measure.m1"),
        (f"params/{ID}/legal.md", 1, "sv_validated_quarter.theme.x"),
    ]
    assert "the data has no theme job." in found[0].message
    assert "Did you mean jobs? There are: growth, jobs." in found[0].remedy
    assert "not given by measure" in found[1].message


def test_the_councils_drafts_are_held_against_the_facts_too(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    write(workbench.templates / "lancashire/drafts/detail.md", "{{ sv_validated_quarter.theme.x }}\n")
    with pytest.raises(EditionError, match=r"templates/lancashire/drafts/detail\.md, line 1"):
        check_placeholders(report_of(workbench))


def test_a_report_whose_facts_are_all_there_passes(tmp_path: Path) -> None:
    report = report_of(bench(tmp_path, narrative={"legal.md": "Of {{ returns_due }} due.\n"}))
    check_placeholders(report)
    assert 'Of [3]{.fact fact="returns_due"} due.' in printed(report, "legal")


def test_a_draft_is_printed_under_its_notice(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    write(workbench.templates / "lancashire/drafts/detail.md", "Of {{ returns_due }} due.\n")
    words = printed(report_of(workbench), "detail")
    assert "Draft from the figures, to be confirmed by" in words
    assert words.endswith('Of [3]{.fact fact="returns_due"} due.')


APPENDIX = "[{label: A, title: The policy, file: params/policy.pdf}]"


def test_an_appendix_that_is_a_file_is_listed_without_a_heading_and_copied_beside_the_report(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    write(workbench.params / "policy.pdf", b"%PDF words")
    report = report_of(workbench, appendices=APPENDIX)
    assert "The policy" in printed(report, "appendices")
    assert list(report.appendices()) == []
    (tmp_path / "public").mkdir()
    copy_appendices(report.edition, workbench, tmp_path / "public")
    assert (tmp_path / "public/appendices/policy.pdf").read_bytes() == b"%PDF words"


def test_without_such_an_appendix_no_folder_is_made(tmp_path: Path) -> None:
    workbench = bench(tmp_path)
    copy_appendices(report_of(workbench).edition, workbench, tmp_path)
    assert not (tmp_path / "appendices").exists()


def test_two_sections_may_both_have_a_note_1(tmp_path: Path) -> None:
    note = "Words.[^1] `[^1]`\n\n[^1]: Of {}.\n"
    narrative: dict[str, str | bytes] = {f"{name}.md": note.format(name) for name in ("detail", "legal")}
    report = report_of(bench(tmp_path, narrative=narrative))
    for name in ("detail", "legal"):
        assert f"Words.[^{name}-1] `[^1]`\n\n[^{name}-1]: Of {name}." in printed(report, name)
