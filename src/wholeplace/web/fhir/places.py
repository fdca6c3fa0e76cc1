"""What a place says about who may be booked, read anew when its file changes."""

from functools import lru_cache
from pathlib import Path

from wholeplace.service.booking import FILE, Practices, read_practices
from wholeplace.web.house import House


def practices_of(house: House) -> Practices:
    """The services of a place that have slots. Raises DataProblem where their file cannot be used."""
    file = house.folder / FILE
    return _practices(house.folder, file.stat().st_mtime_ns if file.is_file() else 0)


def name_of(house: House, code: str) -> str:
    """What an organisation is called: by the place's practices, else its organisations, else its code."""
    practice = practices_of(house).by_code.get(code)
    return practice.name if practice else house.called(code) if house.open_to_partners else code


@lru_cache(maxsize=4)
def _practices(folder: Path, changed: int) -> Practices:  # noqa: ARG001  `changed` is part of the key
    return read_practices(folder)
