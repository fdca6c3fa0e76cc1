"""A place folder, from the room that owns it."""

from tests.web.partner.conftest import partnership

__all__ = ["partnership"]
