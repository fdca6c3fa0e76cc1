"""The front door's demo place in a process of its own, and browsers before it, for stories."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.web.accounts.issuer import CLIENT, SECRET, Issuer, running
from tests.web.story.test_decision_story import ROOT, Story
from wholeplace.demo import make
from wholeplace.web.accounts.single_sign_on import FILE

MONDAY = "2026-11-23T08:05:00+00:00"


@dataclass
class Door(Story):
    """A story at the front door: who was invented for it, links that groups were sent, its place folder, and a stand-in of NHS login."""

    people: dict[str, dict[str, str]] | None = None
    links: dict[str, str] | None = None
    folder: Path = Path()
    issuer: Issuer = field(default_factory=Issuer)

    def person(self, name: str) -> dict[str, str]:
        assert self.people is not None
        return self.people[name]

    def care(self, page: Any, organisation: str, rest: str = "") -> None:
        page.goto(f"/care/organisations/{organisation}/{rest}")

    def phone(self, page: Any, name: str) -> str:
        """Look at a page as on a phone: what it says, checked as any page, with a picture of that width."""
        told = self.look(page, name)
        page.set_viewport_size({"width": 390, "height": 844})
        page.screenshot(path=self.pictures / f"{len(self.seen):02}-{name}-phone.png", full_page=True)
        return told


@dataclass(frozen=True)
class Served:
    """A demo place that is served: what its process told, its folder and clock, where pictures go, which were taken, and its NHS login."""

    told: dict[str, Any]
    folder: Path
    clock: Path
    pictures: Path
    seen: list[str]
    issuer: Issuer


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One place for the stories of a file; each has people of its own."""
    made = tmp_path_factory.mktemp("front-door")
    make(made / "aldermoor", people=2_000)
    clock, pictures = made / "now", Path(os.environ.get("WHOLEPLACE_PICTURES", made / "pictures"))
    clock.write_text(MONDAY)
    pictures.mkdir(exist_ok=True, parents=True)
    command = [sys.executable, "-m", "tests.web.story.front_door", str(made / "aldermoor"), str(clock)]
    with running() as issuer:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {FILE: _sign_on(made, issuer)}
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                yield Served(json.loads(server.stdout.readline()), made / "aldermoor", clock, pictures, [], issuer)
            finally:
                server.terminate()


def _sign_on(made: Path, issuer: Issuer) -> str:
    """The file that tells of an NHS login on this machine."""
    (made / "secret").write_text(SECRET)
    told = f'name = "nhs-login"\ntitle = "NHS login"\nissuer = "{issuer.address}"\nclient_id = "{CLIENT}"\nsecret_file = "secret"\n'
    (made / "sign-on.toml").write_text(f"[[sign_on]]\n{told}[sign_on.residents]\n")
    return str(made / "sign-on.toml")


@pytest.fixture
def front(served: Served) -> Iterator[Door]:
    """Browsers before the served place. Each test starts its own: between tests Django wants no event loop."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("needs Chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    told, address = served.told, f"http://127.0.0.1:{served.told['port']}"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])

        def page_of(name: str) -> Any:
            context = browser.new_context(base_url=address, bypass_csp=True)
            if name:
                context.add_cookies([{"name": "sessionid", "value": told["sessions"][name], "url": address}])
            page = context.new_page()
            page.set_default_timeout(15_000)
            return page

        try:
            yield Door(
                address, served.clock, served.pictures, page_of, served.seen, people=told["people"], links=told["links"],
                folder=served.folder, issuer=served.issuer,
            )  # fmt: skip
        finally:
            browser.close()
