"""What is planned: events of later hours wait in a list for each hour; those of this hour are in a heap, first first."""

from numba import njit

from wholeplace.flow.kernel.world import EACH_KIND, NO_ROOM


@njit
def plan(w, p, time, kind):
    """Plan the one event of a person. What was planned before for them no longer holds; what is after the end is not kept."""
    clock = w.clock[0]
    clock.planned += 1
    tie = kind * EACH_KIND + clock.planned
    w.people[p].tie = tie
    if time >= clock.ends:
        return
    e = clock.free_event
    if e >= 0:
        clock.free_event = w.events[e].next
    elif clock.events_used < w.events.size:
        e = clock.events_used
        clock.events_used += 1
    else:
        clock.trouble = NO_ROOM
        return
    event = w.events[e]
    event.time, event.tie, event.person = time, tie, p
    hour = int(time * 24.0) - clock.first_hour
    if hour <= clock.hour - clock.first_hour:
        push(w, e)
    else:
        event.next = w.hours[hour]
        w.hours[hour] = e


@njit
def before(w, a, b):
    """The order of events: by time, then by kind, then as they were planned."""
    return w.events[a].time < w.events[b].time or (w.events[a].time == w.events[b].time and w.events[a].tie < w.events[b].tie)


@njit
def push(w, e):
    """Put an event into this hour's heap."""
    clock = w.clock[0]
    at = clock.in_heap
    clock.in_heap += 1
    while at > 0:
        parent = (at - 1) >> 1
        if not before(w, e, w.heap[parent]):
            break
        w.heap[at] = w.heap[parent]
        at = parent
    w.heap[at] = e


@njit
def pop(w):
    """Take the first event out of this hour's heap."""
    clock = w.clock[0]
    first = w.heap[0]
    clock.in_heap -= 1
    size = clock.in_heap
    last = w.heap[size]
    at = 0
    child = 1
    while child < size:
        if child + 1 < size and before(w, w.heap[child + 1], w.heap[child]):
            child += 1
        if not before(w, w.heap[child], last):
            break
        w.heap[at] = w.heap[child]
        at = child
        child = 2 * at + 1
    w.heap[at] = last
    return first


@njit
def gather(w):
    """Bring the events planned for this hour into the heap."""
    clock = w.clock[0]
    hour = clock.hour - clock.first_hour
    e = w.hours[hour]
    while e >= 0:
        after = w.events[e].next
        push(w, e)
        e = after
    w.hours[hour] = -1
