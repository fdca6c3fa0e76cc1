"""How good the links are, by group: asked of hidden numbers, told by the model's own doubt, and counted as who has no person."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

import polars as pl

from wholeplace.people.link.hidden_numbers import AT_MOST, Relink, ask
from wholeplace.people.link.shares import with_ratio_to_all, with_share
from wholeplace.people.models import read_models, run_models
from wholeplace.warehouse import LargeWork, Warehouse

FOLDER = Path(__file__).parent / "measured"
REPORT = "link_quality.json"
JOURNEY_ROWS = "journey_rows"
ALL = "all"
GROUPS = ("deprivation", "ethnic_group", "age", "sex", "feed")
"""What quality is told by, beside all: columns of `identity_groups`. Deprivation is a fifth, "1" the most deprived."""

_PART = ("_lower", "_upper")
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "estimated": {
        "by": "'all' or one of GROUPS",
        "group": "'all', or the group",
        "asked": "people of one feed who have a name and whose number was hidden",
        "could": "those whose number another feed gives with a name, so that there is somebody to be found",
        "found": "those who were linked to somebody with a number",
        "right": "those who were linked to their own",
        "precision": "right / found, with Wilson's 95% limits precision_lower and precision_upper; null where nobody was found",
        "recall": "right / could, with recall_lower and recall_upper; null where nobody could be found",
    },
    "linked": {
        "feed": "the feed, or 'all'",
        "by": "'all' or one of GROUPS but feed",
        "group": "'all', or the group",
        "identities": "identities; and of them",
        "unlinked": "that belong to nobody",
        "alone": "of a person whom only this feed knows, by nothing better than being like nobody else",
        "rows": "received rows; of them rows_unlinked and rows_alone",
        "share": "identities that are neither unlinked nor alone / identities, with share_lower and share_upper",
        "ratio": "share / share of all of that feed, with ratio_lower and ratio_upper (95%); null where the share is 0",
        "model_links": "identities that the model linked",
        "expected_false": "links of the model that are likely to be false: the sum of 1 - probability",
        "expected_missed": "links that are likely to be missed: the sum of the probability of the best pair left for review",
    },
    "journeys": {
        "journey": "a journey table",
        "by": "'all', 'place', 'small_area', 'deprivation' or 'ethnic_group'",
        "group": "'all', or the group; 'not recorded' where the row has none",
        "rows": "rows; of them",
        "unlinked": "without a person",
        "alone": "of a person whom only one feed knows, as above",
    },
}
"""Every column of the tables of LinkQuality."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkQuality:
    """How good the links of a place are. No table holds anything of one person; COLUMNS says what each column is.

    `estimated`: precision and recall by hidden numbers. `linked`: who has a person, by feed and group, and what the model
    expects of its own links. `journeys`: rows without a person in each journey table. `notes`: what a reader must know of them.
    """

    estimated: pl.DataFrame
    linked: pl.DataFrame
    journeys: pl.DataFrame
    notes: tuple[str, ...]


def measure_links(warehouse: Warehouse, fifths: pl.DataFrame, relink: Relink | None, *, seed: int, at_most: int = AT_MOST) -> LinkQuality:
    """The quality of the links in the warehouse, but for journeys (see `with_journeys`). Leaves table `lone_persons`.

    Reads `identities`, `links`, `grey_pairs` and `small_area_now`. `fifths`: small_area, deprivation_fifth (1 to 5, or null).
    `relink`: links again with hidden numbers (see `hidden_numbers`); without it nothing is estimated. `seed` draws whom to ask.
    """
    load_fifths(warehouse, fifths)
    models = {name: model for name, model in read_models(FOLDER).items() if name != JOURNEY_ROWS}
    run_models(warehouse, models, keep=("lone_persons", "identity_groups", "identity_cells"))
    cells = warehouse.frame("select * from identity_cells")
    judged = ask(warehouse, relink, seed=seed, at_most=at_most) if relink else _nobody_asked()
    warehouse.table_from("judged", judged)
    groups = f"select judged.could, judged.found, judged.correct, {', '.join(GROUPS)} from judged"
    asked = warehouse.frame(f"{groups} join identity_groups on identity_groups.identity_no = judged.identity_no")
    for table in ("judged", "identity_cells", "identity_groups"):
        warehouse.run(f"drop table {table}")
    estimated = _estimated(asked)
    linked = _linked(cells)
    return LinkQuality(estimated=estimated, linked=linked, journeys=_no_journeys(), notes=_notes(estimated, linked))


def load_fifths(warehouse: Warehouse, fifths: pl.DataFrame) -> None:
    """`small_area_fifths`: small areas of today with their deprivation fifth as text. One that has two of them has none."""
    known = fifths.drop_nulls().unique().select("small_area", deprivation=pl.col("deprivation_fifth").cast(pl.Int64).cast(pl.String))
    warehouse.table_from("small_area_fifths", known.filter(~pl.col("small_area").is_duplicated()))


def with_journeys(quality: LinkQuality, warehouse: LargeWork, tables: Collection[str]) -> LinkQuality:
    """`quality` with the rows without a person of each journey table. Reads the tables, `lone_persons` and `small_area_fifths`."""
    told = [_of_journey(warehouse, name) for name in sorted(tables)]
    journeys = pl.concat(told) if told else _no_journeys()
    return LinkQuality(estimated=quality.estimated, linked=quality.linked, journeys=journeys, notes=quality.notes)


