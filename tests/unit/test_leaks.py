"""The leak check finds what is exempt wherever it lies in a public file, says where, and finds nothing else."""

import bz2
import gzip
import json
import zipfile
import zlib
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sv_report.release.leaks import Amount, Phrase, Secrets, find_leaks
from sv_report.release.leaks.contents import MOST_DEPTH, Contents
from sv_report.release.leaks.forms import forms_of, significant
from sv_report.release.leaks.pieces import Inner, Piece, Unread
from tests.unit.leak_places import PLACES, Place, folder_name, page, pdf, zipped

NAME = "Brindlecombe Joinery Ltd"
NUMBER = "48,213.57"
NAMED = Secrets((Phrase(NAME, "the name of an exempt supplier"),))
NUMBERED = Secrets((), (Amount(Decimal("48213.57"), "GBP", 2, (), "an exempt amount"),))
APPRENTICES = Amount(Decimal(7), "count", 0, ("Apprentices at Brindle Road", "C104"), "the apprentices of C104")
FEW = Secrets((), (APPRENTICES,))
PASSAGE = (
    "The council has claimed damages from the contractor because the work at the depot was late, and expects "
    "to settle the claim before the end of the year."
)


def found(folder: Path, secrets: Secrets) -> list[tuple[str, str]]:
    return [(str(one.where.file), str(one.where.field)) for one in find_leaks(folder, secrets)]


def written(folder: Path, text: str, name: str = "report.txt") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """An empty folder of public files."""
    (tmp_path / "public").mkdir()
    return tmp_path / "public"


# ---- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_a_name_is_found_and_its_place_is_said(place: Place, public: Path) -> None:
    file, inside = place(public, NAME)
    places = [where for named, where in found(public, NAMED) if named == f"public/{file}"]
    assert any(where.endswith(inside) for where in places), places


@pytest.mark.parametrize("place", PLACES)
def test_a_number_is_found_and_its_place_is_said(place: Place, public: Path) -> None:
    file, inside = place(public, NUMBER)
    places = [where for named, where in found(public, NUMBERED) if named == f"public/{file}"]
    assert any(where.endswith(inside) for where in places), places


@pytest.mark.parametrize("place", PLACES)
def test_without_secrets_nothing_is_found(place: Place, public: Path) -> None:
    place(public, f"{NAME} {NUMBER}")
    assert find_leaks(public, Secrets()) == []


@pytest.mark.parametrize("place", PLACES)
def test_of_an_innocent_file_nothing_is_found(place: Place, public: Path) -> None:
    place(public, "Another Supplier 48,213.58")
    secrets = Secrets(NAMED.phrases, (*NUMBERED.amounts, APPRENTICES))
    assert find_leaks(public, secrets) == []


LETTERS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzé"), min_size=3, max_size=9)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(LETTERS, min_size=2, max_size=4), place=st.sampled_from(PLACES))
def test_any_phrase_in_any_place_is_found(words: list[str], place: Place) -> None:
    with TemporaryDirectory() as folder:
        text = " ".join(words).title()[:31].rstrip()  # a sheet's name is no longer
        file, _ = place(Path(folder), text)
        secrets = Secrets((Phrase(text, "a phrase"),))
        assert f"public/{file}" in [one.where.file for one in find_leaks(Path(folder), secrets, "public")]


def test_a_finding_says_what_and_not_the_whole_of_it(public: Path) -> None:
    finding, = find_leaks(written(public, f"From {NAME}."), NAMED)  # fmt: skip
    assert (finding.rule, finding.severity) == ("leak", "error")
    assert finding.message == "The name of an exempt supplier can be read here."
    assert finding.where.found == "bri…"
    assert NAME not in finding.text()
    assert finding.remedy


def test_each_leak_is_said_once_a_place_in_the_order_of_the_files(public: Path) -> None:
    for name in ("b.txt", "a.txt"):
        written(public, f"{NAME}, {NAME} and {NUMBER}", name)
    folder_name(public, NAME)
    secrets = Secrets(NAMED.phrases, NUMBERED.amounts)
    findings = find_leaks(public, secrets)
    said = [(one.where.file, one.message.split()[1]) for one in findings]
    assert said == [
        (f"public/{NAME}", "name"),
        ("public/a.txt", "name"),
        ("public/a.txt", "exempt"),
        ("public/b.txt", "name"),
        ("public/b.txt", "exempt"),
    ]
    assert findings == find_leaks(public, secrets)


