"""Finds the feeds of a place: each folder with its contract and its files, before any row is read."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from wholeplace.feeds.contract import Contract
from wholeplace.feeds.contract_reading import read_contract
from wholeplace.feeds.dropped import CannotBeRead, DroppedFile, dropped_files, look
from wholeplace.feeds.local import LOCAL_FILE, contract_name
from wholeplace.place.shapes import Place
from wholeplace.terms import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """One folder under feeds/ that holds files. `expected`: every header that its contract knows."""

    name: str
    folder: Path
    contract: Contract
    files: tuple[Path, ...]

    @property
    def expected(self) -> tuple[str, ...]:
        sources = [source for column in self.contract.columns for source in (*column.sources, *column.time_sources)]
        sources += self.contract.period.sources if self.contract.period else ()
        return tuple(header for source in sources for header in source)


def feeds_of(place: Place) -> tuple[tuple[Feed, ...], tuple[Problem, ...]]:
    """The feeds that hold files, by name, and every letter about folders, contracts and kinds of files. An empty folder is no feed."""
    folder = place.folder / "feeds"
    feeds, problems = [], []
    for each in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not each.is_dir() or each.name.startswith("."):
            continue
        feed, found = _open(each)
        problems += found
        if feed is not None:
            feeds.append(feed)
    return tuple(feeds), tuple(problems)


def _open(folder: Path) -> tuple[Feed | None, tuple[Problem, ...]]:
    if not any(not path.name.startswith(".") and path.name != LOCAL_FILE for path in folder.iterdir()):
        return None, ()
    name, problems = contract_name(folder)
    if name is None:
        return None, problems
    contract, problems = read_contract(name, folder)
    if contract is None:
        return None, problems
    lists = [column.lookup.path.name for column in contract.columns if column.lookup is not None]
    files, problems = dropped_files(folder, [*lists, *_ignored(folder)])
    return Feed(name=folder.name, folder=folder, contract=contract, files=files) if files else None, problems


def _ignored(folder: Path) -> list[str]:
    local = folder / LOCAL_FILE
    return list(tomllib.loads(local.read_text(encoding="utf-8-sig")).get("ignore", [])) if local.is_file() else []


def look_at(feed: Feed) -> tuple[tuple[DroppedFile, ...], tuple[Problem, ...]]:
    """How each file of the feed is written; a letter for each that cannot be read."""
    seen, problems = [], []
    for path in feed.files:
        try:
            seen.append(look(path, feed.expected))
        except CannotBeRead as error:
            what, why = f"{error}.", "Its rows would be missing from the picture."
            fix = "Ask the sender for a new copy, or take it out of the folder."
            problems.append(Problem(where=f"feeds/{feed.name}/{path.name}", what=what, why=why, fix=fix))
    return tuple(seen), tuple(problems)
