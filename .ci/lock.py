"""Remake requirements.lock: one resolution for Python 3.11 to 3.13 on every system, in three groups.

The file is a plain pip requirements file with hashes and no index address. It begins with the group *run*; what the
groups *test* and *spark* add follows, each under a line of its own. `make lock` runs this and keeps the pins that
still fit; `--upgrade` takes the newest of all.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
HEAD = """\
# Locked dependencies of sv_report: Python 3.11 to 3.13, every system, with hashes.
# Made by `make lock`; do not edit. pip reads it as it is: pip install --require-hashes -r requirements.lock
"""
GROUPS = {
    "run": ("the report and JupyterLab", []),
    "test": ("what make test and make check need besides", ["--group", "test"]),
    "spark": ("what make test needs besides for PySpark", ["--group", "test", "--extra", "spark"]),
}  # each holds those before it


def resolve(target: Path, *arguments: str) -> str:
    """Return uv's universal resolution of pyproject.toml as a requirements file; the pins in `target` are kept."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--output-file", str(target)]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet", *arguments]
    command += ["--no-build-isolation-package", "pyspark"]  # its metadata is built with the setuptools of the lock
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    if subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode:
        sys.exit("requirements.lock is as it was: the requirements in pyproject.toml cannot be met together.")
    return target.read_text("utf-8")


def blocks(lock: str) -> list[str]:
    """Split a lock into one block a pinned package."""
    return [block for block in re.split(r"(?m)^(?=[A-Za-z0-9])", lock) if block.strip()]


def main() -> None:
    """Write requirements.lock."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    parts: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "everything.txt"
        if LOCK.is_file():
            pins.write_text(LOCK.read_text("utf-8"), "utf-8")
        resolve(pins, *GROUPS["spark"][1], *upgrade)
        for group, (_, chosen) in GROUPS.items():
            found = blocks(resolve(Path(folder) / f"{group}.txt", *chosen, "--constraint", str(pins)))
            parts[group] = [block for block in found if not any(block in part for part in parts.values())]
    marked = (f"# ---- group: {group} ({GROUPS[group][0]}) ----\n" + "".join(part) for group, part in parts.items())
    LOCK.write_text(HEAD + "".join(marked), "utf-8", newline="\n")
    print("requirements.lock: " + ", ".join(f"{len(part)} packages in {group}" for group, part in parts.items()))


if __name__ == "__main__":
    main()
