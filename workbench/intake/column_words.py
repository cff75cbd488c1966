"""What columns are usually called, by role, the surest name first."""

from __future__ import annotations

import re
from typing import Final

from workbench.domain.data import Role

_WHEN: Final = r"date|time|datetime|day|of|on|at|the|when|local|utc|gmt"
_WHAT: Final = (
    r"committed|occurred|occurrence|offence|incident|event|crime|commission|happened|accident"
    r"|collision"
)
_FIRST: Final = r"start|from|first|earliest|between"
_LAST: Final = r"end|to|last|latest"
_TOLD: Final = (
    r"reported|missing|opened|created|recorded|received|logged|entered|raised|notified|registered"
    r"|submitted|requested"
)
_NO_START: Final = r"(birth|dob|printed|run|modified|updated|review|expiry|expires)"
_GRID: Final = r"(?:grid|os|osgr|osgb|gr|geo|map|geocode|bng)(?: ref(?:erence)?)?"
_COORD: Final = r"(?:coord(?:inate)?s?)"


def _some_of(told: str, beside: str) -> str:
    """Names made of some words alone, one of those that tell among them."""
    return rf"(?=.*\b(?:{told})\b)(?:(?:{told}|{beside})(?: |$))+"


_NAMES: Final[tuple[tuple[Role, tuple[str, ...]], ...]] = (
    (Role.LATITUDE, (r"lat(itude)?", r".* lat(itude)?", r"lat(itude)? .*")),
    (Role.LONGITUDE, (r"lon(g|gitude)?|lng", r".* (lon(g|gitude)?|lng)", r"longitude .*")),
    (
        Role.EASTING,
        (
            r"eastings?",
            r".*\beastings?\b.*",
            rf"(\w+ )?{_GRID} (e|x|east)( {_COORD})?",
            rf"({_COORD}|point|location) (e|x|east)|east|e|itm x",
            rf"(\w+ )?x( {_COORD})?",
        ),
    ),
    (
        Role.NORTHING,
        (
            r"northings?",
            r".*\bnorthings?\b.*",
            rf"(\w+ )?{_GRID} (n|y|north)( {_COORD})?",
            rf"({_COORD}|point|location) (n|y|north)|north|n|itm y",
            rf"(\w+ )?y( {_COORD})?",
        ),
    ),
    (
        Role.START,
        (
            _some_of(_FIRST, f"{_WHEN}|{_WHAT}"),
            _some_of(_WHAT, _WHEN),
            _some_of(_TOLD, f"{_WHEN}|{_WHAT}|from|start"),
            r"date( ?time)?|month|datetime|week( (commencing|starting|beginning|of|start))?|w c",
            r"time period|(reporting )?period|(financial|academic|school|fiscal|calendar)? ?year"
            r"( ending)?|quarter",
            rf"(?!.*\b{_NO_START}\b).*(\bdate\b|\bmonth\b).*|event ?time|time ?stamp",
        ),
    ),
    (
        Role.END,
        (
            _some_of(_LAST, f"{_WHEN}|{_WHAT}"),
            r"and( date)?( time)?",
            _some_of("found|returned|located|discovered|return", _WHEN),
        ),
    ),
    (
        Role.TYPE,
        (
            r"crime type",
            r"(offen[cs]e|incident|crime|event|call|asb) (type|category|class|group|title|name"
            r"|description|kind)",
            r"(crime|offen[cs]e|incident) (code|cd) description|(crime|offen[cs]e) recorded",
            r"(initial|opening|closing|final) (type|code|category|class|classification)",
            r"(problem|nature)( type| of (call|incident|crime))?",
            r"object of search",
            r"offen[cs]e|crime|type|category|ho class|classification|kind",
            r"off (description|desc|type|title|category|class)",
            r"(offen[cs]e|type|crime) (?!.*\b(ref|reference|no|number|id|date|time|from|to)\b).*",
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
            r"(\w+ )?(occurrence|incident|offen[cs]e|investigation|log|case|event|episode|report"
            r"|record|job|cad|dr|accident|collision|custody|arrest|complaint|referral|ticket|enquiry"
            r"|service request|fault|seizure|exhibit|call|stop|search|investigation)"
            r" (id|no|number|index|ref(erence)?( no| number)?)",
            r"(persistent|global) id|(unique )?(ref(erence)?( no| number)?|id|uid|urn|guid)",
        ),
    ),
    (
        Role.AREA,
        (
            r"lsoa( ?(11|21|2011|2021))?( ?(code|cd))?",
            r".*\blsoa\b.*|(\w+ )?data ?zone( code)?|.*\bsmall area\b.*",
            r"(oa|msoa|ward|gss|la|lad|area|output area|small area|census)( ?[0-9]*)? ?(code|cd)",
            r".*\b(oa|msoa|ward)\b.*",
        ),
    ),
    (
        Role.AREA_NAME,
        (
            r"lsoa( ?(11|21|2011|2021))? ?(name|nm)",
            r"(\w+ )?(ward|beat|borough|district|neighbourhood|area|npt|lpu|la|local authority"
            r"|sector|division|town|parish|locality|lpa|npa|bcu|precinct|zone|subdivision)"
            r"( name| nm)?",
            r"(beat|ward|sector|district|division|area|zone|precinct) (code|cd|no|number)",
        ),
    ),
    (Role.POSTCODE, (r"post ?code|pcd s?|post code .*|.* post ?code",)),
    (
        Role.PLACE,
        (
            r"(location|place|venue|premises|site|care ?home|home|school|street|hospital|shop"
            r"|store)( name| address)?",
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
# What is counted, where a column is called after it alone.
KINDS_COUNTED: Final = (
    r"\b(burglar(y|ies)|robber(y|ies)|thefts?|shoplifting|asb|anti social|violence|violent"
    r"|assaults?|damage|arson|drugs?|weapons?|fraud|sexual|stalking|harassment|hate|episodes|calls|arrests"
    r"|searches|stops|exclusions|suspensions|complaints|admissions|attendances|fires|injuries"
    r"|collisions|casualties|reports|referrals|detentions|males?|females?|persons"
    r"|individuals|children|missing|mon|tue|wed|thu|fri|sat|sun|(mon|tues|wednes|thurs|fri|satur"
    r"|sun)day|[0-2]?[0-9] ?[0-5][0-9])\b"
)
# What labels a row although it is a number.
LABELS_IN_NUMBERS: Final = (
    r"(\w+ )?(hour|age|day|week|month|quarter|band|grade|decile)( (no|number|group|band|of \w+))?"
)
NOT_COUNTS: Final = (
    r"(.* )?(id|code|cd|age|[cxy])|(\w+ )?year|(\w+ )?(hour|day|week|month|quarter)( (no|number))?"
    r"|.*\b(\w*pop(ulation)?|residents|rates?|percent(age)?s?|pct"
    r"|proportion"
    r"|average"
    r"|mean|median|scores?|rank|index|ratio|deciles?|quintiles?|density|per [0-9]+|cost|price"
    r"|income|expenditure|grants?|provision|hectares?)\b.*|(.* )?(no|number)"
)
LABELS: Final = (
    (
        Role.TYPE,
        r"\b(block|characteristic|breakdown|indicator|measure|topic|tactic|\w+ group|group|category"
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
WEAK_COUNTS: Final = r"values?|numbers?|figures?|no|amounts?|totals?|score"  # of anything
WEEKS: Final = r"(\w+ )?(week|wk)( no| number)?"
MONTHS: Final = r"(\w+ )?(month|mth|mm)( no| number)?"
DATE_PARTS: Final = {
    "year": r"(\w+ )?(year|yr|yyyy)",
    "month": MONTHS,
    "day": r"(\w+ )?(day|dd)( of month)?",
    "hour": r"(\w+ )?(hour|hr|hh)",
    "minute": r"(\w+ )?(minute|min|mi)s?",
}
YEARS: Final = r"(financial|academic|school|fiscal|calendar|reporting)? ?(year|yr|fy)"
QUARTERS: Final = r"(financial|fiscal|calendar)? ?(quarter|qtr|q)( no| number)?"
CLOCKS: Final = r".*\btimes?\b.*|.*\bhours?\b.*"