# ---- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "BRINDLECOMBE  JOINERY\nLTD", "brindlecombe-joinery-ltd", "the Brindlecombe Joinery Ltd.'s work", "“Brindlecombe” Joinery, Ltd",
        "Brindlecombe\u2011Joinery\u00a0Ltd", "Brindle\u200bcombe Joinery Ltd", "Ｂrindlecombe Joinery Ltd", "Bríndlecombe Joinery Ltd",
        "https://example.org/" + "A1-long-Path/" * 20 + "brindlecombe-joinery-ltd", "brindlecombejoineryltd.csv", "*Brindlecombe* **Joinery** Ltd", "Brindlecombe Joinery Limited",
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(text: str, public: Path) -> None:
    assert found(written(public, text), NAMED)


@pytest.mark.parametrize(
    "text", ["Brindlecombe Joinery Ltda", "A Brindlecombe of Joinery Ltd", "Brindlecombe Joinery", "XBrindlecombe Joinery Ltd"]
)  # fmt: skip
def test_other_words_are_not_the_name(text: str, public: Path) -> None:
    assert not found(written(public, text), NAMED)


@pytest.mark.parametrize("name", ["Fold & Sons", "Fold and Sons"])
def test_and_is_the_same_as_its_sign(name: str, public: Path) -> None:
    for text in ("Fold & Sons", "Fold and Sons", "fold_sons.csv"):
        assert found(written(public, text), Secrets((Phrase(name, "a name"),)))


def test_any_eight_words_of_a_passage_are_found(public: Path) -> None:
    secrets = Secrets((Phrase(PASSAGE, "an exempt passage", is_passage=True),))
    assert found(written(public, "It was said that the work at the *depot* was late, and expects."), secrets)
    assert not found(written(public, "It was said that the work at the depot was early."), secrets)


def test_words_that_are_public_too_are_no_leak_of_a_passage(public: Path) -> None:
    said = "The work at the depot was late, and expects more."
    folder = written(public, said)
    secrets = Secrets((Phrase(PASSAGE, "an exempt passage", is_passage=True),), public_words=said)
    assert not found(folder, secrets)
    assert found(written(public, PASSAGE), secrets)


def test_a_short_passage_is_none_where_the_public_words_have_it_but_a_name_always_is(public: Path) -> None:
    folder = written(public, "The depot at Fold Road")
    for is_passage in (True, False):
        secrets = Secrets((Phrase("Fold Road", "words", is_passage),), public_words="The depot at Fold Road is closed.")
        assert bool(found(folder, secrets)) is not is_passage


def test_a_phrase_that_cannot_be_told_from_others_is_said(public: Path) -> None:
    secrets = Secrets((Phrase("AB", "the name of a supplier"), Phrase("12 345", "a number"), Phrase("3M", "a name")))
    notes = secrets.unsearchable()
    assert [(note.severity, note.where.found) for note in notes] == [("note", "AB"), ("note", "12 345"), ("note", "3M")]
    assert not found(written(public, "AB 12 345 3M"), secrets)


# ---- numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "telling", "short"),
    [
        ("12345678.9", "GBP", -3, "12345678.9 12346000 12345679 12345678.90 12.35 12.346 12.3457 12.345679", "12.3"),
        ("-12345678.9", "GBP", -3, "12345678.9 12346000", "12.3"),
        ("0.73456", "share", 3, "0.73456 73.46 73.456", "0.735 73 73.5"),
        ("12000", "GBP", 0, "12000.00", "12000 0.012 0.01"),
        ("1204", "hours", 0, "1204", ""),
        ("2024", "count", 0, "", "2024"),
        ("7", "count", 0, "", "7"),
        ("0", "count", 0, "", "0"),
        ("0.4", "hours", 0, "", "0.4"),
    ],
)
def test_the_forms_of_a_number(value: str, unit: str, decimals: int, telling: str, short: str) -> None:
    forms = forms_of(Amount(Decimal(value), unit, decimals, (), "a number"))
    assert set(telling.split()) <= {form.decode() for form in forms.telling}
    assert set(short.split()) <= {form.decode() for form in forms.short}
    assert all(significant(form.decode()) >= 4 for form in forms.telling)


@pytest.mark.parametrize(
    "text",
    [
        "£48,213.57.", "(48213.57)", "-48,213.57", "£0.048214m", "£0.048214 million", "48,214", "GBP48214", "48213.570",
        "a,48213.57,b", "C1,48213.57", "48213.57,48213.58", "value=48213.57;", "48213.569999999999", "４８２１３.57",
    ],
)  # fmt: skip
def test_a_number_is_found_however_it_is_written(text: str, public: Path) -> None:
    assert found(written(public, text), NUMBERED)


