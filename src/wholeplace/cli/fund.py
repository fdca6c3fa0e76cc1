"""wholeplace fund: where a pooled fund stands, who would bear what, what a year may bring, and its return."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import wholeplace
from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.cli.told import day_of
from wholeplace.cli.watching import watching
from wholeplace.terms import DataProblem, WrongUse
from wholeplace.terms.spelling import did_you_mean

if TYPE_CHECKING:
    from wholeplace.agreement.funds import Fund, FundPosition, Funds, RiskRule
    from wholeplace.agreement.funds.beforehand import Years
    from wholeplace.place import Place

fund = typer.Typer(name="fund", help="Say where money that partners hold together stands, and who bears what.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")]
Name = Annotated[str, typer.Argument(metavar="FUND", help="The fund, by its name in agreement/.")]


@fund.command("list")
def list_(folder: Folder, as_json: AsJson = False) -> None:
    """Say which funds there are, and what blocks one in law."""
    from wholeplace.agreement.funds import blocked

    with letters(as_json=as_json):
        _, funds = _funds(folder)
        if as_json:
            say_json([{"fund": one.name, "budget": one.budget(), "blocked": blocked(one)} for one in funds.funds])
            return
        for one in funds.funds:
            missing = blocked(one)
            say(f"{one.name}: {one.title}, {one.kind.value}, {one.budget()}." + (" Blocked:" if missing else ""))
            say_list(f"{problem.where}: {problem.what} {problem.fix}" for problem in missing)
        if not funds.funds:
            say("No fund is written down yet. They go into agreement/funds.toml.")


@fund.command()
def position(folder: Folder, name: Name, as_json: AsJson = False) -> None:
    """Say where a fund stands after its last month, why, who would bear what, and which clocks that starts."""
    from wholeplace.agreement.funds import allocate, books_of, clocks_of, last_month, position_of, problems_of_entries, stops

    with letters(as_json=as_json):
        place, funds = _funds(folder)
        one = _fund(funds, name)
        entries = books_of(place, one)
        if problems := problems_of_entries(one, entries):
            raise DataProblem("The books do not fit the fund", problems)
        month = last_month(entries)
        if month is None:
            raise WrongUse(
                f"Nothing was received of the books of {name}. Drop them into feeds/fund_books/, then: wholeplace receive {folder}"
            )
        now = position_of(one, entries, month)
        shared = allocate(_rule(funds, one.rule), now.variances(), one.put_in(), _called(place, one))
        clocks = clocks_of(now, day_of(folder))
        stopped = stops(shared, funds.positions, _called(place, one))
        if as_json:
            say_json({"position": now, "borne": shared.borne, "clocks": clocks, "stops": stopped})
            return
        _say_position(now)
        say("", "Who would bear it:")
        say_list(one.words for one in shared.borne)
        say_list(f"Stop. {problem.what} {problem.why}" for problem in stopped)
        if clocks:
            say("", "What is due, if it was first known today:")
            say_list(f"{clock.words}: by {clock.due:%-d %B %Y} ({clock.source})." for clock in clocks)


@fund.command()
def outlook(  # noqa: PLR0913  each is an option of the verb
    folder: Folder,
    name: Name,
    beside: Annotated[str, typer.Option(help="Another rule, over the same possible years.")] = "",
    years: Annotated[int, typer.Option(min=100, max=100_000, help="How many possible years are drawn.")] = 2_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same years.")] = 1,
    model: Annotated[
        int, typer.Option(min=0, max=10_000, help="Run the flow model so often, and let lines that pay for its services move as it does.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Say what each partner would bear in a usual and in a bad year, from what lines may come to; two rules beside each other.

    With --model the runs are kept, and the page of the fund offers them too.
    """
    from wholeplace.agreement.funds import outlook_of, years_from_ranges

    with letters(as_json=as_json):
        place, funds = _funds(folder)
        one = _fund(funds, name)
        if model:
            drawn = _from_model(place, one, funds, runs=model, seed=seed, as_json=as_json)
        else:
            drawn = years_from_ranges(one, funds.outlooks, years=years, seed=seed)
        rules = [_rule(funds, rule) for rule in (one.rule, beside) if rule]
        found = [outlook_of(one, rule, drawn, funds.positions, _called(place, one)) for rule in rules]
        if as_json:
            say_json(found)
            return
        for rule, told in zip(rules, found, strict=True):
            say(f"{rule.title} ({told.years:,} possible years)")
            say_list(partner.sentence for partner in told.partners)


