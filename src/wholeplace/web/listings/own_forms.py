"""The form with which a group mends its listing, and the one that closes it."""

from decimal import Decimal
from typing import Any

from django import forms

from wholeplace.service.directory.access import features
from wholeplace.service.directory.postcodes import spaced, tidy
from wholeplace.web.forms import LinesField, MoneyField
from wholeplace.web.partner.filling import KeptForm

_OLDEST = 130


class ListingForm(KeptForm):
    """A listing as its group mends it. Only the name must be there."""

    name = forms.CharField(label="Name", max_length=200)
    description = forms.CharField(
        label="What it is", widget=forms.Textarea, required=False, max_length=5_000, help_text="What happens there, in plain words."
    )
    when = LinesField(label="Days and times", required=False, help_text="One line for each, such as: Tuesdays 2pm to 4pm.")
    cost = MoneyField(label="What it costs one person", required=False, help_text="In pounds. 0 means free. Leave it empty if it differs.")
    minimum_age = forms.DecimalField(label="Youngest age", required=False, min_value=Decimal(0), max_value=Decimal(_OLDEST))
    maximum_age = forms.DecimalField(label="Oldest age", required=False, min_value=Decimal(0), max_value=Decimal(_OLDEST))
    access = forms.MultipleChoiceField(label="Getting in", required=False, widget=forms.CheckboxSelectMultiple)
    phone = forms.CharField(label="Phone", required=False, max_length=40)
    email = forms.EmailField(label="Email", required=False, max_length=200)
    url = forms.URLField(label="Website", required=False, max_length=500, assume_scheme="https")
    alert = forms.CharField(label="Something to know now", required=False, max_length=300, help_text="Such as: no meeting in August.")
    closed_for_now = forms.BooleanField(label="Closed for now: do not show it in searches", required=False)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        access: Any = self.fields["access"]
        access.choices = [(name, f"{name[0].upper()}{name[1:]}") for name in features()]

    def clean_access(self) -> tuple[str, ...]:
        """The features in the order of their list, as they are compared."""
        chosen = self.cleaned_data["access"]
        return tuple(name for name in features() if name in chosen)


class NewListingForm(ListingForm):
    """A new listing also says where it is; without a postcode it is online or by phone."""

    venue = forms.CharField(label="Building", required=False, max_length=200, help_text="Such as: Moor Lane Community Centre.")
    address = forms.CharField(label="Street", required=False, max_length=200)
    town = forms.CharField(label="Town", required=False, max_length=100)
    postcode = forms.CharField(label="Postcode", required=False, max_length=10, help_text="Leave it empty if it is online or by phone.")

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        del self.fields["closed_for_now"]

    def clean_postcode(self) -> str:
        """A whole postcode, as it is written."""
        typed = self.cleaned_data["postcode"]
        if typed and not tidy(typed):
            raise forms.ValidationError("Give a whole postcode, such as LS1 4AP.")
        return spaced(typed)


class ClosingForm(KeptForm):
    """Nothing but the version that was seen: the button says the rest."""
