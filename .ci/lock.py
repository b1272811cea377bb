"""Remake requirements.lock: one resolution for Python 3.11 to 3.13 on every system, in two groups.

The file is a plain pip requirements file with hashes and no index address. Its first part is the
group *run*; from the line MARK on stands what the group *test* adds. `make lock` runs this.
"""

import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = "# ---- group: test (what make test and make check need besides) ----"
HEAD = """\
# Locked dependencies of sv_report: Python 3.11 to 3.13, every system, with hashes.
# Made by `make lock`; do not edit. pip reads it as it is: pip install --require-hashes -r requirements.lock
# ---- group: run (the report and JupyterLab) ----
"""


def resolve(*arguments: str) -> str:
    """Return uv's universal resolution of pyproject.toml as a requirements file."""
    command = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes", "--python-version", "3.11"]
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def blocks(lock: str) -> list[str]:
    """Split a lock into one block a pinned package."""
    return [block for block in re.split(r"(?m)^(?=[A-Za-z0-9])", lock) if block.strip()]


def main() -> None:
    """Write requirements.lock."""
    everything = resolve("--group", "test")
    with tempfile.TemporaryDirectory() as folder:
        pins = Path(folder) / "pins.txt"
        pins.write_text(everything)
        run = blocks(resolve("--constraint", str(pins)))
    test = [block for block in blocks(everything) if block not in run]
    (ROOT / "requirements.lock").write_text(HEAD + "".join(run) + MARK + "\n" + "".join(test))
    print(f"requirements.lock: {len(run)} packages to run, {len(test)} more to test")


if __name__ == "__main__":
    main()
