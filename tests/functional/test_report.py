"""What a councillor, a finance officer and democratic services find in the report that the example run made."""

import json
import re
import zipfile
from decimal import Decimal

import docx
import pytest
from lxml import html

FACT = re.compile(r'\[\**([^\]]*?)\**\]\{\.fact fact="([^"]+)"\}')
HEADINGS = [
    "Brief Summary", "Recommendation", "Detail", "Appendices", "Consultations", "Implications:", "List of Background Papers",
    "Reason for inclusion in Part II, if appropriate",
]  # fmt: skip
NOTICE = "Illustrative data: no figure is Lancashire County Council's"


@pytest.fixture(scope="module")
def page(bundle):
    return html.parse(bundle / "public" / "report.html")


@pytest.fixture(scope="module")
def facts(bundle):
    return {fact["id"]: fact for fact in json.loads((bundle / "public" / "facts.json").read_text("utf-8"))}


def test_the_bundle_is_laid_out_as_the_design_says(bundle):
    public = {path.name for path in (bundle / "public").iterdir()}
    assert public == {
        "report.docx", "report.pdf", "report.html", "report.qmd", "report.ipynb", "tables.xlsx", "facts.json", "media",
        "_quarto.yml", "_extensions",
    }  # fmt: skip
    assert {path.name for path in (bundle / "office").iterdir()} == {
        *("manifest.json", "findings.json", "run.log", "data_quality.html")
    }
    assert {path.name for path in bundle.iterdir()} == {"public", "office"}


def test_the_header_stands_in_the_order_of_the_cabinet_report(page):
    text = " ".join(page.find(".//main").text_content().split())
    order = [
        "Report to the Cabinet", "Meeting to be held on Thursday, 8 February 2024", "Report of the Director of Finance",
        "Part I", "Electoral Division affected:", "(All Divisions);", "Corporate Priorities:", "Supporting economic growth;",
        "Social Value Monitoring Report: Quarter 3 2023/24", "(Appendix 'A' refers)", "Contact for further information:",
        "Example Officer, Tel: 01632 960001, Head of Service - Procurement,", "social.value@example.org", "Brief Summary",
    ]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_every_heading_of_the_cabinet_report_stands_in_its_order_and_on_its_level(page):
    assert [h.text_content() for h in page.findall(".//main//h1")] == [
        "Social Value Monitoring Report: Quarter 3 2023/24"
    ]
    second = [h.text_content() for h in page.findall(".//main//h2")]
    assert second == [*HEADINGS, "Appendix 'A': Measures"]
    third = [h.text_content() for h in page.findall(".//main//h3")]
    assert third[-3:] == ["Risk management", "Legal", "Financial"]


def test_word_has_the_same_headings_as_real_styles(bundle, page):
    document = docx.Document(str(bundle / "public" / "report.docx"))
    for level in (1, 2, 3):
        styled = [p.text for p in document.paragraphs if p.style.name == f"Heading {level}"]
        assert styled == [h.text_content() for h in page.findall(f".//main//h{level}")]


def test_the_fixed_sentences_are_there(page):
    text = " ".join(page.find(".//main").text_content().split())
    for sentence in (
        "Cabinet is recommended to note the social value reported and validated in Quarter 3 2023/24.",
        "Appendix 'A' is attached to this report. For clarification it is summarised below and referenced at relevant "
        "points within this report.",
        "This item has the following implications, as indicated:",
        "It is not cash or a saving, and it is no part of the council's revenue position.",
    ):
        assert sentence in text
    assert "Standing Order C19" not in text  # a report to note is no key decision


def test_every_page_says_that_the_data_is_illustrative_and_the_body_says_it_once(bundle, page):
    document = docx.Document(str(bundle / "public" / "report.docx"))
    assert all(NOTICE in " ".join(p.text for p in s.header.paragraphs) for s in document.sections)
    assert sum(NOTICE in p.text for p in document.paragraphs) == 1
    assert page.find(".//main").text_content().count(NOTICE) == 1
    assert NOTICE in page.find(".//header").text_content()


