"""From journeys to results: cells, roll-up, values with limits, standardised values, people behind, status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

import polars as pl

from wholeplace.measures.areas import levels_of
from wholeplace.measures.behind import make_person_counts, people_behind
from wholeplace.measures.cells import cells_sql, population_sql
from wholeplace.measures.completeness import default_period, first_month, rests_on, status_of
from wholeplace.measures.counted import Frame, population_figures, raw_figures, with_population
from wholeplace.measures.definitions import library, measure_named
from wholeplace.measures.figures import scale_of, with_values
from wholeplace.measures.gather import gather
from wholeplace.measures.grid import grid
from wholeplace.measures.inputs import Inputs
from wholeplace.measures.notes import notes_on
from wholeplace.measures.published import limits_from_months, monthly_rate, over_windows, published_rows
from wholeplace.measures.ratio import denominator_name, denominators, is_denominator, over
from wholeplace.measures.reference import Reference, make_references
from wholeplace.measures.registered import (
    OURS,
    PEOPLE,
    SURGERIES,
    among_residents_or_registered,
    counted_table,
    our_surgeries,
    people_sql,
    surgeries_sql,
)
from wholeplace.measures.rollup import FIGURE_KEYS, Cut, cuts_of, load_map, place_cells
from wholeplace.measures.shapes import RESULT_COLUMNS, UNLINKED_COLUMNS, Kind, Measure, Results, Status
from wholeplace.measures.spread import spreads, with_spread
from wholeplace.measures.standardised import STANDARDISED_COLUMNS, Bands, bands_of, direct, indirect
from wholeplace.measures.store import FOLDER, store_cells
from wholeplace.measures.unlinked import follows_people, unlinked_rows
from wholeplace.measures.vocabulary import SNAPSHOT_TABLES
from wholeplace.measures.windows import Window, comparisons, months, months_in
from wholeplace.place.folder import state_folder
from wholeplace.place.shapes import Place
from wholeplace.terms import DataProblem, MeasureName, Period, Problem, months_later
from wholeplace.terms.progress import Progress, quiet
from wholeplace.warehouse import Warehouse

ROOM = "measures"
People = Mapping[int, pl.DataFrame]
"""Person-months of each population by window, for each number of months that measures look back over."""
_NUMBERS = ("numerator", "denominator", "value", "lower", "upper", *STANDARDISED_COLUMNS)
_TYPES: dict[str, type[pl.DataType]] = dict.fromkeys(_NUMBERS, pl.Float64)


def compute(place: Place, *, period: Period | None = None, progress: Progress = quiet) -> Results:
    """Every measure of the place at every level, split and grain, for `period`.

    Without a period: the latest whole calendar quarter for which most measures are complete. Raises DataProblem when
    nothing was received, or nothing is complete for any quarter.
    """
    return work_out(place, gather(place, progress=progress), period=period, progress=progress)


def work_out(place: Place, inputs: Inputs, *, period: Period | None = None, progress: Progress = quiet) -> Results:
    """`compute`, from given inputs. The same inputs give the same rows, to the last digit."""
    return _worked_out(place, inputs, library(place), period=period, progress=progress)


def compute_one(place: Place, name: MeasureName, *, period: Period | None = None, progress: Progress = quiet) -> Results:
    """`compute` for one measure of the place's library. Without a period: the latest whole quarter for which it is complete.

    Raises WrongUse for a name that is no measure, and DataProblem as `compute` does.
    """
    return work_out_one(place, gather(place, progress=progress), name, period=period, progress=progress)


def work_out_one(place: Place, inputs: Inputs, name: MeasureName, *, period: Period | None = None, progress: Progress = quiet) -> Results:
    """`compute_one`, from given inputs."""
    measure = measure_named(place, name)
    return _worked_out(place, inputs, {measure.name: measure}, period=period, progress=progress, keeps_cells=False)


def _worked_out(
    place: Place,
    inputs: Inputs,
    measures: Mapping[MeasureName, Measure],
    *,
    period: Period | None,
    progress: Progress,
    keeps_cells: bool = True,
) -> Results:
    chosen = period or default_period(list(measures.values()), inputs.coverage)
    if chosen is None:
        raise DataProblem("The measures were not worked out", [_nothing_to_show()])
    with Warehouse(spill=state_folder(place.folder) / "spill") as warehouse:
        work = _Work(place, inputs, chosen, measures, warehouse, progress, keeps_cells=keeps_cells)
        rows, notes = work.rows()
        unlinked = pl.concat(work.unlinked).sort(list(UNLINKED_COLUMNS)) if work.unlinked else None
    behind = {name: _feeds_behind(measure, inputs) for name, measure in measures.items()}
    return Results(
        period=chosen, measures=measures, rows=rows, unlinked=unlinked, sources=inputs.sources, measure_feeds=behind,
        notes=(*inputs.notes, *notes), joined=inputs.joined,
    )  # fmt: skip


def _nothing_to_show() -> Problem:
    return Problem(
        where="feeds",
        what="no quarter is covered by the feeds of most measures.",
        why="A figure from half a quarter would look like a fall.",
        fix="Drop a whole quarter of files into feeds, run `wholeplace receive`, or ask for one period with --period.",
    )


def _feeds_behind(measure: Measure, inputs: Inputs) -> tuple[str, ...]:
    return tuple(sorted({feed for table in rests_on(measure) for feed in inputs.feeds.get(table, ())}))


@dataclass(slots=True)
class _Work:
    """One run: the warehouse in hand and what all tables share."""

    place: Place
    inputs: Inputs
    period: Period
    measures: Mapping[MeasureName, Measure]
    warehouse: Warehouse
    progress: Progress
    keeps_cells: bool = True  # false: one measure alone must not take the place of the cells of all
    unlinked: list[pl.DataFrame] = field(default_factory=list)
    below: dict[str, pl.DataFrame] = field(default_factory=dict)  # raw figures of denominators, by their names
    waiting: list[tuple[Measure, pl.DataFrame, pl.DataFrame | None]] = field(default_factory=list)  # ratios, until their tables are counted

    def rows(self) -> tuple[pl.DataFrame, tuple[str, ...]]:
        """Every row of the results, in the order of RESULT_COLUMNS, and notes on what fell out."""
        load_map(self.warehouse, self.place, self.period)
        populations = self.populations()
        people = self.people(populations)
        parts: list[pl.DataFrame] = []
        notes: list[str] = []
        counted = (*self.measures.values(), *denominators(self.measures.values()))
        by_table = sorted(counted, key=lambda measure: measure.table)
        tables = [(table, list(of_table)) for table, of_table in groupby(by_table, key=lambda measure: measure.table)]
        for number, (table, of_table) in enumerate(tables):
            self.progress(ROOM, f"Counting {table.replace('_', ' ')}", number / len(tables))
            if table == "published":
                found, said = self.published(of_table, populations, people)
            elif counted_table(table) in self.inputs.coverage:
                found, said = self.counted(of_table, populations, people)
            else:
                found, said = [self.nothing(measure) for measure in of_table if not is_denominator(measure)], ()
            parts += found
            notes += said
        parts += [self.ratio(*each) for each in self.waiting]
        self.progress(ROOM, "Measures are ready", 1.0)
        order = list(RESULT_COLUMNS)
        return pl.concat(parts).sort(order, nulls_last=True), tuple(notes)

    def populations(self) -> dict[str, str]:
        """Each different population condition and the column of its people."""
        conditions = sorted({measure.population for measure in self.measures.values() if measure.population})
        return {condition: f"people_{number}" for number, condition in enumerate(conditions)}

    def people(self, populations: Mapping[str, str]) -> People:
        """Person-months of each population for every window that any measure needs."""
        self.warehouse.view_of_parquet("person_months", *self.inputs.tables["person_months"])
        conditions = {column: condition for condition, column in populations.items()}
        if any(measure.by_surgery for measure in self.measures.values()):
            self.surgeries()
            conditions = {column: among_residents_or_registered(condition) for column, condition in conditions.items()}
        if not conditions:
            return {}
        cells = population_sql(conditions)
        self.warehouse.run(f"create or replace view person_months_cells as {cells}")
        place_cells(self.warehouse, "person_months", self.place, self.period)
        firsts = [first for measure in self.measures.values() if (first := first_month([measure], self.inputs.coverage))]
        first = min(firsts) if firsts else None
        lengths = sorted({0, *(measure.rolling for measure in self.measures.values())})
        return {months: population_figures(self.warehouse, list(populations.values()), self.frame(first, months)) for months in lengths}

    def surgeries(self) -> None:
        """What measures by surgery need: who was registered where, and registered people among the people of each month."""
        self.warehouse.view_of_parquet("residents", *self.inputs.tables["person_months"])
        self.warehouse.view_of_parquet(PEOPLE, *self.inputs.tables[PEOPLE])
        self.warehouse.view_of_parquet("homes", *self.inputs.tables["homes"])
        self.warehouse.table_from(OURS, our_surgeries(self.place))
        self.warehouse.run(f"create or replace view {SURGERIES} as {surgeries_sql('homes')}")
        self.warehouse.run(f"create or replace view person_months as {people_sql('residents', PEOPLE)}")

    def cells(self, table: str, sql: str) -> None:
        self.warehouse.view_of_parquet(table, *self.inputs.tables[counted_table(table)])
        if self.keeps_cells:
            target = state_folder(self.place.folder) / FOLDER / f"{table}.parquet"
            store_cells(self.warehouse, sql, target, fingerprint=self.inputs.fingerprints[counted_table(table)])
            self.warehouse.view_of_parquet(f"{table}_cells", target)
        else:
            self.warehouse.run(f"create or replace temp table {table}_cells as\n{sql}")
        place_cells(self.warehouse, table, self.place, self.period)

    def frame(self, first: date | None, rolling: int = 0) -> Frame:
        monthly = months(first, self.period, rolling=rolling) if first else ()
        return Frame(place=self.place, period=self.period, windows=(*monthly, *comparisons(self.period, rolling=rolling)))

    def counted(
        self, measures: list[Measure], populations: Mapping[str, str], people: People
    ) -> tuple[list[pl.DataFrame], tuple[str, ...]]:
        """Results of the measures of one table of this place's own rows. Ratios wait until every table is counted."""
        table = measures[0].table
        self.cells(table, cells_sql(measures))
        first = first_month(measures, self.inputs.coverage)
        references = make_references(self.warehouse, table, self.reference_spans(measures))
        found = []
        for rolling in sorted({measure.rolling for measure in measures}):
            alike = [measure for measure in measures if measure.rolling == rolling]
            raw = raw_figures(self.warehouse, alike, self.frame(first, rolling), references=_of(references, alike))
            self.below |= {name: raw.pop(name) for name in list(raw) if name not in self.measures}
            own = [measure for measure in alike if measure.name in raw]
            found += self.results(own, raw, references, populations, people) if own else []
        return found, notes_on(self.warehouse, table)

    def results(
        self,
        measures: list[Measure],
        raw: Mapping[str, pl.DataFrame],
        references: Mapping[str, Reference],
        populations: Mapping[str, str],
        people: People,
    ) -> list[pl.DataFrame]:
        """Finished results of measures of one table that look back alike, from their raw figures."""
        frame = self.frame(first_month(measures, self.inputs.coverage), measures[0].rolling)
        behind = self.behind(measures, frame)
        bands = self.bands(measures, populations)
        ordered = self.spreads(measures, frame)
        found = []
        for measure in measures:
            rows = raw[measure.name]
            if follows_people(measure):
                self.unlinked.append(unlinked_rows(rows, measure))
            if measure.denominator:
                self.waiting.append((measure, rows, behind))
                continue
            if measure.population:
                rows = with_population(rows, people[measure.rolling], populations[measure.population])
            rows = self.with_status(rows, measure, frame.windows)
            rows = with_spread(rows, ordered[measure.name]) if measure.orders_rows else with_values(rows, measure)
            rows = _standardised(rows, measure, references.get(measure.name), bands, populations)
            found.append(_finished(rows, measure, behind))
        return found

    def spreads(self, measures: Sequence[Measure], frame: Frame) -> Mapping[str, pl.DataFrame]:
        cuts = cuts_of(self.place, measures[0].table)
        return spreads(self.warehouse, measures, self.place, self.period, cuts=cuts, windows=frame.windows)

    def ratio(self, measure: Measure, rows: pl.DataFrame, behind: pl.DataFrame | None) -> pl.DataFrame:
        """Results of a ratio whose numerator waited in `rows`."""
        below = self.below.get(denominator_name(measure))
        if below is None:
            return self.nothing(measure)
        frame = self.frame(first_month([measure], self.inputs.coverage), measure.rolling)
        told = self.with_status(over(rows, below), measure, frame.windows)
        return _finished(with_values(told, measure), measure, behind)

    def reference_spans(self, measures: Sequence[Measure]) -> dict[Measure, Period]:
        """For each measure standardised indirectly: the last 12 complete months up to the period's end."""
        year = Period(starts=months_later(self.period.ends, -12), ends=self.period.ends)
        spans = {}
        for measure in measures:
            candidates = [year.earlier(back) for back in range(12)] if measure.standardise == "indirect" else []
            complete = (span for span in candidates if self.status(measure, Window(grain="year", span=span)) is Status.COMPLETE)
            if found := next(complete, None):
                spans[measure] = found
        return spans

    def status(self, measure: Measure, window: Window) -> Status:
        return status_of(measure, window, self.inputs.coverage)

    def with_status(self, rows: pl.DataFrame, measure: Measure, windows: Sequence[Window]) -> pl.DataFrame:
        told = [(w.grain, w.span.starts, w.span.ends, str(self.status(measure, w))) for w in windows]
        schema = {"grain": pl.String, "starts": pl.Date, "ends": pl.Date, "status": pl.String}
        return rows.join(pl.DataFrame(told, schema=schema, orient="row"), on=["grain", "starts", "ends"], how="left")

    def behind(self, measures: Sequence[Measure], frame: Frame) -> pl.DataFrame | None:
        """People behind each figure; none for tables that are not about people."""
        counted = [measure for measure in measures if measure.people_counted]
        if not counted or measures[0].table == "spend":
            return None
        table = measures[0].table
        windows = comparisons(self.period, rolling=measures[0].rolling)
        make_person_counts(self.warehouse, counted, windows, last_month_only=table in SNAPSHOT_TABLES)
        return people_behind(self.warehouse, counted, self.place, self.period, cuts=cuts_of(frame.place, table))

    def bands(self, measures: Sequence[Measure], populations: Mapping[str, str]) -> Bands | None:
        chosen = [measure for measure in measures if measure.standardise == "direct" and measure.population]
        if not chosen:
            return None
        columns = sorted({populations[measure.population] for measure in chosen if measure.population})
        return bands_of(self.warehouse, chosen, self.frame(None, chosen[0].rolling), populations=columns)

    def published(
        self, measures: list[Measure], populations: Mapping[str, str], people: People
    ) -> tuple[list[pl.DataFrame], tuple[str, ...]]:
        """Results of the series that others published."""
        if "published" not in self.inputs.coverage:
            return [self.nothing(measure) for measure in measures], ()
        self.warehouse.view_of_parquet("published", *self.inputs.tables["published"])
        found, notes = [], []
        for measure in measures:
            rows, said = published_rows(self.warehouse, measure, self.place, self.period)
            notes += said
            if measure.kind is Kind.RATE and measure.population:
                rows = self.published_rate(rows, measure, people[0], populations[measure.population])
            else:
                rows = rows.with_columns(pl.lit(str(Status.COMPLETE)).alias("status"))
            found.append(_finished(rows, measure) if len(rows) else self.nothing(measure))
        return found, tuple(notes)

    def published_rate(self, rows: pl.DataFrame, measure: Measure, people: pl.DataFrame, column: str) -> pl.DataFrame:
        each_month = (pl.col("split") == "all") & (pl.col("grain") == "month")
        known = people.filter(each_month).select("level", "area", pl.col("starts").alias("month"), pl.col(column).alias("people"))
        monthly = monthly_rate(rows, known, self.place, self.period)
        first: date = min(monthly["month"], default=self.period.starts)
        windows = months_in((*months(first, self.period), *comparisons(self.period)))
        raw = over_windows(monthly, windows)
        rates = with_values(raw.with_columns(pl.lit(str(Status.COMPLETE)).alias("status")), measure)
        return limits_from_months(rates, monthly, windows, scale=scale_of(measure))

    def nothing(self, measure: Measure) -> pl.DataFrame:
        """A measure for which nothing was received says so for the period, rather than be absent."""
        cuts = [Cut(level=level, split="all") for level in levels_of(self.place)]
        due = grid(self.place, self.period, cuts, comparisons(self.period)[:1], pl.DataFrame())
        told = due.filter(pl.col("area") != "unknown").with_columns(pl.lit(str(Status.NO_DATA)).alias("status"))
        return _finished(told, measure)


