# Compiled: every function here is one loop, which a call within would only hide.
# ruff: noqa: C901, PLR0911, PLR0912, PLR0913
"""The few loops over bytes and numbers that receiving is made of, as machine code (see machine_code.py for how they become it).

Arrays are handed over by address: a caller answers for their lengths. None keeps or allocates anything.
"""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Words = NDArray[np.uint64]

LINE_END, RETURN, QUOTE = 10, 13, 34
NOT_PLAIN, NO_ROOM = -1, -2


def split(data: Bytes, end: int, separator: int, columns: int, begins: Ints, ends: Ints, room: int) -> int:
    """Split data[0:end], whole lines, into cells. Returns the lines; NOT_PLAIN when one of them is not; NO_ROOM when there are more.

    Cell (column, row) is data[begins[column * room + row]:ends[...]], without its quotes; after the columns, the line itself stands so.
    A plain line has as many cells as there are columns, and a quote only at both ends of a cell. Empty lines are none.

    Eight bytes are looked at together: a byte of `marks` is 128 where the sign is a separator, a line end or a quote.
    """
    every, low = np.uint64(0x0101010101010101), np.uint64(0x7F7F7F7F7F7F7F7F)
    parts, lines, quotes = np.uint64(separator) * every, np.uint64(LINE_END) * every, np.uint64(QUOTE) * every
    row, column, at, begin, line = 0, 0, 0, 0, 0
    while at < end:
        if at == begin and data[at] == QUOTE:
            if column == 0 and row >= room:
                return NO_ROOM
            begin = at = at + 1
            while at < end and data[at] != QUOTE:
                if data[at] == LINE_END:
                    return NOT_PLAIN
                at += 1
            stop = at
            at += 1
            if at < end and data[at] == RETURN:
                at += 1
            if at >= end or (data[at] != separator and data[at] != LINE_END):
                return NOT_PLAIN
            begins[column * room + row], ends[column * room + row] = begin, stop
            column += 1
            if (data[at] == LINE_END) != (column == columns):
                return NOT_PLAIN
            at += 1
            begin = at
            if column == columns:
                begins[columns * room + row], ends[columns * room + row] = line, at
                line = at
                column = 0
                row += 1
            continue
        word = np.uint64(0)
        if at + 8 <= end:
            word = np.uint64(data[at]) | np.uint64(data[at + 1]) << np.uint64(8) | np.uint64(data[at + 2]) << np.uint64(16)
            word |= np.uint64(data[at + 3]) << np.uint64(24) | np.uint64(data[at + 4]) << np.uint64(32)
            word |= np.uint64(data[at + 5]) << np.uint64(40) | np.uint64(data[at + 6]) << np.uint64(48)
            word |= np.uint64(data[at + 7]) << np.uint64(56)
        else:
            for step in range(end - at):
                word |= np.uint64(data[at + step]) << np.uint64(8 * step)
        part, feed, quote = word ^ parts, word ^ lines, word ^ quotes
        marks = (((part & low) + low) | part) & (((feed & low) + low) | feed) & (((quote & low) + low) | quote)
        marks = ~(marks | low)
        after = at + 8
        while marks != np.uint64(0):
            mark = (marks & (~marks + np.uint64(1))) >> np.uint64(7)
            here = at + np.int64((mark * np.uint64(0x0001020304050607)) >> np.uint64(56))
            sign = data[here]
            if sign == QUOTE:
                if here != begin:
                    return NOT_PLAIN
                after = here
                break
            marks &= marks - np.uint64(1)
            stop = here
            if sign == LINE_END:
                if stop > begin and data[stop - 1] == RETURN:
                    stop -= 1
                if column == 0 and stop == begin:
                    begin = line = here + 1
                    continue
            if (sign == LINE_END) != (column == columns - 1):
                return NOT_PLAIN
            if column == 0 and row >= room:
                return NO_ROOM
            begins[column * room + row], ends[column * room + row] = begin, stop
            begin = here + 1
            column += 1
            if column == columns:
                begins[columns * room + row], ends[columns * room + row] = line, begin
                line = begin
                column = 0
                row += 1
        at = after
    return row if begin == end and column == 0 else NOT_PLAIN


