"""What Aldermoor's services offer to be booked: which practices take part, what is named where one does not, and their weekly sessions."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from wholeplace.demo.layout import Layout
from wholeplace.demo.records import practice_code

URGENT, PHARMACY = "Z9V", "Z9X"
"""The urgent treatment centre and the pharmacy that take anyone."""
NOT_ENABLED = 7
"""Every so many-th practice has not agreed yet that others book its slots."""
_LIST = 6_500
"""Persons registered at the first practice; each further one has 350 more, up to twenty of them, then again."""
_HEAD = "# Invented, like everything in Aldermoor. docs/how-to/offer-slots.md says what each line means.\n"
_ALTERNATIVES = """
[[alternative]]
name = "Aldermoor Urgent Treatment Centre"
why = "For cuts, sprains, burns and illness that cannot wait until the practice opens"
phone = "01632 960010"
address = "Mill Street, Thornley"
open = "Every day, 8am to 10pm"

[[alternative]]
name = "Aldermoor Pharmacy First"
why = "For a sore throat, earache, a rash, insect bites or a urine infection in women under 65"
phone = "01632 960020"
address = "Market Square, Thornley"
open = "Monday to Saturday, 8.30am to 8pm"
"""


def write_front_door(layout: Layout, folder: Path) -> None:
    """front_door/practices.toml, sessions.toml (they hold on any day: slots are made from them day by day) and coordinates.toml."""
    written = folder / "front_door"
    written.mkdir()
    practices = list(_practices(layout))
    (written / "practices.toml").write_text(_HEAD + "\n".join(text for _, text in practices) + _ALTERNATIVES, "utf-8")
    sessions = [text for number, (code, _) in enumerate(practices) for text in _sessions(code, number)]
    (written / "sessions.toml").write_text(_HEAD + "\n".join(sessions), "utf-8")
    coordinates = [f'[[coordinates]]\norganisation = "{code}"\nlooks_after = {json.dumps(listed)}\n' for code, listed in _networks(layout)]
    (written / "coordinates.toml").write_text(_HEAD + "\n".join(coordinates), "utf-8")


def _practices(layout: Layout) -> Iterator[tuple[str, str]]:
    """(code, table of the TOML) of each service that may have slots, surgeries first."""
    number = 0
    for neighbourhood, name in enumerate(layout.neighbourhoods):
        for which in range(2):
            code, size = practice_code(neighbourhood, which), _LIST + 350 * (number % 20)
            number += 1
            enabled = number % NOT_ENABLED != 0
            told = "" if enabled else 'enabled = false\nwhy_not = "It has not agreed yet that others book its slots."\n'
            instead = '["Aldermoor Urgent Treatment Centre", "Aldermoor Pharmacy First"]'
            yield (
                code,
                _table(f"{name} Surgery {which + 1}", code, f'kind = "gp practice"\nlist_size = {size}\n{told}instead = {instead}\n'),
            )
    for code, listed in _networks(layout):
        told = f'kind = "hub"\ntakes = "listed"\nlisted = {json.dumps(listed)}\n'
        yield code, _table(f"Network {int(code[3:])} evening and weekend hub", code, told)
    yield (
        URGENT,
        _table("Aldermoor Urgent Treatment Centre", URGENT, 'kind = "urgent treatment"\ntakes = "anyone"\nphone = "01632 960010"\n'),
    )
    yield PHARMACY, _table("Aldermoor Pharmacy First", PHARMACY, 'kind = "pharmacy"\ntakes = "anyone"\nphone = "01632 960020"\n')


def _networks(layout: Layout) -> Iterator[tuple[str, list[str]]]:
    """(code, codes of its surgeries) of each primary care network."""
    for network in np.unique(layout.network).tolist():
        listed = [
            practice_code(neighbourhood, which)
            for neighbourhood in range(len(layout.neighbourhoods))
            if int(layout.network[layout.neighbourhood == neighbourhood][0]) == network
            for which in range(2)
        ]
        yield f"Z9U{network + 1:03d}", listed


def _table(name: str, code: str, more: str) -> str:
    return f'[[practice]]\ncode = "{code}"\nname = "{name} (invented)"\n{more}'


_WORKING = '["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]'
_EVERY = '["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]'


def _sessions(code: str, number: int) -> Iterator[str]:
    """The sessions of one service. Surgeries differ in when they begin, so that not all slots are at the same minute."""
    if code == URGENT:
        yield _session(code, "Urgent treatment", _EVERY, ("08:00", "22:00"), 'minutes = 15\nkind = "Urgent treatment"\nrole = "Nurse"\n')
    elif code == PHARMACY:
        told = 'minutes = 15\nkind = "Pharmacist consultation"\nrole = "Pharmacist"\n'
        yield _session(code, "Consultations", _EVERY, ("08:30", "20:00"), told)
    elif code.startswith("Z9U"):
        evening = 'minutes = 15\nkind = "GP appointment"\nrole = "GP"\nhours_before = 72\n'
        yield _session(code, "Evenings", _WORKING, ("18:30", "20:00"), evening)
        yield _session(code, "Saturdays", '["Saturday"]', ("09:00", "17:00"), evening)
    else:
        quarter = ("00", "10", "20")[number % 3]
        yield _session(code, "Mornings", _WORKING, (f"08:{quarter}", "11:30"), 'minutes = 10\nkind = "GP appointment"\nrole = "GP"\n')
        by_phone = 'minutes = 10\nchannel = "Telephone"\nkind = "Telephone appointment"\nrole = "GP"\n'
        yield _session(code, "Telephone", _WORKING, (f"14:{quarter}", "16:30"), by_phone)
        nurse = 'minutes = 20\nkind = "Nurse appointment"\nrole = "Nurse"\nreleased = false\n'
        yield _session(code, "Nurse", _WORKING, ("09:00", "12:00"), nurse)


def _session(code: str, title: str, days: str, span: tuple[str, str], more: str) -> str:
    begins, ends = span
    return f'[[session]]\npractice = "{code}"\ntitle = "{title}"\ndays = {days}\nbegins = {begins}:00\nends = {ends}:00\n{more}'
