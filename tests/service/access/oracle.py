"""What may be seen, written down a second time by hand and slowly, sentence by sentence, without the table."""

from wholeplace.service.access import Asks, Doing, Needs, Objection, Purpose, Relationship, Role, What

R, W, S = Doing.READ, Doing.WRITE, Doing.SEARCH


def _has(asks: Asks, *any_of: Relationship) -> bool:
    return any(one in asks.relationships for one in any_of)


def _objects(asks: Asks, *any_of: Objection) -> bool:
    return any(one in asks.objections for one in any_of)


def open_by(asks: Asks) -> set[Needs]:
    """The ways in which the sentences open it: by nothing more, by consent, by scope, by a reason. Empty: shut."""
    if asks.purpose is Purpose.DIRECT_CARE:
        return _care(asks)
    if asks.purpose is Purpose.AUDIT:
        return {Needs.NOTHING} if asks.role is Role.PRIVACY_OFFICER and asks.what is What.LOOKED_AT and asks.doing in (R, S) else set()
    if asks.role is not Role.EXPORT or asks.what is not What.EXPORT or asks.doing is not R or _objects(asks, Objection.BEYOND_CARE):
        return set()
    if asks.purpose is Purpose.PLANNING:
        return {Needs.NOTHING}
    return {Needs.CONSENT} if What.EXPORT in asks.consented else set()


def _care(asks: Asks) -> set[Needs]:
    by = {
        Role.RESIDENT: _resident, Role.PROXY: _proxy, Role.CALL_HANDLER: _call_handler, Role.RECEPTIONIST: _receptionist,
        Role.LINK_WORKER: _link_worker, Role.GROUP_WORKER: _group, Role.COORDINATOR: _coordinator, Role.SYSTEM: _system,
    }.get(asks.role)  # fmt: skip
    found = set() if by is None else by(asks)
    if _comes_to_us(asks):
        found.add(Needs.NOTHING)
    if _by_reason(asks):
        found.add(Needs.GLASS)
    return found


def _comes_to_us(asks: Asks) -> bool:
    """Whoever comes to us is looked for and written down, and shown nothing."""
    meets_people = asks.role in (Role.CALL_HANDLER, Role.RECEPTIONIST, Role.LINK_WORKER)
    if asks.doing is S:
        return (meets_people and asks.what is What.DETAILS) or (asks.role is Role.SYSTEM and asks.what in (What.BOOKINGS, What.REFERRALS))
    return asks.doing is W and (meets_people or asks.role is Role.SYSTEM) and asks.what in (What.DETAILS, What.BOOKINGS, What.REFERRALS)


def _by_reason(asks: Asks) -> bool:
    if asks.role not in (Role.CALL_HANDLER, Role.RECEPTIONIST, Role.LINK_WORKER, Role.COORDINATOR) or asks.doing is not R:
        return False
    never = (What.CONSENTS, What.LOOKED_AT, What.SIGN_IN, What.EXPORT)
    return bool(asks.break_glass) and asks.what not in never and not _objects(asks, Objection.SHARING, Objection.ORGANISATION)


def _resident(asks: Asks) -> set[Needs]:
    if asks.doing is S or asks.what in (What.RISKS, What.SIGN_IN, What.EXPORT):
        return set()
    if _has(asks, Relationship.THEMSELVES) and (asks.doing is R or asks.what not in (What.CARE_TEAM, What.LOOKED_AT)):
        return {Needs.NOTHING}
    if not _has(asks, Relationship.LESS_PROVEN):
        return set()
    arranged = asks.what in (What.BOOKINGS, What.REFERRALS, What.CONSENTS)
    return {Needs.NOTHING} if arranged or (asks.doing is W and asks.what in (What.DETAILS, What.ABOUT_ME, What.TRIAGE)) else set()


def _proxy(asks: Asks) -> set[Needs]:
    both = (What.BOOKINGS, What.REFERRALS, What.ABOUT_ME, What.TRIAGE)
    reads = (*both, What.DETAILS, What.CARE_TEAM, What.LOOKED_AT)
    right = (asks.doing is R and asks.what in reads) or (asks.doing is W and asks.what in both)
    return {Needs.SCOPE} if right and _has(asks, Relationship.ACTS_FOR) and asks.what in asks.scope else set()


def _call_handler(asks: Asks) -> set[Needs]:
    if _objects(asks, Objection.ORGANISATION) or asks.doing is S:
        return set()
    calls = asks.what in (What.DETAILS, What.BOOKINGS, What.TRIAGE) or (asks.what is What.REFERRALS and asks.doing is W)
    if _has(asks, Relationship.CALLS) and calls:
        return {Needs.NOTHING}
    theirs = _has(asks, Relationship.BOOKED, Relationship.REFERRED)
    return {Needs.NOTHING} if theirs and asks.what is What.REFERRALS and asks.doing is R else set()


def _receptionist(asks: Asks) -> set[Needs]:
    registered, booked = _has(asks, Relationship.REGISTERED), _has(asks, Relationship.BOOKED)
    if asks.what is What.SIGN_IN:
        return {Needs.NOTHING} if registered and asks.doing is W else set()
    if _objects(asks, Objection.ORGANISATION) or asks.doing is S:
        return set()
    if asks.what in (What.DETAILS, What.BOOKINGS, What.TRIAGE):
        return {Needs.NOTHING} if registered or booked else set()
    return {Needs.NOTHING} if registered and asks.what in (What.REFERRALS, What.CONSENTS) else set()


def _link_worker(asks: Asks) -> set[Needs]:
    if not _has(asks, Relationship.REFERRED) or asks.doing is S:
        return set()
    if asks.what is What.SIGN_IN:
        return {Needs.NOTHING} if asks.doing is W else set()
    if _objects(asks, Objection.SHARING, Objection.ORGANISATION):
        return set()
    never = (What.BOOKINGS, What.TRIAGE, What.LOOKED_AT, What.EXPORT)
    return set() if asks.what in never else {Needs.NOTHING}


def _group(asks: Asks) -> set[Needs]:
    if not _has(asks, Relationship.REFERRED) or _objects(asks, Objection.SHARING, Objection.ORGANISATION):
        return set()
    right = (asks.what is What.REFERRALS and asks.doing in (R, W)) or (
        asks.what in (What.DETAILS, What.ABOUT_ME, What.RISKS) and asks.doing is R
    )
    return {Needs.CONSENT} if right and asks.what in asks.consented else set()


def _coordinator(asks: Asks) -> set[Needs]:
    if not _has(asks, Relationship.COORDINATES) or _objects(asks, Objection.SHARING, Objection.ORGANISATION):
        return set()
    if asks.what in (What.REFERRALS, What.CARE_TEAM) and asks.doing in (R, W):
        return {Needs.NOTHING}
    return {Needs.NOTHING} if asks.what is What.DETAILS and asks.doing is R else set()


def _system(asks: Asks) -> set[Needs]:
    serves = _has(asks, Relationship.REGISTERED, Relationship.BOOKED, Relationship.REFERRED)
    if not serves or _objects(asks, Objection.ORGANISATION) or asks.doing is S:
        return set()
    return {Needs.NOTHING} if asks.what in (What.DETAILS, What.BOOKINGS, What.REFERRALS, What.TRIAGE) else set()
