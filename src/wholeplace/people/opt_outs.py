"""Whose records are left out: the national data opt-out and local objections, by purpose. It fails closed.

A list that is missing, undated or too old stops the run with a letter. An objection that is not understood stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from wholeplace.people.models import read_models, run_models
from wholeplace.place import OptOuts
from wholeplace.terms import DataProblem, Problem
from wholeplace.warehouse import Warehouse

FOLDER = Path(__file__).parent / "opt_outs"
RULES = FOLDER / "rules.csv"
KEPT = ("left_out", "kept_shares")
COUNTS = "left_out_counts"
NATIONAL = ("national", "cleared")
"""Kinds of row that come from the check for national data opt-outs service."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Excluded:
    """Who was left out of a picture, in counts only.

    `purpose`: empty where place.toml has no [opt_outs]. `people`: with records here. `by_kind`: the same by kind of objection;
    who has two kinds counts in both. `rows`: their received rows, by feed. `unmatched`: objections by kind that are about
    nobody in the records. `without_number`: people with no NHS number, for whom no national opt-out could be looked up.
    `list_date`: the oldest among the newest dates of each national list; None where none is needed.
    """

    purpose: str = ""
    people: int = 0
    by_kind: Mapping[str, int]
    rows: Mapping[str, int]
    unmatched: Mapping[str, int]
    without_number: int = 0
    list_date: date | None = None


NOBODY = Excluded(by_kind={}, rows={}, unmatched={})
"""Nobody is left out, because the place says nothing of opt-outs."""


def leave_out(warehouse: Warehouse, *, settings: OptOuts | None, today: date) -> Excluded:
    """Find who must be left out: leaves `left_out` (person_key) and `kept_shares` (see its SQL) in the warehouse, and counts.

    Reads `identities`, `links`, `received_opt_outs` (feed, row_no, identity_no and its own columns), `small_area_now` and
    `population`. An objection stands when `today` lies in its span, whatever the day of the record. Without `settings`
    nobody is left out. Raises DataProblem when a national list is needed and is missing, undated or too old on `today`.
    """
    if settings is None:
        warehouse.run("create or replace table left_out (person_key bigint)")
        warehouse.run("create or replace table kept_shares (small_area varchar, age_band bigint, sex varchar, share double)")
        return NOBODY
    list_date = check_lists(warehouse, settings, today=today)
    rules = pl.read_csv(RULES, infer_schema=False)
    warehouse.table_from("opt_out_rules", rules.select("kind", "asked", "purpose", "applies"))
    warehouse.table_from("picture_use", _use(warehouse, settings, today))
    run_models(warehouse, read_models(FOLDER), keep=(*KEPT, COUNTS))
    excluded = _counted(warehouse, settings, list_date)
    for table in (COUNTS, "opt_out_rules", "picture_use"):
        warehouse.run(f"drop table {table}")
    return excluded


def _use(warehouse: Warehouse, settings: OptOuts, today: date) -> pl.DataFrame:
    ((has_cleared,),) = warehouse.rows("select count(*) > 0 from received_opt_outs where kind = 'cleared'")
    return pl.DataFrame(
        {
            "purpose": [settings.purpose],
            "national": [settings.national],
            "has_cleared": [has_cleared],
            "today": [today],
            "oldest_list": [today - timedelta(days=settings.oldest_list_days)],
        }
    )


def check_lists(warehouse: Warehouse, settings: OptOuts, *, today: date) -> date | None:
    """The oldest of the newest dates of each feed's national list; None where the purpose needs none.

    Reads `received_opt_outs`. Raises DataProblem with a letter for each list that is missing, undated, too old or dated after
    `today`: whoever opted out since would be counted.
    """
    if not (settings.national and _national_applies(settings.purpose)):
        return None
    kinds = ", ".join(f"'{kind}'" for kind in NATIONAL)
    newest = dict(warehouse.rows(f"select feed, max(list_date) from received_opt_outs where kind in ({kinds}) group by feed order by feed"))
    if not newest:
        raise DataProblem("No picture was made", (_no_list(),))
    letters = [_letter(feed, day, settings, today) for feed, day in newest.items() if _wrong(day, settings, today)]
    if letters:
        raise DataProblem("No picture was made", letters)
    return min(newest.values())


