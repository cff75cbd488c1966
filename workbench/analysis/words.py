"""Numbers, dates and spans of months as a reader expects them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

MINUS = "\u2212"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MANIFOLD = 11.0  # a ratio of more than 1,000% more; a percentage says nothing beyond it
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def number(value: float, places: int = 0) -> str:
    """12,345 or -0.8, with a true minus sign and never a minus before nought."""
    text = f"{value:,.{places}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text.replace("-", MINUS)


def tick(value: float) -> str:
    """A number with no more decimals than it has."""
    return f"{value:,g}".replace("-", MINUS) if abs(value) < 1e6 else number(value)


def percent(share: float, places: int = 0) -> str:
    """0.39 as 39%."""
    return number(100 * share, places) + "%"


def share(part: float, whole: float, places: int = 0) -> str:
    """3 of 12 as 25%; a dash when there is no whole."""
    return percent(part / whole, places) if whole else "\u2013"


def signed(value: float, places: int = 0) -> str:
    """+12 or -12; 0 has no sign."""
    text = number(value, places)
    return "+" + text if value > 0 and text.strip("0.,") else text


def change(ratio: float) -> str:
    """0.61 as -39%, 1.2 as +20%, 1 as no change, 60 as 60 times as many."""
    if ratio > MANIFOLD:
        return f"{number(ratio)} times as many"
    text = percent(ratio - 1)
    return "no change" if text == "0%" else text if ratio < 1 else "+" + text


def fewer(ratio: float) -> str:
    """0.61 as 39% fewer, 1.2 as 20% more, 1 as no change, 60 as 60 times as many."""
    if ratio > MANIFOLD:
        return f"{number(ratio)} times as many"
    text = percent(abs(ratio - 1))
    return "no change" if text == "0%" else f"{text} {'fewer' if ratio < 1 else 'more'}"


def one_in(chance: float) -> str:
    """0.31 as about 1 in 3, 0.0004 as fewer than 1 in 1,000."""
    if chance < 0.001:
        return "fewer than 1 in 1,000"
    if chance > 0.55:
        return "more than half"
    return f"about 1 in {number(1 / chance)}"


def counted(count: int, one: str, many: str = "") -> str:
    """1 incident, 2 incidents, 12,345 incidents."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def small(count: int) -> str:
    """Up to ten as words, above as figures."""
    return SMALL[count] if 0 <= count < len(SMALL) else number(count)


def ordinal(place: int) -> str:
    """1st, 2nd, 13th, 1,021st."""
    last = 0 if 10 <= place % 100 <= 20 else place % 10
    return number(place) + {1: "st", 2: "nd", 3: "rd"}.get(last, "th")


def month(day: date) -> str:
    """Jan 2024."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def day_month(day: date) -> str:
    """3 Mar 2024."""
    return f"{day.day} {month(day)}"


def period(first: date, last: date) -> str:
    """Jan 2020 to Oct 2024."""
    return month(first) if month(first) == month(last) else f"{month(first)} to {month(last)}"


def days(first: date | None, last: date | None) -> str:
    """3 Mar 2023 to 4 Jan 2024; in words when no date is known."""
    if first is None or last is None:
        return "dates not known"
    return day_month(first) if first == last else f"{day_month(first)} to {day_month(last)}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """A, B and C."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def capital(words: str) -> str:
    """With a capital at the start."""
    return words[:1].upper() + words[1:]


def sentence(words: str) -> str:
    """With a capital at the start and a stop at the end."""
    text = words[:1].upper() + words[1:]
    return text if text.endswith((".", "?")) else text + "."
