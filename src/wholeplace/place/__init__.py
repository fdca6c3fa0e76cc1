"""Who we are: areas with dates, levels and footprints, organisations with successors, populations, deprivation."""

from wholeplace.place.asof import areas_on, current_small_areas, organisations_on, resolve_area, successor_of
from wholeplace.place.new import new_place
from wholeplace.place.reading import check_place, read_place
from wholeplace.place.shapes import UNKNOWN_AREA, Area, OptOuts, Organisation, Place, Settings, Standard

__all__ = [
    "Area", "OptOuts", "Organisation", "Place", "Settings", "Standard", "UNKNOWN_AREA", "areas_on", "check_place", "current_small_areas",
    "new_place", "organisations_on", "read_place", "resolve_area", "successor_of",
]  # fmt: skip
