"""Pages of bodies name organisations as people know them, and shares as people say them."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from django.test import Client

from wholeplace.web.access import Role
from wholeplace.web.partner.bodies.pages import in_words


@pytest.mark.parametrize(
    ("share", "words"), [("1/2", "half"), ("3/4", "three quarters"), ("2/3", "two thirds"), ("5/8", "5 in 8"), ("1", "all")]
)
def test_shares_in_words(share: str, words: str):
    assert in_words(Fraction(share)) == words


def test_codes_are_shown_by_their_names(sign_in: Callable[..., Client], partnership: Path):
    bodies = partnership / "agreement" / "bodies.toml"
    bodies.write_text(bodies.read_text().replace('accountable_to = "Anywhere Integrated Care Board"', 'accountable_to = "X01"'))
    bodies.write_text(bodies.read_text().replace('organisation = "Anywhere Voluntary Action"', 'organisation = "X02"'))
    reader = sign_in("reader.one", (Role.AUDITOR, ""))
    listed, one = (reader.get(f"/partners/bodies/{path}").content.decode() for path in ("", "place-committee/"))
    assert "It answers to Anywhere Integrated Care Board." in listed
    assert "<td>Anywhere Voluntary Action</td>" in one
    assert "At least half of its voting members must be there." in one
    assert "X02" not in one