@pytest.mark.parametrize(
    "text",
    [
        "148,213.57", "48,213.571", "48,213.57.1", "48,213,57", "1,048,213.57", "48,214,000", "A48214", "#48214f", "48214abc",
        "148214", "48214.5", "<path d='M 48213.57 48214'/>", "<c r='A48214'/>", "<w:sz w:val='48214'/>",
    ],
)  # fmt: skip
def test_a_number_within_another_is_not_it(text: str, public: Path) -> None:
    assert not found(written(public, text), NUMBERED)


def test_a_short_number_does_not_hit_in_a_longer_one(public: Path) -> None:
    secrets = Secrets((), (Amount(Decimal(1234), "count", 0, (), "a number"),))
    assert not found(written(public, "11,234 and 1,234,567 and 1,234.5 and 12345"), secrets)
    assert found(written(public, "11,234 and 1,234"), secrets)


def test_a_number_that_public_figures_print_is_no_leak_in_that_form(public: Path) -> None:
    secrets = Secrets((), NUMBERED.amounts, public_figures="Committed\t48,214")
    assert not found(written(public, "48,214"), secrets)
    assert found(written(public, "48,213.57"), secrets)


def test_an_unrounded_number_in_a_cell_is_found(public: Path) -> None:
    value = Decimal(482135691) / Decimal(7)
    book = openpyxl.Workbook()
    book.active["C3"] = float(value)
    book.active["C3"].number_format = "#,##0"
    book.save(public / "tables.xlsx")
    secrets = Secrets((), (Amount(value, "GBP", -3, (), "a number"),))
    assert found(public, secrets) == [("public/tables.xlsx", "xl/worksheets/sheet1.xml")]


# ---- numbers of few digits -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Apprentices at Brindle Road: 7",
        "There were 7 apprentices at Brindle Road.",
        "| Apprentices at Brindle Road | 2023-24 | 12 | 7 |",
        "In the quarter the number of apprentices at\nBrindle Road was\n7, after a slow start.",
        "C104 " + "had a slow start and then a better middle, " * 4 + "and 7 apprentices.",
        "<table><tr><td><p>C104</p></td><td>" + "a long title " * 20 + "</td><td>\n7\n</td></tr></table>",
    ],
)
def test_a_number_of_few_digits_is_found_beside_its_label(text: str, public: Path) -> None:
    assert found(written(public, text), FEW)


@pytest.mark.parametrize(
    "text",
    [
        "Apprentices at Brindle Road: [c]\nApprentices at Fold Road: 7",
        "Apprentices at Brindle Road: 17, 7.5 or 1,007 in Quarter 7, 7 February and 2006-07.",
        "C104 is done. " + "There is more to say of other contracts, and it is said here. " * 3 + "There are 7.",
        "<table><tr><td>C104</td><td>[c]</td></tr><tr><td>C105</td><td>7</td></tr></table>",
        "<p>Apprentices at Brindle Road</p><p>7 others</p>",
        "C1047 has 7",
        "There are 7.",
    ],
)
def test_a_number_of_few_digits_far_from_its_label_is_not_it(text: str, public: Path) -> None:
    assert not found(written(public, text), FEW)


def test_a_row_of_a_workbook_and_of_a_word_table_is_read_across(public: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["C104", "Roads", 12, "of", 7])
    book.save(public / "tables.xlsx")
    document = docx.Document()
    cells = document.add_table(1, 3).rows[0].cells
    for cell, text in zip(cells, ("C104", "Roads", "7"), strict=True):
        cell.text = text
    document.save(public / "report.docx")
    assert found(public, FEW) == [
        ("public/report.docx", "word/document.xml"),
        ("public/tables.xlsx", "xl/worksheets/sheet1.xml"),
        ("public/tables.xlsx", "sheet Sheet"),
    ]


def test_a_fact_is_read_as_its_label_and_figure(public: Path) -> None:
    fact = {"id": "a", "label": "Apprentices at Brindle Road", "value": "7", "display": "7", "decimals": 3}
    other = {**fact, "label": "Apprentices at Fold Road", "decimals": 7}
    written(public, json.dumps([fact, other], indent=1), "facts.json")
    assert found(public, FEW) == [("public/facts.json", "facts")]
    written(public, json.dumps([{**fact, "value": None, "display": "not shown"}, other], indent=1), "facts.json")
    assert found(public, FEW) == []


