"""The words in which access is asked for and decided: who asks, in what relationship, what for, and what they would read or write."""

from enum import StrEnum


class Role(StrEnum):
    """In what role somebody asks. Care roles are called as `web.access.Role` calls them. None says whom they work for: a partner's
    kind (NHS, council, voluntary) decides nothing."""

    RESIDENT = "resident"
    PROXY = "acts for a resident"
    CALL_HANDLER = "call handler"
    RECEPTIONIST = "receptionist"
    LINK_WORKER = "link worker"
    GROUP_WORKER = "group worker"
    COORDINATOR = "coordinator"
    PRIVACY_OFFICER = "privacy officer"
    SYSTEM = "system of an organisation"
    EXPORT = "bulk export"


class Relationship(StrEnum):
    """What an organisation (or another person) has to do with a person. Everybody has NONE; a rule for it asks for no relationship."""

    THEMSELVES = "themselves"
    LESS_PROVEN = "says to be themselves"  # signed in, and who they are is not proven to the full
    ACTS_FOR = "acts for them"
    REGISTERED = "registered with us"
    REFERRED = "referred to us"
    BOOKED = "booked with us or by us"
    CALLS = "we take the calls of the whole place"
    COORDINATES = "we coordinate their care"
    NONE = "none"


class Purpose(StrEnum):
    """What something is read for. Every read has one."""

    DIRECT_CARE = "direct care"
    PLANNING = "planning"
    RESEARCH = "research"
    AUDIT = "audit"


class Doing(StrEnum):
    """What is done with a part of a record."""

    READ = "read"
    SEARCH = "search"
    WRITE = "write"


class What(StrEnum):
    """A part of what the front door holds about a person."""

    DETAILS = "details"  # name, birth date, NHS number, where they live, how to reach them
    BOOKINGS = "bookings"
    REFERRALS = "referrals"
    ABOUT_ME = "about me"
    RISKS = "risks"
    TRIAGE = "triage answers"
    CARE_TEAM = "care team and tasks"
    CONSENTS = "consents and objections"
    LOOKED_AT = "who looked"
    SIGN_IN = "way of signing in"
    EXPORT = "rows of an export"


class Objection(StrEnum):
    """What a person may object to. An objection closes; it never opens anything."""

    SHARING = "sharing"  # with anybody but those whom they come to themselves
    ORGANISATION = "this organisation"
    BEYOND_CARE = "beyond care"  # any use other than their own care


class Needs(StrEnum):
    """What a rule asks for beside the relationship."""

    NOTHING = ""
    CONSENT = "consent"  # explicit, for this referral, standing today, naming this part
    SCOPE = "scope"  # the part is among those for which somebody acts
    GLASS = "glass"  # a reason, written down, of which the person is told
