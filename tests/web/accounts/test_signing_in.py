"""Signing in with a password and a code: what opens, what does not, for how long, and what the log hears."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings as the_settings
from django.test import Client

from tests.web.accounts.conftest import CODE, DESK, PASSWORD, TOTP, code_now, events, set_up_factor
from tests.web.partner.conftest import Clock
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.models import LogEntry
from wholeplace.web.accounts.asked import RoleAsked
from wholeplace.web.accounts.giving import close_account, give_role, open_account
from wholeplace.web.accounts.links import new_link
from wholeplace.web.accounts.models import Account
from wholeplace.web.house import House

Enter = Callable[..., Client]


def test_a_password_then_a_factor_open_the_desk(enter: Enter) -> None:
    browser = enter()
    assert browser.get(DESK)["Location"] == TOTP
    set_up_factor(browser)
    assert browser.get(DESK).status_code == 200


def test_the_next_time_the_code_is_asked(enter: Enter) -> None:
    secret, _ = set_up_factor(enter())
    browser = enter()
    assert browser.get(DESK)["Location"].startswith("/accounts/login/"), "a password alone signs nobody in who has a factor"
    assert "is not right" in browser.post(CODE, {"code": "000000"}).content.decode()
    assert browser.post(CODE, {"code": code_now(secret)})["Location"] == DESK
    assert browser.get(DESK).status_code == 200


def test_a_code_of_the_app_works_once(enter: Enter) -> None:
    secret, _ = set_up_factor(enter())
    code = code_now(secret)
    assert enter().post(CODE, {"code": code}).status_code == 302
    assert enter().post(CODE, {"code": code}).status_code == 200


def test_a_recovery_code_works_once_instead_of_the_phone(enter: Enter) -> None:
    _, codes = set_up_factor(enter())
    assert len(codes) == 10
    browser = enter()
    assert browser.post(CODE, {"code": codes[3]})["Location"] == DESK
    assert browser.get(DESK).status_code == 200
    assert enter().post(CODE, {"code": codes[3]}).status_code == 200
    page = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    assert codes[3] not in page
    assert "9 of 10 are left" in page
    assert "sam.reed: recovery code used" in events()


def test_codes_can_be_saved_and_made_anew(enter: Enter) -> None:
    browser = enter()
    _, codes = set_up_factor(browser)
    saved = browser.get("/accounts/2fa/recovery-codes/download/")
    assert saved.content.decode().split() == codes
    assert saved["Content-Disposition"].startswith("attachment")
    browser.post("/accounts/2fa/recovery-codes/generate/")
    assert not set(browser.get("/accounts/2fa/recovery-codes/download/").content.decode().split()) & set(codes)


def test_wrong_passwords_are_limited(enter: Enter) -> None:
    for _ in range(5):
        enter("wrong")
    page = enter().post("/accounts/login/", {"login": "sam.reed", "password": PASSWORD}).content.decode()
    assert "Too many attempts" in page


def test_wrong_codes_are_limited(enter: Enter) -> None:
    secret, _ = set_up_factor(enter())
    browser = enter()
    for _ in range(5):
        browser.post(CODE, {"code": "000000"})
    assert "Too many attempts" in browser.post(CODE, {"code": code_now(secret)}).content.decode()


def test_a_factor_shown_for_one_account_does_not_prove_the_next(enter: Enter, house: House, act: Act) -> None:
    secret, _ = set_up_factor(enter())
    other = open_account(house, act, username="ash.moor", name="", organisation="X01")
    give_role(house, act, other, RoleAsked(role="officer", body="place-committee", since=house.today))
    other.set_password(PASSWORD)
    other.save()
    browser = enter()
    browser.post(CODE, {"code": code_now(secret)})
    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"login": "ash.moor", "password": PASSWORD})
    assert browser.get(DESK)["Location"] == TOTP


def test_a_session_without_a_factor_is_not_proven_by_a_factor_set_up_elsewhere(enter: Enter) -> None:
    first, second = enter(), enter()
    set_up_factor(second)
    assert second.get(DESK).status_code == 200
    assert first.get(DESK)["Location"] == TOTP


def test_a_factor_taken_away_proves_nothing_in_any_session(enter: Enter) -> None:
    secret, _ = set_up_factor(enter())
    one, other = enter(), enter()
    one.post(CODE, {"code": code_now(secret, steps=1)})
    other.post(CODE, {"code": code_now(secret, steps=-1)})
    assert one.get(DESK).status_code == other.get(DESK).status_code == 200
    one.post("/accounts/2fa/totp/deactivate/")
    assert one.get(DESK)["Location"] == other.get(DESK)["Location"] == TOTP
    assert events()[-1] == "sam.reed: second factor removed"


def test_a_session_ends_after_ten_hours_however_busy(enter: Enter, clock: Clock) -> None:
    browser = enter()
    set_up_factor(browser)
    for _ in range(9):
        clock.at += timedelta(hours=1)
        assert browser.get(DESK).status_code == 200
    clock.at += timedelta(hours=1)
    assert browser.get(DESK)["Location"] == f"/accounts/login/?next={DESK}"
    assert browser.get("/accounts/login/").status_code == 200, "and signing in is open again"


def test_a_new_password_ends_every_other_session(enter: Enter) -> None:
    secret, _ = set_up_factor(enter())
    one, other = enter(), enter()
    one.post(CODE, {"code": code_now(secret, steps=1)})
    other.post(CODE, {"code": code_now(secret, steps=-1)})
    new = "quite another phrase"
    one.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert one.get(DESK).status_code == 200
    assert other.get(DESK)["Location"].startswith("/accounts/login/")
    assert "sam.reed: password set" in events()


def test_a_closed_account_is_signed_out_at_once(enter: Enter, house: House, act: Act, sam: Account) -> None:
    browser = enter()
    set_up_factor(browser)
    close_account(house, act, Account.objects.get(pk=sam.pk))
    assert browser.get(DESK)["Location"].startswith("/accounts/login/")
    page = enter().post("/accounts/login/", {"login": "sam.reed", "password": PASSWORD})
    assert page.status_code == 200 or page["Location"] == "/accounts/inactive/"
    assert enter().get(DESK).status_code == 302


def test_a_sign_in_link_sets_a_password_once_and_asks_for_the_factor_all_the_same(enter: Enter, door, act: Act, sam: Account) -> None:
    secret, _ = set_up_factor(enter())
    link = new_link(act, Account.objects.get(pk=sam.pk), at="http://localhost/").address.removeprefix("http://localhost")
    browser = door()
    form = browser.get(link)["Location"]
    assert "sam.reed" in browser.get(form).content.decode()
    new = "quite another phrase"
    assert browser.post(form, {"password1": new, "password2": new})["Location"] == CODE
    assert browser.get(DESK)["Location"].startswith("/accounts/login/")
    browser.post(CODE, {"code": code_now(secret)})
    assert browser.get(DESK).status_code == 200
    again = door().get(link)
    assert "This link does not work any more" in again.content.decode()


def test_a_sign_in_link_works_for_a_day(sam: Account, act: Act, door, settings) -> None:
    link = new_link(act, sam, at="http://localhost/")
    assert link.until - act.at == timedelta(days=1)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "does not work any more" in door().get(link.address.removeprefix("http://localhost")).content.decode()


def test_only_addresses_of_this_door_are_gone_on_to(enter: Enter, door) -> None:
    secret, _ = set_up_factor(enter())
    browser = door()
    browser.post(
        "/accounts/login/?next=https://elsewhere.example/", {"login": "sam.reed", "password": PASSWORD, "next": "//elsewhere.example"}
    )
    assert browser.post(CODE, {"code": code_now(secret)})["Location"] == DESK


@pytest.mark.parametrize("weak", ["brief", "password1234", "sam.reed.sam", "1234567890123"])
def test_weak_passwords_are_refused(weak: str, door, act: Act, sam: Account) -> None:
    browser = door()
    form = browser.get(new_link(act, sam, at="http://localhost/").address.removeprefix("http://localhost"))["Location"]
    page = browser.post(form, {"password1": weak, "password2": weak})
    assert page.status_code == 200
    assert weak not in page.content.decode(), "a password never goes back into a page"


def test_the_log_hears_of_every_way_in_and_never_of_a_secret(enter: Enter, door) -> None:
    browser = enter()
    secret, codes = set_up_factor(browser)
    browser.post("/accounts/logout/")
    enter("wrong words here")
    door().post("/accounts/login/", {"login": "my password typed here", "password": "x"})
    enter().post(CODE, {"code": "123123"})
    assert events() == [
        "sam.reed: signed in", "sam.reed: second factor set", "sam.reed: second factor set", "sam.reed: signed out",
        "sam.reed: password refused", "nobody we know: password refused", "sam.reed: code refused",
    ]  # fmt: skip
    written = " ".join(LogEntry.objects.values_list("says", flat=True))
    for hidden in (PASSWORD, "wrong words here", "my password typed here", "123123", secret, *codes):
        assert hidden not in written
    assert json.loads(LogEntry.objects.filter(book="accounts").latest("number").says)["acting_as"] == "signing in"


def test_cookies_are_shut_to_scripts_and_other_sites(enter: Enter) -> None:
    browser = enter()
    cookie = browser.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"], "it ends with the browser"
    assert the_settings.CSRF_COOKIE_HTTPONLY


def test_over_https_cookies_go_over_nothing_else() -> None:
    from wholeplace.web.settings import settings_for

    told = settings_for(database={}, secret_key="x", secure=True, hosts=["partners.example"])
    assert told["SESSION_COOKIE_SECURE"]
    assert told["CSRF_COOKIE_SECURE"]
    assert told["CSRF_TRUSTED_ORIGINS"] == ["https://partners.example"]
    assert told["ACCOUNT_DEFAULT_HTTP_PROTOCOL"] == "https"


def test_every_page_of_signing_in_is_ours(enter: Enter) -> None:
    browser = enter()
    set_up_factor(browser)
    paths = ("", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "reauthenticate/")
    pages = [browser.get(f"/accounts/2fa/{path}") for path in paths]
    pages += [browser.get(path) for path in ("/accounts/password/change/", "/accounts/logout/", "/accounts/reauthenticate/")]
    pages += [browser.get(path) for path in ("/accounts/inactive/", "/accounts/3rdparty/login/cancelled/")]
    for page in pages:
        assert page.status_code == 200
        assert 'class="wp-header"' in page.content.decode()
        assert not re.search(r"<script|&lt;(ul|a|li)|style=", page.content.decode())
