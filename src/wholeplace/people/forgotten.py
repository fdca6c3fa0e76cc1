"""Who asked to be forgotten: remembered by keyed digests only, so that a later drop cannot bring them back unseen.

A digest (HMAC-SHA-256) is made with a random secret that lies in the vault and nowhere else. Without it nobody can go from a
list of numbers to digests; with it one can only ask of a number at hand whether it was forgotten.
"""

import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from wholeplace.people.opt_outs import rounded
from wholeplace.people.vault import Store
from wholeplace.warehouse import Warehouse

FORGOTTEN, SECRET = "forgotten", "forgetting_secret"
IDENTITIES_GONE = "forgotten_identities"
SECRET_BYTES = 32
NUMBER, NAME, LOCAL_ID = "number", "name, birth date and postcode", "local id"
"""What a digest is made of. A local id is remembered only of someone of whom nothing else is known."""

_GONE = ("feed", "received", "role", "in_feed_no")
_ASKED = ("feed", "nhs_number", "local_id", "given_name", "family_name", "birth_date", "postcode")


def digests_of(row: Mapping[str, object], secret: bytes) -> Iterator[tuple[str, str]]:
    """What would be remembered of one identity: (of what, digest in hexadecimal). Nothing for an identity that says too little.

    Capitals, spaces and dashes make no difference.
    """
    number, local_id = _bare(row["nhs_number"]), row["local_id"]
    name = [_bare(row[part]) for part in ("given_name", "family_name", "birth_date", "postcode")]
    if number:
        yield NUMBER, _digest(secret, NUMBER, number)
    if all(name):
        yield NAME, _digest(secret, NAME, *name)
    if local_id and not number and not all(name):
        yield LOCAL_ID, _digest(secret, LOCAL_ID, str(row["feed"]), str(local_id))


def _bare(value: object) -> str:
    return "" if value is None else "".join(letter for letter in str(value).casefold() if letter.isalnum())


def _digest(secret: bytes, *parts: str) -> str:
    return hmac.digest(secret, "\x1f".join(parts).encode(), "sha256").hex()


def remember(store: Store, rows: Iterable[Mapping[str, object]]) -> Mapping[str, pl.DataFrame]:
    """The tables that remember these identities beside those forgotten before, to be written in one go. Nothing is written here."""
    secret = _secret(store) or secrets.token_bytes(SECRET_BYTES)
    known = store.read(FORGOTTEN)
    made = sorted({pair for row in rows for pair in digests_of(row, secret)})
    fresh = pl.DataFrame(made, schema={"kind": pl.String, "digest": pl.String}, orient="row")
    kept = fresh if known is None else pl.concat([known, fresh]).unique(maintain_order=True)
    return {FORGOTTEN: kept, SECRET: pl.DataFrame({"secret": [secret.hex()]})}


def _secret(store: Store) -> bytes | None:
    table = store.read(SECRET)
    return None if table is None else bytes.fromhex(table["secret"][0])


def was_forgotten(store: Store, row: Mapping[str, object]) -> bool:
    """Whether somebody with one of this identity's digests was forgotten before."""
    known, secret = store.read(FORGOTTEN), _secret(store)
    if known is None or secret is None:
        return False
    digests = set(known["digest"])
    return any(digest in digests for _, digest in digests_of(row, secret))


def drop_forgotten(warehouse: Warehouse, store: Store) -> Mapping[str, int]:
    """Take the identities of forgotten people out of `identities`, and return the rows that carry them, by feed.

    Leaves `forgotten_identities` (feed, received, role, in_feed_no): rows of a feed that carry one of them must not be used. With
    the role 'mother' the row is somebody else's and only the mother must not be. Costs nothing where nobody was ever forgotten.
    """
    nobody = pl.DataFrame(schema=dict.fromkeys(_GONE, pl.String) | {"in_feed_no": pl.Int64})
    known, secret = store.read(FORGOTTEN), _secret(store)
    if known is None or secret is None:
        warehouse.table_from(IDENTITIES_GONE, nobody)
        return {}
    digests = set(known["digest"])
    asked = warehouse.frame(f"select identity_no, {', '.join(_ASKED)} from identities")
    gone = [row["identity_no"] for row in asked.iter_rows(named=True) if any(digest in digests for _, digest in digests_of(row, secret))]
    warehouse.table_from("gone", pl.DataFrame({"identity_no": gone}, schema={"identity_no": pl.Int64}))
    joined = "from identities join gone on gone.identity_no = identities.identity_no"
    warehouse.run(f"create or replace table {IDENTITIES_GONE} as select {', '.join(_GONE)} {joined}")
    rows = warehouse.rows(f"select feed, cast(sum(rows) as bigint) {joined} where role = 'self' group by feed order by feed")
    warehouse.run("create or replace table identities as select * from identities anti join gone using (identity_no) order by identity_no")
    warehouse.run("drop table gone")
    return dict(rows)


def sentences_on_forgotten(rows: Mapping[str, int]) -> tuple[str, ...]:
    """One sentence for each feed that brought forgotten people again. Notes stand in releases too, so counts are as `rounded` tells."""
    return tuple(
        f"{feed}: {rounded(count)} rows are about people who were forgotten and are not used. "
        "`wholeplace forget` takes them out of the files."
        for feed, count in sorted(rows.items())
    )
