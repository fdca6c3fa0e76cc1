"""Who bears what: a rule of risk and reward applied to the variance of a fund's lines, to the penny, explained line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wholeplace.agreement.funds.pence import added, split
from wholeplace.agreement.funds.rules import (
    BY_CONTRIBUTION,
    EQUALLY,
    Bear,
    NobodyWorseOff,
    Offset,
    OwnLines,
    RiskRule,
    ShareOut,
    Step,
    TakeFrom,
)
from wholeplace.terms import DataProblem, Money, Problem

NOUGHT = Money(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class LineVariance:
    """How far one line is from its budget: above nought overspent, below underspent. `carried_by`: who bears it by agreement
    ("fixed" lines); empty: it is shared ("variable"). `owner`: whose line it would be without the fund."""

    line: str
    amount: Money
    owner: str
    carried_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Borne:
    """One line of an allocation: by which step, who bears how much (below nought: keeps), and why, in words."""

    step: str
    bearer: str
    amount: Money
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Allocation:
    """Everything that was borne, in the order of the steps. Adds up to the variance of all lines, to the penny."""

    rule: str
    variance: Money
    borne: tuple[Borne, ...]

    def by_bearer(self) -> dict[str, Money]:
        """What each bears in all, sources of money (a reserve) among them, by name in order."""
        names = sorted({one.bearer for one in self.borne})
        return {name: added([one.amount for one in self.borne if one.bearer == name]) for name in names}

    def of(self, bearer: str) -> Money:
        """What one bears in all."""
        return self.by_bearer().get(bearer, NOUGHT)


@dataclass(slots=True)
class _Pot:
    """What is still to be borne: by line until lines are netted, then as one sum."""

    lines: list[LineVariance]
    contributions: Mapping[str, Money]
    called: Mapping[str, str]
    left: Money = NOUGHT
    borne: list[Borne] = field(default_factory=list)

    def bear(self, step: str, bearer: str, amount: Money, words: str) -> None:
        if amount.pence:
            self.borne.append(Borne(step=step, bearer=bearer, amount=amount, words=words))

    def name(self, code: str) -> str:
        """What somebody is called in words."""
        return self.called.get(code, code)

    def take(self, up_to: Money | None) -> Money:
        """The next part of what is left, at most `up_to` either way. It is gone from what is left."""
        amount = self.left if up_to is None else _within(self.left, up_to)
        self.left = self.left - amount
        return amount


def allocate(
    rule: RiskRule, variances: Sequence[LineVariance], contributions: Mapping[str, Money], called: Mapping[str, str] | None = None
) -> Allocation:
    """Who bears the variance of some lines. `contributions`: what each partner puts in, on which shares by contribution rest.
    `called`: how partners and lines are called in the words; without it by the names that they have in the files.

    Lines that somebody carries are borne first, as the rule's steps say; the rest is one sum (overspends less underspends) that
    goes down the steps. The order of lines and partners is of no matter. Raises DataProblem where something is left that nobody
    bears: a rule must end with a bearer.
    """
    whole = added([one.amount for one in variances])
    pot = _Pot(lines=sorted(variances, key=lambda one: one.line), contributions=contributions, called=called or {})
    own = [step for step in rule.steps if isinstance(step, OwnLines)]
    for step in own:
        _own_lines(step, pot)
    pot.left = added([one.amount for one in pot.lines])
    for step in rule.steps_for(pot.left):
        _take_step(step, pot, variances)
    if pot.left.pence:
        raise DataProblem("The rule leaves something that nobody bears", [_no_bearer(rule, pot.left)])
    return Allocation(rule=rule.name, variance=whole, borne=tuple(pot.borne))


def _take_step(step: Step, pot: _Pot, variances: Sequence[LineVariance]) -> None:
    if isinstance(step, Offset):
        _offset(step, pot)
    elif isinstance(step, TakeFrom):
        taken = pot.take(step.up_to)
        pot.bear(step.name, step.source, taken, f"{taken} of what is left to bear comes from the {step.source}, which holds {step.up_to}.")
    elif isinstance(step, Bear):
        part = pot.take(step.up_to)
        pot.bear(step.name, step.bearer, part, f"{pot.name(step.bearer)} {_verb(part)} {_part(step.up_to)}: {_plain(part)}.")
    elif isinstance(step, ShareOut):
        _share_out(step, pot)
    elif isinstance(step, NobodyWorseOff):
        _make_up(step, pot, variances)


def _own_lines(step: OwnLines, pot: _Pot) -> None:
    mine = [one for one in pot.lines if one.carried_by and (not step.lines or one.line in step.lines)]
    for one in mine:
        word = "overspent" if one.amount.pence > 0 else "underspent"
        words = f"{pot.name(one.carried_by)} carries “{pot.name(one.line)}” alone, which is {_plain(one.amount)} {word}."
        pot.bear(step.name, one.carried_by, one.amount, words)
    pot.lines = [one for one in pot.lines if one not in mine]


def _offset(step: Offset, pot: _Pot) -> None:
    """Netting changes nobody's bill by itself: the sum that goes on is overspends less underspends. It is told, not borne."""
    over = added([one.amount for one in pot.lines if one.amount.pence > 0])
    under = added([one.amount for one in pot.lines if one.amount.pence < 0])
    if over.pence and under.pence:
        met = Money(min(over.pence, -under.pence))
        words = f"Underspends of {_plain(under)} pay for {met} of the {over} overspent. {_plain(pot.left)} is left."
        pot.borne.append(Borne(step=step.name, bearer="the fund", amount=NOUGHT, words=words))


