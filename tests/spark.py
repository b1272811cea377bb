"""A Spark session for tests: one a process, on this machine alone, stopped when the process ends.

Import this module only from tests: PySpark takes 0.5 GB and Java, and a report needs neither.
"""

import atexit
import shutil
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import why_absent

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

NO_PYSPARK = "pyspark absent: python .ci/set_up.py spark (or: make test)"
LOOPBACK = "127.0.0.1"
LOGGING = """\
rootLogger.level = off
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
logger.repl.name = org.apache.spark.api.python.PythonGatewayServer
logger.repl.level = off
"""  # what fails is raised in Python too; without an appender Spark sets up its own, louder one


@cache
def spark_session() -> "SparkSession":
    """Return this process's Spark session; skip the test where Java or PySpark is absent."""
    if reason := why_absent("java") or (NO_PYSPARK if find_spec("pyspark") is None else ""):
        pytest.skip(reason)
    from pyspark.sql import SparkSession

    folder = Path(tempfile.mkdtemp(prefix="sv_report_spark_"))
    (folder / "log4j2.properties").write_text(LOGGING, "utf-8")
    builder = SparkSession.builder.master("local[1]").appName("sv_report tests")
    session = builder.config(map=settings(folder)).getOrCreate()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(session.stop)
    return session


def settings(folder: Path) -> dict[str, bool | float | int | str | None]:
    """Return Spark's settings: small, quiet, on the loopback alone, and strict about what a DECIMAL cannot hold."""
    quick = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # half the time for a few rows, on cores that others share
    java = f"{quick} -Dlog4j2.configurationFile={(folder / 'log4j2.properties').as_uri()}"
    return {
        "spark.driver.bindAddress": LOOPBACK,
        "spark.driver.extraJavaOptions": java,
        "spark.driver.host": LOOPBACK,
        "spark.driver.memory": "1g",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.ansi.enabled": "true",  # an overflow is an error, not a null
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
