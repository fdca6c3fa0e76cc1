"""What a reader should know of the figures: who could not be placed, in plain sentences with counts."""

from wholeplace.place.shapes import UNKNOWN_AREA
from wholeplace.warehouse import LargeWork

_NOUNS = {
    "stays": "Hospital stays",
    "attendances": "A&E visits",
    "contacts": "Contacts",
    "care": "Social care services",
    "register_months": "Register entries",
    "support": "Records of voluntary support",
    "births": "Births",
    "deaths": "Deaths",
    "answers": "Answers to surveys",
    "bookings": "Bookings",
    "referrals": "Referrals",
    "tenancies": "Tenancies",
}

_SENTENCES = (
    '{noun}: {count} of {whole} lie in no small area we know. They count in the whole, and stand under "' + UNKNOWN_AREA + '" below it.',
    "{noun}: {count} of {whole} lie in small areas where the population lists nobody. Rates there cannot be worked out.",
    "{noun}: {count} of {whole} have no known age. They are in no measure of one age group.",
)


def notes_on(warehouse: LargeWork, table: str) -> tuple[str, ...]:
    """Sentences on the rows of one table that fall out of some figures: no known small area, nobody living there in the
    population, no known age. Nothing is said of what did not happen."""
    if table not in _NOUNS:
        return ()
    *fallen, whole = warehouse.rows(
        "select sum(case when area_of.small_area is null then counted.row_count else 0 end),\n"
        "  sum(case when area_of.small_area is not null and peopled.small_area is null then counted.row_count else 0 end),\n"
        "  coalesce(sum(counted.row_count - counted.age_count), 0), coalesce(sum(counted.row_count), 0)\n"
        f"from (select small_area, count(*) as row_count, count(age) as age_count from {table} group by small_area) as counted\n"
        "left join area_of on area_of.small_area = counted.small_area\n"
        "left join (select distinct small_area from person_months) as peopled on peopled.small_area = counted.small_area"
    )[0]
    pairs = zip(_SENTENCES, fallen, strict=True)
    return tuple(sentence.format(noun=_NOUNS[table], count=f"{count:,}", whole=f"{whole:,}") for sentence, count in pairs if count)
