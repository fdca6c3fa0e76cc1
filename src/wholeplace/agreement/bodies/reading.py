"""Reads agreement/bodies.toml (and any other TOML file beside it that holds bodies, powers, delegations or memoranda)."""

from collections.abc import Mapping

from wholeplace.agreement.bodies.checks import problems_of
from wholeplace.agreement.bodies.shapes import Agreement, Body, Delegation, Memorandum, Power
from wholeplace.agreement.tomls import TableKind, read_tables
from wholeplace.place import Place
from wholeplace.terms import DataProblem

KINDS: Mapping[str, TableKind] = {
    "body": TableKind(shape=Body),
    "power": TableKind(shape=Power),
    "delegation": TableKind(shape=Delegation, money=("limit",)),
    "memorandum": TableKind(shape=Memorandum),
}
_HELD_AS = {"body": "bodies", "power": "powers", "delegation": "delegations", "memorandum": "memoranda"}


def read_agreement(place: Place) -> Agreement:
    """Who decides in a place. A place that wrote nothing down has an empty agreement.

    Raises DataProblem with everything that is wrong in any file, and with what does not hold together between them.
    """
    held, problems = read_tables(place.folder, KINDS, "Who decides must not be left to guessing.")
    agreement = Agreement(**{_HELD_AS[kind]: tuple(items) for kind, items in held.items()})
    if not problems:
        names = [name for one in place.organisations for name in (one.code, one.name)]
        problems = problems_of(agreement, names)
    if problems:
        raise DataProblem("The agreement cannot be read", problems)
    return agreement
