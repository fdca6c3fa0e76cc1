"""Invariant 1, in full: a place full of unmistakable identifiers is run through every verb, well and on purpose badly. Then every
file outside the vault and the feeds, every line said and every line logged is searched, opened as far as it goes."""

import base64
import gzip
import hashlib
import json
import logging
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from tests.house.tiny import Somebody, make_tiny, secrets_of, write_feed
from tests.people.given import nhs_number
from wholeplace.cli.main import app
from wholeplace.warehouse import Warehouse

KEY = base64.b64encode(random.Random(1).randbytes(32)).decode()
CLOSED = (".wholeplace/vault/", "feeds/")
"""Where identifiers may be."""

HER = Somebody(no=6)


def spoil(folder: Path, people: tuple[Somebody, ...]) -> None:
    """Rows in which identifiers stand where they should not: bad rows, shifted cells, remarks, what looks like a header.

    A birth date that stands in the column of another date is a date like any other, which nobody can tell: it is not planted so.
    """
    some = people[:12]
    rows = []
    for no, one in enumerate(some):
        spoiled = {
            **one.row(),
            "PROVIDER_CODE": "RXX",
            "CONTACT_ID": f"bad {no}",
            "CARE_SETTING": "community",
            "CONTACT_DATE": "2026-05-01",
        }
        spoiled["ATTENDED"] = [one.family, one.number, "perhaps", one.postcode][no % 4]
        spoiled["CONTACT_DATE"] = [one.given, f"{one.born}T", one.number, f"born {one.born:%d/%m/%Y}", one.uprn, "2026-05-01"][no % 6]
        spoiled["CARE_SETTING"] = one.address if no % 5 == 0 else "community"
        spoiled["REMARKS"] = f"{one.given} {one.family}, {one.number[:3]} {one.number[3:6]} {one.number[6:]}, rang from {one.address}"
        rows.append(spoiled)
    write_feed(folder, "contacts", rows, name="b.csv")
    shifted = [dict(zip(one.row(), [*list(one.row().values())[1:], ""], strict=True)) for one in some]
    write_feed(
        folder,
        "contacts",
        [{**row, "PROVIDER_CODE": "RXX", "CARE_SETTING": "gp", "CONTACT_DATE": "2026-06-01"} for row in shifted],
        name="c.csv",
    )
    same = [
        {**HER.row(), "PROCODE": "RXX", "ADMIDATE": HER.family, "DISDATE": "", "EPIKEY": f"same {no}", "SEX": HER.family} for no in range(9)
    ]
    write_feed(folder, "admitted_patient_care", same, name="b.csv")
    with (folder / "feeds" / "person_list" / "a.csv").open("a", encoding="utf-8") as file:
        file.write(",".join(str(value) for value in HER.row()) + "\n")  # the header again, as a row
        file.write(",".join(str(value) for value in HER.row().values()) + ",2010-01-01,one,too,many\n")
        file.write(f'"{HER.number},{HER.family}\n')
    heads = f"{HER.family},{HER.number},NHS_NUMBER\n"
    (folder / "feeds" / "voluntary_activity" / "b.csv").write_text(
        f"ORGANISATION,START_DATE,FIRST_NAME,LAST_NAME,NHS_NUMBER,{heads}Helpers,2026-05-01,{HER.given},{HER.family},{HER.number},x,y,z\n"
    )


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Everything said and logged so far."""
    caplog.set_level(logging.DEBUG)
    texts: list[str] = []

    def gather() -> str:
        caught = capfd.readouterr()
        texts.extend([caught.out, caught.err, caplog.text, *(f"{record.__dict__}" for record in caplog.records)])
        return "\n".join(texts)

    return gather


def ask(*words: object, given: str = "") -> tuple[int, str]:
    """Run one verb; its code and all that it said, a traceback of ours included."""
    result = CliRunner().invoke(app, [str(word) for word in words], input=given)
    trace = "" if result.exception is None or isinstance(result.exception, SystemExit) else repr(result.exception)
    assert not trace, trace
    return result.exit_code, result.stdout + result.stderr


def opened(path: Path) -> str:
    """A file as text, opened as far as it goes."""
    held = path.read_bytes()
    if held.startswith(b"\x1f\x8b"):
        held = gzip.decompress(held)
    text = held.decode("utf-8", errors="replace") + held.decode("utf-16-le", errors="ignore")
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
        text += "\n".join(str(row) for row in frame.rows()) + "\n" + frame.write_json()
        metadata = pq.read_metadata(path)
        text += f"{metadata.metadata} {metadata.to_dict()}"
    elif path.suffix == ".json":
        text += json.dumps(json.loads(held), ensure_ascii=False)
    return text


def found_in(text: str, secrets: set[str]) -> set[str]:
    low = text.lower()
    return {secret for secret in secrets if secret.lower() in low}


def scrambled(people: tuple[Somebody, ...]) -> set[str]:
    """What a careless tool would make of a number: hashes without a secret."""
    ways = [hashlib.md5, hashlib.sha1, hashlib.sha256]
    found = {way(one.number.encode()).hexdigest() for one in people for way in ways}
    with Warehouse() as warehouse:
        for one in people:
            found |= {str(value) for value in warehouse.rows(f"select hash('{one.number}'), cast(hash('{one.number}') >> 1 as bigint)")[0]}
    return found


def nothing_leaked(folder: Path, secrets: set[str]) -> int:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    outside = [path for path in files if not path.relative_to(folder).as_posix().startswith(CLOSED)]
    for path in outside:
        leaked = found_in(opened(path), secrets)
        assert not leaked, f"{path.relative_to(folder)} holds {len(leaked)} values that name a person, such as {min(leaked)}"
    return len(outside)


@pytest.mark.slow
@pytest.mark.parametrize("key", ["", KEY], ids=["no key", "with a key"])
def test_no_identifier_leaves_the_vault(tmp_path: Path, said: Callable[[], str], monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    if key:
        monkeypatch.setenv("WHOLEPLACE_VAULT_KEY", key)
    folder = tmp_path / "tiny"
    people = make_tiny(folder)
    spoil(folder, people)
    secrets = secrets_of(people) | scrambled(people)
    told = [ask(verb, folder)[1] for verb in ("check", "receive", "picture")]
    told += [ask("review", folder, "--count")[1], ask("picture", folder, "--json")[1], ask("receive", folder, "--json")[1]]
    assert nothing_leaked(folder, secrets) > 40
    told += list(errors_on_purpose(folder, people, monkeypatch))
    assert nothing_leaked(folder, secrets) > 40
    text = "\n".join([*told, said()])
    assert not found_in(text, secrets)
    if key:
        assert nothing_readable(folder / ".wholeplace" / "vault", secrets) > 10


def errors_on_purpose(folder: Path, people: tuple[Somebody, ...], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Each spoils the place, asks for a verb that must refuse, and puts it right."""
    yield refused("forget", folder, given=f"{nhs_number(9_000)}\n")
    yield refused("forget", folder, given=f"{HER.family}\n", code=2)
    feed = folder / "feeds" / "emergency_care"
    whole = (feed / "a.csv").read_bytes()
    for spoiled in (
        b"NOTHING,WE,KNOW\n" + HER.number.encode() + b",x,y\n",
        whole.replace(b"2024-", b"0000-").replace(b"2025-", b"0000-").replace(b"2026-", b"0000-"),
        whole.split(b"\n")[0] + b"\n",
    ):
        (feed / "a.csv").write_bytes(spoiled)
        yield refused("receive", folder)
    (feed / "a.csv").write_bytes(whole)
    cut = feed / "b.csv.gz"
    cut.write_bytes(gzip.compress(whole * 20)[:900])
    yield refused("receive", folder)
    yield refused("picture", folder, "--json")
    cut.unlink()
    settings = (folder / "place.toml").read_text()
    (folder / "place.toml").write_text(settings.replace("today = 2026-10-01", "today = 2027-10-01"))
    yield refused("picture", folder)
    (folder / "place.toml").write_text(settings)
    monkeypatch.setenv("WHOLEPLACE_VAULT_KEY", "no key")
    yield refused("picture", folder)
    monkeypatch.delenv("WHOLEPLACE_VAULT_KEY")


