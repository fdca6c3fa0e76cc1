"""The clerk's form of a meeting: what each seat said, and, before anything is kept, what that comes to."""

from hashlib import sha256
from typing import Any

from django import forms

from wholeplace.agreement.bodies import Body
from wholeplace.agreement.deciding import Interest, Said, Voice
from wholeplace.agreement.decisions import Held
from wholeplace.web.forms import DayField
from wholeplace.web.partner.decisions.step_forms import StepForm

ABSENT = "absent"
_VOICES = [
    (Voice.FOR.value, "For it"), (Voice.AGAINST.value, "Against it"), (Voice.ABSTAIN.value, "Neither: it abstained"),
    (ABSENT, "Was not there"),
]  # fmt: skip
_INTERESTS = [
    ("", "It declared none"), (Interest.NOTE.value, "Declared, and takes part"),
    (Interest.STAY.value, "Stays in the room, and does not decide"), (Interest.LEAVE.value, "Leaves the room"),
]  # fmt: skip


class VoteForm(StepForm):
    """One row of fields for each seat of the body. `looked`: the fingerprint of what the outcome was shown for."""

    on = DayField(label="Day of the meeting")
    looked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, body: Body, others: list[tuple[str, str]], **kwargs: Any) -> None:
        """Seats come from the body; `others` are the bodies to which advice may go on."""
        super().__init__(*args, **kwargs)
        self.body = body
        seats = [("", "Nobody: it spoke for itself"), *((seat.name, seat.name) for seat in body.seats)]
        for row, seat in enumerate(body.seats):
            self.fields[f"voice-{row}"] = forms.ChoiceField(
                label=f"{seat.name} was", choices=_VOICES if seat.votes else _VOICES[-1:], widget=forms.RadioSelect, initial=ABSENT,
            )  # fmt: skip
            self.fields[f"reason-{row}"] = forms.CharField(label=f"{seat.name}: reason, if against", required=False, max_length=1000)
            self.fields[f"interest-{row}"] = forms.ChoiceField(label=f"{seat.name}: interest in it", choices=_INTERESTS, required=False)
            if body.voting and body.voting.proxies:
                self.fields[f"through-{row}"] = forms.ChoiceField(label=f"{seat.name}: who spoke for it", choices=seats, required=False)
        if others:
            first = [("", "Choose one"), *others]
            self.fields["to"] = forms.ChoiceField(label="Advice goes on to", choices=first, required=False)

    def seats(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each seat under its name and whom it is for."""
        names = ("voice", "reason", "interest", "through")
        return [
            (f"{seat.name}, {seat.organisation}", [self[f"{name}-{row}"] for name in names if f"{name}-{row}" in self.fields])
            for row, seat in enumerate(self.body.seats)
        ]

    def meeting(self) -> Held:
        """What was recorded."""
        given = self.cleaned_data
        said = [
            Said(
                seat=seat.name, voice=self._voice(row), reason=given[f"reason-{row}"],
                interest=Interest(given[f"interest-{row}"]) if given[f"interest-{row}"] else None, through=given.get(f"through-{row}", ""),
            )
            for row, seat in enumerate(self.body.seats)
            if given[f"voice-{row}"] != ABSENT or given[f"interest-{row}"] in (Interest.STAY.value, Interest.LEAVE.value)
        ]  # fmt: skip
        return Held(on=given["on"], said=tuple(said), to=given.get("to", ""))

    def _voice(self, row: int) -> Voice:
        """Who takes no part because of an interest was there, and says nothing."""
        given = self.cleaned_data[f"voice-{row}"]
        return Voice.ABSTAIN if given == ABSENT else Voice(given)

    def fingerprint(self) -> str:
        """Of everything recorded: what is kept is what was looked at."""
        return sha256(repr((self.meeting(), self.cleaned_data["version"])).encode()).hexdigest()