def encode(
    data: Bytes, size: int, begins: Ints, ends: Ints, rows: int, codes: Ints, slots: Ints, mask: int, hashes: Words, places: Longs,
    texts: Bytes, room: Longs,
) -> int:  # fmt: skip
    """Number each row's text data[begins[row]:ends[row]] by the first row that had it. Returns the rows done: fewer when room ran out.

    size: the bytes of `data`. room: (texts known, most texts, bytes known, most bytes). `slots` holds number + 1 by hash, 0 for free;
    text n is texts[places[n]:places[n + 1]].
    """
    count, used = room[0], room[2]
    row = 0
    while row < rows:
        begin, length = np.int64(begins[row]), np.int64(ends[row]) - np.int64(begins[row])
        stop = begin + length
        mixed = np.uint64(length) * np.uint64(0x9E3779B97F4A7C15)
        last = np.uint64(0)
        if length >= 8:
            at = begin
            while at + 8 < stop:
                word = np.uint64(data[at]) | np.uint64(data[at + 1]) << np.uint64(8) | np.uint64(data[at + 2]) << np.uint64(16)
                word |= np.uint64(data[at + 3]) << np.uint64(24) | np.uint64(data[at + 4]) << np.uint64(32)
                word |= np.uint64(data[at + 5]) << np.uint64(40) | np.uint64(data[at + 6]) << np.uint64(48)
                word |= np.uint64(data[at + 7]) << np.uint64(56)
                mixed = (mixed ^ word) * np.uint64(0xBF58476D1CE4E5B9)
                mixed ^= mixed >> np.uint64(31)
                at += 8
            at = stop - 8  # some bytes may have been mixed in before: the same of texts that are the same
            last = np.uint64(data[at]) | np.uint64(data[at + 1]) << np.uint64(8) | np.uint64(data[at + 2]) << np.uint64(16)
            last |= np.uint64(data[at + 3]) << np.uint64(24) | np.uint64(data[at + 4]) << np.uint64(32)
            last |= np.uint64(data[at + 5]) << np.uint64(40) | np.uint64(data[at + 6]) << np.uint64(48)
            last |= np.uint64(data[at + 7]) << np.uint64(56)
        elif begin + 8 <= size:
            if length > 0:
                last = np.uint64(data[begin]) | np.uint64(data[begin + 1]) << np.uint64(8) | np.uint64(data[begin + 2]) << np.uint64(16)
                last |= np.uint64(data[begin + 3]) << np.uint64(24) | np.uint64(data[begin + 4]) << np.uint64(32)
                last |= np.uint64(data[begin + 5]) << np.uint64(40) | np.uint64(data[begin + 6]) << np.uint64(48)
                last |= np.uint64(data[begin + 7]) << np.uint64(56)
                last &= ~np.uint64(0) >> np.uint64(64 - 8 * length)
        else:
            for step in range(length):
                last |= np.uint64(data[begin + step]) << np.uint64(8 * step)
        mixed ^= last
        mixed ^= mixed >> np.uint64(32)  # what stands last in a text differs most often, and is to bear upon every bit
        mixed *= np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(32)
        slot = np.int64(mixed) & mask
        while True:
            code = np.int64(slots[slot]) - 1
            if code < 0:
                if count >= room[1] or used + length > room[3]:
                    room[0], room[2] = count, used
                    return row
                for step in range(length):
                    texts[used + step] = data[begin + step]
                used += length
                hashes[count] = mixed
                codes[row] = count
                count += 1
                places[count] = used
                slots[slot] = count
                break
            if places[code + 1] - places[code] == length and (length >= 8 or hashes[code] == mixed):
                # Texts of less than 8 bytes are told by their hash and length: each step of it can be undone. Longer ones are looked at.
                known, at, alike = places[code], np.int64(0), True
                while alike and length >= 8:
                    if at + 8 > length:
                        at = length - 8
                    here, there = begin + at, known + at
                    word = np.uint64(data[here]) | np.uint64(data[here + 1]) << np.uint64(8) | np.uint64(data[here + 2]) << np.uint64(16)
                    word |= np.uint64(data[here + 3]) << np.uint64(24) | np.uint64(data[here + 4]) << np.uint64(32)
                    word |= np.uint64(data[here + 5]) << np.uint64(40) | np.uint64(data[here + 6]) << np.uint64(48)
                    word |= np.uint64(data[here + 7]) << np.uint64(56)
                    held = np.uint64(texts[there]) | np.uint64(texts[there + 1]) << np.uint64(8)
                    held |= np.uint64(texts[there + 2]) << np.uint64(16) | np.uint64(texts[there + 3]) << np.uint64(24)
                    held |= np.uint64(texts[there + 4]) << np.uint64(32) | np.uint64(texts[there + 5]) << np.uint64(40)
                    held |= np.uint64(texts[there + 6]) << np.uint64(48) | np.uint64(texts[there + 7]) << np.uint64(56)
                    alike = word == held
                    at += 8
                    if at >= length:
                        break
                if alike:
                    codes[row] = code
                    break
            slot = (slot + 1) & mask
        row += 1
    room[0], room[2] = count, used
    return row


def find_slots(hashes: Words, count: int, slots: Ints, mask: int) -> int:
    """Put `count` known texts into empty slots, by their hashes."""
    for code in range(count):
        slot = np.int64(hashes[code]) & mask
        while slots[slot] != 0:
            slot = (slot + 1) & mask
        slots[slot] = code + 1
    return 0


def copy_texts(data: Bytes, begins: Ints, ends: Ints, rows: int, places: Ints, texts: Bytes, known: Bytes) -> int:
    """Copy the rows' texts one after the other, and return the bytes written. `places`: where each ends, from [1] on; [0] is 0.

    known[row] is 0 for a text that means nothing: "" and NULL (also null, Null).
    """
    used = 0
    for row in range(rows):
        begin, end = begins[row], ends[row]
        if end - begin == 4 and (data[begin] == 78 or data[begin] == 110):
            small = data[begin + 1] == 117 and data[begin + 2] == 108 and data[begin + 3] == 108
            great = data[begin] == 78 and data[begin + 1] == 85 and data[begin + 2] == 76 and data[begin + 3] == 76
            known[row] = 0 if small or great else 1
        else:
            known[row] = 1 if end > begin else 0
        for at in range(begin, end):
            texts[used] = data[at]
            used += 1
        places[row + 1] = used
    return used


def copy_lines(data: Bytes, size: int, begins: Longs, count: int, lines: Bytes, room: int) -> int:
    """Copy the lines that begin at `begins`, each with its end, one after the other, and return their bytes; where that is more than
    `room`, nothing beyond it is written. The last line of data[0:size] may lack its end, and gets one."""
    used = 0
    for line in range(count):
        at, sign = begins[line], np.uint8(0)
        while sign != LINE_END:
            sign = data[at] if at < size else np.uint8(LINE_END)
            if used < room:
                lines[used] = sign
            used += 1
            at += 1
    return used
