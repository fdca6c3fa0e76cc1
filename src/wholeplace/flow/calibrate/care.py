"""Care after hospital and from home: how long it lasts, where people go from one to the next."""

import numpy as np
import polars as pl

from wholeplace.flow.calibrate.arrivals import share_of
from wholeplace.flow.calibrate.choosing import FEWEST, Chosen, choose, in_words
from wholeplace.flow.calibrate.hospital import STATION_OF
from wholeplace.flow.calibrate.laws import Lengths
from wholeplace.flow.calibrate.shapes import Asked, Part, together
from wholeplace.flow.calibrate.told import STATIONS, fitted, published, published_length, source_of, written
from wholeplace.flow.shapes import Assumption, Group, Route, Service

FROM_HOME = {"home-care": "from-home-to-home-care", "care-home": "from-home-to-care-home"}
"""Groups of people whose care does not begin after hospital: they use the same places."""
ORIGINS = {"home": "of people who come from home", "hospital": "of people who come from hospital", "rehab": "after a rehabilitation bed"}


def care_part(asked: Asked, groups: tuple[str, ...]) -> Part:
    """Ways on from hospital and rehabilitation beds, and lengths of care, for the hospital `groups` (named emergency-1 and so on)."""
    ways = together([_ways_on(asked, name) for name in groups])
    used = {(route.group, route.to) for route in ways.routes if route.to in STATIONS}
    at_home = [name for station, name in FROM_HOME.items() if len(_care(asked, station, ("home",)))]
    from_home = together([_from_home(station) for station, name in FROM_HOME.items() if name in at_home])
    used |= {(name, station) for station, name in FROM_HOME.items() if name in at_home}
    lengths = _lengths(asked, sorted(used))
    return together([ways, _leaving(sorted(used), ways.routes), from_home, lengths])


def _from_home(station: str) -> Part:
    name, title = FROM_HOME[station], f"People who come to {STATIONS[station].lower()} from home"
    return Part(groups=(Group(name=name, title=title),), routes=(Route(group=name, after=station, to="", share=1.0),))


def _ways_on(asked: Asked, group: str) -> Part:
    """Where one group goes from its hospital bed: as the records show, or where its pathway says when they say nothing of it."""
    came, _, way = group.rpartition("-")
    if way not in ("1", "2", "3"):
        return Part(routes=(Route(group=group, after="same-day" if group == "same-day" else "acute", to="", share=1.0),))
    own = asked.paths.way_on.filter((pl.col("came_as") == came) & (pl.col("pathway") == int(way)))
    counted = dict(own.group_by("station").agg(pl.col("people").sum()).sort("station").iter_rows())
    meant = STATION_OF[int(way)]
    people = sum(counted.values())
    if people < FEWEST or not _recorded(asked, meant):
        words = f"Where {group} people go on to is not told; they are taken to go where pathway {way} says." if people >= FEWEST else ""
        return Part(routes=(Route(group=group, after="acute", to=meant, share=1.0),), sentences=(words,) if words else ())
    kept = {to: count for to, count in counted.items() if count / people >= 0.005}
    whole = sum(kept.values())
    source = source_of(asked.paths, "support that began after leaving hospital", asked.paths.stays_from, people)
    numbers = [fitted(f"routes.{group}.acute.{to or 'home'}.share", share_of(count, whole), "share", source) for to, count in kept.items()]
    told = [number for number in numbers if not number.path.endswith(".home.share")]
    routes = _adding_up(group, "acute", {to: count / whole for to, count in kept.items()}) + _step_down(asked, group, "rehab" in kept)
    return Part(routes=routes, assumptions=(*told, *_step_down_numbers(asked, group, "rehab" in kept)))


def _recorded(asked: Asked, station: str) -> bool:
    return int(asked.paths.care_lengths.filter(pl.col("station") == station)["people"].sum()) >= FEWEST


def _adding_up(group: str, after: str, shares: dict[str, float]) -> tuple[Route, ...]:
    """Routes whose shares are rounded and still add up to 1: home, or the last, takes the rest."""
    rest = "" if "" in shares else list(shares)[-1]
    rounded = {to: round(share, 4) for to, share in shares.items() if to != rest}
    return tuple(
        Route(group=group, after=after, to=to, share=share) for to, share in (rounded | {rest: round(1 - sum(rounded.values()), 4)}).items()
    )


