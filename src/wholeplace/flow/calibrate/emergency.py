"""A&E: how long people are there, and how many there were at its busiest."""

import numpy as np
import polars as pl

from wholeplace.flow.calibrate.choosing import FEWEST, choose, in_words
from wholeplace.flow.calibrate.laws import Lengths
from wholeplace.flow.calibrate.shapes import Asked, Part, together
from wholeplace.flow.calibrate.told import fitted, published, published_length, source_of, written
from wholeplace.flow.shapes import Group, Route, Service

MINUTES = 1440.0
ONLY = "a-and-e-only"


def emergency_part(asked: Asked, admitted: tuple[str, ...]) -> Part:
    """The services of A&E: for those who go home from it, and for the groups `admitted` through it.

    Minutes of the admitted run from arrival to leaving the department, with any wait for a bed in them: the records do not say
    when the decision was made.
    """
    only = Part(
        groups=(Group(name=ONLY, title="People who come to A&E and go home"),),
        routes=(Route(group=ONLY, after="a-and-e", to="", share=1.0),),
    )
    onward = [Route(group=name, after="a-and-e", to="same-day" if name == "same-day" else "acute", share=1.0) for name in admitted]
    stays = [_stays(asked, (ONLY,), admitted=False), _stays(asked, admitted, admitted=True)]
    return together([only, Part(routes=tuple(onward)), *stays])


def _stays(asked: Asked, groups: tuple[str, ...], *, admitted: bool) -> Part:
    paths = asked.paths
    rows = paths.a_and_e_minutes.filter((pl.col("admitted") == admitted) & pl.col("minutes").is_not_null())
    people = int(rows["people"].sum())
    title = f"People who are {'admitted' if admitted else 'not admitted'}: time in A&E"
    path = "services.{}.a-and-e.mean"
    if people < FEWEST or rows["minutes"].n_unique() < 2:
        return Part(
            services=tuple(Service(group=name, station="a-and-e", length=published_length("a-and-e")) for name in groups),
            assumptions=tuple(published(path.format(name), "a-and-e", "length") for name in groups),
            sentences=(f"{title}: too few are told; a published length stands in.",),
        )
    lengths = Lengths(
        days=rows["minutes"].to_numpy().astype(float), over=np.ones(len(rows), dtype=bool), before=np.zeros(len(rows)),
        people=rows["people"].to_numpy().astype(float),
    )  # fmt: skip
    chosen = choose(lengths, title, unit="minutes", scale=MINUTES)
    source = source_of(paths, "A&E attendances", paths.attendances_from, people)
    return Part(
        services=tuple(Service(group=name, station="a-and-e", length=written(chosen.length)) for name in groups),
        assumptions=tuple(fitted(path.format(name), chosen.mean, "days", source) for name in groups),
        sentences=(f"{title}: {in_words(chosen)}.",),
        plots=(chosen.plot,),
    )


__all__ = ["ONLY", "emergency_part"]
