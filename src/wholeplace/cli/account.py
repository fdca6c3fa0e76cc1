"""wholeplace account: who may come in, as a partner or to serve residents, and in what role."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.key import key
from wholeplace.cli.letters import letters
from wholeplace.terms import WrongUse

if TYPE_CHECKING:
    from wholeplace.web import Accounts, AccountTold, RoleTold

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")]
User = Annotated[str, typer.Argument(metavar="USER", help="The user name, such as sam.reed.")]
By = Annotated[str, typer.Option("--by", help="Your initials. They are kept in the log with what you do.")]

account = typer.Typer(
    name="account",
    help="Give accounts and roles, end them, and make sign-in links.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

account.add_typer(key)


@account.command()
def new(
    folder: Folder,
    user: User,
    organisation: Annotated[str, typer.Option(help="The code of the partner that answers for the account.")],
    by: By,
    name: Annotated[str, typer.Option(help="What the person is called.")] = "",
    as_json: AsJson = False,
) -> None:
    """Make an account, without roles and without a password."""
    with letters(as_json=as_json):
        made = _accounts(folder, by).new(user, name=name, organisation=organisation)
        if as_json:
            say_json(made)
        else:
            say(f"Made the account {user}. It opens nothing yet. Give it a role: wholeplace account give {folder} {user} ROLE")


@account.command("list")
def list_(folder: Folder, as_json: AsJson = False) -> None:
    """Show every account with its roles."""
    with letters(as_json=as_json):
        told = _accounts(folder, "").told()
        if as_json:
            say_json(told)
        elif not told:
            say(f"There is no account yet. Make one: wholeplace account new {folder} USER --organisation CODE --by INITIALS")
        for one in () if as_json else told:
            _say_account(one)


@account.command()
def give(  # noqa: PLR0913  each is an option of the verb
    folder: Folder,
    user: User,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="Such as officer, clerk, administrator, receptionist or link worker.")],
    by: By,
    body: Annotated[
        str,
        typer.Option(help="The body it is held at, by its name in agreement/; an organisation's code for a role that serves residents."),
    ] = "",
    seat: Annotated[str, typer.Option(help="The seat of that body, for a member.")] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day. Without it: today.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day on which it is not held any more.")] = None,
    as_json: AsJson = False,
) -> None:
    """Give an account a role, at a body or for the whole place."""
    from wholeplace.web import RoleAsked

    with letters(as_json=as_json):
        accounts = _accounts(folder, by)
        first = since.date() if since else accounts.house.today
        asked = RoleAsked(role=role, body=body, seat=seat, since=first, until=until.date() if until else None)
        held = accounts.give(user, asked)
        if as_json:
            say_json(held)
        else:
            say(f"{user} is now {in_words(held)}. It can be ended: wholeplace account end {folder} {held.reference}")


@account.command()
def end(
    folder: Folder,
    reference: Annotated[str, typer.Argument(metavar="ROLE", help="The role's reference, as in the list: role-sam.reed-1.")],
    by: By,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day without it. Without this: today.")] = None,
    as_json: AsJson = False,
) -> None:
    """End a role. It stays on record."""
    with letters(as_json=as_json):
        accounts = _accounts(folder, by)
        held = accounts.end(reference, until=until.date() if until else accounts.house.today)
        if as_json:
            say_json(held)
        else:
            say(f"{reference} ends: {in_words(held)}.")


@account.command()
def close(folder: Folder, user: User, by: By, as_json: AsJson = False) -> None:
    """Close an account: nobody signs in with it any more. It stays on record."""
    with letters(as_json=as_json):
        _accounts(folder, by).close(user)
        if as_json:
            say_json({"account": user, "open": False})
        else:
            say(f"{user} is closed, and whoever was signed in with it is signed out. What it did stays on record.")


@account.command()
def link(
    folder: Folder,
    user: User,
    by: By,
    at: Annotated[str, typer.Option(help="The address of the door, as the person's browser reaches it.")] = "http://127.0.0.1:8000/",
    as_json: AsJson = False,
) -> None:
    """Make a one-time link with which somebody sets a password. Hand it over yourself: nothing is sent."""
    with letters(as_json=as_json):
        made = _accounts(folder, by).link(user, at=at)
        if as_json:
            say_json(made)
            return
        say(f"Whoever opens this link sets the password of {user}. It works once, until {made.until:%H:%M on %d %B %Y}.")
        typer.echo(made.address)


@account.command("sign-on")
def sign_on(
    folder: Folder,
    user: User,
    provider: Annotated[str, typer.Argument(metavar="SIGN-ON", help="The single sign-on, by its name in the sign-on file.")],
    by: By,
    subject: Annotated[str, typer.Option(help="Who they are there: the subject id. Empty: take it away.")] = "",
    as_json: AsJson = False,
) -> None:
    """Register who somebody is at a single sign-on. Without it, nobody comes in that way."""
    with letters(as_json=as_json):
        _accounts(folder, by).sign_on(user, provider=provider, subject=subject)
        if as_json:
            say_json({"account": user, "sign_on": provider, "registered": bool(subject)})
        elif subject:
            say(f"{user} may now come in by {provider}.")
        else:
            say(f"{user} does not come in by {provider} any more.")


def in_words(held: "RoleTold") -> str:
    """A role with where and when: "member of place-committee (Council seat) from 2026-11-02"."""
    where = f" of {held.body}" if held.body else " for the whole place"
    seat = f" ({held.seat})" if held.seat else ""
    until = f" until {held.until}" if held.until else ""
    return f"{held.role}{where}{seat} from {held.since}{until}"


def _say_account(one: "AccountTold") -> None:
    closed = "" if one.open else ", closed"
    proven = "with a second factor" if one.proven else "no second factor yet"
    say(f"{one.username}: {one.name or 'no name'}, {one.organisation}, {proven}{closed}")
    say_list(f"{held.reference}: {in_words(held)}" for held in one.roles)


def _accounts(folder: Path, by: str) -> "Accounts":
    from wholeplace.web import accounts_of

    if not folder.is_dir():
        raise WrongUse(f"There is no folder {folder}.")
    return accounts_of(folder, by=by)
