"""Scenario files: TOML to Scenario and back."""

from pathlib import Path

from wholeplace.flow.scenarios import change_problems
from wholeplace.flow.shapes import Move, Network, Scenario
from wholeplace.flow.sheet import Sheet, read_toml
from wholeplace.flow.toml_text import Value, lines
from wholeplace.terms import DataProblem, Money, Problem

_TOP = ("title", "proposed_by", "why", "one_off_cost", "change", "prevention")
_CHANGE = ("what", "to", "add", "times", "since", "until", "says")
_PREVENTION = ("programme", "group", "lowers_demand_by", "since", "until")


def read_scenario(file: Path, network: Network) -> Scenario:
    """The scenario of one TOML file; its name is the file's. `[[prevention]]` becomes a change of a group's arrivals.

    Raises DataProblem with every mistake at once: keys, kinds, and paths that name nothing in the network.
    """
    subject = f"The scenario {file.name} cannot be used"
    return _read(Sheet(where=file.name, given=read_toml(file, subject), problems=[]), file.stem, network, subject)


def scenario_from(text: str, name: str, network: Network) -> Scenario:
    """As `read_scenario`, from the text of a file."""
    import tomllib

    subject = f"The scenario {name} cannot be used"
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = f"it is not TOML: {error}."
        raise DataProblem(subject, [Problem(where=name, what=what, why="Nothing in it can be read.", fix="Correct that line.")]) from None
    return _read(Sheet(where=f"{name}.toml", given=given, problems=[]), name, network, subject)


def scenario_text(scenario: Scenario) -> str:
    """The TOML text of a scenario, which reads back as the same one under the same name."""
    top: dict[str, Value] = {"title": scenario.title, "proposed_by": scenario.proposed_by, "why": scenario.why}
    if scenario.one_off_cost.pence:
        top["one_off_cost"] = scenario.one_off_cost.pence / 100
    text = lines(top)
    for change in scenario.changes:
        values: dict[str, Value] = {key: value for key in _CHANGE if (value := getattr(change, key)) not in (None, "")}
        text += ["", "[[change]]", *lines(values)]
    return "\n".join(text) + "\n"


def _read(sheet: Sheet, name: str, network: Network, subject: str) -> Scenario:
    sheet.known(*_TOP)
    title, why = sheet.text("title", None), sheet.text("why")
    by, pounds = sheet.text("proposed_by", None), sheet.number("one_off_cost", 0.0)
    changes = [_change(each) for each in sheet.tables("change")]
    changes += [change for each in sheet.tables("prevention") for change in _prevention(each)]
    scenario = Scenario(
        name=name, title=title, proposed_by=by, why=why, changes=tuple(changes), one_off_cost=Money(round(100 * pounds))
    )  # fmt: skip
    problems = sheet.problems or change_problems(network, scenario)
    if problems:
        raise DataProblem(subject, problems)
    return scenario


def _change(sheet: Sheet) -> Move:
    sheet.known(*_CHANGE)
    to, add, times = (sheet.number(key) if key in sheet.given else None for key in ("to", "add", "times"))
    return Move(
        what=sheet.text("what", None), to=to, add=add, times=times, since=sheet.day("since"), until=sheet.day("until"),
        says=sheet.text("says"),
    )  # fmt: skip


def _prevention(sheet: Sheet) -> list[Move]:
    """A programme that lowers the demand of one group, or of several, by so many per cent from a day on."""
    sheet.known(*_PREVENTION)
    groups = sheet.given.get("group")
    names = groups if isinstance(groups, list) else [groups]
    if not names or not all(isinstance(each, str) and each for each in names):
        sheet.wrong(
            "group", "it does not say whose demand is lowered.", "It cannot be run.", 'Write group = "..." or group = ["...", "..."].'
        )
        names = []
    per_cent = sheet.number("lowers_demand_by")
    if not -100 <= per_cent <= 100:
        fix = "Write 5 for 5 in 100; a number below 0 raises demand."
        sheet.wrong("lowers_demand_by", f"{per_cent:g} is not a percentage.", "Demand cannot fall by more than all of it.", fix)
    elif 0 < abs(per_cent) < 0.1:
        fix = "Write 5 for 5 in 100, not 0.05."
        sheet.wrong("lowers_demand_by", f"{per_cent:g} is in per cent, and that is next to nothing.", "A unit mistake.", fix)
    since, until, says = sheet.day("since"), sheet.day("until"), sheet.text("programme", None)
    return [Move(what=f"arrivals.{name}.per_day", times=1 - per_cent / 100, since=since, until=until, says=says) for name in names]
