"""May somebody read or write a part of a person's record? Pure: facts in, verdict out, in microseconds."""

from dataclasses import dataclass

from wholeplace.service.access.table import Rule, known, opened
from wholeplace.service.access.words import Doing, Needs, Objection, Purpose, Relationship, Role, What


@dataclass(frozen=True, kw_only=True, slots=True)
class Asks:
    """One question. `consented`: parts that a consent of the person for this organisation and this referral names and that stands
    today. `scope`: parts for which whoever asks acts for the person. `break_glass`: the reason why it cannot wait; empty: none given."""

    role: Role
    what: What
    doing: Doing = Doing.READ
    purpose: Purpose = Purpose.DIRECT_CARE
    relationships: frozenset[Relationship] = frozenset()
    consented: frozenset[What] = frozenset()
    scope: frozenset[What] = frozenset()
    objections: frozenset[Objection] = frozenset()
    break_glass: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """Whether, by which rule, and in words for whoever asked. `tells_the_resident`: the person is shown it before anything else.
    `glass`: a reason why it cannot wait would open what is shut."""

    allowed: bool
    rule: str
    words: str
    tells_the_resident: bool = False
    glass: bool = False


NO_ROLE = "role-does-not"
NO_RELATIONSHIP = "no-relationship"
OBJECTED = "objection"
NO_CONSENT = "no-consent"
NOT_IN_SCOPE = "not-in-scope"

_WORDS = {
    NO_ROLE: "This is not for your role.",
    NO_RELATIONSHIP: "Your organisation does not serve this person, as far as we know.",
    OBJECTED: "The person does not want this to be shared with you.",
    NO_CONSENT: "The person's consent for this referral is not there, or does not stand any more.",
    NOT_IN_SCOPE: "The person did not let you do this for them.",
}
_NEAREST = (OBJECTED, NO_CONSENT, NOT_IN_SCOPE, NO_RELATIONSHIP)
"""Of several reasons the one that is nearest to a yes is told."""


def allowed(asks: Asks) -> Verdict:
    """The verdict of the table. An opening rule that tells nobody goes before one that breaks the glass."""
    table, shut, by_glass, glass = opened(), set[str](), None, False
    for relationship in (*asks.relationships, Relationship.NONE):
        rule = table.get((asks.role, relationship, asks.purpose, asks.doing, asks.what))
        if rule is None:
            continue
        reason = _shuts(rule, asks)
        glass = glass or (rule.needs is Needs.GLASS and not rule.closed_by & asks.objections)
        if reason:
            shut.add(reason)
        elif rule.needs is Needs.GLASS:
            by_glass = rule
        else:
            return _opens(rule)
    if by_glass is not None:
        return _opens(by_glass)
    # Where no rule stands for the relationships that are there, another relationship may have one.
    would = (asks.role, asks.purpose, asks.doing, asks.what) in known()
    return _refuses(shut or {NO_RELATIONSHIP if would else NO_ROLE}, glass=glass)


def _shuts(rule: Rule, asks: Asks) -> str:
    """Why a rule of the right relationship is shut all the same; empty: it is open. Who has nothing to do with a person is not told
    that the person objects to something."""
    gave_reason = bool(asks.break_glass.strip())
    if rule.closed_by & asks.objections:
        return OBJECTED if rule.needs is not Needs.GLASS or gave_reason else NO_RELATIONSHIP
    if rule.needs is Needs.CONSENT:
        return "" if asks.what in asks.consented else NO_CONSENT
    if rule.needs is Needs.SCOPE:
        return "" if asks.what in asks.scope else NOT_IN_SCOPE
    return "" if rule.needs is Needs.NOTHING or gave_reason else NO_RELATIONSHIP


def _opens(rule: Rule) -> Verdict:
    return Verdict(allowed=True, rule=rule.name, words=rule.because, tells_the_resident=rule.tells)


def _refuses(reasons: set[str], *, glass: bool) -> Verdict:
    reason = next((one for one in _NEAREST if one in reasons), NO_ROLE)
    return Verdict(allowed=False, rule=reason, words=_WORDS[reason], glass=glass)
