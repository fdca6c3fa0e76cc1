"""Rows of the register of things that the partners' own papers name, each proven by what it promises."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.service.referral.test_records import GP, GROUP, LINK, NOON, act, consent, step, wanted
from tests.service.referral.test_triage import SIGNED, every_way
from wholeplace.service.access import Asker, Doing, Role, What
from wholeplace.service.records.access.audit import Refused, look
from wholeplace.service.records.persons.models import Proxy
from wholeplace.service.records.referral import doing, people, reading
from wholeplace.service.records.referral.models import Referral
from wholeplace.service.referral import RESIDENT, Caring, Event, Outcome, Source, When, instruments, offers_for
from wholeplace.service.referral.triage import PILOT, TO_SOMEBODY, read_questionnaire, route
from wholeplace.terms import DataProblem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("source", "made_by"), [(Source.RESIDENT, RESIDENT), (Source.GP, GP), (Source.SOCIAL_CARE, "COUNCIL")])
def test_row_14_staying_well_by_self_gp_or_social_care_with_loneliness_before_and_after(source: Source, made_by: str) -> None:
    record = doing.refer(wanted(source=source, made_by=made_by, label="Staying Well small grant"), act())
    record = step(record, Event.ACCEPT, LINK)
    lonely, ids = instruments()["ucla-3"], ("companionship", "left-out", "isolated")
    doing.keep_score(record.reference, lonely, When.BEFORE, dict.fromkeys(ids, "often"), LINK, act())
    doing.keep_score(record.reference, lonely, When.AFTER, dict.fromkeys(ids, "some of the time"), LINK, act())
    record = step(record, Event.COMPLETE, LINK, outcome=Outcome(kind="goals met", words="She sings with others now.", helped="yes"))
    ((change,),) = reading.story_of(record).changes.values()
    assert (change.before, change.after, change.better, record.label) == (9, 6, True, "Staying Well small grant")


def test_row_26_one_journey_crosses_three_organisations_and_nothing_is_typed_twice() -> None:
    record = doing.refer(wanted(), act())
    record = step(record, Event.ACCEPT, LINK)
    record = step(record, Event.HAND_OVER, LINK, to=GROUP, reason="better placed", consent=consent())
    record = step(record, Event.ACCEPT, GROUP)
    step(record, Event.COMPLETE, GROUP, outcome=Outcome(kind="goals met", words="Walks each week.", helped="yes"))
    assert Referral.objects.count() == 1
    final = Referral.objects.get()
    assert (final.chain, final.why, final.person) == ([GP, LINK, GROUP], "Would like company.", "p-1")
    texts = [one.words for one in reading.story_of(final).steps if one.words]
    assert texts == ["Walks each week."]  # see tests/web/care/referral/test_story.py for the same on the pages


def test_row_71_a_child_under_5_is_not_routed_online(tmp_path: Path) -> None:
    path = tmp_path / "triage.toml"
    path.write_text(PILOT.read_text() + SIGNED)
    questionnaire = read_questionnaire(path, NOON.date())
    for answers in every_way(questionnaire):
        routed = route(questionnaire, answers, birth_date=date(2022, 1, 1), today=NOON.date())
        assert routed.end is not None
        assert routed.end.kind in TO_SOMEBODY


class TestRow79:
    """Unpaid carers: a record, offers, and nobody acts for anybody without consent."""

    caring = Caring(carer="p-1", cared_for="p-2", relationship="daughter", carer_agreed=NOON.date(), cared_for_agreed=NOON.date())

    def test_carer_means_unpaid(self) -> None:
        people.record_carer(self.caring, act(), organisation=LINK)
        with pytest.raises(DataProblem, match="not paid"):
            people.record_carer(replace(self.caring, paid=True), act(), organisation=LINK)
        assert all("pay" not in one.title.lower() for one in offers_for(date(1970, 1, 1), NOON.date()))

    def test_a_carers_record_alone_lets_nobody_act(self) -> None:
        from wholeplace.ledger.records.keeping import keep

        people.record_carer(self.caring, act(), organisation=LINK)
        asker = Asker(account="resident-1", role=Role.PROXY, organisation="", person="p-1", at=NOON)
        with pytest.raises(Refused):
            look(asker, "p-2", What.REFERRALS, doing=Doing.WRITE)
        proxy = Proxy(
            reference="proxy-1", person="p-2", acts="p-1", relationship="daughter", basis="consent", scope=[What.REFERRALS.value],
            given_on=NOON.date(),
        )  # fmt: skip
        keep(proxy, act())
        assert look(asker, "p-2", What.REFERRALS, doing=Doing.WRITE).allowed
