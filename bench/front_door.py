"""Booking under load: 40 practices, 50 call handlers at once, every booking on the disk before it is answered, through the real server.

    python bench/front_door.py                 (SQLite, and PostgreSQL where its programs are on this machine)
    python bench/front_door.py --seconds 20 --think 0 1 --processes 2

Each call handler looks for slots at one practice and books one by message (Booking and Referral Standard), over HTTP, again and again,
after a pause of `--think` seconds (drawn between none and twice as many; a run for each that is given). Slots run out at the busiest
hours on purpose: two who want one slot is the ordinary case. `--processes`: of the server, on PostgreSQL.

It prints, for searches and bookings: how many, the middle, the 90th of 100 and the worst, in milliseconds; bookings a second; and how many
were told that their slot was gone. Beside it stands the floor: one process that does the same compare and set, insert and commit in
plain SQL with the same durability, nothing else. It ends with an error if a slot has two appointments, an acknowledged booking is not
there, one is there that nobody was told of, or the log does not hold. It asserts no time.
"""

import argparse
import http.client
import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.feeds.conftest import _PLACE  # noqa: E402
from tests.web.fhir.conftest import headers_of_bars  # noqa: E402
from tests.web.fhir.sending import PERSON, booking_request, parts  # noqa: E402

OF_111 = "Z9T"
DAYS = '["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]'


@dataclass
class Told:
    """What one call handler saw: milliseconds of each search and booking, references booked, slots that were gone, other answers."""

    searches: list[float] = field(default_factory=list)
    bookings: list[float] = field(default_factory=list)
    booked: list[tuple[str, str]] = field(default_factory=list)
    gone: int = 0
    other: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--practices", type=int, default=40)
    parser.add_argument("--callers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--think", type=float, nargs="*", default=[0.0, 1.0], help="seconds between a booking and the next search")
    parser.add_argument("--processes", type=int, default=2, help="of the server, on PostgreSQL; SQLite has one")
    parser.add_argument("--databases", nargs="*", default=["sqlite", "postgresql"])
    asked = parser.parse_args()
    tell(f"load before: {os.getloadavg()[0]:.1f}")
    for database in asked.databases:
        with tempfile.TemporaryDirectory(prefix="wholeplace-door-") as scratch, database_of(database, Path(scratch)) as url:
            if url is None:
                tell("postgresql: there is none on this machine")
                continue
            run(database, url, Path(scratch) / "place", asked)


