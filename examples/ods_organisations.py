"""Who works in the place: councils, trusts, GP surgeries, primary care networks, commissioners and the systems of England."""

from datetime import date
from pathlib import Path

import polars as pl
from ons_areas import read

Row = tuple[str, str, str, str, str, date | None, date | None, str]
"""code, name, kind, parent, successor, valid_from, valid_to (first day it no longer stood), roles joined by ';'."""

PARTNERSHIPS_BEGAN = date(2017, 4, 1)
"""ONS first coded the 44 sustainability and transformation partnerships in April 2017 (E54000005 to E54000048)."""
THREE_BECAME_ONE = date(2019, 4, 1)
"""ONS list of April 2019: the three partnerships of the far north stand as one, Cumbria and North East; 42 remain."""
BOARDS_BEGAN = date(2022, 7, 1)
"""Health and Care Act 2022: 42 integrated care boards took over from partnerships and clinical commissioning groups."""
COUNCILS_BEGAN = date(1974, 4, 1)
"""Local Government Act 1972: the districts and counties of today began on this day."""
UNITARY_CHESHIRE_BEGAN = date(2009, 4, 1)
"""Cheshire (Structural Changes) Order 2008. These two have no 3-digit social care code in the file."""
DISTRICTS_ENDED = date(2023, 4, 1)
"""North Yorkshire (Structural Changes) Order 2022: Craven, Harrogate and five more districts became one council."""
SOCIAL_CARE = "adult social care;public health"
GP_SURGERY = "4"
"""epraccur, prescribing setting 4: GP surgery. The other settings (hospices, prisons, walk-in centres ...) are left out."""

NORTH_BEFORE_2019 = {
    "E54000045": "Durham, Darlington, Teesside, Hambleton, Richmondshire and Whitby",
    "E54000046": "Northumberland, Tyne and Wear and North Durham",
    "E54000047": "West, North and East Cumbria",
}
RENAMED_PARTNERSHIPS = {
    "E54000005": ("West Yorkshire and Harrogate", "QWO"),
    "E54000006": ("Humber, Coast and Vale", "QOQ"),
    "E54000007": ("Greater Manchester", "QOP"),
    "E54000009": ("South Yorkshire and Bassetlaw", "QF7"),
    "E54000012": ("Derbyshire", "QJ2"),
    "E54000014": ("Nottinghamshire", "QT1"),
    "E54000016": ("The Black Country", "QUA"),
    "E54000017": ("Birmingham and Solihull", "QHL"),
    "E54000020": ("Northamptonshire", "QPM"),
    "E54000021": ("Cambridgeshire and Peterborough", "QUE"),
    "E54000033": ("Sussex and East Surrey", "QNX"),
    "E54000035": ("Surrey Heartlands", "QXU"),
    "E54000049": ("Cumbria and North East", "QHM"),
}
"""ONS code -> name and NHS code of partnerships whose ONS code was no longer in use in July 2022."""


def systems_of_england(shared: Path) -> list[Row]:
    """44 partnerships from April 2017, 42 from April 2019, 42 integrated care boards from July 2022, each with its successor.

    A partnership's own code is its ONS code; a board's is its NHS code, so that the two are never confused.
    """
    lookup = read(shared, "geography/lsoa11_sicbl22_icb22_ltla22.csv.gz")
    boards = lookup.select("icb22_code", "icb22_name", "icb22_code_h").unique().sort("icb22_code_h")
    rows: list[Row] = [
        (code, name, "system partnership", "", "E54000049", PARTNERSHIPS_BEGAN, THREE_BECAME_ONE, "")
        for code, name in NORTH_BEFORE_2019.items()
    ]
    for code, (name, board) in RENAMED_PARTNERSHIPS.items():
        began = THREE_BECAME_ONE if code == "E54000049" else PARTNERSHIPS_BEGAN
        rows.append((code, name, "system partnership", "", board, began, BOARDS_BEGAN, ""))
    for code, name, board in boards.iter_rows():
        if int(code[3:]) <= 48:
            partnership = name.removeprefix("NHS ").removesuffix(" Integrated Care Board")
            rows.append((code, partnership, "system partnership", "", board, PARTNERSHIPS_BEGAN, BOARDS_BEGAN, ""))
        rows.append((board, name, "icb", "", "", BOARDS_BEGAN, None, ""))
    return rows


