"""A report with exempt matter: two copies from one source, nothing exempt in the public one, and what is published."""

import json
import zipfile

import openpyxl
import pytest

from sv_report.release.leaks import Phrase, Secrets, find_leaks
from tests.functional.conftest import EDITION, sv_report
from tests.functional.part_two import MARKS, PAIR, REASON, SUPPLIER, add, exchange, rewrite, workbench

ADVICE = "Counsel has advised that the claim against the supplier may cost as much as it recovers"
TITLE, NAME = "Superfast wide area network", "Example Information Systems plc"


def part_two(root, advice=ADVICE, claim="claim.pdf"):
    """Make a workbench with exempt matter, a block of advice in the legal implications among it."""
    add(workbench(root, claim=claim), "legal", f"::: {{.exempt}}\n{advice}.\n:::")
    return root


def with_other_secrets(root):
    """Give each of the exempt supplier's two contracts all that was the other's, and everything another name."""
    exchange(root)
    told = {"title": "Another *title* | $x$, longer than it was", "manager": "Somebody else (Example Manager 99)"}
    rewrite(root / "register" / "contracts.csv", lambda row: told if row["ref"] in PAIR else {})
    named = {"name": "Quite Another Example & Sons Ltd", "company_number": "EX999999", "postcode": "ZZ9 9ZZ"}
    rewrite(root / "register" / "suppliers.csv", lambda row: named if row["id"] == SUPPLIER else {})
    said = {"statement": "Something else was done."}
    rewrite(
        root / "register" / "deliveries.csv",
        lambda row: said if row["contract"] in PAIR and row["statement"] else {},
    )
    return root


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workbench with exempt matter, its edition run once."""
    root = part_two(tmp_path_factory.mktemp("part two") / "bench")
    done = sv_report("run", EDITION, "--root", root, "--engine", "embedded")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 to mend" in done.stdout
    return root


def facts(folder):
    return {fact["id"]: fact for fact in json.loads((folder / "facts.json").read_text("utf-8"))}


def words_of(docx):
    with zipfile.ZipFile(docx) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")}


def test_each_copy_holds_what_its_readers_may_see_and_a_fact_has_one_value(made):
    bundle = made / "outputs" / EDITION
    public, exempt = facts(bundle / "public"), facts(bundle / "exempt")
    assert not [id for id in public if id.endswith(("c063", "c064", "s23"))]
    assert exempt["sv_validated_to_date.contract.c063"]["value"] is not None
    assert public["sv_due_to_date.supplier_type.sme"]["status"] == "suppressed"
    shown = [fact for fact in public.values() if fact["status"] != "suppressed"]
    assert all(fact == exempt[fact["id"]] for fact in shown)
    assert public["sv_validated_to_date"]["value"] is not None
    pages = (bundle / "exempt" / "report.qmd").read_text("utf-8")
    assert ADVICE in pages
    assert ADVICE not in (bundle / "public" / "report.qmd").read_text("utf-8")


def test_the_public_files_hold_no_exempt_name_and_no_exempt_word_and_the_exempt_ones_do(made):
    names = (Phrase(TITLE, "the title"), Phrase(NAME, "the supplier"))
    secrets = Secrets((*names, Phrase(ADVICE, "the advice", is_passage=True)))
    bundle = made / "outputs" / EDITION
    assert find_leaks(bundle / "public", secrets) == []
    found = {finding.where.file.split("/")[-1] for finding in find_leaks(bundle / "exempt", secrets)}
    assert {"report.docx", "report.pdf", "report.html", "report.ipynb", "tables.xlsx", "facts.json"} <= found


def test_two_editions_that_differ_in_what_is_exempt_only_give_the_public_the_same_bytes(made, tmp_path):
    advice = "Counsel advises otherwise, at some length.\n\n- At first.\n- And then again"
    root = with_other_secrets(part_two(tmp_path / "bench", advice, "settlement.pdf"))
    done = sv_report("run", EDITION, "--root", root, "--engine", "embedded")
    assert done.returncode == 0, done.stdout + done.stderr
    one, other = (bytes_of(bench / "outputs" / EDITION / "public") for bench in (made, root))
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert {"report.docx", "report.pdf", "report.html", "tables.xlsx", "report.ipynb", "facts.json"} <= one.keys()
    whole, changed = (bytes_of(bench / "outputs" / EDITION / "exempt") for bench in (made, root))
    assert whole["facts.json"] != changed["facts.json"]  # the control: what is exempt did change


def bytes_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_report_says_what_is_exempt_and_why_and_each_page_of_its_copy_that_it_is_not_for_publication(made):
    bundle = made / "outputs" / EDITION
    page = " ".join((bundle / "public" / "report.html").read_text("utf-8").split())
    assert "exempt information as defined in paragraph 3 of schedule 12A, Part 1" in page
    assert REASON.partition(",")[0] in page
    public, exempt = (words_of(bundle / part / "report.docx") for part in ("public", "exempt"))
    headers = [text for name, text in exempt.items() if name.startswith("word/header")]
    assert headers
    assert all("Not for publication" in text for text in headers)
    assert not [name for name, text in public.items() if "Not for publication" in text]


def test_the_public_files_alone_are_published_and_a_leak_stops_them(made, tmp_path):
    done = sv_report("publish", EDITION, "--root", made, "--to", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (tmp_path / "site").iterdir()}
    assert "report.docx" in names
    assert not {"office", "exempt", "exempt.json", "findings.json"} & names
    again = sv_report("publish", EDITION, "--root", made, "--to", tmp_path / "site")
    assert again.returncode == 2
    assert "not empty" in again.stderr


def test_public_words_that_print_a_fact_of_an_exempt_contract_are_refused_with_their_file(made):
    file = made / "params" / EDITION / "next_steps.md"
    before = file.read_text("utf-8")
    file.write_text(before + "\nIt comes to {{ sv_validated_to_date.contract.c063 }}.\n", "utf-8")
    try:
        done = sv_report("run", EDITION, "--root", made, "--engine", "embedded")
    finally:
        file.write_text(before, "utf-8")
    assert done.returncode == 3, done.stderr
    assert "next_steps.md" in done.stderr
    assert "c063 is a fact about a contract or supplier that is exempt" in done.stderr


def test_marks_of_what_the_data_does_not_have_are_named_with_their_lines_all_at_once(tmp_path):
    wrong = MARKS.replace("supplier: S23", "supplier: S99").replace("column: Due to date", "column: Due")
    root = add(workbench(tmp_path / "bench", wrong), "legal", "[Counsel has advised.]{.exempt}")
    done = sv_report("check", EDITION, "--root", root)
    assert done.returncode == 3, done.stderr
    lines = (root / "params" / f"{EDITION}.yml").read_text("utf-8").splitlines()
    for field, mark, message in (
        ("exempt.1.supplier", "supplier: S99", "The data has no supplier 'S99'"),
        ("exempt.4.column", "column: Due", "has no column 'Due' after its first"),
    ):
        line = next(number for number, text in enumerate(lines, 1) if mark in text)
        assert f"params/{EDITION}.yml, line {line}, field {field}" in done.stderr
        assert message in done.stderr


def test_words_that_the_public_reads_as_not_shown_are_to_be_confirmed_with_their_line(made):
    file = made / "params" / EDITION / "next_steps.md"
    before = file.read_text("utf-8")
    file.write_text(before + "\nSmall firms owe {{ sv_due_to_date.supplier_type.sme }}.\n", "utf-8")
    try:
        done = sv_report("check", EDITION, "--root", made)
    finally:
        file.write_text(before, "utf-8")
    line = len(before.splitlines()) + 2
    assert f"next_steps.md, line {line}" in done.stdout
    assert "sv_due_to_date.supplier_type.sme is not shown to the public" in " ".join(done.stdout.split())


def rows_of(made, sheet):
    """Return the rows of a table of the public workbook that are contracts."""
    workbook = openpyxl.load_workbook(made / "outputs" / EDITION / "public" / "tables.xlsx")
    return [row for row in workbook[sheet].iter_rows(values_only=True) if str(row[0])[:2] == "C0"]


def test_a_contract_whose_numbers_are_not_shown_is_not_ranked_as_if_it_had_none(made):
    rated, behind = rows_of(made, "contracts_rated"), rows_of(made, "contracts_behind")
    assert len(rated) == len(behind) == 10
    assert [row[1] for row in rated] == sorted(row[1] for row in rated)
    shortfalls = [round(row[2] - row[3], 3) for row in behind]  # £m, as printed
    assert shortfalls == sorted(shortfalls, reverse=True)


def test_where_something_exempt_stood_a_line_says_its_paragraph(made):
    lines = (made / "outputs" / EDITION / "public" / "report.qmd").read_text("utf-8").splitlines()
    heading = lines.index(r"## Appendix \'B\': The claim")
    assert lines[heading + 1 : heading + 4] == ["", r"\[Exempt: paragraph 3\]", ""]


def test_a_contract_that_has_not_begun_may_be_exempt(tmp_path):
    marks = MARKS.replace(f"supplier: {SUPPLIER}", "contract: C077")
    root = add(workbench(tmp_path / "bench", marks), "legal", f"::: {{.exempt}}\n{ADVICE}.\n:::")
    done = sv_report("run", EDITION, "--root", root, "--formats", "html", "--engine", "embedded", "--quiet")
    assert done.returncode == 0, done.stderr
    public, exempt = ((root / "outputs" / EDITION / copy / "report.html").read_text("utf-8")
                      for copy in ("public", "exempt"))  # fmt: skip
    assert "C077" not in public
    assert (ADVICE in public, ADVICE in exempt) == (False, True)