def refused(*words: object, given: str = "", code: int = 3) -> str:
    ended, text = ask(*words, given=given)
    assert ended == code, text
    return text


def nothing_readable(vault: Path, secrets: set[str]) -> int:
    """With a key, no file of the vault opens without it, and none shows a value in its bytes."""
    files = [path for path in vault.rglob("*") if path.is_file()]
    for path in files:
        held = path.read_bytes()
        assert path.suffix == ".parquet", path
        assert held.endswith(b"PARE"), path
        with pytest.raises(OSError, match="encrypted"):
            pq.ParquetFile(path)
        assert not found_in(held.decode("latin-1"), secrets), path
    return len(files)


def test_a_person_key_is_not_made_from_anything_known_of_the_person(tmp_path: Path) -> None:
    """Two places with the same people: no key of one is a key of the other, and none is a hash of a number."""
    from wholeplace import read, receive
    from wholeplace.people import build_journeys
    from wholeplace.people.vault import open_store

    keys = []
    for name in ("one", "other"):
        people = make_tiny(tmp_path / name, people=12)
        receive(tmp_path / name)
        build_journeys(read(tmp_path / name))
        persons = open_store(tmp_path / name).read("persons")
        assert persons is not None
        keys.append(set(persons["person_key"].to_list()))
    assert len(keys[0]) == len(keys[1]) >= 12
    assert keys[0].isdisjoint(keys[1])
    assert not {str(key) for key in keys[0] | keys[1]} & scrambled(people)


def test_the_search_finds_what_is_planted(tmp_path: Path) -> None:
    """A search that could find nothing would prove nothing."""
    secrets = secrets_of([HER])
    (tmp_path / "a").mkdir()
    pl.DataFrame({"x": [1], HER.family: ["y"]}).write_parquet(tmp_path / "a" / "header.parquet")
    pl.DataFrame({"x": [HER.uprn]}).write_parquet(tmp_path / "a" / "text.parquet")
    pl.DataFrame({"x": [int(HER.number)]}).write_parquet(tmp_path / "a" / "number.parquet")
    pl.DataFrame({"x": [HER.born]}).write_parquet(tmp_path / "a" / "day.parquet")
    (tmp_path / "a" / "page.json").write_text(json.dumps({"a": HER.address}))
    (tmp_path / "a" / "page.gz").write_bytes(gzip.compress(HER.given.upper().encode()))
    for path in sorted((tmp_path / "a").iterdir()):
        assert found_in(opened(path), secrets), path
        with pytest.raises(AssertionError, match="holds"):
            nothing_leaked(path.parent, secrets)
