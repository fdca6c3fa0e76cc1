"""In a real browser: an idea of a council officer becomes a decision, is called in, sent back, agreed again, carried out and reviewed.

Everybody works in a browser of their own, against a real server and database. Every page is asked by axe-core, fits a phone, and
leaves a picture in the folder that WHOLEPLACE_PICTURES names (a temporary one without it).
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import put_release
from tests.web.partner.conftest import partnership

__all__ = ["partnership"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[3]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGE = "<p>Leaving hospital</p>"
READING = {
    "reading": "delayed-days", "title": "Leaving hospital", "area": "S1", "area_name": "Anywhere", "level": "system", "verdict": "worse",
    "sentence": "People wait longer.", "measures": ["delayed-days"],
}  # fmt: skip
COLUMNS = ["area", "split", "value", "status", "grain", "starts", "ends", "definition_id", "lower", "upper"]
FIGURE = ["S1", "all", 412.0, "complete", "period", "2025-07-01", "2025-10-01", "delayed-days-v1", 390.0, 430.0]


def release_in(folder: Path) -> None:
    manifest = {
        "period": {"name": "2025-Q3", "starts": "2025-07-01", "ends": "2025-10-01"}, "version": 1,
        "files": {"readings/delayed-days.html": sha256(PAGE.encode()).hexdigest()},
    }  # fmt: skip
    table = {"definition_id": "delayed-days-v1", "columns": COLUMNS, "rows": [FIGURE]}
    files = {"manifest.json": manifest, "data/readings.json": [READING], "data/measures.json": [], "data/measures/delayed-days.json": table}
    texts = {name: json.dumps(held) for name, held in files.items()}
    put_release(folder, "2025-Q3-v1", {**texts, "readings/delayed-days.html": PAGE, "index.html": PAGE})


@dataclass
class Story:
    """A door, a clock, and somebody's browser page for each person who takes part."""

    address: str
    clock: Path
    pictures: Path
    page_of: Callable[[str], Any]
    seen: list[str] = field(default_factory=list)

    def at(self, moment: str) -> None:
        self.clock.write_text(moment)

    def look(self, page: Any, name: str) -> str:
        """A picture of the page; what axe-core finds on it, and whether it fits a phone; its words."""
        self.seen.append(name)
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{name} runs off a phone"
        page.set_viewport_size({"width": 1100, "height": 900})
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.screenshot(path=self.pictures / f"{len(self.seen):02}-{name}.png", full_page=True)
        if AXE.is_file():
            page.add_script_tag(path=str(AXE))
            found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
            assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == [], name
        return page.inner_text("main")

    def fill(self, page: Any, button: str, **typed: object) -> None:
        """Type what is to be typed by the names of fields, and press a button."""
        for name, value in typed.items():
            _type(page, name.replace("__", "-"), value)
        self.press(page, button)

    def press(self, page: Any, button: str) -> None:
        """Press a button, and wait for the page that it leads to."""
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()


def _type(page: Any, name: str, value: object) -> None:
    if isinstance(value, date):
        for part, number in (("day", value.day), ("month", value.month), ("year", value.year)):
            page.fill(f'[name="{name}-{part}"]', str(number))
        return
    found = page.locator(f'[name="{name}"]').first
    kind = found.evaluate("one => one.type")
    if kind in ("radio", "checkbox"):
        page.check(f'[name="{name}"][value="{value}"]')
    elif kind == "select-one":
        found.select_option(str(value))
    elif kind == "file":
        found.set_input_files(str(value))
    else:
        found.fill(str(value))


@pytest.fixture
def story(partnership: Path, tmp_path: Path) -> Iterator[Story]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("needs Chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    release_in(partnership)
    clock, pictures = tmp_path / "now", Path(os.environ.get("WHOLEPLACE_PICTURES", tmp_path / "pictures"))
    clock.write_text("2026-11-02T10:00:00+00:00")
    pictures.mkdir(exist_ok=True, parents=True)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "tests.web.story.door", str(partnership), str(clock)]
    with (
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server,
        sync_api.sync_playwright() as playwright,
    ):
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        address = f"http://127.0.0.1:{told['port']}"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])

        def page_of(name: str) -> Any:
            context = browser.new_context(base_url=address, bypass_csp=True, java_script_enabled=True)
            context.add_cookies([{"name": "sessionid", "value": told["sessions"][name], "url": address}])
            return context.new_page()

        try:
            yield Story(address, clock, pictures, page_of)
        finally:
            browser.close()
            server.terminate()


def test_an_idea_becomes_a_decision_and_is_looked_at_again(story: Story):
    officer, clerk, scrutiny = (story.page_of(f"{name}.one") for name in ("officer", "clerk", "scrutiny"))
    decision = _described_and_put(story, officer)
    _told_voted_published(story, clerk, decision)
    _called_in_and_sent_back(story, scrutiny, decision)
    _agreed_again_and_carried_out(story, officer, clerk, decision)
    officer.goto("/partners/decisions/")
    assert "Reviewed" in story.look(officer, "decisions")
    for name, address in (("who-decides", "bodies/"), ("body", "bodies/cabinet/"), ("signed", "bodies/signed/"), ("matters", "matters/")):
        officer.goto(f"/partners/{address}")
        story.look(officer, name)


