"""CSV and its kin: whatever the encoding, the delimiter and the line ends, each record with the line it starts on."""

import codecs
from pathlib import Path

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sv_report.data.readers import notes_on, open_file
from sv_report.data.readers.plain import plain_csv
from sv_report.data.readers.sheet import Unreadable

TEXT = "contract,quantity\nLCC-1,£5\nLCC-2,“é”\n"
ROWS = [(1, ["contract", "quantity"]), (2, ["LCC-1", "£5"]), (3, ["LCC-2", "“é”"])]


def rows(path: Path, raw: bytes | str) -> list[tuple[int, list[str]]]:
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode("utf-8"))
    [sheet] = open_file(path, path.name)
    return list(sheet.rows())


def notes(path: Path) -> list[str]:
    return [finding.rule for finding in notes_on(open_file(path, path.name))]


@pytest.mark.parametrize(
    ("encoding", "mark", "noted"),
    [
        ("utf-8", b"", []),
        ("utf-8", codecs.BOM_UTF8, []),
        ("utf-16-le", codecs.BOM_UTF16_LE, []),
        ("utf-16-be", codecs.BOM_UTF16_BE, []),
        ("utf-16-le", b"", []),
        ("utf-16-be", b"", []),
        ("utf-32-le", codecs.BOM_UTF32_LE, []),
        ("utf-32-be", codecs.BOM_UTF32_BE, []),
        ("utf-32-le", b"", []),
        ("utf-32-be", b"", []),
        ("cp1252", b"", ["text.encoding"]),
    ],
)
def test_every_encoding_reads_the_same(encoding: str, mark: bytes, noted: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert rows(path, mark + TEXT.encode(encoding)) == ROWS
    assert notes(path) == noted


def test_an_old_mac_is_told_by_its_line_ends(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.csv", TEXT.replace("\n", "\r").encode("mac_roman")) == ROWS
    assert notes(tmp_path / "a.csv") == ["text.encoding"]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"a,b\n1,\x81\n", "line 2"),
        (b"a,b\r1,2\r3,\x00\r", "Line 3"),
        ("a,b\n1,é\n".encode() + b"2,\xe9\n", "line 3"),
        (codecs.BOM_UTF16_LE + "a,b\n1,2\n".encode("utf-16-le") + b"\x00", "line 3"),
        ("é,b\n".encode() + b"x" * (1 << 22) + b"\n\x90", "line 3"),
    ],
)
def test_what_cannot_be_decoded_is_refused_with_its_line(raw: bytes, line: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=line) as caught:
        rows(tmp_path / "a.csv", raw)
    assert [finding.rule for finding in caught.value.findings] == ["file-encoding"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_every_line_end_is_one_line_in_and_out_of_cells(end: str, last: bool, tmp_path: Path) -> None:
    text = f'a,b{end}"1{end}{end}x",2{end}{end}3,4' + end * last
    assert rows(tmp_path / "a.csv", text) == [
        (1, ["a", "b"]),
        (2, [f"1{end}{end}x", "2"]),
        (5, []),
        (6, ["3", "4"]),
    ]


def test_mixed_line_ends_keep_their_lines(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.csv", "a,b\r\n1,2\r3,4\n5,6") == [
        (1, ["a", "b"]),
        (2, ["1", "2"]),
        (3, ["3", "4"]),
        (4, ["5", "6"]),
    ]


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("a;b;c\n1,5;2,5;x\n3,5;4,5;y\n", 3),
        ("a\tb\n1,5\t2,5\n", 2),
        ("a|b|c|d\n1|2|3|4\n", 4),
        ("Title\n\na;b\n1;2\n3;4\n", 2),
        ("name,note\nSmith,a; b\nJones,c; d\nBell,e\n", 2),
        ("contract    measure   quantity\nLCC-1       NT1       12\nLCC-2       NT 31     7\n", 3),
        ('sep=;\na;"x;y"\n', 2),
        ('a, "b, c"\n1, "2, 3"\n', 2),
    ],
)
def test_the_delimiter_is_the_one_that_gives_even_rows(text: str, width: int, tmp_path: Path) -> None:
    found = rows(tmp_path / "a.txt", text)
    assert {len(cells) for number, cells in found if any(cells) and cells != ["Title"]} == {width}


def test_what_was_decided_is_said(tmp_path: Path) -> None:
    rows(tmp_path / "a.csv", "a;b\n1;2\n")
    assert notes(tmp_path / "a.csv") == ["file-delimiter"]
    rows(tmp_path / "b.txt", "a;b|c\n1;2|3\n")
    [finding] = notes_on(open_file(tmp_path / "b.txt", "b.txt"))
    assert (finding.rule, finding.severity) == ("file-delimiter", "warning")


