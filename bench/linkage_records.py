"""Records of people without an NHS number, as a council, landlords and charities keep them, with what went wrong in each.

`damages` holds, for each record, the kinds of damage it got (bits of KINDS), so that recall can be told by kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from linkage_homes import Homes
from linkage_names import variants
from linkage_people import People
from linkage_typing import heard, mistyped, mistyped_code, mistyped_date, plain, respelt

FEEDS = ("council", "housing", "voluntary")
KINDS = (
    "nickname", "transliterated", "heard wrong", "other ending", "names swapped", "second name changed", "married", "double-barrelled",
    "name split", "given typo", "family typo", "initials", "prefix dropped", "prefix only", "birth date missing", "year only",
    "day and month", "birth date typo", "sex missing", "sex wrong", "earlier address", "new address", "postcode missing",
    "postcode typo", "uprn",
)  # fmt: skip
SPELT = ("pakistani", "bangladeshi", "indian", "sikh", "arabic", "african", "eastern")
SWAPPED = ("pakistani", "bangladeshi", "indian", "sikh", "arabic", "african", "chinese")
HEARD = ("polish", "eastern")
OWN_PET_NAMES = 0.25  # share of pet names that are on no list: the beginning of the name and an ending (assumption)
Column = np.ndarray


@dataclass(kw_only=True, slots=True)
class Records:
    """Columns, one entry a record. `person`: number in People. `table` notes (before, after) of each changed name, by kind."""

    person: Column
    feed: Column
    given: Column
    family: Column
    born: Column
    sex: Column
    postcode: Column
    address: Column
    uprn: Column
    damages: Column
    changed: dict[str, list[tuple[str, str]]]


def chosen(people: People, count: int, weights_of: Mapping, rng: np.random.Generator) -> Column:
    """Numbers of `count` people to have a record, hard groups more often, as linkage_rates.toml says."""
    weight = np.ones(len(people.home))
    weight[people.kind == 1] *= weights_of["care_homes"]["drawn"]
    weight[people.kind == 2] *= weights_of["halls"]["drawn"]
    weight[people.age >= 75] *= weights_of["old"]["drawn"]
    weight[in_pairs(people.twin_of)] *= weights_of["twins"]["drawn"]
    weight[in_pairs(people.father)] *= weights_of["namesakes"]["drawn"]
    # The largest of u^(1/w) is a weighted draw without replacement (Efraimidis and Spirakis 2006).
    keys = np.log(rng.random(len(weight))) / weight
    return np.argpartition(-keys, count - 1)[:count]


def in_pairs(other: Column) -> Column:
    """Whether each person is one of a pair, given the other of those who name one."""
    either = other >= 0
    either[other[other >= 0]] = True
    return either


def records(people: People, homes: Homes, earlier: Column, who: Column, setting: tuple[Mapping, np.random.Generator]) -> Records:
    """A record of each person of `who` (a number twice is two records), with its damage."""
    rates, rng = setting
    feed = rng.choice(3, size=len(who), p=rates["feeds"]["share"]).astype(np.int8)
    draft = _Draft(people=people, who=who, feed=feed, rates=rates, rng=rng, damages=np.zeros(len(who), dtype=np.int64), changed={})
    postcode, address, uprn = _address(draft, homes, earlier[who])
    born = _birth_date(draft)
    sex = _sex(draft)
    given, family = _names(draft)
    return Records(person=who, feed=feed, given=given, family=family, born=born, sex=sex, postcode=postcode, address=address, uprn=uprn,
                   damages=draft.damages, changed=draft.changed)  # fmt: skip


@dataclass(kw_only=True, slots=True)
class _Draft:
    people: People
    who: Column
    feed: Column
    rates: Mapping
    rng: np.random.Generator
    damages: Column
    changed: dict[str, list[tuple[str, str]]]

    def hit(self, rate: str, where: Column | None = None, kind: str | None = None) -> Column:
        """Numbers of the records that this rate hits, among those of `where`; noted as damage of `kind`."""
        struck = self.rng.random(len(self.who)) < np.array(self.rates[rate]["rate"])[self.feed]
        if where is not None:
            struck &= where
        if kind:
            self.damages[struck] |= 1 << KINDS.index(kind)
        return np.flatnonzero(struck)

    def change(self, column: Column, here: Column, how: Callable[[str], str], kind: str) -> None:
        """Write each of these names anew, and note before and after."""
        noted = self.changed.setdefault(kind, [])
        for at in here:
            before = column[at]
            column[at] = how(before)
            noted.append((before, column[at]))

    def among(self, names: tuple[str, ...]) -> Column:
        return np.isin(self.people.community[self.who], [self.people.communities.index(name) for name in names])


def _address(draft: _Draft, homes: Homes, earlier: Column) -> tuple[Column, Column, Column]:
    rng, home = draft.rng, draft.people.home[draft.who].copy()
    at_earlier = draft.hit("address_old", earlier >= 0, "earlier address")
    home[at_earlier] = earlier[at_earlier]
    private = draft.people.kind[draft.who] == 0
    moved = draft.hit("address_new", private, "new address")
    draft.damages[moved] &= ~(1 << KINDS.index("earlier address"))
    near = (home[moved] + rng.normal(0, homes.households * 0.05, len(moved))).astype(np.int64)
    home[moved] = np.where(rng.random(len(moved)) < 0.6, near, rng.integers(0, homes.households, len(moved))) % homes.households
    postcode, address, uprn = homes.of(home)
    for at in draft.hit("postcode_typo", None, "postcode typo"):
        postcode[at] = mistyped_code(postcode[at], rng)
    postcode[draft.hit("postcode_missing", None, "postcode missing")] = None
    address[draft.hit("address_missing")] = None
    has = np.zeros(len(home), dtype=bool)
    has[draft.hit("uprn_present", None, "uprn")] = True
    return postcode, _written(address, rng), np.where(has, uprn, None)


def _written(address: Column, rng: np.random.Generator) -> Column:
    """Addresses as different clerks write them: capitals, short words, no town."""
    style = rng.integers(0, 5, len(address))
    short = (("Street", "St"), ("Road", "Rd"), ("Avenue", "Ave"), ("Lane", "Ln"), ("Flat ", "Apt "), ("Close", "Cl"), ("Drive", "Dr"))
    written = address.copy()
    for at in np.flatnonzero((style > 1) & (address != None)):  # noqa: E711  element by element
        text = written[at]
        if style[at] == 2:
            text = text.upper().replace(",", "")
        elif style[at] == 3:
            text = text.rpartition(", ")[0]
        else:
            for long, brief in short:
                text = text.replace(long, brief)
        written[at] = text
    return written


def _birth_date(draft: _Draft) -> Column:
    rng, born = draft.rng, draft.people.born[draft.who].copy()
    for at in draft.hit("birth_date_typo", None, "birth date typo"):
        born[at] = mistyped_date(born[at], rng)
    day = (born - born.astype("datetime64[M]").astype("datetime64[D]")).astype(int) + 1
    swappable = (day <= 12) & (day != born.astype("datetime64[M]").astype(int) % 12 + 1)
    for at in draft.hit("birth_date_swapped", swappable, "day and month"):
        year, month, date = str(born[at]).split("-")
        born[at] = np.datetime64(f"{year}-{date}-{month}")
    year_only = draft.hit("birth_date_year_only", None, "year only")
    born[year_only] = born[year_only].astype("datetime64[Y]").astype("datetime64[D]")
    born[draft.hit("birth_date_missing", None, "birth date missing")] = np.datetime64("NaT")
    return born


def _sex(draft: _Draft) -> Column:
    woman = draft.people.woman[draft.who].copy()
    wrong = draft.hit("sex_wrong", None, "sex wrong")
    woman[wrong] = ~woman[wrong]
    sex = np.where(woman, "female", "male").astype(object)
    sex[draft.hit("sex_missing", None, "sex missing")] = None
    return sex


def _names(draft: _Draft) -> tuple[Column, Column]:
    people, who, rng = draft.people, draft.who, draft.rng
    family = _family(draft)
    given = _given(draft)
    spelling = variants("t")
    for column in (given, family):
        here = draft.hit("transliterated", draft.among(SPELT), "transliterated")
        draft.change(column, here, lambda name: respelt(name, spelling, rng), "transliterated")
        here = draft.hit("heard_wrong", draft.among(HEARD), "heard wrong")
        draft.change(column, here, lambda name: heard(name, spelling, rng), "heard wrong")
    keep = np.zeros(len(who), dtype=bool)
    keep[draft.hit("diacritics_kept")] = True
    for at in np.flatnonzero(~keep & draft.among(HEARD)):
        given[at], family[at] = plain(given[at]), plain(family[at])
    for column, rate, kind in ((given, "given_typo", "given typo"), (family, "family_typo", "family typo")):
        draft.change(column, draft.hit(rate, None, kind), lambda name: mistyped(name, rng), kind)
    given = _with_others(draft, given)
    for at in draft.hit("name_split", None, "name split"):
        given[at], family[at] = _split(given[at]), _split(family[at])
    initials = draft.hit("initials", None, "initials")
    given[initials] = [name[:1] for name in given[initials]]
    elsewhere = draft.among(SWAPPED)
    for rate, where in (("names_swapped", ~elsewhere), ("names_swapped_elsewhere", elsewhere)):
        here = draft.hit(rate, where, "names swapped")
        given[here], family[here] = family[here], given[here].copy()
    upper = (people.home[who] + draft.feed) % 3 == 0  # some systems write in capitals
    given[upper], family[upper] = [name.upper() for name in given[upper]], [name.upper() for name in family[upper]]
    return given, family


def _family(draft: _Draft) -> Column:
    people, who = draft.people, draft.who
    family, other, woman = people.family[who].copy(), people.family_other[who], people.woman[who]
    here = draft.hit("second_name_changed", draft.among(("pakistani", "bangladeshi", "sikh")) & woman, "second name changed")
    family[here] = other[here]
    grown = woman & (people.age[who] >= 18) & (people.age[who] <= 70) & ~draft.among(("pakistani", "bangladeshi", "sikh"))
    here = draft.hit("married", grown, "married")
    family[here] = other[here]
    two = np.array(["-" in name for name in family]) & (people.community[who] == 0)
    dropped = np.flatnonzero(two & (draft.rng.random(len(who)) < draft.rates["double_barrelled"]["dropped"]))
    draft.damages[dropped] |= 1 << KINDS.index("double-barrelled")
    family[dropped] = [name.split("-")[int(draft.rng.integers(0, 2))] for name in family[dropped]]
    ends = woman & np.array([name[-1:] == "a" and name[-3:-1] in ("sk", "ck", "dz") for name in family])
    draft.change(family, draft.hit("ending_of_the_other_sex", ends, "other ending"), lambda name: name[:-1] + "i", "other ending")
    return family


def _given(draft: _Draft) -> Column:
    given, short, rng = draft.people.given[draft.who].copy(), variants("n"), draft.rng
    can = np.array([name.lower() in short for name in given])

    def pet(name: str) -> str:
        if rng.random() < OWN_PET_NAMES:
            return name[: int(rng.integers(3, 5))] + ("", "y", "ie", "s", "o", "a", "za")[int(rng.integers(0, 7))]
        known = short[name.lower()]
        return known[min(int(rng.random() ** 1.7 * len(known)), len(known) - 1)].title()

    draft.change(given, draft.hit("nickname", can, "nickname"), pet, "nickname")
    return given


def _with_others(draft: _Draft, given: Column) -> Column:
    """Put before or behind the given name what else stands with it: Mohammed, Singh, a middle name."""
    people, who = draft.people, draft.who
    extra = people.prefix[who]
    before = np.array([bool(text) and text[0] != "+" for text in extra])
    gone = draft.hit("prefix_dropped", before, "prefix dropped")
    only = draft.hit("prefix_only", before, "prefix only")
    spelling = variants("t")
    head = extra.copy()
    respelt_here = draft.hit("transliterated", before, "transliterated")
    draft.change(head, respelt_here, lambda name: respelt(name, spelling, draft.rng), "transliterated")
    full = np.where(before, head + " " + given, given)
    full[gone] = given[gone]
    full[only] = head[only]
    behind = np.array([text[:1] == "+" for text in extra])
    full = np.where(
        behind & (draft.rng.random(len(who)) < 0.6), full + np.array([text[1:] and " " + text[1:] for text in extra], dtype=object), full
    )
    middle = draft.hit("middle_names", ~before & ~behind)
    full[middle] = full[middle] + " " + people.middle[who][middle]
    return full


def _split(name: str) -> str:
    if " " in name or "-" in name:
        return name.replace(" ", "").replace("-", "").title()
    return f"{name[: len(name) // 2]} {name[len(name) // 2 :].title()}" if len(name) > 6 else name
