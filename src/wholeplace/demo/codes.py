"""Codes that the records carry: NHS Data Dictionary values and ICD-10 without the dot.

Each list holds codes that the room of measures catches by its own, wider lists; none is taken from a real record.
"""

DIAGNOSES = {
    "other": (
        "A419", "N179", "R55X", "R074", "K359", "K802",
        "I639", "I214", "J22X", "R104", "K566", "N201", "F101", "T391", "R51X", "K922", "I269", "M545",
    ),
    "fall_injury": ("S720", "S525", "S060", "S422", "S320", "S099"),
    "fall": ("W010", "W060", "W100", "W180", "W190"),
    "chronic": ("J440", "J441", "I500", "I501", "J459", "E119", "E109", "I209", "G409", "I10X", "I489", "F03X", "D509"),
    "acute": ("N390", "L031", "J181", "K529", "J039", "N10X", "H669", "K047", "R560", "J111", "E869"),
    "late_care": ("R410", "N179", "A419", "J22X", "E871", "R55X", "R54X", "R32X"),
    "cancer": ("C349", "C509", "C61X", "C189", "C679", "C900"),
    "elective": ("M161", "M171", "K409", "N40X", "H259", "M512", "I340", "K801", "N812"),
    "day_case": ("K297", "H259", "D126", "K573", "M179", "N200", "H269", "K219", "R195", "J342"),
    "delivery": ("O800", "O829", "O700", "O721", "O480"),
    "antenatal": ("O139", "O479", "O209", "O260", "O368"),
    "baby": ("Z380", "P599", "P073"),
    "besides": ("I10X", "E119", "N183", "I489", "F03X", "J449", "Z864", "E785", "M179", "F329"),
}  # fmt: skip
CHEMOTHERAPY = "Z511"
DELIVERED = "Z370"
OPERATIONS = {"elective": ("W371", "W401", "T202", "M653", "C712", "J183"), "day_case": ("G451", "C712", "H221", "M459", "W903", "X723")}
SPECIALTIES = {
    "medical": ("300", "301", "320", "340", "430", "410"), "surgical": ("100", "101", "110", "502"), "children": ("420",),
    "mothers": ("501",), "babies": ("422",), "oncology": ("800", "370"),
}  # fmt: skip
EMERGENCY_METHODS = ("21", "22", "23", "24", "2D")
ELECTIVE_METHODS = ("11", "12", "13")
CARE_HOME_DESTINATIONS = ("54", "65", "85")
DELAY_REASONS = (
    ("Awaiting transport", "Awaiting medicines"),
    ("Awaiting home care start", "Awaiting equipment", "Awaiting assessment"),
    ("Awaiting rehabilitation bed", "Awaiting therapy decision"),
    ("Awaiting care home placement", "Awaiting funding decision", "Family choice"),
)
"""By pathway. Several may stand on one delay."""
