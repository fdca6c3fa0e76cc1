"""What the pages of scrutiny and engagement look up: rules of replies, names that may be asked, and who answers for whom."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache

from wholeplace.agreement.bodies import Body
from wholeplace.agreement.records.scrutiny.doing import Held
from wholeplace.agreement.scrutiny import ReplyRule, reply_rules_of
from wholeplace.place import organisations_on
from wholeplace.web.house import AGREEMENT, House, last_changed

ANSWERED_WITHIN = timedelta(days=90)
"""How long people wait for an answer to what they said, where the place promised nothing else."""


def reply_rules_in(house: House) -> Mapping[str, ReplyRule]:
    """By when replies are due, by the name of the rule."""
    return _rules(house, last_changed(house.folder, house.folder / AGREEMENT))


def names_in(house: House) -> list[str]:
    """Bodies and organisations of the place that may be asked."""
    bodies = [body.name for body in house.agreement.bodies]
    organisations = [name for one in organisations_on(house.place, house.today) for name in (one.name, one.code)]
    return list(dict.fromkeys([*bodies, *organisations]))


def held_for_scrutiny(house: House) -> Held:
    """What scrutiny is judged by."""
    return Held(agreement=house.agreement, names=names_in(house), rules=reply_rules_in(house))


def asked_by(body: Body, house: House) -> list[tuple[str, str]]:
    """("asked|answers", words) for everyone whom a body scrutinises: a body answers itself; an organisation through one of its bodies."""
    found = []
    for name in body.scrutinises:
        itself = house.agreement.body(name)
        through = [itself] if itself else [one for one in house.agreement.bodies if one.accountable_to == name and not one.scrutinises]
        words = itself.title if itself else name
        found += [(f"{name}|{one.name}", words if itself else f"{words}, answered by {one.title}") for one in through]
    return found


@lru_cache(maxsize=4)
def _rules(house: House, changed: int) -> Mapping[str, ReplyRule]:  # noqa: ARG001  `changed` is part of the key
    return reply_rules_of(house.place)
