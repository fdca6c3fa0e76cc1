"""A release: same input, same bytes; changed input, next version; nothing in it that points to a person."""

import hashlib
import importlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from tests.publish import builder
from wholeplace import publish
from wholeplace.picture.shapes import Quantity, Sentence
from wholeplace.terms import DataProblem, Period

release_module = importlib.import_module("wholeplace.publish.release")  # the name in the package is the verb


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def with_one_more(picture):
    """The same picture, with one system figure larger."""
    now = (
        (pl.col("measure") == "back-within-30-days")
        & (pl.col("area") == "E9S000001")
        & (pl.col("grain") == "period")
        & (pl.col("split") == "all")
    )
    rows = picture.results.rows.with_columns(pl.when(now).then(pl.col("value") + 5).otherwise(pl.col("value")).alias("value"))
    return builder.with_results(picture, rows)


def test_building_twice_leaves_the_folder_untouched(picture, tmp_path):
    place = builder.place(tmp_path)
    first = publish.release(picture, place)
    before = {path: path.stat().st_mtime_ns for path in first.rglob("*")}
    assert publish.release(picture, place) == first
    assert {path: path.stat().st_mtime_ns for path in first.rglob("*")} == before


def test_the_same_picture_gives_the_same_bytes_elsewhere(picture, released, tmp_path):
    assert files_of(publish.release(picture, builder.place(tmp_path))) == files_of(released)


def test_a_change_makes_the_next_version_and_latest_names_it(picture, tmp_path):
    place = builder.place(tmp_path)
    first = publish.release(picture, place)
    second = publish.release(with_one_more(picture), place)
    assert (first.name, second.name) == ("2025-Q3-v1", "2025-Q3-v2")
    assert (tmp_path / "releases" / "latest").read_text().strip() == "2025-Q3-v2"
    assert first.is_dir()


def test_building_the_second_version_again_changes_nothing(picture, tmp_path):
    place = builder.place(tmp_path)
    publish.release(picture, place)
    second = publish.release(with_one_more(picture), place)
    assert publish.release(with_one_more(picture), place) == second


