"""place.toml: who the place is and the rules it has chosen."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from wholeplace.place.engine import DUCKDB, engine_from
from wholeplace.place.engine import KEYS as SPARK_KEYS
from wholeplace.place.opt_outs import KEYS as OPT_OUTS
from wholeplace.place.opt_outs import opt_outs_from
from wholeplace.place.shapes import Settings, Standard
from wholeplace.terms import AreaCode, Problem
from wholeplace.terms.spelling import did_you_mean

MODULES = ("picture", "winter", "agreement", "front-door")
"""What a place has switched on: `winter` adds the winter plan of its own model to the pack; `agreement` opens the partner door,
with accounts and live records."""
DISCLOSURE_RULES = ("hide-1-to-7-round-to-5", "midpoint-6", "hide-under-10")

_TEXT, _TEXTS, _WHOLE, _TABLE, _DAY = "text", "a list of texts", "a whole number", "a table", "a date such as 2026-10-01"
_YES_NO = "true or false"
_TOP = {
    "name": _TEXT,
    "levels": _TEXTS,
    "footprints": _TEXTS,
    "country": _TEXT,
    "modules": _TEXTS,
    "deprivation": _TABLE,
    "disclosure": _TABLE,
    "standards": _TABLE,
    "opt_outs": _TABLE,
    "engine": _TEXT,
    "spark": _TABLE,
    "today": _DAY,
    "public_record": _TABLE,
}
_DEPRIVATION = {"index": _TEXT, "small_areas_in_country": _WHOLE}
_DISCLOSURE = {"rule": _TEXT}
_PUBLIC_RECORD = {"licence": _TEXT}
_SECTIONS: Mapping[str, Mapping[str, str]] = {
    "deprivation": _DEPRIVATION, "disclosure": _DISCLOSURE, "opt_outs": OPT_OUTS, "public_record": _PUBLIC_RECORD, "spark": SPARK_KEYS,
}  # fmt: skip
_STANDARD_KEYS = ("value", "source", "since")


def read_settings(folder: Path, problems: list[Problem]) -> Settings | None:
    """Settings from place.toml; None (with a problem) when there is nothing that can be read at all."""
    path = folder / "place.toml"
    if not path.is_file():
        problems.append(
            Problem(
                where="place.toml",
                what="there is no such file in the folder.",
                why="It names the place and its levels.",
                fix="Run `wholeplace new` on an empty folder to get one with comments.",
            )
        )
        return None
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(
            Problem(where="place.toml", what=f"it is not TOML: {error}.", why="Nothing in it can be read.", fix="Correct that line.")
        )
        return None
    return _checked(given, problems)


def _checked(given: Mapping, problems: list[Problem]) -> Settings | None:
    before = len(problems)
    _check_keys(given, _TOP, "", problems)
    deprivation, disclosure = given.get("deprivation", {}), given.get("disclosure", {})
    for section, known in _SECTIONS.items():
        if isinstance(under := given.get(section, {}), dict):
            _check_keys(under, known, f"{section}.", problems)
    opt_outs = opt_outs_from(given["opt_outs"], problems) if "opt_outs" in given and len(problems) == before else None
    spark = engine_from(given.get("engine", DUCKDB), given.get("spark", {}), problems) if len(problems) == before else None
    if len(problems) == before:
        _check_values(given, problems)
    standards = _standards(given.get("standards", {}), problems)
    if len(problems) > before:
        return None
    return Settings(
        name=given["name"],
        levels=tuple(given["levels"]),
        footprints=tuple(given.get("footprints", ())),
        deprivation_index=deprivation.get("index", ""),
        small_areas_in_country=deprivation.get("small_areas_in_country", 0),
        country=AreaCode(given.get("country", "E92000001")),
        disclosure_rule=disclosure.get("rule", DISCLOSURE_RULES[0]),
        standards=standards,
        modules=tuple(given.get("modules", ("picture",))),
        opt_outs=opt_outs,
        spark=spark,
        today=given.get("today"),
        licence=given.get("public_record", {}).get("licence", ""),
    )


def _is(kind: str, value: object) -> bool:
    if kind == _TEXTS:
        return isinstance(value, list) and all(isinstance(each, str) and each for each in value)
    if kind == _WHOLE:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind == _DAY:
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, {_TEXT: str, _TABLE: dict, _YES_NO: bool}[kind])


def _check_keys(given: Mapping, known: Mapping[str, str], under: str, problems: list[Problem]) -> None:
    for key, value in given.items():
        where = f"place.toml, {under}{key}"
        if key not in known:
            guess = did_you_mean(key, known)
            problems.append(
                Problem(
                    where=where,
                    what="there is no such setting.",
                    why="A setting that is misspelt would be ignored in silence.",
                    fix=guess or f"Known settings: {', '.join(known)}.",
                )
            )
        elif not _is(known[key], value):
            problems.append(
                Problem(where=where, what=f"{value!r} is not {known[key]}.", why="It cannot be read.", fix=f"Write {known[key]}.")
            )


def _check_values(given: Mapping, problems: list[Problem]) -> None:
    levels, footprints = given.get("levels", []), given.get("footprints", [])
    checks = (
        (bool(given.get("name", "").strip()), "name", "the name of the place is missing.", 'Write name = "..." in the first line.'),
        (bool(levels), "levels", "no levels are given.", 'Write levels = ["system", "place", "neighbourhood"], widest first.'),
        (
            len({*levels, *footprints}) == len(levels) + len(footprints),
            "levels",
            "a level or footprint is named twice.",
            "Name each once.",
        ),
        (
            given.get("deprivation", {}).get("small_areas_in_country", 0) >= 0,
            "deprivation.small_areas_in_country",
            "it is below 0.",
            "Write the number of small areas that the national ranks run over, such as 33755.",
        ),
    )
    for holds, key, what, fix in checks:
        if not holds:
            problems.append(Problem(where=f"place.toml, {key}", what=what, why="Every figure is shown for these areas.", fix=fix))
    rule = given.get("disclosure", {}).get("rule", DISCLOSURE_RULES[0])
    if rule not in DISCLOSURE_RULES:
        problems.append(
            Problem(
                where="place.toml, disclosure.rule",
                what=f'there is no rule "{rule}".',
                why="Small numbers must be protected before anything is published.",
                fix=did_you_mean(rule, DISCLOSURE_RULES) or f"Choose one of: {', '.join(DISCLOSURE_RULES)}.",
            )
        )
    for module in given.get("modules", ()):
        if module not in MODULES:
            problems.append(
                Problem(
                    where="place.toml, modules",
                    what=f'there is no part "{module}" of the pack.',
                    why="It would be left out without a word.",
                    fix=did_you_mean(module, MODULES) or f"Choose from: {', '.join(MODULES)}.",
                )
            )


def _standards(given: object, problems: list[Problem]) -> dict[str, Standard]:
    standards: dict[str, Standard] = {}
    for measure, entry in sorted(given.items()) if isinstance(given, dict) else ():
        where = f"place.toml, standards.{measure}"
        if not isinstance(entry, dict) or sorted(entry) != sorted(_STANDARD_KEYS):
            problems.append(
                Problem(
                    where=where,
                    what="a standard needs exactly value, source and since.",
                    why="A figure held against a number must say who set that number, and from when.",
                    fix='Write value = 78.0, source = "who set it", since = 2025-04-01.',
                )
            )
        elif not isinstance(entry["value"], int | float) or not isinstance(entry["since"], date) or not str(entry["source"]).strip():
            problems.append(
                Problem(
                    where=where,
                    what="value must be a number, since a date and source a text.",
                    why="It cannot be read.",
                    fix="Correct it.",
                )
            )
        else:
            standards[measure] = Standard(value=float(entry["value"]), source=str(entry["source"]), since=entry["since"])
    return standards
