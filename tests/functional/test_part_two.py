"""A report with exempt matter: two copies from one source, nothing exempt in the public one, and what is published."""

import json
import zipfile

import pytest

from sv_report.release.leaks import Phrase, Secrets, find_leaks
from tests.functional.conftest import EDITION, sv_report

REASON = "Publishing it would harm the council in a dispute, which outweighs the public interest in disclosing it."
ADVICE = "Counsel has advised that the claim against the carrier may cost as much as it recovers"
TITLE = "Vehicle hire and fleet support"
MARKS = f"""
exempt:
  - {{contract: C012, paragraph: 3, reason: "{REASON}"}}
  - {{narrative: legal, paragraph: 5, reason: "Advice is privileged, and the public interest in keeping it so prevails."}}
private_notice_published: 2024-01-10
private_further_notice_published: 2024-01-31
representations: None were received.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workbench whose example edition has an exempt contract and exempt words, run once."""
    import shutil

    from tests.functional.conftest import ROOT

    root = tmp_path_factory.mktemp("part two")
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    with (root / "params" / f"{EDITION}.yml").open("a", encoding="utf-8") as file:
        file.write(MARKS)
    with (root / "params" / EDITION / "legal.md").open("a", encoding="utf-8") as file:
        file.write(f"\n::: {{.exempt}}\n{ADVICE}.\n:::\n")
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
    assert not [id for id in public if "c012" in id]
    assert exempt["sv_validated_to_date.contract.c012"]["value"] is not None
    shown = [fact for fact in public.values() if fact["status"] != "suppressed"]
    assert all(fact == exempt[fact["id"]] for fact in shown)
    assert public["sv_validated_to_date"]["value"] is not None
    pages = (bundle / "exempt" / "report.qmd").read_text("utf-8")
    assert ADVICE in pages
    assert ADVICE not in (bundle / "public" / "report.qmd").read_text("utf-8")


def test_the_public_files_hold_no_exempt_name_and_no_exempt_word_and_the_exempt_ones_do(made):
    secrets = Secrets((Phrase(TITLE, "the title"), Phrase(ADVICE, "the advice", is_passage=True)))
    bundle = made / "outputs" / EDITION
    assert find_leaks(bundle / "public", secrets) == []
    found = {finding.where.file.split("/")[-1] for finding in find_leaks(bundle / "exempt", secrets)}
    assert {"report.docx", "report.pdf", "report.html", "report.ipynb", "tables.xlsx", "facts.json"} <= found


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
    file.write_text(before + "\nIt comes to {{ sv_validated_to_date.contract.c012 }}.\n", "utf-8")
    try:
        done = sv_report("run", EDITION, "--root", made, "--engine", "embedded")
    finally:
        file.write_text(before, "utf-8")
    assert done.returncode == 3, done.stderr
    assert "next_steps.md" in done.stderr
    assert "c012 is a fact about a contract or supplier that is exempt" in done.stderr
