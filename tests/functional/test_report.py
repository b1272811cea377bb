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
    "Brief Summary", "Recommendation", "Reasons for the recommendation", "Detail", "Options considered", "Appendices",
    "Consultations", "Implications:", "Next steps", "Clearances", "List of Background Papers",
    "Reason for inclusion in Part II, if appropriate",
]  # fmt: skip
SOURCES = "Sources of figures"
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
        *("manifest.json", "findings.json", "run.log", "data_quality.html", "checklist.txt")
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
    assert second == [*HEADINGS, "Appendix 'A': Measures", SOURCES]
    third = [h.text_content() for h in page.findall(".//main//h3")]
    assert third[-9:] == [
        *("Risk management", "Legal", "Financial", "Equality and cohesion", "Climate and environment"),
        *("Crime and disorder", "Data protection", "Procurement", "Human resources"),
    ]


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


def test_every_number_in_the_text_links_to_how_it_was_made(page, facts):
    prose = page.xpath("//main//*[@class='fact'][not(ancestor::table)]")
    assert len(prose) > 25
    for number in prose:
        fact = facts[number.get("data-fact")]
        if number.tag == "span":
            assert not fact["source"]["rows"], "only a day or a period rests on no rows"
            continue
        entry = page.getroot().get_element_by_id(number.get("href").removeprefix("#"))
        words = " ".join(entry.text_content().split())
        assert words.startswith(f"{fact['label']}: {number.text_content()} ")
        assert number.get("aria-label") == f"{number.text_content()}, {fact['label']}: how it was made"
        assert f"Name: {fact['id']}." in words


def test_every_captioned_table_and_figure_has_one_link_to_its_sources(page):
    captions = page.xpath("//main//table/caption | //main//figure/figcaption")
    assert len(captions) > 10
    names = []
    for caption in captions:
        (link,) = caption.findall("a")
        number = caption.text_content().split(":")[0]
        names.append(link.text_content())
        assert names[-1] == f"Sources of {number}"
        entry = page.getroot().get_element_by_id(link.get("href").removeprefix("#"))
        assert entry.text_content().strip().startswith(f"{number}:")
    assert len(set(names)) == len(names)
    assert page.xpath("//main//td//a") == []


def test_the_sources_say_what_the_rows_add_up_to(page, facts):
    value = Decimal(facts["sv_due_to_date"]["value"])
    entry = " ".join(page.getroot().get_element_by_id("source-sv_due_to_date").text_content().split())
    assert re.search(rf"\d rows of commitments\.csv add up to £{value:,.2f}\. Counted: ", entry)
    share = " ".join(page.getroot().get_element_by_id("source-sv_share_of_due").text_content().split())
    assert re.search(rf" rows of deliveries\.csv \(.*\) ÷ .* rows of commitments\.csv \(£{value:,.2f}\) = 0\.", share)
    for text in (entry, share):
        assert len(re.findall(r"\(C\d+, \w+\)", text)) <= 10


@pytest.mark.needs("pdftotext")
def test_the_sources_are_in_every_format_and_a_few_pages_long(bundle, page, tmp_path):
    import subprocess

    subprocess.run(["pdftotext", "-layout", bundle / "public" / "report.pdf", tmp_path / "text"], check=True)
    pages = (tmp_path / "text").read_text("utf-8").rstrip("\f").split("\f")
    (first,) = (number for number, text in enumerate(pages) if f"\n{SOURCES}\n" in text)
    assert len(pages) - first <= 10  # in type of 12 points
    in_pdf = " ".join("".join(pages[first:]).split())
    in_word = [each.text for each in docx.Document(str(bundle / "public" / "report.docx")).paragraphs]
    for lead in page.getroot().find_class("source-lead"):
        words = " ".join(lead.text_content().split())
        assert words in [text.replace("\xa0", " ") for text in in_word]
        assert words[:60] in in_pdf


def test_word_names_the_section_of_every_paragraph_and_the_fact_of_every_number(bundle, facts):
    with zipfile.ZipFile(bundle / "public" / "report.docx") as archive:
        body, styles = (archive.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    marks = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]*)"', body)
    assert len({mark.lower() for mark in marks}) == len(marks)
    sections = {mark.rpartition("_")[0].removeprefix("svp_") for mark in marks if mark.startswith("svp_")}
    assert {"brief_summary", "detail", "legal", "risk_management", "financial", "background_papers"} <= sections
    named = set(re.findall(r'w:val="SV Fact ([^"]*)"', styles))
    assert named <= set(facts)
    assert len(named) > 150


def test_a_printed_fact_is_its_value_rounded_once(facts):
    for fact in facts.values():
        if fact["unit"] == "GBP" and fact["value"] is not None:
            pounds, in_millions = fact["display"].replace("£", "").replace(",", ""), fact["display"].endswith("m")
            shown = Decimal(pounds.rstrip("m")) * (10**6 if in_millions else 1)
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
    charts = [drawing.text_content() for drawing in page.iterfind(".//main//svg/desc")]
    assert len(charts) == 5
    for fact, words in (
        ("sv_validated_to_date.theme.innovation", ""), ("sv_committed_life.theme.innovation", ""),
        ("sv_validated_quarter", ""), ("sv_validated_to_date.district.preston", ""),
        ("sv_validated_to_date.priority.supporting_economic_growth", ""), ("contracts_by_rating.rating.amber", "Amber: "),
    ):  # fmt: skip
        assert any(f"{words}{facts[fact]['display']}" in alt for alt in charts), fact
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
