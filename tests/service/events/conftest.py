"""A place folder and the command line, from the rooms that own them."""

from tests.cli.conftest import run
from tests.web.partner.conftest import partnership

__all__ = ["partnership", "run"]
