"""A workbench whose example edition has exempt matter: a supplier, words, an appendix and a column of a table."""

import csv
import shutil

from tests.functional.conftest import EDITION, ROOT

REASON = "Publishing it would harm the council in a dispute, which outweighs the public interest in disclosing it."
PRIVILEGED = "Advice is privileged, and the public interest in keeping it so outweighs that in disclosing it."
SUPPLIER = "S23"  # with two contracts, of one directorate, district and category
PAIR = {"C063": "C064", "C064": "C063"}
MARKS = f"""
exempt:
  - {{supplier: {SUPPLIER}, paragraph: 3, reason: "{REASON}"}}
  - {{narrative: legal, paragraph: 5, reason: "{PRIVILEGED}"}}
  - {{appendix: B, paragraph: 3, reason: "{REASON}"}}
  - {{exhibit: by_supplier_type, column: Due to date, paragraph: 3, reason: "{REASON}"}}
private_notice_published: 2024-01-10
private_further_notice_published: 2024-01-31
representations: None were received.
"""


def workbench(root, marks=MARKS, claim="claim.pdf"):
    """Make a workbench with the example's tables in register/, an appendix B that is a file, and some marks."""
    for name in ("params", "templates", "notebooks"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copytree(ROOT / "sv_report" / "data" / "example", root / "register", ignore=shutil.ignore_patterns("*.py"))
    edition = root / "params" / f"{EDITION}.yml"
    text = edition.read_text("utf-8").replace("data: example ", "data: register ")
    appendices = f"exhibit: measures_table}}\n  - {{label: B, title: The claim, file: params/{claim}}}"
    edition.write_text(text.replace("exhibit: measures_table}", appendices) + marks, "utf-8")
    (root / "params" / claim).write_bytes(f"%PDF {claim}".encode())
    add(root, "legal", "The claim is set out in Appendix B.")
    return root


def add(root, section, words):
    """Add a paragraph to the narrative of a section."""
    with (root / "params" / EDITION / f"{section}.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{words}\n")
    return root


def rewrite(path, change):
    """Write a table's rows again, each changed."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | change(row) for row in rows)


def exchange(root):
    """Give each of the exempt supplier's two contracts all that was the other's: every total stays."""
    for name in ("commitments", "deliveries", "returns", "spend", "variations"):
        rewrite(root / "register" / f"{name}.csv", lambda row: {"contract": PAIR.get(row["contract"], row["contract"])})
    rewrite(root / "register" / "contracts.csv", lambda row: {"ref": PAIR.get(row["ref"], row["ref"])})
