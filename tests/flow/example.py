"""The invented place's network, as the demo writes it, for tests that need a whole system."""

import tomllib
from functools import cache
from importlib.resources import files

from wholeplace.flow.reading import network_from
from wholeplace.flow.shapes import Network


@cache
def aldermoor() -> Network:
    """Five stations, six groups, home care in visits, returns that depend on delay."""
    text = (files("wholeplace.demo") / "network.toml").read_text(encoding="utf-8")
    return network_from({"network.toml": tomllib.loads(text)})
