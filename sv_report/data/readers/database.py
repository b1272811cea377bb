"""Databases by URL: PostgreSQL, and every other that SQLAlchemy has a driver for.

Data stage. Takes `postgresql://officer@host/monitoring?schema=social_value`; gives a sheet for each table and view of
the schema, rows in the order of all their columns, so that two runs see them alike. A password stands in the
environment only: `${NAME}` in the URL, or SV_REPORT_DB_PASSWORD; no message holds one.
"""

import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from sv_report.data.readers.database_file import open_duckdb, open_sqlite
from sv_report.data.readers.foreign import AT_ONCE, numbered
from sv_report.data.readers.original import found
from sv_report.data.readers.sheet import Numbered, Sheet, Unreadable, unreadable
from sv_report.findings import Finding, Where

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

PASSWORD = "SV_REPORT_DB_PASSWORD"
URL_SHAPE = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
SECRET = re.compile(r"pass|pwd|secret|token|key|odbc_connect", re.IGNORECASE)
DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
WRITTEN = re.compile(  # a password in a connection string: `PWD=…;`, `password = …`
    r"(?:^|[;?&#,\s{])[\w .-]*(?:pass|pwd|secret|token|key)[\w .-]*=\s*(?!\$\{\w+\}(?:[;&#,\s}]|$))[^\s;&]",
    re.IGNORECASE,
)
LOGIN = re.compile(
    r"(?:^|[/\s])[^\s/\\:@]+:(?!\$\{\w+\}@)[^/\\@\s][^@]*@"
)  # `user:password@` without a scheme before it
STRINGS = re.compile(  # how other programs write where a database is
    r"jdbc:|odbc:|[a-z+]+:/(?!/)[^/]*@"
    r"|\s*(?:driver|server|host|hostaddr|data source|dsn|dbname|database|uid|user|user id)\s*=",
    re.IGNORECASE,
)
COLON = re.compile(r"%(?:25)*3a", re.IGNORECASE)  # a colon, as a URL may hide it
FILES = {"sqlite": open_sqlite, "duckdb": open_duckdb}
SECONDS = 10  # to wait for a server
NO_SECRET = (
    f"Write ${{NAME}} where the password stands, or leave it out and set {PASSWORD}; set it in the environment, and "
    "change the password that was written down."
)
AS_URL = (
    "Write it as a URL of SQLAlchemy: postgresql://user@host:5432/database, or mssql+pyodbc://user@host/database"
    f"?driver=ODBC+Driver+18+for+SQL+Server; the password stands in the environment, in {PASSWORD}."
)


# ---- the URL, without a driver ------------------------------------------------------------------


def is_url(name: str) -> bool:
    """Return whether the name of a source is a database's URL.

    >>> is_url("postgresql://host/db"), is_url("data/2024"), is_url("C:\\\\data")
    (True, False, False)
    """
    return bool(URL_SHAPE.match(name))


def shown_url(url: str) -> str:
    """Return a URL as it may be shown: without a password, and of its options only the schema.

    >>> shown_url("postgresql://officer:secret@host:5432/db?schema=sv&sslpassword=x")
    'postgresql://officer@host:5432/db?schema=sv'
    """
    scheme, user, _, place, options = _parts(url)
    login, place = f"{user}@" if user else "", re.split("[;#]", place)[0]
    schema = f"?schema={re.split('[;#&]', options['schema'])[0]}" if options.get("schema") else ""
    return f"{scheme}://{login}{place}{schema}"


def refuse_password(url: str) -> Finding | None:
    """Return the finding for a URL with a password written in it; None where there is none."""
    _, _, password, _, options = _parts(url)
    secrets = [password, *(value for name, value in options.items() if SECRET.search(name))]
    if any(secret and not PLACEHOLDER.fullmatch(secret) for secret in secrets) or _holds_password(url):
        return _password(shown_url(url))
    return None


