"""Single sign-on by OpenID Connect: whom a place lets vouch for people, read from a file outside the place folder.

The file is TOML, named by WHOLEPLACE_SIGN_ON_FILE. One [[sign_on]] for each: `name` (small letters, in addresses), `title`,
`issuer`, `client_id`, `secret_file` (a file that holds the client's secret and nothing else, beside this one or by its full path),
and optionally `proves` (values of `acr` or `amr` that show a second factor was asked there), `subject` (the claim that says who
somebody is; "sub" where it is absent) and `sends_to` (addresses to which their sign-in page sends the browser, other than the issuer).
With `signs` (such as "RS512") the client proves itself by an assertion that the private key in secret_file signs, as NHS login asks.
One with a table `residents` vouches for residents, not for partners: NHS login. The table may name claims other than NHS login's (see
`identity.ResidentClaims`); it is empty otherwise.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean
from wholeplace.web.accounts.identity import ResidentClaims

FILE = "WHOLEPLACE_SIGN_ON_FILE"
NEEDED = {"name": str, "title": str, "issuer": str, "client_id": str, "secret_file": str}
MAY_HAVE = {"proves": list, "subject": str, "sends_to": list, "residents": dict, "signs": str}
SIGNS = ("RS256", "RS512", "ES256", "PS256")
CLAIMS = {one.name for one in fields(ResidentClaims)}
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
TAKEN = frozenset({"login", "logout", "signup", "2fa", "3rdparty", "oidc"})


@dataclass(frozen=True, kw_only=True, slots=True)
class SignOn:
    """One that may vouch for people. `proves`: claims that stand for a second factor; none: ours is asked. `residents`: it vouches for
    residents, by those claims. `signs`: the algorithm of the client's assertion; empty: the secret is sent."""

    name: str
    title: str
    issuer: str
    client_id: str
    secret: str
    proves: tuple[str, ...] = ()
    subject: str = "sub"
    sends_to: tuple[str, ...] = ()
    residents: ResidentClaims | None = None
    signs: str = ""

    def for_allauth(self) -> dict[str, Any]:
        """As allauth is told of it. E-mail addresses are not asked for: nobody is known by one."""
        return {
            "provider_id": self.name, "name": self.title, "client_id": self.client_id, "secret": self.secret,
            "settings": {
                "server_url": self.issuer, "uid_field": self.subject, "proves": list(self.proves), "oauth_pkce_enabled": True,
                # Who a partner is stands in the signed token. A resident's first name does not.
                "fetch_userinfo": self.residents is not None,
                "sends_to": [_origin(one) for one in (self.issuer, *self.sends_to)],
                "signs": self.signs,
                "scope": list(self.residents.scopes) if self.residents else ["openid", "profile"],
                "residents": asdict(self.residents) if self.residents else None,
            },
        }  # fmt: skip


def read_sign_ons(environ: Mapping[str, str]) -> tuple[SignOn, ...]:
    """Every single sign-on of the file that the environment names; none where it names none. Raises DataProblem with all that is wrong."""
    if not environ.get(FILE):
        return ()
    file = Path(environ[FILE])
    try:
        given = tomllib.loads(file.read_text("utf-8")).get("sign_on", [])
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        problem = Problem(where=str(file), what="It cannot be read.", why=f"{FILE} names it: {wrong}.", fix="Correct it, or unset it.")
        raise DataProblem("Single sign-on is not set up", [problem]) from None
    problems = [problem for number, one in enumerate(given, start=1) for problem in _problems(f"{file}, sign_on {number}", one, file)]
    problems += _twice(str(file), given)
    if problems:
        raise DataProblem("Single sign-on is not set up", problems)
    return tuple(_made(one, file) for one in given)


def sign_ons() -> Mapping[str, str]:
    """Name -> title of every single sign-on for those who work here."""
    return {app["provider_id"]: app["name"] for app in _apps() if not app["settings"].get("residents")}


def residents_sign_ons() -> Mapping[str, str]:
    """Name -> title of every single sign-on for residents."""
    return {app["provider_id"]: app["name"] for app in _apps() if app["settings"].get("residents")}


def claims_of(name: str) -> ResidentClaims | None:
    """The claims by which a single sign-on tells who a resident is; None for one that is not for residents."""
    told = next((app["settings"].get("residents") for app in _apps() if app["provider_id"] == name), None)
    return ResidentClaims(**told) if told else None


