"""How fast the demo place is made: rows a second over all feeds, and the most memory held. Prints; asserts nothing.
On a machine shared with others, rows a second of one processor times the number of processors is the fairer figure.

    python bench/demo.py 20000 210000 1000000

Each size runs in a process of its own, so that memory is its own. The folder is deleted afterwards.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from wholeplace.demo import make


def one(people: int) -> dict[str, float]:
    """Make the place once and measure it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "aldermoor"
        began = time.perf_counter()
        make(folder, people=people)
        seconds = time.perf_counter() - began
        rows = sum(json.loads((folder / "truth.json").read_text())["rows"].values())
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "people": people,
        "rows": rows,
        "seconds": round(seconds, 2),
        "rows_a_second": round(rows / seconds),
        "rows_a_processor_second": round(rows / (used.ru_utime + used.ru_stime)),
        "MiB_written": size >> 20,
        "MiB_memory": used.ru_maxrss >> 10,
    }


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]))))  # noqa: T201
        return
    for people in sys.argv[1:] or ["20000", "210000", "1000000"]:
        subprocess.run([sys.executable, __file__, "--one", people], check=True)


if __name__ == "__main__":
    main()
