"""Which face has which letter, and what stands for a letter that none of ours has.

reportlab neither looks for another face nor joins Arabic letters, so both are done here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final
from xml.sax.saxutils import escape

import arabic_reshaper
from bidi import get_display
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from workbench.briefings.prose import legal
from workbench.briefings.writers.scripts import has_rtl, runs_from_right
from workbench.paths import resource

MAIN: Final = "LiberationSans"
BOLD: Final = "LiberationSans-Bold"
_OURS: Final = {
    MAIN: "fonts/LiberationSans-Regular.ttf",
    BOLD: "fonts/LiberationSans-Bold.ttf",
}
OTHERS: Final = {  # in the order in which they are asked
    "DejaVuSans": "fonts/DejaVuSans.ttf",
    "DroidSansFallback": "fonts/DroidSansFallbackFull.ttf",
    "NotoEmoji": "fonts/NotoEmoji-Regular.ttf",
}
_SPACES: Final = "\t\n\r "
_JOINS: Final = "\u200d\ufe0e\ufe0f"


@cache
def install() -> None:
    """Make our faces known to reportlab, once in a process."""
    for name, path in {**_OURS, **OTHERS}.items():
        pdfmetrics.registerFont(TTFont(name, str(resource(path))))


@cache
def face_of(letter: str) -> str:
    """The face that a letter is set in: the main one, another, or "" where none has it."""
    if letter in _SPACES or ord(letter) in _has(MAIN):
        return MAIN
    return next((name for name in OTHERS if ord(letter) in _has(name)), "")


@cache
def _has(name: str) -> Any:
    install()
    return pdfmetrics.getFont(name).face.charToGlyph


def plain(text: str) -> str:
    """A text in letters that we have: others by a like letter, or by what they are called.

    Marks that only change how the letter before them looks, such as the tone of a face, go.
    """
    made = legal(text)
    if made.isascii():
        return made
    return "".join(_told(letters, lacks=lacks) for lacks, letters in _groups(made))


def lacking(text: str) -> str:
    """The letters of a text that no face has and no like letter stands for, each once."""
    return "".join(
        dict.fromkeys(one for lacks, part in _groups(legal(text)) if lacks for one in part)
    )


def _groups(text: str) -> Iterator[tuple[bool, str]]:
    """Letters that we have, and those that we lack with the marks on them."""
    lacks, told = False, []
    for letter in text:
        if not unicodedata.category(letter).startswith("M"):
            lacks = not face_of(letter) and _like(letter) is None
        told.append((lacks, letter))
    for which, letters in groupby(told, key=itemgetter(0)):
        yield which, "".join(letter for _, letter in letters)


def _varies(letter: str) -> bool:
    """Whether a letter only says how the one before it looks, or that two are drawn as one."""
    return letter in _JOINS or "\U0001f3fb" <= letter <= "\U0001f3ff"


def _like(letter: str) -> str | None:
    """What can stand for a letter that we lack; nothing for one that is not seen."""
    if _varies(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return ""
    like = unicodedata.normalize("NFKC", letter)
    return like if like != letter and all(map(face_of, like)) else None


def _told(letters: str, *, lacks: bool) -> str:
    if not lacks:
        return "".join(
            "" if _varies(one) else one if face_of(one) else _like(one) or "" for one in letters
        )
    names = [unicodedata.name(one, f"U+{ord(one):04X}") for one in letters]
    if len(letters) == 1:
        return f"[{names[0] if names[0].startswith('U+') else names[0].lower()}]"
    scripts = tuple(dict.fromkeys(name.split()[0].capitalize() for name in names))
    what = " and ".join(scripts) if len(scripts) <= 2 else "several scripts"
    return f"[{len(letters)} letters: {what}]"


def runs(text: str) -> list[tuple[str, str]]:
    """The text in pieces, each with the face that has its letters."""
    return [(face, "".join(letters)) for face, letters in groupby(plain(text), key=face_of)]


def width(text: str, size: float, main: str = MAIN) -> float:
    """How wide a text is, in points."""
    return sum(
        float(pdfmetrics.stringWidth(letters, main if face == MAIN else face, size))
        for face, letters in runs(text)
    )


def markup(text: str) -> str:
    """The text in reportlab's own markup, each letter in a face that has it."""
    return "".join(
        escape(letters) if face == MAIN else f'<font face="{face}">{escape(letters)}</font>'
        for face, letters in runs(text)
    )


def visual(text: str) -> str:
    """One line of a text that runs from the right as it is drawn: letters joined, left to right."""
    base = "R" if runs_from_right(text) else "L"
    return str(get_display(arabic_reshaper.reshape(text), base_dir=base))


def seen(text: str) -> str:
    """A text of one line as it is drawn."""
    return visual(plain(text)) if has_rtl(text) else text


def lines(text: str, room: float, size: float) -> list[str]:
    """A text that runs from the right in lines that fit, each as it is drawn."""
    made: list[str] = []
    for part in plain(text).split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}".strip()
            if line and width(visual(longer), size) > room:
                made.append(line)
                longer = word
            line = longer
        made.append(line)
    return [visual(line) for line in made]
