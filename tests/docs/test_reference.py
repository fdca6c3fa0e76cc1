"""The reference is made from the code, up to date, and complete."""

import re
from pathlib import Path

import pytest

from docs.generate import REFERENCE, pages
from docs.making.measures import library
from wholeplace.cli.main import VERBS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


def test_the_reference_is_up_to_date(made: dict[str, str]) -> None:
    written = {path.relative_to(REFERENCE).as_posix(): path.read_text("utf-8") for path in REFERENCE.rglob("*.md")}
    differ = sorted(name for name in made.keys() | written.keys() if made.get(name) != written.get(name))
    assert not differ, "run: make docs"


def test_every_measure_has_its_page_with_source_and_question(made: dict[str, str]) -> None:
    for name, measure in library()[0].items():
        page = made[f"measures/{name}.md"]
        assert measure.question in page
        assert measure.source in page


def test_every_contract_is_in_the_reference(made: dict[str, str]) -> None:
    for file in (ROOT / "src/wholeplace/feeds/contracts").glob("*.toml"):
        assert f"## `{file.stem}`" in made["contracts.md"]


def test_every_verb_is_in_the_reference(made: dict[str, str]) -> None:
    for verb in VERBS:
        assert f"## `wholeplace {verb.__name__} " in made["commands.md"]


def test_every_route_says_what_it_shows(made: dict[str, str]) -> None:
    rows = re.findall(r"^\| `/.*", made["routes.md"], flags=re.MULTILINE)
    assert rows
    assert all(len(cell.strip("` ")) > 0 for row in rows for cell in row.strip("| ").split("|"))


PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert not [link for link in links if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists()]