def test_a_crash_leaves_the_last_good_release(picture, tmp_path, monkeypatch):
    place = builder.place(tmp_path)
    first = publish.release(picture, place)
    before = files_of(tmp_path / "releases")

    def breaks(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(release_module.json, "dumps", breaks)
    with pytest.raises(OSError, match="disk full"):
        publish.release(with_one_more(picture), place)
    monkeypatch.undo()
    assert files_of(tmp_path / "releases") == before
    assert publish.release(picture, place) == first


def test_the_manifest_names_every_file_by_its_hash(released):
    manifest = json.loads((released / "manifest.json").read_text())
    found = {path: hashlib.sha256(text).hexdigest() for path, text in files_of(released).items() if path != "manifest.json"}
    assert manifest["files"] == found


def test_the_manifest_says_what_the_release_was_made_from(released):
    manifest = json.loads((released / "manifest.json").read_text())
    assert manifest["period"]["name"] == "2025-Q3"
    assert manifest["disclosure_rule"] == "hide-1-to-7-round-to-5"
    assert manifest["definitions"]["delayed-days"] == "discharge-ready-date-delay-2023"
    assert {entry["feed"] for entry in manifest["inputs"]} >= {"stays", "published"}


def test_a_period_with_a_slash_has_a_folder_name_without(picture, tmp_path):
    year = replace(picture, period=Period.parse("2024/25"))
    assert publish.release(year, builder.place(tmp_path)).name == "2024-25-v1"


def test_without_its_style_sheet_nothing_is_published(picture, tmp_path, monkeypatch):
    monkeypatch.setattr(release_module, "STYLE_SHEET", tmp_path / "missing.css")
    with pytest.raises(DataProblem, match=r"frontend/build\.py"):
        publish.release(picture, builder.place(tmp_path))
    assert not (tmp_path / "releases").exists() or not list((tmp_path / "releases").iterdir())


def test_everybody_may_read_a_release(released):
    assert released.stat().st_mode & 0o777 == 0o755
    assert (released / "index.html").stat().st_mode & 0o777 == 0o644


# What must never be in a release.
def nhs_numbers(text: str) -> list[str]:
    """Ten digits that pass the check digit, standing alone."""
    found = []
    for digits in re.findall(r"(?<![\w.,])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w.,])", text):
        plain = re.sub(r"\D", "", digits)
        check = 11 - sum(int(d) * w for d, w in zip(plain, range(10, 1, -1), strict=False)) % 11
        if check % 11 == int(plain[9]):
            found.append(digits)
    return found


def test_the_search_for_nhs_numbers_finds_one():
    assert nhs_numbers("number 943 476 5919 and 9434765919") == ["943 476 5919", "9434765919"]


def test_a_release_holds_nothing_that_points_to_a_person(released):
    for path, raw in files_of(released).items():
        text = re.sub(r"<code.*?</code>", "", raw.decode(), flags=re.DOTALL)  # a definition may name a column, never a value
        assert not nhs_numbers(text), path
        assert not re.search(r"person_key|birth_date|date of birth|postcode|nhs_number", text, re.IGNORECASE), path


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links = []
        self.ids = []
        self.tags = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [found[name] for name in ("href", "src") if name in found]
        self.ids += [found["id"]] if "id" in found else []


def parsed(path: Path) -> _Links:
    parser = _Links()
    parser.feed(path.read_text())
    return parser


def test_every_link_leads_somewhere_inside_the_release(released):
    for page in released.rglob("*.html"):
        for link in parsed(page).links:
            if link.startswith(("#", "data:")):
                continue
            assert not re.match(r"[a-z]+:|/", link), (page.name, link)
            assert (page.parent / link.partition("#")[0]).resolve().is_file(), (page.name, link)


def test_pages_need_no_script_and_no_other_host(released):
    css = (released / "assets" / "wholeplace.css").read_text()
    assert "@font-face" not in css
    assert "url(http" not in css
    for page in released.rglob("*.html"):
        assert "script" not in parsed(page).tags
        assert "http" not in page.read_text().replace("http-equiv", ""), page.name


def test_no_page_uses_an_id_twice_and_each_has_one_first_heading(released):
    for page in released.rglob("*.html"):
        found = parsed(page)
        assert len(found.ids) == len(set(found.ids)), page.name
        assert found.tags.count("h1") == 1, page.name


def test_headings_never_skip_a_level(released):
    for page in released.rglob("*.html"):
        levels = [int(tag[1]) for tag in parsed(page).tags if re.fullmatch(r"h[1-6]", tag)]
        assert all(b - a <= 1 for a, b in pairwise(levels)), page.name


def test_every_table_has_a_caption_and_heads_with_scope(released):
    for page in released.rglob("*.html"):
        text = page.read_text()
        assert text.count("<table") == text.count("<caption"), page.name
        assert len(re.findall(r"<th(?![a-z])", text)) == text.count("<th scope="), page.name


def test_every_chart_has_words_for_those_who_do_not_see_it(released):
    for page in released.rglob("*.html"):
        for chart in re.findall(r"<svg[^>]*>", page.read_text()):
            assert 'aria-hidden="true"' in chart or re.search(r'aria-label="[^"]{10,}"', chart), chart


def test_pages_are_small(released):
    assert max(path.stat().st_size for path in released.rglob("*.html")) < 150_000


def test_data_hold_every_published_figure_and_say_why_a_number_is_missing(released, picture):
    for name in picture.results.measures:
        rows = pl.read_csv(released / "data" / "measures" / f"{name}.csv")
        machine = json.loads((released / "data" / "measures" / f"{name}.json").read_text())
        assert machine["columns"] == rows.columns
        assert len(machine["rows"]) == len(rows)
        assert machine["definition_id"] == picture.results.measures[name].definition_id
        assert rows.filter(pl.col("hidden").is_null() & pl.col("numerator").is_null()).is_empty()
        assert rows.filter(pl.col("hidden").is_not_null())["value"].null_count() == rows["hidden"].count()


def test_a_standardised_rate_has_too_few_figures_to_try_ages_out_on(released):
    """Ten events fall into 19 bands of age in millions of ways: four figures leave thousands that fit, six might leave one."""
    for path in sorted((released / "data" / "measures").glob("*.csv")):
        told = pl.read_csv(path, infer_schema_length=None)["standardised"].drop_nulls().cast(pl.Float64)
        assert (told == told.round_sig_figs(4)).all(), path.name


def test_the_page_for_each_partner_shows_its_date_and_the_whole(released):
    page = (released / "partners" / "X9A.html").read_text()
    assert "July to September 2025" in page
    assert "Aldermoor Hospitals beside Aldermoor" in page


def test_figures_that_only_areas_have_stand_area_by_area(picture, tmp_path):
    """Published series often have no figure for a partnership: each council stands alone, and every link still leads somewhere."""
    alone = replace(picture, areas=(replace(picture.areas[0], readings=()), *picture.areas[1:]))
    folder = publish.release(alone, builder.place(tmp_path))
    index = (folder / "index.html").read_text()
    assert "Area by area" in index
    assert "There are no figures for the whole place." in index
    for page in folder.rglob("*.html"):
        for link in parsed(page).links:
            assert link.startswith(("#", "data:")) or (page.parent / link.partition("#")[0]).resolve().is_file(), (page.name, link)


def test_a_headline_that_may_not_be_told_leaves_no_loose_end(picture, tmp_path):
    hidden = Sentence(pattern="{few} people came back.", numbers={"few": Quantity(value=3, shows="count", behind=3)})
    made = replace(picture, headline=(hidden, Sentence(pattern="Nothing that is read with it got worse.")))
    page = (publish.release(made, builder.place(tmp_path)) / "index.html").read_text("utf-8")
    lead = page.split('class="wp-lead"')[1].split("</div>")[0]
    assert "came back" not in lead
    assert "Nothing that is read with it" not in lead
    assert "<p>" in lead
