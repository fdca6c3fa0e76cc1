"""Forms about money held together: a notice of an overspend, a recovery plan, its progress."""

from collections.abc import Mapping
from typing import Any

from django import forms

from wholeplace.agreement.records.funds.models import Recovery, RecoveryTold
from wholeplace.terms import Money
from wholeplace.web.forms import DayField, MoneyField
from wholeplace.web.partner.filling import KeptForm

_AREA = forms.Textarea


class NoticeForm(KeptForm):
    """Partners were told of a forecast overspend."""

    known_on = DayField(label="When it was first known")
    given_on = DayField(label="When partners were told")
    words = forms.CharField(label="How they were told, and what", widget=_AREA)


class RecoveryForm(KeptForm):
    """What partners agreed to do about an overspend."""

    agreed_on = DayField(label="Agreed on")
    words = forms.CharField(label="What is done", widget=_AREA)
    saves = MoneyField(label="How much it is to bring back")
    owner = forms.CharField(label="Who answers for it", max_length=160, help_text="A post or an organisation, no person’s name.")

    @staticmethod
    def texts_of(record: Any) -> Mapping[str, Any]:
        """What each field shows of a plan: its sum in pounds."""
        return {**KeptForm.texts_of(record), "saves": Money(record.saves)}

    def onto(self, record: Recovery) -> Recovery:
        """The plan with what was typed."""
        return self.put(record, saves=self.cleaned_data["saves"].pence)


class ToldForm(KeptForm):
    """What was told of a recovery plan."""

    told_on = DayField(label="Told on")
    saved = MoneyField(label="How much it has brought back so far")
    words = forms.CharField(label="What was told", widget=_AREA)

    def onto(self, record: RecoveryTold) -> Any:
        """The progress with what was typed."""
        return self.put(record, saved=self.cleaned_data["saved"].pence)
