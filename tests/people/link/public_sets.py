"""The public linkage sets with truth: how each is read, which columns are what, and how pairs are held against its truth."""

import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from wholeplace.people.link import RecordLinks, link_records

FEBRL = {
    "given_name": "given_name", "family_name": "surname", "birth_date": "date_of_birth", "postcode": "postcode", "address": "street_number",
}  # fmt: skip
FEBRL_TEXTS = ("address_1", "address_2", "suburb", "state")


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicSet:
    """A set: its files, what its columns are for `link_records`, columns that number a person, and its true pairs as published."""

    name: str
    files: tuple[str, ...]
    roles: Mapping[str, str]
    true_pairs: int
    texts: tuple[str, ...] = ()
    ids: tuple[str, ...] = field(default=())


def _febrl(name: str, *files: str, true_pairs: int) -> PublicSet:
    return PublicSet(name=name, files=files, roles=FEBRL, texts=FEBRL_TEXTS, ids=("soc_sec_id",), true_pairs=true_pairs)


SETS = {
    one.name: one
    for one in (
        _febrl("febrl1", "febrl_dataset1.csv.gz", true_pairs=500),
        _febrl("febrl3", "febrl_dataset3.csv.gz", true_pairs=6538),
        _febrl("febrl4", "febrl_dataset4a.csv.gz", "febrl_dataset4b.csv.gz", true_pairs=5000),
        PublicSet(
            name="fake_1000", files=("fake_1000.csv",), roles={"given_name": "first_name", "family_name": "surname", "birth_date": "dob"},
            texts=("city",), ids=("email",), true_pairs=2031,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Marked:
    """Pairs held against the truth: `made` pairs, `right` ones among them, `true` pairs that there are."""

    made: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.made + self.true)


def read_set(folder: Path, one: PublicSet) -> pl.DataFrame:
    """All rows of a set as text, with `person` (the truth) and `source` (which file). Linking is never shown either of `person`."""
    frames = []
    for name in one.files:
        raw = (folder / name).read_bytes()
        text = gzip.decompress(raw) if name.endswith(".gz") else raw
        frames.append(pl.read_csv(io.BytesIO(text), infer_schema=False).with_columns(source=pl.lit(name)))
    rows = pl.concat(frames)
    person = pl.col("cluster") if "cluster" in rows.columns else pl.col("rec_id").str.extract(r"rec-(\d+)-")
    return rows.with_columns(person=person)


def link_set(rows: pl.DataFrame, one: PublicSet, *, with_ids: bool) -> RecordLinks:
    """Ours on a set. `with_ids`: whether the columns that number a person (soc_sec_id, email) may be used."""
    source = "source" if len(one.files) > 1 else None
    said = rows.drop("person")
    return link_records(said, roles=one.roles, ids=one.ids if with_ids else (), texts=one.texts, source=source)


def marked(rows: pl.DataFrame, clusters: pl.DataFrame) -> Marked:
    """Clusters (row, cluster) as pairs, against the truth. Of several files, only pairs across files count."""
    both = rows.select("person", "source").with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    both = both.join(clusters.with_columns(pl.col("row").cast(pl.Int64)), on="row")
    apart = both["source"].n_unique() > 1
    return Marked(
        made=_pairs(both, ["cluster"], apart), right=_pairs(both, ["cluster", "person"], apart), true=_pairs(both, ["person"], apart)
    )


def _pairs(rows: pl.DataFrame, key: list[str], apart: bool) -> int:
    whole = rows.group_by(key).len()["len"]
    pairs = int((whole * (whole - 1) // 2).sum())
    if not apart:
        return pairs
    within = rows.group_by([*key, "source"]).len()["len"]
    return pairs - int((within * (within - 1) // 2).sum())