def _described_and_put(story: Story, officer: Any) -> str:
    officer.goto("/partners/bodies/cabinet/matters/new/")
    story.look(officer, "describe")
    title = "Forty home care places for the winter"
    idea = {"title": title, "kind": "social care", "on": date(2026, 12, 8), "money": "800,000", "places": "Somewhere"}
    story.fill(officer, "Show where it belongs", **idea, councils="Anywhere Council")
    told = story.look(officer, "answer-shown")
    assert "Nothing is kept yet" in told
    assert "Anywhere Council Cabinet" in told
    story.fill(officer, "Keep it")
    assert "Where this belongs: a place" in story.look(officer, "matter")
    story.press(officer, "Write a proposal")
    story.look(officer, "proposal-form")
    story.fill(
        officer, "Keep the draft", title=title, body="cabinet", asks="That forty home care places open from 1 February.",
        reasons="People wait in hospital for them.", rejected_options="Doing nothing", gains="People ready to leave hospital",
        pays="The council", population_first="People at home come before beds filled.", outcomes__effect="better",
        outcomes__why="More are at home.", quality__effect="no change", quality__why="The same care, sooner.", money__effect="worse",
        money__why="It costs more than it frees.", money__0="-800,000", measure__0="delayed-days", change__0="a tenth fewer",
        by__0=date(2027, 6, 30), papers=sha256(PAGE.encode()).hexdigest(), lead="Director of social care", review_on=date(2027, 9, 30),
    )  # fmt: skip
    assert "it makes things worse, and nothing says why it is proposed all the same" in story.look(officer, "draft")
    story.press(officer, "Change the text")
    story.fill(officer, "Keep the text", money__all_the_same="It frees beds when they are short.")
    story.press(officer, "Put it to the body")
    story.look(officer, "put")
    story.fill(officer, "Put it to the body")
    assert "Waits for: The clerk: give notice" in story.look(officer, "proposed")
    return officer.url.removeprefix(story.address)


def _told_voted_published(story: Story, clerk: Any, decision: str) -> None:
    clerk.goto(decision)
    story.press(clerk, "Give notice")
    story.look(clerk, "notice-form")
    story.fill(clerk, "Publish the notice", decision_on=date(2026, 12, 8), papers="The proposal", ask="Democracy office, Town Hall")
    assert "A meeting, from 8 December 2026" in story.look(clerk, "notified")
    story.at("2026-12-08T11:00:00+00:00")
    clerk.goto(f"{decision}meeting/")
    story.look(clerk, "vote-form")
    said = {"voice__0": "for", "voice__1": "for", "voice__2": "against", "reason__2": "It costs too much."}
    story.fill(clerk, "Show what this comes to", **said)
    told = story.look(clerk, "vote-outcome")
    assert "What this comes to: passed by vote" in told
    assert "Nothing is kept yet" in told
    story.fill(clerk, "Keep this")
    story.press(clerk, "Publish the decision")
    story.look(clerk, "publish-form")
    story.fill(clerk, "Publish it now")
    assert "It is frozen until 12:00 on 15 December 2026" in story.look(clerk, "published")


def _called_in_and_sent_back(story: Story, scrutiny: Any, decision: str) -> None:
    scrutiny.goto(decision)
    story.press(scrutiny, "Call it in")
    story.look(scrutiny, "call-in-form")
    story.fill(scrutiny, "Call it in", council="Anywhere Council", callers="2", grounds="Rural wards were left out.")
    assert "3 members must" in story.look(scrutiny, "call-in-too-few")
    story.fill(scrutiny, "Call it in", callers="3")
    story.look(scrutiny, "called-in")
    story.press(scrutiny, "Record what scrutiny said")
    story.look(scrutiny, "scrutiny-form")
    story.fill(scrutiny, "Keep it", said="back", reasons="Say what rural wards get.")
    assert "sent back by scrutiny" in story.look(scrutiny, "sent-back").lower()


def _agreed_again_and_carried_out(story: Story, officer: Any, clerk: Any, decision: str) -> None:
    officer.goto(f"{decision}text/")
    second = story.page_of("officer.two")
    second.goto(f"{decision}text/")
    story.fill(officer, "Keep the text", conditions="A third of the places are in rural wards.")
    story.fill(second, "Keep the text", reasons="People wait in hospital for them, and at home too.")
    told = story.look(second, "two-people")
    assert "Somebody else changed this while you were writing" in told
    assert "A third of the places are in rural wards." in told
    assert second.input_value('[name="reasons"]') == "People wait in hospital for them, and at home too."
    story.at("2026-12-14T11:00:00+00:00")
    clerk.goto(f"{decision}meeting/")
    story.fill(clerk, "Show what this comes to", voice__0="for", voice__1="for", voice__2="for")
    story.fill(clerk, "Keep this")
    clerk.goto(f"{decision}publish/")
    story.fill(clerk, "Publish it now")
    officer.goto(f"{decision}carried-out/")
    story.fill(officer, "Keep it", on=date(2026, 12, 14), what="Forty places opened.")
    assert "It is frozen until 12:00 on 21 December 2026" in story.look(officer, "frozen")
    story.at("2027-02-01T11:00:00+00:00")
    officer.goto(decision)
    assert "free to be carried out" in story.look(officer, "window-passed").lower()
    story.press(officer, "Record that it was carried out")
    story.fill(officer, "Keep it", on=date(2027, 2, 1), what="Forty places opened, 14 in rural wards.")
    story.look(officer, "carried-out")
    story.at("2027-10-01T11:00:00+00:00")
    officer.goto(f"{decision}review/")
    assert officer.input_value('[name="figure-0"]') == "412, July to September 2025 (release 2025-Q3-v1)"
    story.look(officer, "review-form")
    story.fill(
        officer, "Keep the review", came__0="it came true in part", why__0="Fewer days, not a tenth fewer.", learnt="Begin in summer."
    )
    told = story.look(officer, "reviewed")
    assert "call-in window closed, by the clock" in told
