"""A place with two small releases, and the public door over it, asked without a network."""

import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from wsgiref.types import WSGIApplication
from wsgiref.util import setup_testing_defaults

import pytest

from tests.cli.conftest import made_once, with_pack
from wholeplace import web

__all__ = ["Answer", "Ask", "ask_of", "made_once", "with_pack"]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return (gzip.decompress(self.body) if self.headers.get("Content-Encoding") == "gzip" else self.body).decode()


@pytest.fixture(autouse=True)
def _records(db: None) -> None:
    """Every door may look after its database connection, so every test of a door has one."""


Ask = Callable[..., Answer]


def put_release(place: Path, name: str, files: dict[str, str], *, newest: bool = True) -> None:
    """`name`: a quarter of 2025 that is not its last, and a version, such as "2025-Q3-v1"."""
    quarter, version = int(name[6]), int(name.rpartition("-v")[2])
    period = {"name": name[:7], "starts": f"2025-{3 * quarter - 2:02}-01", "ends": f"2025-{3 * quarter + 1:02}-01"}
    for path, text in {"manifest.json": json.dumps({"period": period, "version": version}), **files}.items():
        file = place / "releases" / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    if newest:
        (place / "releases" / "latest").write_text(name + "\n")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    put_release(tmp_path, "2025-Q2-v1", {"index.html": "<p>spring</p>"})
    pages = {"index.html": "<p>summer</p>", "areas/index.html": "<p>areas</p>" * 100, "data/figures.csv": "area\n", "a.svg": "<svg/>"}
    put_release(tmp_path, "2025-Q3-v1", pages)
    (tmp_path / ".wholeplace").mkdir()
    (tmp_path / ".wholeplace" / "secret.txt").write_text("names")
    (tmp_path / "releases" / "2025-Q3-v1" / ".hidden").write_text("not a page")
    return tmp_path


@pytest.fixture
def ask(place: Path) -> Ask:
    return ask_of(web.application(place))


def ask_of(door: WSGIApplication) -> Ask:
    """Ask a door without a network."""

    def ask(path: str, *, method: str = "GET", query: str = "", **headers: str) -> Answer:
        environ: dict[str, object] = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": io.BytesIO()}
        setup_testing_defaults(environ)
        environ["HTTP_HOST"] = "127.0.0.1:8000"
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        seen: list[tuple[str, dict[str, str]]] = []
        chunks = door(environ, lambda status, fields, error=None: seen.append((status, dict(fields))) or (lambda _: None))
        body = b"".join(chunks)
        if close := getattr(chunks, "close", None):
            close()
        return Answer(status=int(seen[0][0][:3]), headers=seen[0][1], body=body)

    return ask
