"""What must never stand in this repository: hosts of package registries, paths of one machine, work left undone."""

import re
import tomllib

import pytest

from tests.house.walk import ROOT, SOURCE, modules, tracked_text_files

# Written in pieces, so that this file does not hold what it forbids.
_HOSTS = [r"pypi\." + "org", r"python" + r"hosted\.", r"npm" + r"js\.", r"registry\.[a-z]+\.(org|com)", "artifact" + "ory"]
_ROOTS = ["wo" + "rk", "ro" + "ot", "ho" + r"me/\w+", "Us" + r"ers/\w+"]
REGISTRY_HOSTS = re.compile("|".join(_HOSTS))
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:" + "|".join(_ROOTS) + r")(?=/|\b)")
UNDONE = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "Not" + "ImplementedError"]) + r")\b")


@pytest.mark.parametrize(
    ("what", "forbidden"), [("registry host", REGISTRY_HOSTS), ("path of one machine", MACHINE_PATHS)], ids=["registries", "paths"]
)
def test_no_file_names_what_only_one_machine_knows(what: str, forbidden: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {what}"
        for path in tracked_text_files()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1)
        if forbidden.search(line)
    ]
    assert not found


def test_nothing_is_left_undone() -> None:
    assert not [path.relative_to(SOURCE).as_posix() for path in modules() if UNDONE.search(path.read_text("utf-8"))]


def test_the_changelog_ends_at_the_version_we_build() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)
    assert first is not None
    assert first[1] == version


def test_every_invariant_names_its_code_and_its_test() -> None:
    rows = re.findall(r"^\| (\d+) \| .*", (text := (ROOT / "DEVELOPERS.md").read_text("utf-8")), flags=re.MULTILINE)
    named = re.findall(r"`((?:src|tests)/[\w./-]+)`", "\n".join(line for line in text.splitlines() if re.match(r"\| \d+ \|", line)))
    assert len(rows) >= 9
    assert not [path for path in named if not (ROOT / path).exists()]