def test_the_first_line_of_excel_is_no_row(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.csv", "sep=;\r\na;b\r\n1;2\r\n") == [(2, ["a", "b"]), (3, ["1", "2"])]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('a,b\n1,2\n3,"open\nmore\n', 3),
        ('a,b\n"x"y,2\n', 2),
        ('a,b\n1,"' + "x" * 1_000_001, 2),
    ],
)
def test_quotes_that_do_not_pair_up_are_a_finding_with_the_line(text: str, row: int, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        rows(tmp_path / "a.csv", text)
    assert [(finding.rule, finding.where.row) for finding in caught.value.findings] == [("file-unpaired-quote", row)]


def test_a_cell_of_a_million_characters_is_read(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.csv", f'a,b\n1,"{"x" * 1_000_000}"\n')[1] == (2, ["1", "x" * 1_000_000])


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="longer than") as caught:
        rows(tmp_path / "a.csv", b"a,b\n" + b"x," * 12_000_000)
    assert [(finding.rule, finding.where.row) for finding in caught.value.findings] == [("file-not-table", 2)]


# ---- what DuckDB may read -----------------------------------------------------------------------

CELLS = st.text(alphabet='ab1é," \n\r;|\t£', max_size=6)
TABLES = st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8))


def written(table: list[list[str]], delimiter: str, end: str, quotes: str, has_last_end: bool) -> str:
    def cell(text: str) -> str:
        needs = any(sign in text for sign in f'"\r\n{delimiter}')
        return '"' + text.replace('"', '""') + '"' if quotes == "all" or (quotes == "needed" and needs) else text

    text = end.join(delimiter.join(cell(text) for text in row) for row in table)
    return text + end * has_last_end


def by_duckdb(path: Path) -> list[tuple[int, list[str]]] | None:
    """Return a file's rows as DuckDB reads them, with the header and lines of the check; None where it is not plain."""
    plain = plain_csv(path)
    if plain is None:
        return None
    with duckdb.connect() as connection:
        records = connection.execute(f"SELECT * FROM {plain.sql()}").fetchall()
    assert len(records) == plain.records
    body = [(plain.line(place), [cell or "" for cell in record]) for place, record in enumerate(records, 1)]
    return [(1, list(plain.header)), *body]


@settings(max_examples=400, deadline=None)
@given(
    TABLES,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["all", "needed", "never"]),
    st.booleans(),
    st.booleans(),
)
@example([["a", "b"], ["1", "x\ny"], ["2", "z"]], ",", "\n", "needed", True, False)
@example([["a", "b"], ["1", "x\r\ny\nz"], ["2", "z"]], ",", "\r\n", "needed", False, True)
@example([["a"], [""], ["b"]], ",", "\n", "all", True, False)
def test_duckdb_reads_a_plain_file_as_we_do(
    tmp_path_factory: pytest.TempPathFactory,
    table: list[list[str]], delimiter: str, end: str, quotes: str, has_last_end: bool, has_mark: bool,
) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("plain") / "a.csv"
    text = written(table, delimiter, end, quotes, has_last_end)
    path.write_bytes(codecs.BOM_UTF8 * has_mark + text.encode("utf-8"))
    found = by_duckdb(path)
    if found is not None:
        [sheet] = open_file(path, "a.csv")
        assert found == list(sheet.rows())


def test_a_regular_file_is_plain_and_its_lines_follow_from_its_records(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,"x\ny\nz"\n2,"p ""q"""\n3,"u\nv"\n4,w\n', "utf-8", newline="")
    assert by_duckdb(path) == [
        (1, ["a", "b"]),
        (2, ["1", "x\ny\nz"]),
        (5, ["2", 'p "q"']),
        (6, ["3", "u\nv"]),
        (8, ["4", "w"]),
    ]


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,2,3\n", "a,b\n\n1,2\n", 'a,b\n1,x"y"\n', "a,b\r1,2\r", "a,b\n1,2\r\n", 'a,b\n1,"2\n', 'a, b\n1, "2"\n'],
)
def test_an_irregular_file_is_not_plain(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    assert plain_csv(path) is None


def test_a_plain_file_of_many_blocks_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("n,text\n")
        for number in range(1, 120_001):
            stream.write(f'{number},"{"line" + chr(10) if number % 7 == 0 else "é"} {"x" * 60}"\n')
    [sheet] = open_file(path, "a.csv")
    assert path.stat().st_size > 8 << 20
    assert by_duckdb(path) == list(sheet.rows())
