"""What holds for every kind of record of every room, those to come included."""

import pytest
from django.db import models

from wholeplace.ledger.records.keeping import kept_kinds
from wholeplace.ledger.records.models import Kept, ReadRows
from wholeplace.ledger.records.rows import columns_lacking

NOT_THE_SAME_EVERYWHERE = (
    models.FloatField,
    models.DecimalField,
    models.BinaryField,
    models.FileField,
    models.DurationField,
    models.TimeField,
)

KINDS = pytest.mark.parametrize("model", kept_kinds().values(), ids=kept_kinds())


def test_rooms_have_records() -> None:
    assert {"accounts", "plans", "meetings", "scrutiny", "decisions"} <= {kind.partition(".")[0] for kind in kept_kinds()}


@KINDS
def test_no_column_holds_what_comes_back_as_something_else(model: type[Kept]) -> None:
    fields = model._meta.concrete_fields
    assert not [field.name for field in fields if isinstance(field, NOT_THE_SAME_EVERYWHERE)]
    assert not [field.name for field in fields if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)]
    assert not model._meta.many_to_many, "the log knows one row, not a second table"
    assert not model._meta.parents, "one record is one row of one table"


@KINDS
def test_money_has_room(model: type[Kept]) -> None:
    """PostgreSQL's whole numbers end at 21 million pounds in pence."""
    pence = [field for field in model._meta.concrete_fields if "pence" in field.name]
    assert all(isinstance(field, models.BigIntegerField | models.JSONField) for field in pence)


@KINDS
def test_nothing_leads_past_the_log(model: type[Kept]) -> None:
    assert model.content is Kept.content
    assert model.delete is Kept.delete
    assert issubclass(model.objects.all().__class__, ReadRows)
    assert model._default_manager.all().__class__ is model.objects.all().__class__
    assert {"reference", "version"} & model.NOT_LOGGED == set()


@KINDS
@pytest.mark.django_db
def test_its_table_is_there_as_the_migrations_made_it(model: type[Kept]) -> None:
    assert columns_lacking(model, "default") == []
