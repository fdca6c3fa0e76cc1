"""A hard linkage benchmark with truth, made from one seed. Open: this text, linkage_rates.toml and linkage_names.toml are all of it.

    python bench/linkage_data.py /tmp/linkage --people 100000 --seed 1

It makes a register of N people and N/10 records of a council, landlords and charities, none with an NHS number; one record in ten
is of somebody who is not on the register. Nobody in it is real: names are drawn from lists of common name parts and from composed
ones, postcodes begin with Q, NHS numbers come from the range kept for tests.

What makes it hard, each at a rate with its reason in linkage_rates.toml:

* names are skewed as real ones are (Zipf), by community, and communities live together, so that one postcode holds several
  Mohammed Khans; South Asian names have many spellings, names before names (Mohammed Imran), second names instead of family names
  (Begum, Bibi, Khatun) and no fixed order; Sikh families have Singh and Kaur; Polish names have diacritics, endings by sex, and are
  written as heard; English people go by pet names, marry, and join or drop names;
* people share addresses: families, care homes of up to 120, halls of up to 500 of one age; twins share name, address and birth
  date, and some sons their father's whole name; some of those who are absent live with those who are there;
* people move: a record may have an earlier address that the register knows, or a new one that it does not;
* birth dates are missing, or only a year, or wrong; for some communities the register itself has many a 1 January;
* sex is missing from a third of landlords' and charities' records; only councils and landlords have property numbers;
* the register has typing errors of its own, and stale addresses.

Spellings in the damage come from bench/linkage_variants.txt and from rules of sound (linkage_typing.py), which are wider than and made
apart from the product's table (people/link/names); bench/linkage.py says what share of changed names the product's table knows.

Left in the folder: register.parquet (one row a person and address), records.parquet, truth.parquet, changed.parquet.
"""

import argparse
import sys
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import polars as pl
from linkage_homes import Homes, earlier_homes, homes
from linkage_people import REFERENCE, People, people
from linkage_records import FEEDS, KINDS, Records, chosen, in_pairs, records
from linkage_typing import mistyped, mistyped_date, plain

from wholeplace.demo.names import nhs_numbers

HERE = Path(__file__).parent


def make(folder: Path, *, count: int, seed: int) -> None:
    """Write the four files for a register of `count` people into `folder`."""
    rates = tomllib.loads((HERE / "linkage_rates.toml").read_text())
    rng = np.random.default_rng(seed)
    wanted = count // 10
    absent_count = round(wanted * rates["absent"]["share"])
    everyone = people(count + absent_count, rates, rng)
    living = homes(everyone, rng)
    earlier = earlier_homes(everyone, living, rates["register_moves"], rng)
    absent = rng.permutation(chosen(everyone, absent_count, rates, rng))
    on_register = np.ones(len(everyone.home), dtype=bool)
    on_register[absent] = False
    there = chosen(everyone, wanted, rates, rng)
    there = there[on_register[there]][: wanted - absent_count]
    first = round(len(there) / (1 + rates["again"]["share"]))
    there = np.concatenate([there[:first], rng.choice(there[:first], size=wanted - absent_count - first)])
    who = rng.permutation(np.concatenate([there, absent]))
    found = records(everyone, living, earlier, who, (rates, rng))
    folder.mkdir(parents=True, exist_ok=True)
    register(everyone, living, earlier, on_register, (rates, rng)).write_parquet(folder / "register.parquet")
    record_rows(found).write_parquet(folder / "records.parquet")
    truth(everyone, found, on_register, earlier).write_parquet(folder / "truth.parquet")
    changes = [(kind, before, after) for kind, pairs in found.changed.items() for before, after in pairs]
    pl.DataFrame(changes, schema=["kind", "before", "after"], orient="row").write_parquet(folder / "changed.parquet")


def register(
    everyone: People, living: Homes, earlier: np.ndarray, on_register: np.ndarray, setting: tuple[Mapping, np.random.Generator]
) -> pl.DataFrame:
    """One row a person and address, the current one first; the other family name stands on some rows of earlier addresses."""
    rates, rng = setting
    who = np.flatnonzero(on_register)
    given, family, born, sex = _as_registered(everyone, who, rates["register_errors"], rng)
    known = np.where(rng.random(len(who)) < rates["register_errors"]["no_uprn"], False, True)
    now = living.of(everyone.home[who])
    frames = [_register_rows(who, everyone, (given, family, born, sex), (now[0], now[1], np.where(known, now[2], None)), True)]
    moved = np.flatnonzero(earlier[who] >= 0)
    then = living.of(earlier[who[moved]])
    once = family[moved].copy()
    changed = (
        everyone.woman[who[moved]] & (everyone.age[who[moved]] > 20) & (rng.random(len(moved)) < rates["married_known"]["rate"][0] * 3)
    )
    once[changed] = everyone.family_other[who[moved]][changed]
    old_uprn = np.where(rng.random(len(moved)) < 0.5, then[2], None)
    frames.append(_register_rows(who[moved], everyone, (given[moved], once, born[moved], sex[moved]), (then[0], then[1], old_uprn), False))
    return pl.concat(frames).with_row_index("row_no")


