"""Make the place folder of Cheshire and Merseyside from published files: nine councils, no neighbourhoods.

    python examples/cheshire_and_merseyside.py OPEN_DATA_FOLDER PLACE_FOLDER
    wholeplace picture PLACE_FOLDER --period 2018/19

Its interest is Wirral in 2018/19: few days were lost to delayed transfers of care, and more people than in England came
back as an emergency within 30 days. Looked at one at a time, one number is good. Read together, they are not.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import ods_organisations
import ons_areas
import place_folder
import published_files

SYSTEM, BOARD = "E54000008", "QYG"
BEGAN = date(2016, 3, 1)
"""The partnership began as a sustainability and transformation partnership in March 2016; its ONS code is still the board's."""
PLACES = {
    "E06000006": ("Halton", "321"),
    "E06000007": ("Warrington", "322"),
    "E06000049": ("Cheshire East", "00EQ"),
    "E06000050": ("Cheshire West and Chester", "00EW"),
    "E08000011": ("Knowsley", "315"),
    "E08000012": ("Liverpool", "316"),
    "E08000013": ("St Helens", "318;St. Helens"),
    "E08000014": ("Sefton", "317"),
    "E08000015": ("Wirral", "319"),
}

SETTINGS = """
# Cheshire and Merseyside: made by examples/cheshire_and_merseyside.py from published files.
# The smallest areas whose people we know by age and sex are the councils, so there is no level below them.
name = "Cheshire and Merseyside"
levels = ["system", "place"]
footprints = []
country = "E92000001"
modules = ["picture"]

[disclosure]
rule = "hide-1-to-7-round-to-5"
"""


def make(shared: Path, folder: Path) -> Path:
    """Write the whole place folder from the open data in `shared`; returns `folder`."""
    place_folder.new_folder(folder)
    place_folder.write_settings(folder, SETTINGS, published_files.england_standards(shared))
    place_folder.write_rows(folder, "areas", place_folder.HEADERS["areas"], areas())
    header = ("code", "place", "deprivation_rank", "valid_from", "valid_to")
    place_folder.write_rows(folder, "small_areas", header, ((code, code, "", BEGAN, "") for code in PLACES))
    people = ons_areas.people_of_districts(shared, list(PLACES))
    rows = ((code, band, sex, 2020, count) for code, sex, band, count in people.iter_rows())
    place_folder.write_rows(folder, "population", place_folder.HEADERS["population"], rows)
    place_folder.write_rows(folder, "organisations", place_folder.HEADERS["organisations"], organisations(shared))
    published_files.copy_feeds(shared, folder, published_files.NORTH_WEST)
    return folder


def areas() -> Iterator[tuple[object, ...]]:
    """Rows of areas.csv: one system, nine places that are each one council."""
    yield SYSTEM, "Cheshire and Merseyside", "system", "", BEGAN, None, "QYG;Cheshire and Merseyside Health and Care Partnership"
    for code, (name, aliases) in PLACES.items():
        yield code, name, "place", SYSTEM, BEGAN, None, aliases


def organisations(shared: Path) -> Iterator[ods_organisations.Row]:
    """Rows of organisations.csv: the systems of England by date, the councils and the trusts."""
    yield from ods_organisations.systems_of_england(shared)
    yield from ods_organisations.councils(shared, {code: code for code in PLACES})
    yield from ods_organisations.trusts(shared, (BOARD,))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit("Say where the open data are and where the place shall be: OPEN_DATA_FOLDER PLACE_FOLDER")
    print(make(Path(sys.argv[1]), Path(sys.argv[2])))  # noqa: T201 - a script tells where it wrote
