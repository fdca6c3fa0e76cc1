"""One published file, received on its own: the shortest way from a few lines of CSV to received rows."""

from pathlib import Path

import polars as pl

from wholeplace.feeds import Receipt, receive, received
from wholeplace.place import read_place

_PLACE = {
    "place.toml": 'name = "Anywhere"\nlevels = ["system", "place"]\n',
    "areas.csv": "code,name,level,parent,valid_from,valid_to\nS1,Anywhere,system,,2000-01-01,\nP1,Somewhere,place,S1,2000-01-01,\n",
    "small_areas.csv": "code,place,deprivation_rank,valid_from,valid_to\nA1,P1,,2000-01-01,\n",
    "population.csv": "small_area,age_band,sex,year,people\nA1,40,all,2020,100\n",
    "organisations.csv": "code,name,kind,parent,successor,valid_from,valid_to,roles\nRXX,Anywhere Hospital,nhs trust,S1,,2000-01-01,,\n",
}


def receive_one(folder: Path, feed: str, text: str, *, told: str = "", published: bool = True) -> tuple[pl.DataFrame, Receipt]:
    """The rows made of `text`, the CSV of feeds/`feed`/, and its receipt. Published rows stand in the order of series and area."""
    for name, lines in _PLACE.items():
        (folder / name).write_text(lines, encoding="utf-8")
    drop = folder / "feeds" / feed
    drop.mkdir(parents=True, exist_ok=True)
    (drop / "file.csv").write_text(text, encoding="utf-8")
    if told:
        (drop / "feed.toml").write_text(told, encoding="utf-8")
    place = read_place(folder)
    receipt = next(each for each in receive(place) if each.feed == feed)
    if not published:
        return pl.DataFrame(), receipt
    rows = pl.concat([pl.read_parquet(path) for path in received(place).paths("published")])
    return rows.sort("indicator", "area", "starts", "split", "group", "sex"), receipt
