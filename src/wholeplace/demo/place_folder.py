"""The place folder itself: who Aldermoor is, its areas, organisations and population counts."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo import days
from wholeplace.demo.front_door import PHARMACY, URGENT
from wholeplace.demo.layout import (
    COMMUNITY,
    COUNCIL,
    HOSPITALS,
    MENTAL_HEALTH,
    NHS_111,
    OLD_CODE,
    SMALL_AREAS_IN_COUNTRY,
    SYSTEM,
    Layout,
    neighbourhood_code,
    network_code,
    place_code,
    ward_code,
)  # fmt: skip
from wholeplace.demo.money import ICB
from wholeplace.demo.population import People
from wholeplace.demo.records import practice_code
from wholeplace.demo.voluntary import CARERS, ORGANISATIONS
from wholeplace.terms.group import AGE_BANDS

_SINCE = date(2016, 4, 1)
_CHANGE = date(2023, 4, 1)
YEARS = (2022, 2023, 2024, 2025)
PLACE_TOML = f"""# Aldermoor is invented. No person, organisation or code in this folder is real.
name = "Aldermoor"
levels = ["system", "place", "neighbourhood"]
footprints = ["ward", "primary_care_network"]
country = "E92000001"
modules = ["picture", "winter", "agreement", "front-door"]
today = {days.as_date(days.END)}  # the place stands still, so that its lists never grow old

[opt_outs]
purpose = "planning"

[deprivation]
index = "Invented ranks in the form of the English Indices of Deprivation 2025"
small_areas_in_country = {SMALL_AREAS_IN_COUNTRY}

[disclosure]
rule = "hide-1-to-7-round-to-5"

[standards.over-4-hours]
value = 22.0
source = "NHS England, priorities and operational planning guidance 2024/25: 78% within 4 hours"
since = 2024-04-01

[standards.back-within-30-days]
value = 14.8
source = "NHS Digital I02040, England 2023/24"
since = 2022-10-01

[standards.still-at-home-91-days]
value = 82.0
source = "Nuffield Trust: England about 82%, 2011/12 to 2019/20"
since = 2022-10-01

