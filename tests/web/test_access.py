"""Every route of every door names who may see it; one that does not answers nobody."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, path

from tests.web.conftest import Ask
from wholeplace.web import routes
from wholeplace.web.access import ROUTES
from wholeplace.web.public import views


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str | None]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name


def test_every_route_is_on_the_access_list_and_no_other() -> None:
    found = list(names(routes.urlpatterns))
    assert {name for name in found if name} == set(ROUTES)
    assert found.count(None) == 4, "old addresses of a library, which have no name and so answer nobody"


def test_a_route_that_is_not_on_the_list_answers_nobody(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.urls import clear_url_caches

    monkeypatch.setattr(routes, "urlpatterns", [path("", views.page, name="not-listed")])
    clear_url_caches()
    assert ask("/").status == 403
    monkeypatch.undo()
    clear_url_caches()
