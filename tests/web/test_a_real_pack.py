"""A real pack behind the door: the security headers leave nothing of it out, and every link leads to a page."""

import re
from pathlib import Path

from tests.web.conftest import ask_of
from wholeplace import web


def test_no_page_needs_what_the_headers_forbid(with_pack: Path) -> None:
    pages = list((with_pack / "releases" / "2025-Q3-v1").rglob("*.html"))
    assert pages
    forbidden = re.compile(r"<script|<style|<iframe|<form| style=| on[a-z]+=|src=.https?:")
    assert not [page.name for page in pages if forbidden.search(page.read_text("utf-8"))]


def test_every_link_of_the_front_page_leads_to_a_page(with_pack: Path) -> None:
    ask = ask_of(web.application(with_pack))
    links = set(re.findall(r'href="([^"#:]+)["#]', ask("/").text))
    assert len(links) > 10
    assert not {link for link in links if ask(f"/{link}").status != 200}


def test_open_data_can_be_fetched(with_pack: Path) -> None:
    ask = ask_of(web.application(with_pack))
    answer = ask("/data/measures/back-within-30-days.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("measure,level,area,")
