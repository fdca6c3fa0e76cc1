"""The server: waitress, a plain production WSGI server in Python alone. Started and stopped here."""

from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

from waitress.server import create_server

from wholeplace.web.door import open_door

THREADS = 4
"""Pages come from memory, so a few threads keep two cores busy."""


def answer(folder: Path, *, host: str, port: int, opened: Callable[[str], None], clock: Callable[[], datetime]) -> None:
    """Answer until Ctrl-C, which ends without a traceback."""
    door = open_door(folder, only_this_machine=_is_this_machine(host), clock=clock)
    server = create_server(door, host=host, port=port, threads=THREADS, ident=None, clear_untrusted_proxy_headers=True)
    opened(_address(host, server))
    try:
        server.run()
    finally:
        server.close()


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