def _from_model(place: "Place", one: "Fund", funds: "Funds", *, runs: int, seed: int, as_json: bool) -> "Years":
    from wholeplace.agreement.funds import run_model, years_from_model

    if not any(line.station for line in one.lines):
        raise WrongUse(f'No line of {one.name} names a service of the model. Write station = "..." at a line that pays for one.')
    with watching(as_json=as_json) as progress:
        made = run_model(place, runs=runs, seed=seed, progress=progress)
    if not any(line.station in made.costs for line in one.lines):
        raise WrongUse(f"No line of {one.name} pays for a service of the model. It has: {', '.join(sorted(made.costs))}.")
    return years_from_model(one, funds.outlooks, made.costs, seed=seed)


@fund.command("return")
def return_(
    folder: Folder,
    name: Name,
    to: Annotated[Path, typer.Option(help="The file to write: .csv or .ods.")],
    as_json: AsJson = False,
) -> None:
    """Write the return of a fund as of its last month: lines, sums, who bears the variance."""
    from wholeplace.agreement.funds import COLUMNS, books_of, last_month, return_of
    from wholeplace.publish.sheets import csv_of, ods_of

    with letters(as_json=as_json):
        if to.suffix not in (".csv", ".ods"):
            raise WrongUse(f"{to.name} must end in .csv or .ods.")
        place, funds = _funds(folder)
        one = _fund(funds, name)
        entries = books_of(place, one)
        month = last_month(entries)
        if month is None:
            raise WrongUse(f"Nothing was received of the books of {name}, so there is no return yet.")
        made = return_of(funds, one, entries, month, _called(place, one))
        cells = [row.cells() for row in made.rows]
        to.write_bytes(csv_of(COLUMNS, cells) if to.suffix == ".csv" else ods_of(f"To {month:%Y-%m}", COLUMNS, cells))
        if as_json:
            say_json({"file": str(to), "rows": len(cells), "receipts": made.receipts})
        else:
            say(f"The return of {one.title} to {month:%B %Y} is in {to}: {len(cells)} rows, from {len(made.receipts)} receipts.")


def _say_position(now: "FundPosition") -> None:
    over = "over" if now.variance.pence > 0 else "under"
    say(f"{now.fund.title} after {now.month:%B %Y}: expected to end {_plain(now.variance)} {over} its budget of {now.fund.budget()}.")
    for one in now.lines:
        way = "over" if one.variance.pence > 0 else "under"
        say(f"  {one.line.title}: {one.spent} spent of {one.budget_to_date} so far; {_plain(one.variance)} {way} by the end.")
        say_list(f"{cause.what}: {cause.amount}. {cause.words}" for cause in one.causes)


def _plain(amount: object) -> str:
    return str(amount).removeprefix("-")


def _funds(folder: Path) -> "tuple[Place, Funds]":
    from wholeplace.agreement.funds import read_funds

    place = wholeplace.read(folder)
    return place, read_funds(place)


def _fund(funds: "Funds", name: str) -> "Fund":
    found = funds.fund(name)
    if found is None:
        raise WrongUse(_no("fund", name, [one.name for one in funds.funds]))
    return found


def _rule(funds: "Funds", name: str) -> "RiskRule":
    found = funds.rule(name)
    if found is None:
        raise WrongUse(_no("rule", name, [one.name for one in funds.rules]))
    return found


def _no(what: str, name: str, known: Sequence[str]) -> str:
    others = ", ".join(known) or "none yet"
    return f'There is no {what} "{name}". {did_you_mean(name, known) or f"There are: {others}."}'


def _called(place: "Place", one: "Fund") -> Mapping[str, str]:
    return {each.code: each.name for each in place.organisations} | {line.name: line.title for line in one.lines}
