"""Points on the British National Grid, in metres east and north, so that a distance is Pythagoras.

Degrees are brought to the grid with the Ordnance Survey's published formulas (A Guide to Coordinate Systems in Great Britain, annexes B and
C): one Helmert transformation, good to about 5 metres, which is far finer than a postcode.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, hypot, radians, sin, sqrt, tan

METRES_IN_A_MILE = 1_609.344
_WGS84 = (6_378_137.0, 6_356_752.314245)
_AIRY = (6_377_563.396, 6_356_256.909)
_SHIFT = (-446.448, 125.157, -542.060)
"""Metres along x, y and z from WGS 84 to OSGB36."""
_SCALE = 20.4894e-6
_TURN = tuple(radians(seconds / 3_600) for seconds in (-0.1502, -0.2470, -0.8421))
_F0, _LAT0, _LON0, _E0, _N0 = 0.9996012717, radians(49), radians(-2), 400_000.0, -100_000.0
_SOUTH, _NORTH, _WEST, _EAST = 49.0, 61.5, -9.5, 2.5


@dataclass(frozen=True, slots=True)
class Point:
    """Metres east and north on the British National Grid (EPSG 27700)."""

    easting: float
    northing: float

    def metres_to(self, other: "Point") -> float:
        """As the crow flies."""
        return hypot(self.easting - other.easting, self.northing - other.northing)


@lru_cache(maxsize=50_000)
def point_of(latitude: float, longitude: float) -> Point | None:
    """The grid point of degrees (WGS 84); None where they lie outside Great Britain and the seas around it, as mistaken ones do."""
    if not (_SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST):
        return None
    lat, lon = _to_osgb36(radians(latitude), radians(longitude))
    return _projected(lat, lon)


def _to_osgb36(lat: float, lon: float) -> tuple[float, float]:
    """From the ellipsoid of GPS to the Airy ellipsoid of the grid, through x, y and z."""
    a, b = _WGS84
    e2 = 1 - (b * b) / (a * a)
    nu = a / sqrt(1 - e2 * sin(lat) ** 2)
    x, y, z = nu * cos(lat) * cos(lon), nu * cos(lat) * sin(lon), (1 - e2) * nu * sin(lat)
    (tx, ty, tz), (rx, ry, rz), s = _SHIFT, _TURN, 1 + _SCALE
    x, y, z = tx + s * x - rz * y + ry * z, ty + rz * x + s * y - rx * z, tz - ry * x + rx * y + s * z
    return _from_xyz(x, y, z)


def _from_xyz(x: float, y: float, z: float) -> tuple[float, float]:
    a, b = _AIRY
    e2 = 1 - (b * b) / (a * a)
    p = hypot(x, y)
    lat = atan2(z, p * (1 - e2))
    for _ in range(4):  # each round is a thousand times closer; the third is below a millimetre
        nu = a / sqrt(1 - e2 * sin(lat) ** 2)
        lat = atan2(z + e2 * nu * sin(lat), p)
    return lat, atan2(y, x)


def _projected(lat: float, lon: float) -> Point:
    """Transverse Mercator onto the grid."""
    a, b = _AIRY
    e2, n = 1 - (b * b) / (a * a), (a - b) / (a + b)
    nu = a * _F0 / sqrt(1 - e2 * sin(lat) ** 2)
    rho = a * _F0 * (1 - e2) / (1 - e2 * sin(lat) ** 2) ** 1.5
    eta2 = nu / rho - 1
    s, c, t, d = sin(lat), cos(lat), tan(lat), lon - _LON0
    north = _N0 + _meridian(lat, n) + nu / 2 * s * c * d**2 + nu / 24 * s * c**3 * (5 - t**2 + 9 * eta2) * d**4
    north += nu / 720 * s * c**5 * (61 - 58 * t**2 + t**4) * d**6
    east = _E0 + nu * c * d + nu / 6 * c**3 * (nu / rho - t**2) * d**3
    east += nu / 120 * c**5 * (5 - 18 * t**2 + t**4 + 14 * eta2 - 58 * t**2 * eta2) * d**5
    return Point(east, north)


def _meridian(lat: float, n: float) -> float:
    """Metres along the meridian from the grid's true origin."""
    down, up = lat - _LAT0, lat + _LAT0
    return _AIRY[1] * _F0 * (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * down
        - (3 * n + 3 * n**2 + 2.625 * n**3) * sin(down) * cos(up)
        + (1.875 * n**2 + 1.875 * n**3) * sin(2 * down) * cos(2 * up)
        - (35 / 24 * n**3) * sin(3 * down) * cos(3 * up)
    )  # fmt: skip