def _of_journey(warehouse: LargeWork, journey: str) -> pl.DataFrame:
    template = Template((FOLDER / f"{JOURNEY_ROWS}.sql").read_text(encoding="utf-8"))
    cells = warehouse.frame(template.substitute(journey=journey))
    told = _rolled_up(cells, ("place", "small_area", "deprivation", "ethnic_group"), ("all_rows", "unlinked", "alone"))
    return told.rename({"all_rows": "rows"}).select(pl.lit(journey).alias("journey"), *_JOURNEY_COLUMNS)


_JOURNEY_COLUMNS = [name for name in COLUMNS["journeys"] if name != "journey"]


def _no_journeys() -> pl.DataFrame:
    return pl.DataFrame(schema={name: pl.String if name in ("journey", "by", "group") else pl.Int64 for name in COLUMNS["journeys"]})


def _nobody_asked() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(("identity_no", "could", "found", "correct"), pl.Int64))


def _estimated(asked: pl.DataFrame) -> pl.DataFrame:
    judged = asked.with_columns(
        asked=pl.lit(1, dtype=pl.Int64), right=pl.col("correct").cast(pl.Int64), **{n: pl.col(n).cast(pl.Int64) for n in ("could", "found")}
    )
    # Right by luck where nobody outside the feed has the number cannot be: `right` is a part of both `could` and `found`.
    told = _rolled_up(judged, GROUPS, ("asked", "could", "found", "right"))
    return with_share(with_share(told, "precision", "right", "found"), "recall", "right", "could")


def _linked(cells: pl.DataFrame) -> pl.DataFrame:
    sums = (
        "identities",
        "unlinked",
        "alone",
        "all_rows",
        "rows_unlinked",
        "rows_alone",
        "model_links",
        "expected_false",
        "expected_missed",
    )
    by = tuple(name for name in GROUPS if name != "feed")
    feeds = [(ALL, cells), *((str(feed), cells.filter(pl.col("feed") == feed)) for feed in cells["feed"].unique().sort())]
    told = pl.concat([_rolled_up(some, by, sums).select(pl.lit(feed).alias("feed"), "by", "group", *sums) for feed, some in feeds])
    # Sums of fractions differ in their last digits with the order of adding, which no two runs share.
    counted = told.rename({"all_rows": "rows"}).with_columns(
        pl.col("expected_false", "expected_missed").round(3), joined=pl.col("identities") - pl.col("unlinked") - pl.col("alone")
    )
    whole = {part: pl.col(part).filter(pl.col("by") == ALL).first().over("feed") for part in ("joined", "identities")}
    return with_ratio_to_all(
        with_share(counted, "share", "joined", "identities"), "joined", "identities", whole["joined"], whole["identities"]
    ).drop("joined")


def _rolled_up(cells: pl.DataFrame, by: Collection[str], sums: Collection[str]) -> pl.DataFrame:
    """by, group and the sums, for all and for each group of each column. Whoever has no group is 'not recorded'."""
    cuts = [cells.select(pl.col(name).sum() for name in sums).with_columns(by=pl.lit(ALL), group=pl.lit(ALL))]
    for column in by:
        group = pl.col(column).cast(pl.String).fill_null("not recorded").alias("group")
        cuts.append(cells.group_by(group).agg(pl.col(name).sum() for name in sums).with_columns(by=pl.lit(column)).sort("group"))
    return pl.concat([cut.select("by", "group", *sums) for cut in cuts])


def _notes(estimated: pl.DataFrame, linked: pl.DataFrame) -> tuple[str, ...]:
    """What the figures are of, and whom they leave out."""
    (everybody,) = linked.filter((pl.col("feed") == ALL) & (pl.col("by") == ALL)).to_dicts()
    asked = int(estimated.filter(pl.col("by") == ALL)["asked"][0])
    hidden = (
        f"Precision and recall are of {asked:,} people of one feed who have a name there and whose NHS number is known: it was hidden "
        "and they were linked again by the rest. People without a number are not like them: they move more, are newer here and are "
        "written down with less care, so expect less of their links."
        if asked
        else "Nobody’s number could be hidden and asked about, so precision and recall are not known."
    )
    doubt = (
        f"Of {everybody['model_links']:,} identities that the model linked it expects {everybody['expected_false']:,.1f} to be wrong; "
        f"among the pairs it left for review it expects {everybody['expected_missed']:,.1f} true links. That is the model’s own word: "
        "it is as right as the model is, and says nothing of pairs it never compared."
    )
    return hidden, doubt


def write_quality(quality: LinkQuality, path: Path) -> None:
    """Write the tables as one JSON file, a list for each column, and the notes. It holds no identifier and no person key."""
    tables = {name: getattr(quality, name).to_dict(as_series=False) for name in COLUMNS}
    path.write_text(json.dumps({**tables, "notes": quality.notes}) + "\n", encoding="utf-8")


def read_quality(path: Path) -> LinkQuality | None:
    """What `write_quality` wrote; None when there is no such file."""
    if not path.is_file():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    frames = {name: pl.DataFrame(told[name], schema_overrides=_types(name), infer_schema_length=None) for name in COLUMNS}
    return LinkQuality(**frames, notes=tuple(told["notes"]))


def _types(table: str) -> dict[str, pl.DataType | type[pl.DataType]]:
    shares = ("precision", "recall", "share", "ratio")
    named = {**dict.fromkeys(COLUMNS[table], pl.Int64), "rows_unlinked": pl.Int64, "rows_alone": pl.Int64}
    floats = [*(share + part for share in shares for part in ("", *_PART)), "expected_false", "expected_missed"]
    return {**named, **dict.fromkeys(("feed", "journey", "by", "group"), pl.String), **dict.fromkeys(floats, pl.Float64)}
