"""kill -9 in the midst of bookings, of the server and of the database: every booking that was answered is there, and no other."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.records
KILLS = int(os.environ.get("KILLS", "20"))
"""How often the database is killed: more for a night."""
PROGRAM = [sys.executable, "-m", "tests.service.records.booking.killed"]
STATE = """
import json, sys
from tests.ledger.racing import begin
begin(sys.argv[1], sys.argv[2])
from tests.service.records.booking.contesting import state
from wholeplace.service.records.booking.models import Appointment
print(json.dumps({**state(), "kept": dict(Appointment.objects.values_list("reference", "slot"))}))
"""


def run(url: str, folder: Path, what: str, count: int, told: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*PROGRAM, url, str(folder), what, str(count)], input=told, capture_output=True, text=True, cwd=ROOT, timeout=600)
    assert done.returncode == 0, done.stderr
    return done


def answers_of(lines: str) -> dict[int, str]:
    """The bookings that were answered. A line that breaks off was not read by anybody."""
    whole = lines[: lines.rfind("\n") + 1].split("\n")
    return {int(number): reference for number, reference in (line.split() for line in whole if line)}


def broken_off(url: str, folder: Path, count: int, answered: dict[int, str], kill: Callable[[int], None], wait: float) -> dict[int, str]:
    """One worker, and a kill some moments after its first answer. What it was answered until then."""
    words = [*PROGRAM, url, str(folder), "book", str(count)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(" ".join(map(str, answered)))
        worker.stdin.close()
        first = worker.stdout.readline()
        time.sleep(wait)
        kill(worker.pid)
        return answers_of(first + worker.stdout.read())


def check_all_there(url: str, folder: Path, answered: dict[int, str], count: int) -> None:
    """After everything was asked once more: the appointments are exactly those that were answered, one on each slot."""
    answered = answered | answers_of(run(url, folder, "book", count, " ".join(map(str, answered))).stdout)
    done = subprocess.run([sys.executable, "-c", STATE, url, str(folder)], capture_output=True, text=True, cwd=ROOT, timeout=600)
    assert done.returncode == 0, done.stderr
    state = json.loads(done.stdout)
    assert state["kept"] == {reference: f"s-{number}" for number, reference in answered.items()}
    assert len(answered) == count
    assert (state["twice"], state["differ"], state["problems"]) == ([], [], [])


def kill_it(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def kill_the_server(url: str, folder: Path, *, times: int, each: int, seed: int) -> None:
    draw, count = random.Random(seed), times * each
    (folder / "records").mkdir()
    run(url, folder, "make", count)
    answered: dict[int, str] = {}
    for _ in range(times):
        again = broken_off(url, folder, count, answered, kill_it, draw.random() * 0.2)
        assert not answered.keys() & again.keys(), "what was answered is not asked again"
        answered |= again
    check_all_there(url, folder, answered, count)


def test_kill_the_server_while_it_books(url: str, tmp_path: Path) -> None:
    kill_the_server(url, tmp_path, times=1, each=60, seed=1)


@pytest.mark.slow
def test_kill_the_server_a_hundred_times(url: str, tmp_path: Path) -> None:
    kill_the_server(url, tmp_path, times=100, each=60, seed=2)


def _lives(pid: int) -> bool:
    """Is a process there, and not only waiting to be buried?"""
    told = Path(f"/proc/{pid}/stat")
    try:
        return told.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Server:
    """A PostgreSQL of our own that keeps what it says it kept, to be killed. As root it runs as nobody, as it refuses to be root's."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder, self._programs = folder, programs
        self._as_owner = ["runuser", "-u", "nobody", "--"] if os.getuid() == 0 else []
        if self._as_owner:
            shutil.chown(folder, "nobody")
        self._do("initdb", "--username=tests", "--auth=trust", "--encoding=UTF8", "--locale=C")
        self.start()
        self.url = f"postgresql://tests@/postgres?host={folder}"

    def start(self) -> None:
        """Start it, and wait until it has mended what a kill left."""
        self._do(
            "pg_ctl", "start", "--wait", "--silent", f"--log={self._folder}/log", f"--options=-k {self._folder} -c listen_addresses=''"
        )

    def kill(self, worker: int) -> None:
        """Kill all of its processes at once, then the worker that asked them."""
        first = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)  # so that it begins no further one while they are counted
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True, check=True).stdout.split()
        for pid in [*map(int, children), first]:
            os.kill(pid, signal.SIGKILL)
        kill_it(worker)
        while any(_lives(int(pid)) for pid in [*children, first]):
            time.sleep(0.01)
        # Where nobody buries the dead, as in a container, its number would still seem to be in use.
        for left in (self._folder / "data" / "postmaster.pid", self._folder / ".s.PGSQL.5432.lock"):
            left.unlink()

    def stop(self) -> None:
        self._do("pg_ctl", "stop", "--mode=immediate", "--silent")

    def _do(self, program: str, *words: str) -> None:
        words = (str(self._programs / program), *words, f"--pgdata={self._folder}/data")
        subprocess.run([*self._as_owner, *words], check=True, cwd=self._folder, stdout=subprocess.DEVNULL, timeout=120)


@pytest.fixture
def server() -> Iterator[Server]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("needs PostgreSQL's own programs, to start one and kill it")
    # Not in pytest's own folder, which is closed to whoever PostgreSQL runs as.
    with tempfile.TemporaryDirectory(prefix="killed-") as folder:
        server = Server(Path(folder), found[-1].parent)
        try:
            yield server
        finally:
            server.stop()


@pytest.mark.slow
def test_kill_the_database_while_it_keeps(server: Server, tmp_path: Path) -> None:
    draw, times = random.Random(3), KILLS
    count = times * 60
    run(server.url, tmp_path, "make", count)
    answered: dict[int, str] = {}
    for _ in range(times):
        answered |= broken_off(server.url, tmp_path, count, answered, server.kill, draw.random() * 0.3)
        server.start()
    check_all_there(server.url, tmp_path, answered, count)
