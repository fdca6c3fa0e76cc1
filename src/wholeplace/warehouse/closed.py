"""Files that only their owner may read: Parquet for the owner alone, and encrypted where a key is configured.

With a key, a file is written with Parquet's own modular encryption (AES-256 in GCM, footer and columns), a batch at a time.
Each page gets a random nonce, so two runs never write the same bytes. Without a key the file is plain Parquet.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe

from wholeplace.terms import DataProblem, Problem
from wholeplace.warehouse.engine import Warehouse

KEY, KEY_FILE = "WHOLEPLACE_VAULT_KEY", "WHOLEPLACE_VAULT_KEY_FILE"
OLD_KEY, OLD_KEY_FILE = "WHOLEPLACE_VAULT_OLD_KEY", "WHOLEPLACE_VAULT_OLD_KEY_FILE"
KEY_BYTES = 32
ENCRYPTED = b"PARE"
"""What a Parquet file with an encrypted footer ends with; a plain one ends with PAR1. Source: the Parquet format, Encryption."""

BATCH = 131_072
OWNER_ONLY = 0o600
TEXT = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """The key of a vault: 32 bytes, never shown."""

    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, text: str, *, where: str) -> Self:
        """The key that `text` spells in base64. `where` names its source in letters. Raises DataProblem; never shows the text."""
        try:
            secret = base64.b64decode("".join(text.split()), validate=True)
        except (binascii.Error, ValueError):
            secret = b""
        if len(secret) != KEY_BYTES:
            raise _letter(where, "it is not the base64 of 32 bytes.", "The vault can be neither opened nor closed with it.", _MAKE_ONE)
        return cls(secret=secret)


_MAKE_ONE = "Make a key as docs/how-to/keep-the-vault.md shows, and keep a copy in a safe place."


def _letter(where: str, what: str, why: str, fix: str) -> DataProblem:
    return DataProblem("The vault cannot be used", (Problem(where=where, what=what, why=why, fix=fix),))


def key_from(environ: Mapping[str, str]) -> Key | None:
    """The key that the environment names: in WHOLEPLACE_VAULT_KEY, or in the file WHOLEPLACE_VAULT_KEY_FILE. None: no key.

    Raises DataProblem when both are set, the file cannot be read, or what they hold is no key.
    """
    return _configured(environ, KEY, KEY_FILE)


def old_key_from(environ: Mapping[str, str]) -> Key | None:
    """The key that is being replaced, from WHOLEPLACE_VAULT_OLD_KEY or WHOLEPLACE_VAULT_OLD_KEY_FILE. None: none is."""
    return _configured(environ, OLD_KEY, OLD_KEY_FILE)


def _configured(environ: Mapping[str, str], name: str, file_name: str) -> Key | None:
    text, file = environ.get(name, ""), environ.get(file_name, "")
    if text and file:
        raise _letter(name, f"{file_name} is set too.", "They could name two keys.", "Keep one of them.")
    if text:
        return Key.of(text, where=name)
    if not file:
        return None
    try:
        return Key.of(Path(file).read_text(encoding="ascii"), where=file_name)
    except (OSError, UnicodeDecodeError) as error:
        what = f"the file it names cannot be read ({type(error).__name__})."
        raise _letter(file_name, what, "The vault stays shut without its key.", _MAKE_ONE) from None


def write_closed(warehouse: Warehouse, sql: str, path: Path, key: Key | None) -> None:
    """Write a query's rows to one closed Parquet file, in the query's order. With a key, a batch of rows at a time."""
    _make_own(path)
    if key is None:
        warehouse.write_parquet(sql, path)
        path.chmod(OWNER_ONLY)  # DuckDB writes to another name first and renames it
        return
    with warehouse.batches(sql, BATCH) as reader, _writer(path, reader.schema, key) as writer:
        for batch in reader:
            writer.write_batch(batch)


def write_closed_frame(frame: pl.DataFrame, path: Path, key: Key | None) -> None:
    """Write a frame that is in memory anyway."""
    _make_own(path)
    if key is None:
        frame.write_parquet(path, compression="zstd")
        return
    table = frame.to_arrow()
    with _writer(path, table.schema, key) as writer:
        writer.write_table(table, row_group_size=BATCH)


def write_closed_table(table: pa.Table, path: Path, key: Key | None) -> None:
    """Write columns that are in memory anyway, as they are: a column that holds few different texts may be given as a dictionary."""
    _make_own(path)
    coded = [field.name for field in table.schema if pa.types.is_dictionary(field.type)]
    with _writer(path, table.schema, key, use_dictionary=coded, write_statistics=False, store_schema=False) as writer:
        writer.write_table(table, row_group_size=BATCH)


def read_closed(warehouse: Warehouse, name: str, paths: tuple[Path, ...], key: Key | None, *, copied: bool = False) -> None:
    """Leave the rows of closed files (at least one) under `name`: a view of plain files, a table of encrypted ones.

    `copied`: a table in any case, because the files may go or change. Raises DataProblem when the key is not theirs.
    """
    if not any(is_encrypted(path) for path in paths):
        if copied:
            warehouse.table_of_parquet(name, *paths)
        else:
            warehouse.view_of_parquet(name, *paths)
        return
    made = False
    for path in paths:
        with _opened(path, key) as file:
            reader = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(BATCH))
            warehouse.take_in(name, reader, more=made)
        made = True


def add_closed(warehouse: Warehouse, table: str, path: Path, key: Key | None, *, columns: str = "*") -> None:
    """Add the rows of one closed file to a table. `columns`: what to take of them, as SQL, in the table's order.

    Raises DataProblem when the key is not the file's.
    """
    with _opened(path, key) as file:
        reader = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(BATCH))
        warehouse.take_in(table, reader, columns=columns, more=True)


def read_closed_frame(path: Path, key: Key | None) -> pl.DataFrame:
    """The rows of one closed file. Raises DataProblem when the key is not its own."""
    with _opened(path, key) as file:
        return pl.DataFrame(file.read())


def write_closed_text(text: str, path: Path, key: Key | None) -> None:
    """Write one text (JSON, say) the way rows are written: a Parquet file of one row and one column."""
    write_closed_frame(pl.DataFrame({TEXT: [text]}), path, key)


def read_closed_text(path: Path, key: Key | None) -> str:
    """The text that `write_closed_text` wrote. Raises DataProblem when the key is not its own."""
    return read_closed_frame(path, key)[TEXT][0]


def is_encrypted(path: Path) -> bool:
    """Whether a Parquet file needs a key."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - len(ENCRYPTED)))
        return file.read() == ENCRYPTED


