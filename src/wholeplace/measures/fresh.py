"""A new measure's file: every key with its meaning, ready to be filled in."""

from collections.abc import Mapping

from wholeplace.measures.checks import check_name
from wholeplace.measures.definitions import library_measures
from wholeplace.measures.keys import KEYS, REQUIRED
from wholeplace.place.shapes import Place
from wholeplace.terms import Problem, WrongUse

_EXAMPLES: Mapping[str, str] = {
    "lens": '"quality"', "better": '"lower"', "read_with": '["back-within-30-days"]', "from": '"stays"', "on": '"ended"',
    "counts": "\"admitted_as = 'emergency' and alive\"", "of_which": '"nights >= 21"', "kind": '"proportion"', "unit": '"per cent"',
    "amount": '"nights"', "quantile": "0.9", "per": "100", "per_time": '"year"', "population": '"age_band >= 65"', "people": '"resident"',
    "denominator": "{ from = \"attendances\", on = \"arrived\", counts = \"not planned\" }", "standardise": '"none"',
    "complete_after": '"30 days"', "rolling": '"12 months"', "splits": '["provider", "pathway"]', "indicator": '"an-indicator"',
    "people_counted": "true", "topic": '"leaving hospital"',
}  # fmt: skip
_FIRST = ("on", "counts", "of_which")
"""Keys that the example needs, beside those that every measure must have."""


def new_measure_text(name: str) -> str:
    """The TOML text of a new measure called `name`. What only its writer can know is left empty, and a check asks for it."""
    lines = [
        f"# {name}: one question, declared once. Fill in what is empty, then run: wholeplace measure check PLACE {name}",
        "# Conditions may name columns of the table, and codes by the name of a list: diagnosis in codes('asthma'),",
        "# or any_of(diagnoses, codes('dementia')) where a column holds several.",
        "",
    ]
    for key, (_, meaning) in KEYS.items():
        if key in REQUIRED or key in _FIRST:
            lines += [f"# {meaning}", f"{key} = {_EXAMPLES.get(key, _empty(key, name))}"]
    lines += ["", "# Further keys. Take away the # before the ones you need."]
    for key, (_, meaning) in KEYS.items():
        if key not in REQUIRED and key not in _FIRST:
            lines += [f"# {meaning}", f"# {key} = {_EXAMPLES.get(key, chr(34) * 2)}"]
    return "\n".join(lines) + "\n"


def _empty(key: str, name: str) -> str:
    return f'"local-{name}-1"' if key == "definition_id" else '""'


def new_measure(place: Place, name: str) -> str:
    """Write the file of a new measure into the place's measures folder; its path inside the place.

    Raises WrongUse for a name that cannot be one, or that the library or the place already has.
    """
    problems: list[Problem] = []
    check_name(name, lambda key, what, why, fix: problems.append(Problem(where=key, what=what, why=why, fix=fix)))
    if problems:
        raise WrongUse(f"{problems[0].what} {problems[0].fix}")
    if name in library_measures():
        raise WrongUse(f'The library already has a measure "{name}". Give yours another name, such as local-{name}.')
    file = place.folder / "measures" / f"{name}.toml"
    if file.exists():
        raise WrongUse(f"{file} is there already.")
    file.parent.mkdir(exist_ok=True)
    file.write_text(new_measure_text(name), encoding="utf-8")
    return f"measures/{name}.toml"