def run(database: str, url: str, place: Path, asked: argparse.Namespace) -> None:
    """Make the place, serve it, let the callers loose, look at what is there."""
    make_place(place, asked.practices)
    env = {**os.environ, "DATABASE_URL": url} if url else {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    verb("slots", "make", place, "--weeks", "2", "--by", "AB", env=env)
    named = ("--name", "load", "--by", "AB", "--may", "search", "--may", "book", "--type", "urgent-care", "--json")
    key = json.loads(verb("account", "key", "new", place, OF_111, *named, env=env))["key"]
    processes = asked.processes if url else 1
    server = subprocess.Popen(
        [sys.executable, "-m", "wholeplace", "serve", str(place), "--port", "0", "--json", "--processes", str(processes)],
        stdout=subprocess.PIPE, text=True, env=env,
    )  # fmt: skip
    everybody: list[Told] = []
    try:
        assert server.stdout is not None
        address = "".join(iter(lambda: server.stdout.readline(), "}\n")).split('"')[3].removeprefix("http://").strip("/")  # type: ignore[union-attr]
        for think in asked.think:
            seen = [Told() for _ in range(asked.callers)]
            until = time.monotonic() + asked.seconds
            callers = [
                threading.Thread(target=call, args=(address, key, number, asked.practices, think, until, told))
                for number, told in enumerate(seen)
            ]
            began, cpu_before = time.monotonic(), cpu_of(server.pid)
            for caller in callers:
                caller.start()
            for caller in callers:
                caller.join()
            took, cpu = time.monotonic() - began, cpu_of(server.pid) - cpu_before
            show(f"{database}, {processes} process(es), {think:g} s of thinking, load {os.getloadavg()[0]:.1f}", seen, took)
            pairs = max(1, sum(len(told.bookings) for told in seen))
            tell(f"  the server used {cpu / pairs * 1000:.1f} ms of the processor for a search and a booking")
            everybody += seen
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
    tell(f"  floor in plain SQL, one process: {floor(url, place.parent):,.0f} bookings a second")
    everywhere(place, env)
    check(place, env, everybody)


def everywhere(place: Path, env: dict[str, str]) -> None:
    """How long one search over all practices and two weeks takes, in the records alone: all slots, and the first three of each practice."""
    code = """
import sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from wholeplace.web.records import begin
begin(Path(sys.argv[1]), keeps_records=True)
from wholeplace.service.booking import Asker, SlotsWanted, read_practices
from wholeplace.service.records.booking.searching import search_everywhere
practices, now = read_practices(Path(sys.argv[1])), datetime.now(UTC)
for most in (None, 3):
    wanted = SlotsWanted(start=now, end=now + timedelta(days=14), asker=Asker(code="Z9T", type="urgent-care"), registered_at="", most=most)
    took = []
    for _ in range(9):
        began = time.perf_counter()
        found = search_everywhere(wanted, practices, now)
        took.append((time.perf_counter() - began) * 1000)
    count = sum(map(len, found.slots.values()))
    said = f"{count:,} slots, middle {median(took):.0f} ms, worst {max(took):.0f} ms"
    print(f"  everywhere, 14 days, {most or 'all'} slots of a practice: {said}")
"""
    done = subprocess.run([sys.executable, "-c", code, str(place)], env=env, capture_output=True, text=True, check=False)
    tell(done.stdout.rstrip() if done.returncode == 0 else done.stderr)


def call(address: str, key: str, number: int, practices: int, think: float, until: float, told: Told) -> None:  # noqa: PLR0913  what one does
    """One call handler: search, choose, book, and begin again."""
    dice, connection = random.Random(f"{number} {think}"), http.client.HTTPConnection(address, timeout=30)
    headers = {**headers_of_bars(OF_111), "Authorization": f"Bearer {key}", "Content-Type": "application/fhir+json"}
    while time.monotonic() < until:
        practice = f"P{dice.randrange(practices):05d}"
        day = datetime.now(UTC) + timedelta(days=dice.randrange(1, 10))
        begins = day.replace(hour=9, minute=0, second=0, microsecond=0)
        query = urlencode(
            [
                ("start", f"ge{begins.isoformat()}"), ("start", f"le{(begins + timedelta(hours=3)).isoformat()}"), ("status", "free"),
                ("Schedule.actor:HealthcareService", practice), ("_include", "Slot:schedule"),
                ("_include:iterate", "Schedule:actor:HealthcareService"), ("_include:iterate", "Schedule:actor:PractitionerRole"),
            ]
        )  # fmt: skip
        status, answer, took = ask(connection, "GET", f"/fhir/R4/Slot?{query}", headers)
        told.searches.append(took)
        slots = parts(answer, "Slot") if status == 200 else []
        if not slots:
            told.other.append(f"search {status}") if status != 200 else None
            continue
        slot = dice.choice(slots[:6])
        person = _somebody(number, dice)
        body = booking_request(slot, service=practice, sender=OF_111)
        body["entry"][2]["resource"] = _patient(person)
        status, answer, took = ask(connection, "POST", "/fhir/R4/$process-message", headers, json.dumps(body).encode())
        told.bookings.append(took)
        if status == 200:
            told.booked.append((slot["id"], parts(answer, "Appointment")[0]["id"]))
        elif status == 409:
            told.gone += 1
        else:
            told.other.append(f"booking {status} {json.dumps(answer)[:300]}")
        time.sleep(dice.random() * 2 * think)
    connection.close()


def _somebody(number: int, dice: random.Random) -> dict[str, str]:
    """Somebody whom nobody here knew: name, birth date and postcode as they are spread in a place of some 300,000 people."""
    born = date(1930, 1, 1) + timedelta(days=dice.randrange(34_000))
    told = {"number": "", "family": f"Quill{number}", "given": f"Otto{dice.randrange(10**9)}", "born": born.isoformat()}
    postcode = f"LS{dice.randrange(1, 30)} {dice.randrange(1, 10)}{''.join(dice.choices('ABDEFGHJ', k=2))}"
    return PERSON | told | {"postcode": postcode}


def _patient(person: dict[str, str]) -> dict[str, Any]:
    from tests.web.fhir.sending import patient

    return patient(person)


def ask(connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: bytes | None = None) -> Any:
    """Status, JSON and milliseconds of one request."""
    began = time.perf_counter()
    ids = {"X-Request-Id": str(uuid4()), "X-Correlation-Id": str(uuid4())}
    connection.request(method, path, body=body, headers=headers | ids)
    answer = connection.getresponse()
    text = answer.read()
    return answer.status, json.loads(text) if text else {}, (time.perf_counter() - began) * 1000


def show(database: str, seen: list[Told], took: float) -> None:
    searches, bookings = ([one for told in seen for one in getattr(told, name)] for name in ("searches", "bookings"))
    booked, gone = sum(len(told.booked) for told in seen), sum(told.gone for told in seen)
    other = [one for told in seen for one in told.other]
    tell(f"{database}: {booked:,} booked in {took:.0f} s, {booked / took:,.0f} a second; {gone:,} slots gone; {len(other)} other answers")
    for name, times in (("search", searches), ("booking", bookings)):
        if times:
            cuts = sorted(times)
            middle, ninety, worst = statistics.median(cuts), cuts[int(len(cuts) * 0.9)], cuts[-1]
            tell(f"  {name:<8} {len(cuts):>7,}   middle {middle:>7.0f} ms   90 of 100 {ninety:>7.0f} ms   worst {worst:>7.0f} ms")
    for text in other[:3]:
        tell(f"  {text}")


def cpu_of(process: int) -> float:
    """Seconds of the processor that a process and those that it began have used."""
    spent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    begun = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK") + sum(cpu_of(int(one)) for one in begun)


def check(place: Path, env: dict[str, str], seen: list[Told]) -> None:
    """No slot has two, every booking that was acknowledged is there, no other is, the log holds."""
    told = {reference: slot for one in seen for slot, reference in one.booked}
    code = (
        "import json, sys; from pathlib import Path; from wholeplace.web.records import begin;"
        "begin(Path(sys.argv[1]), keeps_records=True);"
        "from wholeplace.service.records.booking.models import Appointment;"
        "print(json.dumps(dict(Appointment.objects.exclude(status='cancelled').values_list('pk', 'slot'))))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(place)], env=env, capture_output=True, text=True, check=True)
    there = json.loads(done.stdout.splitlines()[-1])
    assert len(set(there.values())) == len(there), "a slot has two appointments"
    assert told.items() <= there.items(), "an acknowledged booking is not there"
    assert set(there) <= set(told), "a booking is there that nobody was told of"
    verb("verify", place, env=env)
    tell(f"  {len(there):,} appointments, each on a slot of its own, each acknowledged; the log holds")


def floor(url: str, folder: Path) -> float:
    """Bookings a second of one process in plain SQL: compare and set, insert, commit to the disk."""
    count = 300
    if url:
        import psycopg

        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE bare_slot (id int PRIMARY KEY, status text)")
            connection.execute("CREATE TABLE bare_booking (id int PRIMARY KEY, slot int UNIQUE, said text)")
            connection.execute("INSERT INTO bare_slot SELECT n, 'free' FROM generate_series(1, 300) AS n")
            connection.commit()
            began = time.perf_counter()
            for number in range(1, count + 1):
                connection.execute("UPDATE bare_slot SET status = 'busy' WHERE id = %s AND status = 'free'", [number])
                connection.execute("INSERT INTO bare_booking VALUES (%s, %s, %s)", [number, number, "x" * 400])
                connection.commit()
            return count / (time.perf_counter() - began)
    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE slot (id INTEGER PRIMARY KEY, status TEXT);"
        "CREATE TABLE booking (id INTEGER PRIMARY KEY, slot INTEGER UNIQUE, said TEXT);"
    )
    connection.executemany("INSERT INTO slot VALUES (?, 'free')", [(number,) for number in range(count)])
    began = time.perf_counter()
    for number in range(count):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE slot SET status = 'busy' WHERE id = ? AND status = 'free'", [number])
        connection.execute("INSERT INTO booking VALUES (?, ?, ?)", [number, number, "x" * 400])
        connection.execute("COMMIT")
    return count / (time.perf_counter() - began)


def make_place(place: Path, practices: int) -> None:
    """A place folder with practices that take anyone, each with sessions on every day."""
    (place / "front_door").mkdir(parents=True)
    for name, text in _PLACE.items():
        (place / name).write_text(text)
    (place / "place.toml").write_text(_PLACE["place.toml"] + 'modules = ["picture", "front-door"]\n')
    codes = [f"P{number:05d}" for number in range(practices)]
    rows = [f"{code},Practice {code},gp surgery,S1,,2000-01-01,," for code in codes] + [f"{OF_111},Aldermoor 111,other,S1,,2000-01-01,,"]
    (place / "organisations.csv").write_text(_PLACE["organisations.csv"] + "\n".join(rows) + "\n")
    tables = [f'[[practice]]\ncode = "{code}"\nname = "Practice {code}"\ntakes = "anyone"\n' for code in codes]
    (place / "front_door" / "practices.toml").write_text("\n".join(tables))
    sessions = [
        f'[[session]]\npractice = "{code}"\ntitle = "Day"\ndays = {DAYS}\nbegins = 08:00:00\nends = 18:00:00\nminutes = 5\n'
        for code in codes
    ]
    (place / "front_door" / "sessions.toml").write_text("\n".join(sessions))


@contextmanager
def database_of(name: str, folder: Path) -> Iterator[str | None]:
    """The address of a database for one run: nothing for SQLite; a PostgreSQL begun here, durable; None where there is none."""
    if name == "sqlite":
        yield ""
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        yield None
        return
    data, bin_ = folder / "data", programs[-1].parent
    as_owner = ["runuser", "-u", "nobody", "--"] if os.getuid() == 0 else []
    folder.chmod(0o755)
    data.mkdir()
    if as_owner:
        subprocess.run(["chown", "nobody", str(data)], check=True)
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    initdb = ["--username=tests", "--auth=trust", "--encoding=UTF8", "--locale=C"]
    subprocess.run([*as_owner, str(bin_ / "initdb"), f"--pgdata={data}", *initdb], **quiet)  # type: ignore[call-overload]
    options = f"-k {data} -c listen_addresses=''"
    started = [f"--pgdata={data}", f"--options={options}", f"--log={data}/log", "--wait", "--silent"]
    subprocess.run([*as_owner, str(bin_ / "pg_ctl"), "start", *started], **quiet)  # type: ignore[call-overload]
    try:
        yield f"postgresql://tests@/postgres?host={data}"
    finally:
        subprocess.run([*as_owner, str(bin_ / "pg_ctl"), "stop", f"--pgdata={data}", "--mode=immediate", "--silent"], cwd="/", check=False)


def verb(*words: object, env: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-m", "wholeplace", *map(str, words)], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, words))}: {done.stdout}{done.stderr}")
    return done.stdout


def tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
