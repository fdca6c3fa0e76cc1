"""The page about refusals says what the error table says, and names every example that is wrong itself."""

from pathlib import Path

from tests.web.fhir.gpconnect import NOT_OURS
from tests.web.fhir.test_bars_examples import INVALID, MESSAGES
from wholeplace.service.fhir.outcome import kinds

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "fhir-errors.md"


def test_the_page_has_every_row_of_the_table() -> None:
    text = PAGE.read_text("utf-8")
    for kind in kinds().values():
        assert f"| {kind.status} | {kind.code} | {kind.issue} | {kind.means} |" in text


def test_the_page_names_every_example_and_scenario() -> None:
    text = PAGE.read_text("utf-8")
    assert [name for name in INVALID if f"| {name} | " not in text] == []
    assert [name for name in MESSAGES if name.strip() not in text] == []
    assert [row for row, why in NOT_OURS.items() if f"- Row {row}: {why}" not in text] == []
