"""The folder on disk: where the tool keeps its own state, and how a result replaces the last good one."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from wholeplace.terms import WrongUse

STATE = ".wholeplace"
"""The tool's own folder inside a place folder. Everything in it can be rebuilt."""

VAULT = "vault"
"""Inside the tool's own folder: the one place that says who a person is."""

CLOSED_FOLDER = 0o700
CLOSED_FILE = 0o600
LOCK = "lock"


def state_folder(folder: Path) -> Path:
    """The tool's own folder inside the place `folder`, made (and closed to other users) when it is not there yet."""
    state = folder / STATE
    state.mkdir(mode=CLOSED_FOLDER, parents=True, exist_ok=True)
    return state


def vault_folder(folder: Path) -> Path:
    """The vault of the place `folder`, made (and closed to other users) when it is not there yet."""
    vault = state_folder(folder) / VAULT
    vault.mkdir(mode=CLOSED_FOLDER, exist_ok=True)
    return vault


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the place `folder` for this process while the block runs, so that two runs never write its state at once.

    A process that holds it may hold it again. Raises WrongUse when another process does; a killed one lets go by itself.
    """
    lock = FileLock(state_folder(folder) / LOCK, timeout=0, mode=CLOSED_FILE, is_singleton=True)
    try:
        lock.acquire()
    except Timeout:
        raise WrongUse(f"Another run is at work on {folder.name}. Wait until it ends, then try again.") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def swapped(target: Path) -> Iterator[Path]:
    """Yield an empty, closed folder beside `target`; it becomes `target` only when the block ends well.

    A crash leaves the last good `target` as it was. The new folder keeps mode 0700. What a killed run left half made is
    swept away by the next one, and a swap that was cut short between its two renames is completed first.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    leaving = target.parent / f".{target.name}.leaving"
    finish_swap(target)
    making = Path(tempfile.mkdtemp(prefix=f".{target.name}.making-", dir=target.parent))
    try:
        yield making
        if target.exists():
            target.rename(leaving)
        making.rename(target)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        if leaving.exists() and not target.exists():
            leaving.rename(target)
        raise
    shutil.rmtree(leaving, ignore_errors=True)


def finish_swap(target: Path) -> None:
    """Put right what a killed run left of `target`: a swap cut short is completed, what was half made is swept away."""
    leaving = target.parent / f".{target.name}.leaving"
    if leaving.exists():
        if target.exists():
            shutil.rmtree(leaving)
        else:
            leaving.rename(target)
    for half_made in target.parent.glob(f".{target.name}.making-*"):
        shutil.rmtree(half_made, ignore_errors=True)


def close_to_others(folder: Path) -> None:
    """Take every right on `folder` and all inside it away from other users: folders 0700, files 0600."""
    folder.chmod(CLOSED_FOLDER)
    for root, folders, files in os.walk(folder):
        for name in folders:
            (Path(root) / name).chmod(CLOSED_FOLDER)
        for name in files:
            (Path(root) / name).chmod(CLOSED_FILE)