def commissioners(shared: Path, partnership: str, board: str) -> list[Row]:
    """The clinical commissioning groups of West Yorkshire and Harrogate, 2013 to 2022, with mergers as they fell.

    11 groups in 2017; three Leeds groups became one in April 2018; Bradford, Airedale and Harrogate merged in April
    2020; the two of Kirklees in April 2021; integrated care boards took over in July 2022.
    """
    activity = read(shared, "flow/monthly_activity_return_wyh_2012_2019.csv.gz")
    named = dict(activity.filter(pl.col("month") >= "2013-04").select("Org Code", "Org Name").unique().iter_rows())
    later = read(shared, "organisations/practice_pcn_ccg_stp_2021_wyh.csv.gz").select("CCG_ODS_CODE", "CCG_NAME").unique()
    names = {code: _as_a_name(name) for code, name in named.items() if code} | dict(later.iter_rows())
    merged = read(shared, "organisations/trust_successor_codes.csv.gz").filter(pl.col("old_code").is_in(list(names)))
    successors = {old: (new, date.fromisoformat(day)) for old, new, day in merged.iter_rows() if new in names}
    began = dict(sorted(successors.values()))
    rows: list[Row] = []
    for code in sorted(names):
        successor, ended = successors.get(code, ("QOQ" if code == "42D" else board, BOARDS_BEGAN))
        starts = began.get(code, date(2013, 4, 1))
        parent = "E54000006" if code == "42D" else partnership
        rows.append((code, names[code], "other", parent, successor, starts, ended, "clinical commissioning group"))
    return rows


def councils(shared: Path, areas: dict[str, str]) -> list[Row]:
    """Councils by NHS and social care (CASSR) code where they have social care duties, else by their register code.

    `areas` is ONS code -> parent area. The area keeps the ONS code; this body keeps the other, so that both resolve.
    """
    register = read(shared, "organisations/council_orgid_to_gss.csv").filter(pl.col("gss_code").is_in(list(areas)))
    cassr = dict(read(shared, "organisations/council_cassr_code_to_ons.csv").select("ons_code", "cassr_code").iter_rows())
    rows: list[Row] = []
    for org_id, name, ons in register.select("org_id", "name", "gss_code").sort("gss_code").iter_rows():
        starts = UNITARY_CHESHIRE_BEGAN if ons in ("E06000049", "E06000050") else COUNCILS_BEGAN
        ended = DISTRICTS_ENDED if ons.startswith("E07") else None
        roles = SOCIAL_CARE if ons in cassr else "district council"
        code = cassr.get(ons) or org_id
        successor = cassr["E10000023"] if ended else ""  # North Yorkshire Council
        rows.append((code, name, "council", areas[ons], successor, starts, ended, roles))
    return rows


def trusts(shared: Path, boards: tuple[str, ...]) -> list[Row]:
    """NHS trusts of the boards named, open or closed, with the day each opened. NHS organisation codes."""
    table = read(shared, "organisations/nhs_trusts_england.csv").filter(pl.col("ICB_Code").is_in(boards)).sort("Trust_ODS_Code")
    wanted = table.select("Trust_ODS_Code", "Trust_Name", "ICB_Code", "Open_date", "Close_date")
    return [
        (code, name, "nhs trust", board, "", _day(opened), _day_after(_day(closed)), "")
        for code, name, board, opened, closed in wanted.iter_rows()
    ]


def surgeries_and_networks(shared: Path) -> list[Row]:
    """GP surgeries and the primary care networks they belong to in mid-2022. A surgery in no network hangs on its commissioner."""
    networks = read(shared, "organisations/pcn_details_wyh.csv").sort("PCN Code")
    rows: list[Row] = [
        (code, _as_a_name(name), "primary care network", commissioner, "", _day(opened), _day_after(_day(closed)), "")
        for code, name, commissioner, opened, closed in networks.select(
            "PCN Code", "PCN Name", "Current Clinical Commissioning Group Code", "Open Date", "Close Date"
        ).iter_rows()
    ]
    members = read(shared, "organisations/pcn_core_partners_wyh.csv").filter(
        pl.col("Practice to PCN Relationship End Date").is_null() | (pl.col("Practice to PCN Relationship End Date") == "")
    )
    network_of = dict(members.sort("PCN Code").select("Partner Organisation Code", "PCN Code").iter_rows())
    known = {row[0] for row in rows}
    surgeries = read(shared, "organisations/gp_practices_epraccur_wyh.csv.gz").filter(pl.col("prescribing_setting") == GP_SURGERY)
    wanted = surgeries.select("code", "name", "commissioner", "open_date", "close_date").sort("code")
    for code, name, commissioner, opened, closed in wanted.iter_rows():
        network = network_of.get(code, "")
        parent = network if network in known else commissioner
        rows.append((code, _as_a_name(name), "gp surgery", parent, "", _day(opened), _day_after(_day(closed)), ""))
    return rows


def _day(text: str | None) -> date | None:
    """A day written as 20180401 (or 20180401.0, as spreadsheets leave it)."""
    return date.fromisoformat(text.removesuffix(".0")) if text else None


def _day_after(last: date | None) -> date | None:
    """The register gives the last day a body was open; ours is the first day without it."""
    return last and date.fromordinal(last.toordinal() + 1)


def _as_a_name(shouted: str) -> str:
    """Published in capitals; shown as a name: "NHS WAKEFIELD CCG" -> "NHS Wakefield CCG"."""
    kept = {"NHS", "CCG", "PCN", "PCT", "BD4+", "WACA", "LS25", "LS26"}
    lower = {"AND", "OF", "THE"}
    words = [word if word in kept else word.lower() if word in lower else word.capitalize() for word in shouted.split()]
    return " ".join(words)
