"""Make .venv with what requirements.lock pins: `python .ci/set_up.py run`, `test`, or `spark` for everything.

make calls it before every task. It needs nothing but Python, does nothing where all is in place, and can be cut
off at any moment: the next call goes on from there.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
MARK = r"(?m)^(?=# ---- group: )"  # where each group of the lock begins
GROUPS = ("run", "test", "spark")  # each holds those before it
VERSIONS = ((3, 11), (3, 12), (3, 13))


def main() -> None:
    """Set up one group; do nothing where its stamp says that it is in place."""
    group = sys.argv[1] if len(sys.argv) == 2 else ""
    if group not in GROUPS:
        sys.exit("usage: python .ci/set_up.py {}".format("|".join(GROUPS)))
    refuse_other_pythons()
    if not is_in_place(group):
        make_venv()
        forget_half_installed()
        install(group)


def refuse_other_pythons() -> None:
    """Stop where this Python is not one that the lock is for, and name one that is, if there is one."""
    if sys.version_info[:2] in VERSIONS:
        return
    names = ["python{}.{}".format(*version) for version in reversed(VERSIONS)]
    found = [name for name in names if shutil.which(name) and runs(name)]
    remedy = f"make PYTHON={found[0]} report" if found else "install one, then name it: make PYTHON=python3.12 report"
    sys.exit("sv_report needs Python 3.11, 3.12 or 3.13; this is {}.{}. Try: {}".format(*sys.version_info[:2], remedy))


def runs(name: str) -> bool:
    """Whether a Python runs; pyenv has commands for those that it has switched off."""
    return subprocess.call([name, "-c", ""], stderr=subprocess.DEVNULL) == 0


def is_in_place(group: str) -> bool:
    """Whether .venv holds what the lock and the project now ask for."""
    stamp = VENV / f".{group}"
    return PYTHON.exists() and stamp.is_file() and stamp.read_text("utf-8") == wanted(group)


def wanted(group: str) -> str:
    """Return the stamp of a group: where .venv stands, its Python, and a hash of what is to be in it."""
    return f"{place()}\n{hashlib.sha256((pinned(group) + project()).encode()).hexdigest()}\n"


def pinned(group: str) -> str:
    """Return the lock up to the end of a group."""
    return "".join(re.split(MARK, LOCK.read_text("utf-8"))[: GROUPS.index(group) + 2])


def place() -> str:
    """Return what .venv cannot outlive: its folder, as its scripts name it, and the minor version of Python."""
    return "{} {}.{}".format(VENV, *sys.version_info[:2])


def project() -> str:
    """Return the part of pyproject.toml that an installation depends on."""
    import tomllib  # not in the Pythons that are refused

    return repr(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"])


def make_venv() -> None:
    """Make .venv, anew where it was made in another folder or by another Python."""
    stamp = VENV / ".made"
    made = stamp.read_text("utf-8").strip() if stamp.is_file() else ""
    if made == place() and PYTHON.exists():
        return
    forget_half_installed()
    call(sys.executable, "-m", "venv", *(["--clear"] if made else []), str(VENV))
    stamp.write_text(place() + "\n", "utf-8")


def forget_half_installed() -> None:
    """Remove the metadata of packages whose installation was cut off, so that pip installs them again.

    pip writes RECORD last, and only its own names the file INSTALLER. A name that begins with ~ is what it had
    moved aside to take away.
    """
    for folder in [*VENV.glob("lib/python*/site-packages"), *VENV.glob("Lib/site-packages")]:
        for found in [*folder.glob("*.dist-info"), *folder.glob("~*")]:
            record = found / "RECORD"
            if not record.is_file() or "/INSTALLER," not in record.read_text("utf-8"):
                shutil.rmtree(found) if found.is_dir() else found.unlink()


def install(group: str) -> None:
    """Install what the lock pins for a group, and the project itself, from no index and without building apart.

    PySpark comes as source alone: it is built by the setuptools of the group test, so that one is installed first.
    """
    print(f"Setting up .venv from requirements.lock ({group}); the first time takes a minute or two.", flush=True)
    if group == "spark" and not is_in_place("test"):
        install_pinned("test")
    install_pinned(group, *(["--no-build-isolation"] if group == "spark" else []))
    pip("--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT))
    for done in GROUPS[: GROUPS.index(group) + 1]:
        (VENV / f".{done}").write_text(wanted(done), "utf-8")


def install_pinned(group: str, *arguments: str) -> None:
    """Install what the lock pins for a group."""
    chosen = VENV / f"{group}.lock"
    chosen.write_text(pinned(group), "utf-8")
    pip(*arguments, "--require-hashes", "--requirement", str(chosen))


def pip(*arguments: str) -> None:
    """Install with the pip of .venv, whatever the user's own settings say about where to."""
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    call(
        str(PYTHON), "-I", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *arguments,
        environment=environment,
    )  # fmt: skip


def call(*command: str, environment: "dict[str, str] | None" = None) -> None:
    """Run a command; where it fails, stop with what it said and what to do."""
    try:
        subprocess.run(command, check=True, env=environment)
    except subprocess.CalledProcessError as failed:
        sys.exit(f"The set-up stopped (exit {failed.returncode}): mend what is said above and run the same again.")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