def sends_to() -> tuple[str, ...]:
    """The addresses to which a sign-on button may send a browser: the only ones beside this door that a form may lead to."""
    return tuple(dict.fromkeys(origin for app in _apps() for origin in app["settings"]["sends_to"]))


def is_proof(name: str, told: Mapping[str, Any]) -> bool:
    """Did this sign-on say, in words that its setting accepts, that it asked for a second factor? Only its signed token counts."""
    proves = next((app["settings"]["proves"] for app in _apps() if app["provider_id"] == name), [])
    token = told.get("id_token") or {}
    methods = token.get("amr") or []
    said = {token.get("acr"), *(methods if isinstance(methods, list) else [methods])}
    return bool(said & set(proves))


def _apps() -> list[dict[str, Any]]:
    return getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).get("openid_connect", {}).get("APPS", [])


def _made(one: Mapping[str, Any], file: Path) -> SignOn:
    return SignOn(
        name=one["name"], title=one["title"], issuer=one["issuer"], client_id=one["client_id"], subject=one.get("subject", "sub"),
        secret=(file.parent / one["secret_file"]).read_text("utf-8").strip(), proves=tuple(one.get("proves", ())),
        sends_to=tuple(one.get("sends_to", ())), signs=one.get("signs", ""),
        residents=ResidentClaims(**{name: _as_held(value) for name, value in one["residents"].items()}) if "residents" in one else None,
    )  # fmt: skip


def _as_held(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _problems(where: str, one: Mapping[str, Any], file: Path) -> Iterator[Problem]:
    known = NEEDED | MAY_HAVE
    for name in NEEDED.keys() - one.keys():
        yield Problem(where=where, what=f'"{name}" is missing.', why="Nobody could sign in by it.", fix=f"Add {name}.")
    for name, value in one.items():
        if name not in known:
            fix = did_you_mean(name, known) or f"Known: {', '.join(sorted(known))}."
            yield Problem(where=where, what=f'"{name}" is not known.', why="It would have no effect.", fix=fix)
        elif not isinstance(value, known[name]):
            kind = {list: "a list of texts", dict: "a table"}.get(known[name], "text")
            yield Problem(where=where, what=f'"{name}" is not {kind}.', why="It could not be used.", fix=f"Write {kind}.")
    claims = one.get("residents", {})
    for name in (claims.keys() if isinstance(claims, dict) else set()) - CLAIMS:
        fix = did_you_mean(name, CLAIMS) or f"Known: {', '.join(sorted(CLAIMS))}."
        yield Problem(where=f"{where}, residents", what=f'"{name}" is not known.', why="It would have no effect.", fix=fix)
    if one.get("signs") and one["signs"] not in SIGNS:
        fix = f"Known: {', '.join(SIGNS)}."
        yield Problem(where=where, what=f'"{one["signs"]}" signs nothing here.', why="The issuer would refuse it.", fix=fix)
    yield from _told_wrongly(where, one, file)


def _told_wrongly(where: str, one: Mapping[str, Any], file: Path) -> Iterator[Problem]:
    name, issuer, secret = (str(one.get(key, "")) for key in ("name", "issuer", "secret_file"))
    if name and (not NAME.fullmatch(name) or name in TAKEN):
        yield Problem(
            where=where, what=f'"{name}" cannot be its name.', why="It stands in addresses.", fix="Use small letters, such as: our-council"
        )
    if issuer and not (issuer.startswith("https://") or urlsplit(issuer).hostname in ("localhost", "127.0.0.1")):
        yield Problem(where=where, what="Its issuer is not reached over https.", why="Anybody between could vouch.", fix="Use https://.")
    if secret and not (file.parent / secret).is_file():
        yield Problem(
            where=where, what="There is no such secret_file.", why="The other side asks for it.", fix="Write the secret there, alone."
        )


def _twice(where: str, given: list[Mapping[str, Any]]) -> list[Problem]:
    names = [one.get("name") for one in given]
    return [
        Problem(where=where, what=f'"{name}" stands there twice.', why="Nobody could say which one vouches.", fix="Give each its own name.")
        for name in dict.fromkeys(names)
        if name and names.count(name) > 1
    ]


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
