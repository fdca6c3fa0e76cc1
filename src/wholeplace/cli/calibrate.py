"""wholeplace calibrate: the flow network from the place's own records, and how well it would have told a past winter."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.watching import watching

if TYPE_CHECKING:
    from wholeplace.flow.calibrate import Calibration, Replay

Replications = Annotated[int, typer.Option("--replications", min=2, max=10_000, help="How often each past stretch is run.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same digits.")]


def calibrate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace a network written by hand; agreed numbers stay.")] = False,
    replications: Replications = 100,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Fit the flow network to the place's own records, test it on the last full winter, and write assumptions/network.toml."""
    with letters(as_json=as_json):
        with watching(as_json=as_json) as progress:
            made = wholeplace.calibrate(folder, replace=replace, replications=replications, seed=seed, progress=progress)
        if as_json:
            say_json(_for_machines(made))
        else:
            _for_people(folder, made)


def _for_people(folder: Path, made: "Calibration") -> None:
    say(f"A network fitted to {made.fit.made_from}.", "")
    say_list(made.fit.sentences)
    if made.fit.replay:
        say("", "The last year replayed, on an average day:")
        say_list(_in_words(replay) for replay in made.fit.replay)
    from wholeplace.flow.calibrate import written_by_hand

    file = folder / "assumptions" / "network.toml"
    if written_by_hand(wholeplace.read(folder)):
        say("", f"{file} was written by hand and stands. The fitted network is in {folder / '.wholeplace' / 'flow'}; --replace takes it.")
    else:
        say("", f"Written: {file}. Numbers that you agree on go there, with agreed_by: they then stay.")


def _in_words(replay: "Replay") -> str:
    middle = sum(replay.points[2]) / max(len(replay.points[2]), 1)
    seen = sum(replay.seen) / max(len(replay.seen), 1)
    return f"{replay.title}: {middle:,.0f} in the model, {seen:,.0f} seen; {100 * replay.error:.1f}% off on an average day."


def _for_machines(made: "Calibration") -> dict[str, Any]:
    test = made.fit.back_test
    return {
        "until": made.until, "made_from": made.fit.made_from, "sentences": made.fit.sentences,
        "kept": [{"path": path, "agreed": agreed, "fitted": fitted} for path, agreed, fitted in made.kept],
        "numbers": [
            {"path": each.path, "value": each.value, "low": each.low, "high": each.high, "unit": each.unit, "source": each.source,
             "fitted": each.fitted} for each in made.network.assumptions
        ],
        "replay": [_errors(replay) for replay in made.fit.replay],
        "back_test": None if test is None else {
            "starts": test.starts, "ends": test.ends, "replays": [_errors(each) for each in test.replays], "sentence": test.sentence,
        },
    }  # fmt: skip


def _errors(replay: "Replay") -> dict[str, Any]:
    return {"title": replay.title, "error": replay.error, "inside_50": replay.inside_50, "inside_90": replay.inside_90}
