"""Forms of meetings: calling one, its agenda and papers, who was there, interests, minutes, the action log."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from wholeplace.agreement.bodies import Body
from wholeplace.agreement.deciding import Interest as Dealt
from wholeplace.agreement.meetings import ItemKind, Presence
from wholeplace.agreement.records.meetings.doing import Held
from wholeplace.agreement.records.meetings.papers import kinds, largest_bytes
from wholeplace.web.forms import DayField
from wholeplace.web.partner.filling import KeptForm, say_what_is_wrong

_AREA, _BOXES, _RADIOS = forms.Textarea, forms.CheckboxSelectMultiple, forms.RadioSelect
_TIME = {"invalid": "Give a time such as 14:00."}
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
_KINDS = [(one.value, one.value.capitalize()) for one in ItemKind]
Choices = Sequence[tuple[str, str]]


class MeetingForm(KeptForm):
    """A meeting of a body: when, where, in whose chair, by which rule it is made public, and what it wants to see."""

    later = ("called_off_why",)
    on = DayField(label="Day", help_text="For example, 3 12 2026")
    begins = forms.RegexField(
        _CLOCK, label="Begins at", help_text="For example, 14:00", error_messages={"invalid": "Give a time such as 14:00."}
    )
    where = forms.CharField(label="Place", required=False, max_length=300, help_text="A building and a room, so that anybody finds it.")
    online_at = forms.CharField(label="Address online", required=False, max_length=300)
    rule = forms.ChoiceField(label="By which rule it is made public", widget=_RADIOS)
    chair = forms.ChoiceField(label="Who is in the chair", required=False)
    readings = forms.MultipleChoiceField(
        label="What of the picture it wants to see", required=False, widget=_BOXES, help_text="These go into the meeting pack.",
    )  # fmt: skip
    private_why = forms.CharField(
        label="Why all of it is private", required=False, widget=_AREA, help_text="Leave blank for a public meeting."
    )
    called_off_why = forms.CharField(label="Why it is called off", required=False, widget=_AREA, help_text="Leave blank if it takes place.")

    def __init__(self, *given: Any, held: Held, body: Body, readings: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["rule"].choices = [(one.name, one.title) for one in held.rules.publications.values()]  # type: ignore[attr-defined]
        self.fields["chair"].choices = [("", "Not known yet"), *((seat.name, seat.name) for seat in body.seats)]  # type: ignore[attr-defined]
        self.fields["readings"].choices = readings  # type: ignore[attr-defined]
        if not readings:
            del self.fields["readings"]


class ItemForm(KeptForm):
    """One item of an agenda."""

    later = ("taken_off_why",)
    title = forms.CharField(label="Title", max_length=200, help_text="In plain words: what is heard.")
    kind = forms.ChoiceField(
        label="What the body is asked to do", choices=[(one.value, one.value.capitalize()) for one in ItemKind], widget=_RADIOS
    )
    owner = forms.ChoiceField(label="Who brings it")
    decision = forms.ChoiceField(label="The decision it is about", required=False)
    matter = forms.ChoiceField(
        label="Kind of matter", required=False, help_text="Powers and votes go by it. Needed for an item for decision."
    )
    minutes = forms.IntegerField(label="Minutes planned for it", required=False, min_value=0, max_value=600)
    private_ground = forms.CharField(label="Why it is not heard in public", required=False, widget=_AREA, help_text="Leave blank if it is.")
    added_why = forms.CharField(
        label="Why it was added after the agenda was published", required=False, widget=_AREA, help_text="As the chair accepted it.",
    )  # fmt: skip
    taken_off_why = forms.CharField(
        label="Why it is taken off the agenda", required=False, widget=_AREA, help_text="Leave blank if it stays."
    )

    def __init__(self, *given: Any, owners: Choices, decisions: Choices, matters: Sequence[str], published: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        if not published:
            del self.fields["added_why"]
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        self.fields["decision"].choices = [("", "None"), *decisions]  # type: ignore[attr-defined]
        self.fields["matter"].choices = [("", "None"), *((one, one) for one in matters)]  # type: ignore[attr-defined]

    def onto(self, record: Any) -> Any:
        """The record with what was typed."""
        return self.put(record, minutes=self.cleaned_data["minutes"] or 0)


class PaperForm(KeptForm):
    """A paper of an item."""

    title = forms.CharField(label="Title", max_length=200, help_text="The same title again makes the next edition of that paper.")
    file = forms.FileField(label="File")
    late_why = forms.CharField(label="Why it comes after the agenda", required=False, widget=_AREA, help_text="Only for a late paper.")

    def __init__(self, *given: Any, published: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        if not published:
            del self.fields["late_why"]
        self.fields["file"].help_text = f"At most {largest_bytes() // 2**20} MB. One of: {', '.join(kinds())}."

    def clean_file(self) -> UploadedFile:
        """The file, where it is not too large: one that is, is refused before it is read."""
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > largest_bytes():
            raise forms.ValidationError(f"Choose a file of at most {largest_bytes() // 2**20} MB.")
        return sent

    @property
    def sent(self) -> UploadedFile:
        """The file that was chosen."""
        return self.cleaned_data["file"]


class DayForm(KeptForm):
    """The day on which something was published."""

    published_on = DayField(label="Published on")


class AttendanceForm(KeptForm):
    """How each seat was there."""

    def __init__(self, *given: Any, body: Body, seats: dict[str, str], **more: Any) -> None:
        super().__init__(*given, **more)
        said = [(one.value, one.value.capitalize()) for one in Presence]
        for number, seat in enumerate(body.seats):
            label = f"{seat.name}, {seat.organisation}"
            self.fields[f"seat{number}"] = forms.ChoiceField(label=label, choices=said, widget=_RADIOS, initial=seats.get(seat.name))
            say_what_is_wrong(self.fields[f"seat{number}"])
        self._names = [seat.name for seat in body.seats]

    @property
    def seats(self) -> dict[str, str]:
        """Seat -> how it was there."""
        return {name: self.cleaned_data[f"seat{number}"] for number, name in enumerate(self._names)}

    def texts_of(self, record: Any) -> dict[str, Any]:  # type: ignore[override]
        """What each seat's field shows of a record."""
        return {f"seat{number}": record.seats.get(name, "") for number, name in enumerate(self._names)}


