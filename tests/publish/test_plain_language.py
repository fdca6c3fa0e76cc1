"""Plain words: the lint finds what it should, and everything a release says passes it."""

import html
import re

import pytest

from wholeplace.publish.plain_language import LONGEST, WORDS_TO_AVOID, check_words, sentences, words_in


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two.", 2),
        ("Dr. Smith came. He left.", 2),
        ("Rates fell by 3.5 per cent. Good!", 2),
        ("A list:\n- one thing\n- another thing", 3),
        ("“It works.” They said so.", 2),
        ("", 0),
    ],
)
def test_where_sentences_end(text, count):
    assert len(sentences(text)) == count


def test_a_long_sentence_is_found_with_its_length():
    (hit,) = check_words(" ".join(["word"] * (LONGEST + 1)) + ".")
    assert hit.what == "21 words"


def test_twenty_words_are_not_too_many():
    assert check_words(" ".join(["word"] * LONGEST) + ".") == ()


@pytest.mark.parametrize("word", sorted(WORDS_TO_AVOID))
def test_every_word_to_avoid_is_found_and_has_another_to_write(word):
    hits = check_words(f"We {word} here.")
    assert any(hit.fix.startswith("Write: ") for hit in hits)


def test_words_are_found_whole_and_in_any_case():
    assert [hit.what for hit in check_words("Patients wait. Impatient people do not.")] == ['"Patients"']


def test_a_rewrite_passes():
    before = "Going forward we will leverage our robust partnership in order to tackle delays for patients."
    after = "From now on we will use our strong partnership to stop delays for people."
    assert len(check_words(before)) >= 5
    assert check_words(after) == ()


def test_numbers_count_as_words():
    assert words_in("In 2025 about 1,240 people waited 3.5 days.") == 8


def visible_sentences(page: str) -> list[str]:
    """The running text of a page: paragraphs and list items, without charts, tables and definitions."""
    body = re.sub(r"<(svg|table|code|style|figure)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return [
        html.unescape(re.sub(r"<[^>]+>", "", text))
        for text in re.findall(r"<(?:p|li)\b[^>]*>((?:(?!<(?:p|li|ul)\b).)*?)</(?:p|li)>", body, flags=re.DOTALL)
    ]


def test_everything_a_release_says_is_plain(released):
    hits = [
        (page.name, hit.what, hit.sentence)
        for page in sorted(released.rglob("*.html"))
        for text in visible_sentences(page.read_text())
        for hit in check_words(text)
    ]
    assert hits == []
