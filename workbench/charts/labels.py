"""Words beside the marks they name, kept from colliding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from workbench.analysis.kind import Event
from workbench.charts.page import Page
from workbench.charts.theme import INK, MUTED, Theme
from workbench.charts.words import shorten, width

Box = tuple[float, float, float, float]

LANES = 3  # of words above a time chart; with more, events become numbers
MOST_NAMED = 9  # events


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> NDArray[np.float64]:
    """Move positions the least (in squares) so that neighbours lie `gap` apart within low..high.

    Subtracting gap x rank turns the task into isotonic regression; equal blocks are pooled.
    """
    asked = np.asarray(wanted, float)
    order = np.argsort(asked, kind="stable")
    steps = gap * np.arange(len(asked))
    blocks: list[list[float]] = []
    for value in asked[order] - steps:
        blocks.append([value])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    pooled = np.concatenate([np.full(len(block), np.mean(block)) for block in blocks])
    placed = np.empty_like(asked)
    placed[order] = np.clip(pooled, low, max(low, high - steps[-1])) + steps
    return placed


@dataclass(frozen=True)
class EndLabel:
    """Words to the right of the end of a line."""

    y: float
    text: str
    colour: str = INK
    bold: bool = False


def end_labels(page: Page, axes: Axes, x: float, labels: Sequence[EndLabel]) -> None:
    """Write labels beside x in the right margin; a thin line joins each that had to move."""
    ends = [page.points(axes, x, label.y) for label in labels]
    gap = page.theme.leading
    if not ends:
        return
    placed = spread([y for _, y in ends], gap, page.bottom, page.top)
    for label, (across, up), y in zip(labels, ends, placed, strict=True):
        page.text(across + 12, y, label.text, label.bold, color=label.colour, va="center")
        line = {
            "arrowstyle": "-",
            "color": MUTED,
            "lw": page.theme.thin,
            "shrinkA": 0,
            "shrinkB": 0,
        }
        axes.annotate("", (x, label.y), (10, y - up), arrowprops=line, textcoords="offset points")


@dataclass(frozen=True)
class Lanes:
    """Where each event's words go above a time chart, worked out before the axes are made."""

    events: tuple[Event, ...]
    lanes: tuple[int, ...]
    texts: tuple[str, ...]
    flipped: tuple[bool, ...]  # empty: the texts are numbers, centred on their lines
    height: float

    def draw(self, page: Page, axes: Axes) -> None:
        """A fine line at each day, from the axis up to its words; numbered ones a short mark."""
        foot, top = page.points(axes, axes.get_xlim()[0], axes.get_ylim()[1])[1], page.top
        for index, (event, lane, text) in enumerate(
            zip(self.events, self.lanes, self.texts, strict=True)
        ):
            day = event.day.toordinal()
            y = top - page.theme.leading * lane - page.theme.text
            reach = 1 + (y - 2 - foot) / (foot - page.points(axes, day, axes.get_ylim()[0])[1])
            start = 0.0 if self.flipped else 0.97
            axes.plot([day, day], [start, reach], color=MUTED, lw=page.theme.thin, clip_on=False,
                      transform=axes.get_xaxis_transform(), zorder=1.5)  # fmt: skip
            across = page.points(axes, day, 0)[0]
            if not self.flipped:
                page.text(across, y, text, ha="center", halo=True)
            elif self.flipped[index]:
                page.text(across - 2, y, text, ha="right")
            else:
                page.text(across + 2, y, text)


def plan_events(
    events: Sequence[Event],
    theme: Theme,
    limits: tuple[float, float],
    left: float,
    right: float,
    most: int = LANES,
) -> Lanes:
    """Give each event a lane where its words fit; too many and they become numbers for a table.

    Words go to the right of their line; where they do not fit they are tried to the left, and then
    shorter. ``most`` is how many lanes there is the height for.
    """
    shown = sorted((e for e in events if limits[0] <= e.day.toordinal() <= limits[1]), key=_day)
    for part, leftwards in product((0.45, 0.28), (False, True)):
        if len(shown) > MOST_NAMED:
            break
        texts = [shorten(event.words, theme, (right - left) * part) for event in shown]
        room = _Room(theme, limits, left, right, leftwards, most)
        if _fits(shown, texts, room):
            texts = _lengthened(shown, texts, room)
            lanes, flipped = _lanes(shown, texts, room)
            height = theme.leading * (max(lanes) + 1) if lanes else 0.0
            return Lanes(tuple(shown), tuple(lanes), tuple(texts), tuple(flipped), height)
    figures = _numbers(shown, theme, limits, left, right)
    return Lanes(tuple(shown), (0,) * len(shown), figures, (), theme.leading)


def _fits(events: Sequence[Event], texts: Sequence[str], room: _Room) -> bool:
    """Whether the words stay within the lanes, and between the edges on one side of their line."""
    lanes, flipped = _lanes(events, texts, room)
    ends = []
    for event, text, left in zip(events, texts, flipped, strict=True):
        x, long = room.at(event.day), width(text, room.theme)
        ends.append(x - long - 4 > room.left if left else x + long + 4 <= room.right)
    return max(lanes, default=0) < room.most and all(ends)