def _of(references: Mapping[str, Reference], measures: Sequence[Measure]) -> dict[str, Reference]:
    return {measure.name: references[measure.name] for measure in measures if measure.name in references}


def _standardised(
    rows: pl.DataFrame, measure: Measure, reference: Reference | None, bands: Bands | None, populations: Mapping[str, str]
) -> pl.DataFrame:
    if measure.standardise == "direct" and bands and measure.population:
        rows = rows.join(direct(bands, measure, populations[measure.population]), on=FIGURE_KEYS, how="left")
    elif reference:
        rows = indirect(rows, reference, measure)
    else:
        return rows
    complete = pl.col("status") == str(Status.COMPLETE)
    return rows.with_columns(pl.when(complete).then(pl.col(name)).otherwise(None).alias(name) for name in STANDARDISED_COLUMNS)


def _finished(rows: pl.DataFrame, measure: Measure, behind: pl.DataFrame | None = None) -> pl.DataFrame:
    """`rows` with exactly RESULT_COLUMNS."""
    if behind is not None and measure.people_counted:
        mine = behind.filter(pl.col("measure") == measure.name).drop("measure")
        rows = rows.join(mine, on=FIGURE_KEYS, how="left")
        counted = (pl.col("split") == "all") & (pl.col("grain") != "month")
        rows = rows.with_columns(pl.when(counted).then(pl.col("people").fill_null(0)).alias("people"))
    missing = [name for name in RESULT_COLUMNS if name not in rows.columns]
    whose = {"measure": measure.name, "definition_id": measure.definition_id}
    rows = rows.with_columns(
        pl.lit(whose.get(name), pl.String if name in whose else _TYPES.get(name, pl.Int64)).alias(name) for name in missing
    )
    return rows.select(list(RESULT_COLUMNS)).cast({**_TYPES, "people": pl.Int64})
