"""Pages of the plan, meetings, scrutiny, engagement and the desk in a browser: axe-core finds nothing, nothing runs off a phone."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.publish.test_accessibility import AXE, RULES
from tests.web.partner.busy import make_busy
from wholeplace import publish
from wholeplace.web.access import Role
from wholeplace.web.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOOK = (Path(publish.__file__).parent / "assets" / "built").as_uri()
HERE = "/partners/bodies/place-committee"
PAGES = {
    "desk": "/partners/", "plan": "/partners/plan/", "places": "/partners/plan/places/", "horizons": "/partners/plan/time-ahead/",
    "attention": "/partners/plan/attention/", "required": "/partners/plan/required/",
    "ambition": "/partners/plan/ambitions/fewer-delays/", "programme": "/partners/plan/programmes/home-sooner/",
    "action": "/partners/plan/actions/one-list/", "action-of-files": "/partners/plan/actions/night-sitting/",
    "action-new": f"{HERE}/actions/new/", "seen": f"{HERE}/ambitions/fewer-delays/seen/", "meetings": "/partners/meetings/",
    "meeting": "/partners/meetings/a-meeting/", "meeting-new": f"{HERE}/meetings/new/", "pack": "/partners/meetings/next/pack/",
    "item-new": "/partners/meetings/next/items/new/", "attendance": "/partners/meetings/a-meeting/attendance/",
    "paper-new": "/partners/agenda-items/an-item/papers/new/", "action-log": f"{HERE}/action-log/", "taking-part": f"{HERE}/taking-part/",
    "scrutiny": "/partners/scrutiny/", "recommendation": "/partners/scrutiny/recommendations/publish-waits/",
    "reply": "/partners/scrutiny/recommendations/ask-families/reply/", "engagement": "/partners/engagement/",
    "answer": "/partners/engagement/rings-back/answer/",
}  # fmt: skip


@pytest.fixture
def written(sign_in: Callable[..., Client], partnership: Path, clock, tmp_path: Path) -> dict[str, Path]:
    """Every page as somebody with several roles sees it, as a file; beside them a form that came back with everything wrong."""
    make_busy(House(partnership, clock))
    body = "place-committee"
    person = sign_in("several.roles", (Role.OFFICER, body), (Role.CLERK, body), (Role.SCRUTINY, "scrutiny"))
    asked = {name: person.get(address) for name, address in PAGES.items()}
    asked["wrong"] = person.post(PAGES["action-new"], {"version": "0"})
    assert {name: answer.status_code for name, answer in asked.items()} == dict.fromkeys(asked, 200)
    files = {name: tmp_path / f"{name}.html" for name in asked}
    for name, file in files.items():
        file.write_text(asked[name].content.decode().replace('"/look/', f'"{LOOK}/'))
    return files


def test_axe_finds_nothing_and_nothing_runs_off_a_phone(written: dict[str, Path]):
    look_at(written)


def look_at(written: dict[str, Path]) -> None:
    """Every page at 320 pixels in a browser: axe-core finds nothing, and nothing is wider than the page."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium or not AXE.is_file():
        pytest.skip("needs Chromium and axe-core")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 320, "height": 800})
        found, wide = {}, {}
        for name, file in written.items():
            page.goto(file.as_uri())
            page.add_script_tag(path=str(AXE))
            told = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
            found[name] = [(each["id"], each["nodes"][0]["html"][:160]) for each in told]
            wide[name] = page.evaluate("document.documentElement.scrollWidth")
        browser.close()
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert {name: width for name, width in wide.items() if width > 320} == {}
