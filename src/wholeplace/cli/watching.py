"""Shows work as it goes on, on standard error: one line for each room, with a bar on a terminal, plain lines elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from wholeplace.terms.progress import Progress, quiet

ROOMS_IN_WORDS = {
    "demo": "Inventing a place",
    "feeds": "Receiving the files",
    "forget": "Taking somebody out",
    "people": "Following people's journeys",
    "measures": "Measuring",
    "picture": "Drawing the picture",
    "flow": "Trying it out",
    "ledger": "Proving the records",
    "papers": "Proving the papers",
    "relocating": "Moving the records",
    "publish": "Publishing the pack",
}


@contextmanager
def watching(*, as_json: bool = False) -> Iterator[Progress]:
    """A progress function that a person can watch. With `as_json` nobody watches."""
    console = Console(stderr=True)
    if as_json:
        yield quiet
    elif console.is_terminal:
        with _bars(console) as bars:
            yield _on_terminal(bars)
    else:
        yield _on_plain_lines(console)


def _bars(console: Console) -> Bars:
    columns = (TextColumn("{task.fields[room]:<28}"), BarColumn(bar_width=24), TimeElapsedColumn(), TextColumn("{task.description}"))
    return Bars(*columns, console=console)


def _on_terminal(bars: Bars) -> Progress:
    lines: dict[str, TaskID] = {}

    def show(room: str, doing: str, share: float) -> None:
        if room not in lines:
            lines[room] = bars.add_task(doing, total=1.0, room=ROOMS_IN_WORDS.get(room, room))
        bars.update(lines[room], completed=share, description="" if share >= 1 else doing)

    return show


def _on_plain_lines(console: Console) -> Progress:
    begun: set[str] = set()

    def show(room: str, doing: str, share: float) -> None:  # noqa: ARG001  one line a room is enough for a log
        if room not in begun:
            begun.add(room)
            console.print(f"{ROOMS_IN_WORDS.get(room, room)} ...", highlight=False)

    return show
