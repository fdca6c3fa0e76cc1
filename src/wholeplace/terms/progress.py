"""How long work says where it is, without knowing who watches."""

from typing import Protocol


class Progress(Protocol):
    """Called as work goes on: which room, what it is doing in plain words, and the share done (0 to 1)."""

    def __call__(self, room: str, doing: str, share: float) -> None: ...


def quiet(room: str, doing: str, share: float) -> None:
    """Nobody watches."""