def test_a_public_figure_beside_its_label_is_no_leak(public: Path) -> None:
    secrets = Secrets((), (APPRENTICES,), public_figures="Apprentices at Brindle Road\t7")
    assert not found(written(public, "Apprentices at Brindle Road: 7"), secrets)


# ---- what cannot be looked into ------------------------------------------------------------------


def locked_pdf() -> bytes:
    file = BytesIO()
    pdf("Report").save(file, encryption=pikepdf.Encryption(owner="owner", user=""))
    return file.getvalue()


def cut_off(data: bytes) -> bytes:
    """Return a zip whose member's bytes are broken."""
    middle = data.index(b"a.txt") + 8
    return data[:middle] + b"\xff\xff\xff\xff" + data[middle + 4 :]


UNREAD = {
    "broken.zip": cut_off(zipped({"a.txt": "Report " * 20})),
    "no_directory.zip": zipped({"a.txt": "Report"})[:40],
    "locked.pdf": locked_pdf(),
    "no.pdf": b"%PDF-1.7\nnothing",
    "broken.gz": b"\x1f\x8b\x08\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff",
    "of_another_kind.7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "with_a_password.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0" + "EncryptedPackage".encode("utf-16-le"),
    "book.xlsx": zipped({"xl/workbook.xml": "no workbook", "a.xml": "<si>C104</si>"}),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_cannot_be_looked_into_fails_the_check(name: str, public: Path) -> None:
    (public / name).write_bytes(UNREAD[name])
    findings = find_leaks(public, FEW)
    assert findings
    assert all("could not be looked into" in one.message and one.severity == "error" for one in findings)
    assert findings[0].where.file == f"public/{name}"


def test_a_file_that_lies_too_deep_fails_the_check(public: Path) -> None:
    deep: str | bytes = "Report"
    for _ in range(MOST_DEPTH + 2):
        deep = zipped({"a.zip": deep})
    assert isinstance(deep, bytes)
    (public / "deep.zip").write_bytes(deep)
    findings = find_leaks(public, NAMED)
    assert findings
    assert all("too deep" in finding.message for finding in findings)


@pytest.mark.parametrize(
    "data",
    [zipped({"a.txt": b"0" * 9999}), gzip.compress(b"0" * 9999, mtime=0), bz2.compress(b"0" * 9999), zlib.compress(b"0" * 9999),
     zipped({f"{number}.txt": b"0" * 999 for number in range(9)})],
)  # fmt: skip
def test_a_file_that_unpacks_to_too_much_fails_the_check(data: bytes) -> None:
    parts = list(Contents(left=5000).pieces(Inner("", data)))
    assert any(isinstance(part, Unread) for part in parts)
    assert sum(len(part.text) for part in parts if isinstance(part, Piece)) < 50_000


def test_a_link_is_not_followed(public: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("Report", "utf-8")
    (public / "inside.txt").symlink_to(tmp_path / "outside.txt")
    finding, = find_leaks(public, NAMED)  # fmt: skip
    assert "link" in finding.message


# ---- a bundle ------------------------------------------------------------------------------------


def test_of_an_innocent_bundle_nothing_is_found(public: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Social value of £12.345m was reported by 14 suppliers, of 1,204 hours.")
    document.save(public / "report.docx")
    pdf("Social value of 12.345m", "More of it").save(public / "report.pdf")
    page(public, "<p>Social value of £12.345m was reported.</p>")
    book = openpyxl.Workbook()
    book.active.append(["Social value", 12345000, 0.735])
    book.save(public / "tables.xlsx")
    with zipfile.ZipFile(public / "media.zip", "w") as archive:
        archive.writestr("note.txt", "Nothing here")
    secrets = Secrets((*NAMED.phrases, Phrase(PASSAGE, "a passage", is_passage=True)), (*NUMBERED.amounts, APPRENTICES))
    assert find_leaks(public, secrets) == []


def test_secrets_are_written_and_read_back() -> None:
    secrets = Secrets(
        (*NAMED.phrases, Phrase(PASSAGE, "a passage", is_passage=True)),
        (*NUMBERED.amounts, APPRENTICES), "public words", "Figures\t12",
    )  # fmt: skip
    assert Secrets.from_record(json.loads(json.dumps(secrets.record()))) == secrets
    assert secrets
    assert not Secrets()


@pytest.mark.parametrize("record", [{}, {"schema": 2}, {**FEW.record(), "amounts": [{"value": "x"}]}, []])
def test_another_record_is_refused(record: object) -> None:
    with pytest.raises(ValueError, match=r"schema|record"):
        Secrets.from_record(record)  # type: ignore[arg-type]
