"""What is planned: hours have so many slots that few events fall into one. Events of later slots wait in a list for each; those of
this one are in a heap, first first. So the cost of an event hardly grows with the number of people."""

from wholeplace.flow.kernel import arrays
from wholeplace.flow.kernel.world import EACH_KIND, NO_ROOM
from wholeplace.flow.quick import inlined


@inlined
def plan(w, p, time, kind):
    """Plan the one event of a person. What was planned before for them no longer holds; what is after the end is not kept."""
    clock = w[0]
    clock.planned += 1
    tie = kind * EACH_KIND + clock.planned
    arrays.person(w, p).tie = tie
    if time >= clock.ends:
        return
    slot = int(time * clock.slots_a_day)
    if slot <= clock.slot:
        push(w, time, tie, p)
    else:
        put_off(w, time, tie, p, slot - clock.first_hour * clock.slots)


@inlined
def put_off(w, time, tie, p, slot):
    """Keep an event for a later slot, counted from the start of the run."""
    clock = w[0]
    e = clock.free_event
    if e >= 0:
        clock.free_event = arrays.event(w, e).next
    elif clock.events_used < arrays.events(w).size:
        e = clock.events_used
        clock.events_used += 1
    else:
        clock.trouble = NO_ROOM
        return
    event = arrays.event(w, e)
    event.time, event.tie, event.person = time, tie, p
    event.next = arrays.slots(w)[slot]
    arrays.slots(w)[slot] = e


@inlined
def gather(w):
    """Bring the events planned for this slot into the heap."""
    clock = w[0]
    slot = clock.slot - clock.first_hour * clock.slots
    e = arrays.slots(w)[slot]
    while e >= 0:
        event = arrays.event(w, e)
        push(w, event.time, event.tie, event.person)
        after = event.next
        event.next = clock.free_event
        clock.free_event = e
        e = after
    arrays.slots(w)[slot] = -1


@inlined
def push(w, time, tie, p):
    """Put an event into the heap. Events are in order of time, then of kind, then as they were planned."""
    clock = w[0]
    at = clock.in_heap
    if at >= arrays.heap(w).size:
        clock.trouble = NO_ROOM
        return
    clock.in_heap += 1
    while at > 0:
        parent = (at - 1) >> 1
        above = arrays.due(w, parent)
        if above.time < time or (above.time == time and above.tie < tie):
            break
        move(w, parent, at)
        at = parent
    due = arrays.due(w, at)
    due.time, due.tie, due.person = time, tie, p


@inlined
def drop_first(w):
    """Take the first event out of the heap."""
    clock = w[0]
    clock.in_heap -= 1
    size = clock.in_heap
    last = arrays.due(w, size)
    time, tie = last.time, last.tie
    at = 0
    child = 1
    while child < size:
        if child + 1 < size and is_before(w, child + 1, child):
            child += 1
        below = arrays.due(w, child)
        if time < below.time or (time == below.time and tie < below.tie):
            break
        move(w, child, at)
        at = child
        child = 2 * at + 1
    move(w, size, at)


@inlined
def is_before(w, one, other):
    """Whether the event at one place of the heap is before that at another."""
    first, second = arrays.due(w, one), arrays.due(w, other)
    return first.time < second.time or (first.time == second.time and first.tie < second.tie)


@inlined
def move(w, origin, to):
    """Copy an event from one place of the heap to another."""
    source, target = arrays.due(w, origin), arrays.due(w, to)
    target.time, target.tie, target.person = source.time, source.tie, source.person
