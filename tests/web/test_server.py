"""The server itself: it answers on loopback, and Ctrl-C ends it without a traceback."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from waitress.adjustments import Adjustments

from tests.feeds.conftest import _PLACE
from wholeplace.web import server


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


def _begun(place: Path, env: dict[str, str]) -> "subprocess.Popen[str]":
    verb = [sys.executable, "-m", "wholeplace", "serve", str(place), "--port", "0", "--json", "--processes", "2"]
    return subprocess.Popen(verb, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


def _address_of(server: "subprocess.Popen[str]") -> str:
    assert server.stdout is not None
    return "".join(iter(server.stdout.readline, "}\n")).split('"')[3]


@pytest.mark.records
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_several_processes_answer_at_one_port_and_end_together(place: Path, url: str, how: signal.Signals) -> None:
    with _begun(place, {**_without_database(), "DATABASE_URL": url} if url else _without_database()) as serving:
        if not url:
            said, _ = serving.communicate(timeout=60)
            assert (serving.returncode, "Several processes need their records in PostgreSQL" in said) == (2, True)
            return
        address = _address_of(serving)
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.read() == b"<p>summer</p>"
        os.kill(serving.pid, how)
        _, errors = serving.communicate(timeout=60)  # comes back once the last of them has let go of the pipe
    assert (serving.returncode, errors) == (0 if how is signal.SIGINT else -how, "")
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(address, timeout=10)


def test_somebody_who_waits_is_counted_from_when_they_asked() -> None:
    """The request knows when it was whole, however long nobody had time for it."""
    request = server._Request(Adjustments())
    request.received(b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n")
    assert (request.completed, request.arrived) == (False, 0.0)
    before = time.monotonic()
    request.received(b"{}")
    assert before <= request.arrived <= time.monotonic()


class _Sent:
    """A connection that sent a request, as the threads know it."""

    def __init__(self, path: str, does: Callable[[], object]) -> None:
        self.requests = [SimpleNamespace(path=path)] if path else [SimpleNamespace()]
        self.service = does


def test_short_requests_are_answered_in_order_by_one_thread_beside_long_ones() -> None:
    threads: Any = server._Threads()
    told, long_is_over = list[tuple[int, str]](), threading.Event()
    threads.set_thread_count(2)
    try:
        threads.add_task(_Sent("/what-if/", lambda: long_is_over.wait(20)))
        for number in range(50):
            threads.add_task(_Sent("/fhir/R4/Slot", lambda n=number: told.append((n, threading.current_thread().name))))
        until = time.monotonic() + 20
        while len(told) < 50 and time.monotonic() < until:
            time.sleep(0.01)
        assert [number for number, _ in told] == list(range(50))
        assert len({name for _, name in told}) == 1
        assert not long_is_over.is_set()
        threads.add_task(_Sent("", long_is_over.set))  # what is no HTTP, so that it has no address
        assert long_is_over.wait(20)
    finally:
        assert threads.shutdown()


def _without_database() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
