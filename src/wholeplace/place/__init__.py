"""Who we are: areas with dates, levels and footprints, organisations with successors, populations, deprivation."""

from wholeplace.place.reading import check_place, read_place
from wholeplace.place.shapes import UNKNOWN_AREA, Area, Organisation, Place, Settings, Standard

__all__ = ["Area", "Organisation", "Place", "Settings", "Standard", "UNKNOWN_AREA", "check_place", "read_place"]
