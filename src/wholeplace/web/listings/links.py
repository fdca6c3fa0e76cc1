"""Links with which a group without an account opens its own listing, and nothing else: signed, for some weeks, and to be ended at will."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from wholeplace.service.records.directory.models import KeptListing

_SALT = "a group's own listing"


@dataclass(frozen=True, slots=True)
class Link:
    """A link for a listing: its address below the door, and the last day on which it opens anything."""

    listing: str
    name: str
    address: str
    last: date


def link_for(record: KeptListing, *, today: date, days: int) -> Link:
    """A link for a listing that works until `days` from today have passed."""
    last = today + timedelta(days)
    token = _signer().sign(f"{record.reference}~{record.links}~{last.isoformat()}")
    return Link(record.reference, record.listing.name, reverse("listing", kwargs={"token": token}), last)


def opened_by(token: str, *, today: date) -> KeptListing | None:
    """The listing that a link opens today; None for one that was altered, is too old or was ended, and for one whose listing is gone or
    was merged into another."""
    try:
        reference, ended, last = _signer().unsign(token).split("~")
        if today > date.fromisoformat(last):
            return None
    except (BadSignature, ValueError):
        return None
    return KeptListing.objects.filter(reference=reference, links=int(ended), replaced_by="", gone_on=None).first()


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")
