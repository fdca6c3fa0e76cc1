"""People in no register: clients of charities and landlords who are not on the person list, and can be linked to nobody there."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from wholeplace.demo.days import END, YEAR
from wholeplace.demo.layout import Room
from wholeplace.demo.rates import number
from wholeplace.demo.records import Desk, addresses
from wholeplace.demo.selves import draw_names
from wholeplace.demo.slips import Called, said_by


@dataclass(frozen=True, kw_only=True, slots=True)
class Strangers:
    """One row a stranger of a block. `serial`: beyond everyone's. `host`: the person (row of People) at whose address they stay."""

    serial: np.ndarray
    called: Called
    female: np.ndarray
    host: np.ndarray

    def __len__(self) -> int:
        return len(self.serial)


def strangers_of(desk: Desk) -> Strangers:
    """The strangers of a block: all feeds choose among the same ones, so that some are known to several."""
    layout, people = desk.layout, desk.people
    rng = layout.rng(desk.block, Room.STRANGERS)
    count = max(20, round(number("strangers.pool") * len(people)))
    host = rng.integers(0, len(people), count)
    community = desk.households.community[host]
    nothing = pl.Series([None] * count, dtype=pl.String)
    family = draw_names(rng, "family", community)
    called = Called(
        given=draw_names(rng, "given", community), middle=nothing, family=family, former=nothing, community=community,
        born=(END - (18 + rng.gamma(3.0, 9.0, count)) * YEAR).astype(np.int32),
    )  # fmt: skip
    serial = layout.serials + int(layout.first_serial[layout.blocks[desk.block][0]]) + np.arange(count)
    return Strangers(serial=serial, called=called, female=rng.random(count) < 0.5, host=host)


def with_strangers(desk: Desk, feed: str, frame: pl.DataFrame, columns: dict[str, str], refs: str) -> pl.DataFrame:
    """The frame and, at its end, rows like its own of strangers, so many that they are strangers.share of the rows.

    `columns`: the feed's header of number, local, given, family, born, sex, address, postcode, uprn and area, for those it has.
    `refs`: the header that names a row. Birth dates before 1900 cannot come about. Strangers have no NHS number.
    """
    share = number("strangers.share")
    strangers = strangers_of(desk)
    rng = desk.dice(Room.STRANGERS, feed)
    count = min(round(len(frame) * share / (1 - share)), len(strangers))
    if not count:
        return frame
    chosen = np.sort(rng.choice(len(strangers), count, replace=False))
    rows = frame[np.sort(rng.integers(0, len(frame), count))]
    local = desk.locals_of(feed, strangers.serial[chosen])
    desk.who_is_who.known(feed, local, strangers.serial[chosen], np.zeros(count, dtype=bool))
    all_of_them = said_by(rng, feed, strangers.called)
    host = strangers.host[chosen]
    at, when = pl.Series(chosen.astype(np.uint32)), np.full(count, END - 1)
    sex = pl.Series((1 + strangers.female[chosen]).astype(np.int8)).set(pl.Series(all_of_them.no_sex[chosen]), None)
    said = {
        "number": pl.Series([None] * count, dtype=frame.schema[columns["number"]]), "local": pl.Series(local),
        "given": all_of_them.given.gather(at), "family": all_of_them.family.gather(at), "born": all_of_them.born.gather(at), "sex": sex,
        "area": desk.areas.gather(pl.Series(desk.people.home_on(host, when).astype(np.uint32))), **addresses(desk, host, when),
        "refs": _fresh(frame[refs], count),
    }  # fmt: skip
    headers = {**columns, "refs": refs}
    return pl.concat([frame, rows.with_columns(said[name].alias(header).cast(frame.schema[header]) for name, header in headers.items())])


def _fresh(refs: pl.Series, count: int) -> pl.Series:
    """References that no row has."""
    return pl.Series(int(refs.max()) + 1 + np.arange(count))  # pyright: ignore[reportArgumentType]
