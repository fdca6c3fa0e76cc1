"""Pandera on Polars, receiving emergency care by the rules of our own contract: read, typed, checked, doubles dropped, written.

    python bench/ingest_peers.py FILE FOLDER     (FILE is CSV or Parquet; writes FOLDER/rows.parquet and FOLDER/refused.parquet)

It does what a careful analyst would write: Polars reads all cells as text and makes typed columns of them, Pandera checks each
column and the rows across columns lazily, and its failure cases say which rows are kept apart and which cells are emptied. What it
does not do and ours does: part identities from the rows, say of each refused row why, write a receipt, tell day-first from
month-first dates, take files in any encoding, leave the last good state when it is killed, keep to a limit of memory.
"""

import sys
from datetime import date
from pathlib import Path

import pandera.polars as pa
import polars as pl

from wholeplace.feeds.library import contract_toml, value_set

CONTRACT = contract_toml("emergency_care")["columns"]
SEX, ETHNIC = value_set("sex") or {}, value_set("ethnic_group") or {}
WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
REFUSED = ("provider", "arrived_at")


def main() -> None:
    pandera_on_polars(Path(sys.argv[1]), Path(sys.argv[2]))


def pandera_on_polars(source: Path, target: Path) -> None:
    """Receive `source` into two Parquet files in `target`."""
    text = pl.read_csv(source, infer_schema=False) if source.suffix == ".csv" else pl.read_parquet(source)
    text = text.with_columns(pl.all().str.strip_chars().replace(["", "NULL", "null", "Null"], [None] * 4))
    rows = typed(text)
    failed = failures(rows)
    refused = pl.int_range(rows.height, eager=True).is_in(failed.filter(pl.col("column").is_in(REFUSED))["index"].implode())
    text.filter(refused).write_parquet(target / "refused.parquet", compression="zstd", compression_level=1)
    rows = emptied(rows, failed).filter(~refused).select(pl.exclude("^unread_.*$"))
    rows = rows.unique(subset=["provider", "attendance_ref"], keep="last", maintain_order=True)
    rows.write_parquet(target / "rows.parquet", compression="zstd", compression_level=1)


def typed(text: pl.DataFrame) -> pl.DataFrame:
    """Our columns, by the contract's words; what a list does not know stays as it is, for Pandera to find."""
    disposal = {**CONTRACT["disposal"]["values"]}
    return text.select(
        pl.col("NHS_NUMBER").str.replace_all("[ -]", "").alias("nhs_number"),
        pl.col("LOCAL_PATIENT_IDENTIFIER").alias("local_id"),
        _day("BIRTH_DATE").alias("birth_date"),
        _words("STATED_GENDER", SEX["values"], SEX["also_empty"]).alias("sex"),
        _words("ETHNIC_CATEGORY", ETHNIC["values"], ETHNIC["also_empty"]).alias("ethnic_group"),
        pl.col("LSOA_2011").str.to_uppercase().alias("small_area"),
        pl.col("PROVIDER_CODE").str.to_uppercase().alias("provider"),
        pl.col("SITE").str.to_uppercase().alias("site"),
        pl.col("EPIKEY").alias("attendance_ref"),
        _words("DEPARTMENT_TYPE", CONTRACT["department_type"]["values"], ["99"]).alias("department_type"),
        _words("ATTENDANCE_CATEGORY", CONTRACT["attendance_category"]["values"], ["9", "99"]).alias("attendance_category"),
        _moment("ARRIVAL").alias("arrived_at"),
        _moment("DEPARTURE").alias("departed_at"),
        _words("DISCHARGE_DESTINATION", disposal, []).alias("disposal"),
        pl.col("DIAGNOSIS_CODE_1").str.to_uppercase().str.replace_all(".", "", literal=True).alias("diagnoses"),
        (_day("BIRTH_DATE").is_null() & pl.col("BIRTH_DATE").is_not_null()).alias("unread_birth_date"),
        (_moment("DEPARTURE").is_null() & pl.col("DEPARTURE_DATE").is_not_null()).alias("unread_departed_at"),
    )


