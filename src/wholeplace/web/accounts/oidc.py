"""The two steps of OpenID Connect, for issuers that ask the client to prove itself with a signed assertion (NHS login, RFC 7523), and
for all others as the library has them."""

import uuid
from datetime import timedelta
from typing import Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse

from wholeplace.web.house import house_of

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LASTS = timedelta(minutes=5)


class SigningClient(OAuth2Client):
    """Proves itself with an assertion signed by its private key; the key itself is never sent."""

    algorithm = ""

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None, extra_data: Any = None) -> Any:
        """As the library does it, with the assertion in the place of the secret."""
        now = house_of(self.request).now
        claims = {
            "iss": self.consumer_key, "sub": self.consumer_key, "aud": self.access_token_url, "jti": str(uuid.uuid4()),
            "iat": int(now.timestamp()), "exp": int((now + LASTS).timestamp()),
        }  # fmt: skip
        signed = jwt.encode(claims, self.consumer_secret, algorithm=self.algorithm)
        key, self.consumer_secret = self.consumer_secret, ""
        try:
            proof = {"client_assertion_type": ASSERTION, "client_assertion": signed, **(extra_data or {})}
            return super().get_access_token(code, pkce_code_verifier=pkce_code_verifier, extra_data=proof)
        finally:
            self.consumer_secret = key


class Adapter(OpenIDConnectOAuth2Adapter):
    """The library's, with a client that signs where the issuer asks for it."""

    def get_client(self, request: HttpRequest, app: SocialApp) -> OAuth2Client:
        """The client for one sign-on."""
        client = super().get_client(request, app)
        algorithm = app.settings.get("signs", "")
        if not algorithm:
            return client
        signing = SigningClient(
            client.request, client.consumer_key, client.consumer_secret, client.access_token_method, client.access_token_url,
            client.callback_url, scope_delimiter=client.scope_delimiter, headers=client.headers, basic_auth=False,
        )  # fmt: skip
        signing.algorithm = algorithm
        return signing


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send a browser to the issuer."""
    return _view(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The issuer sent the browser back."""
    return _view(OAuth2CallbackView, request, provider_id)


def _view(kind: type[OAuth2LoginView | OAuth2CallbackView], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return kind.adapter_view(Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
