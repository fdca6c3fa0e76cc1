"""The public record: what partners decide, plan, are asked and answer, as pages and open data that anybody may read and keep."""

from wholeplace.publish.public_record.making import FOLDER, RecordChanges, publish_public_record
from wholeplace.publish.public_record.shapes import LogHead, PublicRecord

__all__ = ["FOLDER", "LogHead", "PublicRecord", "RecordChanges", "publish_public_record"]
