"""Single sign-on by OpenID Connect: whom a place lets vouch for people, read from a file outside the place folder."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings


def sign_ons() -> Mapping[str, str]:
    """Name -> title of every single sign-on that is set up here."""
    apps: list[dict[str, Any]] = getattr(settings, "SOCIALACCOUNT_PROVIDERS", {}).get("openid_connect", {}).get("APPS", [])
    return {app["provider_id"]: app["name"] for app in apps}
