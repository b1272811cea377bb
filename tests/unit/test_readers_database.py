"""Databases: tables and views of the schema asked for, in an order that repeats, and no password in sight."""

import datetime
import sqlite3
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sv_report.data.readers import notes_on, open_file
from sv_report.data.readers.database import PASSWORD as VARIABLE
from sv_report.data.readers.database import is_url, open_database, refuse_other_form, refuse_password, shown_url
from sv_report.data.readers.frame import open_frames
from sv_report.data.readers.sheet import Sheet, Unreadable
from sv_report.data.sources import missing_source
from tests.postgres import PASSWORD, Server, postgres

__all__ = ["postgres"]  # the fixture

PROGRAMS = pytest.mark.needs("initdb", "pg_ctl")


def tables(sheets: list[Sheet]) -> dict[str | None, list[list[str]]]:
    """Return the rows of each sheet; their numbers are 0 for the header, then the records' places."""
    found = {}
    for sheet in sheets:
        rows = list(sheet.rows())
        assert [number for number, _ in rows] == list(range(len(rows)))
        found[sheet.name] = [cells for _, cells in rows]
    return found


# ---- the URL ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://officer:secret@host:5432/db?schema=sv", "postgresql://officer@host:5432/db?schema=sv"),
        ("postgres://officer:se/cr?et@host/db", "postgres://officer@host/db"),
        ("postgresql://officer:a:secret@x@host/db", "postgresql://officer@host/db"),
        ("postgresql://host/db?password=secret&schema=sv", "postgresql://host/db?schema=sv"),
        ("mssql+pyodbc:///?odbc_connect=DRIVER%3Dx%3BPWD%3Dsecret", "mssql+pyodbc:///"),
    ],
)
def test_a_password_in_a_url_is_refused_and_never_shown(url: str, shown: str) -> None:
    assert is_url(url)
    assert shown_url(url) == shown
    finding = refuse_password(url)
    assert finding is not None
    assert (finding.rule, finding.severity) == ("source-password", "error")
    assert "secret" not in finding.text() + str(finding.record())
    with pytest.raises(Unreadable):
        open_database(url, shown)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://officer@host/db",
        "postgresql://officer:${SV_PW}@host:5432/db?schema=sv",
        "sqlite:///a@b.db",
        "postgresql://h/d?application_name=a@b",
    ],
)
def test_a_url_without_a_password_written_down_is_taken(url: str) -> None:
    assert refuse_password(url) is None
    assert refuse_other_form(url) is None


@pytest.mark.parametrize("name", ["data/2024", "C:\\data", "/srv/data", "example"])
def test_a_path_is_no_url(name: str) -> None:
    assert not is_url(name)


@pytest.mark.parametrize(
    "name",
    [
        "mssql://h/db;user=u;password=secret",
        "mssql+pyodbc://h/db?driver=x;PWD=secret",
        "jdbc:postgresql://localhost/db?user=u&password=secret",
        "jdbc:sqlserver://h:1433;databaseName=db;user=u;password=secret",
        "jdbc:oracle:thin:u/x@h?pwd=secret",
        "DRIVER={ODBC Driver 18};SERVER=h;UID=u;PWD=secret",
        "Server=h;User Id=u;Password={a;secret}",
        "host=localhost user=u password=secret",
        "host=localhost password='a secret'",
        "postgresql://u%3Asecret@h/db",
        "postgresql://u%253asecret@h/db",
        "postgresql://h/db?pwd=secret",
        "postgresql://h/db?sslpassword=secret",
        "postgresql://h/db?p%61ssword=secret",
        "postgresql://h/db#password=secret",
        "postgresql://h/db?schema=sv;password=secret",
        "postgresql:/u:secret@h/db",
        "u:secret@h/db",
        "localhost/db?password=secret",
    ],
)
def test_a_password_is_refused_in_every_form_and_nowhere_shown(name: str, tmp_path: Path) -> None:
    finding = missing_source(name, tmp_path)
    assert finding is not None
    assert finding.rule == "source-password"
    assert "secret" not in finding.text() + str(finding.record())
    assert "secret" not in shown_url(name) or not is_url(name)


@pytest.mark.parametrize(
    "name",
    ["mssql://h/db;user=u", "jdbc:postgresql://h/db", "host=localhost dbname=db", "DRIVER={x};SERVER=h;PWD=${SV_PW}"],
)
def test_another_program_s_form_is_said_to_be_no_url(name: str, tmp_path: Path) -> None:
    finding = missing_source(name, tmp_path)
    assert finding is not None
    assert finding.rule == "source-not-url"
    assert "postgresql://user@host" in finding.remedy


