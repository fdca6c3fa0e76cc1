"""The demo place and its pack, as the tests of the verbs make them."""

from tests.cli.conftest import made_once, with_pack

__all__ = ["made_once", "with_pack"]
