"""Quality by group: hidden numbers come back or do not, and everything adds up."""

from datetime import date

import polars as pl
import pytest

from tests.people.given import nhs_number
from tests.people.link.identities import linked
from wholeplace.people.link import hidden_numbers, quality
from wholeplace.people.link.hidden_numbers import ask
from wholeplace.people.link.quality import COLUMNS, measure_links, read_quality, with_journeys, write_quality
from wholeplace.people.models import read_models
from wholeplace.warehouse import Warehouse, problems_in

FIFTHS = pl.DataFrame({"small_area": ["A1", "B1", "B1"], "deprivation_fifth": [1, 4, 5]})
PEOPLE = 60


@pytest.fixture(scope="module")
def warehouse():
    with Warehouse(threads=1) as opened:
        areas = pl.DataFrame({"given": ["A1", "B1", "OLD"], "small_area": ["A1", "B1", "A1"], "place": ["PA", "PB", "PA"]})
        opened.table_from("small_area_now", areas)
        yield opened


def person(number, feed, **more):
    """One identity of an invented person; a name of its own unless said."""
    told = {"nhs_number": nhs_number(number), "local_id": f"{feed}-{number}", "family_name": f"Family{number}", "feed": feed}
    return told | {"sex": "female", "small_area": "A1", "birth_date": date(1950, 1, 1), "last_day": date(2025, 6, 1)} | more


def by_name(warehouse):
    """A linker of one rule: the same number, or else the same family name as somebody with one. Any numbers for persons."""
    warehouse.run(BY_NAME)


BY_NAME = """
create table links as
with numbers as (
  select nhs_number, min(identity_no) as person_key, min(family_name) as family_name
  from identities where nhs_number is not null group by nhs_number
),
names as (select family_name, min(person_key) as person_key from numbers group by family_name)
select
  identity_no, coalesce(numbers.person_key, names.person_key, 1000000 + identity_no) as person_key,
  case when numbers.person_key is not null then 'number' when names.person_key is not null then 'rule' else 'alone' end as how,
  cast(null as double) as probability
from identities
left join numbers on numbers.nhs_number = identities.nhs_number
left join names on names.family_name = identities.family_name
"""


def place_of(warehouse, rows):
    linked(warehouse, rows, {})
    warehouse.run("drop table links")
    by_name(warehouse)


@pytest.mark.parametrize("folder", [quality.FOLDER, hidden_numbers.FOLDER])
def test_the_sql_is_portable(folder):
    for name, model in read_models(folder).items():
        assert problems_in(model.sql.replace("$journey", "stays"), where=name) == ()


def test_names_that_tell_people_apart_bring_every_number_back(warehouse):
    place_of(warehouse, [person(n, feed) for n in range(PEOPLE) for feed in ("list", "council")])
    judged = ask(warehouse, by_name, seed=1)
    assert judged.select("could", "found", "correct").rows() == [(1, 1, 1)] * 6  # one person in ten


def test_a_name_that_two_share_brings_back_the_wrong_one(warehouse):
    place_of(warehouse, [person(n, feed, family_name=f"Family{n // 2}") for n in range(PEOPLE) for feed in ("list", "council")])
    judged = pl.concat([ask(warehouse, by_name, seed=seed) for seed in range(6)])
    assert judged["found"].sum() == len(judged)
    assert 0 < judged["correct"].sum() < len(judged)


def test_who_is_known_nowhere_else_cannot_be_found_and_may_still_be_found_wrongly(warehouse):
    place_of(warehouse, [person(n, "list", family_name=f"Family{n // 2}") for n in range(PEOPLE)])
    judged = ask(warehouse, by_name, seed=1)
    assert (judged["could"].sum(), judged["correct"].sum()) == (0, 0)
    assert judged["found"].sum() > 0


def test_all_identities_of_the_person_in_that_feed_are_hidden_together(warehouse):
    place_of(warehouse, [person(n, "list", postcode=postcode) for n in range(PEOPLE) for postcode in ("ZZ99 1AA", "ZZ99 1AB")])
    assert ask(warehouse, by_name, seed=1)["could"].sum() == 0


def test_ids_of_the_senders_own_and_identities_that_say_nothing_are_not_asked(warehouse):
    nameless = [person(n, "list", family_name=None, birth_date=None) for n in range(30)]
    own = [person(n, "list") | {"nhs_number": f"pseudonym:{n}"} for n in range(30, 60)]
    place_of(warehouse, nameless + own)
    assert ask(warehouse, by_name, seed=1).is_empty()


def test_asking_leaves_everything_as_it_was(warehouse):
    place_of(warehouse, [person(n, feed) for n in range(PEOPLE) for feed in ("list", "council")])
    before = [warehouse.rows(f"select * from {name} order by identity_no") for name in ("identities", "links")]
    tables = {name for (name,) in warehouse.rows("select table_name from information_schema.tables")}
    assert ask(warehouse, by_name, seed=3).equals(ask(warehouse, by_name, seed=3))
    with pytest.raises(ZeroDivisionError):
        ask(warehouse, lambda _: 1 / 0, seed=3)
    warehouse.run("drop table if exists numbers_known")
    assert [warehouse.rows(f"select * from {name} order by identity_no") for name in ("identities", "links")] == before
    left = {name for (name,) in warehouse.rows("select table_name from information_schema.tables")}
    assert left - tables <= {"hidden", "asked"}


