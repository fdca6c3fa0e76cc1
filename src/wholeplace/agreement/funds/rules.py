"""A rule of risk and reward as data: steps that are taken in order until nothing is left to bear.

Six kinds of step are enough for what partners write. Each bears its own lines. Underspends pay for overspends. Money is taken from
somewhere first (a risk pool, schemes that were not begun, money from outside). Somebody bears a part (the host, or whoever
keeps the first pounds of a collar). A part is shared (by contribution, equally, by stated parts; up to a sum; with caps). At the
end nobody may be worse off than alone. Sources: clause patterns of real agreements, named in docs/explanation/sharing.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wholeplace.terms import Money

BY_CONTRIBUTION, EQUALLY, AS_STATED = "contribution", "equal", "stated"
BASES = (BY_CONTRIBUTION, EQUALLY, AS_STATED)


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnLines:
    """Whoever carries a line bears its variance. `lines`: which; empty: every line that names who carries it."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Offset:
    """Underspends on shared lines pay for overspends on others, as far as they reach."""

    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TakeFrom:
    """What is left to bear is taken from somewhere first: `source` by name, up to what it holds (`up_to`).

    It serves overspends only: an underspend fills nothing up unless the rule for gains says so.
    """

    name: str
    source: str
    up_to: Money


@dataclass(frozen=True, kw_only=True, slots=True)
class Bear:
    """One partner bears what is left, or the next part of it (`up_to`): the host, or whoever keeps the first pounds of a collar."""

    name: str
    bearer: str
    up_to: Money | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShareOut:
    """What is left, or the next part of it (`up_to`), is shared among partners by a basis.

    `parts`: the stated parts, whole numbers such as {"Council": 40, "Board": 60}; for other bases they name who shares (empty:
    all who contribute). `caps`: the most that a partner bears of it; what a cap leaves goes to `beyond`, who must be named.
    """

    name: str
    basis: str
    up_to: Money | None = None
    parts: Mapping[str, int] = field(default_factory=dict)
    caps: Mapping[str, Money] = field(default_factory=dict)
    beyond: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NobodyWorseOff:
    """Nobody bears more than they would alone, with their own lines. Those who are better off make it up, in proportion to their
    gain, as far as it reaches. With nothing from outside this leaves everybody as they would be alone."""

    name: str


Step = OwnLines | Offset | TakeFrom | Bear | ShareOut | NobodyWorseOff


@dataclass(frozen=True, kw_only=True, slots=True)
class RiskRule:
    """Who bears an overspend, and who keeps an underspend. `gains`: None where the same steps hold for both."""

    name: str
    title: str
    steps: tuple[Step, ...]
    source: str
    gains: tuple[Step, ...] | None = None

    def steps_for(self, variance: Money) -> tuple[Step, ...]:
        """The steps for an overspend (above nought) or an underspend. Money is never taken from somewhere to add to a gain."""
        if variance.pence >= 0:
            return self.steps
        if self.gains is not None:
            return self.gains
        return tuple(step for step in self.steps if not isinstance(step, TakeFrom))
