"""Single sign-on through the whole code flow, against an issuer on this machine: who is let in, who proved what, and who is not known."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.web.accounts.conftest import CODE, DESK, TOTP, code_now, events, set_up_factor
from tests.web.accounts.issuer import CLIENT, SECRET, Issuer, running
from wholeplace.ledger.records import Act
from wholeplace.terms import DataProblem
from wholeplace.web.accounts.giving import close_account, open_account, register_sign_on
from wholeplace.web.accounts.models import Account
from wholeplace.web.accounts.single_sign_on import FILE, SignOn, read_sign_ons
from wholeplace.web.house import House

LOGIN = "/accounts/oidc/our-council/login/"
Browse = Callable[[], Client]


@pytest.fixture
def issuer(settings) -> Iterator[Issuer]:
    with running() as one:
        told = SignOn(
            name="our-council", title="Our Council", issuer=one.address, client_id=CLIENT, secret=SECRET, proves=("mfa", "https://level/3")
        )
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [told.for_allauth()]}}
        yield one


@pytest.fixture
def known(sam: Account, act: Act, issuer: Issuer) -> Account:
    account = Account.objects.get(pk=sam.pk)
    register_sign_on(act, account, provider="our-council", subject="subject-1", providers=["our-council"])
    return account


def come_in(browser: Client, issuer: Issuer, **claims: object):
    sent_to = browser.post(LOGIN)["Location"]
    assert sent_to.startswith(f"{issuer.address}/authorize?")
    return browser.get(f"{LOGIN}callback/", issuer.signs_in(sent_to, **claims))


def test_who_proved_a_second_factor_there_is_in(door: Browse, issuer: Issuer, known: Account) -> None:
    browser = door()
    assert come_in(browser, issuer, sub="subject-1", amr=["pwd", "mfa"])["Location"] == DESK
    assert browser.get(DESK).status_code == 200
    assert events()[-1] == "sam.reed: signed in"


def test_a_level_of_assurance_may_be_the_proof(door: Browse, issuer: Issuer, known: Account) -> None:
    browser = door()
    come_in(browser, issuer, sub="subject-1", acr="https://level/3")
    assert browser.get(DESK).status_code == 200


@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"acr": "https://level/1"}, {"amr": "pwd"}, {"mfa": True}])
def test_without_that_proof_our_own_factor_is_asked(door: Browse, issuer: Issuer, known: Account, claims: dict) -> None:
    browser = door()
    assert come_in(browser, issuer, sub="subject-1", **claims)["Location"] == DESK
    assert browser.get(DESK)["Location"] == TOTP
    secret, _ = set_up_factor(browser)
    assert browser.get(DESK).status_code == 200
    again = door()
    assert come_in(again, issuer, sub="subject-1", **claims)["Location"] == CODE
    assert again.get(DESK)["Location"].startswith("/accounts/login/")
    again.post(CODE, {"code": code_now(secret, steps=1)})
    assert again.get(DESK).status_code == 200


def test_who_has_our_factor_and_proved_one_there_is_not_asked_twice(enter, door: Browse, issuer: Issuer, known: Account) -> None:
    set_up_factor(enter())
    browser = door()
    assert come_in(browser, issuer, sub="subject-1", amr=["mfa"])["Location"] == DESK
    assert browser.get(DESK).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "subject-2"},
        {"sub": "subject-2", "email": "sam@council.example", "email_verified": True, "preferred_username": "sam.reed"},
        {"sub": "sam.reed"},
    ],
)
def test_nobody_unknown_comes_in_by_name_or_mail(door: Browse, issuer: Issuer, known: Account, claims: dict) -> None:
    browser = door()
    before = Account.objects.count()
    page = come_in(browser, issuer, amr=["mfa"], **claims)
    assert page.status_code == 403
    assert "Ask an administrator" in page.content.decode()
    assert claims["sub"] in page.content.decode(), "so that they can say who they are there"
    assert browser.get(DESK).status_code == 302
    assert Account.objects.count() == before
    assert events()[-1] == "nobody we know: single sign-on refused"


def test_a_row_in_the_librarys_own_table_opens_nothing(door: Browse, issuer: Issuer, known: Account) -> None:
    from allauth.socialaccount.models import SocialAccount

    SocialAccount.objects.create(user=known, provider="our-council", uid="subject-9")
    assert come_in(door(), issuer, sub="subject-9", amr=["mfa"]).status_code == 403


def test_nobody_joins_a_sign_on_to_their_account_themselves(enter, issuer: Issuer, known: Account) -> None:
    from allauth.socialaccount.models import SocialAccount

    browser = enter()
    sent_to = browser.post(f"{LOGIN}?process=connect")["Location"]
    page = browser.get(f"{LOGIN}callback/", issuer.signs_in(sent_to, sub="subject-1", amr=["mfa"]))
    assert page.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(door: Browse, issuer: Issuer, known: Account, house: House, act: Act) -> None:
    close_account(house, act, known)
    assert come_in(door(), issuer, sub="subject-1", amr=["mfa"]).status_code == 403


def test_a_subject_opens_one_account(house: House, act: Act, known: Account) -> None:
    other = open_account(house, act, username="ash.moor", name="", organisation="X01")
    with pytest.raises(DataProblem, match=r"sam\.reed has it already"):
        register_sign_on(act, other, provider="our-council", subject="subject-1", providers=["our-council"])
    with pytest.raises(DataProblem, match="our-council"):
        register_sign_on(act, other, provider="our-counsil", subject="subject-3", providers=["our-council"])


@pytest.mark.parametrize("wrong", [{"aud": "another"}, {"iss": "http://127.0.0.1:1"}, {"exp": 1_700_000_001}])
def test_a_token_for_somebody_else_is_refused(door: Browse, issuer: Issuer, known: Account, wrong: dict) -> None:
    page = come_in(door(), issuer, **{"sub": "subject-1", "amr": ["mfa"], **wrong})
    assert page.status_code == 401
    assert "This sign-in did not work" in page.content.decode()


def test_an_answer_that_was_not_asked_for_in_this_browser_is_refused(door: Browse, issuer: Issuer, known: Account) -> None:
    victim, thief = door(), door()
    brought = issuer.signs_in(thief.post(LOGIN)["Location"], sub="subject-1", amr=["mfa"])
    assert victim.get(f"{LOGIN}callback/", brought).status_code == 401
    assert victim.get(f"{LOGIN}callback/", {**brought, "state": "guessed"}).status_code == 401
    assert victim.get(DESK).status_code == 302


def test_a_code_stolen_on_the_way_is_worth_nothing(door: Browse, issuer: Issuer, known: Account) -> None:
    first, other = door(), door()
    stolen = issuer.signs_in(first.post(LOGIN)["Location"], sub="subject-1", amr=["mfa"])
    state = issuer.signs_in(other.post(LOGIN)["Location"], sub="subject-1", amr=["mfa"])["state"]
    assert other.get(f"{LOGIN}callback/", {"code": stolen["code"], "state": state}).status_code == 401


def test_who_stops_on_the_way_is_told_so(door: Browse, issuer: Issuer) -> None:
    browser = door()
    state = issuer.signs_in(browser.post(LOGIN)["Location"])["state"]
    answer = browser.get(f"{LOGIN}callback/", {"error": "access_denied", "state": state})
    assert answer["Location"] == "/accounts/3rdparty/login/cancelled/"


def test_an_issuer_that_does_not_answer_is_told_so(door: Browse, settings) -> None:
    told = SignOn(name="our-council", title="Our Council", issuer="http://127.0.0.1:9", client_id=CLIENT, secret=SECRET)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [told.for_allauth()]}}
    assert "This sign-in did not work" in door().post(LOGIN).content.decode()


def test_the_button_may_lead_to_the_issuer_and_nowhere_else(door: Browse, issuer: Issuer, enter) -> None:
    page = door().get("/accounts/login/")
    assert "Sign in with Our Council" in page.content.decode()
    assert f"form-action 'self' {issuer.address};" in page["Content-Security-Policy"]
    assert issuer.address not in enter().get(DESK)["Content-Security-Policy"]


def test_the_file_is_read_with_its_secret_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "sign-on.toml"
    (tmp_path / "secret.txt").write_text("s\n")
    file.write_text(
        '[[sign_on]]\nname = "nhs"\ntitle = "NHS login"\nissuer = "https://nhs.example"\nclient_id = "c"\nsecret_file = "secret.txt"\n'
        'proves = ["P9"]\nsends_to = ["https://login.example/page"]\n'
    )
    (one,) = read_sign_ons({FILE: str(file)})
    assert (one.secret, one.proves, one.subject) == ("s", ("P9",), "sub")
    assert one.for_allauth()["settings"]["sends_to"] == ["https://nhs.example", "https://login.example"]
    assert read_sign_ons({}) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('name = "a"', '"title" is missing'),
        ('name = "a"\nisuer = "https://x"', 'Did you mean "issuer"?'),
        ('name = "A b"', "cannot be its name"),
        ('name = "a"\nissuer = "http://elsewhere.example"', "not reached over https"),
        ('name = "a"\nsecret_file = "nowhere"', "no such secret_file"),
        ('name = "a"\nproves = "mfa"', "not a list of texts"),
        ('name = "a"\n[[sign_on]]\nname = "a"', "stands there twice"),
        ("name = ", "cannot be read"),
    ],
)
def test_what_is_wrong_with_the_file_is_a_letter(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "sign-on.toml"
    file.write_text(f"[[sign_on]]\n{text}\n")
    with pytest.raises(DataProblem) as problem:
        read_sign_ons({FILE: str(file)})
    assert told in problem.value.letter()
