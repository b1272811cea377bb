"""Narrative as officers write it, from the command line: what is refused with its place, and what is printed."""

import json

import pytest

from tests.functional.conftest import EDITION, sv_report

NOTE = "Words of {0}.[^1]\n\n[^1]: The note of {0}.\n"


def add(bench, section, words):
    path = bench / "params" / EDITION / f"{section}.md"
    path.write_text(path.read_text("utf-8") + "\n" + words, "utf-8")


def test_two_sections_with_a_note_1_each_in_a_folder_with_braces(bench):
    for section in ("detail", "legal"):
        add(bench, section, NOTE.format(section))
    root = bench.rename(bench.parent / "br{a}ce")
    done = sv_report("run", EDITION, "--root", root, "--engine", "embedded", "--formats", "html")
    assert done.returncode == 0, done.stderr
    page = next((root / "outputs").rglob("report.html")).read_text("utf-8")
    for section in ("detail", "legal"):
        assert f"The note of {section}." in page


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("```\ncode\n", "is not closed"),
        ("::: {.callout-note}\nMind.\n", "is not closed"),
        ("One.[^9]\n", "[^9] has no text"),
        ("As @smith says.\n", "citation"),
        ("Of $x$.\n", "maths"),
        ("[a](javascript:alert)\n", "neither to a web page"),
        ("See @tbl-nope.\n", "@tbl-nope"),
        ("Due: `{{ returns_due }}`\n", "stands in code"),
        ("| A |\n|---|\n| 1 | 2 |\n", "more cells"),
        ("In short:\n- one\n", "empty line above"),
    ],
)
def test_what_would_be_printed_wrong_is_refused_with_its_place(bench, words, expected):
    add(bench, "legal", words)
    done = sv_report("run", EDITION, "--root", bench)
    assert done.returncode == 3, done.stderr
    assert f"params/{EDITION}/legal.md, line " in done.stderr
    assert expected in done.stderr


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}']
)
def test_a_notebook_that_is_none_is_refused_with_the_edition(bench, text):
    (bench / "notebooks/cabinet_report.ipynb").write_text(text, "utf-8")
    done = sv_report("run", EDITION, "--root", bench)
    assert done.returncode == 3, done.stderr
    assert "notebooks/cabinet_report.ipynb cannot be run" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_placeholder_in_a_notebooks_own_words_is_refused_with_its_cell(bench):
    path = bench / "notebooks/cabinet_report.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    cell = {"cell_type": "markdown", "id": "own", "metadata": {}, "source": "Of {{ returns_due }} returns."}
    notebook["cells"].append(cell)
    path.write_text(json.dumps(notebook), "utf-8")
    done = sv_report("run", EDITION, "--root", bench)
    assert done.returncode == 6, done.stderr
    assert f"cell {len(notebook['cells']) - 1}" in done.stderr
    assert "{{ returns_due }}" in done.stderr or "A placeholder" in done.stderr


def test_a_number_typed_by_hand_is_found_and_stops_nothing(bench):
    add(bench, "legal", 'Suppliers gave £113m.\n\nThe threshold is {{ quoted("£2.2m", source="Full Council") }}.\n')
    add(bench, "financial", "In Quarter 2 2023/24 {{ sv_validated_quarter }} was validated.\n")
    done = sv_report("run", EDITION, "--root", bench, "--engine", "embedded", "--formats", "html")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert f"params/{EDITION}/legal.md, line 3: £113m is typed by hand; the nearest fact is" in said
    assert f"params/{EDITION}/financial.md, line 3: The sentence says" in said
    [page] = (bench / "outputs").rglob("report.html")
    assert "£2.2m (source: Full Council)" in page.read_text("utf-8")
    records = json.loads((page.parents[1] / "office" / "findings.json").read_text("utf-8"))
    found = [record for record in records if record["rule"].startswith("narrative.")]
    assert [(one["rule"], one["where"]["row"]) for one in found] == [
        ("narrative.typed_number", 3),
        ("narrative.other_period", 3),
    ]
    assert json.loads((page.parents[1] / "office" / "manifest.json").read_text("utf-8"))["draft"] is True
