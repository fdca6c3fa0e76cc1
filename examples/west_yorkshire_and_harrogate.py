"""Make the place folder of West Yorkshire and Harrogate from published files.

    python examples/west_yorkshire_and_harrogate.py OPEN_DATA_FOLDER PLACE_FOLDER
    wholeplace picture PLACE_FOLDER --period 2018/19

docs/how-to/west-yorkshire.md names the publisher's page of every file. Nothing here is about a person.
"""

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import ods_organisations
import ons_areas
import place_folder
import polars as pl
import published_files
from ons_areas import Stretch

PARTNERSHIP, BOARD = "E54000005", "E54000054"
"""ONS codes of the partnership with Harrogate, and of the integrated care board without it."""
BEGAN = date(2016, 3, 1)
"""The partnership began as a sustainability and transformation partnership in March 2016."""
HARROGATE_LEFT = date(2022, 7, 1)
"""Health and Care Act 2022: Harrogate became part of Humber and North Yorkshire."""
DISTRICTS_ENDED = ods_organisations.DISTRICTS_ENDED
WARDS_BEGAN = date(2024, 5, 2)
"""The lookup is of the wards of May 2024. Earlier wards are not in it, so an earlier day has no ward."""

BRADFORD_AND_CRAVEN, HARROGATE = "E38000232", "E07000165"
BRADFORD, CRAVEN, NORTH_YORKSHIRE = "E08000032", "E07000163", "E06000065"
PLACES = {
    # A place that is one council takes the council's ONS code, so that what is published for the council is read there.
    # Bradford District and Craven is wider than Bradford, so it takes the ONS code of its NHS commissioning area.
    BRADFORD_AND_CRAVEN: ("Bradford District and Craven", "36J;Bradford and Craven;Bradford district and Craven"),
    "E08000033": ("Calderdale", "210;02T;Calderdale Metropolitan Borough"),
    HARROGATE: ("Harrogate", "03E;Harrogate and Rural District"),
    "E08000034": ("Kirklees", "211;X2C4Y;Kirklees Metropolitan Borough"),
    "E08000035": ("Leeds", "212;15F;City of Leeds"),
    "E08000036": ("Wakefield", "213;03R;City of Wakefield;Wakefield District"),
}
COUNCIL_AREAS = [
    (BRADFORD, "Bradford", BRADFORD_AND_CRAVEN, BEGAN, None, "209;City of Bradford"),
    (CRAVEN, "Craven", BRADFORD_AND_CRAVEN, BEGAN, DISTRICTS_ENDED, ""),
    (NORTH_YORKSHIRE, "North Yorkshire", "", DISTRICTS_ENDED, None, "218"),
]

SETTINGS = """
# West Yorkshire and Harrogate: made by examples/west_yorkshire_and_harrogate.py from published files.
name = "West Yorkshire and Harrogate"
levels = ["system", "place", "neighbourhood"]
footprints = ["council", "ward"]
country = "E92000001"
modules = ["picture"]

[deprivation]
index = "English Indices of Deprivation 2019"
small_areas_in_country = 32844

[disclosure]
rule = "hide-1-to-7-round-to-5"
"""


def make(shared: Path, folder: Path) -> Path:
    """Write the whole place folder from the open data in `shared`; returns `folder`."""
    place_folder.new_folder(folder)
    small_areas = in_the_place(shared)
    place_folder.write_settings(folder, SETTINGS, published_files.england_standards(shared))
    place_folder.write_rows(folder, "areas", place_folder.HEADERS["areas"], areas(shared, small_areas))
    header = ("code", "neighbourhood", "council", "ward", "deprivation_rank", "valid_from", "valid_to")
    place_folder.write_rows(folder, "small_areas", header, small_area_rows(small_areas))
    people = ons_areas.people_by_band(shared).filter(pl.col("lsoa11_code").is_in(small_areas["lsoa11_code"].implode()))
    rows = ((code, band, "all", 2020, count) for code, band, count in people.iter_rows())
    place_folder.write_rows(folder, "population", place_folder.HEADERS["population"], rows)
    place_folder.write_rows(folder, "organisations", place_folder.HEADERS["organisations"], organisations(shared))
    published_files.copy_feeds(shared, folder, published_files.YORKSHIRE)
    shutil.copytree(Path(__file__).parent / "measures", folder / "measures")
    return folder


def in_the_place(shared: Path) -> pl.DataFrame:
    """The LSOAs of 2011 that were in the partnership, with `place` and `ward`.

    29 of Craven's 32 belong to Bradford District and Craven. The other 3 look to Lancashire and South Cumbria, and are
    left out: a district is not always in one system.
    """
    england = ons_areas.small_areas_2011(shared).join(ons_areas.ward_of_each(shared), on="lsoa11_code", how="left")
    whole = pl.col("ltla22_code").is_in(list(PLACES))
    shared_place = pl.col("sicbl22_code") == BRADFORD_AND_CRAVEN
    place = pl.when(shared_place).then(pl.lit(BRADFORD_AND_CRAVEN)).otherwise(pl.col("ltla22_code"))
    return england.filter(whole | shared_place).with_columns(place.alias("place"))


