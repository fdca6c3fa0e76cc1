"""Meetings: published in time, a quorum there, interests dealt with, actions followed, and a pack built from the picture."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from tests.agreement.test_plans import action, ambition, programme
from tests.agreement.west_yorkshire_place import its_plan, west_yorkshire
from tests.picture.made import PERIOD, measure, place, results, share, steady
from wholeplace.agreement.bodies import Agreement, Asked, Body, Dates, Stage
from wholeplace.agreement.deciding import Interest, Of, QuorumRule, Seat, Standing, VotingRule
from wholeplace.agreement.meetings import (
    ActionLogEntry,
    AgendaItem,
    Attendance,
    CarriedOver,
    DeclaredInterest,
    DutyState,
    ItemKind,
    LogState,
    Paper,
    Presence,
    Sitting,
    carry_over,
    due_of,
    duties_of,
    forward_agenda,
    interests_due,
    log_state,
    open_entries,
    overall,
    participation,
    problems_of_agenda_item,
    problems_of_attendance,
    problems_of_interest,
    problems_of_log_entry,
    problems_of_sitting,
    publication_rules,
    publication_rules_of,
    routed,
    seats_there,
)
from wholeplace.agreement.meetings.pack import (
    measures_of,
    pack_of,
    plain,
    section_of_actions,
    section_of_ambitions,
    section_of_log,
    section_of_readings,
    section_of_what_cannot_be_said,
)
from wholeplace.agreement.plans import Plan, Progress, delivery_of
from wholeplace.agreement.plans import Standing as Stands
from wholeplace.picture import draw
from wholeplace.terms import DataProblem, Money

RULES = publication_rules()
SEATS = (
    Seat(name="Chair", organisation="Council", role="chair"), Seat(name="Hospital", organisation="Hospital", constituency="NHS"),
    Seat(name="Council 2", organisation="Council", constituency="council"), Seat(name="Charity", organisation="Charity", votes=False),
)  # fmt: skip
VOTING = VotingRule(name="Majority", threshold=Fraction(1, 2), of=Of.PRESENT, source="s")
BODY = Body(
    name="board", title="Board", kind="board", level="place", areas=("P1",), seats=SEATS, source="s", quorum=QuorumRule(count=2),
    voting=VOTING, stages=(Stage(standing=Standing.DELEGATED, dates=Dates(since=date(2020, 1, 1)), source="s", evidence="e"),),
)  # fmt: skip
AGREEMENT = Agreement(bodies=(BODY,))
# Easter 2026: Good Friday is 3 April and Easter Monday 6 April, so 5 clear working days before 9 April begin on 30 March.
HELD = datetime(2026, 4, 9, 14, 0)  # noqa: DTZ001 a meeting's clock time in its own town
TODAY = date(2026, 4, 20)
PAPER = Paper(title="Stroke", address="papers/stroke.pdf", sha256="a" * 64, published_on=date(2026, 3, 30))
ITEM = AgendaItem(number=1, title="Stroke", kind=ItemKind.DECIDE, owner="Lead", matter="stroke", papers=(PAPER,))
SITTING = Sitting(
    reference="M1", body="board", starts=HELD, where="Town hall", rule="council", notice_on=date(2026, 3, 30), agenda_on=date(2026, 3, 30),
    chair="Chair", items=(ITEM,),
)  # fmt: skip


@pytest.mark.parametrize(
    ("agenda_on", "today", "state"),
    [
        (date(2026, 3, 30), TODAY, DutyState.DONE),
        (date(2026, 3, 31), TODAY, DutyState.DONE_LATE),
        (None, date(2026, 3, 30), DutyState.TO_DO),
        (None, date(2026, 3, 31), DutyState.MISSED),
        (date(2026, 3, 30), date(2026, 3, 29), DutyState.TO_DO),
    ],
)
def test_an_agenda_is_due_five_clear_working_days_before_over_easter(agenda_on, today, state):
    duty = next(one for one in duties_of(replace(SITTING, agenda_on=agenda_on), RULES, today) if one.what == "agenda and papers")
    assert (duty.due, duty.state) == (date(2026, 3, 30), state)


def test_minutes_are_a_duty_where_a_rule_sets_a_day():
    assert [one.what for one in duties_of(SITTING, RULES, TODAY)] == ["notice of the meeting", "agenda and papers"]
    told = {one.what: one.due for one in duties_of(replace(SITTING, rule="partnership"), RULES, TODAY)}
    assert told == {"agenda and papers": date(2026, 3, 30), "draft minutes": date(2026, 5, 7)}
    assert duties_of(replace(SITTING, called_off_why="Snow."), RULES, TODAY) == ()
    assert duties_of(replace(SITTING, rule="none"), RULES, TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"agenda_on": None}, ["agenda and papers: not published by 2026-03-30."]),
        ({"notice_on": date(2026, 3, 31)}, ["notice of the meeting: published on 2026-03-31, and due by 2026-03-30."]),
        ({"rule": "club"}, ['"club" is no rule of publication.']),
        ({"body": "bord"}, ['there is no body called "bord".']),
        ({"chair": "Nobody"}, ['its chair "Nobody" is no seat of Board.']),
        ({"where": " "}, ["it does not say where it is."]),
        ({"where": "", "online_at": "https://example.org/meeting"}, []),
        ({"private_why": "We prefer it."}, ["all of it is private."]),
        ({"items": ()}, ["its agenda is published, and holds nothing."]),
        ({"items": (ITEM, ITEM)}, ["2 items have the number 1."]),
        ({"starts": HELD.replace(year=2019)}, ["Board does not exist on 2019-04-09."]),
        ({"called_off_why": "Snow.", "agenda_on": None, "body": "bord"}, []),
    ],
)
def test_what_is_missing_for_a_lawful_meeting(changes, told):
    found = [problem.what for problem in problems_of_sitting(replace(SITTING, **changes), AGREEMENT, RULES, today=TODAY)]
    assert [what for what in found if "published on 2026-03-30, and due by 2019" not in what] == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, ["it has no title."]),
        ({"owner": ""}, ["nobody brings it."]),
        ({"matter": ""}, ["it is for decision, and its kind of matter is not said."]),
        ({"papers": ()}, ["it is for decision, and has no paper."]),
        ({"kind": ItemKind.INFORM, "papers": (), "matter": ""}, []),
        ({"added_on": date(2026, 4, 1)}, ["it was added on 2026-04-01, after the agenda, and nothing says why."]),
        ({"added_on": date(2026, 4, 1), "added_why": "A ward closed."}, []),
        ({"added_on": date(2026, 3, 30)}, []),
        ({"papers": (replace(PAPER, sha256="abc"),)}, ["“Stroke” has no fingerprint."]),
        ({"papers": (replace(PAPER, published_on=None),)}, ["“Stroke” is not published, and the agenda is."]),
        (
            {"papers": (replace(PAPER, published_on=date(2026, 4, 2)),)},
            ["“Stroke” came on 2026-04-02, after the agenda, and nothing says why."],
        ),
        ({"papers": (replace(PAPER, published_on=date(2026, 4, 2), late_why="Audit ended late."),)}, []),
    ],
)
def test_what_keeps_an_item_from_being_heard(changes, told):
    assert [problem.what for problem in problems_of_agenda_item(replace(ITEM, **changes), SITTING, BODY)] == told


def test_an_advisory_body_hears_items_for_advice():
    advisory = replace(BODY, stages=(replace(BODY.stages[0], standing=Standing.ADVISORY),))
    (problem,) = problems_of_agenda_item(ITEM, SITTING, advisory)
    assert problem.what == "it is for decision, and Board is advisory."
    assert problems_of_agenda_item(replace(ITEM, kind=ItemKind.ADVISE), SITTING, advisory) == []


def at(seat, presence=Presence.THERE, sitting="M1"):
    return Attendance(sitting=sitting, seat=seat, presence=presence)


@pytest.mark.parametrize(
    ("there", "told"),
    [
        ([at("Chair"), at("Hospital")], []),
        ([at("Chair"), at("Hospital", Presence.APOLOGIES)], ["2 members must be there to decide; 1 are."]),
        ([at("Chair"), at("Charity")], ["2 members must be there to decide; 1 are."]),
        ([at("Chair"), at("Hospital", Presence.DEPUTY)], ["2 members must be there to decide; 1 are."]),
        ([at("Hospital"), at("Council 2")], ['"Chair" was in the chair, and was not there.']),
        ([at("Chair"), at("Hospital"), at("Hospitl")], ['there is no seat "Hospitl".']),
        ([at("Chair"), at("Hospital"), at("Hospital")], ['seat "Hospital" stands there 2 times.']),
        ([at("Chair"), at("Hospital", sitting="M2")], ["2 members must be there to decide; 1 are."]),
    ],
)
def test_who_must_be_there(there, told):
    assert [problem.what for problem in problems_of_attendance(there, SITTING, BODY)] == told


def test_a_deputy_counts_only_where_the_rule_knows_proxies():
    there = [at("Hospital", Presence.DEPUTY), at("Chair")]
    assert seats_there(there, BODY) == ("Chair",)
    assert seats_there(there, replace(BODY, voting=replace(VOTING, proxies=True))) == ("Chair", "Hospital")


def interest(**more) -> DeclaredInterest:
    given = {"body": "board", "seat": "Hospital", "what": "Works for the provider.", "declared_on": date(2026, 4, 9)}
    return DeclaredInterest(**{**given, **more})


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"done": Interest.LEAVE, "item": 1}, []),
        ({"item": 1}, ["nothing says what was done about it."]),
        ({"done": Interest.STAY, "item": 2}, ["there is no item 2 at M1."]),
        (
            {"done": Interest.NOTE, "item": 1, "seat": "X", "what": ""},
            ['there is no seat "X" in Board.', "it does not say what the interest is."],
        ),
        (
            {"done": Interest.NOTE, "item": 1, "arose_on": date(2026, 5, 1)},
            ["it arose on 2026-05-01, after it was declared."],
        ),
    ],
)
def test_what_keeps_an_interest_from_standing(changes, told):
    assert [problem.what for problem in problems_of_interest(interest(**changes), BODY, SITTING)] == told


def test_the_register_of_interests_is_kept_up():
    assert problems_of_interest(interest(), BODY) == []
    late = interest(arose_on=date(2026, 3, 1), reviewed_on=date(2026, 4, 1))
    assert [one.what for one in interests_due([late], TODAY)] == ["it arose on 2026-03-01, and was declared on 2026-04-09."]
    assert interests_due([interest(arose_on=date(2026, 3, 12))], TODAY) == []
    old = interest(declared_on=date(2025, 4, 19))
    assert [one.what for one in interests_due([old], TODAY)] == ["it was due to be looked at again by 2026-04-19."]
    assert interests_due([replace(old, ended_on=TODAY), replace(old, reviewed_on=date(2025, 4, 20))], TODAY) == []


ENTRY = ActionLogEntry(reference="A1", body="board", sitting="M1", what="Publish the waits.", owner="Lead", due=date(2026, 4, 30))


def put_off(to, why="No data yet."):
    return CarriedOver(sitting="M2", on=date(2026, 4, 28), to=to, why=why)


def test_an_action_is_followed_until_it_is_done():
    later = carry_over(ENTRY, put_off(date(2026, 6, 1)))
    assert (due_of(ENTRY), due_of(later), later.due) == (date(2026, 4, 30), date(2026, 6, 1), date(2026, 4, 30))
    assert [log_state(one, date(2026, 5, 1)) for one in (ENTRY, later)] == [LogState.LATE, LogState.CARRIED_OVER]
    assert log_state(ENTRY, date(2026, 4, 30)) is LogState.OPEN
    assert log_state(replace(ENTRY, done_on=date(2026, 5, 1)), date(2026, 5, 1)) is LogState.DONE
    assert log_state(replace(ENTRY, done_on=date(2026, 5, 2)), date(2026, 5, 1)) is LogState.LATE
    entries = [later, replace(ENTRY, reference="A2"), replace(ENTRY, reference="A3", done_on=TODAY), replace(ENTRY, body="other")]
    assert [one.reference for one in open_entries(entries, "board", TODAY)] == ["A2", "A1"]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (ENTRY, []),
        (replace(ENTRY, owner=""), ["nobody owns it."]),
        (replace(ENTRY, owner="Leed", what=" "), ["it does not say what is to be done.", 'its owner "Leed" is not known.']),
        (carry_over(ENTRY, put_off(date(2026, 4, 30))), ["it was carried over to 2026-04-30, and was due on 2026-04-30."]),
        (carry_over(ENTRY, put_off(date(2026, 5, 30), " ")), ["it was carried over to 2026-05-30, and nothing says why."]),
    ],
)
def test_what_keeps_an_action_out_of_the_log(entry, told):
    assert [problem.what for problem in problems_of_log_entry(entry, ("Lead",))] == told


def test_participation_counts_every_seat_at_every_sitting_held():
    sittings = [
        SITTING, replace(SITTING, reference="M2", starts=HELD - timedelta(days=30)),
        replace(SITTING, reference="M3", called_off_why="Snow."),
        replace(SITTING, reference="M4", starts=HELD + timedelta(days=60)), replace(SITTING, reference="M5", body="other"),
    ]  # fmt: skip
    there = [at("Chair"), at("Chair", sitting="M2"), at("Council 2", Presence.DEPUTY), at("Hospital", Presence.APOLOGIES), at("X")]
    there += [at("Hospital", sitting="M3"), at("Hospital", sitting="M4"), at("Hospital", sitting="M5")]
    rows = participation(BODY, sittings, there, TODAY)
    assert [(row.organisation, row.expected, row.there, row.by_deputy, row.apologies, row.share) for row in rows] == [
        ("Charity", 2, 0, 0, 0, Fraction(0)), ("Hospital", 2, 0, 0, 1, Fraction(0)), ("Council", 4, 2, 1, 0, Fraction(3, 4)),
    ]  # fmt: skip
    assert overall(rows) == Fraction(3, 8)
    assert [row.share for row in participation(BODY, [], there, TODAY)] == [None] * 3
    assert overall(participation(BODY, [], there, TODAY)) is None


def test_a_place_sets_its_own_rules_of_publication(tmp_path):
    where = west_yorkshire(tmp_path / "wyh")
    own = where.folder / "agreement" / "meetings.toml"
    own.write_text(
        '[[notice_rule]]\nname = "ours"\ntitle = "Ours"\nregime = "partnership"\ndays = 10\nkind = "clear days"\n'
        'source = "Terms of reference"\n'
        '[[publication]]\nname = "partnership"\ntitle = "Ours"\nregime = "partnership"\nagenda = "ours"\nsource = "Terms of reference"\n'
    )
    (duty,) = duties_of(replace(SITTING, rule="partnership"), publication_rules_of(where), TODAY)
    assert duty.due == date(2026, 3, 29)
    own.write_text('[[publication]]\nname = "x"\n')
    with pytest.raises(DataProblem, match="missing required field"):
        publication_rules_of(where)


def test_an_item_is_routed_by_the_powers_that_were_written_down(tmp_path):
    agreement, _ = its_plan(west_yorkshire(tmp_path / "wyh"))
    item = routed(agreement, Asked(matter="stroke", areas=("WYH",), money=Money(0), on=date(2018, 6, 1)))
    assert item.decides == ("joint-committee",)
    assert {"clinical-forum", "joint-scrutiny"} <= set(item.advises)
    assert "partnership-board" not in item.advises  # it does not exist before December 2018
    assert any("Commissioning stroke care was given to" in reason for _, reason in item.reasons)
    assert routed(agreement, Asked(matter="housing", areas=("WYH",), money=Money(0), on=date(2018, 6, 1))).decides == ()


def test_what_a_body_has_ahead():
    later, off = replace(SITTING, reference="M2", starts=HELD + timedelta(days=9)), replace(SITTING, called_off_why="Snow.")
    assert [one.reference for one in forward_agenda([later, SITTING, off], "board", date(2026, 4, 9))] == ["M1", "M2"]
    assert forward_agenda([SITTING], "board", date(2026, 4, 10)) == ()


DELAYS = measure("delays", read_with=("returns",))
RETURNS = share("returns", read_with=("delays",), reading=None)
FALLS = measure("falls", read_with=("returns",))


@pytest.fixture(scope="module")
def picture():
    return draw(results(steady(DELAYS, change=0.7), steady(RETURNS, seed=2), steady(FALLS, seed=3), notes=("No sitreps.",)), place())


def test_a_pack_holds_the_readings_of_its_programmes_whole(picture):
    wanted = (ambition("home", measure="delays"), ambition("stand", measure="falls"))
    plan = Plan(ambitions=wanted, programmes=(programme(ambitions=("home",)),))
    assert measures_of(plan, ["discharge"]) == ("delays",)
    section = section_of_readings("Coming home", picture, measures_of(plan, ["discharge"]), ("P1",))
    assert [(reading.name, reading.area) for reading in section.readings] == [("delays", "P1")]
    assert {member.measure.name for member in section.readings[0].members} == {"delays", "returns"}
    beside = section_of_readings("Back again", picture, ("returns",), ("S1",))
    assert {reading.name for reading in beside.readings} == {"delays", "falls"}
    assert section_of_readings("Nowhere", picture, ("delays",), ()).sentences == ()


def test_a_pack_tells_bad_news_first_and_names_its_silence(picture):
    progress = [Progress(standing=standing, expected=None, goal=None, sentence=standing.value) for standing in reversed(Stands)]
    acts = [action("soon", due=date(2027, 2, 1)), action("late"), action("far", due=date(2027, 9, 1))]
    done = replace(ENTRY, done_on=date(2026, 4, 1))
    sections = (
        section_of_ambitions("Ambitions", progress),
        section_of_actions("Actions", [delivery_of(one, (), date(2027, 1, 15)) for one in acts]),
        section_of_log("Log", [done], TODAY),
        section_of_what_cannot_be_said("What we cannot say", picture),
    )
    pack = pack_of(SITTING, PERIOD, sections)
    assert pack.empty == ("Log",)
    assert [section.title for section in pack.sections] == ["Ambitions", "Actions", "What we cannot say"]
    assert [one.pattern for one in sections[0].sentences] == [
        "going the wrong way", "missed", "behind", "cannot say", "on track", "reached",
    ]  # fmt: skip
    assert [one.pattern.split(":")[0] for one in sections[1].sentences] == ["late", "soon"]
    (told,) = section_of_log("Log", [ENTRY], TODAY).sentences
    assert told.pattern == "Publish the waits. Lead, due on 2026-04-30: open."


def test_braces_in_plain_words_stay_words():
    assert plain("50 {beds}").pattern.format() == "50 {beds}"
