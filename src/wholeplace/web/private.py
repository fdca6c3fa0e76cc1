"""Sessions, forms, people and messages for pages that are somebody's own, and for no others: public pages are given out without them.

A public page costs half as much again when it goes through them all, and nothing on it depends on who asks.
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware

PRIVATE = ("/accounts/", "/partners/", "/what-if/", "/care/", "/my/", "/listing/")
"""Where the addresses of such pages begin. They have forms, and no cache keeps them."""


def is_private(request: HttpRequest) -> bool:
    """Is the page somebody's own?"""
    return request.path_info.startswith(PRIVATE)


class _Private:
    """A layer of Django's that public pages step over."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        return super().__call__(request) if is_private(request) else self.get_response(request)  # type: ignore[misc]


class Sessions(_Private, SessionMiddleware):
    """What a browser is known by."""


class Forms(_Private, CsrfViewMiddleware):
    """A form is taken from a page of this door only."""

    def process_view(self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any) -> HttpResponseForbidden | None:
        """A public page takes no forms, so there is nothing to prove."""
        return super().process_view(request, callback, callback_args, callback_kwargs) if is_private(request) else None


class People(_Private, AuthenticationMiddleware):
    """Whose account a session belongs to. A public page has no `request.user`, so none can depend on one."""


class Told(_Private, MessageMiddleware):
    """What the page before had to tell."""
