"""From a record to the shape that the rules know, column by column."""

from dataclasses import fields
from typing import TypeVar

import msgspec

from wholeplace.ledger.records.models import Kept

Shape = TypeVar("Shape")


def shaped(kind: type[Shape], record: Kept, **other: object) -> Shape:
    """The record as a shape: columns of the same name, and `other` for those that are called or held another way."""
    held = {each.name: getattr(record, each.name) for each in fields(kind) if each.name not in other and hasattr(record, each.name)}  # type: ignore[arg-type]
    return msgspec.convert(held | other, kind)
