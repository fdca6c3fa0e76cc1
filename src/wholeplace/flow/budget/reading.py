"""A place's budget from assumptions/budget.toml."""

from typing import TYPE_CHECKING

from wholeplace.flow.budget.shapes import Aim, Budget, Buyable
from wholeplace.flow.loads import mean_capacity
from wholeplace.flow.shapes import Network, Unit
from wholeplace.flow.sheet import Sheet, read_toml
from wholeplace.terms import DataProblem, Money
from wholeplace.terms.spelling import did_you_mean

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.place import Place

SUBJECT = "The budget cannot be split"
_MOST = 0.5
"""Where nothing else is said, at most so much of a station's capacity is bought on top of it."""


def read_budget(place: "Place", network: Network) -> Budget:
    """The budget of a place. Raises DataProblem with every mistake at once, or when there is no such file."""
    return budget_in(place.folder / "assumptions" / "budget.toml", network)


def budget_in(file: "Path", network: Network) -> Budget:
    """As `read_budget`, from a file of any name."""
    sheet = Sheet(where=file.name, given=read_toml(file, SUBJECT), problems=[])
    budget = _budget(sheet, network)
    if sheet.problems:
        raise DataProblem(SUBJECT, sheet.problems)
    return budget


def _budget(sheet: Sheet, network: Network) -> Budget:
    sheet.known("title", "pounds", "aim", "no_partner_worse_off", "no_wait_worse_at", "source", "buys")
    buys = sheet.under("buys")
    if not buys.given:
        sheet.wrong("buys", "there is nothing to buy.", "A budget is split between services.", "Write [buys.home-care] with pounds_each.")
    waits = sheet.given.get("no_wait_worse_at", [])
    for name in waits if isinstance(waits, list) else ():
        _known_station(sheet, "no_wait_worse_at", name, network)
    pounds = sheet.number("pounds")
    if pounds <= 0:
        sheet.wrong("pounds", f"{pounds:g} is not above 0.", "There is nothing to split.", "Write pounds = 600000.")
    return Budget(
        title=sheet.text("title", None),
        sum=Money(round(100 * pounds)),
        aim=Aim(sheet.choice("aim", [each.value for each in Aim], Aim.DELAYED.value)),
        buys=tuple(_buyable(name, buys.under(name), network) for name in buys.given),
        no_partner_worse_off=sheet.yes_or_no("no_partner_worse_off"),
        no_wait_worse_at=tuple(waits) if isinstance(waits, list) else (),
        source=sheet.text("source"),
    )


def _buyable(name: str, sheet: Sheet, network: Network) -> Buyable:
    sheet.known("pounds_each", "most", "step")
    _known_station(sheet, "", name, network)
    station = next((each for each in network.stations if each.name == name), None)
    usual = max(1, round(_MOST * mean_capacity(station, network))) if station and station.kind is not Unit.OPEN else 0
    pounds, most, step = sheet.number("pounds_each"), sheet.whole("most", usual), sheet.whole("step", 1)
    if pounds <= 0 or most < 1 or step < 1:
        fix = "Write what one more unit costs for the time of the budget, at most how many, and how many at once."
        sheet.wrong("", "pounds_each, most and step must be above 0.", "Nothing could be bought.", fix)
    return Buyable(station=name, each=Money(round(100 * pounds)), most=most, step=max(1, step))


def _known_station(sheet: Sheet, key: str, name: object, network: Network) -> None:
    limited = [each.name for each in network.stations if each.kind is not Unit.OPEN]
    if name not in limited:
        fix = did_you_mean(str(name), limited) or f"Choose from: {', '.join(limited)}."
        sheet.wrong(key, f'"{name}" is no station with a limit.', "More of it cannot be bought.", fix)