@pytest.mark.parametrize("name", ["data/2024-25 q3", "C:\\data\\2024", "returns;old", "Q3 (final) v=2", "x" * 5000])
def test_a_path_is_no_connection_and_named_in_full(name: str, tmp_path: Path) -> None:
    finding = missing_source(name, tmp_path)
    assert finding is not None
    assert (finding.rule, finding.where.found) == ("data-source-missing", name)


def test_a_folder_that_is_there_is_a_folder_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "host=a password=b"
    folder.mkdir()
    (folder / "spend.csv").write_text("a", "utf-8")
    assert missing_source(folder.name, tmp_path) is None


# ---- PostgreSQL ---------------------------------------------------------------------------------


@PROGRAMS
def test_tables_and_views_of_a_schema_are_read_in_order(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    postgres.run(
        "DROP SCHEMA IF EXISTS kinds CASCADE",
        "CREATE SCHEMA kinds",
        "CREATE TABLE kinds.t (n numeric(9,3), a text, j json, d date, x boolean, s timestamp, r integer[])",
        "INSERT INTO kinds.t VALUES (2, 'b', '{\"k\": 1}', '2024-01-31', true, '2024-01-31 10:00', '{1,2}'),"
        " (1.5, 'z', NULL, NULL, NULL, NULL, NULL), (1.5, 'a', NULL, NULL, false, NULL, NULL)",
        "CREATE VIEW kinds.v AS SELECT a FROM kinds.t WHERE n < 2",
    )
    url = f"{postgres.url}?schema=kinds"
    assert tables(open_database(url, shown_url(url))) == {
        "t": [
            ["n", "a", "j", "d", "x", "s", "r"],
            ["1.5", "a", "", "", "FALSE", "", ""],
            ["1.5", "z", "", "", "", "", ""],
            ["2", "b", '{"k": 1}', "2024-01-31", "TRUE", "2024-01-31 10:00:00", "[1, 2]"],
        ],
        "v": [["a"], ["a"], ["z"]],
    }
    assert set(tables(open_database(f"{postgres.url}?options=-csearch_path%3Dkinds", "db"))) == {"t", "v"}


@PROGRAMS
def test_a_placeholder_is_filled_from_the_environment(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("COUNCIL_DB", PASSWORD)
    postgres.run("DROP SCHEMA IF EXISTS one CASCADE", "CREATE SCHEMA one", "CREATE TABLE one.t AS SELECT 1 AS a")
    url = postgres.url.replace("officer@", "officer:${COUNCIL_DB}@") + "?schema=one"
    assert tables(open_database(url, shown_url(url))) == {"t": [["a"], ["1"]]}
    monkeypatch.delenv("COUNCIL_DB")
    with pytest.raises(Unreadable, match="COUNCIL_DB"):
        open_database(url, shown_url(url))


@PROGRAMS
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda url: url, "password"),
        (lambda url: f"{url}_gone", "does not exist"),
        (lambda url: url.replace("127.0.0.1", "127.0.0.1:1/x?"), "port"),
        (lambda url: f"{url}?schema=nobody", "holds no table"),
        (lambda url: url.replace("postgresql", "mysql"), "driver"),
    ],
)
def test_what_a_driver_says_is_said_again_without_secrets(
    postgres: Server, monkeypatch: pytest.MonkeyPatch, change, said: str
) -> None:
    url = change(postgres.url)
    monkeypatch.setenv(VARIABLE, "wr0ng" if url == postgres.url else PASSWORD)
    with pytest.raises(Unreadable) as caught:
        open_database(url, shown_url(url))
    text = str(caught.value)
    assert said in text
    assert PASSWORD not in text
    assert "wr0ng" not in text
    assert shown_url(url) in text


@PROGRAMS
def test_a_table_that_goes_away_is_a_finding(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    postgres.run("DROP SCHEMA IF EXISTS gone CASCADE", "CREATE SCHEMA gone", "CREATE TABLE gone.t (a int)")
    [sheet] = open_database(f"{postgres.url}?schema=gone", "db")
    postgres.run("DROP TABLE gone.t")
    with pytest.raises(Unreadable) as caught:
        list(sheet.rows())
    assert [(finding.rule, finding.where.sheet) for finding in caught.value.findings] == [("database-unreadable", "t")]


# ---- files --------------------------------------------------------------------------------------


def test_a_sqlite_file_is_read_by_any_name_and_by_url(tmp_path: Path) -> None:
    path = tmp_path / "monitoring.dat"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (a, b)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [(2, "é"), (1.5, None), ("x", b"\xff")])
        connection.execute(
            "CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n"
        )
    connection.close()
    expected = {"t": [["a", "b"], ["2", "é"], ["1.5", ""], ["x", "ff"]]}
    assert tables(open_file(path, "monitoring.dat")) == expected
    assert tables(open_database(f"sqlite:///{path}", "db")) == expected


