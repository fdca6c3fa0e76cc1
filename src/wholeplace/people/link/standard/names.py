"""What is left of a name when spelling, titles and order no longer matter. Works on columns of different names, not on people."""

from functools import cache
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent
NAMES = FOLDER.parent / "names"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ALIASES = 3
"""Of a name that stands for several (Alex: Alexander, Alexandra), so many are kept."""


def plain(texts: pl.Series) -> pl.Series:
    """Texts in small letters without accents; what is neither letter nor digit becomes one space. Empty: null."""
    shaped = texts.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    letters = _list("letters")
    shaped = shaped.str.replace_many(letters["letter"].to_list(), letters["plain"].to_list())
    shaped = shaped.str.replace_all(r"['’`.]", "").str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()
    return pl.select(pl.when(shaped != "").then(shaped)).to_series().alias(texts.name)


def name_parts(raw: pl.Series) -> pl.DataFrame:
    """raw, whole, first, rest: of each different name its words without titles, numbers and fillers; null where none is left.

    `whole` is all words in one piece (de Souza, De-Souza and Desouza are one), `first` the first word, `rest` the others.
    """
    left_out = "|".join(_list("words")["word"].to_list())
    names = pl.DataFrame({"raw": raw.drop_nulls().unique().sort()})
    names = names.with_columns(words=plain(names["raw"]))
    names = names.with_columns(
        pl.col("words").str.replace_all(rf"\b({left_out}|[0-9]+)\b", " ").str.replace_all(" +", " ").str.strip_chars()
    )
    words = pl.col("words")
    return names.select(
        "raw",
        whole=_filled(words.str.replace_all(" ", "")),
        first=_filled(words.str.extract(r"^(\S+)")),
        rest=_filled(words.str.extract(r"^\S+ (.+)$").str.replace_all(" ", "")),
    )


def sound_of(names: pl.Series) -> pl.Series:
    """How plain names sound, roughly, whichever way they came into Latin letters: the rules of `sounds.csv`, in order."""
    shaped = names.str.replace_many([2 * letter for letter in LETTERS], list(LETTERS))
    for rule in _list("sounds").iter_rows(named=True):
        shaped = shaped.str.replace_all(rule["pattern"], rule["replacement"])
    return shaped


def aliases() -> pl.DataFrame:
    """name, alias_1 .. alias_3: the full forms that a name may stand for, from the lists in `names/`. A full form is its own."""
    given = name_lists()
    pairs = given.select("name", "canonical").unique().sort("name", "canonical")
    own = pairs.select(pl.col("canonical").alias("name"), "canonical").unique()
    pairs = pl.concat([pairs, own]).unique().sort("name", pl.col("name") != pl.col("canonical"), "canonical")
    numbered = pairs.with_columns(number=pl.int_range(1, pl.len() + 1).over("name")).filter(pl.col("number") <= ALIASES)
    columns = [pl.col("canonical").filter(pl.col("number") == number).first().alias(f"alias_{number}") for number in range(1, ALIASES + 1)]
    return numbered.group_by("name").agg(columns).sort("name")


@cache
def name_lists() -> pl.DataFrame:
    """name, canonical, kind: every pair of the lists, in plain letters."""
    schema = {"name": pl.String, "canonical": pl.String, "kind": pl.String}
    frames = [pl.read_csv(path, schema_overrides=schema).select(*schema) for path in sorted(NAMES.glob("*.csv"))]
    listed = pl.concat([pl.DataFrame(schema=schema), *frames])
    one_word = [plain(listed[name]).str.replace_all(" ", "").alias(name) for name in ("name", "canonical")]
    return listed.with_columns(one_word).drop_nulls().unique(maintain_order=True)


def _filled(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


@cache
def _list(name: str) -> pl.DataFrame:
    return pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False)
