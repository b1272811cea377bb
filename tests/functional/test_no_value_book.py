"""A council without a value book: the report is made, and no £ of social value stands anywhere in it."""

import json
import re
import shutil

from tests.functional.conftest import EDITION, ROOT, sv_report


def test_a_report_without_a_value_book_shows_no_pound_of_social_value_and_no_zero_in_its_place(bench, tmp_path):
    shutil.copytree(
        ROOT / "sv_report" / "data" / "example", bench / "plain", ignore=shutil.ignore_patterns("value_book.csv")
    )
    done = sv_report("run", EDITION, "--root", bench, "--out", tmp_path, "--set", "data=plain", "--engine", "embedded")
    assert done.returncode == 0, done.stderr
    (made,) = tmp_path.glob(f"{EDITION}.set-*")
    facts = json.loads((made / "public" / "facts.json").read_text("utf-8"))
    social = [fact for fact in facts if fact["id"].startswith(("sv_", "lev_", "contracts_behind"))]
    assert {fact["status"] for fact in social} == {"not_available"}
    text = (made / "public" / "report.qmd").read_text("utf-8")
    assert not re.search(r"£[\d.]+m", text)
    assert text.count("No chart is shown: without a value book") == 2
    assert "JOB01" in text  # measures in their own units stay
