"""People who are there at the start: in a bed for so long, or ready and waiting, or in a queue."""

import numpy as np

from wholeplace.flow.draws import ARRANGING, PATIENCE, STAY, under64, uniform64
from wholeplace.flow.kernel import arrays, world
from wholeplace.flow.kernel.counting import count_arranging, count_blocked, count_present, count_queue
from wholeplace.flow.kernel.lines import join
from wholeplace.flow.kernel.moves import begin_delay
from wholeplace.flow.kernel.persons import draw, length, new_person, wish
from wholeplace.flow.kernel.planning import plan
from wholeplace.flow.lengths import length_beyond
from wholeplace.flow.quick import quick


@quick
def place_all(w):
    """Place everybody of the snapshot, row by row."""
    clock = w[0]
    for i in range(arrays.present(w).size):
        row = arrays.present(w)[i]
        row_key = under64(clock.root, row.name)
        for k in range(row.people):
            p = new_person(w, under64(row_key, np.uint64(k)), row.group)
            if p < 0:
                return
            clock.alive += 1
            arrays.person(w, p).state = world.IN_CARE
            place(w, p, i)


@quick
def place(w, p, i):
    """Place one person of a row."""
    clock = w[0]
    row = arrays.present(w)[i]
    person = arrays.person(w, p)
    ready = not np.isnan(row.ready_days)
    since = row.ready_days if ready else 0.0
    if row.station < 0:
        wait_in_queue(w, p, row.waits_for, clock.now - since)
        return
    wish(w, p, row.station)
    person.wants, person.station, person.units = -1, row.station, person.needs
    count_present(w, row.station, 1, person.units)
    if ready:
        person.entered = clock.now - (since if np.isnan(row.elapsed) else max(row.elapsed, since))
        person.ready = clock.now - since
        begin_delay(w, p)
        wait_there(w, p, i)
        return
    elapsed, rest = time_left(w, p, i)
    person.entered = clock.now - elapsed
    plan(w, p, clock.now + rest, world.END)


@quick
def wait_there(w, p, i):
    """Be ready and hold a place: in line for the next one, or while the way out is being arranged."""
    clock = w[0]
    row = arrays.present(w)[i]
    if row.waits_for >= 0:
        wish(w, p, row.waits_for)
        join(w, p)
        count_blocked(w, row.station, row.waits_for, 1)
        return
    law = arrays.law(w, row.arranging)
    beyond = row.beyond * (1.0 - draw(w, p, ARRANGING))
    whole = length_beyond(law.kind, arrays.numbers(w), law.start, law.count, beyond)
    count_arranging(w, row.station, 1)
    plan(w, p, clock.now + max(0.0, whole - row.ready_days), world.ARRANGED)


@quick
def wait_in_queue(w, p, s, since):
    """Wait for a station holding nothing, as one who came from outside."""
    clock = w[0]
    person = arrays.person(w, p)
    person.outside, person.joined = 1, since
    wish(w, p, s)
    join(w, p)
    count_queue(w, s, 1)
    if arrays.station(w, s).policy == world.LEAVE:
        plan(w, p, clock.now + length(w, arrays.station(w, s).patience, draw(w, p, PATIENCE)), world.PATIENCE)


@quick
def time_left(w, p, i):
    """Days here so far, and days to go: given so far, or (not known) as of somebody found there at any moment."""
    row = arrays.present(w)[i]
    person = arrays.person(w, p)
    share = draw(w, p, STAY)
    if np.isnan(row.elapsed):
        whole = length(w, row.found, uniform64(person.key, 0, STAY))
        return whole * (1.0 - share), whole * share
    law = arrays.law(w, arrays.care(w, person.group, person.station).law)
    whole = length_beyond(law.kind, arrays.numbers(w), law.start, law.count, row.beyond * (1.0 - share))
    return row.elapsed, max(0.0, whole - row.elapsed)
