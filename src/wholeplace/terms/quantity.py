"""Numbers with their unit. No room hands another a naked number."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self


def _refuse(action: str, left: object, right: object) -> TypeError:
    return TypeError(f"cannot {action} {type(right).__name__} to {type(left).__name__}")


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in whole pence. Never a float: pence are conserved."""

    pence: int

    def __post_init__(self) -> None:
        if not isinstance(self.pence, int):
            raise TypeError(f"Money counts whole pence, not {self.pence!r}. Use Money.pounds for text such as '12.50'.")

    @classmethod
    def pounds(cls, text: str) -> Self:
        """Read pounds written as text: Money.pounds("1250000.50"). More than two decimals are refused."""
        pence = Decimal(text.replace(",", "").removeprefix("£")) * 100
        if pence != int(pence):
            raise ValueError(f'"{text}" has parts of a penny. Round it where it is paid, not here.')
        return cls(int(pence))

    def __add__(self, other: object) -> Self:
        if not isinstance(other, Money):
            raise _refuse("add", self, other)
        return type(self)(self.pence + other.pence)

    def __sub__(self, other: object) -> Self:
        if not isinstance(other, Money):
            raise _refuse("subtract", self, other)
        return type(self)(self.pence - other.pence)

    def __str__(self) -> str:
        sign = "-" if self.pence < 0 else ""
        pounds, pence = divmod(abs(self.pence), 100)
        return f"{sign}£{pounds:,}.{pence:02d}" if pence else f"{sign}£{pounds:,}"


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """A length of time in days."""

    days: float

    def __add__(self, other: object) -> Self:
        if not isinstance(other, Days):
            raise _refuse("add", self, other)
        return type(self)(self.days + other.days)

    def __str__(self) -> str:
        return f"{self.days:,.10g} day{'' if self.days == 1 else 's'}"


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """A number of whole things: people, stays, contacts."""

    number: int

    def __add__(self, other: object) -> Self:
        if not isinstance(other, Count):
            raise _refuse("add", self, other)
        return type(self)(self.number + other.number)

    def __str__(self) -> str:
        return f"{self.number:,}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """Events for every `per` of the people (or stays, or person-years) that could have had one."""

    events: float
    people: float
    per: int = 100_000

    @property
    def value(self) -> float:
        """Events per `per`; not a number when nobody was there to have one."""
        return self.events / self.people * self.per if self.people else float("nan")

    def __str__(self) -> str:
        return f"{self.value:,.1f} per {self.per:,}"
