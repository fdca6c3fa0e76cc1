"""OperationOutcome: how we say no to another system, by the error table of the Booking and Referral Standard.

`diagnostics` are sentences of ours. They never hold what was sent: no value, no name of a parameter or element that we do not know.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

CODES = "https://fhir.nhs.uk/Codesystem/http-error-codes"
"""As every example of the standard writes it, with a small "s"; its guide also writes "CodeSystem"."""
PROFILE = "https://fhir.hl7.org.uk/StructureDefinition/UKCore-OperationOutcome"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One row of the error table: HTTP status, the receiver's code, FHIR's issue type, what it means in plain words, and its source."""

    kind: str
    status: int
    code: str
    issue: str
    means: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Issue:
    """One thing wrong with a request: a kind of the error table, our words, and the element it is about (FHIRPath, or empty)."""

    kind: str
    words: str
    where: str = ""


class Refused(Exception):
    """A request is not done, and nothing of it was kept. The first issue gives the answer its status."""

    def __init__(self, *issues: Issue) -> None:
        self.issues = issues
        super().__init__("; ".join(issue.kind for issue in issues))

    @property
    def status(self) -> int:
        """The HTTP status of the answer."""
        return kinds()[self.issues[0].kind].status


@cache
def kinds() -> Mapping[str, Kind]:
    """The error table, by the names that we use for its rows."""
    text = (files("wholeplace.service.fhir") / "errors.csv").read_text("utf-8")
    return {row["kind"]: Kind(**{**row, "status": int(row["status"])}) for row in csv.DictReader(text.splitlines())}


def refused(kind: str, words: str, where: str = "") -> Refused:
    """A refusal with one issue. `words` hold nothing of what was sent."""
    return Refused(Issue(kind=kind, words=words, where=where))


def check(issues: Sequence[Issue]) -> None:
    """Raise Refused with everything that is wrong at once, or nothing."""
    if issues:
        raise Refused(*issues)


def outcome(issues: Sequence[Issue]) -> dict[str, Any]:
    """The OperationOutcome of a refusal."""
    return {"resourceType": "OperationOutcome", "meta": {"profile": [PROFILE]}, "issue": [_issue(issue) for issue in issues]}


def _issue(issue: Issue) -> dict[str, Any]:
    kind = kinds()[issue.kind]
    told: dict[str, Any] = {
        "severity": "error",
        "code": kind.issue,
        "details": {"coding": [{"system": CODES, "code": kind.code}], "text": kind.means},
        "diagnostics": issue.words,
    }
    return told | ({"expression": [issue.where]} if issue.where else {})
