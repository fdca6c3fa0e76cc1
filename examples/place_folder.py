"""Write the files of a place folder: plain CSV and TOML, in the columns that wholeplace reads."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HEADERS = {
    "areas": ("code", "name", "level", "parent", "valid_from", "valid_to", "aliases"),
    "population": ("small_area", "age_band", "sex", "year", "people"),
    "organisations": ("code", "name", "kind", "parent", "successor", "valid_from", "valid_to", "roles"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Standard:
    """The England value a measure is held against: who published it, for a period that began on `since`."""

    measure: str
    value: float
    source: str
    since: date


def write_rows(folder: Path, name: str, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """One CSV file of the place folder; empty where there is nothing to say."""
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


def write_settings(folder: Path, text: str, standards: Iterable[Standard]) -> None:
    """place.toml: the settings as written, then one table for each standard."""
    tables = [
        f'[standards.{standard.measure}]\nvalue = {standard.value}\nsource = "{standard.source}"\nsince = {standard.since}\n'
        for standard in standards
    ]
    (folder / "place.toml").write_text("\n".join([text.strip() + "\n", *tables]), encoding="utf-8")


def new_folder(folder: Path) -> Path:
    """Make the folder; an old one that holds anything is left alone and named."""
    if folder.exists() and any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty. Choose a folder that does not exist yet, or empty this one.")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
