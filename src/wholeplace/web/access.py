"""Who may see what: every route of every door, in one list. A route that is not here answers nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Door(StrEnum):
    """Whom a door is for."""

    PUBLIC = "everyone"
    SIGN_IN = "whoever signs in, out, or proves who they are"
    PARTNER = "people of the partners, by their role"
    CARE = "people who serve residents, by their role at their organisation"
    RESIDENT = "residents, for themselves and for those they act for"
    SYSTEM = "other systems, by the key that their organisation was given"
    FINDER = "everyone, where the front door is open"
    PLANNER = "planners; where there are no accounts, whoever sits at the machine that holds the place"
    NOBODY = "nobody: a page that a library brings and we keep shut"


class Role(StrEnum):
    """What somebody does for a body or for the whole place. It never depends on whom they work for: council, NHS or voluntary."""

    OFFICER = "officer"  # describes matters, writes proposals, keeps actions
    CLERK = "clerk"  # notice, agendas, votes as they were cast, the register
    MEMBER = "member"  # sits in a body
    SCRUTINY = "scrutiny member"  # calls in, recommends, releases or sends back
    PLANNER = "planner"  # what if
    AUDITOR = "auditor"  # reads everything, the log included
    ADMINISTRATOR = "administrator"  # gives accounts and roles
    CALL_HANDLER = "call handler"  # books and refers for whoever calls 111
    RECEPTIONIST = "receptionist"  # releases slots of a practice, sees who comes
    LINK_WORKER = "link worker"  # takes referrals, finds what helps, sees them to their end
    GROUP_WORKER = "group worker"  # keeps a group's listing, takes referrals, says who came
    COORDINATOR = "coordinator"  # sees what waits and what failed between organisations
    PRIVACY_OFFICER = "privacy officer"  # sees who looked at whose record at an organisation, and asks why


class Scope(StrEnum):
    """Where the role must be held for a route to answer."""

    ANYWHERE = "at any body of the place"
    BODY = "at the body or organisation that the address names"
    RECORD = "at the body whose record the address names"
    WHOLE_PLACE = "for the whole place"


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """One route: its name, its door, the roles it answers there and where they must be held. `changes`: it takes POST, and only POST
    changes anything."""

    name: str
    door: Door
    roles: frozenset[Role] = frozenset()
    scope: Scope = Scope.ANYWHERE
    changes: bool = False


CARE_ROLES = frozenset({Role.CALL_HANDLER, Role.RECEPTIONIST, Role.LINK_WORKER, Role.GROUP_WORKER, Role.COORDINATOR, Role.PRIVACY_OFFICER})
"""Roles of the care door, held at an organisation. They open no page of the partners, and the partners' roles none of theirs."""
EVERY_ROLE = frozenset(Role) - CARE_ROLES
"""Roles of the partner door."""


def _of(door: Door, *names: str) -> Iterable[Route]:
    return (Route(name=name, door=door, changes=door is Door.SIGN_IN) for name in names)


def _partner(roles: frozenset[Role], *names: str, scope: Scope = Scope.ANYWHERE, changes: bool = False) -> Iterable[Route]:
    return (Route(name=name, door=Door.PARTNER, roles=roles, scope=scope, changes=changes) for name in names)


def _care(roles: frozenset[Role], *names: str, scope: Scope = Scope.BODY, changes: bool = False) -> Iterable[Route]:
    return (Route(name=name, door=Door.CARE, roles=roles, scope=scope, changes=changes) for name in names)


def _resident(*names: str, changes: bool = False) -> Iterable[Route]:
    return (Route(name=name, door=Door.RESIDENT, changes=changes) for name in names)


