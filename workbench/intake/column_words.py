"""What columns are usually called, by role, the surest name first."""

from __future__ import annotations

import re
from typing import Final

from workbench.domain.data import Role

_NAMES: Final[tuple[tuple[Role, tuple[str, ...]], ...]] = (
    (Role.LATITUDE, (r"lat(itude)?", r".* lat(itude)?", r"lat(itude)? .*")),
    (Role.LONGITUDE, (r"lon(g|gitude)?|lng", r".* (lon(g|gitude)?|lng)", r"longitude .*")),
    (Role.EASTING, (r"eastings?", r".*\beastings?\b.*", r"(\w+ )?x( coord(inate)?s?)?")),
    (Role.NORTHING, (r"northings?", r".*\bnorthings?\b.*", r"(\w+ )?y( coord(inate)?s?)?")),
    (
        Role.START,
        (
            r"(date |datetime )?(committed|occurred|offence|incident|event) ?(date |time )*"
            r"(from|start|first)( date| datetime)?",
            r"(from|start|earliest)( date)?( time)?",
            r"date (time )?(from|start)",
            r"(date of )?(offen[cs]e|incident|occurrence|event|crime|committed)( date)?( ?time)?"
            r"( on)?",
            r"date( time)?( of)? (offen[cs]e|incident|occurrence|event|committed)",
            r"(date |time )?(reported|missing|opened|created|recorded|received|logged)"
            r"( date| datetime| on| from| time)*",
            r"date( ?time)?|month|datetime|week",
            r"time period|(reporting )?period|(financial|academic|school|fiscal|calendar)? ?year"
            r"( ending)?|quarter",
            r".*\bdate\b.*|.*\bmonth\b.*|event ?time|time ?stamp",
        ),
    ),
    (
        Role.END,
        (
            r"(date |datetime )?(committed|occurred|offence|incident|event) ?(date |time )*"
            r"(to|end|last)( date| datetime)?",
            r"(to|end|latest)( date)?( time)?",
            r"date (time )?(to|end)",
            r"(date |time )?(found|returned|located)( date| datetime| time)*",
        ),
    ),
    (
        Role.TYPE,
        (
            r"crime type",
            r"(offen[cs]e|incident|crime|event|call|asb) (type|category|class|group|title|name"
            r"|description|kind)",
            r"(initial|closing|final) (type|code|category)",
            r"object of search",
            r"offen[cs]e|crime|type|category|ho class|classification|kind",
            r"(offen[cs]e|type|crime) .*",
            r"(?!location|place|premises|outcome|area).* (type|category)",
            r"description",
        ),
    ),
    (
        Role.OUTCOME,
        (
            r"last outcome category|outcome( type| category| description)?",
            r"disposal|result|status|closing code.*|outcome .*",
        ),
    ),
    (
        Role.PERSON,
        (
            r"(person|child|nominal|victim|offender|suspect|detainee|misper|young person|subject)"
            r"s? (ref(erence)?|id|code|no|number|urn)",
            r"(nominal|person|child)",
        ),
    ),
    (
        Role.REFERENCE,
        (
            r"crime (id|no|number|ref(erence)?( no| number)?)",
            r"(occurrence|incident|offen[cs]e|investigation|log|case|event|episode|report|record"
            r"|job|cad) (id|no|number|ref(erence)?( no| number)?)",
            r"(unique )?(ref(erence)?( no| number)?|id|uid|urn|guid)",
        ),
    ),
    (
        Role.AREA,
        (
            r"lsoa( ?(11|21|2011|2021))?( ?(code|cd))?",
            r"(oa|msoa|ward|gss|la|lad|area|output area|small area|census)( ?[0-9]*)? ?(code|cd)",
        ),
    ),
    (
        Role.AREA_NAME,
        (
            r"lsoa( ?(11|21|2011|2021))? ?(name|nm)",
            r"(ward|beat|borough|district|neighbourhood|area|npt|lpu|la|local authority|sector"
            r"|division|town)( name| nm)?",
        ),
    ),
    (Role.POSTCODE, (r"post ?code|pcd s?|post code .*|.* post ?code",)),
    (
        Role.PLACE,
        (
            r"(location|place|venue|premises|site|care ?home|home|school|street|hospital|shop)"
            r"( name| address)?",
            r"hundred block|road|snap point|location (?!type|category|code).*|address",
            r".* (location|street|premises)",
        ),
    ),
    (Role.ADDRESS, (r"(location |full |street )?address( text)?",)),
    (
        Role.COUNT,
        (
            r"(crime |offence |incident )?counts?",
            r"(no|num|number|total|sum)( of)? (offen[cs]es|crimes|incidents|records|events|calls)",
            r"offences|crimes|incidents|cnt|freq(uency)?|number|value|headcount|figure|obs value",
        ),
    ),
)
# Made ready here, once, and not while somebody waits for a file.
NAMES: Final = tuple((role, tuple(map(re.compile, patterns))) for role, patterns in _NAMES)
FLAGS: Final = (
    r"treat(ed|ment)?|control|intervention|post|pre|after|before|period|phase|group|flag|time"
    r"|is .*|.* flag|\w*ban"
)
ROW_NUMBERS: Final = (
    r"(?i:column [0-9]+|x|index|unnamed.*|row( ?(no|number))?|(serial|line) ?(no|number))"
)
TOTALS: Final = r"(ttl|tot|total|sum|all)\b.*|.*\b(ttl|totals?)"
CODES: Final = r"(.* )?(id|code|cd|no|number|ref)"
COUNTED: Final = (
    r"\b(num(ber)?|no of|counts?|offences|crimes|incidents|cases|victims|people|times)\b"
)
NOT_COUNTS: Final = (
    r"(.* )?(id|code|cd|age|[cxy])|(\w+ )?year"
    r"|.*\b(\w*pop(ulation)?|residents|rates?|percent(age)?s?|pct"
    r"|proportion"
    r"|average"
    r"|mean|median|scores?|rank|index|ratio|deciles?|quintiles?|density|per [0-9]+|cost|price"
    r"|income|expenditure|grants?|provision|hectares?)\b.*|(.* )?(no|number)"
)
LABELS: Final = (
    (
        Role.TYPE,
        r"\b(characteristic|breakdown|indicator|measure|topic|tactic|\w+ group|group|category"
        r"|kind)\b",
        "it says what each row counts",
    ),
    (
        Role.AREA_NAME,
        r"\b(police force|force( name)?|force|region|authority|area|appropriate|borough|council"
        r"|geog n|country)\b",
        "it says where each row counts",
    ),
)
DATE_PARTS: Final = {
    "year": r"(\w+ )?(year|yr|yyyy)",
    "month": r"(\w+ )?(month|mth|mm)( no| number)?",
    "day": r"(\w+ )?(day|dd)( of month)?",
    "hour": r"(\w+ )?(hour|hr|hh)",
    "minute": r"(\w+ )?(minute|min|mi)s?",
}
YEARS: Final = r"(financial|academic|school|fiscal|calendar|reporting)? ?(year|yr|fy)"
QUARTERS: Final = r"(financial|fiscal|calendar)? ?(quarter|qtr|q)( no| number)?"
CLOCKS: Final = r".*\btimes?\b.*|.*\bhours?\b.*"
