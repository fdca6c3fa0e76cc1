"""The verb: a definition in, a cohort out, written beside the journeys and closed to others."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace.people.building import Journeys
from wholeplace.people.cohort.baseline import baseline_table
from wholeplace.people.cohort.gaps import gaps
from wholeplace.people.cohort.letters import Letters
from wholeplace.people.cohort.making import make
from wholeplace.people.cohort.reading import read_definition
from wholeplace.people.cohort.shapes import CohortDefinition, CohortNote, CohortTable
from wholeplace.place import Place
from wholeplace.place.folder import close_to_others, state_folder, swapped
from wholeplace.terms import DataProblem, WrongUse
from wholeplace.terms.progress import Progress, quiet
from wholeplace.terms.spelling import did_you_mean
from wholeplace.warehouse import Warehouse

ROOM = "people"
FOLDER = "cohorts"
ROWS, FLOW, BASELINE, OUTCOMES, GAPS, ABOUT = (
    "cohort.parquet", "flow.json", "baseline.json", "outcomes.json", "gaps.json", "cohort.json",
)  # fmt: skip


def cohort_texts(place: Place) -> dict[str, str]:
    """Every definition that this place can make, by name: the library's, and the place's own in `cohorts/`, which come first."""
    own = place.folder / FOLDER
    return {**_texts(files("wholeplace.people.cohort") / "library"), **(_texts(own) if own.is_dir() else {})}


def _texts(folder: Traversable) -> dict[str, str]:
    return {file.name.removesuffix(".toml"): file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}


def definition_of(place: Place, asked: str | Path) -> CohortDefinition:
    """The definition called `asked`, or in the file `asked`. WrongUse when there is none; DataProblem when it is wrong."""
    path = Path(asked)
    if path.suffix == ".toml":
        if not path.is_file():
            raise WrongUse(f"There is no file {path}.")
        return read_definition(path.stem, path.read_text(encoding="utf-8-sig"))
    known = cohort_texts(place)
    if str(asked) not in known:
        choices = f"Those of this place: {', '.join(sorted(known))}."
        raise WrongUse(f'There is no cohort "{asked}". {did_you_mean(str(asked), known) or choices}')
    return read_definition(str(asked), known[str(asked)])


def make_cohort(place: Place, journeys: Journeys, asked: str | Path | CohortDefinition, *, progress: Progress = quiet) -> CohortTable:
    """Make the cohort `asked` (a name, a file or a definition) from the journeys of `place`, and write it to the state folder.

    Raises WrongUse when there is no such definition, and DataProblem when it is wrong, when the records cannot support it,
    or when it is for another purpose than the opt-outs that were applied.
    """
    definition = asked if isinstance(asked, CohortDefinition) else definition_of(place, asked)
    _check_purpose(definition, place)
    progress(ROOM, f"Making the cohort {definition.name}", 0.0)
    target = state_folder(place.folder) / FOLDER / definition.name
    with swapped(target) as making, Warehouse(spill=making / "spill") as warehouse:
        made = make(definition, place, journeys.tables, journeys.covers, warehouse)
        progress(ROOM, "Describing who is in it", 0.8)
        table = CohortTable(
            definition=definition, rows=target / ROWS, first_day=made.asked.first_day, last_day=made.asked.last_day, flow=made.flow,
            baseline=baseline_table(made.rows, definition.columns, by=definition.by),
            outcomes=baseline_table(made.rows, [ask.name for ask in definition.outcomes], by=definition.by),
            gaps=gaps(made.rows, definition.outcomes) if definition.compare else (),
            notes=(*made.notes, *_notes_on_opt_outs(journeys)),
            provenance=_provenance(definition, journeys, place),
        )  # fmt: skip
        _write(table, made.rows, making)
    progress(ROOM, "The cohort is ready", 1.0)
    return table


def _check_purpose(definition: CohortDefinition, place: Place) -> None:
    applied = place.settings.opt_outs
    if applied is not None and applied.purpose != definition.purpose:
        letters = Letters(name=definition.name)
        letters.say(
            "purpose",
            f'it is for {definition.purpose}, and place.toml applies the opt-outs for {applied.purpose}.',
            "People who object to one use of their records may not object to the other.",
            f'Make it in a place folder with purpose = "{definition.purpose}" under [opt_outs].',
        )  # fmt: skip
        raise DataProblem("The cohort cannot be made", letters.problems)


def _notes_on_opt_outs(journeys: Journeys) -> tuple[CohortNote, ...]:
    """Exact counts: they stay in the house."""
    excluded = journeys.excluded
    if not excluded.purpose:
        return (CohortNote(sentence="No opt-outs were applied: place.toml has no [opt_outs]."),)
    sentence = f"Who objects to {excluded.purpose} is in no record here: {{count}} people were left out of the place."
    return (CohortNote(sentence=sentence, count=excluded.people),)


def _provenance(definition: CohortDefinition, journeys: Journeys, place: Place) -> Mapping[str, str]:
    applied = place.settings.opt_outs
    return {
        "definition": sha256(definition.text.encode()).hexdigest(),
        "journeys": journeys.fingerprint,
        "purpose": definition.purpose,
        "opt_outs": f"applied for {applied.purpose}" if applied else "none applied",
    }


def _write(table: CohortTable, rows: pl.DataFrame, folder: Path) -> None:
    rows.write_parquet(folder / ROWS, compression="zstd")
    _write_json(folder / FLOW, [asdict(step) for step in table.flow])
    _write_json(folder / BASELINE, [asdict(row) for row in table.baseline])
    _write_json(folder / OUTCOMES, [asdict(row) for row in table.outcomes])
    _write_json(folder / GAPS, [asdict(gap) for gap in table.gaps])
    about = {
        "name": table.definition.name, "title": table.definition.title, "question": table.definition.question,
        "source": table.definition.source, "first_day": table.first_day.isoformat(), "last_day": table.last_day.isoformat(),
        "notes": [str(note) for note in table.notes], "provenance": dict(table.provenance), "definition": table.definition.text,
    }  # fmt: skip
    _write_json(folder / ABOUT, about)
    close_to_others(folder)


def _write_json(path: Path, value: Sequence[Any] | Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