_REFERS = frozenset({Role.LINK_WORKER, Role.GROUP_WORKER, Role.RECEPTIONIST, Role.CALL_HANDLER, Role.COORDINATOR})
"""Roles that read a referral and do something to it, as far as it is their organisation's turn."""
_ALL = (
    *_of(Door.PUBLIC, "index", "releases", "release", "release-page", "record-folder", "record", "record-page", "page"),
    *(Route(name=name, door=Door.PLANNER, roles=frozenset({Role.PLANNER})) for name in ("what-if", "fit")),
    *_of(
        Door.SIGN_IN, "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
        "account_reset_password_from_key", "account_reset_password_from_key_done", "mfa_index", "mfa_authenticate", "mfa_reauthenticate",
        "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes", "socialaccount_login_cancelled", "socialaccount_login_error", "openid_connect_login",
        "openid_connect_callback",
    ),
    *_of(
        Door.NOBODY, "account_signup", "account_email", "account_email_verification_sent", "account_confirm_email", "account_set_password",
        "account_reset_password", "account_reset_password_done", "account_confirm_login_code", "socialaccount_signup",
        "socialaccount_connections",
    ),
    *_partner(EVERY_ROLE, "partners", "bodies", "body", "memoranda", "matters", "matter", "decisions", "decision"),
    *_partner(frozenset({Role.OFFICER}), "matter-new", scope=Scope.BODY, changes=True),
    *_partner(
        frozenset({Role.OFFICER}), "matter-change", "decision-new", "decision-edit", "decision-propose", "decision-take-over",
        "decision-withdraw", "decision-replace", "decision-carried-out", "decision-review", scope=Scope.RECORD, changes=True,
    ),
    *_partner(frozenset({Role.CLERK}), "decision-notice", "decision-meeting", "decision-publish", scope=Scope.RECORD, changes=True),
    *_partner(frozenset({Role.SCRUTINY}), "decision-call-in", "decision-scrutiny", scope=Scope.BODY, changes=True),
    *_partner(
        EVERY_ROLE, "plan", "plan-places", "plan-horizons", "plan-attention", "plan-required", "ambition", "programme", "action",
    ),
    *_partner(frozenset({Role.OFFICER}), "action-new", "actions-take", "ambition-seen", scope=Scope.BODY, changes=True),
    *_partner(
        frozenset({Role.OFFICER}), "action-change", "action-done", "milestone-new", "milestone-change", scope=Scope.RECORD, changes=True,
    ),
    *_partner(EVERY_ROLE, "meetings", "meeting", "action-log", "taking-part"),
    *_partner(EVERY_ROLE, "meeting-pack", "paper", scope=Scope.RECORD),
    *_partner(frozenset({Role.CLERK}), "meeting-new", "interest-register", scope=Scope.BODY, changes=True),
    *_partner(
        frozenset({Role.CLERK}), "meeting-change", "meeting-notice", "meeting-agenda", "meeting-attendance", "meeting-interest",
        "meeting-minutes", "item-new", "item-change", "paper-new", "interest-change", "logged-new", scope=Scope.RECORD, changes=True,
    ),
    *_partner(EVERY_ROLE, "funds", "fund", "fund-month", "fund-outlook", "fund-return", "choosing", "call"),
    *_partner(frozenset({Role.OFFICER}), "notice-new", "call-new", "bid-new", scope=Scope.BODY, changes=True),
    *_partner(
        frozenset({Role.OFFICER}), "recovery-new", "recovery-told", "notice-change", "recovery-change", "call-change", "bid-change",
        scope=Scope.RECORD, changes=True,
    ),
    *_partner(frozenset({Role.MEMBER}), "bid-score", scope=Scope.RECORD, changes=True),
    *_partner(frozenset({Role.CLERK}), "call-award", scope=Scope.RECORD, changes=True),
    *_partner(EVERY_ROLE, "scrutiny", "recommendation", "engagement"),
    *_partner(frozenset({Role.SCRUTINY}), "topic-new", "recommendation-new", scope=Scope.BODY, changes=True),
    *_partner(frozenset({Role.SCRUTINY}), "topic-change", "recommendation-change", scope=Scope.RECORD, changes=True),
    *_partner(frozenset({Role.OFFICER}), "point-new", scope=Scope.BODY, changes=True),
    *_partner(
        frozenset({Role.OFFICER}), "recommendation-reply", "promise-done", "point-change", "point-answer", scope=Scope.RECORD, changes=True,
    ),
    *_partner(frozenset({Role.CLERK, Role.OFFICER}), "logged-done", "logged-put-off", scope=Scope.RECORD, changes=True),
    *_partner(frozenset({Role.ADMINISTRATOR}), "accounts", "account", scope=Scope.WHOLE_PLACE),
    *_partner(
        frozenset({Role.ADMINISTRATOR}), "account-new", "role-give", "role-end", "account-close", "account-link", "account-sign-on",
        scope=Scope.WHOLE_PLACE, changes=True,
    ),
    *_partner(frozenset({Role.AUDITOR}), "log", scope=Scope.WHOLE_PLACE),
    # The front door: people and access.
    *_care(CARE_ROLES, "care", scope=Scope.ANYWHERE),
    *_care(frozenset({Role.CALL_HANDLER, Role.RECEPTIONIST, Role.LINK_WORKER}), "care-people", "care-person-new", changes=True),
    *_care(frozenset({Role.CALL_HANDLER, Role.RECEPTIONIST, Role.LINK_WORKER, Role.COORDINATOR}), "care-person"),
    *_care(frozenset({Role.CALL_HANDLER, Role.RECEPTIONIST, Role.LINK_WORKER, Role.COORDINATOR}), "care-glass", changes=True),
    *_care(frozenset({Role.RECEPTIONIST, Role.LINK_WORKER}), "care-sign-in", "care-person-acting", "care-person-acting-end", changes=True),
    *_care(frozenset({Role.RECEPTIONIST}), "care-person-find-same", "care-person-same", "care-person-not-same", changes=True),
    *_care(frozenset({Role.PRIVACY_OFFICER}), "care-looked"),
    *_care(frozenset({Role.PRIVACY_OFFICER}), "care-glass-review", changes=True),
    # The front door: the directory.
    *_of(
        Door.FINDER, "find", "found", "open-referral", "open-services", "open-service", "open-service-at-locations",
        "open-service-at-location", "open-taxonomies", "open-taxonomy", "open-taxonomy-terms", "open-taxonomy-term", "open-nowhere",
    ),
    *(Route(name=name, door=Door.FINDER, changes=True) for name in ("listing", "listing-mend", "listing-close")),
    *_care(frozenset({Role.GROUP_WORKER}), "care-listings"),
    *_care(frozenset({Role.COORDINATOR}), "care-listings-same"),
    *_care(frozenset({Role.COORDINATOR}), "care-listings-pair", "care-listings-undo", changes=True),
    *_care(frozenset({Role.GROUP_WORKER}), "care-listing-new", changes=True),
    *_care(frozenset({Role.GROUP_WORKER}), "care-listing", "care-listing-mend", "care-listing-close", scope=Scope.RECORD, changes=True),
    *_resident("my-home", "my-looked-at", "my-looked-file", "my-consents", "my-acting", "my-details"),
    *_resident(
        "my-notice-seen", "my-consent-give", "my-consent-withdraw", "my-objection-new", "my-objection-withdraw", "my-let-act",
        "my-act-for", "my-acting-end", "my-details-change", "my-who", changes=True,
    ),
    # The front door: slots and bookings.
    *_care(frozenset({Role.CALL_HANDLER}), "care-calls", "care-call", changes=True),
    *_care(frozenset({Role.RECEPTIONIST}), "care-slots", "care-slot", changes=True),
    *_care(frozenset({Role.RECEPTIONIST, Role.CALL_HANDLER}), "care-booking", changes=True),
    *_care(frozenset({Role.RECEPTIONIST, Role.COORDINATOR}), "care-slots-report", "care-slots-file"),
    *_resident("my-bookings"),
    *_resident("my-book", "my-booking", changes=True),
    # The front door: referrals.
    *_care(frozenset({Role.LINK_WORKER, Role.GROUP_WORKER}), "care-referrals"),
    *_care(frozenset({Role.RECEPTIONIST, Role.CALL_HANDLER}), "care-made"),
    *_care(_REFERS, "care-referral"),
    *_care(_REFERS, "care-referral-step", changes=True),
    *_care(frozenset({Role.LINK_WORKER, Role.GROUP_WORKER}), "care-referral-came", "care-referral-score", changes=True),
    *_care(frozenset({Role.RECEPTIONIST, Role.LINK_WORKER, Role.CALL_HANDLER}), "care-refer", changes=True),
    *_care(frozenset({Role.COORDINATOR}), "care-waiting"),
    *_care(frozenset({Role.COORDINATOR, Role.LINK_WORKER}), "care-team"),
    *_care(frozenset({Role.COORDINATOR, Role.LINK_WORKER}), "care-plan", "care-carer-end", changes=True),
    *_care(frozenset({Role.LINK_WORKER}), "care-about-me", "care-carer", "care-referral-find", changes=True),
    *_resident("my-referrals", "my-referral"),
    *_resident("my-ask", "my-referral-end", "my-about-me", "my-triage", changes=True),
    # The front door: other systems.
    *_of(Door.FINDER, "fhir-metadata", "fhir-openapi", "fhir-nothing"),
    *_of(
        Door.SYSTEM, "fhir-messages", "fhir-process-message", "fhir-slots", "fhir-slot", "fhir-slot-hold", "fhir-slot-let-go",
        "fhir-appointments", "fhir-appointment", "fhir-appointment-history", "fhir-appointment-version",
        "fhir-referrals", "fhir-referral", "fhir-referral-history", "fhir-task",
    ),
)  # fmt: skip
ALSO_WITHOUT_PARTNERS = frozenset(
    {"accounts", "account", "account-new", "role-give", "role-end", "account-close", "account-link", "account-sign-on", "log"}
)
"""Pages of the partner door that a place needs that has only the front door: they answer there too."""
ROUTES: Mapping[str, Route] = {route.name: route for route in _ALL}
"""Route name -> who may use it. Public routes show what was published and nothing else."""
