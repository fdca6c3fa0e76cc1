"""What is kept of a calibration: assumptions/network.toml in the place, with what people agreed left as it is, and the report of fit."""

import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from wholeplace.flow.calibrate.shapes import Fit
from wholeplace.flow.changing import changed
from wholeplace.flow.checks import problems_of
from wholeplace.flow.numbers import numbers_of
from wholeplace.flow.reading import FOLDER, NOT_OF_THE_NETWORK, SUBJECT, network_from
from wholeplace.flow.shapes import Assumption, Move, Network
from wholeplace.flow.sheet import read_toml
from wholeplace.flow.writing import write_network
from wholeplace.place import Place
from wholeplace.place.folder import CLOSED_FILE, state_folder, swapped
from wholeplace.terms import DataProblem

STATE, FIT, TEXT = "flow", "fit.json", "network.fitted.toml"
NETWORK = "network.toml"
HEAD = "# Fitted by `wholeplace calibrate`. Numbers that say who agreed them are kept when it is run again; all others are fitted anew.\n"


def agreed_in(place: Place) -> dict[str, Assumption]:
    """Numbers of the place's network that say who agreed them, by path; empty where there is no network yet.

    What another file has come to say since stands there, and is no longer read from network.toml.
    """
    file = place.folder / FOLDER / NETWORK
    if not file.is_file():
        return {}
    others = {other.name: read_toml(other, SUBJECT) for other in _others(place)}
    given = {NETWORK: _without(read_toml(file, SUBJECT), said_elsewhere(place)), **others}
    return {each.path: each for each in network_from(given).assumptions if each.agreed_by}


def _others(place: Place) -> list[Path]:
    files = sorted((place.folder / FOLDER).glob("*.toml"))
    return [file for file in files if file.name not in (NETWORK, *NOT_OF_THE_NETWORK)]


def _without(table: Mapping[str, Any], elsewhere: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    left = {}
    for key, value in table.items():
        here = f"{path}.{key}" if path else key
        if here not in elsewhere:
            left[key] = _without(value, elsewhere, here) if isinstance(value, dict) and "value" not in value else value
    return left


def said_elsewhere(place: Place) -> dict[str, Any]:
    """Every value that another file of `assumptions/` says, by its dotted path: network.toml must not say it again."""
    found: dict[str, Any] = {}
    for file in _others(place):
        found |= dict(_leaves(read_toml(file, SUBJECT)))
    return found


def _leaves(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict) and "value" not in value:
            yield from _leaves(value, here)
        else:
            yield here, value


def capacities_stated(place: Place) -> dict[str, float]:
    """Station -> units, where people agreed on its capacity or another file of `assumptions/` states it. Of several dated values, the
    first."""
    stated = {path: each.value for path, each in agreed_in(place).items()}
    stated |= {path: _first(value) for path, value in said_elsewhere(place).items()}
    found = {path.split(".")[1]: value for path, value in stated.items() if path.startswith("stations.") and ".capacity" in path}
    return {name: float(value) for name, value in found.items() if isinstance(value, int | float)}


def _first(value: Any) -> Any:
    value = value[0] if isinstance(value, list) and value else value
    return value.get("value") if isinstance(value, dict) else value


def with_agreed(network: Network, agreed: Mapping[str, Assumption]) -> tuple[Network, tuple[tuple[str, float, float | None], ...]]:
    """The fitted network with agreed numbers in place of fitted ones, and for each the path, the agreed and the fitted number.

    An agreed number that the fitted network has no place for stays among its assumptions; its fitted number is None.
    """
    kept: list[tuple[str, float, float | None]] = []
    for path, each in sorted(agreed.items()):
        known = numbers_of(network)
        kept.append((path, each.value, known[path].value if path in known else None))
        if path in known:
            network = changed(network, Move(what=path, to=each.value))
    others = tuple(each for each in network.assumptions if each.path not in agreed)
    return replace(network, assumptions=(*others, *(agreed[path] for path in sorted(agreed)))), tuple(kept)


def written_by_hand(place: Place) -> bool:
    """assumptions/network.toml is there, and no calibration wrote it."""
    file = place.folder / FOLDER / NETWORK
    return file.is_file() and not file.read_text(encoding="utf-8-sig").startswith(HEAD)


def text_for(network: Network, elsewhere: Mapping[str, Any]) -> str:
    """The text of network.toml without what other files say."""
    lines, section = [], ""
    for line in write_network(network).splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        key = line.partition(" = ")[0]
        if f"{section}.{key}".lstrip(".") not in elsewhere:
            lines.append(line)
    return HEAD + "\n".join(lines) + "\n"


def keep_network(place: Place, network: Network) -> Path:
    """Write assumptions/network.toml, whole or not at all: over one that is there. Raises DataProblem where an agreed number makes it
    one that cannot be run."""
    if problems := problems_of(network):
        raise DataProblem("The network was not written: what was agreed and what the records show do not go together", problems)
    file = place.folder / FOLDER / NETWORK
    file.parent.mkdir(exist_ok=True)
    text = text_for(network, said_elsewhere(place))
    tomllib.loads(text)  # before anything is replaced
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, suffix=".making", delete=False) as making:
        making.write(text)
    Path(making.name).chmod(0o644)
    Path(making.name).replace(file)
    return file


def keep_fit(place: Place, fit: Fit, network: Network) -> Path:
    """Keep the report of fit and the text of the fitted network in the place's own state, and return the report's file."""
    target = state_folder(place.folder) / STATE
    with swapped(target) as making:
        for name, text in ((FIT, msgspec.json.encode(fit)), (TEXT, write_network(network).encode())):
            (making / name).write_bytes(text)
            (making / name).chmod(CLOSED_FILE)
    return target / FIT


def read_fit(place: Place) -> Fit | None:
    """The report of the last calibration; None where there was none, or an older version wrote it."""
    try:
        return msgspec.json.decode((place.folder / ".wholeplace" / STATE / FIT).read_bytes(), type=Fit)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


__all__ = [
    "agreed_in",
    "capacities_stated",
    "keep_fit",
    "keep_network",
    "read_fit",
    "said_elsewhere",
    "text_for",
    "with_agreed",
    "written_by_hand",
]
