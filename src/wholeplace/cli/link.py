"""wholeplace link: who is who across the partners' files, how good the links are for whom, and what changed since."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.told import day_of
from wholeplace.cli.watching import watching

if TYPE_CHECKING:
    from wholeplace.people import Linkage

HOW = {
    "number": "by NHS number", "local id": "by the sender’s own number", "rule": "by a rule", "model": "by the model",
    "review": "by a reviewer’s decision", "alone": "like nobody else",
}  # fmt: skip
TABLES = ("estimated", "linked", "journeys")


def link(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    train: Annotated[bool, typer.Option("--train", help="First learn the place's own weights from its records.")] = False,
    as_json: AsJson = False,
) -> None:
    """Link the records of one person across the partners' files, and say how good the links are, for whom."""
    with letters(as_json=as_json):
        with watching(as_json=as_json) as progress:
            linkage = wholeplace.link(folder, train_on=day_of(folder) if train else None, progress=progress)
        if as_json:
            say_json(_for_machines(linkage))
        else:
            _for_people(linkage, folder)


def _for_machines(linkage: "Linkage") -> dict[str, Any]:
    plain = ("version", "is_new", "identities", "persons", "by_how", "unlinked", "to_review", "changed", "contradictions")
    tables = {name: getattr(linkage.quality, name).to_dicts() for name in TABLES}
    return {**{name: getattr(linkage, name) for name in plain}, "quality": {**tables, "notes": linkage.quality.notes}}


def _for_people(linkage: "Linkage", folder: Path) -> None:
    say(f"Version {linkage.version} of the links: {linkage.identities:,} identities are {linkage.persons:,} people.")
    ways = [f"{linkage.by_how[how]:,} {words}" for how, words in HOW.items() if linkage.by_how.get(how)]
    say("Linked: " + ", ".join(ways) + f". Too little known to belong to anybody: {linkage.unlinked:,}.")
    if linkage.to_review:
        say(f"Waiting for a person to decide: {linkage.to_review:,}. Put them: wholeplace review {folder} --by YOUR-INITIALS")
    say("")
    for line in _quality_lines(linkage):
        typer.echo(line)
    say("", *linkage.quality.notes)
    say("", "What changed:")
    say_list(linkage.changed)
    if linkage.contradictions:
        say("", "Decisions that cannot all be true, and were not used:")
        say_list(f"{problem.where}: {problem.what} {problem.why} {problem.fix}" for problem in linkage.contradictions)


def _quality_lines(linkage: "Linkage") -> list[str]:
    """Precision, recall and linked share, for all and for each group."""
    shares = {(row["by"], row["group"]): row for row in linkage.quality.linked.to_dicts() if row["feed"] == "all"}
    # A feed is not held against itself: its own ratio would always be 1.
    shares |= {
        ("feed", row["feed"]): row | {"ratio": None}
        for row in linkage.quality.linked.to_dicts()
        if row["by"] == "all" and row["feed"] != "all"
    }
    asked = {(row["by"], row["group"]): row for row in linkage.quality.estimated.to_dicts()}
    head = f"{'':<34}{'asked':>8}  {'precision':<22}{'recall':<22}{'linked':<22}{'against all':<18}"
    lines = [head.rstrip()]
    for key in sorted({*shares, *asked}, key=lambda key: (key[0] != "all", key)):
        of, has = asked.get(key, {}), shares.get(key, {})
        name = "all" if key[0] == "all" else f"{key[0].replace('_', ' ')}: {key[1]}"
        cells = (_share(of, "precision"), _share(of, "recall"), _share(has, "share"))
        line = f"{name:<34}{of.get('asked', 0):>8,}  " + "".join(f"{cell:<22}" for cell in cells) + _ratio(has)
        lines.append(line.rstrip())
    return lines


def _share(row: dict[str, Any], name: str) -> str:
    if row.get(name) is None:
        return "-"
    return f"{row[name]:.1%} ({100 * row[f'{name}_lower']:.1f}-{100 * row[f'{name}_upper']:.1f})"


def _ratio(row: dict[str, Any]) -> str:
    return "-" if row.get("ratio") is None else f"{row['ratio']:.3f} ({row['ratio_lower']:.3f}-{row['ratio_upper']:.3f})"