def refuse_other_form(name: str) -> Finding | None:
    """Return the finding for what says where a database is, and is no URL of SQLAlchemy; no password is in it.

    >>> refuse_other_form("DRIVER={SQL Server};SERVER=h;UID=u;PWD=secret").rule
    'source-password'
    >>> refuse_other_form("data/2024-25 q3")
    """
    kind = re.match(r"[a-z][a-z0-9+.:-]*:(?=/)", name, re.IGNORECASE)
    shown = f"{kind[0]}//…" if kind and STRINGS.match(name) else "…"
    if _holds_password(name) or (not is_url(name) and LOGIN.search(name)):
        return _password(shown)
    if is_url(name):
        scheme, _, _, place, _ = _parts(name)
        if ";" not in place or scheme.partition("+")[0].lower() in FILES:
            return None
        shown = shown_url(name)
    elif not STRINGS.match(name):
        return None
    message = (
        f"The data source {shown} says where a database is as another program writes it, not as a URL of SQLAlchemy."
    )
    return Finding("source-not-url", "error", message, Where(field="data", found=shown), AS_URL)


def _holds_password(text: str) -> bool:
    """Return whether a password is written after its name, be the text encoded as in a URL, or not."""
    return any(WRITTEN.search(form) for form in (text, unquote(text), unquote(unquote(text))))


def _password(shown: str) -> Finding:
    message = "The database's URL holds a password, which would be kept in files and shown in outputs."
    return Finding("source-password", "error", message, Where(field="data", found=shown), NO_SECRET)


def _parts(url: str) -> tuple[str, str, str, str, dict[str, str]]:
    """Return a URL's scheme, user, password, place and options; a sign that a password should not hold is seen."""
    scheme, _, rest = url.partition("://")
    login, at, rest = rest.rpartition("@") if "@" in rest else ("", "", rest)
    place, _, query = rest.partition("?")
    if at and "?" in login and ":" not in login.partition("?")[0]:  # the @ stands in an option
        place, _, query = f"{login}@{rest}".partition("?")
        login = ""
    user, colon, password = login.partition(":")
    if not colon and (hidden := COLON.search(login)):
        user, password = login[: hidden.start()], login[hidden.end() :]
    return scheme, user, password, place, dict(parse_qsl(query, keep_blank_values=True))


# ---- the tables ---------------------------------------------------------------------------------


def open_database(url: str, shown: str) -> list[Sheet]:
    """Return a sheet for each table and view; raise Unreadable where the database cannot be reached or read."""
    if finding := refuse_password(url) or refuse_other_form(url):
        raise Unreadable(finding)
    scheme, _, _, place, options = _parts(url)
    if opened := FILES.get(scheme.partition("+")[0].lower()):
        return opened(found(Path(place.removeprefix("/")), shown))
    database = _Database(url, shown, options.get("schema"))
    return database.sheets()


