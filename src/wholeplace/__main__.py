"""`python -m wholeplace` is the same as `wholeplace`."""

from wholeplace.cli.main import run

run()
