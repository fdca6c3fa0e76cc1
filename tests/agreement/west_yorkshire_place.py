"""The West Yorkshire and Harrogate example as a place folder."""

import shutil
from pathlib import Path

from wholeplace.agreement.bodies import Agreement, read_agreement
from wholeplace.agreement.plans import Plan, read_plan
from wholeplace.place import Place, read_place

EXAMPLE = Path(__file__).parent / "west_yorkshire"
_REST = {
    "place.toml": 'name = "West Yorkshire and Harrogate"\nlevels = ["system", "place"]\n',
    "small_areas.csv": "code,place,deprivation_rank,valid_from,valid_to\nA1,CAL,,2016-03-01,\n",
    "population.csv": "small_area,age_band,sex,year,people\nA1,40,all,2020,100\n",
}


def west_yorkshire(folder: Path) -> Place:
    """The example, written to a folder and read."""
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    for name, text in _REST.items():
        (folder / name).write_text(text)
    return read_place(folder)


def its_plan(place: Place) -> tuple[Agreement, Plan]:
    """Who decides in it, and what it plans."""
    agreement = read_agreement(place)
    return agreement, read_plan(place, agreement)
