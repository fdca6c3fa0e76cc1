"""The folder of the public record: the same bytes from the same record, all of it or nothing, every link leads somewhere."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest

from wholeplace.place import Place
from wholeplace.publish.public_record import RECORD, PublicRecord, RecordChanges, publish_public_record

_LINK = re.compile(r'(?:href|src)="([^"#]+)(?:#([^"]+))?"')


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_record_gives_the_same_bytes(record: PublicRecord, place: Place, tmp_path: Path) -> None:
    other = replace(place, folder=tmp_path / "other")
    publish_public_record(record, place)
    publish_public_record(record, other)
    assert bytes_of(place.folder / RECORD) == bytes_of(other.folder / RECORD)


def test_nothing_is_written_when_nothing_changed(record: PublicRecord, place: Place) -> None:
    assert publish_public_record(record, place).added
    made = (place.folder / RECORD / "manifest.json").stat().st_mtime_ns
    assert publish_public_record(record, place) == RecordChanges()
    assert (place.folder / RECORD / "manifest.json").stat().st_mtime_ns == made


def test_what_changed_is_told_by_path(record: PublicRecord, place: Place) -> None:
    publish_public_record(record, place)
    later = replace(record, today=date(2026, 11, 3), agreement=replace(record.agreement, memoranda=()))
    changes = publish_public_record(later, place)
    assert changes.removed == ("memoranda.html",)
    assert "index.html" in changes.changed


def test_a_crash_leaves_the_last_good_record(record: PublicRecord, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_public_record(record, place)
    before = bytes_of(place.folder / RECORD)

    def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "chmod", full)
    with pytest.raises(OSError, match="full"):
        publish_public_record(replace(record, today=date(2026, 11, 3)), place)
    assert bytes_of(place.folder / RECORD) == before
    assert [path.name for path in place.folder.iterdir()] == [RECORD]


def test_every_link_leads_somewhere(record: PublicRecord, place: Place) -> None:
    publish_public_record(record, place)
    folder = place.folder / RECORD
    pages = {path: path.read_text("utf-8") for path in folder.rglob("*.html")}
    for page, text in pages.items():
        for target, anchor in _LINK.findall(text):
            if target.startswith(("data:", "/releases/")) or target == "/":  # a release stands beside the record behind the door
                continue
            led = (page.parent / unquote(target)).resolve()
            assert led.is_file(), f"{page.relative_to(folder)} leads to {target}"
            assert not anchor or f'id="{anchor}"' in led.read_text("utf-8"), f"{page.relative_to(folder)} leads to {target}#{anchor}"
