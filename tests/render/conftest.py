"""What the render tests share: the sample manuscript, and reports made from it once for all of them."""

import datetime
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from sv_report.findings import Finding
from sv_report.render import FORMATS, choose_engine, furnish, render

TEMPLATES = Path(__file__).parents[2] / "templates"
SAMPLE = Path(__file__).parent / "sample"
MOMENT = datetime.datetime(2024, 1, 31, 9, tzinfo=datetime.UTC)
FRONT = (SAMPLE / "report.qmd").read_text(encoding="utf-8").split("\n---\n", 1)[0] + "\n---\n\n"


@dataclass(frozen=True)
class Report:
    """A folder with a rendered report, and what the engine found."""

    folder: Path
    findings: list[Finding]

    def __getitem__(self, name: str) -> Path:
        return self.folder / f"report.{name}"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The sample report in all three formats, by the embedded engine."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    furnish(folder, TEMPLATES, FORMATS)
    return Report(folder, render(folder, FORMATS, choose_engine("embedded"), MOMENT))


@pytest.fixture
def manuscript(tmp_path: Path) -> Callable[..., Path]:
    """Writes a furnished folder with the sample's front matter and pictures and the body given."""

    def write(body: str, front: str = FRONT) -> Path:
        shutil.copytree(SAMPLE / "media", tmp_path / "media", dirs_exist_ok=True)
        (tmp_path / "report.qmd").write_text(front + body + "\n", encoding="utf-8")
        furnish(tmp_path, TEMPLATES, FORMATS)
        return tmp_path

    return write


@pytest.fixture
def rendered(manuscript: Callable[..., Path]) -> Callable[..., Report]:
    """Renders a body under the sample's front matter."""

    def make(body: str, formats: tuple[str, ...] = FORMATS, front: str = FRONT) -> Report:
        folder = manuscript(body, front)
        return Report(folder, render(folder, formats, choose_engine("embedded"), MOMENT))

    return make
