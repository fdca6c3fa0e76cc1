"""A place with one area and nothing received, for tests of what is kept in a place folder."""

from pathlib import Path

from wholeplace.place import Place, read_place

PLACE = 'name = "Test"\nlevels = ["system"]\ncountry = "E92000001"\n\n[deprivation]\nindex = "x"\nsmall_areas_in_country = 33755\n'
AREAS = "code,name,level,parent,valid_from,valid_to,aliases\nE9S000001,Test,system,,2016-04-01,,\n"
SMALL = "code,system,deprivation_rank,valid_from,valid_to,successor\nE9L000001,E9S000001,100,2016-04-01,,\n"
PEOPLE = "small_area,age_band,sex,year,people\nE9L000001,65,female,2025,100\n"
BODIES = "code,name,kind,parent,successor,valid_from,valid_to,roles\n"


def a_place(folder: Path) -> Place:
    folder.mkdir(parents=True, exist_ok=True)
    files = {"place.toml": PLACE, "areas.csv": AREAS, "small_areas.csv": SMALL, "population.csv": PEOPLE, "organisations.csv": BODIES}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return read_place(folder)
