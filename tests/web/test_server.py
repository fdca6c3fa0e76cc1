"""The server itself: it answers on loopback, and Ctrl-C ends it without a traceback."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path


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
