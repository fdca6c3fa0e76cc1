"""Lines of people who wait for a station: one for each rank of priority, first come first served within it."""

from wholeplace.flow.kernel import arrays
from wholeplace.flow.quick import inlined


@inlined
def join(w, p):
    """Go to the end of the line for the wanted station."""
    person = arrays.person(w, p)
    line = arrays.line(w, person.wants, arrays.group(w, person.group).rank)
    person.ahead, person.behind = line.tail, -1
    if line.tail >= 0:
        arrays.person(w, line.tail).behind = p
    else:
        line.head = p
    line.tail = p
    person.waiting = 1
    arrays.station(w, person.wants).waiting += 1


@inlined
def step_out(w, p):
    """Leave the line, wherever in it one stands."""
    person = arrays.person(w, p)
    line = arrays.line(w, person.wants, arrays.group(w, person.group).rank)
    if person.ahead >= 0:
        arrays.person(w, person.ahead).behind = person.behind
    else:
        line.head = person.behind
    if person.behind >= 0:
        arrays.person(w, person.behind).ahead = person.ahead
    else:
        line.tail = person.ahead
    person.waiting = 0
    arrays.station(w, person.wants).waiting -= 1


@inlined
def somebody_ahead(w, s, rank):
    """Whether anybody waits for a station whose turn is before that of a newcomer of this rank."""
    for r in range(rank + 1):  # noqa: SIM110  numba has no generators within functions
        if arrays.line(w, s, r).head >= 0:
            return True
    return False
