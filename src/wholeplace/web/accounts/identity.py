"""Who a resident is, as a single sign-on for residents says: NHS login's levels of proof and the claims that carry them.

P9: proven with photo identity, and has an NHS number. P5: matched with what the NHS knows, sometimes with a number. P0: nothing proven
(NHS login, identity verification and authentication standards; names of claims from memory of its published specification, to be
checked against `/.well-known/openid-configuration` of the issuer, and configurable for that reason).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wholeplace.service.records.persons.finding import Told, nhs_number_holds, one_postcode

LEVELS = ("P0", "P5", "P9")


@dataclass(frozen=True, kw_only=True, slots=True)
class ResidentClaims:
    """Which claims say what. `level`: how it is proven; `nhs_number`, names and birth date: who it is. `scopes`: what is asked for."""

    level: str = "identity_proofing_level"
    nhs_number: str = "nhs_number"
    family_name: str = "family_name"
    given_name: str = "given_name"
    birth_date: str = "birthdate"
    address: str = "address"
    """Its `postal_code` (OpenID Connect Core 1.0, 5.1.1), where the issuer tells it."""
    scopes: tuple[str, ...] = ("openid", "profile", "profile_extended")


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who somebody is. `told`: None where names or the birth date were not given, as with P0."""

    level: str
    told: Told | None


def identity_from(claims: ResidentClaims, told: Mapping[str, Any]) -> Identity | None:
    """Who it is, from the signed token and, for what is not in there, from what the issuer answered about the same subject.

    None where the two are about different subjects, or the level is none that we know: then nobody comes in. An NHS number counts only
    with P5 or P9, and only where it holds.
    """
    token, more = told.get("id_token") or {}, told.get("userinfo") or {}
    if not token.get("sub") or (more and more.get("sub") != token["sub"]):
        return None
    said = {**more, **token}
    level = str(said.get(claims.level, ""))
    if level not in LEVELS:
        return None
    number = str(said.get(claims.nhs_number) or "") if level != "P0" else ""
    family, given, born = (str(said.get(name) or "").strip() for name in (claims.family_name, claims.given_name, claims.birth_date))
    day = _day(born)
    if not family or not given or day is None:
        return Identity(level=level, told=None)
    number = number if nhs_number_holds(number) else ""
    # Less proof than P9 finds nobody by where they live.
    address = said.get(claims.address) if level == "P9" else None
    postcode = one_postcode(str(address.get("postal_code") or ""))[:8] if isinstance(address, Mapping) else ""
    return Identity(level=level, told=Told(family_name=family, given_name=given, birth_date=day, nhs_number=number, postcode=postcode))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
