"""wholeplace directory: what a place offers, from feeds of other directories and from groups themselves, kept fresh and without doubles."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.answers import AsJson, say, say_json, say_list
from wholeplace.cli.letters import letters
from wholeplace.terms import WrongUse

if TYPE_CHECKING:
    from wholeplace.web import Directory

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The place folder.")]
Listing = Annotated[str, typer.Argument(metavar="LISTING", help="The listing's id.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other listing's id.")]
By = Annotated[str, typer.Option("--by", help="Your initials. They are kept in the log with what you do.")]
Why = Annotated[str, typer.Option("--why", help="Why, for whoever looks at the log.")]
At = Annotated[str, typer.Option(help="The address of the door, as a group's browser reaches it.")]
_SHOWN = 20

directory = typer.Typer(
    name="directory",
    help="Take in feeds of listings, see what is out of date or double, and make links with which groups confirm theirs.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@directory.command("import")
def import_(  # noqa: PLR0913  each is an option of the verb
    folder: Folder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="JSON of Open Referral UK, or a folder of it or of its CSV tables.")],
    feed: Annotated[str, typer.Option(help="A name for where it comes from, always the same one.")],
    by: By,
    part: Annotated[bool, typer.Option("--part", help="It is only a part: what is missing is not gone.")] = False,
    even_so: Annotated[bool, typer.Option("--even-so", help="Take it in though more than a third of the listings are gone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take in listings from another directory. Doing it again changes nothing; what was mended here stays."""
    with letters(as_json=as_json):
        told = _directory(folder, by).take_in(files, feed=feed, part=part, even_so=even_so)
        if as_json:
            say_json(told)
            return
        say(f"From {feed}: {told.new:,} new, {told.changed:,} changed, {told.same:,} as before, {told.gone:,} gone.")
        if told.differing:
            say(f"{told.differing:,} say something else here, because somebody mended them: wholeplace directory check {folder}")
        if told.ids_given:
            say(f"{told.ids_given:,} ids were no UUIDs and were given one, always the same.")
        if told.unknown_fields:
            say(f"Not kept, because Open Referral UK has no such fields: {', '.join(told.unknown_fields)}.")
        if told.refused:
            say(f"Refused, with {len(told.refused):,} fault{'' if len(told.refused) == 1 else 's'}:")
            say_list(f"{each.where}: {each.what} {each.fix}" for each in told.refused[:_SHOWN])


@directory.command()
def check(folder: Folder, as_json: AsJson = False) -> None:
    """Show how the directory stands: what is out of date, says too little, differs from its feed, or may be there twice."""
    with letters(as_json=as_json):
        told = _directory(folder, "").checked()
        if as_json:
            say_json(told)
            return
        say(f"{told.listings:,} listings: {_counts(told.by_status)}.")
        say(f"Of those that are open: {_counts(told.by_age)}.")
        say(f"{told.nowhere:,} say no place that is known, {told.without_days:,} no days, {told.without_cost:,} no cost.")
        say(f"{told.pairs:,} pairs may be one and the same, {told.likely_pairs:,} of them likely.")
        if not told.postcodes:
            say(f"There is no postcodes.csv, so nobody can search near a postcode: wholeplace directory postcodes {folder} FILE")
        if told.differing:
            say(f"{len(told.differing):,} differ from their feed, because somebody mended them here:")
            say_list(f"{reference}: {', '.join(fields)}" for reference, fields in list(told.differing.items())[:_SHOWN])


@directory.command()
def reminders(folder: Folder, at: At = "http://127.0.0.1:8000/", as_json: AsJson = False) -> None:
    """List the listings that are to be confirmed, with whom to ask and the link to send. Nothing is sent."""
    with letters(as_json=as_json):
        due = _directory(folder, "").reminders(at=at)
        if as_json:
            say_json(due)
            return
        say(f"{len(due):,} listings are to be confirmed." if due else "Every listing was confirmed lately.")
        say_list(f"{one.name} ({one.organisation or 'nobody named'}), ask {one.ask or 'by post'}: {one.link}" for one in due)


