"""The vault half of what was received: one numbered folder for each receive, named by the received folder that it belongs to.

A generation is written in full before the received folder is swapped, which is what makes both count. What is in the vault
beside the generation named there was left by a killed run, or is out of date, and is swept away.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wholeplace.place.folder import CLOSED_FOLDER, STATE, VAULT, close_to_others, vault_folder

GENERATION = "generation"
"""The file in the received folder that names its generation."""


def generation_of(received: Path) -> int:
    """The generation that a received folder belongs to; 0 when nothing was received yet, or before there was a vault."""
    file = received / GENERATION
    return int(file.read_text(encoding="ascii")) if file.exists() else 0


def closed_folder(place: Path, generation: int) -> Path:
    """Where the vault half of a generation lies, in the place folder `place`."""
    return place / STATE / VAULT / "received" / str(generation)


def sweep(place: Path, *, keep: int) -> None:
    """Remove every generation but one."""
    for folder in closed_folder(place, keep).parent.glob("*"):
        if folder.name != str(keep):
            shutil.rmtree(folder)


@contextmanager
def next_generation(place: Path, now: int) -> Iterator[tuple[int, Path]]:
    """Yield the number and the empty folder of the generation after `now`. It is removed again when the block fails."""
    vault_folder(place)
    folder = closed_folder(place, now + 1)
    folder.mkdir(mode=CLOSED_FOLDER, parents=True)
    folder.parent.chmod(CLOSED_FOLDER)
    try:
        yield now + 1, folder
        close_to_others(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