class _Database:
    """A database that is read: each table in a connection, and so in a transaction, of its own."""

    def __init__(self, url: str, shown: str, schema: str | None) -> None:
        self.shown, self.schema = shown, schema
        self.secrets: list[str] = []
        self.url = self._filled(url)

    def _filled(self, url: str) -> str:
        """Return the URL with its placeholders filled from the environment."""
        scheme, user, password, place, options = _parts(url)
        options.pop("schema", None)
        self.password = unquote(self._from_environment(password)) if password else os.environ.get(PASSWORD, "")
        filled = {name: self._from_environment(value) for name, value in options.items()}
        self.secrets += [value for name, value in filled.items() if SECRET.search(name)]
        self.secrets += [self.password] if self.password else []
        user = quote(unquote(self._from_environment(user)), safe="")
        login = f"{user}@" if user else ""
        query = f"?{urlencode(filled)}" if filled else ""
        return f"{DRIVERS.get(scheme.lower(), scheme)}://{login}{self._from_environment(place)}{query}"

    def _from_environment(self, text: str) -> str:
        def value(match: re.Match[str]) -> str:
            if match[1] not in os.environ:
                message = f"The URL names ${{{match[1]}}}, but the environment holds no {match[1]}."
                raise unreadable(self.shown, "source-password", message, f"Set {match[1]}, and run again.")
            return os.environ[match[1]]

        return PLACEHOLDER.sub(value, text)

    def sheets(self) -> list[Sheet]:
        from sqlalchemy import inspect
        from sqlalchemy.exc import SQLAlchemyError

        try:
            engine = self._engine()
            with engine.connect() as connection:
                known = inspect(connection)
                names = [*known.get_table_names(self.schema), *known.get_view_names(self.schema)]
        except (SQLAlchemyError, OSError, ImportError, ValueError) as problem:
            raise self._said_again(problem) from None
        if not names:
            message = f"The schema {self.schema or 'that is read by default'} holds no table or view that you may see."
            raise unreadable(self.shown, "database-empty", message, "Name its schema: ?schema=NAME at the URL's end.")
        return [Sheet(self.shown, name, partial(self._rows, name)) for name in sorted(names)]

    def _engine(self) -> "Engine":
        from sqlalchemy import create_engine, make_url
        from sqlalchemy.pool import NullPool

        url: URL = make_url(self.url)
        url = url.set(password=self.password) if self.password else url
        is_postgresql = url.get_backend_name() == "postgresql"
        arguments = {"connect_timeout": SECONDS, "application_name": "sv-report"} if is_postgresql else {}
        return create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=arguments)

    def _rows(self, name: str) -> Iterator[Numbered]:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._engine().connect() as connection:
                yield from self._read(connection, name)
        except (SQLAlchemyError, OSError, ValueError, OverflowError) as problem:
            raise self._said_again(problem, name) from None

    def _read(self, connection: "Connection", name: str) -> Iterator[Numbered]:
        from sqlalchemy import Column, MetaData, Table, Text, cast, inspect, select
        from sqlalchemy.types import JSON, NullType

        columns = inspect(connection).get_columns(name, self.schema)
        connection.rollback()
        options: dict[str, Any] = {"stream_results": True, "max_row_buffer": AT_ONCE}
        if connection.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        connection = connection.execution_options(**options)
        table = Table(name, MetaData(), *(Column(c["name"], c["type"]) for c in columns), schema=self.schema)
        unordered = tuple({JSON, NullType, *_unordered_types()})
        order = [cast(c, Text) if isinstance(c.type, unordered) else c for c in table.columns]
        result = connection.execute(select(table).order_by(*order))
        yield from numbered(list(result.keys()), (row for part in result.partitions(AT_ONCE) for row in part))

    def _said_again(self, problem: Exception, table: str | None = None) -> Unreadable:
        """Return the error in our words: what the driver said, short, and no secret in it."""
        said = str(getattr(problem, "orig", None) or problem).strip() or type(problem).__name__
        for secret in sorted(self.secrets, key=len, reverse=True):
            said = said.replace(secret, "***").replace(quote(secret, safe=""), "***")
        said = " ".join(said.split())[:300]
        return unreadable(
            self.shown, "database-unreadable", f"The database says: {said}", _remedy(said, problem), table
        )


def _unordered_types() -> tuple[type, ...]:
    """Return PostgreSQL's types that have no order."""
    from sqlalchemy.dialects.postgresql import HSTORE

    return (HSTORE,)


def _remedy(said: str, problem: Exception) -> str:
    if isinstance(problem, ImportError) or "Can't load plugin" in said:
        return "Install the driver that the URL names, or give the tables as files."
    if "password" in said or "authentication" in said:
        return f"Check the user's name, and the password in {PASSWORD} or the variable that the URL names."
    if "permission denied" in said:
        return "Ask the database's owner for the right to read it (GRANT SELECT)."
    if "does not exist" in said:
        return "Check the name in the URL."
    return "Check the server's name and port, and that this machine may reach it."
