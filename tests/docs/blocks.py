"""Code blocks of the documentation, and how each kind is run.

A block's first line says what it is: ```bash runs, ```python runs, ```toml is read, and with a path is also written
there (```toml my-place/place.toml), as is ```csv. ```text output, straight after a block that ran, is what it printed;
`...` stands for anything. ```bash exit=3 must end with 3. ```bash setup works on the whole repository, so the test of a
fresh clone runs it. All blocks of one page run in order in one empty folder.
"""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(?P<kind>\w+)(?P<info>[^\n]*)\n(?P<text>.*?)^```$", flags=re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    kind: str
    info: str
    text: str
    line: int


def blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text("utf-8")
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(kind=found["kind"], info=found["info"].strip(), text=found["text"], line=line)


def run_page(page: Path, folder: Path) -> None:
    """Run every block in order; raises AssertionError naming the line of the first that does not hold."""
    printed = ""
    for block in blocks_of(page):
        where = f"{page.name}, line {block.line}"
        if block.kind in {"bash", "python"} and block.info != "setup":
            printed = _run(block, folder, where)
        elif block.kind in {"toml", "csv"}:
            _read(block, folder)
        elif (block.kind, block.info) == ("text", "output"):
            assert matches(block.text, printed), f"{where}: expected\n{block.text}\nbut it printed\n{printed}"


def matches(expected: str, printed: str) -> bool:
    """`...` on a line of its own stands for any lines; inside a line, for anything on it."""
    pattern = re.escape(expected.strip()).replace(re.escape("\n...\n"), r"\n(?:.*\n)*?").replace(re.escape("..."), ".*")
    return re.fullmatch(pattern, printed.strip()) is not None


def _run(block: Block, folder: Path, where: str) -> str:
    command = ["bash", "-eu", "-o", "pipefail", "-c", block.text] if block.kind == "bash" else [sys.executable, "-c", block.text]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path, "COLUMNS": "120"}, capture_output=True, text=True, timeout=300
    )
    expected = int(block.info.removeprefix("exit=")) if block.info.startswith("exit=") else 0
    assert done.returncode == expected, f"{where} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout + (done.stderr if expected else "")


def _read(block: Block, folder: Path) -> None:
    if block.kind == "toml":
        tomllib.loads(block.text)
    if block.info:
        file = folder / block.info
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, "utf-8")
