"""The public door: what it shows, in what form, and what it never shows."""

import gzip
import re
from pathlib import Path

import pytest

from tests.web.conftest import Ask, put_release
from wholeplace import web
from wholeplace.place.folder import swapped
from wholeplace.terms import DataProblem, WrongUse


def test_the_front_page_is_the_latest_release(ask: Ask) -> None:
    assert ask("/").text == "<p>summer</p>"


def test_an_older_release_keeps_its_address(ask: Ask) -> None:
    assert ask("/releases/2025-Q2-v1/").text == "<p>spring</p>"


def test_a_new_release_shows_without_a_restart(ask: Ask, place: Path) -> None:
    assert ask("/").text == "<p>summer</p>"
    put_release(place, "2025-Q3-v2", {"index.html": "<p>summer, corrected</p>"})
    assert ask("/").text == "<p>summer, corrected</p>"


def test_releases_are_listed_newest_first(ask: Ask, place: Path) -> None:
    put_release(place, "2025-Q3-v10", {"index.html": ""})
    text = ask("/releases/").text
    named = re.findall(r">(\w+ to \w+ 2025, version \d+)<", text)
    assert named == ["July to September 2025, version 10", "July to September 2025, version 1", "April to June 2025, version 1"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/data/figures.csv", "text/csv; charset=utf-8"),
        ("/manifest.json", "application/json"),
        ("/a.svg", "image/svg+xml"),
    ],
)
def test_each_kind_of_file_says_what_it_is(ask: Ask, path: str, kind: str) -> None:
    assert ask(path).headers["Content-Type"] == kind


def test_a_folder_without_its_slash_leads_to_the_folder(ask: Ask) -> None:
    answer = ask("/areas")
    assert (answer.status, answer.headers["Location"]) == (302, "/areas/")


def test_a_reader_who_has_the_page_is_told_so(ask: Ask) -> None:
    first = ask("/areas/")
    again = ask("/areas/", if_none_match=first.headers["ETag"])
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])


def test_pages_are_zipped_for_readers_who_can_unzip(ask: Ask) -> None:
    plain, zipped = ask("/areas/"), ask("/areas/", accept_encoding="br, gzip")
    assert gzip.decompress(zipped.body) == plain.body
    assert zipped.headers["Vary"] == "Accept-Encoding"
    assert zipped.headers["ETag"] != plain.headers["ETag"]


def test_head_sends_no_body(ask: Ask) -> None:
    assert ask("/", method="HEAD").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_sent_to_the_public_door(ask: Ask, method: str) -> None:
    assert ask("/", method=method).status == 405


@pytest.mark.parametrize(
    "path",
    ["/no-such-page", "/../.wholeplace/secret.txt", "/releases/../.wholeplace/secret.txt", "/releases/.%2e/", "/.hidden", "/../place.toml",
     "//etc/passwd", "/releases/2025-Q3-v1/../../.wholeplace/secret.txt", "/releases/latest/", "/a\x00b",
     f"/releases/{'a' * 300}/", f"/{'a' * 5000}"],
)  # fmt: skip
def test_only_files_of_a_release_are_ever_given_out(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert answer.status == 404
    assert "This page is not here" in answer.text


def test_a_link_out_of_the_release_leads_nowhere(ask: Ask, place: Path) -> None:
    (place / "releases" / "2025-Q3-v1" / "out.txt").symlink_to(place / ".wholeplace" / "secret.txt")
    assert ask("/out.txt").status == 404


@pytest.mark.parametrize("path", ["/", "/no-such-page", "/releases/"])
def test_every_answer_carries_the_security_headers(ask: Ask, path: str) -> None:
    headers = ask(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")


def test_a_page_elsewhere_cannot_borrow_the_readers_browser(ask: Ask) -> None:
    assert ask("/", host="elsewhere.example").status == 400
    assert ask("/", host="[::1]:8000").status == 200


def put_record(place: Path, text: str) -> None:
    with swapped(place / "public-record") as making:
        (making / "bodies").mkdir()
        for path in ("manifest.json", "index.html", "bodies/index.html"):
            (making / path).write_text(text)


def test_the_public_record_is_shown_beside_the_picture(ask: Ask, place: Path) -> None:
    assert ask("/record/").status == 404
    put_record(place, "<p>agreed</p>")
    assert (ask("/record/").text, ask("/record/bodies/").text) == ("<p>agreed</p>", "<p>agreed</p>")
    assert [ask(path).headers["Location"] for path in ("/record", "/record/bodies")] == ["/record/", "/record/bodies/"]


@pytest.mark.parametrize("path", ["/releases/", "/no-such-page"])
def test_the_doors_own_pages_lead_to_the_record_where_there_is_one(ask: Ask, place: Path, path: str) -> None:
    assert "/record/" not in ask(path).text
    put_record(place, "<p>agreed</p>")
    assert '<a href="/record/">The public record</a>' in ask(path).text


def test_a_record_made_anew_shows_without_a_restart(ask: Ask, place: Path) -> None:
    put_record(place, "<p>open to call-in</p>")
    assert ask("/record/").text == "<p>open to call-in</p>"
    put_record(place, "<p>free</p>")
    assert ask("/record/").text == "<p>free</p>"


@pytest.mark.parametrize("path", ["/record/../place.toml", "/record/out.txt", "/record/.hidden", "/record/../.wholeplace/secret.txt"])
def test_only_files_of_the_record_are_ever_given_out(ask: Ask, place: Path, path: str) -> None:
    put_record(place, "<p>agreed</p>")
    (place / "public-record" / ".hidden").write_text("not a page")
    (place / "public-record" / "out.txt").symlink_to(place / ".wholeplace" / "secret.txt")
    assert ask(path).status == 404


def test_without_a_release_the_letter_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="wholeplace picture"):
        web.application(tmp_path)


def test_without_a_folder_it_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no folder"):
        web.application(tmp_path / "nowhere")
