"""The life of a form on a page: shown, sent, refused with everything at once, kept; or kept by somebody else in the meantime."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from wholeplace.ledger.records.keeping import ChangedMeanwhile
from wholeplace.ledger.records.models import Kept
from wholeplace.publish import wording
from wholeplace.terms import DataProblem, Money, Problem
from wholeplace.web.forms import DayField
from wholeplace.web.house import ENGLAND, house_of
from wholeplace.web.partner.publishing import publish_record

_ASKED: tuple[tuple[type[forms.Field], str], ...] = (
    (DayField, "Give a day."), (forms.FileField, "Choose a file."), (forms.MultipleChoiceField, "Choose at least one."),
    (forms.ChoiceField, "Choose one."), (forms.IntegerField, "Give a number."), (forms.Field, "Write something here."),
)  # fmt: skip


def say_what_is_wrong(field: forms.Field) -> None:
    """Give a field messages that say what to do, in place of those that only say that something is wrong."""
    field.error_messages["required"] = next(words for kind, words in _ASKED if isinstance(field, kind))
    if isinstance(field, forms.ChoiceField):
        field.error_messages["invalid_choice"] = "Choose one of the list."
    if isinstance(field, forms.IntegerField):
        field.error_messages["invalid"] = "Give a number."


class KeptForm(forms.Form):
    """A form over one record. `version` is the one that was on the page, so that nobody overwrites what they have not seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    later: tuple[str, ...] = ()
    """Fields that make sense only for a record that is there already: a new one is not asked for them."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if not (more.get("initial") or {}).get("version"):
            for name in self.later:
                self.fields.pop(name, None)
        for each in self.fields.values():
            say_what_is_wrong(each)

    @staticmethod
    def texts_of(record: Any) -> Mapping[str, Any]:
        """What each field shows of a record. Fields of the same name as a column need no line in a form of their own."""
        return {name: getattr(record, name) for name in (field.attname for field in record._meta.concrete_fields)}

    def onto(self, record: Any) -> Any:
        """The record with what was typed."""
        return self.put(record)

    def put(self, record: Any, **other: Any) -> Any:
        """The record with what was typed in fields of the same name as a column, with `other`, and as the version that was on the page."""
        columns = {field.attname for field in record._meta.concrete_fields}
        given = {name: value for name, value in self.cleaned_data.items() if name in columns and name not in other}
        if record._state.adding:
            given.pop("version", None)
        for name, value in {**given, **other}.items():
            setattr(record, name, value)
        return record

    def differences(self, current: Kept) -> list[tuple[str, str, str]]:
        """(label, what was typed, what stands there now) of each field in which the two differ."""
        now = self.texts_of(current)
        pairs = [(self[name], in_words(self.cleaned_data[name]), in_words(now.get(name))) for name in self.fields if name != "version"]
        return [(str(bound.label), typed, stands) for bound, typed, stands in pairs if typed != stands]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A page with one form: its title, what its button says, where it leads back to, and words before the form. `public`: what is
    kept may stand in the public record, which is then made anew."""

    title: str
    button: str
    back: str
    words: tuple[str, ...] = ()
    here: str = "plan"
    more: Mapping[str, Any] = field(default_factory=dict)
    template: str = "partner/sheet.html"
    public: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """What is told once a form was kept, and where to go then."""

    told: str
    to: str


def fill(request: HttpRequest, form: KeptForm, sheet: Sheet, do: Callable[[], Done]) -> HttpResponse:
    """Show a form, or do what it asks for: then go on. Everything that is wrong comes back at once with what was typed.

    Where somebody else changed the record meanwhile, the page shows both, and sends the next try on top of theirs.
    """
    letters: tuple[Problem, ...] = ()
    changed: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            done = do()
        except DataProblem as problem:
            letters = problem.problems
        except ChangedMeanwhile as conflict:
            changed = _both(form, conflict)
        else:
            if sheet.public:
                publish_record(house_of(request))
            messages.success(request, done.told)
            return HttpResponseRedirect(done.to)
    given = {"sheet": sheet, "here": sheet.here, "form": form, "letters": letters, "changed": changed, **sheet.more}
    return render(request, sheet.template, given, status=409 if changed else 200)


def told_of(entries: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The log of one record as its page tells it, the last first: what happened, who did it, when, why."""
    told = []
    for entry in reversed(entries):
        at = datetime.fromisoformat(entry["at"]).astimezone(ENGLAND)
        when = f"{wording.day_in_words(at.date())} at {at:%H:%M}"
        told.append({"event": entry["event"], "who": entry["account"], "acting_as": entry["acting_as"], "when": when, "why": entry["why"]})
    return told


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent, as the first two arguments of a form: nothing where the page was only asked for."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def in_words(value: Any) -> str:
    """A field's value as it is shown beside another."""
    if isinstance(value, datetime | date):
        return wording.day_in_words(value)
    if isinstance(value, list | tuple):
        return "\n".join(str(one) for one in value)
    if isinstance(value, Money | int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, UploadedFile):
        return str(value.name)
    return str(value or "").replace("\r\n", "\n")


def _both(form: KeptForm, conflict: ChangedMeanwhile) -> dict[str, Any]:
    sent: Any = form.data
    form.data = sent.copy()
    form.data["version"] = conflict.current.version  # type: ignore[index]  QueryDict, which the stubs do not know here
    at = datetime.fromisoformat(conflict.says["at"]).astimezone(ENGLAND)
    return {
        "who": conflict.says["account"], "event": conflict.says["event"], "day": wording.day_in_words(at.date()), "time": f"{at:%H:%M}",
        "rows": form.differences(conflict.current),
    }  # fmt: skip
