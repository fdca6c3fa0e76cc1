"""Checks every feed's headers against its contract without reading a row."""

from wholeplace.feeds.opening import Feed, feeds_of, look_at
from wholeplace.feeds.shaping import shape
from wholeplace.place.shapes import Place
from wholeplace.terms import Problem


def check_feeds(place: Place) -> tuple[Problem, ...]:
    """Every letter about folders, contracts, kinds of files and missing columns. Empty when `receive` has what it needs to begin."""
    feeds, problems = feeds_of(place)
    return (*problems, *(problem for feed in feeds for problem in _check(feed)))


def _check(feed: Feed) -> tuple[Problem, ...]:
    files, problems = look_at(feed)
    found = list(problems)
    for file in files:
        if not file.empty:
            found += shape(file, feed.contract, where=f"feeds/{feed.name}/{file.name}", reader="nothing", enums={})[1]
    if files and all(file.empty for file in files):
        why = "A feed without rows would look like a place where nothing happened."
        found.append(
            Problem(where=f"feeds/{feed.name}", what="every file is empty.", why=why, fix="Ask for a new drop, or take the files away.")
        )
    return tuple(found)