def test_a_duckdb_file_gives_its_tables_and_no_other_file(tmp_path: Path) -> None:
    path, secret = tmp_path / "monitoring.db", tmp_path / "secret.csv"
    secret.write_text("a\nsecret\n", "utf-8")
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1.50::DECIMAL(9, 2) AS a, DATE '2024-01-31' AS b")
        connection.execute("CREATE SCHEMA s; CREATE TABLE s.u AS SELECT 'x' AS a")
        connection.execute(f"CREATE VIEW v AS SELECT * FROM read_csv('{secret}')")
    assert tables(open_file(path, "monitoring.db")) == {
        "t": [["a", "b"], ["1.5", "2024-01-31"]],
        "s.u": [["a"], ["x"]],
    }


def test_views_and_virtual_tables_of_a_file_are_said_and_not_read(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.sqlite") as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.execute("CREATE TABLE u (a)")
        connection.execute("CREATE VIEW deliveries AS SELECT a FROM t")
        connection.execute("CREATE VIRTUAL TABLE spend USING fts4(a)")
    connection.close()
    with duckdb.connect(str(tmp_path / "b.duckdb")) as connection:
        connection.execute("CREATE SCHEMA s; CREATE TABLE t (a INTEGER); CREATE VIEW s.deliveries AS SELECT a FROM t")
    for name, views in (("a.sqlite", "deliveries, spend"), ("b.duckdb", "s.deliveries")):
        [note] = notes_on(open_file(tmp_path / name, name))
        assert (note.rule, note.severity, note.where.file) == ("views-not-read", "note", name)
        assert note.message.endswith(f": {views}")


@pytest.mark.parametrize("suffix", ["sqlite", "duckdb"])
def test_a_file_of_nothing_but_views_is_refused_with_their_names(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    opened = sqlite3.connect(path) if suffix == "sqlite" else duckdb.connect(str(path))
    opened.execute("CREATE VIEW deliveries AS SELECT 1 AS a")
    opened.commit()
    opened.close()
    with pytest.raises(Unreadable, match="only views or virtual tables: deliveries"):
        open_file(path, path.name)


def test_a_parquet_file_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "year=2023" / "[a]*.parquet"  # neither a glob nor a partition
    path.parent.mkdir()
    table = {
        "name": ["é", None],
        "quantity": [0.1 + 0.2, float("nan")],
        "value": [Decimal("1.50"), None],
        "day": [datetime.date(2024, 1, 31), None],
        "at": [datetime.datetime(2024, 1, 31, 10, tzinfo=datetime.UTC), None],
        "is_true": [True, None],
        "list": [[1, 2], None],
    }
    pq.write_table(pa.table(table), path)
    assert tables(open_file(path, path.name)) == {
        None: [
            list(table),
            ["é", "0.3", "1.5", "2024-01-31", "2024-01-31 10:00:00+00", "TRUE", "[1, 2]"],
            [""] * 7,
        ]
    }


# ---- frames -------------------------------------------------------------------------------------


def test_frames_of_pandas_and_polars_read_the_same() -> None:
    columns = {
        "a": [1.5, None, 3.0],
        "b": ["x", None, "NaT"],
        "d": [datetime.datetime(2024, 1, 31), None, datetime.datetime(2024, 1, 31, 10)],
        "e": [True, False, True],
    }
    expected = [
        ["a", "b", "d", "e"],
        ["1.5", "x", "2024-01-31", "TRUE"],
        ["", "", "", "FALSE"],
        ["3", "NaT", "2024-01-31 10:00:00", "TRUE"],
    ]
    frames = {"pandas": pd.DataFrame(columns), "polars": pl.DataFrame(columns), "lazy": pl.LazyFrame(columns)}
    assert tables(open_frames(frames, "notebook")) == dict.fromkeys(frames, expected)


def test_odd_values_of_pandas_are_texts_or_blank() -> None:
    frame = pd.DataFrame(
        {
            "whole": pd.array([1, None], dtype="Int64"),
            "mixed": [pd.Timedelta("1h"), Decimal("NaN")],
            "kind": pd.Categorical(["x", None]),
            "number": [pd.Series([2]).iloc[0], pd.NA],
        },
        index=["left", "out"],
    )
    assert tables(open_frames({"f": frame}, "notebook")) == {
        "f": [["whole", "mixed", "kind", "number"], ["1", "01:00:00", "x", "2"], ["", "", "", ""]]
    }


@pytest.mark.parametrize("frame", [3, pd.DataFrame([[1, 2]], columns=["a", "a"])])
def test_what_is_no_frame_is_refused_by_its_name(frame: object) -> None:
    with pytest.raises(Unreadable, match="deliveries"):
        open_frames({"deliveries": frame}, "notebook")
