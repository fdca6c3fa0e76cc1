# Compiled: every function here is one loop, which a call within would only hide.
# ruff: noqa: C901, PLR0913
"""The loops over numbers that stand for texts and people, as machine code: those over the bytes of a file are in kernel.py."""

import numpy as np

from wholeplace.feeds.kernel import Ints, Longs, Words


def gather(numbers: Ints, places: Ints, some: int, codes: Ints, coded: int, rows: int, out: Ints) -> int:
    """Write the number of each row, or of the rows at `places` (`some` is not 0); in its stead what `codes` says of it (`coded` is not
    0), -1 for a number below 0. Returns how many are below 0."""
    below = 0
    for row in range(rows):
        number = numbers[places[row]] if some != 0 else numbers[row]
        if coded != 0:
            number = codes[number] if number >= 0 else np.int32(-1)
        out[row] = number
        below += 1 if number < 0 else 0
    return below


def add_up(numbers: Ints, values: Longs, rows: int, sums: Longs) -> int:
    """Add to each row's sum the value of its number."""
    for row in range(rows):
        sums[row] += values[numbers[row]]
    return 0


def number_runs(
    parts: Ints, nothing: Ints, width: int, rows: int, codes: Ints, slots: Ints, mask: int, runs: Ints, count: int, most: int
) -> int:
    """Number each row's run of parts[part * rows + row], a number for each part, by the first row that had it; -1 where every part is
    its own `nothing`. Returns how many runs are known, of which there were `count`; one less than their negative when there is no room
    for another.

    `slots` holds number + 1 by hash, 0 for free; run n is runs[n * width:(n + 1) * width]. A row whose code is below -1 is still to be
    numbered.
    """
    for row in range(rows):
        if codes[row] >= -1:
            continue
        mixed, known = np.uint64(width), False
        for part in range(width):
            own = parts[part * rows + row]
            known = known or own != nothing[part]
            mixed = (mixed ^ np.uint64(np.uint32(own))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed ^= mixed >> np.uint64(32)
        if not known:
            codes[row] = -1
            continue
        slot = np.int64(mixed) & mask
        while True:
            code = np.int64(slots[slot]) - 1
            if code < 0:
                if count >= most:
                    return -1 - count
                for part in range(width):
                    runs[count * width + part] = parts[part * rows + row]
                codes[row] = count
                count += 1
                slots[slot] = count
                break
            part = 0
            while part < width and runs[code * width + part] == parts[part * rows + row]:
                part += 1
            if part == width:
                codes[row] = code
                break
            slot = (slot + 1) & mask
    return count


def find_run_slots(runs: Ints, width: int, count: int, slots: Ints, mask: int) -> int:
    """Put `count` known runs into empty slots, by their hashes as `number_runs` makes them."""
    for code in range(count):
        mixed = np.uint64(width)
        for part in range(width):
            mixed = (mixed ^ np.uint64(np.uint32(runs[code * width + part]))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed ^= mixed >> np.uint64(32)
        slot = np.int64(mixed) & mask
        while slots[slot] != 0:
            slot = (slot + 1) & mask
        slots[slot] = code + 1
    return 0


def find_among(keys: Words, rows: int, wanted: Words, count: int, slots: Ints, mask: int, found: Longs) -> int:
    """Write the places of the keys that are among `wanted`, of which `slots`, all 0 and more than twice as many, is made a table.
    Returns how many there are."""
    for at in range(count):
        slot = np.int64(wanted[at] ^ (wanted[at] >> np.uint64(32))) & mask
        while slots[slot] != 0:
            slot = (slot + 1) & mask
        slots[slot] = at + 1
    many = 0
    for row in range(rows):
        key = keys[row]
        slot = np.int64(key ^ (key >> np.uint64(32))) & mask
        while slots[slot] != 0:
            if wanted[slots[slot] - 1] == key:
                found[many] = row
                many += 1
                break
            slot = (slot + 1) & mask
    return many


def count_people(numbers: Ints, days: Ints, no_day: int, rows: int, counts: Longs, first: Ints, last: Ints) -> int:
    """Count each person's rows and find their first and last day. Number -1: nobody. `no_day`: the day is not known."""
    for row in range(rows):
        who = numbers[row]
        if who < 0:
            continue
        counts[who] += 1
        day = days[row]
        if day != no_day:
            if first[who] == no_day or day < first[who]:
                first[who] = day
            if last[who] == no_day or day > last[who]:
                last[who] = day
    return 0


def keep_greatest(numbers: Ints, codes: Ints, ranks: Ints, rows: int, best: Ints) -> int:
    """Keep for each person the code of the greatest text that a row of theirs says. Code -1: none."""
    for row in range(rows):
        who, code = numbers[row], codes[row]
        if who >= 0 and code >= 0 and (best[who] < 0 or ranks[code] > ranks[best[who]]):
            best[who] = code
    return 0
