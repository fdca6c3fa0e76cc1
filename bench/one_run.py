"""One run of the main job, for bench/picture.py to watch: prints the seconds that each room was at work, as JSON."""

import json
import sys
import time

import wholeplace


def main() -> None:
    clock = time.perf_counter
    turns: list[tuple[str, float]] = []

    def note(room: str, doing: str, share: float) -> None:  # noqa: ARG001  only the room matters here
        if not turns or turns[-1][0] != room:
            turns.append((room, clock()))

    wholeplace.make_picture(sys.argv[1], progress=note)
    ends = [*(began for _, began in turns[1:]), clock()]
    rooms: dict[str, float] = {}
    for (room, began), ended in zip(turns, ends, strict=True):
        rooms[room] = rooms.get(room, 0.0) + ended - began
    sys.stdout.write(json.dumps(rooms))


if __name__ == "__main__":
    main()