def _lengthened(events: Sequence[Event], texts: Sequence[str], room: _Room) -> list[str]:
    """Words that were cut, as long again as there is room for beside the others."""
    given = list(texts)
    for at, part in product(range(len(given)), (1.0, 0.7, 0.45)):
        if given[at] == events[at].words:
            continue
        longer = shorten(events[at].words, room.theme, (room.right - room.left) * part)
        tried = [*given[:at], longer, *given[at + 1 :]]
        if len(longer) > len(given[at]) and _fits(events, tried, room):
            given = tried
    return given


def _numbers(
    events: Sequence[Event], theme: Theme, limits: tuple[float, float], left: float, right: float
) -> tuple[str, ...]:
    """A number over each line where there is room for it, in the order of the table of actions."""
    texts: list[str] = []
    end = -np.inf
    for index, event in enumerate(events):
        share = (event.day.toordinal() - limits[0]) / max(1, limits[1] - limits[0])
        x, half = left + share * (right - left), width(str(index + 1), theme) / 2
        texts.append(str(index + 1) if x - half > end + 3 else "")
        end = x + half if texts[-1] else end
    return tuple(texts)


def _day(event: Event) -> date:
    return event.day


@dataclass(frozen=True)
class _Room:
    """Where the days lie on the sheet, and which way words go first."""

    theme: Theme
    limits: tuple[float, float]
    left: float
    right: float
    leftwards: bool
    most: int

    def at(self, day: date) -> float:
        """The place of a day, in points."""
        share = (day.toordinal() - self.limits[0]) / max(1, self.limits[1] - self.limits[0])
        return self.left + share * (self.right - self.left)

    def flips(self, x: float, long: float) -> bool:
        """Whether words of this length go to the left of their line."""
        if self.leftwards:
            return x - long - 4 > self.left
        return x + long + 4 > self.right


def _lanes(
    events: Sequence[Event], texts: Sequence[str], room: _Room
) -> tuple[list[int], list[bool]]:
    """The lane of each event, from the top, and whether its words go to the left."""
    taken: list[tuple[int, float, float, float]] = []
    lanes, flipped = [], []
    # Lines reach up to their lane: with words to the right the later events must go lower, with
    # words to the left the earlier ones.
    order = range(len(events))[:: -1 if room.leftwards else 1]
    for index in order:
        x, long = room.at(events[index].day), width(texts[index], room.theme)
        flip = room.flips(x, long)
        start, end = (x - long - 2, x + 4) if flip else (x - 1, x + long + 8)
        lane = 0
        # Words must not meet words in their lane, nor be cut by a line going up to a higher one.
        while lane < room.most and any(
            (at == lane and start < b and end > a)
            or (at > lane and a < x < b)
            or (at < lane and start < there < end)
            for at, a, b, there in taken
        ):
            lane += 1
        taken.append((lane, start, end, x))
        lanes.append(lane)
        flipped.append(flip)
    step = -1 if room.leftwards else 1
    return lanes[::step], flipped[::step]


def place(
    page: Page, axes: Axes, spots: Sequence[tuple[float, float, str]], marks: NDArray[np.float64]
) -> list[str]:
    """Name points beside them, most important first; returns the names that found no room."""
    theme = page.theme
    boxes: list[Box] = []
    left_out: list[str] = []
    dots = axes.transData.transform(marks) * 72 / page.figure.dpi
    low = page.points(axes, axes.get_xlim()[0], axes.get_ylim()[0])
    high = page.points(axes, axes.get_xlim()[1], axes.get_ylim()[1])
    for x, y, text in spots:
        px, py = page.points(axes, x, y)
        long, tall = width(text, theme), theme.text
        for side, lift in product((1, -1, 0), (0, 1, -1, 2, -2)):
            a = px + side * 6 - (long if side < 0 else long / 2 if side == 0 else 0)
            b = py - tall / 2 + lift * tall * 0.9
            box = (a - 2, b - 1, a + long + 2, b + tall + 1)
            inside = (
                low[0] <= box[0] and box[2] <= high[0] and low[1] <= box[1] and box[3] <= high[1]
            )
            if side == 0 and abs(lift) < 1:
                continue
            if inside and not _hits(box, boxes, dots):
                boxes.append(box)
                page.text(a, b + tall * 0.15, text, halo=True)
                break
        else:
            left_out.append(text)
    return left_out


def _hits(box: Box, boxes: Sequence[Box], dots: NDArray[np.float64]) -> bool:
    left, low, right, high = box
    inside = (dots[:, 0] > left) & (dots[:, 0] < right) & (dots[:, 1] > low) & (dots[:, 1] < high)
    return bool(inside.any()) or any(
        left < other[2] and right > other[0] and low < other[3] and high > other[1]
        for other in boxes
    )
