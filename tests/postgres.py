"""A PostgreSQL server that the tests start, for as long as they run: on this machine alone, with a password.

A test that asks for the fixture `postgres` is marked `needs("initdb", "pg_ctl")`.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.conftest import program_path

AS_POSTGRES = {"user": "postgres", "group": "postgres", "extra_groups": ()}  # PostgreSQL refuses to run as root
USER, PASSWORD = "officer", "a secret: p@ss/word?"


@dataclass(frozen=True)
class Server:
    """A running server, and its one user, who may do everything."""

    port: int

    @property
    def url(self) -> str:
        """The URL of the first database, without a password."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.url, password=PASSWORD, autocommit=True)

    def run(self, *statements: str) -> None:
        with self.connect() as connection:
            for statement in statements:
                connection.execute(statement)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A server with an empty database; a test makes a schema of its own in it."""
    folder = Path(tempfile.mkdtemp(prefix="sv-postgres-"))
    try:
        yield from _running(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _running(folder: Path) -> Iterator[Server]:
    secret = folder / "password"
    secret.write_text(PASSWORD, "utf-8")
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        shutil.chown(secret, "postgres", "postgres")
    _run("initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-sync")
    port = _free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    _run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", options, "start")
    try:
        yield Server(port)
    finally:
        _run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def _run(program: str, *arguments: object) -> None:
    command = [str(program_path(program)), *map(str, arguments)]
    done = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=120, check=False, **AS_POSTGRES if os.geteuid() == 0 else {},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