def _as_registered(everyone: People, who: np.ndarray, rates: Mapping, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    given, family, born = everyone.given[who].copy(), everyone.family[who].copy(), everyone.born[who].copy()
    accents = np.isin(everyone.community[who], [everyone.communities.index(name) for name in ("polish", "eastern")])
    for at in np.flatnonzero(accents & (rng.random(len(who)) >= rates["diacritics"])):
        given[at], family[at] = plain(given[at]), plain(family[at])
    for column in (given, family):
        for at in np.flatnonzero(rng.random(len(who)) < rates["name"] / 2):
            column[at] = mistyped(column[at], rng)
    for at in np.flatnonzero(rng.random(len(who)) < rates["birth_date"]):
        born[at] = mistyped_date(born[at], rng)
    extra = everyone.prefix[who]
    plus = np.array([text[:1] for text in extra])
    middle = (plus == "") & (rng.random(len(who)) < rates["middle_names"])
    given = np.where(middle, given + " " + everyone.middle[who], given)
    behind, before = plus == "+", (plus != "") & (plus != "+")
    given[behind] = given[behind] + " " + np.array([text[1:] for text in extra[behind]], dtype=object)
    given[before] = extra[before] + " " + given[before]
    sex = np.where(everyone.woman[who], "female", "male").astype(object)
    sex[rng.random(len(who)) < rates["no_sex"]] = None
    return given, family, born, sex


def _register_rows(
    who: np.ndarray, everyone: People, said: tuple[np.ndarray, ...], place: tuple[np.ndarray, ...], current: bool
) -> pl.DataFrame:
    given, family, born, sex = said
    postcode, address, uprn = place
    text = {"given_name": given, "family_name": family, "sex": sex, "postcode": postcode, "address": address, "uprn": uprn}
    return pl.DataFrame(
        {
            "person": who.astype(np.int64),
            "nhs_number": pl.Series(nhs_numbers(who, len(everyone.home))).cast(pl.String),
            "birth_date": born.astype("datetime64[D]"),
            **_texts(text),
            "current": np.full(len(who), current),
        }
    )


def _texts(columns: Mapping[str, np.ndarray]) -> dict[str, pl.Series]:
    return {name: pl.Series(column.tolist(), dtype=pl.String) for name, column in columns.items()}


def record_rows(found: Records) -> pl.DataFrame:
    """One row a record, as its body sends it."""
    text = {"given_name": found.given, "family_name": found.family, "sex": found.sex}
    home = {"postcode": found.postcode, "address": found.address, "uprn": found.uprn}
    return pl.DataFrame({"feed": np.array(FEEDS)[found.feed], "birth_date": found.born, **_texts(text), **_texts(home)}).with_row_index(
        "record_no"
    )


def truth(everyone: People, found: Records, on_register: np.ndarray, earlier: np.ndarray) -> pl.DataFrame:
    """One row a record: the person it is of (null: not on the register), the group that person is in, and the damage done."""
    who = found.person
    kind = everyone.kind[who]
    columns = {
        "person": pl.Series(np.where(on_register[who], who, -1)).replace(-1, None),
        "absent": ~on_register[who],
        "community": np.array(everyone.communities)[everyone.community[who]],
        "twin": in_pairs(everyone.twin_of)[who],
        "father and son": in_pairs(everyone.father)[who],
        "care home": kind == 1,
        "hall": kind == 2,
        "age": everyone.age[who],
        "born 1 January": (everyone.born[who] == everyone.born[who].astype("datetime64[Y]").astype("datetime64[D]")),
        "has earlier address": earlier[who] >= 0,
    }
    damage = {f"{kind}": (found.damages >> bit & 1).astype(bool) for bit, kind in enumerate(KINDS)}
    return pl.DataFrame({**columns, **damage}).with_row_index("record_no")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.perf_counter()
    make(asked.folder, count=asked.people, seed=asked.seed)
    sys.stdout.write(f"{asked.people:,} people (reference day {REFERENCE}) in {time.perf_counter() - began:.1f} seconds\n")


if __name__ == "__main__":
    main()
