"""An evidence card as blocks: its words, its figure, its table, all from its one result."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from workbench.analysis import words
from workbench.analysis.kind import Basis, Cell, Column
from workbench.analysis.kind import Table as Rows
from workbench.briefings.document import (
    Block,
    Callout,
    Heading,
    Paragraph,
    Picture,
    Ref,
    Strong,
    Table,
    Text,
)
from workbench.briefings.material import CardContent, Drawn
from workbench.domain.evidence import CardKind

NOT_COUNTED = (
    "year", "hour", "rank", "week", "day", "age", "cumul", "running", "difference", "change",
    "easting", "northing", "months", "class",
)  # fmt: skip
DASH = "\u2013"
ROOM = 88  # letters of a table's text, with two beside each cell, across a page
_LEAST, _MOST = 3, 16  # letters that a column is wide; longer words are broken
_MONTH = re.compile(r"[A-Z][a-z]{2} \d{4}\b")


def cell(value: Cell, column: Column) -> str:
    """One value in words, rounded as its column says; nothing known is a dash."""
    if value is None:
        return DASH
    if isinstance(value, date):
        return words.day_month(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and column.percent:
        return words.percent(value, column.places or 0)
    if isinstance(value, int | float) and column.places is not None:
        return words.number(value, column.places)
    return str(value)


def counts(table: Rows) -> tuple[int, ...]:
    """The columns that hold counts of people or incidents."""
    return tuple(i for i, column in enumerate(table.columns) if _is_count(table, i, column))


def _is_count(table: Rows, index: int, column: Column) -> bool:
    if column.places != 0 or column.percent:
        return False
    if any(column.name.lower().startswith(word) for word in NOT_COUNTED):
        return False
    values = [row[index] for row in table.rows]
    return all(isinstance(v, int) or v is None or (isinstance(v, float) and v == round(v))
               for v in values) and any(v is not None for v in values)  # fmt: skip


def source_note(basis: Basis | None) -> str:
    """Source, period and number, which travel with every figure."""
    if basis is None:
        return ""
    source = basis.source.rstrip(".")
    when = words.days(basis.first, basis.last)
    source += f", only {basis.chosen}" if basis.chosen else ""
    note = f"Source: {source}, {when}, n = {words.number(basis.n)}."
    gone = [f"{words.number(rows)} {why}" for why, rows in basis.left_out if rows]
    return f"{note} Left out: {'; '.join(gone)}." if gone else note


def table_block(key: str, drawn: Drawn, most: int = 0, note: str = "") -> Table | None:
    """The rows of a result as a table; ``most`` cuts it and says so."""
    rows = drawn.table
    if rows is None or not rows.rows:
        return None
    body = rows.rows
    cut = bool(most) and len(body) > most
    if cut:
        body = body[:most]
        note = f"The first {most} of {len(rows.rows)} rows are shown. {note}".strip()
    cells = tuple(
        tuple(cell(value, column) for value, column in zip(row, rows.columns, strict=True))
        for row in body
    )
    names = tuple(column.name for column in rows.columns)
    kept = fitting(names, cells)
    if gone := [name for at, name in enumerate(names) if at not in kept]:
        what = (
            f"{len(gone)} of {len(names)} columns do not fit on the page ({gone[0]} to {gone[-1]})"
        )
        note = f"{note} {what}; the figure shows them.".strip()
        names = tuple(names[at] for at in kept)
        cells = tuple(tuple(row[at] for at in kept) for row in cells)
    figures = {i for i, c in enumerate(rows.columns) if c.places is not None or c.percent}
    counted = set(counts(rows))
    return Table(
        card=key,
        caption=rows.title,
        description=f"{rows.title}. {len(cells)} rows, with {words.listed(names)}.",
        columns=names,
        rows=cells,
        source=" ".join(part for part in (source_note(drawn.basis), note) if part),
        numeric=tuple(to for to, at in enumerate(kept) if at in figures),
        total=rows.total and not cut,
        counts=tuple(to for to, at in enumerate(kept) if at in counted),
    )


def fitting(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns for which a page has room, so that no number is broken.

    The first and the last always stay; of the others the first, but of months the last.
    """
    wide = [
        min(max(_LEAST, *(len(word) for cell in (name, *cells) for word in cell.split() or [""])),
                _MOST) + 2
        for name, *cells in zip(names, *rows, strict=True)
    ]  # fmt: skip
    if sum(wide) <= ROOM or len(names) < 4:
        return list(range(len(names)))
    inner = list(range(1, len(names) - 1))
    months = sum(bool(_MONTH.match(names[at])) for at in inner) * 2 > len(inner)
    kept, used = [0, len(names) - 1], wide[0] + wide[-1]
    for at in reversed(inner) if months else inner:
        if used + wide[at] > ROOM:
            break
        kept.append(at)
        used += wide[at]
    return sorted(kept)


