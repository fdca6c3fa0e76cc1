"""Residents who come in by NHS login: P9 joins the person of that NHS number, P5 sometimes, P0 nobody; and everything that must not work.

Against an issuer on this machine: real signed tokens, no network.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from tests.web.accounts.issuer import CLIENT, SECRET, Issuer, running
from tests.web.care.conftest import AMAL, act, amal, bea, clock, house, partnership, reference_of, says, with_partners
from wholeplace.ledger.records import Act
from wholeplace.ledger.records.models import LogEntry
from wholeplace.service.records.persons.models import Person, Resident
from wholeplace.terms import DataProblem
from wholeplace.web.accounts.identity import ResidentClaims, identity_from
from wholeplace.web.accounts.models import Account
from wholeplace.web.accounts.single_sign_on import FILE, SignOn, read_sign_ons

__all__ = ["act", "amal", "bea", "clock", "house", "partnership", "with_partners"]

LOGIN = "/accounts/oidc/nhs-login/login/"
Browse = Callable[[], Client]
WHO = {"family_name": "EXAMPLE", "given_name": "Amal", "birthdate": "1950-05-01"}
P9 = {"sub": "nhs-1", "identity_proofing_level": "P9", "nhs_number": AMAL.nhs_number, **WHO}
P5 = {**P9, "identity_proofing_level": "P5"}
P0 = {"sub": "nhs-1", "identity_proofing_level": "P0"}


@pytest.fixture
def issuer(settings) -> Iterator[Issuer]:
    with running() as one:
        told = SignOn(name="nhs-login", title="NHS login", issuer=one.address, client_id=CLIENT, secret=SECRET, residents=ResidentClaims())
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [told.for_allauth()]}}
        yield one


def come_in(browser: Client, issuer: Issuer, claims: dict, userinfo: dict | None = None):
    sent_to = browser.post(LOGIN)["Location"]
    assert sent_to.startswith(f"{issuer.address}/authorize?")
    issuer.userinfo = claims if userinfo is None else userinfo
    return browser.get(f"{LOGIN}callback/", issuer.signs_in(sent_to, **claims))


def test_p9_opens_the_person_of_that_number(door: Browse, issuer: Issuer, amal: str) -> None:
    browser = door()
    assert come_in(browser, issuer, P9)["Location"] == "/my/"
    assert "999 000 0018" in says(browser, "/my/details/")
    resident = Resident.objects.get()
    assert (resident.person, resident.proven) == (amal, "P9")
    again = door()
    come_in(again, issuer, P9)
    assert "Amal" in says(again, "/my/details/")
    assert (Resident.objects.count(), Person.objects.count()) == (1, 1), "who comes again is the same one"


def test_p9_of_somebody_new_makes_the_person(door: Browse, issuer: Issuer) -> None:
    come_in(door(), issuer, P9)
    person = Person.objects.get()
    assert (person.nhs_number, person.birth_date) == (AMAL.nhs_number, date(1950, 5, 1))


def test_what_the_token_does_not_say_is_taken_from_the_issuers_answer_about_the_same_subject(door: Browse, issuer: Issuer) -> None:
    token = {name: value for name, value in P9.items() if name != "given_name"}
    assert come_in(door(), issuer, token, userinfo=P9)["Location"] == "/my/"
    assert Person.objects.get().given_name == "Amal"


def test_p5_with_a_number_sees_bookings_and_referrals_only(door: Browse, issuer: Issuer, amal: str) -> None:
    browser = door()
    assert come_in(browser, issuer, P5)["Location"] == "/my/"
    assert Resident.objects.get().person == amal
    assert browser.get("/my/details/").status_code == 403
    assert browser.get("/my/who-looked/").status_code == 403


def test_p5_without_a_number_is_nobody_whom_we_know(door: Browse, issuer: Issuer, amal: str) -> None:
    come_in(door(), issuer, {**P5, "nhs_number": ""})
    assert Resident.objects.get().person != amal


def test_p0_says_who_they_are_and_sees_what_they_typed(door: Browse, issuer: Issuer, amal: str) -> None:
    browser = door()
    come_in(browser, issuer, {**P0, "nhs_number": AMAL.nhs_number})
    assert browser.get("/my/")["Location"] == "/my/details/who/"
    assert Resident.objects.get().person == ""


def test_more_proof_joins_the_person_and_less_proof_shows_less(door: Browse, issuer: Issuer, amal: str) -> None:
    come_in(door(), issuer, P0)
    later = door()
    come_in(later, issuer, P9)
    assert "999 000 0018" in says(later, "/my/details/")
    assert Resident.objects.get().person == amal
    come_in(door(), issuer, P0)
    assert later.get("/my/details/").status_code == 403


def test_p9_proves_the_number_of_whoever_is_known_without_one(door: Browse, issuer: Issuer, act: Act, db: None) -> None:
    known = reference_of(act, replace(AMAL, nhs_number=""))
    come_in(door(), issuer, {**P9, "address": {"postal_code": "ab12cd"}})
    assert Person.objects.get(pk=known).nhs_number == AMAL.nhs_number
    assert (Resident.objects.get().person, Person.objects.count()) == (known, 1)


def test_p5_finds_nobody_by_where_they_live(door: Browse, issuer: Issuer, act: Act, db: None) -> None:
    known = reference_of(act, replace(AMAL, nhs_number=""))
    come_in(door(), issuer, {**P5, "address": {"postal_code": "ab12cd"}})
    assert Person.objects.get(pk=known).nhs_number == ""
    assert Resident.objects.get().person != known


def test_p9_proves_the_number_of_what_the_same_account_told_before(door: Browse, issuer: Issuer, db: None) -> None:
    come_in(door(), issuer, {**P5, "nhs_number": ""})
    own = Resident.objects.get().person
    come_in(door(), issuer, P9)
    assert Resident.objects.get().person == own
    assert Person.objects.get().nhs_number == AMAL.nhs_number


def test_a_number_that_is_known_with_another_birth_date_opens_nothing(door: Browse, issuer: Issuer, amal: str) -> None:
    page = come_in(door(), issuer, {**P9, "birthdate": "1951-05-01"})
    assert page.status_code == 403
    assert "Go to your GP practice with your passport" in page.content.decode()
    assert not Resident.objects.exists()


@pytest.mark.parametrize(
    ("claims", "userinfo"),
    [
        ({**P9, "identity_proofing_level": "P99"}, None),
        ({name: value for name, value in P9.items() if name != "identity_proofing_level"}, {"sub": "nhs-1"}),
        (P9, {**P9, "sub": "nhs-2"}),
    ],
)
def test_what_proves_nothing_opens_nothing(door: Browse, issuer: Issuer, amal: str, claims: dict, userinfo: dict | None) -> None:
    assert come_in(door(), issuer, claims, userinfo).status_code == 403
    assert not Resident.objects.exists()


@pytest.mark.parametrize("nobody", [{**P9, "sub": ""}, WHO])
def test_an_issuer_that_names_nobody_is_told_as_one_that_does_not_answer(door: Browse, issuer: Issuer, amal: str, nobody: dict) -> None:
    assert come_in(door(), issuer, P9, nobody).status_code == 502
    assert not Resident.objects.exists()


@pytest.mark.parametrize("wrong", [{"aud": "another"}, {"iss": "http://127.0.0.1:1"}, {"exp": 1_700_000_001}])
def test_a_token_for_somebody_else_is_refused(door: Browse, issuer: Issuer, amal: str, wrong: dict) -> None:
    assert come_in(door(), issuer, {**P9, **wrong}).status_code == 401
    assert not Resident.objects.exists()


def test_a_level_that_only_the_unsigned_answer_gives_does_not_beat_the_token() -> None:
    found = identity_from(ResidentClaims(), {"id_token": P0, "userinfo": P9})
    assert found is not None
    assert found.level == "P0"
    assert found.told is None or not found.told.nhs_number


def test_a_number_that_does_not_hold_is_no_number() -> None:
    found = identity_from(ResidentClaims(), {"id_token": {**P9, "nhs_number": "9990000017"}})
    assert found is not None
    assert found.told is not None
    assert found.told.nhs_number == ""


def test_the_client_proves_itself_with_a_signature_and_never_sends_its_key(door: Browse, issuer: Issuer, amal: str, settings) -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    told = SignOn(
        name="nhs-login", title="NHS login", issuer=issuer.address, client_id=CLIENT, secret=pem, residents=ResidentClaims(), signs="RS512"
    )
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [told.for_allauth()]}}
    issuer.client_key = key.public_key()
    assert come_in(door(), issuer, P9)["Location"] == "/my/"
    assert issuer.assertion["exp"] - issuer.assertion["iat"] == 300
    assert issuer.assertion["sub"] == CLIENT


def test_it_vouches_for_no_partner_and_a_partners_sign_on_for_no_resident(door: Browse, issuer: Issuer, amal: str, act) -> None:
    from wholeplace.web.accounts.giving import register_sign_on
    from wholeplace.web.accounts.residents import open_resident
    from wholeplace.web.accounts.single_sign_on import residents_sign_ons, sign_ons

    assert (list(sign_ons()), list(residents_sign_ons())) == ([], ["nhs-login"])
    account, _ = open_resident(act, amal, proven="P9")
    with pytest.raises(DataProblem):
        register_sign_on(act, account, provider="nhs-login", subject="nhs-1", providers=sign_ons())


def test_it_opens_nothing_where_the_front_door_is_shut(door: Browse, issuer: Issuer, amal: str, house) -> None:
    told = house.folder / "place.toml"
    told.write_text(told.read_text().replace(', "front-door"', ""))
    assert come_in(door(), issuer, P9).status_code == 403
    assert not Resident.objects.exists()


def test_residents_stand_in_no_list_of_the_partners(door: Browse, issuer: Issuer, amal: str) -> None:
    from wholeplace.web.accounts.desk import given_accounts

    come_in(door(), issuer, P9)
    assert Account.objects.filter(username__startswith="resident-").count() == 1
    assert not given_accounts().exists()
    theirs = "".join(LogEntry.objects.filter(book__in=("main", "accounts")).values_list("says", flat=True))
    assert not [value for value in ("resident-", "nhs-1", AMAL.nhs_number, amal) if value in theirs]


def test_the_library_keeps_nothing_of_who_they_are(door: Browse, issuer: Issuer, amal: str) -> None:
    from allauth.socialaccount.models import SocialAccount, SocialToken

    come_in(door(), issuer, P9)
    assert not SocialToken.objects.exists()
    assert not [one for one in SocialAccount.objects.all() if one.extra_data]


def test_the_file_marks_one_as_the_residents(tmp_path) -> None:
    (tmp_path / "secret").write_text("s")
    file = tmp_path / "sign_on.toml"
    common = 'name = "nhs-login"\ntitle = "NHS login"\nissuer = "https://auth.login.example"\nclient_id = "c"\nsecret_file = "secret"\n'
    file.write_text(f'[[sign_on]]\n{common}[sign_on.residents]\nlevel = "level_of_proof"\nscopes = ["openid"]\n')
    (one,) = read_sign_ons({FILE: str(file)})
    assert one.residents == ResidentClaims(level="level_of_proof", scopes=("openid",))
    file.write_text(f'[[sign_on]]\n{common}[sign_on.residents]\nlevle = "x"\n')
    with pytest.raises(DataProblem, match='"levle" is not known'):
        read_sign_ons({FILE: str(file)})