def _day(header: str) -> pl.Expr:
    return pl.coalesce(pl.col(header).str.to_date("%Y-%m-%d", strict=False), pl.col(header).str.to_date("%d/%m/%Y", strict=False))


def _moment(what: str) -> pl.Expr:
    text = pl.col(f"{what}_DATE") + " " + pl.col(f"{what}_TIME")
    return pl.coalesce(text.str.to_datetime("%Y-%m-%d %H:%M", strict=False), text.str.to_datetime("%d/%m/%Y %H:%M", strict=False))


def _words(header: str, values: dict, empty: list[str]) -> pl.Expr:
    known = {str(theirs).casefold(): ours for theirs, ours in values.items()} | {text.casefold(): None for text in empty}
    text = pl.col(header)
    return text.str.to_lowercase().replace_strict(known, default=text, return_dtype=pl.String)


def _check_digit(data: pa.PolarsData) -> pl.LazyFrame:
    number = pl.col(data.key).cast(pl.Int64, strict=False)
    total = pl.sum_horizontal(weight * (number // 10**power % 10) for power, weight in zip(range(9, -1, -1), WEIGHTS, strict=True))
    written = pl.col(data.key).str.contains("^[0-9]{10}$")
    return data.lazyframe.select(written & (total % 11 == 0) & (number % 1111111111 != 0))


def _in_order(first: str, second: str) -> pa.Check:
    return pa.Check(lambda data: data.lazyframe.select(pl.col(second) >= pl.col(first)), name=f"{second} before {first}")


def _one_of(values: dict) -> pa.Column:
    return pa.Column(pl.String, pa.Check.isin(sorted(set(values.values()))), nullable=True)


SCHEMA = pa.DataFrameSchema(
    {
        "nhs_number": pa.Column(pl.String, pa.Check(_check_digit), nullable=True),
        "local_id": pa.Column(pl.String, nullable=True),
        "birth_date": pa.Column(pl.Date, pa.Check.ge(date(1880, 1, 1)), nullable=True),
        "sex": _one_of(SEX["values"]),
        "ethnic_group": _one_of(ETHNIC["values"]),
        "small_area": pa.Column(pl.String, nullable=True),
        "provider": pa.Column(pl.String, nullable=False),
        "site": pa.Column(pl.String, nullable=True),
        "attendance_ref": pa.Column(pl.String, nullable=True),
        "department_type": _one_of(CONTRACT["department_type"]["values"]),
        "attendance_category": _one_of(CONTRACT["attendance_category"]["values"]),
        "arrived_at": pa.Column(pl.Datetime("us"), nullable=False),
        "departed_at": pa.Column(pl.Datetime("us"), nullable=True),
        "disposal": pa.Column(pl.String, nullable=True),
        "diagnoses": pa.Column(pl.String, pa.Check.str_matches("^[A-Z0-9;]+$"), nullable=True),
        "unread_birth_date": pa.Column(pl.Boolean, pa.Check.eq(False)),
        "unread_departed_at": pa.Column(pl.Boolean, pa.Check.eq(False)),
    },
    checks=[_in_order("arrived_at", "departed_at"), _in_order("birth_date", "arrived_at")],
)
EMPTIED = ("nhs_number", "birth_date", "sex", "department_type", "attendance_category", "ethnic_group")


def failures(rows: pl.DataFrame) -> pl.DataFrame:
    """Every cell and row that breaks the schema, as (column, check, index)."""
    try:
        SCHEMA.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as error:
        return error.failure_cases.select("column", "check", pl.col("index").cast(pl.Int64))
    return pl.DataFrame(schema={"column": pl.String, "check": pl.String, "index": pl.Int64})


def emptied(rows: pl.DataFrame, failed: pl.DataFrame) -> pl.DataFrame:
    """The rows with their wrong cells emptied, and births after the attendance."""
    at = pl.int_range(rows.height, eager=True)
    for name in EMPTIED:
        wrong = pl.col("column") == name
        if name == "birth_date":
            wrong = wrong | (pl.col("check") == "arrived_at before birth_date")
        gone = at.is_in(failed.filter(wrong)["index"].implode())
        rows = rows.with_columns(pl.when(~gone).then(pl.col(name)).alias(name))
    return rows


if __name__ == "__main__":
    main()
