"""Areas as tiles: equal in size, so that people count and not acres. Shade goes with the value, and the value is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from wholeplace.publish.charts.svg import svg

SHADES = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """One area. `shade` 1 (least) to 5 (most), 0 where there is no value. `mark`: "worse", "better" or None."""

    code: str
    name: str
    words: str
    shade: int
    mark: str | None
    link: str


def shades(values: Mapping[str, float | None]) -> dict[str, int]:
    """Equal steps from the least to the most of the values; 0 where there is none, 3 where all are alike."""
    known = [v for v in values.values() if v is not None]
    if not known:
        return dict.fromkeys(values, 0)
    least, step = min(known), (max(known) - min(known)) / SHADES
    return {code: 0 if v is None else min(SHADES, 1 + int((v - least) / step)) if step else 3 for code, v in values.items()}


def hex_map(tiles: Sequence[Tile], at: Mapping[str, tuple[int, int]], *, says: str) -> str:
    """Hexagons at the place's own coordinates (column q, row r; odd rows half a step to the right)."""
    placed = [(tile, *at[tile.code]) for tile in tiles if tile.code in at]
    left, top = min(q for _, q, _ in placed), min(r for _, _, r in placed)
    most_q, most_r = max(q for _, q, _ in placed) - left, max(r for _, _, r in placed) - top
    body = "".join(_hexagon(tile, 55 + (q - left) * 104 + (r % 2) * 52, 62 + (r - top) * 90) for tile, q, r in placed)
    return svg(body, size=(110 + most_q * 104 + 52, 124 + most_r * 90), says=says, kind="hex").replace(' role="img"', ' role="group"')


def _hexagon(tile: Tile, x: int, y: int) -> str:
    shape = f"M{x} {y - 59}l51 29v60l-51 29l-51 -29v-60z"
    first, _, rest = tile.name.partition(" ") if len(tile.name) > 11 else (tile.name, "", "")
    lines = [line for line in (first, rest) if line]
    words = "".join(
        f'<text x="{x}" y="{y - 10 * len(lines) + 8 + n * 17}" class="t mid">{escape(line)}</text>' for n, line in enumerate(lines)
    )
    value = f'<text x="{x}" y="{y + 30}" class="t mid strong">{escape(tile.words)}</text>'
    mark = f" marked-{tile.mark}" if tile.mark else ""
    return f'<a href="{escape(tile.link)}" class="shade{tile.shade}{mark}"><path d="{shape}"/>{words}{value}</a>'
