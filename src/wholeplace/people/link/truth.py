"""Links held against the truth, where it is known: invented places and public benchmarks."""

import polars as pl

ALL = "all"


def against_truth(links: pl.DataFrame, truth: pl.DataFrame, *, by: str | None = None) -> pl.DataFrame:
    """How right `links` (identity_no, person_key) are by `truth` (identity_no, person), pair by pair and person by person.

    One row for each group of the column `by` of `truth` and a last one for all: `group`; `pairs` of identities that truly are
    one person, `made` pairs that links say are, `right` pairs in both; `precision`, `recall`, `f1` (null where nothing was made
    or nothing is to be found); `persons` truly there, `whole` persons all of whose identities have one key, `pure` persons whose
    keys hold nobody else. A pair across two groups counts half in each. An identity of `truth` without a link stands alone;
    links of identities that the truth does not know are left out. Refuses an identity that stands twice in either.
    """
    for name, frame in (("links", links), ("truth", truth)):
        if frame["identity_no"].is_duplicated().any():
            raise ValueError(f"An identity stands twice in {name}.")
    joined = truth.join(links.select("identity_no", "person_key"), on="identity_no", how="left").with_columns(
        group=pl.lit(ALL) if by is None else pl.col(by).cast(pl.String).fill_null("not recorded"),
        # A key of its own for who has none: nobody else can have it, as identities are one row each.
        key=pl.struct(key="person_key", alone=pl.when(pl.col("person_key").is_null()).then("identity_no")),
    )
    sized = joined.with_columns(
        of_key=pl.len().over("key"),
        of_person=pl.len().over("person"),
        of_both=pl.len().over("key", "person"),
    )
    tables = [_told(sized)] if by is None else [_told(sized), _told(sized.with_columns(group=pl.lit(ALL)))]
    return pl.concat(tables)


def _told(sized: pl.DataFrame) -> pl.DataFrame:
    pairs = sized.group_by("group").agg(
        pairs=(pl.col("of_person") - 1).sum() / 2,
        made=(pl.col("of_key") - 1).sum() / 2,
        right=(pl.col("of_both") - 1).sum() / 2,
    )
    of_persons = sized.group_by("group", "person").agg(
        whole=(pl.col("of_both") == pl.col("of_person")).all(), pure=(pl.col("of_both") == pl.col("of_key")).all()
    )
    persons = of_persons.group_by("group").agg(persons=pl.len(), whole=pl.col("whole").sum(), pure=pl.col("pure").sum())
    shares = pairs.with_columns(
        precision=pl.when(pl.col("made") > 0).then(pl.col("right") / pl.col("made")),
        recall=pl.when(pl.col("pairs") > 0).then(pl.col("right") / pl.col("pairs")),
        f1=pl.when(pl.col("made") + pl.col("pairs") > 0).then(2 * pl.col("right") / (pl.col("made") + pl.col("pairs"))),
    )
    return shares.join(persons, on="group").sort("group")
