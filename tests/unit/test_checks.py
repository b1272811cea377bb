"""The checks, one failing fixture or more for each: what is wrong, where, what to do, and whose rule it is."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sv_report.manuscript import KNOWN
from sv_report.measures.facts import Facts
from sv_report.params import load_edition
from sv_report.release.checks import overdue
from sv_report.release.checks.records import CHECKS
from tests.unit.checked import ID, Spoil, asked, bench, both, checklist, fields, figures, profile, without, words

YML = f"params/{ID}.yml"
KEY = {"key_decision": "true", "key_decision_reasons": "[divisions]", "notice_published": "2023-12-20",
       "recommendation": "Cabinet is recommended to approve the measures at Appendix 'A'."}  # fmt: skip
URGENT = "{route: special_urgency, date: 2024-02-05, agreed_by: Chair of Scrutiny, reason: the grant lapses}"
WHY = "Publishing it would harm the tender, which outweighs the public interest in disclosing it."
REASON = '[{{appendix: A, paragraph: 3, reason: "{}"}}]'
EXEMPT = {"exempt": REASON.format(WHY), "private_notice_published": "2024-01-10",
          "private_further_notice_published": "2024-01-31", "representations": "None were received."}  # fmt: skip
GENERAL = "{route: general_exception, date: 2024-01-31, reason: it was not known that it would be one}"


@dataclass(frozen=True)
class Fails:
    """A way to spoil the example, and what the check then says: a part of its message, the file, and the state."""

    check: str
    spoil: Spoil
    message: str
    file: str = YML
    state: str = "to mend"


def narrative(section: str) -> str:
    return f"params/{ID}/{section}.md"


CASES = (
    Fails("published", fields(report_published="2024-02-01"), "leaves 4 clear working days; 5 are needed"),
    Fails("published", fields(meeting="{body: Cabinet, date: 2024-04-04}", report_published="2024-03-26"),
          "leaves 4 clear working days; 5 are needed"),  # Good Friday and Easter Monday lie between
    Fails("published", fields(report_published=""), "is not given", state="to confirm"),
    Fails("published", fields(report_published="2024-01-28"), "no working day: Sunday", state="to confirm"),
    Fails("calendar", fields(title='"Monitoring Report: Quarter 2 2023/24"'), "Quarter 2 2023/24", state="to confirm"),
    Fails("cleared", fields(clearances="[{office: Monitoring Officer, name: A B, date: 2024-01-29}]"),
          "The Section 151 Officer has not cleared"),
    Fails("cleared", fields(clearances="[{office: Section 151 Officer, name: A B, date: 2024-01-02}]"),
          "before its figures were final on 19 January 2024"),
    Fails("cleared", fields(clearances="[{office: Section 151 Officer, name: A B, date: 2024-02-02}]"), "after it was published"),
    Fails("cleared", fields(clearances="[{office: Section 151 Officer, name: TBC, date: 2024-01-26}]"), "The Section 151 Officer has not cleared"),
    Fails("confirmed", fields(narrative_confirmed="2024-02-05"), "after the report was published on 31 January 2024"),
    Fails("confirmed", fields(narrative_confirmed="2024-01-10"), "as at 19 January 2024"),
    Fails("confirmed", fields(narrative_confirmed=""), "Nobody has said", state="to confirm"),
    Fails("recommendation", fields(recommendation="That the report be noted."), "does not say what Cabinet is asked to do"),
    Fails("recommendation", fields(recommendation="The Director is recommended to note it."), "does not name Cabinet"),
    Fails("recommendation", fields(recommendation="Cabinet is recommended to celebrate Appendix 'A'."), "celebrate", state="to confirm"),
    Fails("recommendation", fields(recommendation="'Cabinet is asked to: (a) note it; (b) celebrate Appendix A.'"), "celebrate", state="to confirm"),
    Fails("key_by_money", fields(), "not known for this date: confirm", state="to confirm"),
    Fails("key_by_money", both(profile({"amount: unknown": "amount: 1700000"}), fields(expenditure_or_savings="1700000")),
          "£1,700,000 is at or above the threshold of £1,700,000"),
    Fails("key_by_money", both(profile({"amount: unknown": "amount: 1700000"}),
                               fields(**KEY | {"key_decision_reasons": "[money]", "expenditure_or_savings": "£900,000"})),
          "£900,000 is below the threshold"),
    Fails("key_by_money", fields(**KEY | {"key_decision_reasons": "[money]"}), "but not how much"),
    Fails("key_by_divisions", fields(**KEY | {"key_decision_reasons": ""}), "does not say why it is a key decision"),
    Fails("key_by_divisions", fields(**KEY | {"divisions_affected": "[Preston City]"}), "names one: Preston City"),
    Fails("key_by_divisions", fields(recommendation="Cabinet is recommended to approve Appendix 'A'."),
          "asks for a decision", state="to confirm"),
    Fails("key_by_divisions", fields(recommendation="Cabinet is recommended to note the report and to approve Appendix 'A'."),
          "asks for a decision", state="to confirm"),
    Fails("notice", fields(**KEY | {"notice_published": ""}), "is not given"),
    Fails("notice", fields(**KEY | {"notice_published": "2024-01-11"}), "fewer than 28 clear days"),
    Fails("notice", fields(**KEY | {"exception": GENERAL}), "Notice was given in time"),
    Fails("notice", fields(**KEY | {"notice_published": "", "exception": GENERAL.replace("01-31", "02-01")}),
          "Of the 6 clear days after the notice to the scrutiny chair 4 are working days", state="to confirm"),
    Fails("notice", fields(**KEY | {"notice_published": "", "exception": GENERAL.replace("01-31", "02-04")}),
          "leaves 3 clear days; the general exception needs 5"),
    Fails("notice", fields(**KEY | {"notice_published": "", "exception": URGENT.replace("02-05", "01-25")}),
          "enough for the general exception", state="to confirm"),
    Fails("key_sentence", fields(**KEY | {"notice_published": "", "exception": URGENT}), "a default that was not seen",
          state="to confirm"),
    Fails("key_sentence", both(fields(**KEY), profile({"from: 2020-08-06": "from: 2024-08-06"})), "not known for this date"),
    Fails("key_sentence", words("brief_summary", "This is deemed to be a Key Decision.", add=True), "key_decision is false"),
    Fails("key_sentence", both(fields(**KEY), words("brief_summary", "This is deemed to be a Key Decision.", add=True)),
          "stands twice", narrative("brief_summary")),
    Fails("private_notice", fields(**EXEMPT | {"private_notice_published": ""}), "is not given"),
    Fails("private_notice", fields(**EXEMPT | {"private_notice_published": "2024-01-11"}), "fewer than 28 clear days"),
    Fails("private_notice", fields(**EXEMPT | {"urgency_agreed_by": "TBC", "private_notice_published": ""}), "is not given"),
    Fails("private_notice", fields(**EXEMPT | {"urgency_agreed_by": "Chair of Scrutiny"}), "Notice was given in time",
          state="to confirm"),
    Fails("private_further_notice", fields(**EXEMPT | {"private_further_notice_published": ""}), "is not given"),
    Fails("private_further_notice", fields(**EXEMPT | {"private_further_notice_published": "2024-02-01"}),
          "leaves 4 clear working days"),
    Fails("private_further_notice", fields(**EXEMPT | {"private_further_notice_published": "2024-01-10"}), "is not after the first"),
    Fails("private_further_notice", fields(**EXEMPT | {"representations": ""}), "which representations were received"),
    Fails("private_further_notice", fields(**EXEMPT | {"representations": "TBC"}), "which representations were received"),
    Fails("private_further_notice", fields(**EXEMPT | {"representations": "One, from a supplier.", "response": ""}),
          "response to them is not given"),
    Fails("public_interest", fields(**EXEMPT | {"exempt": REASON.format("A supplier's affairs.")}),
          "does not speak of the public interest", state="to confirm"),
    Fails("public_interest", fields(**EXEMPT | {"exempt": REASON.format("It is in the public interest.")}),
          "does not weigh the public interest", state="to confirm"),
    Fails("last_published", fields(**EXEMPT), "is not named", state="to confirm"),
    Fails("priorities", profile({"until: 2025-03-31": "until: 2023-03-31"}), "not known for this date: confirm", state="to confirm"),
    Fails("priorities", fields(corporate_priorities="[]"), "names no corporate priority"),
    Fails("sections_written", without("equality"), "Equality and cohesion is not written.", narrative("equality")),
    Fails("sections_written", without("risk_management"), "a draft from the figures that nobody has confirmed",
          narrative("risk_management")),
    Fails("sections_answered", words("climate", "None."), "says only 'None.'", narrative("climate")),
    Fails("sections_answered", words("human_resources", "N/A"), "says only 'N/A'", narrative("human_resources")),
    Fails("sections_answered", words("climate", "There are no legal implications arising from this report."),
          "says that there are no implications, and not why", narrative("climate"), "to confirm"),
    Fails("sections_answered", words("climate", "To be confirmed."), "says only 'To be confirmed.'", narrative("climate")),
    Fails("template_text", fields(lead_member="TBC"), "left over: TBC"),
    Fails("template_text", fields(background_papers="[{paper: '[insert]', date: 2024-01-19, contact: Procurement}]"), "left over: [insert"),
    Fails("template_text", words("climate", "There is no effect.\n\nDetails TBC."), "left over: TBC", narrative("climate")),
    Fails("template_text", words("legal", "[Insert the legal advice here]"), "left over: [Insert", narrative("legal")),
    Fails("template_text", fields(title='"Monitoring Report [date]"'), "left over: [date"),
    Fails("set_out", words("financial", "These are set out in the report."), "no words on it stand anywhere else", narrative("financial")),
    Fails("set_out", words("financial", "Please see the main body of the report."), "no words on it stand anywhere else", narrative("financial")),
    Fails("set_out", words("legal", "These are set out in the body of the report."), "but not where", narrative("legal"), "to confirm"),
    Fails("summary_length", words("brief_summary", "Many more words stand here. " * 20, add=True), "150 are the most",
          narrative("brief_summary"), "to confirm"),
    Fails("not_shown", words("consultations", "We took on {{ quantity_validated_quarter.measure.job05 }}."),
          "is not shown to the public", narrative("consultations"), state="to confirm"),
    Fails("typed_numbers", words("consultations", "We asked 38 managers."), "38 is typed by hand", narrative("consultations")),
    Fails("counts", words("detail", "Of 63 contracts 38 were on track, 19 amber and 5 red.", add=True), "62", narrative("detail")),
    Fails("periods", words("next_steps", "In Quarter 2 2023/24 {{ returns_missing }} were missing."), "", narrative("next_steps")),
    Fails("long_sentences", words("legal", "The council " + "and again the council " * 7 + "must act."), "A sentence has 32 words",
          narrative("legal"), "to confirm"),
    Fails("abbreviations", words("legal", "Advice was taken from the VCSE sector."), "VCSE is not spelled out", narrative("legal"), "to confirm"),
    Fails("appendices", fields(appendices="[{label: B, title: Measures, exhibit: measures_table}]"), "Appendix 'B' is attached, but"),
    Fails("appendices", words("legal", "See Appendix C."), "speaks of Appendix C, but has none", narrative("legal")),
    Fails("appendices", words("legal", "The measures are at Appendix\nC1."), "speaks of Appendix C1, but has none", narrative("legal")),
    Fails("background_papers", fields(background_papers=""), "rests on monitoring data that is not published"),
    Fails("background_papers", fields(background_papers="[{paper: Returns, contact: Procurement}]"), "has no date", state="to confirm"),
    Fails("contact", fields(contact="{name: Example Officer, role: Officer, telephone: '960001', email: a@example.org}"), "area code is missing"),
    Fails("contact", fields(lead_member=""), "lead member is not given", state="to confirm"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.check}-{case.message[:24]}")
def test_what_is_wrong_is_said_with_its_place_and_remedy(case: Fails, tmp_path: Path) -> None:
    found = asked(checklist(bench(tmp_path / "bench", case.spoil)), case.check)
    assert found.state == case.state
    one = next(one for one in found.findings if case.message in one.message)
    assert str(one.where.file) == case.file
    assert one.remedy
    assert found.check.source


def test_every_check_has_a_fixture_that_fails() -> None:
    elsewhere = {"sections_present", "not_cashable"}  # of what the notebook prints: below
    assert {check.id for check in CHECKS} - {case.check for case in CASES} == elsewhere


@pytest.mark.parametrize("section", ["legal", "clearances", "background_papers"])
def test_a_section_that_the_notebook_leaves_out_is_missing(section: str, tmp_path: Path) -> None:
    found = asked(checklist(bench(tmp_path / "bench"), but=section), "sections_present")
    assert found.state == "to mend"
    assert f'report.section("{section}")' in found.findings[0].remedy


def test_the_sentence_that_social_value_is_no_cash_is_looked_for(tmp_path: Path) -> None:
    workbench = bench(tmp_path / "bench")
    assert asked(checklist(workbench), "not_cashable").state == "in order"
    assert asked(checklist(workbench, but="financial"), "not_cashable").state == "to mend"


def test_facts_that_do_not_reconcile_are_never_passed(tmp_path: Path) -> None:
    made = figures()
    spoilt = tuple(
        replace(fact, value=(fact.value or Decimal(0)) + 1) if fact.id == "returns_missing" else fact
        for fact in made.facts
    )
    found = asked(checklist(bench(tmp_path / "bench"), made=replace(made, facts=Facts(spoilt))), "counts")
    assert "62 + 9 is not 70 (returns_due)" in found.findings[0].message


def test_the_example_has_nothing_to_mend(tmp_path: Path) -> None:
    listed = checklist(bench(tmp_path / "bench"))
    assert not listed.is_open, listed.text(("to mend",))
    assert [one.check.id for one in listed.items if one.state == "to confirm"] == ["key_by_money"]
    assert [one.check.id for one in listed.items if one.state == "does not apply"] == [
        *("notice", "private_notice", "private_further_notice", "public_interest", "last_published"),
    ]


GOOD = {
    "abbreviations": (
        "The voluntary, community and social enterprise (VCSE) sector. The VCSEs met.",
        "SMEs (small and medium-sized enterprises) and other SMEs.",
        "Contract C033, measure ENV01, Part II and Standing Order C19.",
        "Ms McDonald of LinkedIn spoke. The UK and the PDF are known.",
    ),
    "set_out": (
        "The audit is set out in the report to Full Council.",
        "These are set out in the report under Legal and in Forecast for the year.",
    ),
    "template_text": (
        "The date and the name were inserted. It follows that nothing is to be done.",
        "Managers insert a note where a return is late.",
        "See [dates of meetings](https://example.org). Managers continue to follow up each return.",
    ),
    "appendices": (
        "The measures are at Appendix 'A', and nothing else is attached.",
        "The county council goes by Appendix C of the National TOMs Guide.",
    ),
    "sections_answered": (
        "None, because no contract is changed.",
        "There are no direct implications for the council's staff.",
    ),
}


@pytest.mark.parametrize(("check", "text"), [(check, text) for check, texts in GOOD.items() for text in texts])
def test_what_is_right_is_passed(check: str, text: str, tmp_path: Path) -> None:
    found = asked(checklist(bench(tmp_path / "bench", words("legal", text))), check)
    assert found.state == "in order", [one.message for one in found.findings]


@pytest.mark.parametrize(
    "text",
    [
        "Cabinet is recommended to note the report.",
        "'Cabinet is asked to: (i) note the report; (ii) approve Appendix A.'",
        "'Cabinet is recommended to: 1. Note the report; and 2. Approve Appendix A.'",
        '"Cabinet is recommended to:\\n\\n• Note the report;\\n• Agree Appendix A."',
        "Cabinet is asked to formally approve Appendix A under option 2. The Director reports in May.",
        "That Cabinet approves Appendix A.",
        "'It is recommended that Cabinet: (i) notes the report; (ii) approves Appendix A.'",
        "It is recommended that Cabinet notes the report.",
        "It is recommended that the Cabinet approve Appendix A.",
    ],
)
def test_a_recommendation_in_the_words_of_councils_is_passed(text: str, tmp_path: Path) -> None:
    found = asked(checklist(bench(tmp_path / "bench", fields(recommendation=text))), "recommendation")
    assert found.state == "in order", [one.message for one in found.findings]


@pytest.mark.parametrize("every", ["All divisions", "All"])
def test_every_division_may_be_typed_in_small_letters(every: str, tmp_path: Path) -> None:
    listed = checklist(bench(tmp_path / "bench", fields(**KEY | {"divisions_affected": f"[{every}]"})))
    assert asked(listed, "key_by_divisions").state == "in order"


def test_a_summary_may_say_that_it_is_not_a_key_decision(tmp_path: Path) -> None:
    spoil = words("brief_summary", "This is not deemed to be a Key Decision.", add=True)
    assert asked(checklist(bench(tmp_path / "bench", spoil)), "key_sentence").state == "in order"


def test_a_key_decision_may_note_and_approve(tmp_path: Path) -> None:
    asks = "Cabinet is recommended to note the report and to approve Appendix 'A'."
    found = asked(checklist(bench(tmp_path / "bench", fields(**KEY | {"recommendation": asks}))), "calendar")
    assert found.state == "in order", [one.message for one in found.findings]


def test_a_council_may_leave_open_what_can_be_asked(tmp_path: Path) -> None:
    spoil = profile({"rating_bands:": "checks: {recommendation_verbs: []}\nrating_bands:"})
    found = asked(checklist(bench(tmp_path / "bench", spoil)), "recommendation")
    assert "asks Cabinet to note" in found.findings[0].message


def test_an_appendix_named_across_two_lines_is_referred_to(tmp_path: Path) -> None:
    named = "Carbon is counted as set out at appendix\n'B'."
    spoil = both(fields(appendices="[{label: B, title: Measures, exhibit: measures_table}]"), words("climate", named))
    found = asked(checklist(bench(tmp_path / "bench", spoil)), "appendices")
    assert not any("is attached, but" in one.message for one in found.findings)


def test_an_appendix_may_have_a_label_of_two_signs(tmp_path: Path) -> None:
    spoil = both(
        fields(appendices="[{label: A1, title: Measures, exhibit: measures_table}]"),
        words("detail", "The measures are at Appendix 'A1'."),
        words("equality", "None are excluded, as the contracts show."),
        words("climate", "Carbon is counted by contract."),
    )
    found = asked(checklist(bench(tmp_path / "bench", spoil)), "appendices")
    assert found.state == "in order", [one.message for one in found.findings]


@pytest.mark.parametrize(
    ("exception", "days"),
    [(GENERAL, "the general exception (reg 10)"), (URGENT, "special urgency (reg 11)")],
)
def test_an_exception_that_holds_is_in_order_and_printed(exception: str, days: str, tmp_path: Path) -> None:
    listed = checklist(bench(tmp_path / "bench", fields(**KEY | {"notice_published": "", "exception": exception})))
    assert asked(listed, "notice").state == "in order"
    assert days in asked(listed, "notice").said


PRIVATE = ("private_notice", "private_further_notice", "public_interest")


def test_a_private_meeting_made_known_in_time_is_in_order(tmp_path: Path) -> None:
    listed = checklist(bench(tmp_path / "bench", fields(**EXEMPT)))
    assert {check: asked(listed, check).state for check in PRIVATE} == dict.fromkeys(PRIVATE, "in order")
    assert [asked(listed, check).said for check in PRIVATE] == [
        "Notice was published on Wednesday, 10 January 2024: 28 clear days.",
        "Further notice was published on Wednesday, 31 January 2024: 5 clear working days.",
        "Exempt (appendix) under paragraph 3, each with its reason.",
    ]


def test_where_the_chair_agreed_that_it_is_urgent_no_notice_is_asked_for(tmp_path: Path) -> None:
    urgent = {"exempt": EXEMPT["exempt"], "urgency_agreed_by": "Chair of Scrutiny"}
    listed = checklist(bench(tmp_path / "bench", fields(**urgent)))
    for check in PRIVATE[:2]:
        assert asked(listed, check).state == "in order"
        assert "Agreed as urgent by Chair of Scrutiny (reg 5(6))" in asked(listed, check).said


@pytest.mark.parametrize("received", ["None", "No representations were received.", "Nothing was received"])
def test_where_nothing_was_received_no_response_is_asked_for(received: str, tmp_path: Path) -> None:
    listed = checklist(bench(tmp_path / "bench", fields(**EXEMPT | {"representations": received})))
    assert asked(listed, "private_further_notice").state == "in order"


def due(spoil: Spoil, folder: Path) -> list[str]:
    """Return which fields are due three weeks before the meeting."""
    edition, _ = load_edition(ID, bench(folder, spoil), KNOWN)
    return [str(one.where.field) for one in overdue(edition, date(2024, 1, 18))]


def test_notices_of_a_private_meeting_that_are_not_published_are_due(tmp_path: Path) -> None:
    notices = ["private_notice_published", "private_further_notice_published"]
    unpublished = dict.fromkeys(notices, "")
    assert due(fields(**EXEMPT | unpublished), tmp_path / "none")[:2] == notices
    assert not set(notices) & set(due(fields(**EXEMPT), tmp_path / "both"))
    assert not set(notices) & set(due(fields(), tmp_path / "public"))
    urgent = fields(**EXEMPT | unpublished | {"urgency_agreed_by": "Chair of Scrutiny"})
    assert not set(notices) & set(due(urgent, tmp_path / "urgent"))
