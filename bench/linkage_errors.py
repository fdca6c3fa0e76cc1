"""What a run left wrong, by kind, with examples: the people are invented, so their records may be shown."""

from pathlib import Path

import polars as pl

SHOWN = 12
WHO = ["given_name", "family_name", "birth_date", "sex", "postcode", "uprn"]


def told(folder: Path, rows: pl.DataFrame, title: str) -> str:
    """Markdown: wrong links and missed links by the damage the record had, then some of each beside the register's row."""
    damages = [name for name in rows.columns[rows.columns.index("nickname") :] if rows.schema[name] == pl.Boolean]
    damages = [name for name in damages if name not in ("uprn", "right", "linked")]
    wrong = rows.filter(pl.col("linked") & ~pl.col("right"))
    missed = rows.filter(~pl.col("linked") & pl.col("person").is_not_null())
    there = len(rows) - rows["person"].null_count()
    parts = [f"# Ours: {title}", f"{len(wrong):,} wrong links of {rows['linked'].sum():,}; {len(missed):,} missed of {there:,}."]
    for name, errors in (("Wrong links", wrong), ("Missed", missed)):
        kinds = errors.with_columns(
            kind=pl.concat_list([pl.when(damage).then(pl.lit(damage)) for damage in damages]).list.drop_nulls().list.join(" + ")
        )
        parts += [f"\n## {name} by damage ({errors['absent'].sum():,} of people who are not on the register)", _counts(kinds)]
        parts += [f"### {name}: examples (record, then the person it is of, then the person found)", *_examples(folder, kinds)]
    return "\n".join(parts) + "\n"


def _counts(kinds: pl.DataFrame) -> str:
    groups = ["twin", "father and son", "care home", "hall", "born 1 January"]
    counted = kinds["kind"].value_counts(sort=True).head(30)
    lines = [f"- {count:,} × {kind or 'no damage'}" for kind, count in counted.iter_rows()]
    lines += [f"- of all: {kinds[group].sum():,} {group}" for group in groups]
    return "\n".join(lines)


def _examples(folder: Path, kinds: pl.DataFrame) -> list[str]:
    records, register = pl.read_parquet(folder / "records.parquet"), pl.read_parquet(folder / "register.parquet")
    lines = []
    for row in kinds.sample(min(SHOWN, len(kinds)), seed=1).iter_rows(named=True):
        lines.append(f"- {row['kind'] or 'no damage'}; score {row['score']}; {row['community']}")
        lines.append("  - record: " + _said(records.filter(pl.col("record_no") == row["record_no"])))
        for who in ("person", "found"):
            if row[who] is not None and not (who == "found" and row["right"]):
                lines += [f"  - {who}: {_said(one)}" for one in register.filter(pl.col("person") == row[who]).iter_slices(1)]
    return lines


def _said(row: pl.DataFrame) -> str:
    return " | ".join("-" if value is None else str(value) for value in row.select(WHO).row(0))
