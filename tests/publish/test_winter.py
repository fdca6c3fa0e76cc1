"""The winter plan as it is published: nobody's few stays can be worked out from what the model was fitted to."""

from types import SimpleNamespace
from typing import Any

from wholeplace.flow import Assumption
from wholeplace.publish.pages.winter import numbers_of

SOURCE = "fitted from time to ready of stays, 2022-10-01 to 2025-10-31, n=3"


def told(**given: Any):
    one = Assumption(
        **{"path": "services.p3.acute.mean", "value": 14.285714, "low": 1200.0, "high": 1234.5, "unit": "days", "source": "s", **given}
    )
    plan: Any = SimpleNamespace(forecast=SimpleNamespace(assumptions=(one,)))
    return numbers_of(plan)[0]


def test_a_fitted_number_tells_neither_how_many_people_nor_more_than_two_figures():
    for given in ({"source": SOURCE}, {"source": SOURCE, "fitted": True}, {"fitted": True}):
        shown = told(**given)
        assert shown.source == "Fitted to the place's own records"
        assert shown.value == "14"
        assert told(low=1234.5, high=2345.6, **given).span == "1,200 to 2,300"


def test_an_agreed_number_is_told_as_it_was_agreed():
    shown = told(source="Council return")
    assert (shown.value, shown.source) == ("14.29", "Council return")
    assert told(low=2.0, high=2.0).span == ""
