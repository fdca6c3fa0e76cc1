"""What changed between two releases, in words."""

from dataclasses import replace

import polars as pl
import pytest

from tests.publish import builder
from wholeplace import publish
from wholeplace.picture.shapes import Sentence, Verdict
from wholeplace.terms import MeasureName


@pytest.fixture
def second(picture, tmp_path):
    """Publish a changed picture in a place of its own."""
    return lambda changed: publish.release(changed, builder.place(tmp_path))


def test_nothing_changed(released):
    assert publish.compare(released, released) == ("Nothing changed.",)


def test_other_words_alone_are_not_called_nothing(picture, released, second):
    reworded = replace(picture, findings=(*picture.findings, Sentence(pattern="This is a new sentence.")))
    said = publish.compare(released, second(reworded))
    assert said == ("No verdict, figure, definition or file changed. Only words or the look of pages did.",)


def test_a_figure_that_moved_is_named_with_both_values(picture, released, second):
    now = (
        (pl.col("measure") == "back-within-30-days")
        & (pl.col("area") == "E9S000001")
        & (pl.col("grain") == "period")
        & (pl.col("split") == "all")
    )
    rows = picture.results.rows.with_columns(pl.when(now).then(20.0).otherwise(pl.col("value")).alias("value"))
    said = publish.compare(released, second(builder.with_results(picture, rows)))
    assert any(s.startswith("Back within 30 days moved from") and "to 20%" in s for s in said)


def test_a_verdict_that_changed_is_named_with_both_words(picture, released, second):
    system = picture.areas[0]
    readings = tuple(replace(r, verdict=Verdict.CANNOT_SAY) if r.name == "delayed-days" else r for r in system.readings)
    changed = replace(picture, areas=(replace(system, readings=readings), *picture.areas[1:]))
    said = publish.compare(released, second(changed))
    assert "“Leaving hospital, and staying well at home” is now: cannot say. It was: shifting, not improving." in said


def test_new_and_dropped_measures_and_definitions(picture, released, second):
    kept = {name: measure for name, measure in picture.results.measures.items() if name != "smoking"}
    kept[MeasureName("low-birth-weight")] = replace(kept[MeasureName("low-birth-weight")], definition_id="another")
    rows = picture.results.rows.filter(pl.col("measure") != "smoking")
    areas = tuple(replace(a, readings=tuple(r for r in a.readings if r.name != "smoking")) for a in picture.areas)
    changed = replace(picture, areas=areas, results=replace(picture.results, measures=kept, rows=rows))
    said = publish.compare(released, second(changed))
    assert "The measure “Adults who smoke” is no longer there." in said
    assert "“Low birth weight” has a new definition, so its figures do not compare." in said
    assert "The measure “Adults who smoke” is new." in publish.compare(second(changed), released)


def test_changed_files_are_named_by_feed(picture, released, second):
    source = picture.results.sources["stays"]
    sources = {**picture.results.sources, "stays": replace(source, files=(("stays.csv", "b2" * 32),))}
    said = publish.compare(released, second(replace(picture, results=replace(picture.results, sources=sources))))
    assert said == ("1 input file is changed: stays.",)


def test_sentences_are_plain(picture, released, second):
    said = publish.compare(released, second(replace(picture, areas=picture.areas[:1])))
    assert not [hit for sentence in said for hit in publish.check_words(sentence)]
