"""What the examples in docstrings may use: `report`, the example edition, opened once."""

from pathlib import Path
from typing import Any

import pytest

ASKING = ("sv_report.exploring.", "sv_report.measures.fact.Fact")  # the examples that ask an open edition


@pytest.fixture(scope="session")
def example_edition() -> Any:
    """The example edition, opened: its figures take seconds to compute."""
    import sv_report as sv

    return sv.open("2024-02-08", root=Path(__file__).parent)


@pytest.fixture(autouse=True)
def _names_of_examples(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    if request.node.name.startswith(ASKING):
        doctest_namespace["report"] = request.getfixturevalue("example_edition")