@directory.command("confirm-link")
def confirm_link(
    folder: Folder,
    listing: Listing,
    by: By,
    at: At = "http://127.0.0.1:8000/",
    end: Annotated[bool, typer.Option("--end", help="End every link that was made for it, and make none.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a link with which a group confirms, mends or closes its own listing. Hand it over yourself: nothing is sent."""
    with letters(as_json=as_json):
        desk = _directory(folder, by)
        if end:
            desk.end_links(listing)
            say_json({"listing": listing, "ended": True}) if as_json else say("No link of this listing opens anything any more.")
            return
        made = desk.link(listing)
        address = f"{at.rstrip('/')}{made.address}"
        if as_json:
            say_json({"listing": listing, "address": address, "last": made.last})
            return
        say(f"Whoever opens this link may confirm, mend or close {made.name}, until {made.last:%d %B %Y}.")
        typer.echo(address)


@directory.command()
def give(
    folder: Folder,
    listing: Listing,
    organisation: Annotated[str, typer.Argument(metavar="CODE", help="The organisation's code in organisations.csv.")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Say which organisation keeps a listing: its people mend it at /care/, and referrals can go to it."""
    with letters(as_json=as_json):
        _directory(folder, by).give(listing, organisation)
        say_json({"listing": listing, "kept_by": organisation}) if as_json else say(f"{organisation} keeps it now.")


@directory.command()
def duplicates(folder: Folder, as_json: AsJson = False) -> None:
    """Show listings that may be one and the same, the likeliest first, with what speaks for it. A person decides."""
    from wholeplace.service.directory.duplicates import pairs_in_words

    with letters(as_json=as_json):
        pairs = _directory(folder, "").duplicates()
        if as_json:
            say_json([{"one": each.one.id, "other": each.other.id, "points": each.points, "evidence": each.evidence} for each in pairs])
            return
        say(f"{len(pairs):,} pairs may be one and the same." if pairs else "No two listings look alike.")
        say_list(pairs_in_words(pairs[:_SHOWN]))


@directory.command()
def merge(  # noqa: PLR0913  each is an option of the verb
    folder: Folder,
    listing: Listing,
    other: Other,
    by: By,
    take: Annotated[list[str] | None, typer.Option(help="A field in which the other one is right, such as schedules.")] = None,
    why: Why = "",
    as_json: AsJson = False,
) -> None:
    """Say that OTHER is the same as LISTING: one is found from now on. It can be undone."""
    with letters(as_json=as_json):
        reference = _directory(folder, by).merge(listing, other, taken=tuple(take or ()), why=why)
        if as_json:
            say_json({"decision": reference})
        else:
            say(f"They are one now. To undo it: wholeplace directory undo {folder} {reference} --by {by}")


@directory.command()
def apart(folder: Folder, listing: Listing, other: Other, by: By, why: Why = "", as_json: AsJson = False) -> None:
    """Say that two listings look alike and are not the same: nobody is asked again."""
    with letters(as_json=as_json):
        reference = _directory(folder, by).keep_apart(listing, other, why=why)
        say_json({"decision": reference}) if as_json else say("They stay apart.")


@directory.command()
def undo(
    folder: Folder,
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="The decision's reference.")],
    by: By,
    why: Why = "",
    as_json: AsJson = False,
) -> None:
    """Take back what was decided about two listings."""
    with letters(as_json=as_json):
        _directory(folder, by).undo(decision, why=why)
        say_json({"undone": decision}) if as_json else say("It was taken back. Both stay on record.")


@directory.command()
def export(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
    as_json: AsJson = False,
) -> None:
    """Write the whole directory as one JSON file of Open Referral UK, which another directory can take in."""
    with letters(as_json=as_json):
        written = file.write_bytes(_directory(folder, "").export())
        say_json({"file": str(file), "bytes": written}) if as_json else say(f"The directory is in {file}.")


@directory.command()
def postcodes(
    folder: Folder,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file in the shape of the ONS Postcode Directory.")],
    as_json: AsJson = False,
) -> None:
    """Write postcodes.csv for this place, from the ONS Postcode Directory: its own postcodes and those of 10 km around."""
    from wholeplace.web import make_postcode_file

    with letters(as_json=as_json):
        count = make_postcode_file(folder, file)
        say_json({"postcodes": count}) if as_json else say(f"{folder / 'postcodes.csv'} holds {count:,} postcodes.")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items())) or "none"


def _directory(folder: Path, by: str) -> "Directory":
    from wholeplace.web import directory_of

    if not folder.is_dir():
        raise WrongUse(f"There is no folder {folder}.")
    return directory_of(folder, by=by)
