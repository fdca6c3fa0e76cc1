"""Spend by organisation, place, line, client group and month, in the prices of one year."""

from pathlib import Path

import numpy as np
import polars as pl

from wholeplace.demo.days import END, FIRST
from wholeplace.demo.files import write
from wholeplace.demo.layout import COMMUNITY, COUNCIL, HOSPITALS, MENTAL_HEALTH, Layout, Room, place_code
from wholeplace.demo.ledger import Ledger
from wholeplace.demo.rates import number, numbers
from wholeplace.demo.voluntary import ORGANISATIONS

FEED = "spend"
ICB = "Z9I"
_SETTINGS = ("hospital", "emergency", "community", "mental health", "primary", "social care", "voluntary", "public health")
_PAYERS = {
    "hospital": (*HOSPITALS,), "emergency": (*HOSPITALS,), "community": (COMMUNITY,), "mental health": (MENTAL_HEALTH,), "primary": (ICB,),
    "social care": (COUNCIL,), "voluntary": ORGANISATIONS, "public health": (COUNCIL,),
}  # fmt: skip
_LINES = {
    "hospital": ("Emergency care", "Planned care", "Maternity"), "emergency": ("Emergency departments",),
    "community": ("Nursing", "Therapy"),
    "mental health": ("Adults", "Children"), "primary": ("GP services", "Prescribing"), "social care": ("Adult social care",),
    "voluntary": ("Grants",), "public health": ("Stop smoking", "Healthy weight"),
}  # fmt: skip
_GROUPS = ("older people", "learning disability", "mental health", "physical")


def months_of_window() -> np.ndarray:
    """The first day of every month of the window, as NumPy months."""
    return np.arange(np.datetime64(int(FIRST), "D").astype("datetime64[M]"), np.datetime64(int(END), "D").astype("datetime64[M]"))


def write_spend(layout: Layout, folder: Path, ledger: Ledger) -> None:
    """The feed's only file."""
    rng = layout.rng(len(layout.blocks), Room.SPEND)
    months = months_of_window()
    share = np.bincount(layout.place, weights=layout.target) / layout.target.sum()
    frames = [
        _setting(layout, rng, months, (n, setting, place, share[place]))
        for n, setting in enumerate(_SETTINGS)
        for place in range(len(share))
    ]
    frame = pl.concat(frames).sort("MONTH", "ORGANISATION", "AREA", "SETTING", "LINE", "CLIENT_GROUP")
    ledger.wrote(FEED, len(frame))
    write(frame, folder / FEED / "spend.csv")


def _setting(layout: Layout, rng: np.random.Generator, months: np.ndarray, what: tuple[int, str, int, float]) -> pl.DataFrame:
    """Spend of one setting in one place: pence by month, split over payers, lines and client groups without losing a penny."""
    n, setting, place, share = what
    a_month = numbers("money.per_head")[n] * 100 / 12 * layout.people * share
    shape = numbers("money.month_shape")[months.astype(int) % 12]
    pence = np.round(a_month * shape * (1 + number("money.noise") * rng.standard_normal(len(months)))).astype(np.int64)
    payers, lines = _PAYERS[setting], _LINES[setting]
    if setting == "social care":
        older = np.round(pence * number("money.older_share")).astype(np.int64)
        pence = older * round(1 / number("money.older_share"))  # so that older people's share is exact, to the penny
        parts = [older, *_split(pence - older, numbers("money.other_shares"))]
        keys = [(payers[0], lines[0], group) for group in _GROUPS]
    else:
        keys = [(payer, line, "all") for payer in payers for line in lines]
        parts = _split(pence, np.linspace(1.4, 0.6, len(keys)) / len(keys))
    return pl.concat([_month_rows(key, place, setting, months, part) for key, part in zip(keys, parts, strict=True)])


def _split(pence: np.ndarray, shares: np.ndarray) -> list[np.ndarray]:
    """Whole pence by `shares`; the last part takes what rounding leaves."""
    parts = [np.floor(pence * share).astype(np.int64) for share in shares[:-1]]
    return [*parts, pence - sum(parts, np.zeros_like(pence))]


def _month_rows(key: tuple[str, str, str], place: int, setting: str, months: np.ndarray, pence: np.ndarray) -> pl.DataFrame:
    organisation, line, group = key
    return pl.DataFrame(
        {
            "ORGANISATION": [organisation] * len(months), "AREA": [place_code(place)] * len(months), "SETTING": [setting] * len(months),
            "LINE": [line] * len(months), "CLIENT_GROUP": [group] * len(months), "MONTH": [str(month) for month in months],
            "AMOUNT": [f"{p // 100}.{p % 100:02d}" for p in pence.tolist()],
        }
    )  # fmt: skip
