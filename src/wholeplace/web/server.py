"""The server: waitress, a plain production WSGI server in Python alone. Started and stopped here, in one process or, where the records
are in PostgreSQL, in several that share one port."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from ipaddress import ip_address
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ThreadedTaskDispatcher, WSGITask

from wholeplace.terms import WrongUse
from wholeplace.web.door import open_door
from wholeplace.web.fhir.asking import ARRIVED

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from wsgiref.types import WSGIApplication

THREADS = 16
"""Of each process, for pages that may take a second. Most wait: for the disk, or for others' locks."""
SHORT = ("/fhir/", "/care/", "/my/", "/find/", "/open-referral/")
"""Where addresses begin whose requests are short and many. One thread of each process answers them, in the order in which they came:
Python runs one thread at a time and gives way at every row of a database, so that sixteen spend most of the processor on taking turns,
and the last of fifty waits four times as long."""
HELD = 64 * 2**20
"""Bytes of an answer that are held for whoever reads it slowly, before the thread that wrote it waits for them."""
SHARE = 0.001
"""Seconds after which a thread lets another go on (Python's own: 5 ms). Whoever holds a lock of the database goes on sooner then, and
those who wait for it, too."""
WAITS_AT_MOST = 20
"""Seconds that a process may take to end."""


def answer(folder: Path, *, host: str, port: int, opened: Callable[[str], None], clock: Callable[[], datetime], processes: int = 1) -> None:
    """Answer until Ctrl-C, which ends without a traceback. Raises WrongUse where several processes were asked for and cannot be."""
    door = open_door(folder, only_this_machine=_is_this_machine(host), clock=clock)
    _get_ready()
    if processes == 1:
        _answer(door, opened, host=host, port=port)
        return
    _check_several()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listening:
        _answer_together(door, listening, processes, opened)


def _get_ready() -> None:
    """Load now what the first who ask would wait a second for: every address with all that stands behind it, the validator's tables."""
    from django.urls import reverse

    from wholeplace.service.fhir.validation import validate

    reverse("index")
    validate(b'{"resourceType": "Patient", "active": true}', uk_core=True)


class _Connected(ThreadedTaskDispatcher):
    """Threads that are connected to the records, where there are any, before anybody asks them, and let go of them when they end."""

    def __init__(self) -> None:
        super().__init__()
        self._begun: list[threading.Thread] = []

    def start_new_thread(self, target: Callable[[int], object], thread_no: int) -> None:
        """As waitress does it."""
        thread = threading.Thread(target=_connected, args=(target, thread_no), name=f"answers-{thread_no}", daemon=True)
        self._begun.append(thread)
        thread.start()

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        """As waitress does it, and until the last of them has let go."""
        done = super().shutdown(cancel_pending, timeout)
        for thread in self._begun:
            thread.join(1)
        return done


def _connected(target: Callable[[int], object], thread_no: int) -> None:
    from django.conf import settings
    from django.db import Error, connection

    if settings.RECORDS_OF is None:
        target(thread_no)
        return
    with suppress(Error):  # whoever asks is told of it
        connection.ensure_connection()
    try:
        target(thread_no)
    finally:
        connection.close()


class _Threads(_Connected):
    """Many threads, and one more for what is short."""

    def __init__(self) -> None:
        super().__init__()
        self._short = _Connected()

    def set_thread_count(self, count: int) -> None:
        """So many threads, and the one; none of all for 0."""
        super().set_thread_count(count)
        self._short.set_thread_count(min(count, 1))

    def add_task(self, task: Any) -> None:
        """A connection that has sent a request."""
        path = getattr(task.requests[0], "path", "")  # what is no HTTP has none
        (self._short if path.startswith(SHORT) else super()).add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        """As waitress does it."""
        self._short.shutdown(cancel_pending, timeout)
        return super().shutdown(cancel_pending, timeout)


def _answer(door: "WSGIApplication", opened: Callable[[str], None], **where: Any) -> None:
    sys.setswitchinterval(SHARE)
    known: dict[int, Any] = {}
    threads = _Threads()
    threads.set_thread_count(THREADS)
    server = create_server(
        door, map=known, _dispatcher=threads, ident=None, clear_untrusted_proxy_headers=True, outbuf_high_watermark=HELD, **where
    )
    for one in known.values():
        if isinstance(one, BaseWSGIServer):
            one.channel_class = _Channel
    opened(_address(where.get("host", ""), server))
    try:
        server.run()
    finally:
        server.close()


class _Request(HTTPRequestParser):
    """Knows when the whole of it was there: from then on somebody waits, also while nobody has begun to answer."""

    arrived = 0.0

    def received(self, data: bytes) -> int:
        """As waitress does it."""
        taken = super().received(data)
        if self.completed:
            self.arrived = time.monotonic()
        return taken


class _Task(WSGITask):
    """Tells the door when the request arrived."""

    def get_environment(self) -> dict[str, Any]:
        """As waitress does it, and one thing more."""
        return {**super().get_environment(), ARRIVED: getattr(self.request, "arrived", 0.0)}


class _Channel(HTTPChannel):
    """A connection of these."""

    parser_class = _Request
    task_class = _Task


def _check_several() -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        raise WrongUse(
            "Several processes need their records in PostgreSQL (DATABASE_URL): SQLite is written by one process, which keeps the turns of "
            "all who write. See docs/how-to/keep-the-records.md, “Move to PostgreSQL”."
        )
    if not hasattr(os, "fork"):
        raise WrongUse("Several processes cannot share a port on this machine. Leave --processes out.")


def _answer_together(door: "WSGIApplication", listening: socket.socket, processes: int, opened: Callable[[str], None]) -> None:
    """Several processes on one socket. They end when this one does, however it ends, and all end where one of them does."""
    from django.db import connections

    connections.close_all()  # no process may take another's connection along
    stays_open, held = os.pipe()
    begun = [get_context("fork").Process(target=_one_of_several, args=(door, listening, stays_open, held)) for _ in range(processes)]
    try:
        for one in begun:
            one.start()
        host, port = listening.getsockname()[:2]
        opened(f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/")
        _until_one_ends(begun)
    except KeyboardInterrupt:
        pass  # Ctrl-C is how it is ended
    finally:
        os.close(held)
        os.close(stays_open)
        for one in begun:
            one.join(WAITS_AT_MOST)
            one.kill()


def _until_one_ends(begun: "Sequence[BaseProcess]") -> None:
    from multiprocessing.connection import wait

    wait([one.sentinel for one in begun])
    raise WrongUse("One of the processes ended by itself, so all were ended. What it said stands above; start again.")


def _one_of_several(door: "WSGIApplication", listening: socket.socket, stays_open: int, held: int) -> None:
    os.close(held)
    # Ctrl-C reaches every process of a terminal. Here it is left to the first, which then lets go of the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    threading.Thread(target=_end_with_the_first, args=(stays_open,), daemon=True).start()
    with suppress(KeyboardInterrupt):  # it was ended before it had begun to answer
        _answer(door, lambda _: None, sockets=[listening])


def _end_with_the_first(stays_open: int) -> None:
    """Ends this process when the one that began it closes its end of the pipe, or is gone."""
    os.read(stays_open, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _address(host: str, server: object) -> str:
    # A name such as localhost may open one socket for each family; the first is as good as any.
    port = getattr(server, "effective_port", None) or server.effective_listen[0][1]  # type: ignore[attr-defined]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
