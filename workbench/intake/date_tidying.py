"""Dates dressed in words, blanks and zones of programs become dates as they are usually written.

"10:15, Thu 30 November 2017", "01 / 01 / 2024", "Mon Jan 01 10:15:00 GMT 2024", "the 3rd of March
2024" and "/Date(1704067200000)/" all hold one date each, in an order of their own.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_DAY_NAME: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_BARE_CLOCK: Final = r"^(?:1899-12-3[01]|1900-01-0[01]|1904-01-01)(?:[T ]|$)"  # of a workbook
_CHANGES: Final = (
    (r"\s+", " "),
    (r"^/Date\(([0-9]{10,13})(?:[+-][0-9]{4})?\)/$", "$1"),
    # Java and C: Mon Jan 01 10:15:00 GMT 2024.
    (
        r"(?i)^(?:[a-z]{3} )?([a-z]{3} ?[0-9]{1,2}) ([0-9]{1,2}:[0-9:]{2,5})( [a-z]{3,4})? "
        r"([0-9]{4})$",
        "$1 $4 $2$3",
    ),
    # The time first: 10:15, Thu 30 November 2017.
    (
        r"(?i)^([0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})? ?(?:[ap]\.?m\.?)?)(?: ?(?:hrs?|hours|h))?"
        rf",? ?(?:on )?(?:the )?((?:{_DAY_NAME}\.?,? |[0-9]{{1,2}} ?[/-]|[0-9]{{4}}[/.-]"
        r"|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}$|[0-9]{1,2}(?:st|nd|rd|th)? ?[a-z]{3}"
        r"|[a-z]{3,9} [0-9]).*)$",
        "$2 $1",
    ),
    (rf"(?i)^{_DAY_NAME}\.?,? (?:the )?([0-9].*)$", "$1"),
    (rf"(?i)^([0-9].*)[ ,]\(?{_DAY_NAME}\.?\)?,?( .*)?$", "$1$2"),
    (r"(?i)^(?:the )?([0-9]{1,2})(?:st|nd|rd|th)? of ", "$1 "),
    (r"^([0-9]{1,4}) ?([/.-]) ?([0-9]{1,2}) ?[/.-] ?([0-9]{1,4})(\b|$)", "${1}${2}${3}${2}${4}"),
    # GMT+0000 (Greenwich Mean Time), GMT, BST, +01.
    (r"(?i) ?(?:GMT|UTC)([+-][0-9]{2}:?[0-9]{2})(?: \(.*\))?$", "$1"),
    (r"(?i) (?:GMT|UTC|WET)$", "Z"),
    (r"(?i) BST$", "+01:00"),
    (r"([0-9]:[0-9]{2}(?:\.[0-9]+)?) ?([+-][0-9]{2})$", "$1$2:00"),
)


def tidied(text: pl.Expr) -> pl.Expr:
    """Cells as dates are usually written; a bare time of a workbook is no date, so null."""
    plain = text.str.strip_chars()
    for pattern, instead in _CHANGES:
        plain = plain.str.replace_all(pattern, instead)
    return pl.when(~plain.str.contains(_BARE_CLOCK)).then(plain.str.strip_chars(" ,"))
