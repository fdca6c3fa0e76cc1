"""The page of verbs, from the command line itself."""

from typing import Any

import typer

from docs.making.markdown import code, table
from wholeplace.cli.letters import CANNOT_SUPPORT, WRONG_USE
from wholeplace.cli.main import app

INTRODUCTION = """# Commands

Each verb takes a place folder. `--json` on any verb answers with one JSON value on standard output, for machines.
Progress goes to standard error. `python -m wholeplace` is the same as `wholeplace`."""


def page() -> str:
    """Every verb with its arguments and options, and how a verb can end."""
    group: Any = typer.main.get_command(app)
    parts = [INTRODUCTION, "## How a verb ends", _endings()]
    parts += [_verb(name, command) for name, command in _verbs(group.commands)]
    return "\n\n".join(parts)


def _verbs(commands: dict[str, Any], above: str = "") -> list[tuple[str, Any]]:
    """Every verb with its whole name, such as "measure check"."""
    found: list[tuple[str, Any]] = []
    for name, command in commands.items():
        inner = getattr(command, "commands", None)
        found += _verbs(inner, f"{above}{name} ") if inner else [(f"{above}{name}", command)]
    return found


def _endings() -> str:
    rows = [
        ("0", "done"),
        (WRONG_USE, "wrong use: a verb, option or name that does not exist"),
        (CANNOT_SUPPORT, "the data cannot support it: a letter on standard error lists every problem found"),
        (1, "a fault of ours, with its traceback: please report it"),
    ]
    return table(("exit code", "meaning"), rows)


def _verb(name: str, command: Any) -> str:
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    usage = " ".join(["wholeplace", name, *(param.metavar or param.name.upper() for param in arguments)])
    return f"## `{usage}`\n\n{command.help}\n\n{table(('argument or option', 'meaning', 'without it'), map(_row, command.params))}"


def _row(param: Any) -> tuple[str, str, str]:
    shown = ", ".join(code(option) for option in param.opts) if param.param_type_name == "option" else code(param.metavar)
    is_set = param.default is not None and not isinstance(param.default, bool) and param.param_type_name == "option"
    return shown, param.help or "", code(param.default) if is_set else ""
