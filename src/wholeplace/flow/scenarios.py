"""Scenarios: named sets of changes to a network, read from TOML, put into effect as a pure function, and compared in words."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import reduce
from typing import TYPE_CHECKING

from wholeplace.flow.changing import changed, is_dated, may_be_dated, revise_of, whole
from wholeplace.flow.numbers import HOME, Lever, numbers_of
from wholeplace.flow.shapes import Assumption, Move, Network, Scenario
from wholeplace.terms import DataProblem, Problem
from wholeplace.terms.spelling import did_you_mean

if TYPE_CHECKING:
    from wholeplace.place import Place

FOLDER = "scenarios"
"""The folder inside `assumptions/` that holds a place's scenarios, one TOML file each."""

PROJECTED = tuple(
    f"projection.{lever}{fifth}"
    for lever in ("onset", "deaths", "births", "moves-in", "moves-out")
    for fifth in (("", ".1", ".2", ".3", ".4", ".5") if lever in ("onset", "deaths") else ("",))
)
"""What a scenario may change of people over years: factors that are 1 as it is, for all or for one deprivation fifth."""

BASE = Scenario(name="base", title="As it is", proposed_by="", why="", changes=())
"""The scenario that changes nothing."""

_A_PATH = "Write a path such as stations.NAME.capacity, with a name from assumptions/network.toml."
_NOT_BELOW_0_TO_1 = ("share", "amplitude")


def with_changes(network: Network, scenario: Scenario) -> Network:
    """The network with every change of a scenario made, in order. A pure function: without changes it is the same network.

    Changes under `projection.` are of people over years, not of the network (see `projection`), and are left aside here.
    `*` in a path stands for any name: `arrivals.*.per_day` is every group's arrivals, each changed alone. Changes of different
    numbers may come in any order; two of the same number, or of two routes out of one station, follow each other.
    Raises DataProblem with a letter for each change that cannot be made, and when shares then lie outside 0 to 1.
    """
    problems = change_problems(network, scenario)
    if problems:
        raise DataProblem(f'The scenario "{scenario.title}" cannot be tried', problems)
    after = reduce(changed, (each for each in expanded(network, scenario.changes) if each.what not in PROJECTED), network)
    if problems := _outcome_problems(after, scenario, network):
        raise DataProblem(f'The scenario "{scenario.title}" cannot be tried', problems)
    return after


def expanded(network: Network, changes: Iterable[Move]) -> tuple[Move, ...]:
    """The changes with every `*` written out, in the network's own order, and with `.share` where a route leaves it away."""
    known = numbers_of(network)
    written: list[Move] = []
    for change in changes:
        what = _full(change.what, known)
        paths = [path for path in known if fnmatchcase(path, what) and path.count(".") == what.count(".")] if "*" in what else [what]
        written += [_with_path(change, path) for path in paths]
    return tuple(written)


def change_problems(network: Network, scenario: Scenario) -> list[Problem]:
    """A letter for each change that names no number of the network, says not exactly one thing, or changes on a date what cannot."""
    known = numbers_of(network)
    problems: list[Problem] = []
    for number, change in enumerate(scenario.changes, start=1):
        where = f"{scenario.name}, change {number}"
        problems += _path_problems(change, network, known, where)
        problems += _saying_problems(change, where)
    return problems


def _full(what: str, known: dict[str, Lever]) -> str:
    return f"{what}.share" if what not in known and what.startswith("routes.") and not what.endswith(".share") else what


def _with_path(change: Move, path: str) -> Move:
    keys = {key: getattr(change, key) for key in ("to", "add", "times", "since", "until", "says")}
    return Move(what=path, **keys)


def _path_problems(change: Move, network: Network, known: dict[str, Lever], where: str) -> list[Problem]:
    what = _full(change.what, known)
    if what in PROJECTED:
        found = True
    elif "*" in what:
        found = any(fnmatchcase(path, what) and path.count(".") == what.count(".") for path in known)
    else:
        found = what in known or _is_new_route(what, network)
    if found:
        return []
    return [
        Problem(
            where=where,
            what=f'"{change.what}" is no number of this network.',
            why="A change that names nothing would change nothing, in silence.",
            fix=did_you_mean(what, (*known, *PROJECTED)) or _A_PATH,
        )
    ]


def _is_new_route(what: str, network: Network) -> bool:
    """Whether a path is a route that is not there yet, between stations that are, for a group that is served at its end."""
    section, *path = what.split(".")
    if section != "routes" or len(path) != 4:
        return False
    group, after, to, _ = path
    served = {(each.group, each.station) for each in network.services}
    return (group, after) in served and (to == HOME or (group, to) in served)


def _saying_problems(change: Move, where: str) -> list[Problem]:
    problems = []
    try:
        revise_of(change)
    except ValueError:
        fix = "Keep one: to (the new number), add (so many more) or times (1.1 is a tenth more)."
        problems.append(Problem(where=where, what="it does not say exactly one of to, add and times.", why="They are three ways.", fix=fix))
    if is_dated(change) and not may_be_dated(change.what):
        why = "Only capacities and arrivals change from day to day; lengths, routes, returns and costs hold for the whole run."
        fix = "Leave since and until away, or change a capacity or the arrivals."
        problems.append(Problem(where=where, what=f'"{change.what}" cannot change on a date.', why=why, fix=fix))
    if change.since and change.until and change.until <= change.since:
        fix = "until is the first day for which the change no longer holds."
        problems.append(Problem(where=where, what=f"it ends on {change.until}, before it begins.", why="It would do nothing.", fix=fix))
    return problems


