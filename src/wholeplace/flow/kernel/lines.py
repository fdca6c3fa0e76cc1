"""Lines of people who wait for a station: one for each rank of priority, first come first served within it."""

from numba import njit


@njit
def join(w, p):
    """Go to the end of the line for the wanted station."""
    person = w.people[p]
    line = w.lines[person.wants, w.groups[person.group].rank]
    person.ahead, person.behind = line.tail, -1
    if line.tail >= 0:
        w.people[line.tail].behind = p
    else:
        line.head = p
    line.tail = p
    person.waiting = 1
    w.stations[person.wants].waiting += 1


@njit
def step_out(w, p):
    """Leave the line, wherever in it one stands."""
    person = w.people[p]
    line = w.lines[person.wants, w.groups[person.group].rank]
    if person.ahead >= 0:
        w.people[person.ahead].behind = person.behind
    else:
        line.head = person.behind
    if person.behind >= 0:
        w.people[person.behind].ahead = person.ahead
    else:
        line.tail = person.ahead
    person.waiting = 0
    w.stations[person.wants].waiting -= 1


@njit
def somebody_ahead(w, s, rank):
    """Whether anybody waits for a station whose turn is before that of a newcomer of this rank."""
    for r in range(rank + 1):  # noqa: SIM110  numba has no generators within functions
        if w.lines[s, r].head >= 0:
            return True
    return False
