"""`sv-report new` as people type it: what it writes and prints, and that the new edition goes on to a report."""

import json
import re

import pytest

from tests.functional.conftest import EDITION, sv_report


def new(bench, *arguments):
    return sv_report("new", "--root", bench, *arguments)


def files(bench):
    return {path: path.read_bytes() for path in sorted(bench.rglob("*")) if path.is_file()}


def section(printed, heading):
    """Return the lines under a heading of what was printed."""
    return re.split(r"\n\n", printed.split(f"{heading}\n", 1)[1])[0].splitlines()


@pytest.fixture
def next_one(bench):
    done = new(bench, "--meeting", "2024-06-13")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_says_where_what_was_put_forward_what_to_confirm_and_what_to_type_next(bench, next_one):
    assert "The edition 2024-06-13, for the meeting on Thursday, 13 June 2024, is written from 2024-02-08:" in next_one
    assert "  line 8, period: 2023-24 Q3 → 2023-24 Q4" in section(next_one, "Put forward:")
    lines = (bench / "params/2024-06-13.yml").read_text("utf-8").splitlines()
    flagged = [
        re.fullmatch(r"  line (\d+), ([\w.]+): (.+)", one)
        for one in section(next_one, "To confirm; delete the comment when it is done:")
    ]
    assert len(flagged) == 9
    assert all(f"# confirm: {one[3]}" in lines[int(one[1]) - 1] for one in flagged)
    assert "  Report published by Wednesday, 5 June 2024" in section(next_one, "Deadlines:")
    assert next_one.endswith("Next: sv-report check 2024-06-13\n")


def test_the_words_are_carried_and_count_as_not_confirmed(bench, next_one):
    old, made = (sorted((bench / "params" / id_).iterdir()) for id_ in (EDITION, "2024-06-13"))
    assert [(path.name, path.read_bytes()) for path in made] == [(path.name, path.read_bytes()) for path in old]
    done = sv_report("check", "2024-06-13", "--root", bench)
    assert "Nobody has said when the words were read against the figures" in " ".join(done.stdout.split())
    assert "They are not confirmed until narrative_confirmed is filled." in next_one


@pytest.mark.parametrize("last", [EDITION, "2024-02-08-policy"])
@pytest.mark.parametrize("meeting", ["2024-06-13", "2024-09-05", "2025-05-15", "2025-09-11"])
def test_a_new_edition_passes_the_gate(bench, last, meeting):
    done = new(bench, "--meeting", meeting, "--name", "policy", "--from", last)
    assert done.returncode == 0, done.stderr
    assert "error: " not in done.stdout
    assert f"is written from {last}:" in done.stdout


def test_one_edition_follows_another(bench, next_one):
    done = new(bench, "--meeting", "2024-09-05")
    assert "is written from 2024-06-13:" in done.stdout
    assert "  line 8, period: 2023-24 Q4 → 2024-25 Q1" in done.stdout
    text = (bench / "params/2024-09-05.yml").read_text("utf-8")
    assert text.count("note in 2024-02-08: five clear working days before the meeting") == 1
    assert 'title: "Social Value Monitoring Report: Quarter 1 2024/25"' in text


def test_nothing_is_written_over(bench, next_one):
    before = files(bench)
    done = new(bench, "--meeting", "2024-06-13")
    assert done.returncode == 3
    assert (
        "params/2024-06-13/ and params/2024-06-13.yml. Nothing was written. Give another short name (--name)"
        in done.stderr
    )
    assert files(bench) == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--meeting", "13/06/2024"], 2, "Write 2024-06-13."),
        (["--meeting", "2024-06-31"], 2, "June 2024 ends on 2024-06-30."),
        (["--meeting", "2023-12-07", "--name", "a"], 3, "No edition has a meeting before 2023-12-07"),
        (["--meeting", "2024-06-13", "--name", "a/b"], 3, "letters, digits, - and _ only"),
        (["--meeting", "2024-06-13", "--from", "2024-02-09"], 3, "There is no edition 2024-02-09."),
        (
            ["--meeting", "2024-02-08", "--name", "b", "--from", EDITION],
            3,
            "is not after that of the edition 2024-02-08",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words_and_nothing_is_left(bench, arguments, code, said):
    before = files(bench)
    done = new(bench, *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert files(bench) == before


def test_an_edition_of_the_quarter_before_becomes_the_one_that_was_written_by_hand(bench):
    """All but the day up to which data is seen, which nobody can know, and the words, which 2023-12-07 has not."""
    done = new(bench, "--meeting", "2024-02-08", "--name", "x", "--from", "2023-12-07")
    assert done.returncode == 0, done.stderr
    assert len(section(done.stdout, "Still to be written:")) == 15
    seen = ("--root", bench, "--set", "data_as_at=2024-01-19")
    by_hand = json.loads(sv_report("facts", EDITION, "--json", *seen).stdout)
    ran = sv_report("run", "2024-02-08-x", "--formats", "html", "--engine", "embedded", *seen)
    assert ran.returncode == 0, ran.stderr
    (made,) = (bench / "outputs").glob("2024-02-08-x.set-*/public/facts.json")
    public = json.loads(made.read_text("utf-8"))  # where small counts are not shown
    assert [fact["id"] for fact in public] == [fact["id"] for fact in by_hand]
    assert all(fact == own or fact["status"] == "suppressed" for fact, own in zip(public, by_hand, strict=True))
    assert any(one["id"] == "period" and one["display"] == "Quarter 3 2023/24" for one in by_hand)
    (page,) = (bench / "outputs").glob("2024-02-08-x.set-*/public/report.html")
    recommended = page.read_text("utf-8").split("is recommended to note")[1][:200]
    assert "Quarter 3 2023/24" in recommended
