"""The server itself: it answers on loopback, and Ctrl-C ends it without a traceback."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.feeds.conftest import _PLACE


def test_it_answers_until_ctrl_c(place: Path) -> None:
    verb = [sys.executable, "-m", "wholeplace", "serve", str(place), "--port", "0", "--json"]
    with subprocess.Popen(verb, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = "".join(iter(lambda: server.stdout.readline(), "}\n"))  # type: ignore[union-attr]
        address = said.split('"')[3]
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.read() == b"<p>summer</p>"
        os.kill(server.pid, signal.SIGINT)
        _, errors = server.communicate(timeout=20)
    assert (server.returncode, errors) == (0, "")


def test_a_port_in_use_is_a_letter(place: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-m", "wholeplace", "serve", str(place), "--port", port], capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 3
    assert "another program already answers at this port" in done.stderr


def test_a_front_door_opens_before_there_is_a_picture(tmp_path: Path) -> None:
    folder = tmp_path / "anywhere"
    folder.mkdir()
    for name, text in _PLACE.items():
        (folder / name).write_text(text)
    (folder / "place.toml").write_text(_PLACE["place.toml"] + 'modules = ["picture", "front-door"]\n')
    verb = [sys.executable, "-m", "wholeplace", "serve", str(folder), "--port", "0", "--json"]
    with subprocess.Popen(verb, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_without_database()) as server:
        assert server.stdout is not None
        address = "".join(iter(lambda: server.stdout.readline(), "}\n")).split('"')[3]  # type: ignore[union-attr]
        with urllib.request.urlopen(address, timeout=20) as answer:
            assert answer.url == f"{address}find/"
            assert b"<h1" in answer.read()
        os.kill(server.pid, signal.SIGINT)
        _, errors = server.communicate(timeout=20)
    assert (server.returncode, errors) == (0, "")


def _without_database() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
