"""Every code block in the README and the documentation runs."""

from pathlib import Path

import pytest

from tests.docs.blocks import Block, blocks_of, matches, run_page

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
KNOWN_KINDS = {"bash", "python", "toml", "csv", "text", "json", "sql"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_block_of_the_page_runs(page: Path, tmp_path: Path) -> None:
    run_page(page, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_block_is_of_a_kind_that_nobody_runs(page: Path) -> None:
    assert {block.kind for block in blocks_of(page)} <= KNOWN_KINDS
    assert page.read_text("utf-8").count("\n```") == 2 * len(list(blocks_of(page)))


def test_a_wrong_output_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Page\n\n```bash\necho 4 people\n```\n\n```text output\n5 people\n```\n")
    with pytest.raises(AssertionError, match="line 7"):
        run_page(page, tmp_path)


def test_a_block_that_fails_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```bash\nfalse | true\n```\n")
    with pytest.raises(AssertionError, match="line 1 ended with 1"):
        run_page(page, tmp_path)


def test_dots_stand_for_what_may_differ() -> None:
    assert matches("made ... rows\n...\nend", "made 12 rows\na\nb\nend\n")
    assert matches("a\n...\nend", "a\nend")
    assert not matches("made ... rows", "made 12 files")


def test_a_block_knows_what_its_first_line_says(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```toml a/b.toml\nx = 1\n```\n")
    assert list(blocks_of(page)) == [Block(kind="toml", info="a/b.toml", text="x = 1\n", line=1)]
