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
# Words that end the name of a street and seldom that of a house or a town.
SURE_STREETS: Final = frozenset(
    {
        "STREET", "ROAD", "AVENUE", "LANE", "DRIVE", "CLOSE", "CRESCENT", "TERRACE", "BOULEVARD",
        "MEWS", "PARADE", "WALK", "WAY", "ROW", "SQUARE", "PLACE", "GARDENS", "PROMENADE",
        "ESPLANADE", "EMBANKMENT", "BYPASS", "ALLEY", "PASSAGE", "CIRCUS", "HIGHWAY", "CAUSEWAY",
        "BROADWAY", "WYND", "CHARE", "FOOTPATH", "ROUNDABOUT",
    }
)  # fmt: skip
# Words that end the name of a street, and as often that of a house, a block of flats or a town.
UNSURE_STREETS: Final = frozenset(
    {
        *STREETS, "ACRE", "APPROACH", "BANK", "BRIDGE", "BROW", "CHASE", "COMMON", "COPSE", "CROFT",
        "CROSS", "DALE", "DENE", "DELL", "DRIVEWAY", "END", "FIELD", "FIELDS", "FOLD", "GARDEN",
        "GARTH", "GLADE", "GLEN", "HEATH", "HEIGHTS", "HOLLOW", "KNOLL", "LAWN", "LEA", "LEAS",
        "LINK", "LOAN", "MALL", "MARKET", "MEAD", "MEADOW", "MEADOWS", "MOUNT", "NOOK", "OVAL",
        "PADDOCK", "PATH", "QUAY", "QUAYSIDE", "RIDGE", "RIDING", "STRAND", "VALE", "VILLAS",
        "WHARF", "WOOD",
    }
) - SURE_STREETS  # fmt: skip
# Words that end the name of a building or of a part of it.
BUILDINGS: Final = frozenset(
    {
        "ACADEMY", "ANNEXE", "ARCADE", "ARMS", "BAKERY", "BARN", "BASEMENT", "BUILDING",
        "BUILDINGS", "BUNGALOW", "CAFE", "CARAVAN", "CENTRE", "CHALET", "CHAPEL", "CHURCH",
        "CLINIC", "CLUB", "COLLEGE", "COTTAGE", "COTTAGES", "DEPOT", "FARM", "FARMHOUSE", "FLAT",
        "FLATS", "FLOOR", "GARAGE", "GRANGE", "HALL", "HOME", "HOSPITAL", "HOSTEL", "HOTEL",
        "HOUSE", "HOUSES", "INN", "LIBRARY", "LODGE", "MAISONETTE", "MANOR", "MANSION", "MANSIONS",
        "NURSERY", "OFFICE", "OFFICES", "PARSONAGE", "PHARMACY", "PRIORY", "PUB", "RECTORY",
        "RESTAURANT", "SCHOOL", "SHOP", "STABLES", "STATION", "STORE", "STORES", "STUDIO",
        "SUPERMARKET", "SURGERY", "TAVERN", "TOWER", "TOWERS", "VICARAGE", "VILLA", "WAREHOUSE",
        "WORKS",
    }
)  # fmt: skip
# Words after which comes what a spot lies beside; "rear of" and the like need their "of".
BESIDE: Final = frozenset(
    {
        "ABOVE", "ADJACENT", "AT", "BEHIND", "BELOW", "BESIDE", "BETWEEN", "BY", "FROM", "JUNCTION",
        "NEAR", "OPPOSITE", "OUTSIDE", "OVER", "TO", "WITH",
    }
)  # fmt: skip
SIDES: Final = frozenset(
    {
        "BACK", "BEHIND", "BOTTOM", "CORNER", "END", "ENTRANCE", "FRONT", "JUNCTION", "MIDDLE",
        "OPPOSITE", "OUTSIDE", "PART", "REAR", "SIDE", "TOP",
    }
)  # fmt: skip
FIGURES: Final = frozenset(
    {
        "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN",
        "TWELVE", "THIRTEEN", "FOURTEEN", "FIFTEEN", "SIXTEEN", "SEVENTEEN", "EIGHTEEN",
        "NINETEEN", "TWENTY",
    }
)  # fmt: skip
