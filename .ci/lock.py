"""Remake requirements.lock: one resolution for Python 3.11 to 3.13 on every system, in two groups.

The file is a plain pip requirements file with hashes and no index address. Its first part is the group *run*; from
the line MARK on stands what the group *test* adds. `make lock` runs this and keeps the pins that still fit;
`--upgrade` takes the newest of all.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
MARK = "# ---- group: test (what make test and make check need besides) ----"
HEAD = """\
# Locked dependencies of sv_report: Python 3.11 to 3.13, every system, with hashes.
# Made by `make lock`; do not edit. pip reads it as it is: pip install --require-hashes -r requirements.lock
# ---- group: run (the report and JupyterLab) ----
"""


def resolve(target: Path, *arguments: str) -> str:
    """Return uv's universal resolution of pyproject.toml as a requirements file; the pins in `target` are kept."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--output-file", str(target)]
    command += ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet", *arguments]
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
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "everything.txt"
        if LOCK.is_file():
            pins.write_text(LOCK.read_text("utf-8"), "utf-8")
        everything = resolve(pins, "--group", "test", *upgrade)
        run = blocks(resolve(Path(folder) / "run.txt", "--constraint", str(pins)))
    test = [block for block in blocks(everything) if block not in run]
    LOCK.write_text(HEAD + "".join(run) + MARK + "\n" + "".join(test), "utf-8", newline="\n")
    print(f"requirements.lock: {len(run)} packages to run, {len(test)} more to test")


if __name__ == "__main__":
    main()
