"""For every route that has arguments: a record for its address to name. Add yours here; a route without an example fails.

An example makes what the address names, where it can at the body HERE, and returns the arguments of the address. It is given the
house (folder, clock) and runs with a database of its own. `nothing` is for an address without arguments.
"""

from collections.abc import Callable, Mapping
from datetime import date

from tests.web.care.booking_examples import BOOKING_EXAMPLES
from tests.web.care.person_examples import PERSON_EXAMPLES
from tests.web.care.referral_examples import REFERRAL_EXAMPLES
from tests.web.fhir.examples import FHIR_EXAMPLES
from tests.web.listings.listing_examples import LISTING_EXAMPLES
from tests.web.partner.decision_examples import DECISION_EXAMPLES
from tests.web.partner.fund_examples import FUND_EXAMPLES
from tests.web.partner.live_examples import LIVE_EXAMPLES
from tests.web.resident.resident_examples import RESIDENT_EXAMPLES
from wholeplace.ledger.records import Act
from wholeplace.web.house import House

HERE, ELSEWHERE = "place-committee", "cabinet"
Example = Callable[[House], Mapping[str, str]]


def nothing(house: House) -> Mapping[str, str]:
    return {}


def act_of_an_example(house: House) -> Act:
    return Act(account="example", acting_as="example", event="made for a test", at=house.now)


def body(house: House) -> Mapping[str, str]:
    return {"body": HERE}


def account(house: House) -> Mapping[str, str]:
    from wholeplace.web.accounts.giving import open_account

    return {"account": open_account(house, act_of_an_example(house), username="an.example", name="", organisation="X00").username}


def role_held(house: House) -> Mapping[str, str]:
    from wholeplace.web.accounts.asked import RoleAsked
    from wholeplace.web.accounts.giving import give_role, open_account

    act = act_of_an_example(house)
    holder = open_account(house, act, username="an.example", name="", organisation="X00")
    held = give_role(house, act, holder, RoleAsked(role="clerk", body=HERE, since=date(2020, 1, 1)))
    return {"account": holder.username, "role": held.reference}


def sign_in_key(house: House) -> Mapping[str, str]:
    return {"uidb36": "account1", "key": "not-a-key"}


def single_sign_on(house: House) -> Mapping[str, str]:
    return {"provider_id": "nowhere"}


EXAMPLES: dict[str, Example] = {
    "release": lambda house: {"release": "2025-Q3-v1"},
    "release-page": lambda house: {"release": "2025-Q3-v1", "path": "index.html"},
    "page": lambda house: {"path": "index.html"},
    "record-page": lambda house: {"path": "index.html"},
    "account_reset_password_from_key": sign_in_key,
    "account_confirm_email": lambda house: {"key": "not-a-key"},
    **dict.fromkeys(("account", "role-give", "account-close", "account-link", "account-sign-on"), account),
    "role-end": role_held,
    "openid_connect_login": single_sign_on,
    "openid_connect_callback": single_sign_on,
    **LIVE_EXAMPLES,
    **DECISION_EXAMPLES,
    **FUND_EXAMPLES,
    **FHIR_EXAMPLES,
    **BOOKING_EXAMPLES,
    **PERSON_EXAMPLES,
    **RESIDENT_EXAMPLES,
    **REFERRAL_EXAMPLES,
    **LISTING_EXAMPLES,
}


def arguments_of(route: str, house: House) -> Mapping[str, str]:
    """The arguments of a route's address, made by its example."""
    return EXAMPLES.get(route, nothing)(house)
