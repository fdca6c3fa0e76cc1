"""Writes the validator's tables from a folder of standards."""

import sys
from pathlib import Path

from wholeplace.service.fhir.validation.compiling.base import base_table
from wholeplace.service.fhir.validation.compiling.text import table_text

TABLES = Path(__file__).parent.parent / "tables"


def main(standards: Path) -> None:
    """Compiles every table anew; each is swapped in whole."""
    texts = {"r4.json": table_text(base_table(standards))}
    for name, text in texts.items():
        new = TABLES / f"{name}.new"
        new.write_text(text)
        new.replace(TABLES / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