def reseal(folder: Path, key: Key | None, old: Key | None) -> int:
    """Bring every Parquet file under `folder` under `key`, and return how many were written anew.

    Plain files, and files of the key `old`, are written with `key`, each under another name and then put in its place, so that
    a crash leaves every file whole. Raises DataProblem when a file opens with neither key, or when it is encrypted and no key
    is configured.
    """
    changed = 0
    for left in folder.rglob(f".*{_MAKING}"):  # by a run that was killed here
        left.unlink()
    for path in sorted(folder.rglob("*.parquet")):
        if key is None or (is_encrypted(path) and _opens(path, key)):
            _opened(path, key).close()
            continue
        with _opened(path, (old or key) if is_encrypted(path) else None) as file:
            making = path.with_name(f".{path.name}{_MAKING}")
            _make_own(making)
            with _writer(making, file.schema_arrow, key) as writer:
                for batch in file.iter_batches(BATCH):
                    writer.write_batch(batch)
        making.replace(path)
        changed += 1
    return changed


_MAKING = ".making"


def _make_own(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # it may be one of two names of a file that must stay
    path.touch(mode=OWNER_ONLY)


def _writer(path: Path, schema: pa.Schema, key: Key | None, **settings: Any) -> pq.ParquetWriter:
    properties = pe.create_encryption_properties(footer_key=key.secret) if key else None
    return pq.ParquetWriter(path, schema, compression="zstd", compression_level=1, encryption_properties=properties, **settings)


def _opens(path: Path, key: Key | None) -> bool:
    try:
        _properties_read(path, key).close()
    except OSError:
        return False
    return True


def _properties_read(path: Path, key: Key | None) -> pq.ParquetFile:
    properties = pe.create_decryption_properties(footer_key=key.secret) if key and is_encrypted(path) else None
    return pq.ParquetFile(path, decryption_properties=properties)


def _opened(path: Path, key: Key | None) -> pq.ParquetFile:
    encrypted = is_encrypted(path)
    where = f"{path.parent.name}/{path.name}"
    if encrypted and key is None:
        fix = f"Set {KEY} or {KEY_FILE} to the key that the vault was written with."
        raise _letter(where, "it was written with a key, and none is configured.", "Nobody can read it without its key.", fix)
    try:
        return _properties_read(path, key)
    except OSError:
        if not encrypted:
            raise
        fix = f"Configure the key it was written with; when you replace a key, say the old one in {OLD_KEY} for one run."
        raise _letter(where, "the configured key is not the one it was written with.", "It cannot be read.", fix) from None


__all__ = [
    "Key", "add_closed", "is_encrypted", "key_from", "old_key_from", "read_closed", "read_closed_frame", "read_closed_text", "reseal",
    "write_closed", "write_closed_frame", "write_closed_table", "write_closed_text",
]  # fmt: skip
