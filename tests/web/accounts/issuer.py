"""A small OpenID Connect issuer on this machine, for tests: discovery, codes bound to a PKCE challenge, signed tokens, keys."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

CLIENT, SECRET = "wholeplace", "the client's secret"


@dataclass
class Issuer:
    """What it knows: claims to put into the next token, what it answers about a subject, codes it gave, and faults that a test asks for.

    `at_the_page`: who signs in on its own page, for a test with a browser.
    """

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    client_key: Any = None
    assertion: dict[str, Any] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    at_the_page: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = generate_private_key(public_exponent=65537, key_size=2048)

    def signs_in(self, sent_to: str, **claims: Any) -> dict[str, str]:
        """Somebody was sent to the sign-in page and signed in there: what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(sent_to).query).items()}
        code = f"code-{len(self.challenges)}"
        self.challenges[code] = asked["code_challenge"]
        self.claims = claims
        return {"code": code, "state": asked["state"]}

    def page(self, sent_to: str) -> str:
        """The page to which a browser is sent to sign in: one link back, with a code."""
        back = parse_qs(urlsplit(sent_to).query)["redirect_uri"][0]
        brought = urlencode(self.signs_in(sent_to, **self.at_the_page))
        return f'<!doctype html><title>NHS login</title><a href="{back}?{escape(brought)}">Go on</a>'

    def _is_the_client(self, form: dict[str, str]) -> bool:
        """By the secret; or, where a test gave the client's public key, by an assertion that it signed, and by nothing else."""
        if self.client_key is None:
            return form.get("client_secret") == SECRET
        self.assertion = jwt.decode(
            form["client_assertion"], self.client_key, algorithms=["RS512"], audience=f"{self.address}/token", issuer=CLIENT,
            options={"verify_exp": False, "verify_iat": False, "require": ["exp", "iat", "jti", "sub"]},
        )  # fmt: skip
        return form.get("client_assertion_type", "").endswith(":jwt-bearer") and "client_secret" not in form

    def token(self) -> str:
        now = {"iss": self.address, "aud": CLIENT, "iat": 1_700_000_000, "exp": 4_000_000_000}
        return jwt.encode({**now, **self.claims}, self.key, algorithm="RS256", headers={"kid": "one"})

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            ends = {
                "authorization_endpoint": "/authorize",
                "token_endpoint": "/token",
                "jwks_uri": "/keys",
                "userinfo_endpoint": "/userinfo",
            }
            return 200, {"issuer": self.address, **{name: self.address + end for name, end in ends.items()}}
        if path == "/token":
            challenge = base64.urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
            good = self._is_the_client(form) and self.challenges.pop(form.get("code", ""), None) == challenge
            return (
                (200, {"access_token": "a", "token_type": "Bearer", "id_token": self.token()})
                if good
                else (400, {"error": "invalid_grant"})
            )
        return (200, self.userinfo) if path == "/userinfo" and self.userinfo else (404, {})


@contextmanager
def running() -> Iterator[Issuer]:
    """An issuer that answers at a free port until the test ends."""
    issuer = Issuer()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if issuer.at_the_page and urlsplit(self.path).path == "/authorize":
                self._send_text(200, "text/html", issuer.page(self.path))
            else:
                self._send(*issuer.answer(urlsplit(self.path).path, {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._send(*issuer.answer(self.path, {name: values[0] for name, values in parse_qs(body).items()}))

        def _send(self, status: int, says: dict[str, Any]) -> None:
            self._send_text(status, "application/json", json.dumps(says))

        def _send_text(self, status: int, kind: str, says: str) -> None:
            text = says.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:
            """A test says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
