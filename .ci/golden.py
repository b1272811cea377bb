"""Write tests/golden/: the example report as it is read aloud, in each format: `make golden`.

After a change that is meant, `git diff tests/golden/` shows what a reader now hears.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.reading.aloud import GOLDEN, spoken  # noqa: E402

EDITION = "2024-02-08"


def main() -> None:
    """Make the example report, and write what each of its files says."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sv_report", "run", EDITION, "--engine", "embedded", "--out", folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        for name, file in GOLDEN.items():
            target, text = ROOT / "tests" / "golden" / file, spoken(Path(folder) / EDITION / "public" / name)
            changed = not target.is_file() or target.read_text("utf-8") != text
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, "utf-8", newline="\n")
            print(f"{target.relative_to(ROOT)}: {'written anew' if changed else 'as it was'}")


if __name__ == "__main__":
    main()