def _national_applies(purpose: str) -> bool:
    rules = pl.read_csv(RULES, infer_schema=False)
    return not rules.filter((pl.col("kind") == "national") & (pl.col("purpose") == purpose) & (pl.col("applies") == "yes")).is_empty()


def _wrong(day: date | None, settings: OptOuts, today: date) -> bool:
    return day is None or not 0 <= (today - day).days <= settings.oldest_list_days


_WHY = "Someone who has opted out since could be counted against their will."
_GET = "Get a fresh list from the check for national data opt-outs service"


def _no_list() -> Problem:
    return Problem(
        where="place.toml, opt_outs",
        what="national data opt-outs apply here, and no feed holds a list of them.",
        why="Nobody could be left out, so everybody who opted out would be counted against their will.",
        fix=f"{_GET}, put it into feeds/opt_outs/, and run again. If another rule holds for this use, say national = false.",
    )


def _letter(feed: str, day: date | None, settings: OptOuts, today: date) -> Problem:
    where = f"feeds/{feed}"
    if day is None:
        fix = "Give the file a column LIST_DATE, or write list_date = 2026-09-20 under [constants] of its feed.toml."
        return Problem(where=where, what="the list of national data opt-outs has no date.", why="Nobody can say how old it is.", fix=fix)
    if day > today:
        fix = "Correct the list's date, or `today` in place.toml."
        return Problem(where=where, what=f"the list is dated {day}, after today ({today}).", why="One of the 2 is wrong.", fix=fix)
    age, limit = (today - day).days, settings.oldest_list_days
    what = (
        f"the newest list of national data opt-outs is dated {day}, {age} days before today ({today}). It may be {limit} days old at most."
    )
    return Problem(where=where, what=what, why=_WHY, fix=f"{_GET}, put it into {where}/ in place of the old one, and run again.")


def _counted(warehouse: Warehouse, settings: OptOuts, list_date: date | None) -> Excluded:
    counts: dict[str, dict[str, int]] = {}
    for thing, by, number in warehouse.rows(f"select thing, counted_by, number from {COUNTS} order by thing, counted_by"):
        counts.setdefault(thing, {})[by] = number
    return Excluded(
        purpose=settings.purpose,
        people=counts["people"][""],
        by_kind=counts.get("people by kind", {}),
        rows=counts.get("rows by feed", {}),
        unmatched=counts.get("unmatched by kind", {}),
        without_number=counts["people without a number"][""] if list_date is not None else 0,
        list_date=list_date,
    )


def sentences_on(excluded: Excluded) -> tuple[str, ...]:
    """What a reader should know of who was left out. Notes stand in releases too, so small counts are hidden and others rounded;
    `Excluded` has the exact ones."""
    if not excluded.purpose:
        return ("No opt-outs were applied: place.toml has no [opt_outs].",)
    records = sum(excluded.rows.values())
    who = f"{rounded(excluded.people)} people with {rounded(records)} records"
    said = [f"Left out of a picture for {excluded.purpose}, because they object: {who}."]
    if excluded.list_date is not None:
        said.append(f"The list of national data opt-outs is of {excluded.list_date}.")
    for kind, count in excluded.unmatched.items():
        said.append(f"{rounded(count).capitalize()} objections ({_IN_WORDS[kind]}) match nobody in the records.")
    if excluded.without_number:
        people = rounded(excluded.without_number).capitalize()
        said.append(f"{people} people have no NHS number, so no national data opt-out could be looked up for them.")
    return tuple(said)


def rounded(count: int) -> str:
    """A count of people or their records as it may be told outside: 1 to 7 are not told apart, others to the nearest 5."""
    if not count:
        return "no"
    return "fewer than 8" if count < 8 else f"about {5 * round(count / 5):,}"


_IN_WORDS = {
    "national": "national data opt-out",
    "not cleared": "not among the numbers that the check gave back",
    "local": "local objection",
    "unknown": "objection of a kind we do not know",
}