def description(name: str, drawn: Drawn, told: str = "") -> str:
    """What a screen reader says of the picture: a person's words, else the finding and measure."""
    if told.strip():
        return told.strip()
    if drawn.reading is None:
        return f"Picture: {name}."
    reading = drawn.reading
    said = (reading.finding, reading.measure, *reading.sentences[:1])
    return " ".join(dict.fromkeys(words.sentence(part) for part in said if part))


def picture_block(key: str, name: str, drawn: Drawn, told: str = "") -> Picture | None:
    """The picture of a result; its caption says what it shows."""
    if not drawn.png:
        return None
    finding = drawn.reading.finding if drawn.reading else ""
    return Picture(
        card=key,
        caption=words.sentence(finding or name).rstrip("."),
        description=description(name, drawn, told),
        png=drawn.png,
        svg=drawn.svg,
        pdf=drawn.pdf,
        source=source_note(drawn.basis),
        width_mm=drawn.width_mm,
        height_mm=drawn.height_mm,
    )


def said(key: str, drawn: Drawn) -> list[Paragraph | Callout]:
    """The reading in prose, pointing at its figure or table, and the caveat that goes with it."""
    reading = drawn.reading
    if reading is None:
        return []
    told = [words.sentence(reading.finding)] if not drawn.png else []
    told += [words.sentence(s) for s in reading.sentences if s and s != reading.finding]
    here = drawn.png or (drawn.table and drawn.table.rows)
    parts: list[str | Strong | Ref] = [" ".join(told)]
    if here:
        parts += [" ", Ref(key), " shows it."] if told else [Ref(key), " shows it."]
    made: list[Paragraph | Callout] = [Paragraph(tuple(parts))] if told or here else []
    if reading.grave:
        made.append(Callout("Take care", words.sentence(reading.caveat)))
    elif reading.caveat:
        made.append(Paragraph((Strong("Take care. "), words.sentence(reading.caveat))))
    return made


def card_blocks(content: CardContent, rows: int, level: int = 2) -> tuple[Block, ...]:
    """A card under its own heading; a table longer than ``rows`` goes to the annex."""
    card, drawn = content.card, content.drawn
    head = Heading(card.name, level)
    if card.kind is CardKind.QUOTATION:
        quoted = _quoted(content)
        return (head, *quoted) if quoted else ()
    if drawn is None:
        return (head, Paragraph(words.sentence(card.text))) if card.text else ()
    picture = picture_block(content.key, card.name, drawn, card.alt_text)
    table = table_block(content.key, drawn, most=0 if picture else rows)
    if picture and table and len(table.rows) > rows:
        table = None
    shown = [block for block in (picture, table) if block is not None]
    notes = [Paragraph(card.text)] if card.text and card.kind is not CardKind.ANALYSIS else []
    made = (*said(content.key, drawn), *notes, *shown)
    return (head, *made) if made else ()


def _quoted(content: CardContent) -> tuple[Block, ...]:
    card = content.card
    words_said = card.text.strip().strip('\u201c\u201d"')
    if not words_said:
        return ()
    quoted: Text = f"\u201c{words_said}\u201d"
    source = (Paragraph(f"Source: {card.source}", "Source note"),) if card.source else ()
    return (Paragraph(quoted), *source)
