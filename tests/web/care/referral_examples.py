"""A record for each address of referrals to name."""

from collections.abc import Mapping

from tests.web.care.conftest import OTHER_PRACTICE, PRACTICE
from tests.web.care.person_examples import at_the_practice, somebody
from wholeplace.ledger.records import Act
from wholeplace.service.referral import Source
from wholeplace.web.house import House


def referral(house: House) -> Mapping[str, str]:
    from wholeplace.service.records.referral import doing

    act = Act(account="example", acting_as="example", event="made for a test", at=house.now)
    wanted = doing.Wanted(
        person=somebody(house)["person"], source=Source.GP, made_by=OTHER_PRACTICE, to=PRACTICE, why="Would like company.",
        risks="none known", practice=PRACTICE,
    )  # fmt: skip
    return {"organisation": PRACTICE, "referral": doing.refer(wanted, act).reference}


REFERRAL_EXAMPLES = {
    **dict.fromkeys(("care-referrals", "care-made", "care-waiting"), at_the_practice),
    **dict.fromkeys(("care-refer", "care-team", "care-plan", "care-about-me", "care-carer"), somebody),
    **dict.fromkeys(("care-referral", "care-referral-came", "care-referral-find"), referral),
    **dict.fromkeys(("my-referral", "my-referral-end"), lambda house: {"referral": referral(house)["referral"]}),
    "care-referral-step": lambda house: {**referral(house), "step": "accept"},
    "care-referral-score": lambda house: {**referral(house), "instrument": "ucla-3", "when": "before"},
}
