"""The verbs, gathered. Each imports its rooms only when it runs, so that `wholeplace --help` answers at once."""

import typer

from wholeplace.cli.account import account
from wholeplace.cli.calibrate import calibrate
from wholeplace.cli.check import check
from wholeplace.cli.cohort import cohort
from wholeplace.cli.compare import compare
from wholeplace.cli.demo import demo
from wholeplace.cli.directory import directory
from wholeplace.cli.events import events
from wholeplace.cli.export import export
from wholeplace.cli.forget import forget
from wholeplace.cli.fund import fund
from wholeplace.cli.link import link
from wholeplace.cli.measure import measure
from wholeplace.cli.new import new
from wholeplace.cli.picture import picture
from wholeplace.cli.receive import receive
from wholeplace.cli.register import register
from wholeplace.cli.relocate import relocate
from wholeplace.cli.review import review
from wholeplace.cli.serve import serve
from wholeplace.cli.slots import slots
from wholeplace.cli.spend import spend
from wholeplace.cli.try_ import try_
from wholeplace.cli.verify import verify
from wholeplace.cli.years import years

VERBS = (
    new,
    check,
    receive,
    link,
    review,
    picture,
    serve,
    demo,
    compare,
    cohort,
    forget,
    try_,
    spend,
    years,
    calibrate,
    register,
    verify,
    relocate,
    export,
)

app = typer.Typer(
    name="wholeplace",
    help="The whole picture of health and care in one place: from partners' files to the board's pack.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for verb in VERBS:
    app.command()(verb)
app.add_typer(measure)
app.add_typer(account)
app.add_typer(fund)
app.add_typer(events)
app.add_typer(slots)
app.add_typer(directory)


def run() -> None:
    """The `wholeplace` command."""
    app()