def _outcome_problems(after: Network, scenario: Scenario, before: Network) -> list[Problem]:
    """What the changes together make impossible: numbers below 0 and shares above 1 that were not so before."""
    was = numbers_of(before)
    problems = []
    for path, number in numbers_of(after).items():
        key = path.rsplit(".", 1)[-1]
        too_high = key in _NOT_BELOW_0_TO_1 and number.value > 1 + 1e-9
        too_low = number.value < 0 and key not in ("yearly", "peak")
        if (too_high or too_low) and (path not in was or was[path].value != number.value):
            what = f"{path} becomes {number.value:g}, which is {'above 1' if too_high else 'below 0'}."
            problems.append(Problem(where=scenario.name, what=what, why="No such thing can be run.", fix="Make the change smaller."))
    return problems


def scenarios_of(place: "Place", network: Network) -> tuple[Scenario, ...]:
    """Every scenario in a place's `assumptions/scenarios/`, in order of file name. Raises DataProblem with every mistake in all."""
    from wholeplace.flow.scenario_files import read_scenario

    folder = place.folder / "assumptions" / FOLDER
    problems: list[Problem] = []
    read: list[Scenario] = []
    for file in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            read.append(read_scenario(file, network))
        except DataProblem as letter:
            problems += letter.problems
    if problems:
        raise DataProblem("The scenarios cannot be used", problems)
    return tuple(read)


def compared(one: Scenario, other: Scenario, network: Network) -> tuple[str, ...]:
    """Two scenarios beside each other in plain sentences: who proposed each and why, and every assumption they treat differently."""
    sentences = [_whose(one), _whose(other)]
    mine, yours = (_said_by_path(network, each) for each in (one, other))
    assumed = {assumption.path: assumption for assumption in network.assumptions}
    for path in dict.fromkeys((*mine, *yours)):
        if mine.get(path) == yours.get(path):
            sentences.append(f"{_title(path, network)}. Both: {mine[path]}.{_agreed(assumed.get(path))}")
            continue
        said = [f"{each.title}: {told.get(path, 'as it is')}" for each, told in ((one, mine), (other, yours))]
        sentences.append(f"{_title(path, network)}. {'; '.join(said)}.{_agreed(assumed.get(path))}")
    if not mine and not yours:
        sentences.append("Neither changes anything.")
    return tuple(sentences)


def _title(path: str, network: Network) -> str:
    known = numbers_of(network)
    number = known.get(path) or _projected(path)
    return number.title if number else path


def _projected(path: str) -> Lever | None:
    """A lever over years as a number that is 1 as it is."""
    if path not in PROJECTED:
        return None
    _, lever, *fifth = path.split(".")
    who = f", deprivation fifth {fifth[0]}" if fifth else ""
    return Lever(path=path, title=f"Over years: {lever.replace('-', ' ')}{who}", unit="times", value=1.0)


def _whose(scenario: Scenario) -> str:
    by = f", proposed by {scenario.proposed_by}" if scenario.proposed_by else ""
    cost = f" Setting it up costs {scenario.one_off_cost}." if scenario.one_off_cost.pence else ""
    why = f" Why: {scenario.why.strip().rstrip('.')}." if scenario.why.strip() else ""
    return f"{scenario.title}{by}.{why}{cost}"


def _agreed(assumption: Assumption | None) -> str:
    if assumption is None:
        return ""
    by = f", agreed by {assumption.agreed_by}" if assumption.agreed_by else ""
    range_ = f" ({assumption.low:g} to {assumption.high:g})" if assumption.low < assumption.high else ""
    return f" The assumption is {assumption.value:g} {assumption.unit}{range_}{by}; source: {assumption.source}."


def _said_by_path(network: Network, scenario: Scenario) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    known = numbers_of(network)
    for change in expanded(network, scenario.changes):
        said.setdefault(change.what, []).append(_move(change, known.get(change.what) or _projected(change.what)))
    return {path: ", then ".join(parts) for path, parts in said.items()}


def in_words(change: Move, network: Network) -> str:
    """One change in plain words, such as 'Home care: 216 to 238 places, from 1 December 2025'."""
    number = numbers_of(network).get(change.what)
    title = number.title if number else change.what
    return f"{title}: {_move(change, number)}"


def _move(change: Move, number: Lever | None) -> str:
    now, unit = (number.value, number.unit) if number else (0.0, "")
    new = revise_of(change)(now)
    new = whole(new) if change.what.endswith(".capacity") else new
    dates = (f" from {_day(change.since)}" if change.since else "") + (f" until {_day(change.until)}" if change.until else "")
    why = f" ({change.says})" if change.says else ""
    return f"{_number(now)} to {_number(new)} {unit}".rstrip() + dates + why


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def _day(day: object) -> str:
    return f"{day:%d %B %Y}".lstrip("0")
