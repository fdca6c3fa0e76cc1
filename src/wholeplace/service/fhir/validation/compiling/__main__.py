"""Writes the validator's tables from a folder of standards."""

import sys
from pathlib import Path

from wholeplace.service.fhir.validation.compiling.base import base_table
from wholeplace.service.fhir.validation.compiling.profiles import profile_table
from wholeplace.service.fhir.validation.compiling.text import table_text

TABLES = Path(__file__).parent.parent / "tables"


def texts_of(standards: Path) -> dict[str, str]:
    """The text of every table, by the name of its file."""
    return {"r4.json": table_text(base_table(standards)), "profiles.json": table_text(profile_table(standards))}


def main(standards: Path) -> None:
    """Compiles every table anew; each is swapped in whole."""
    texts = texts_of(standards)
    for name, text in texts.items():
        new = TABLES / f"{name}.new"
        new.write_text(text)
        new.replace(TABLES / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
