"""Links of the demo place held against its truth of who is who, by feed, for records without a usable NHS number.

    python bench/linkage_demo.py PLACE        (a demo place whose files were received)

Prints a table: records of people on the register that should find their person, found, right. It asserts nothing.
"""

import sys
import time
from pathlib import Path

import polars as pl

from wholeplace.feeds import received
from wholeplace.people.knowing import load_identities
from wholeplace.people.link import link_identities
from wholeplace.people.sources import sources_of
from wholeplace.people.vault import usable_numbers
from wholeplace.place import read_place
from wholeplace.warehouse import Warehouse


def main() -> None:
    folder = Path(sys.argv[1])
    truth = pl.read_parquet(folder / "truth_people.parquet")
    with Warehouse(memory_gib=8) as warehouse:
        load_identities(warehouse, sources_of(received(read_place(folder))), None)
        started = time.process_time()
        link_identities(warehouse)
        seconds = time.process_time() - started
        columns = "identities.identity_no, feed, role, nhs_number, local_id, given_name, birth_date, postcode, person_key"
        rows = warehouse.frame(f"select {columns} from identities left join links on links.identity_no = identities.identity_no")
    tell(f"{len(rows):,} identities linked in {seconds:.1f} CPU seconds")
    usable = usable_numbers(rows["nhs_number"]).select(pl.col("as_sent").alias("nhs_number"), number=pl.lit(1))
    known = rows.join(truth, on=["feed", "local_id", "role"], how="inner").join(usable, on="nhs_number", how="left")
    own = known.filter(pl.col("number").is_not_null()).group_by("person").agg(pl.col("person_key").mode().first().alias("own_key"))
    theirs = known.group_by("person_key").agg(holder=pl.col("person").filter(pl.col("number").is_not_null()).mode().first())
    seeking = known.filter(pl.col("number").is_null()).join(own, on="person", how="left").join(theirs, on="person_key", how="left")
    tell(f"{'feed':<24}{'to find':>10}{'with a name':>13}{'found':>11}{'precision':>11}{'recall':>8}{'recall, named':>15}")
    for feed, part in [*sorted(seeking.partition_by("feed", as_dict=True).items()), (("all",), seeking)]:
        report(str(feed[0]), part)


def report(feed: str, part: pl.DataFrame) -> None:
    to_find = part.filter(pl.col("own_key").is_not_null())
    named = to_find.filter(pl.col("given_name").is_not_null())
    found = part.filter(pl.col("holder").is_not_null())
    right = found.filter(pl.col("holder") == pl.col("person"))
    hits, named_hits = ((some["person_key"] == some["own_key"]).sum() for some in (to_find, named))
    tell(
        f"{feed:<24}{len(to_find):>10,}{len(named):>13,}{len(found):>11,}{len(right) / max(len(found), 1):>11.4f}"
        f"{hits / max(len(to_find), 1):>8.3f}{named_hits / max(len(named), 1):>15.3f}"
    )


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
