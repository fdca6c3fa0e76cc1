"""The public record: what partners decide, plan, are asked and answer, as pages and open data that anybody may read and keep."""

from wholeplace.publish.decided import RECORD
from wholeplace.publish.public_record.effects import effects_decided
from wholeplace.publish.public_record.making import RecordChanges, publish_public_record
from wholeplace.publish.public_record.shapes import LogHead, PublicRecord

__all__ = ["RECORD", "LogHead", "PublicRecord", "RecordChanges", "effects_decided", "publish_public_record"]