def test_a_view_of_identities_can_be_hidden_too(warehouse):
    place_of(warehouse, [person(n, feed) for n in range(PEOPLE) for feed in ("list", "council")])
    warehouse.run("alter table identities rename to identities_kept")
    warehouse.run("create view identities as select * from identities_kept")
    assert len(ask(warehouse, by_name, seed=1)) == 6
    assert warehouse.rows("select count(*) from identities") == [(2 * PEOPLE,)]
    warehouse.run("drop view identities")
    warehouse.run("alter table identities_kept rename to identities")


def test_the_sample_never_depends_on_how_rows_lie(warehouse):
    rows = [person(n, feed) | {"identity_no": 2 * n + place} for n in range(PEOPLE) for place, feed in enumerate(("list", "council"))]
    place_of(warehouse, rows)
    there = ask(warehouse, by_name, seed=1)
    place_of(warehouse, rows[::-1])
    assert ask(warehouse, by_name, seed=1).equals(there)


MIXED = [
    *(person(n, feed) for n in range(PEOPLE) for feed in ("list", "council")),
    person(901, "charity", nhs_number=None, small_area="B1", ethnic_group="Asian", birth_date=None, rows=7),
    person(902, "charity", nhs_number=None, family_name="Family1", small_area="OLD", rows=5),
    person(903, "charity", nhs_number=None, family_name=None, small_area=None, sex=None, rows=3),
]


def measured(warehouse, relink=by_name):
    place_of(warehouse, MIXED)
    warehouse.run(f"delete from links where identity_no = {len(MIXED) - 1}")
    warehouse.run(f"update links set how = 'model', probability = 0.9 where identity_no = {len(MIXED) - 2}")
    warehouse.run(f"insert into grey_pairs values (0, {len(MIXED) - 3}, 0.4, 'x'), (1, {len(MIXED) - 3}, 0.3, 'x')")
    return measure_links(warehouse, FIFTHS, relink, seed=1)


def row(frame, **of):
    (only,) = frame.filter(*(pl.col(name) == value for name, value in of.items())).to_dicts()
    return only


def test_linked_is_counted_by_feed_and_group(warehouse):
    told = measured(warehouse).linked
    charity = row(told, feed="charity", by="all")
    assert (charity["identities"], charity["unlinked"], charity["alone"]) == (3, 1, 1)
    assert (charity["rows"], charity["rows_unlinked"], charity["rows_alone"]) == (15, 3, 7)
    assert charity["share"] == pytest.approx(1 / 3)
    everybody = row(told, feed="all", by="all")
    assert (everybody["model_links"], everybody["expected_false"], everybody["expected_missed"]) == (1, 0.1, 0.4)
    assert everybody["ratio"] == 1
    asian = row(told, feed="all", by="ethnic_group", group="Asian")
    assert (asian["identities"], asian["alone"], asian["ratio"]) == (1, 1, None)
    assert row(told, feed="all", by="deprivation", group="not recorded")["identities"] == 2  # B1 has two fifths, so none
    assert row(told, feed="charity", by="age", group="65 to 79")["identities"] == 2
    for by in ("deprivation", "ethnic_group", "age", "sex"):
        assert told.filter((pl.col("feed") == "all") & (pl.col("by") == by))["identities"].sum() == len(MIXED)


def test_estimates_by_group_add_up_and_have_limits(warehouse):
    told = measured(warehouse).estimated
    everybody = row(told, by="all")
    assert (everybody["asked"], everybody["could"], everybody["found"], everybody["right"]) == (6, 6, 6, 6)
    assert (everybody["precision"], everybody["recall_upper"]) == (1, 1)
    assert everybody["recall_lower"] == pytest.approx(0.61, abs=0.01)
    for by in quality.GROUPS:
        assert told.filter(pl.col("by") == by)["asked"].sum() == 6


def test_without_a_linker_nothing_is_estimated_and_it_says_so(warehouse):
    told = measured(warehouse, relink=None)
    assert row(told.estimated, by="all")["precision"] is None
    assert "not known" in told.notes[0]
    assert "not like them" in measured(warehouse).notes[0]


def test_journey_rows_without_a_person(warehouse):
    told = measured(warehouse)
    alone = warehouse.rows("select person_key from lone_persons")[0][0]
    stays = {
        "place": ["PA", "PA", None],
        "small_area": ["A1", "A1", None],
        "ethnic_group": [None, "White", None],
        "person_key": [1, alone, None],
    }
    warehouse.table_from("stays", pl.DataFrame(stays))
    journeys = with_journeys(told, warehouse, ["stays"]).journeys
    assert row(journeys, journey="stays", by="all")["unlinked"] == 1
    assert row(journeys, by="place", group="PA") == {"journey": "stays", "by": "place", "group": "PA", "rows": 2, "unlinked": 0, "alone": 1}
    assert row(journeys, by="deprivation", group="not recorded")["unlinked"] == 1


def test_what_is_written_reads_back_and_names_nobody(warehouse, tmp_path):
    told = measured(warehouse)
    write_quality(told, tmp_path / "link_quality.json")
    back = read_quality(tmp_path / "link_quality.json")
    for name in COLUMNS:
        assert getattr(back, name).equals(getattr(told, name)), name
        assert getattr(back, name).schema == getattr(told, name).schema
    assert back.notes == told.notes
    text = (tmp_path / "link_quality.json").read_text()
    assert not [word for word in ("Family1", "999", "council-1", "person_key", "1950") if word in text]
    assert read_quality(tmp_path / "none.json") is None


def test_every_column_is_told(warehouse):
    told = measured(warehouse)
    for name, columns in COLUMNS.items():
        words = " ".join([*columns, *columns.values()])
        assert not [column for column in getattr(told, name).columns if column not in words]
