"""Each kind of page of the public record in a real browser: axe-core finds nothing, nothing runs off a telephone, it prints."""

import re
from pathlib import Path

import pytest

from tests.publish.public_record.conftest import whole_record
from tests.publish.test_accessibility import AXE, RULES, browser, page
from wholeplace.place import Place
from wholeplace.publish.public_record import RECORD, publish_public_record

__all__ = ["browser", "page"]
pytestmark = pytest.mark.browser

KINDS = (
    "index.html", "decisions/index.html", "decisions/by-state.html", "coming-up.html", "decisions/D-2026-014.html",
    "decisions/D-2025-003.html", "decisions/D-2026-010.html", "bodies/index.html", "bodies/place-committee.html", "memoranda.html",
    "plan/index.html", "plan/places.html", "money.html", "scrutiny.html", "said.html", "meetings/index.html", "meetings/M-2026-10.html",
    "check.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(anywhere: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    publish_public_record(whole_record(anywhere, tmp_path_factory.mktemp("papers")), anywhere)
    return anywhere.folder / RECORD


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(page, made, path):
    if not AXE.is_file():
        pytest.skip("needs axe-core (python frontend/build.py)")
    page.goto((made / path).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []


@pytest.mark.parametrize("path", KINDS)
def test_nothing_runs_off_a_telephone(page, made, path):
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto((made / path).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_decision_prints_without_the_menu_on_at_most_three_sheets(page, made, tmp_path):
    page.goto((made / "decisions/D-2026-014.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator(".wp-header").is_visible()
    printed = page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3
