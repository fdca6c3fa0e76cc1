"""Each kind of page in a real browser: axe-core finds nothing, nothing runs off a phone, and it stands without colour."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
KINDS = {
    "index": "index.html",
    "about": "about.html",
    "readings": "readings/index.html",
    "reading": "readings/delayed-days.html",
    "areas": "areas/index.html",
    "area": "areas/E9N000001.html",
    "measures": "measures/index.html",
    "measure": "measures/back-within-30-days.html",
    "topics": "topics/index.html",
    "topic": "topics/leaving-hospital.html",
    "partners": "partners/index.html",
    "partner": "partners/X9A.html",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("needs Chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser) -> Iterator[object]:
    opened = browser.new_page(viewport={"width": 1180, "height": 900})
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(page, released, kind):
    if not AXE.is_file():
        pytest.skip("needs axe-core (python frontend/build.py)")
    page.goto((released / KINDS[kind]).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_runs_off_a_phone(page, released, kind):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto((released / KINDS[kind]).as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_text_can_be_made_twice_as_large(page, released):
    page.set_viewport_size({"width": 640, "height": 800})
    page.goto((released / "index.html").as_uri())
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_the_page_works_without_script_and_asks_nobody_for_anything(browser, released):
    context = browser.new_context(java_script_enabled=False)
    asked = []
    opened = context.new_page()
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto((released / "index.html").as_uri())
    assert opened.locator("h1").inner_text().startswith("Aldermoor")
    assert all(url.startswith(("file://", "data:")) for url in asked)
    context.close()


def test_the_keyboard_reaches_the_content_first(page, released):
    page.goto((released / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "maincontent"


def test_charts_can_be_seen_in_forced_colours(page, released):
    page.emulate_media(forced_colors="active")
    page.goto((released / "index.html").as_uri())
    line = page.evaluate("getComputedStyle(document.querySelector('.c-series .line')).stroke")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert line != ground


def test_the_first_page_prints_on_two_sheets(page, released):
    page.goto((released / "index.html").as_uri())
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") <= 2
