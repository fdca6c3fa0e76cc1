"""What is planned: events of later hours wait in a list for each hour; those of this hour are in a heap, first first."""

from wholeplace.flow.kernel import arrays
from wholeplace.flow.kernel.arrays import inlined, quick
from wholeplace.flow.kernel.world import EACH_KIND, NO_ROOM


@inlined
def plan(w, p, time, kind):
    """Plan the one event of a person. What was planned before for them no longer holds; what is after the end is not kept."""
    clock = w[0]
    clock.planned += 1
    tie = kind * EACH_KIND + clock.planned
    arrays.people(w)[p].tie = tie
    if time >= clock.ends:
        return
    e = clock.free_event
    if e >= 0:
        clock.free_event = arrays.events(w)[e].next
    elif clock.events_used < arrays.events(w).size:
        e = clock.events_used
        clock.events_used += 1
    else:
        clock.trouble = NO_ROOM
        return
    event = arrays.events(w)[e]
    event.time, event.tie, event.person = time, tie, p
    hour = int(time * 24.0) - clock.first_hour
    if hour <= clock.hour - clock.first_hour:
        push(w, e)
    else:
        event.next = arrays.hours(w)[hour]
        arrays.hours(w)[hour] = e


@inlined
def before(w, a, b):
    """The order of events: by time, then by kind, then as they were planned."""
    one, other = arrays.events(w)[a], arrays.events(w)[b]
    return one.time < other.time or (one.time == other.time and one.tie < other.tie)


@inlined
def push(w, e):
    """Put an event into this hour's heap."""
    clock = w[0]
    at = clock.in_heap
    clock.in_heap += 1
    while at > 0:
        parent = (at - 1) >> 1
        if not before(w, e, arrays.heap(w)[parent]):
            break
        arrays.heap(w)[at] = arrays.heap(w)[parent]
        at = parent
    arrays.heap(w)[at] = e


@inlined
def pop(w):
    """Take the first event out of this hour's heap."""
    clock = w[0]
    first = arrays.heap(w)[0]
    clock.in_heap -= 1
    size = clock.in_heap
    last = arrays.heap(w)[size]
    at = 0
    child = 1
    while child < size:
        if child + 1 < size and before(w, arrays.heap(w)[child + 1], arrays.heap(w)[child]):
            child += 1
        if not before(w, arrays.heap(w)[child], last):
            break
        arrays.heap(w)[at] = arrays.heap(w)[child]
        at = child
        child = 2 * at + 1
    arrays.heap(w)[at] = last
    return first


@quick
def gather(w):
    """Bring the events planned for this hour into the heap."""
    clock = w[0]
    hour = clock.hour - clock.first_hour
    e = arrays.hours(w)[hour]
    while e >= 0:
        after = arrays.events(w)[e].next
        push(w, e)
        e = after
    arrays.hours(w)[hour] = -1