@pytest.mark.needs("pdftotext")
def test_every_pdf_page_has_the_notice_and_its_number(bundle, tmp_path):
    import subprocess

    subprocess.run(["pdftotext", "-layout", bundle / "public" / "report.pdf", tmp_path / "text"], check=True)
    pages = (tmp_path / "text").read_text("utf-8").rstrip("\f").split("\f")
    assert len(pages) > 4
    for number, text in enumerate(pages, start=1):
        assert NOTICE in text.replace("’", "'")
        assert f"Page {number} of {len(pages)}" in text


def test_summary_and_detail_print_the_same_facts(bundle, facts):
    printed: dict[str, set[str]] = {}
    for text, fact_id in FACT.findall((bundle / "public" / "report.qmd").read_text("utf-8")):
        printed.setdefault(fact_id, set()).add(re.sub(r"[£m% ]|\\", "", text))
    assert len(printed) > 150
    assert {fact_id for fact_id, texts in printed.items() if len({t.split(" ")[0] for t in texts}) > 1} == set()
    in_prose = {"sv_committed_life", "sv_due_to_date", "sv_reported_to_date", "sv_validated_to_date", "sv_share_of_due"}
    assert in_prose <= set(printed)
    for fact_id in in_prose:
        assert facts[fact_id]["display"].strip("£m%") in printed[fact_id]


def test_a_printed_fact_is_its_value_rounded_once(facts):
    for fact in facts.values():
        if fact["unit"] == "GBP" and fact["value"] is not None:
            shown = Decimal(fact["display"].replace("£", "").rstrip("m").replace(",", "")) * 10**6
            assert abs(shown - Decimal(fact["value"])) <= 500


def test_each_table_foots(facts):
    for name in ("sv_due_to_date", "sv_validated_to_date", "lev_reported_to_date"):
        for dimension in ("theme", "directorate", "contract"):
            parts = [Decimal(f["value"] or 0) for i, f in facts.items() if i.startswith(f"{name}.{dimension}.")]
            assert sum(parts) == Decimal(facts[name]["value"]), (name, dimension)


def test_reported_is_validated_and_awaiting_and_not_accepted(facts):
    for kind in ("sv", "lev"):
        for window in ("quarter", "ytd", "to_date"):
            parts = [
                Decimal(facts[f"{kind}_{part}_{window}"]["value"]) for part in ("validated", "awaiting", "not_accepted")
            ]
            assert sum(parts) == Decimal(facts[f"{kind}_reported_{window}"]["value"])


def test_each_chart_has_its_numbers_in_words_and_in_a_table(bundle, facts, page):
    by_theme, over_time, by_rating = (image.get("alt") for image in page.findall(".//main//img"))
    assert facts["sv_validated_to_date.theme.innovation"]["display"] in by_theme
    assert facts["sv_validated_quarter"]["display"] in over_time
    assert f"Amber: {facts['contracts_by_rating.rating.amber']['display']} (" in by_rating
    captions = [caption.text_content() for caption in page.findall(".//main//table/caption")]
    assert any("by theme" in caption for caption in captions)
    assert any("each quarter" in caption for caption in captions)
    assert any("by rating" in caption for caption in captions)


def test_what_a_cabinet_asks_next_is_answered(page):
    """Against last quarter and last year; what was known then; the forecast and its method; who is behind."""
    text = " ".join(page.find(".//main").text_content().split())
    for words in (
        "Compared with", "Adverse", "Known on 10 November 2023", "Social value forecast for 2023/24, by theme",
        "Each commitment is taken to go on as it has so far this year.", "The five contracts with most have",
        "No contract active in Quarter 3 2023/24 needs key performance indicators under the Procurement Act 2023.",
    ):  # fmt: skip
        assert words in text


def test_ratings_add_up_to_the_contracts_monitored(facts):
    value = {name: Decimal(fact["value"] or 0) for name, fact in facts.items()}
    rated = sum(number for name, number in value.items() if name.startswith("contracts_by_rating."))
    assert rated == value["contracts_rated"]
    assert rated + value["contracts_not_rated"] == value["contracts_monitored"]


def test_nothing_in_the_bundle_names_this_machine(bundle):
    here = [str(bundle.parent), str(bundle.parents[1]), "/root/", "/home/"]
    for path in bundle.rglob("*"):
        if path.is_dir() or path.suffix in (".ttf",) or path.name == "run.log":
            continue
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            contents = [zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()]
        for content in contents:
            assert not any(name.encode() in content for name in here), path