def areas(shared: Path, small_areas: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    """Rows of areas.csv: two systems one after the other, six places, councils, neighbourhoods and wards."""
    names = "West Yorkshire and Harrogate Health and Care Partnership;West Yorkshire and Harrogate STP;WY&H"
    yield PARTNERSHIP, "West Yorkshire and Harrogate", "system", "", BEGAN, HARROGATE_LEFT, names
    yield BOARD, "West Yorkshire", "system", "", HARROGATE_LEFT, None, "QWO;West Yorkshire Health and Care Partnership"
    for code, (name, aliases) in PLACES.items():
        yield code, name, "place", PARTNERSHIP, BEGAN, HARROGATE_LEFT, aliases
        if code != HARROGATE:
            yield code, name, "place", BOARD, HARROGATE_LEFT, None, aliases
    for code, name, parent, starts, ends, aliases in COUNCIL_AREAS:
        yield code, name, "council", parent, starts, ends, aliases
    called = ons_areas.neighbourhood_names(shared)
    for code, place in small_areas.select("msoa11_code", "place").unique().sort("msoa11_code").iter_rows():
        yield code, called[code], "neighbourhood", place, BEGAN, _left(place), ""
    wards = small_areas.filter(pl.col("place") != HARROGATE).select("ward24_code", "ward24_name").unique().sort("ward24_code")
    for code, name in wards.iter_rows():
        yield code, name, "ward", "", WARDS_BEGAN, None, ""


def small_area_rows(small_areas: pl.DataFrame) -> Iterator[tuple[object, ...]]:
    """Rows of small_areas.csv: one for each stretch of days on which a small area's council and ward stayed the same."""
    columns = ("lsoa11_code", "msoa11_code", "place", "ltla22_code", "ward24_code", "rank")
    for code, neighbourhood, place, district, ward, rank in small_areas.select(columns).iter_rows():
        for each in _stretches(Stretch(small_area=code, neighbourhood=neighbourhood, council=district, ward=ward, rank=rank), place):
            yield each.small_area, each.neighbourhood, each.council, each.ward, each.rank, each.valid_from, each.valid_to


def _stretches(whole: Stretch, place: str) -> Iterator[Stretch]:
    """A small area of Harrogate ends when Harrogate left; one of Craven changes council; all gain a ward in May 2024."""
    before = {BRADFORD: BRADFORD, CRAVEN: CRAVEN}.get(whole.council, "")
    after = {BRADFORD: BRADFORD, CRAVEN: NORTH_YORKSHIRE}.get(whole.council, "")
    if place == HARROGATE:
        yield whole.between(BEGAN, HARROGATE_LEFT, council=before, ward="")
        return
    if before != after:
        yield whole.between(BEGAN, DISTRICTS_ENDED, council=before, ward="")
    yield whole.between(BEGAN if before == after else DISTRICTS_ENDED, WARDS_BEGAN, council=after, ward="")
    yield whole.between(WARDS_BEGAN, None, council=after, ward=whole.ward)


def organisations(shared: Path) -> Iterator[ods_organisations.Row]:
    """Rows of organisations.csv: the systems of England by date, then who works in this one."""
    of_council = {code: code for code in PLACES if code not in (BRADFORD_AND_CRAVEN,)}
    of_council |= {BRADFORD: BRADFORD_AND_CRAVEN, CRAVEN: BRADFORD_AND_CRAVEN}
    yield from ods_organisations.systems_of_england(shared)
    yield from ods_organisations.commissioners(shared, PARTNERSHIP, "QWO")
    yield from ods_organisations.councils(shared, of_council)
    for name, area, starts, ends in (  # the county became the only council of its area, and kept its social care code
        ("North Yorkshire County Council", "", ods_organisations.COUNCILS_BEGAN, DISTRICTS_ENDED),
        ("North Yorkshire Council", NORTH_YORKSHIRE, DISTRICTS_ENDED, None),
    ):
        yield "218", name, "council", area, "", starts, ends, ods_organisations.SOCIAL_CARE
    yield from ods_organisations.trusts(shared, ("QWO", "QOQ"))
    yield from ods_organisations.surgeries_and_networks(shared)


def _left(place: str) -> date | None:
    return HARROGATE_LEFT if place == HARROGATE else None


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("Say where the open data are and where the place shall be: OPEN_DATA_FOLDER PLACE_FOLDER")
    print(make(Path(sys.argv[1]), Path(sys.argv[2])))  # noqa: T201 - a script tells where it wrote