[standards.learning-disability-health-checks]
value = 75.0
source = "NHS England, priorities and operational planning guidance 2024/25"
since = 2022-10-01
"""


def write_place(layout: Layout, folder: Path) -> None:
    """place.toml, areas.csv, small_areas.csv and organisations.csv."""
    (folder / "place.toml").write_text(PLACE_TOML, "utf-8")
    _areas(layout).write_csv(folder / "areas.csv")
    _small_areas(layout).write_csv(folder / "small_areas.csv")
    _organisations(layout).write_csv(folder / "organisations.csv")


def _areas(layout: Layout) -> pl.DataFrame:
    rows = [(SYSTEM, "Aldermoor", "system", None, "Aldermoor Health and Care Partnership")]
    rows += [(place_code(n), name, "place", SYSTEM, None) for n, name in enumerate(layout.places)]
    rows += [
        (neighbourhood_code(n), name, "neighbourhood", place_code(int(layout.neighbourhood_place[n])), None)
        for n, name in enumerate(layout.neighbourhoods)
    ]
    rows += [(ward_code(n), f"Ward {n + 1}", "ward", SYSTEM, None) for n in range(int(layout.ward.max()) + 1)]
    rows += [(network_code(n), f"Network {n + 1}", "primary_care_network", SYSTEM, None) for n in np.unique(layout.network).tolist()]
    columns = ("code", "name", "level", "parent", "aliases")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return frame.select(
        "code", "name", "level", "parent", pl.lit(_SINCE).alias("valid_from"), pl.lit(None, pl.Date).alias("valid_to"), "aliases"
    )


def _small_areas(layout: Layout) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "code": layout.codes,
            "neighbourhood": [neighbourhood_code(n) for n in layout.neighbourhood.tolist()],
            "ward": [ward_code(n) for n in layout.ward.tolist()],
            "primary_care_network": [network_code(n) for n in layout.network.tolist()],
            "deprivation_rank": layout.rank,
            "valid_from": [_SINCE] * len(layout.rank),
            "valid_to": pl.Series([None] * len(layout.rank), dtype=pl.Date),
            "successor": pl.Series([None] * len(layout.rank), dtype=pl.String),
        }
    )
    new = pl.col("code") == layout.codes[layout.changed_area]
    old = frame.filter(new).with_columns(code=pl.lit(OLD_CODE), valid_to=pl.lit(_CHANGE), successor=pl.col("code"))
    return pl.concat([frame.with_columns(valid_from=pl.when(new).then(pl.lit(_CHANGE)).otherwise("valid_from")), old])


def population_counts(layout: Layout, people: People) -> pl.DataFrame:
    """People living in each small area on 30 June of each year, by age band and sex (rows with nobody are left out)."""
    everyone = np.arange(len(people))
    frames = []
    for year in YEARS:
        day = days.day(f"{year}-06-30")
        here = np.flatnonzero(people.here(everyone, np.full(len(people), day)))
        home = people.home_on(here, np.full(len(here), day))
        if day < days.BOUNDARY_CHANGE:
            home = np.where(home == layout.changed_area, len(layout.codes), home)
        codes = pl.Series([*layout.codes, OLD_CODE])
        frames.append(
            pl.DataFrame(
                {
                    "small_area": codes.gather(pl.Series(home.astype(np.uint32))),
                    "age_band": np.array(AGE_BANDS)[people.band(here, day)],
                    "sex": pl.Series(["male", "female"]).gather(pl.Series(people.female[here].astype(np.uint32))),
                    "year": np.full(len(here), year),
                }
            )
        )
    return pl.concat(frames).group_by("small_area", "age_band", "sex", "year").len("people")


def write_population(counts: Sequence[pl.DataFrame], folder: Path) -> None:
    """population.csv from the counts of all blocks."""
    everything = pl.concat(counts).group_by("small_area", "age_band", "sex", "year").agg(pl.col("people").sum())
    everything.sort("small_area", "year", "age_band", "sex").write_csv(folder / "population.csv")


def _organisations(layout: Layout) -> pl.DataFrame:
    town = place_code(0)
    ccg_end = date(2022, 7, 1)
    rows = [
        (COUNCIL, "Aldermoor Council (invented)", "council", SYSTEM, None, _SINCE, None, "council;public health;partner"),
        (HOSPITALS[0], "Aldermoor Town Hospitals (invented)", "nhs trust", town, None, _SINCE, None, "hospital;partner"),
        (HOSPITALS[1], "Fellside Hospitals (invented)", "nhs trust", place_code(1), None, _SINCE, None, "hospital;partner"),
        (COMMUNITY, "Aldermoor Community Care (invented)", "nhs trust", SYSTEM, None, _SINCE, None, "community;partner"),
        (MENTAL_HEALTH, "Aldermoor Mental Health (invented)", "nhs trust", SYSTEM, None, _SINCE, None, "mental health;partner"),
        (NHS_111, "Aldermoor 111 (invented)", "other", SYSTEM, None, _SINCE, None, "111"),
        (URGENT, "Aldermoor Urgent Treatment Centre (invented)", "other", town, None, _SINCE, None, "urgent treatment"),
        (PHARMACY, "Aldermoor Pharmacy First (invented)", "other", town, None, _SINCE, None, "pharmacy"),
        ("Z9G", "Aldermoor Clinical Commissioning Group (invented)", "other", SYSTEM, ICB, _SINCE, ccg_end, "commissioner"),
        (ICB, "Aldermoor Integrated Care Board (invented)", "icb", SYSTEM, None, ccg_end, None, "commissioner;partner"),
        ("Z9S", "Aldermoor Health and Care Partnership (invented)", "system partnership", SYSTEM, None, ccg_end, None, "host"),
        ("Z9H", "Healthwatch Aldermoor (invented)", "healthwatch", SYSTEM, None, _SINCE, None, "voice"),
        ("Z9K", "Aldermoor Homes (invented)", "housing", SYSTEM, None, _SINCE, None, "housing;partner"),
    ]  # fmt: skip
    names = ("Kind Neighbours", "Moor Befriends", "Staying Well Aldermoor", "Aldermoor Carers")
    rows += [
        (code, f"{name} (invented)", "voluntary", SYSTEM, None, _SINCE, None, "voluntary")
        for code, name in zip((*ORGANISATIONS, CARERS), names, strict=True)
    ]
    rows += [
        (f"Z9U{n + 1:03d}", f"Network {n + 1} (invented)", "primary care network", network_code(n), None, date(2019, 7, 1), None, "network")
        for n in np.unique(layout.network).tolist()
    ]
    rows += [
        (
            practice_code(n, which),
            f"{name} Surgery {which + 1} (invented)",
            "gp surgery",
            neighbourhood_code(n),
            None,
            _SINCE,
            None,
            "gp surgery",
        )
        for n, name in enumerate(layout.neighbourhoods)
        for which in range(2)
    ]
    columns = dict.fromkeys(("code", "name", "kind", "parent", "successor"), pl.String)
    schema = {**columns, "valid_from": pl.Date, "valid_to": pl.Date, "roles": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
