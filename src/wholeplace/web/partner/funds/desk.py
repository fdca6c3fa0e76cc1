"""What waits on a desk because of money held together: notices, recovery plans and their progress that an overspend asks for."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from wholeplace.agreement.funds.recovering import Due, DueState, dues_of
from wholeplace.agreement.funds.standing import FundStanding
from wholeplace.agreement.records.funds.reading import notices, recoveries, told_of_recovery
from wholeplace.terms import DataProblem
from wholeplace.web.access import Role
from wholeplace.web.house import House
from wholeplace.web.partner.funds.book import names_in, standings_of
from wholeplace.web.who import Person


def to_tell(person: Person, house: House) -> Iterator[tuple[str, str, str, date, bool]]:
    """(title, address, what is to be done, by when, is it late) of each fund that is forecast to overspend, for officers of a body in which
    a partner of the fund has a seat."""
    if not any(one.role is Role.OFFICER for one in person.held):
        return
    try:
        standings = standings_of(house)
    except DataProblem:  # what is wrong in the files of funds is told on their own pages
        return
    for standing in standings.values():
        if _theirs(standing, person, house):
            for due in _waiting(standing, house.today):
                late = due.state is DueState.MISSED
                address = reverse("fund-month", args=[standing.fund.name])
                yield standing.fund.title, address, f"{due.what}: {'overdue' if late else 'to be done'}.", due.by, late


def _waiting(standing: FundStanding, today: date) -> list[Due]:
    name = standing.fund.name
    dues = dues_of(standing.position, notices(name), recoveries(name), told_of_recovery(name), today)
    return [one for one in dues if one.state in (DueState.WAITS, DueState.MISSED)]


def _theirs(standing: FundStanding, person: Person, house: House) -> bool:
    names = names_in(house)
    partners = {called for name in standing.fund.put_in() for called in (name, names.get(name, name))}
    bodies = [one for one in house.agreement.bodies if partners & {seat.organisation for seat in one.seats}]
    return any(person.may(frozenset({Role.OFFICER}), house.today, body=one.name) for one in bodies)
