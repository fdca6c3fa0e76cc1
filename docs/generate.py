"""Writes docs/reference/ from the contracts, tables, measures, settings, verbs, routes and letters themselves.

    make docs                    (python -m docs.generate)

A test makes every page anew and fails when one differs from what is in the repository.
"""

from pathlib import Path

from docs.making import commands, contracts, letters, measures, place_folder, routes, specifications, tables

REFERENCE = Path(__file__).parent / "reference"
MADE = "<!-- Made by `make docs` from the code. Change the code, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """Every reference page by file name."""
    made = {
        "commands.md": commands.page(),
        "contracts.md": contracts.page(),
        "letters.md": letters.page(),
        "place-folder.md": place_folder.page(),
        "routes.md": routes.page(),
        "specifications.md": specifications.page(),
        "tables.md": tables.page(),
        **measures.pages(),
    }
    return {name: MADE + text.strip() + "\n" for name, text in sorted(made.items())}


def main() -> None:
    """Write every page, and take away those that nothing makes any more."""
    made = pages()
    for old in REFERENCE.rglob("*.md"):
        if old.relative_to(REFERENCE).as_posix() not in made:
            old.unlink()
    for name, text in made.items():
        (REFERENCE / name).parent.mkdir(parents=True, exist_ok=True)
        (REFERENCE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
