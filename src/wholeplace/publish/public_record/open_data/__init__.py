"""The public record as open data: tables as CSV and JSON, and a description of every column that programs can read."""

from wholeplace.publish.public_record.open_data.files import data_files

__all__ = ["data_files"]
