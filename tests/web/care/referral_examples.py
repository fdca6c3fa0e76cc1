"""A record for each address of referrals to name."""

from collections.abc import Mapping

from tests.web.care.conftest import OTHER_PRACTICE, PRACTICE
from tests.web.care.person_examples import at_the_practice, somebody
from wholeplace.ledger.records import Act
from wholeplace.service.referral import Caring, Source
from wholeplace.web.house import House


def referral(house: House) -> Mapping[str, str]:
    from wholeplace.service.records.referral import doing

    act = Act(account="example", acting_as="example", event="made for a test", at=house.now)
    wanted = doing.Wanted(
        person=somebody(house)["person"], source=Source.GP, made_by=OTHER_PRACTICE, to=PRACTICE, why="Would like company.",
        risks="none known", practice=PRACTICE,
    )  # fmt: skip
    return {"organisation": PRACTICE, "referral": doing.refer(wanted, act).reference}


def carer(house: House) -> Mapping[str, str]:
    from wholeplace.service.records.referral import people

    act, told = Act(account="example", acting_as="example", event="made for a test", at=house.now), somebody(house)
    caring = Caring(carer=told["person"], cared_for="", relationship="daughter", carer_agreed=house.today, cared_for_agreed=None)
    return {**told, "carer": people.record_carer(caring, act, organisation=PRACTICE).reference}


REFERRAL_EXAMPLES = {
    **dict.fromkeys(("care-referrals", "care-made", "care-waiting"), at_the_practice),
    **dict.fromkeys(("care-refer", "care-team", "care-plan", "care-about-me", "care-carer"), somebody),
    **dict.fromkeys(("care-referral", "care-referral-came", "care-referral-find"), referral),
    **dict.fromkeys(("my-referral", "my-referral-end"), lambda house: {"referral": referral(house)["referral"]}),
    "care-carer-end": carer,
    "care-referral-step": lambda house: {**referral(house), "step": "accept"},
    "care-referral-score": lambda house: {**referral(house), "instrument": "ucla-3", "when": "before"},
}
