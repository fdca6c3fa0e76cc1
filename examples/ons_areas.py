"""Small areas, their neighbourhoods, wards, ranks and people, read from the files of the Office for National Statistics."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

AGES = (*tuple(str(age) for age in range(90)), "90+")
ADULT = 18


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """One small area and what it lies in, for the days `valid_from` <= day < `valid_to`."""

    small_area: str
    neighbourhood: str
    council: str
    ward: str
    rank: int
    valid_from: date | None = None
    valid_to: date | None = None

    def between(self, first: date, end: date | None, *, council: str, ward: str) -> "Stretch":
        """The same small area from `first` to the day before `end`, in the council and ward of those days."""
        return replace(self, valid_from=first, valid_to=end, council=council, ward=ward)


def read(shared: Path, path: str) -> pl.DataFrame:
    """A published file as text, so that no code or blank is guessed into something else."""
    return pl.read_csv(shared / path, infer_schema=False)


def small_areas_2011(shared: Path) -> pl.DataFrame:
    """Each LSOA of 2011 with its MSOA, its district of 2022, its NHS commissioner and its rank in the 2019 indices.

    Grain: one LSOA 2011 in England. 2011 and not 2021, because the mid-2020 population and the 2019 ranks were
    published for these, and the delayed transfers and readmissions of the example are of the years they stood in.
    """
    return (
        read(shared, "geography/lsoa11_sicbl22_icb22_ltla22.csv.gz")
        .join(read(shared, "geography/lsoa11_msoa11.csv.gz").select("lsoa11_code", "msoa11_code"), on="lsoa11_code")
        .join(read(shared, "deprivation/imd2019_england_lsoa11.csv.gz").select("lsoa11_code", "IMD_rank"), on="lsoa11_code")
        .with_columns(pl.col("IMD_rank").cast(pl.Float64).cast(pl.Int64).alias("rank"))
        .sort("lsoa11_code")
    )


def neighbourhood_names(shared: Path) -> dict[str, str]:
    """MSOA code -> the name people use for it, from the House of Commons Library."""
    names = read(shared, "geography/msoa_names_hierarchy_england.csv.gz").sort("MSOACD")
    return dict(names.select("MSOACD", "MSOAHCLNM").iter_rows())


def ward_of_each(shared: Path) -> pl.DataFrame:
    """One ward of May 2024 for each LSOA of 2011: lsoa11_code, ward24_code, ward24_name.

    Wards are published for the LSOAs of 2021. A split LSOA takes the ward of most of its parts; the lowest code where
    they tie. In the seven districts of the example that choice is made for 5 of 1,524.
    """
    changes = read(shared, "geography/lsoa11_lsoa21_ltla22.csv.gz").select("lsoa11_code", "lsoa21_code")
    wards = read(shared, "geography/lsoa21_ward24_ltla24.csv.gz").select("lsoa21_code", "ward24_code", "ward24_name")
    counted = changes.join(wards, on="lsoa21_code").group_by("lsoa11_code", "ward24_code", "ward24_name").len()
    order = counted.sort(["lsoa11_code", "len", "ward24_code"], descending=[False, True, False])
    return order.group_by("lsoa11_code", maintain_order=True).first().drop("len")


def people_by_band(shared: Path) -> pl.DataFrame:
    """ONS mid-2020 estimates: lsoa11_code, age_band (lower end, 0 to 90), people. Persons: LSOA estimates by sex are not in the file."""
    single = read(shared, "population/mid2020_lsoa11_age_wyh.csv.gz")
    long = single.unpivot(on=AGES, index="lsoa11_code", variable_name="age", value_name="people")
    age = pl.col("age").str.strip_suffix("+").cast(pl.Int64)
    people = pl.col("people").cast(pl.Float64).cast(pl.Int64)
    return (
        long.select("lsoa11_code", (age // 5 * 5).alias("age_band"), people)
        .group_by("lsoa11_code", "age_band")
        .agg(pl.col("people").sum())
        .sort("lsoa11_code", "age_band")
    )


def adults_of_councils(shared: Path) -> dict[str, int]:
    """People aged 18 and over in mid-2020 by ONS code of district, region and country (England: E92000001)."""
    persons = read(shared, "population/mid2020_lad21_sex_age_england.csv.gz").filter(pl.col("sex") == "Persons")
    adults = pl.sum_horizontal(pl.col(age).cast(pl.Int64) for age in AGES[ADULT:])
    return dict(persons.select("Code", adults.alias("adults")).iter_rows())


def people_of_districts(shared: Path, codes: list[str]) -> pl.DataFrame:
    """Mid-2020 people of whole districts: code, sex ("female", "male"), age_band, people."""
    persons = read(shared, "population/mid2020_lad21_sex_age_england.csv.gz").filter(pl.col("Code").is_in(codes))
    long = persons.unpivot(on=AGES, index=["Code", "sex"], variable_name="age", value_name="people")
    age = pl.col("age").str.strip_suffix("+").cast(pl.Int64)
    sexes = {"Females": "female", "Males": "male"}
    return (
        long.filter(pl.col("sex").is_in(list(sexes)))
        .select(
            pl.col("Code").alias("code"),
            pl.col("sex").replace(sexes),
            (age // 5 * 5).alias("age_band"),
            pl.col("people").cast(pl.Int64),
        )
        .group_by("code", "sex", "age_band")
        .agg(pl.col("people").sum())
        .sort("code", "sex", "age_band")
    )
