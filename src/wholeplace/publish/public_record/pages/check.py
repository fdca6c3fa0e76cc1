"""How anybody can check the record: the end of its log, the data behind it, and whether it may be used again."""

from wholeplace.publish.public_record.pages.edition import RecordEdition
from wholeplace.publish.public_record.tables import TABLES


def check_page(edition: RecordEdition) -> str:
    """check.html."""
    return edition.render("check.html", "check.html", kinds=tuple(TABLES.values()), licence=edition.place.settings.licence)
