"""Pages about money held together and about choosing in a browser: axe-core finds nothing, nothing runs off a phone."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.web.partner.conftest import Clock
from tests.web.partner.fund_books import FUND, books
from tests.web.partner.fund_examples import a_recovery
from tests.web.partner.test_choosing import BID, called, scored, sent, who
from tests.web.partner.test_live_pages_in_a_browser import LOOK, look_at
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.partner.funds import book

__all__ = ["called", "scored", "who"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

HERE = "/partners/bodies/place-committee"
PAGES = {
    "funds": "/partners/funds/", "fund": f"/partners/funds/{FUND}/", "blocked": "/partners/funds/unsigned/",
    "month": f"/partners/funds/{FUND}/month/", "outlook": f"/partners/funds/{FUND}/outlook/?rule=reserve-then-shares&beside=halves",
    "notice": f"{HERE}/funds/{FUND}/notices/new/", "recovery": "/partners/funds/notices/a-notice/recovery/",
    "told": "/partners/funds/recovery/a-recovery/told/", "choosing": "/partners/choosing/",
    "call": "/partners/choosing/small-grants-2026/", "call-new": f"{HERE}/calls/new/", "desk": "/partners/",
    "bid-new": f"{HERE}/calls/small-grants-2026/bids/new/", "score": "/partners/choosing/bids/tea-at-three/score/",
    "award": "/partners/choosing/small-grants-2026/award/",
}  # fmt: skip


@pytest.fixture
def written(
    scored: str, sign_in: Callable[..., Client], partnership: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Path]:
    """Every page as somebody with several roles sees it, as a file; beside them a bid that came back with everything wrong."""
    monkeypatch.setattr(book, "books_of", lambda place, fund: books() if fund.name == FUND else ())
    clock.at = datetime(2026, 11, 10, 12, tzinfo=UTC)
    a_recovery(House(partnership, clock))
    roles = [(role, "place-committee") for role in (Role.OFFICER, Role.CLERK, Role.MEMBER)]
    person = sign_in("several.roles", *roles)
    asked = {name: person.get(address) for name, address in PAGES.items()}
    asked["wrong"] = person.post(PAGES["bid-new"], {"version": "0"})
    assert {name: answer.status_code for name, answer in asked.items()} == dict.fromkeys(asked, 200)
    assert "it is being scored." in sent(person, PAGES["bid-new"], BID)
    files = {name: tmp_path / f"{name}.html" for name in asked}
    for name, file in files.items():
        file.write_text(asked[name].content.decode().replace('"/look/', f'"{LOOK}/'))
    return files


def test_axe_finds_nothing_and_nothing_runs_off_a_phone(written: dict[str, Path]):
    look_at(written)
