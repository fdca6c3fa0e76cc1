"""The partner door opens to people who are signed in, proven by a second factor, and hold a role that the page answers."""

from collections.abc import Callable

from django.test import Client

from wholeplace.web.access import Role


def test_nobody_gets_in_without_signing_in(door: Callable[[], Client]):
    answer = door().get("/partners/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/partners/")


def test_a_password_alone_opens_nothing(sign_in: Callable[..., Client]):
    answer = sign_in("one.factor", (Role.CLERK, "place-committee"), proven=False).get("/partners/")
    assert answer["Location"] == "/accounts/2fa/totp/activate/"


def test_with_a_role_the_desk_opens(sign_in: Callable[..., Client]):
    page = sign_in("clerk.one", (Role.CLERK, "place-committee")).get("/partners/")
    assert page.status_code == 200
    assert "Signed in as clerk.one" in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_without_any_role_it_says_who_gives_them(sign_in: Callable[..., Client]):
    page = sign_in("no.role").get("/partners/")
    assert page.status_code == 403
    assert "An administrator of this place gives roles" in page.content.decode()


def test_the_sign_in_page_is_ours(door: Callable[[], Client]):
    page = door().get("/accounts/login/")
    assert page.status_code == 200
