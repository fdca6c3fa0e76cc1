"""Who comes back within 30 days of leaving hospital, when, and as whom."""

import numpy as np
import polars as pl

from wholeplace.flow.calibrate.arrivals import Ranged
from wholeplace.flow.calibrate.choosing import FEWEST
from wholeplace.flow.calibrate.hospital import kept_ways, name_of
from wholeplace.flow.calibrate.odds import OddsFit, odds_each_delay_day, odds_when_late, share_undelayed
from wholeplace.flow.calibrate.shapes import Asked, Part, together
from wholeplace.flow.calibrate.stays import DIED, WaysOut
from wholeplace.flow.calibrate.survival import from_chances
from wholeplace.flow.calibrate.told import fitted, published, source_of, written
from wholeplace.flow.shapes import Assumption, Law, Length, Return

WITHIN = 30
FEWEST_LATELY = 200
"""People who left in the last year, from which the share who come back is theirs and not that of all years: it changes with practice."""
FEWEST_TO_TIME = 200
"""Returns from which their days are read off the records."""


def returning_part(asked: Asked, found: dict[str, WaysOut], groups: tuple[str, ...], to: str) -> Part:
    """Returns of the hospital `groups` to station `to`. Effects of delay and of late support: fitted, or assumed where few came back."""
    returns = asked.paths.returns
    delay, late = odds_each_delay_day(returns), odds_when_late(returns, "after_ready")
    becomes = _becomes(asked, found)
    after = _after(returns)
    each_day = delay.ratio or _assumed("odds_each_delay_day")
    when_late = late.ratio or _assumed("odds_when_late")
    parts = []
    for group in groups:
        rows = _rows_of(returns, group)
        if not becomes or group.endswith(DIED):
            continue
        counted = int(rows["people"].sum()) >= FEWEST
        share = share_undelayed(rows, each_day.value, when_late.value) if counted else _assumed("share")
        back = Return(
            group=group, share=round(share.value, 4), to=to, after=after, becomes=becomes, odds_each_delay_day=round(each_day.value, 4),
            odds_when_late=round(when_late.value, 3) if group.endswith("-1") else 1.0,
        )  # fmt: skip
        parts.append(Part(returns=(back,), assumptions=_numbers(asked, back, (rows, share, delay, late), counted=counted)))
    leaving = odds_when_late(returns, "after_leaving")
    return together([*parts, Part(sentences=_sentences(delay, late, leaving))])


def _assumed(key: str) -> Ranged:
    said = published("", "returns", key)
    return Ranged(value=said.value, low=said.low, high=said.high)


def _rows_of(returns: pl.DataFrame, group: str) -> pl.DataFrame:
    came, _, way = group.rpartition("-")
    same_day = pl.col("came_as") == "same-day"
    rows = returns.filter(same_day if group == "same-day" else (pl.col("came_as") == came) & (pl.col("pathway").cast(pl.String) == way))
    lately = rows.filter("lately")
    return lately if int(lately["people"].sum()) >= FEWEST_LATELY else rows


def _numbers(asked: Asked, back: Return, told: tuple[pl.DataFrame, Ranged, OddsFit, OddsFit], *, counted: bool) -> tuple[Assumption, ...]:
    rows, share, delay, late = told
    root, paths = f"returns.{back.group}", asked.paths

    def number(key: str, ranged: Ranged | None, unit: str, people: int) -> Assumption:
        if ranged is None:
            return published(f"{root}.{key}", "returns", key)
        return fitted(f"{root}.{key}", ranged, unit, source_of(paths, "returns within 30 days", paths.stays_from, people))

    numbers = [
        number("share", share if counted else None, "share", int(rows["people"].sum())),
        number("odds_each_delay_day", delay.ratio, "times the odds", delay.people),
    ]
    if back.group.endswith("-1"):
        numbers.append(number("odds_when_late", late.ratio, "times the odds", late.people))
    return tuple(numbers)


def _becomes(asked: Asked, found: dict[str, WaysOut]) -> tuple[tuple[str, float], ...]:
    """As whom people come back: same-day or with a night as those who came back did, by way out as all emergencies."""
    back = asked.paths.admissions.filter(pl.col("came_back"))
    people = float(back["people"].sum())
    if people <= 0:
        return ()
    same_day = float(back.filter(pl.col("came_as") == "same-day")["people"].sum()) / people
    shares = {"same-day": same_day} | {
        name_of("emergency", way): (1 - same_day) * share.value for way, share in kept_ways(found["emergency"]).items()
    }
    rounded = {name: round(share, 4) for name, share in shares.items() if round(share, 4) > 0}
    largest = max(rounded, key=lambda name: rounded[name])
    rounded[largest] = round(rounded[largest] + 1 - sum(rounded.values()), 4)
    return tuple(rounded.items())


def _after(returns: pl.DataFrame) -> Length:
    """Days from leaving to coming back."""
    rows = returns.filter(pl.col("back_after_days").is_not_null()).group_by("back_after_days").agg(pl.col("people").sum())
    if rows["people"].sum() < FEWEST_TO_TIME:
        return Length(law=Law.EXPONENTIAL, mean=published("", "returns", "after").value, longest=float(WITHIN))
    counts = np.zeros(WITHIN)
    for day, people in rows.iter_rows():
        counts[day] += people
    edges = np.concatenate([[0.0], np.arange(WITHIN) + 0.5])
    return written(from_chances(edges, np.concatenate([[0.0], np.cumsum(counts)]) / counts.sum()))


def _sentences(delay: OddsFit, late: OddsFit, leaving: OddsFit) -> tuple[str, ...]:
    return (
        _in_words("Each day of delay", delay),
        _in_words("Support that began more than 2 days after people were ready (pathway 1, those not back by then)", late),
        _in_words("Support that began more than 2 days after people left (pathway 1, those not back by then)", leaving),
    )


def _in_words(what: str, fit: OddsFit) -> str:
    if fit.ratio is None:
        return f"{what}: too few people came back to say what it does to returns; an assumed effect stands in."
    ratio = fit.ratio
    clear = "" if ratio.low > 1 or ratio.high < 1 else " That may be chance."
    return (
        f"{what} goes with {ratio.value:.2f} times the odds of coming back (90% interval {ratio.low:.2f} to {ratio.high:.2f}, "
        f"{fit.people:,} people).{clear}"
    )


__all__ = ["returning_part"]