class InterestForm(KeptForm):
    """An interest that the holder of a seat declares."""

    seat = forms.ChoiceField(label="Seat")
    what = forms.CharField(label="What the interest is", widget=_AREA, help_text="In a sentence, without naming other people.")
    item = forms.TypedChoiceField(label="Item that it touches", coerce=int)
    done = forms.ChoiceField(label="What is done about it", widget=_RADIOS)

    def __init__(self, *given: Any, body: Body, items: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        words = {Dealt.NOTE: "It is noted, and they take part", Dealt.STAY: "They stay and do not decide", Dealt.LEAVE: "They leave"}
        self.fields["seat"].choices = [(seat.name, f"{seat.name}, {seat.organisation}") for seat in body.seats]  # type: ignore[attr-defined]
        self.fields["item"].choices = items  # type: ignore[attr-defined]
        self.fields["done"].choices = [(one.value, words[one]) for one in Dealt]  # type: ignore[attr-defined]


class RegisterForm(KeptForm):
    """An interest in a body's register."""

    later = ("reviewed_on", "ended_on")
    seat = forms.ChoiceField(label="Seat")
    what = forms.CharField(label="What the interest is", widget=_AREA, help_text="In a sentence, without naming other people.")
    arose_on = DayField(label="Held since", required=False)
    declared_on = DayField(label="Declared on")
    reviewed_on = DayField(label="Last looked at on", required=False)
    ended_on = DayField(label="Ended on", required=False)

    def __init__(self, *given: Any, body: Body, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["seat"].choices = [(seat.name, f"{seat.name}, {seat.organisation}") for seat in body.seats]  # type: ignore[attr-defined]


class MinutesForm(KeptForm):
    """The minutes of a meeting."""

    minutes = forms.CharField(
        label="What was said and agreed", widget=_AREA, help_text="Each item in turn. Name seats and organisations, not people.",
    )  # fmt: skip
    minutes_on = DayField(label="Published on", required=False, help_text="Leave blank while they are not.")
    minutes_agreed_at = forms.ChoiceField(label="Agreed at the meeting of", required=False)

    def __init__(self, *given: Any, later: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["minutes_agreed_at"].choices = [("", "Not agreed yet"), *later]  # type: ignore[attr-defined]


class LoggedForm(KeptForm):
    """What a meeting asked somebody to do."""

    what = forms.CharField(label="What is to be done", widget=_AREA)
    owner = forms.ChoiceField(label="Who owns it", help_text="Exactly one.")
    due = DayField(label="Due on")

    def __init__(self, *given: Any, owners: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]


class LoggedDoneForm(KeptForm):
    """What became of something on the action log."""

    done_on = DayField(label="Done on")
    came_of_it = forms.CharField(label="What came of it", widget=_AREA)


class PutOffForm(KeptForm):
    """Something on the action log put off by a meeting."""

    meeting = forms.ChoiceField(label="The meeting that puts it off")
    to = DayField(label="New day")
    why = forms.CharField(label="Why", widget=_AREA)

    def __init__(self, *given: Any, meetings: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["meeting"].choices = meetings  # type: ignore[attr-defined]