def _step_down_share(asked: Asked) -> tuple[float, float]:
    """People who left a rehabilitation bed at least a week before the end of the records, and how many of them went on to home care."""
    ended = asked.paths.care_lengths.filter((pl.col("station") == "rehab") & ~pl.col("open"))
    return float(ended.filter(pl.col("to_home_care"))["people"].sum()), float(ended["people"].sum())


def _step_down(asked: Asked, group: str, has_bed: bool) -> tuple[Route, ...]:
    on, left = _step_down_share(asked)
    if not has_bed:
        return ()
    share = on / left if left else 0.0
    return _adding_up(group, "rehab", {"home-care": share, "": 1 - share} if share > 0 else {"": 1.0})


def _step_down_numbers(asked: Asked, group: str, has_bed: bool) -> tuple[Assumption, ...]:
    on, left = _step_down_share(asked)
    if not (has_bed and on):
        return ()
    source = source_of(asked.paths, "home care that began within 7 days of a rehabilitation bed", asked.paths.care_from, left)
    return (fitted(f"routes.{group}.rehab.home-care.share", share_of(on, left), "share", source),)


def _leaving(used: list[tuple[str, str]], routes: tuple[Route, ...]) -> Part:
    """Everybody whose way is not told further leaves for home."""
    told = {(route.group, route.after) for route in routes}
    left = [pair for pair in used if pair not in told and pair[0] not in FROM_HOME.values()]
    return Part(routes=tuple(Route(group=group, after=station, to="", share=1.0) for group, station in left))


def _care(asked: Asked, station: str, origins: tuple[str, ...]) -> pl.DataFrame:
    return asked.paths.care_lengths.filter((pl.col("station") == station) & pl.col("came_from").is_in(list(origins)))


def _lengths(asked: Asked, used: list[tuple[str, str]]) -> Part:
    """Lengths of care for every group at every station it uses; those of all origins together where one has too few."""
    chosen = {pair: _chosen(asked, *pair) for pair in {(station, _origin(group, station)) for group, station in used}}
    services, numbers = [], []
    for group, station in used:
        found = chosen[station, _origin(group, station)]
        path = f"services.{group}.{station}.mean"
        source = source_of(asked.paths, "spells of care", asked.paths.care_from, found.ended) if found else ""
        services.append(Service(group=group, station=station, length=written(found.length) if found else published_length(station)))
        numbers.append(fitted(path, found.mean, "days", source) if found else published(path, station, "length"))
    few = "too few are told; a published length stands in"
    in_order = sorted(chosen.items(), key=lambda item: item[0])
    sentences = [f"{STATIONS[at]} {ORIGINS[of]}: {in_words(found) if found else few}." for (at, of), found in in_order]
    plots = [found.plot for _, found in in_order if found]
    return Part(services=tuple(services), assumptions=tuple(numbers), sentences=tuple(dict.fromkeys(sentences)), plots=tuple(plots))


def _origin(group: str, station: str) -> str:
    if group in FROM_HOME.values():
        return "home"
    return "rehab" if station == "home-care" and group.endswith("-2") else "hospital"


def _chosen(asked: Asked, station: str, origin: str) -> Chosen | None:
    title = f"{STATIONS[station]} {ORIGINS[origin]}"
    for origins, words in (((origin,), title), (tuple(ORIGINS), STATIONS[station])):
        lengths = _as_lengths(_care(asked, station, origins))
        if lengths.ended >= FEWEST and len(np.unique(lengths.days[lengths.over])) > 1:
            return choose(lengths, words)
    return None


def _as_lengths(rows: pl.DataFrame) -> Lengths:
    return Lengths(
        days=rows["days"].to_numpy().astype(float),
        over=~rows["open"].to_numpy().astype(bool),
        before=rows["before"].to_numpy().astype(float),
        people=rows["people"].to_numpy().astype(float),
    )


__all__ = ["FROM_HOME", "care_part"]
