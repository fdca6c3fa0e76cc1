"""From the table `identities` to the table `standard`: one row for each identity, in numbers that mean one text each."""

from pathlib import Path

import polars as pl

from wholeplace.people.link.standard.names import aliases, name_parts, plain, sound_of
from wholeplace.people.models import read_models, run_models
from wholeplace.warehouse import Warehouse

MODELS = Path(__file__).parent


def standardise(warehouse: Warehouse) -> None:
    """Leaves `standard` (one row for each row of `identities`), `texts` (text_no, text): what each number stands for, and
    `given_codes` and `family_codes` (raw, and the numbers of what each spelling means).

    Names are worked on once for each different spelling, so the cost grows with spellings more than with people.
    """
    given = name_parts(_different(warehouse, "given_name"))
    family = name_parts(_different(warehouse, "family_name"))
    given = meanings(given, "first")
    family = meanings(family, "whole")
    postcodes = postcode_parts(_different(warehouse, "postcode"))
    numbers = _numbers(given, family, postcodes)
    for name, frame in (("given_codes", given), ("family_codes", family), ("postcode_codes", postcodes)):
        warehouse.table_from(name, _numbered(frame, numbers))
    warehouse.table_from("texts", numbers.select("text_no", "text"))
    run_models(warehouse, read_models(MODELS), keep=("standard",))
    warehouse.run("drop table postcode_codes")


def postcode_parts(raw: pl.Series) -> pl.DataFrame:
    """raw, postcode, outcode: without spaces, in small letters. `outcode` is null where the text is no full UK postcode."""
    codes = pl.DataFrame({"raw": raw.drop_nulls().unique().sort()})
    codes = codes.with_columns(postcode=plain(codes["raw"]).str.replace_all(" ", ""))
    return codes.with_columns(outcode=pl.col("postcode").str.extract(r"^([a-z]{1,2}[0-9][a-z0-9]?)[0-9][a-z]{2}$"))


def _different(warehouse: Warehouse, column: str) -> pl.Series:
    return warehouse.frame(f"select distinct {column} as raw from identities where {column} is not null")["raw"].cast(pl.String)


def meanings(names: pl.DataFrame, column: str) -> pl.DataFrame:
    """The names with their full forms and their sound; a name on no list stands for itself."""
    known = names.join(aliases(), left_on=column, right_on="name", how="left")
    known = known.with_columns(pl.coalesce("alias_1", column).alias("alias_1"))
    sounding = pl.DataFrame({column: known[column].drop_nulls().unique()})
    sounding = sounding.with_columns(sound=sound_of(sounding[column]))
    return known.join(sounding, on=column, how="left", maintain_order="left")


def _numbers(*frames: pl.DataFrame) -> pl.DataFrame:
    """text, text_no: a number for each text in any column but `raw`, by alphabet, so that it does not depend on row order."""
    columns = [frame[name].rename("text") for frame in frames for name in frame.columns if name != "raw"]
    texts = pl.DataFrame({"text": pl.concat(columns).drop_nulls().unique().sort()}, schema={"text": pl.String})
    return texts.with_row_index("text_no", offset=1).with_columns(pl.col("text_no").cast(pl.Int32))


def _numbered(frame: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    numbered = frame.select("raw")
    for name in frame.columns[1:]:
        ours = frame.select(text=pl.col(name)).join(numbers, on="text", how="left", maintain_order="left")
        numbered = numbered.with_columns(ours["text_no"].alias(f"{name}_no"))
    return numbered


__all__ = ["meanings", "postcode_parts", "standardise"]