def _share_out(step: ShareOut, pot: _Pot) -> None:
    part = pot.take(step.up_to)
    weights = _weights(step, pot.contributions)
    shares = split(part, weights) if part.pence else {}
    for name in sorted(shares):
        capped = _within(shares[name], step.caps[name]) if name in step.caps else shares[name]
        held = f", held to its cap of {step.caps[name]}" if capped != shares[name] else ""
        words = (
            f"{pot.name(name)} {_verb(capped)} {_plain(capped)}: its share by {_basis(step, weights[name], sum(weights.values()))}{held}."
        )
        pot.bear(step.name, name, capped, words)
        rest = shares[name] - capped
        pot.bear(
            step.name,
            step.beyond,
            rest,
            f"{pot.name(step.beyond)} {_verb(rest)} the {_plain(rest)} that the cap of {pot.name(name)} leaves.",
        )


def _basis(step: ShareOut, weight: int, whole: int) -> str:
    if step.basis == BY_CONTRIBUTION:
        return f"{Money(weight)} of {Money(whole)} put in"
    return f"{weight:,} of {whole:,} parts"


def _weights(step: ShareOut, contributions: Mapping[str, Money]) -> dict[str, int]:
    among = [*step.parts] or [*contributions]
    if step.basis == EQUALLY:
        return dict.fromkeys(among, 1)
    if step.basis == BY_CONTRIBUTION:
        return {name: contributions[name].pence for name in among}
    return dict(step.parts)


def _make_up(step: NobodyWorseOff, pot: _Pot, variances: Sequence[LineVariance]) -> None:
    """Those who bear more than alone are relieved by those who bear less. Who has no line of their own would bear nothing alone."""
    partners = sorted({one.owner for one in variances} | set(pot.contributions))
    more = {
        name: sum(one.amount.pence for one in pot.borne if one.bearer == name)
        - sum(one.amount.pence for one in variances if one.owner == name)
        for name in partners
    }
    worse = {name: pence for name, pence in more.items() if pence > 0}
    better = {name: -pence for name, pence in more.items() if pence < 0}
    made_up = Money(min(sum(worse.values()), sum(better.values())))
    if not made_up.pence:
        return
    for name, relief in sorted(split(made_up, worse).items()):
        words = f"{pot.name(name)} would bear {Money(worse[name])} more than alone, and is relieved of {relief}."
        pot.bear(step.name, name, Money(-relief.pence), words)
    for name, payment in sorted(split(made_up, better).items()):
        words = f"{pot.name(name)} would bear {Money(better[name])} less than alone, and makes up {payment} for those who would bear more."
        pot.bear(step.name, name, payment, words)


def _within(amount: Money, limit: Money) -> Money:
    """An amount, or the limit with its sign where it goes beyond it."""
    return amount if abs(amount.pence) <= limit.pence else Money(limit.pence if amount.pence > 0 else -limit.pence)


def _verb(amount: Money) -> str:
    return "keeps" if amount.pence < 0 else "bears"


def _part(up_to: Money | None) -> str:
    return "what is left" if up_to is None else f"the next part, up to {up_to}"


def _plain(amount: Money) -> str:
    return str(Money(abs(amount.pence)))


def _no_bearer(rule: RiskRule, left: Money) -> Problem:
    return Problem(
        where=f"rule {rule.name}",
        what=f"{_plain(left)} of {'an overspend' if left.pence > 0 else 'an underspend'} is left after its last step.",
        why="What no rule gives to anybody, partners argue about afterwards.",
        fix="End the rule with a step that names who bears the rest.",
    )
