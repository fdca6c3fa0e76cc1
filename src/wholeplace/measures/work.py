"""One run: every measure of a place counted, rolled up and finished, table by table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

import polars as pl

from wholeplace.measures.behind import Behind, people_behind
from wholeplace.measures.cells import population_sql
from wholeplace.measures.completeness import first_month
from wholeplace.measures.counted import Frame, population_figures, raw_figures, with_population
from wholeplace.measures.counting import count_rows, count_rows_once, load_areas
from wholeplace.measures.figures import scale_of, with_values
from wholeplace.measures.finishing import finished, nothing, reference_spans, standardised, with_status
from wholeplace.measures.inputs import Inputs
from wholeplace.measures.notes import notes_on
from wholeplace.measures.published import limits_from_months, monthly_rate, over_windows, published_rows
from wholeplace.measures.ratio import denominator_name, denominators, is_denominator, over
from wholeplace.measures.reference import Reference, make_references
from wholeplace.measures.registered import among_residents_or_registered, counted_table, is_by_surgery
from wholeplace.measures.rollup import cuts_of, load_map, place_cells
from wholeplace.measures.shapes import RESULT_COLUMNS, Kind, Measure, Status
from wholeplace.measures.spread import spreads, with_spread
from wholeplace.measures.standardised import Bands, bands_of
from wholeplace.measures.store import FOLDER
from wholeplace.measures.surgeries import contents_of_surgeries, load_surgeries
from wholeplace.measures.unlinked import follows_people, unlinked_rows
from wholeplace.measures.vocabulary import COSTLY_FEW, SNAPSHOT_TABLES
from wholeplace.measures.windows import comparisons, months, months_in
from wholeplace.people.cell_numbers import AREAS
from wholeplace.place.folder import state_folder
from wholeplace.place.shapes import Place
from wholeplace.terms import MeasureName, Period
from wholeplace.terms.progress import Progress
from wholeplace.warehouse import LargeWork, Warehouse

ROOM = "measures"
People = Mapping[int, pl.DataFrame]
"""Person-months of each population by window, for each number of months that measures look back over."""


@dataclass(slots=True)
class Work:
    """One run, and what all tables share. `large` passes over rows; `warehouse` adds up what they were counted to."""

    place: Place
    inputs: Inputs
    period: Period
    measures: Mapping[MeasureName, Measure]
    warehouse: Warehouse
    large: LargeWork
    progress: Progress
    keeps_cells: bool = True  # false: one measure alone must not take the place of the cells of all
    unlinked: list[pl.DataFrame] = field(default_factory=list)
    below: dict[str, pl.DataFrame] = field(default_factory=dict)  # raw figures of denominators, by their names
    waiting: list[tuple[Measure, pl.DataFrame, pl.DataFrame | None]] = field(default_factory=list)  # ratios, until their tables are counted

    def rows(self) -> tuple[pl.DataFrame, tuple[str, ...]]:
        """Every row of the results, in the order of RESULT_COLUMNS, and notes on what fell out."""
        for engine in (self.large, self.warehouse):
            load_map(engine, self.place, self.period)
            self.load_people(engine)
        load_areas(self.warehouse, self.inputs.tables[AREAS])
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
                found, said = [nothing(measure, self.place, self.period) for measure in of_table if not is_denominator(measure)], ()
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
        conditions = {column: condition for condition, column in populations.items()}
        if self.by_surgery:
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

    @property
    def by_surgery(self) -> bool:
        """Whether a measure is of people registered with surgeries."""
        return any(measure.by_surgery for measure in self.measures.values())

    def load_people(self, engine: LargeWork) -> None:
        """Let `person_months` stand for the people counted by month, on one engine."""
        if self.by_surgery:
            load_surgeries(engine, self.place, self.inputs)
        else:
            engine.view_of_parquet("person_months", *self.inputs.tables["person_months"])

    def cells(self, measures: list[Measure]) -> None:
        """Count the rows of one table, and place its cells on the map."""
        table = measures[0].table
        parts = self.inputs.tables[counted_table(table)]
        if self.keeps_cells:
            beside = contents_of_surgeries(self.place, self.inputs) if is_by_surgery(table) else ""
            count_rows(self.large, self.warehouse, measures, parts, state_folder(self.place.folder) / FOLDER, beside=beside)
        else:
            count_rows_once(self.large, self.warehouse, measures, parts)
        place_cells(self.warehouse, table, self.place, self.period)

    def frame(self, first: date | None, rolling: int = 0) -> Frame:
        monthly = months(first, self.period, rolling=rolling) if first else ()
        return Frame(place=self.place, period=self.period, windows=(*monthly, *comparisons(self.period, rolling=rolling)))

    def counted(
        self, measures: list[Measure], populations: Mapping[str, str], people: People
    ) -> tuple[list[pl.DataFrame], tuple[str, ...]]:
        """Results of the measures of one table of this place's own rows. Ratios wait until every table is counted."""
        table = measures[0].table
        self.cells(measures)
        first = first_month(measures, self.inputs.coverage)
        references = make_references(self.warehouse, table, reference_spans(measures, self.period, self.inputs.coverage))
        found = []
        for rolling in sorted({measure.rolling for measure in measures}):
            alike = [measure for measure in measures if measure.rolling == rolling]
            raw = raw_figures(self.warehouse, alike, self.frame(first, rolling), references=_of(references, alike))
            self.below |= {name: raw.pop(name) for name in list(raw) if name not in self.measures}
            own = [measure for measure in alike if measure.name in raw]
            found += self.results(own, raw, references, populations, people) if own else []
        return found, notes_on(self.large, table)

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
        behind = self.behind(measures)
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
            rows = with_status(rows, measure, frame.windows, self.inputs.coverage)
            rows = with_spread(rows, ordered[measure.name]) if measure.orders_rows else with_values(rows, measure)
            rows = standardised(rows, measure, references.get(measure.name), bands, populations)
            found.append(finished(rows, measure, behind))
        return found

    def spreads(self, measures: Sequence[Measure], frame: Frame) -> Mapping[str, pl.DataFrame]:
        ordered = [measure for measure in measures if measure.orders_rows]
        if not ordered:
            return {}
        cuts = cuts_of(self.place, measures[0].table)
        return spreads(self.warehouse, ordered, self.place, self.period, cuts=cuts, windows=frame.windows)

    def ratio(self, measure: Measure, rows: pl.DataFrame, behind: pl.DataFrame | None) -> pl.DataFrame:
        """Results of a ratio whose numerator waited in `rows`."""
        below = self.below.get(denominator_name(measure))
        if below is None:
            return nothing(measure, self.place, self.period)
        frame = self.frame(first_month([measure], self.inputs.coverage), measure.rolling)
        told = with_status(over(rows, below), measure, frame.windows, self.inputs.coverage)
        return finished(with_values(told, measure), measure, behind)

    def behind(self, measures: Sequence[Measure]) -> pl.DataFrame | None:
        """People behind each figure; none for tables that are not about people."""
        counted = [measure for measure in measures if measure.people_counted]
        if not counted or measures[0].table == "spend":
            return None
        windows = comparisons(self.period, rolling=measures[0].rolling)
        cuts = cuts_of(self.place, measures[0].table)
        levels = [cut.level for cut in cuts if cut.split == "all"]
        fifths = [cut.level for cut in cuts if cut.split == "deprivation"] if measures[0].table in COSTLY_FEW else []
        asked = Behind(measures=counted, windows=windows, last_month_only=measures[0].table in SNAPSHOT_TABLES)
        return people_behind(self.large, asked, self.place, self.period, levels=levels, fifths=fifths)

    def bands(self, measures: Sequence[Measure], populations: Mapping[str, str]) -> Bands | None:
        chosen = [measure for measure in measures if measure.standardise == "direct" and measure.population]
        if not chosen:
            return None
        columns = sorted({populations[measure.population] for measure in chosen if measure.population})
        return bands_of(self.warehouse, self.large, chosen, self.frame(None, chosen[0].rolling), populations=columns)

    def published(
        self, measures: list[Measure], populations: Mapping[str, str], people: People
    ) -> tuple[list[pl.DataFrame], tuple[str, ...]]:
        """Results of the series that others published."""
        if "published" not in self.inputs.coverage:
            return [nothing(measure, self.place, self.period) for measure in measures], ()
        self.warehouse.view_of_parquet("published", *self.inputs.tables["published"])
        found, notes = [], []
        for measure in measures:
            rows, said = published_rows(self.warehouse, measure, self.place, self.period)
            notes += said
            if measure.kind is Kind.RATE and measure.population:
                rows = self.published_rate(rows, measure, people[0], populations[measure.population])
            else:
                rows = rows.with_columns(pl.lit(str(Status.COMPLETE)).alias("status"))
            found.append(finished(rows, measure) if len(rows) else nothing(measure, self.place, self.period))
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


def _of(references: Mapping[str, Reference], measures: Sequence[Measure]) -> dict[str, Reference]:
    return {measure.name: references[measure.name] for measure in measures if measure.name in references}
