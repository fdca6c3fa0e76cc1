"""The open data of a release: every published figure with its interval, status, reason when hidden, and definition."""

import csv
import io
import json
from collections.abc import Iterator, Sequence

import polars as pl

from wholeplace.measures.shapes import RESULT_COLUMNS, Measure
from wholeplace.publish.disclosure.protect import NUMBERS
from wholeplace.publish.pages.edition import Edition
from wholeplace.publish.pages.index import cannot_say, headline_said, said
from wholeplace.publish.pages.winter import winter_csv

_FIGURES = 6  # significant figures of a published value: more than anyone can use, fewer than rounding errors reach
_STANDARDISED_FIGURES = 4  # fewer: with every figure of a rate made of 10 events, their ages could be tried out until one fits
HIDDEN_MEANING = 'why the numbers are empty: "small" (too few people), "beside" (would give a small one away), empty when not hidden'


def data_files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """(path in the release, content)."""
    rows = _published_rows(edition)
    for (name,), figures in sorted(rows.partition_by("measure", as_dict=True).items(), key=lambda item: str(item[0])):
        measure = edition.measures[name]  # type: ignore[index]
        yield f"data/measures/{name}.csv", figures.write_csv().encode()
        yield f"data/measures/{name}.json", as_json(_with_rows(_described(measure, edition), figures))
    yield "data/measures.json", as_json([_described(measure, edition) for _, measure in sorted(edition.measures.items())])
    yield "data/picture.json", as_json(_first_page(edition))
    readings = list(_readings(edition))
    yield "data/readings.json", as_json(readings)
    yield "data/readings.csv", _as_csv(readings)
    yield (
        "data/areas.csv",
        _as_csv([{"code": a.code, "name": a.name, "level": a.level, "parent": a.parent or ""} for a in edition.picture.areas]),
    )
    if edition.winter:
        yield "data/winter.csv", winter_csv(edition.winter).encode()
    yield "data/README.txt", _readme(edition).encode()


def as_json(value: object) -> bytes:
    """The same value gives the same bytes: sorted keys, no spaces."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n").encode()


def _published_rows(edition: Edition) -> pl.DataFrame:
    figures = {name: _STANDARDISED_FIGURES if name.startswith("standardised") else _FIGURES for name in NUMBERS}
    rounded = [pl.when(pl.col(name).is_finite()).then(pl.col(name).round_sig_figs(kept)).alias(name) for name, kept in figures.items()]
    counts = [pl.col(name).cast(pl.Float64).round(0).cast(pl.Int64).alias(name) for name in ("denominator", "people")]
    whole = pl.col("numerator").round_sig_figs(12)
    names = pl.col("area").replace_strict(dict(edition.area_names), default=pl.col("area"), return_dtype=pl.String)
    hidden = pl.when(pl.col("hidden") != "").then(pl.col("hidden")).alias("hidden")
    about = edition.published.rows.with_columns(*rounded, whole, *_rounded_counts(edition, counts)).with_columns(
        names.alias("area_name"), hidden
    )
    return about.select("measure", "level", "area", "area_name", *list(RESULT_COLUMNS)[3:], "hidden").sort(
        list(RESULT_COLUMNS), nulls_last=True
    )


def _rounded_counts(edition: Edition, counts: Sequence[pl.Expr]) -> list[pl.Expr]:
    """Counts of people are whole numbers; a published denominator may be anything."""
    people = [name for name, measure in edition.measures.items() if measure.people_counted]
    denominator = (
        pl.when(pl.col("measure").is_in(people)).then(pl.col("denominator").round(0)).otherwise(pl.col("denominator").round_sig_figs(12))
    )
    return [denominator.alias("denominator"), counts[1]]


def _described(measure: Measure, edition: Edition) -> dict[str, object]:
    results = edition.picture.results
    feeds = results.measure_feeds.get(measure.name, ())
    return {
        "name": measure.name,
        "title": measure.title,
        "short": measure.short,
        "question": measure.question,
        "lens": measure.lens,
        "better": measure.better,
        "kind": measure.kind,
        "unit": measure.unit,
        "read_with": list(measure.read_with),
        "definition_id": measure.definition_id,
        "source": measure.source,
        "counts_people": measure.people_counted,
        "disclosure_rule": edition.rule.name if measure.people_counted else "",
        "files": [
            {"feed": feed, "name": name, "sha256": sha}
            for feed in sorted(feeds)
            if feed in results.sources
            for name, sha in results.sources[feed].files
        ],
    }


def _with_rows(described: dict[str, object], figures: pl.DataFrame) -> dict[str, object]:
    text = figures.with_columns(pl.col("starts", "ends").cast(pl.String))
    return {**described, "columns": text.columns, "rows": [list(row) for row in text.iter_rows()]}


def _first_page(edition: Edition) -> dict[str, object]:
    """What the one page says, for a terminal or another program."""
    picture = edition.picture
    return {
        "place": picture.place, "period": picture.period.name, "period_in_words": picture.period.in_words, "people": picture.people,
        "headline": headline_said(edition), "findings": said(picture.findings, edition), "cannot_say": cannot_say(edition),
    }  # fmt: skip


def _readings(edition: Edition) -> Iterator[dict[str, object]]:
    for area in edition.picture.areas:
        for reading in sorted(area.readings, key=lambda r: r.name):
            yield {
                "reading": reading.name,
                "title": reading.title,
                "area": area.code,
                "area_name": area.name,
                "level": area.level,
                "verdict": str(reading.verdict),
                "sentence": edition.sentence_of(reading),
                "measures": [m.measure.name for m in reading.members],
            }


def _as_csv(rows: Sequence[dict[str, object]]) -> bytes:
    """Lists become text joined by ";". No rows: no columns either."""
    if not rows:
        return b""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: ";".join(value) if isinstance(value, list) else value for name, value in row.items()})
    return out.getvalue().encode()


def _readme(edition: Edition) -> str:
    columns = {**RESULT_COLUMNS, "area_name": "name of the area", "hidden": HIDDEN_MEANING}
    lines = [
        f"{edition.picture.place}: the data behind the pages, {edition.period.in_words}", "",
        "picture.json             what the front page says, in words",
        "measures/<measure>.csv   every published figure of one measure",
        "measures/<measure>.json  the same, with the measure's definition, source and files",
        "picture.json             what the first page says", "measures.json            the measures",
        "readings.csv, .json      the verdict and sentence of every reading in every area",
        "areas.csv                the areas", "../manifest.json         every input and output by its SHA-256", "",
        "Columns of a figure:", *(f"  {name}: {meaning}" for name, meaning in columns.items()), "",
        "Small numbers:", *(f"  {sentence}" for sentence in edition.rule.in_words), "",
    ]  # fmt: skip
    return "\n".join(lines)
