"""The plan of a place as its pages show it: files and records together, and what was seen of each ambition."""

from functools import lru_cache

from wholeplace.agreement.plans import KnownNames, Plan, known_names, read_plan
from wholeplace.agreement.records.plans.doing import Whole
from wholeplace.agreement.records.plans.reading import as_it_stands
from wholeplace.web.house import AGREEMENT, House, last_changed


def files_of(house: House) -> Plan:
    """What the place's files plan. Raises DataProblem with everything that is wrong in them."""
    return _files(house, last_changed(house.folder, house.folder / AGREEMENT))


def plan_of(house: House) -> Plan:
    """The plan as it stands, actions and milestones of the records included."""
    return as_it_stands(files_of(house))


def whole_of(house: House) -> Whole:
    """The plan as it stands with the names it may use: what a change is judged against."""
    return Whole(plan_of(house), known_of(house))


def known_of(house: House) -> KnownNames:
    """The names that the plan may use."""
    return known_names(house.place, house.agreement)


def titles_of(house: House) -> dict[str, str]:
    """Name -> what a reader knows it by, of each body and each post of the plan: owners stand in records by their names."""
    posts = {post.name: post.title for post in files_of(house).posts}
    return posts | {body.name: body.title for body in house.agreement.bodies}


@lru_cache(maxsize=4)
def _files(house: House, changed: int) -> Plan:  # noqa: ARG001  `changed` is part of the key
    return read_plan(house.place, house.agreement)
