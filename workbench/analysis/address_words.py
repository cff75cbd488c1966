"""What the words of an address are short for, and which of them tell one home from the next."""

from __future__ import annotations

from typing import Final

# Short form: full form. Each is a whole word, in capitals; an apostrophe has gone already.
SHORT: Final = {
    "RD": "ROAD", "AV": "AVENUE", "AVE": "AVENUE", "AVN": "AVENUE", "LN": "LANE", "DR": "DRIVE",
    "DRV": "DRIVE", "CL": "CLOSE", "CLO": "CLOSE", "CT": "COURT", "CRT": "COURT", "STR": "STREET",
    "CRES": "CRESCENT", "CRESC": "CRESCENT", "CR": "CRESCENT", "GDNS": "GARDENS",
    "GDN": "GARDEN", "GRO": "GROVE", "GRV": "GROVE", "GRN": "GREEN", "PL": "PLACE", "SQ": "SQUARE",
    "TER": "TERRACE", "TERR": "TERRACE", "TCE": "TERRACE", "PK": "PARK", "PDE": "PARADE",
    "WLK": "WALK", "WY": "WAY", "BLVD": "BOULEVARD", "MWS": "MEWS", "YD": "YARD", "HL": "HILL",
    "HTS": "HEIGHTS", "EST": "ESTATE", "IND": "INDUSTRIAL", "BUS": "BUSINESS", "MT": "MOUNT",
    "HSE": "HOUSE", "HO": "HOUSE", "BLDG": "BUILDING", "BLDGS": "BUILDINGS", "CTR": "CENTRE",
    "CNTR": "CENTRE", "CTRE": "CENTRE", "CENTER": "CENTRE", "COTT": "COTTAGE", "FM": "FARM",
    "SCH": "SCHOOL", "STN": "STATION", "HOSP": "HOSPITAL", "GT": "GREAT", "UPR": "UPPER",
    "LWR": "LOWER", "NTH": "NORTH", "STH": "SOUTH", "BK": "BLOCK", "BLK": "BLOCK", "FLT": "FLAT",
    "APT": "FLAT", "APPT": "FLAT", "APARTMENT": "FLAT", "MAISONETTE": "FLAT", "RM": "ROOM",
    "STE": "SUITE", "UN": "UNIT", "FLR": "FLOOR", "GFF": "GROUND FLOOR FLAT",
    "FFF": "FIRST FLOOR FLAT", "BSMT": "BASEMENT", "OPP": "OPPOSITE", "NR": "NEAR",
    "JCT": "JUNCTION", "JUNC": "JUNCTION", "ADJ": "ADJACENT",
}  # fmt: skip
ORDINALS: Final = {"1ST": "FIRST", "2ND": "SECOND", "3RD": "THIRD", "4TH": "FOURTH", "5TH": "FIFTH"}
SLASHED: Final = {r"\bO/S\b": "OUTSIDE", r"\bR/O\b": "REAR OF", r"\bJ/W\b": "JUNCTION WITH"}
STREETS: Final = (
    "STREET", "ROAD", "AVENUE", "LANE", "DRIVE", "CLOSE", "COURT", "CRESCENT", "GARDENS", "GROVE",
    "GREEN", "PLACE", "SQUARE", "TERRACE", "PARK", "PARADE", "WALK", "WAY", "BOULEVARD", "MEWS",
    "YARD", "HILL", "ROW", "RISE", "VIEW", "GATE",
)  # fmt: skip
# What comes before a letter or number that tells parts of one house or site apart.
PARTS: Final = (
    "ARCH", "BAY", "BEDSIT", "BLOCK", "CARAVAN", "FLAT", "FLOOR", "GARAGE", "KIOSK", "LEVEL", "LOT",
    "OFFICE", "PITCH", "PLOT", "ROOM", "SHOP", "STALL", "STUDIO", "SUITE", "UNIT", "WARD",
)  # fmt: skip
FLOORS: Final = (
    "BASEMENT", "LOWER GROUND", "GROUND", "FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "TOP",
    "UPPER", "LOWER", "MIDDLE", "ATTIC", "GARDEN", "REAR", "FRONT", "LEFT", "RIGHT",
)  # fmt: skip
# Other words that tell neighbours apart; and beside an address is not at it.
TELLING: Final = (
    "ABOVE", "ADJACENT", "BEHIND", "BELOW", "BETWEEN", "CORNER", "EAST", "FRONT", "GREAT", "INNER",
    "JUNCTION", "LITTLE", "LOWER", "NEAR", "NEW", "NORTH", "OLD", "OPPOSITE", "OUTER", "OUTSIDE",
    "REAR", "SIDE", "SOUTH", "TOP", "UPPER", "WEST",
)  # fmt: skip
