"""Method and data: what was counted, over which time, from where, and what was left out."""

from __future__ import annotations

from workbench.analysis import words
from workbench.briefings.document import Block, List, Paragraph, Strong, Table, Text
from workbench.briefings.material import Drawn, Material
from workbench.briefings.section import SectionKind

DASH = "\u2013"


def make(material: Material) -> tuple[Block, ...]:
    """One row for each result shown, how small numbers are treated, and in police papers how."""
    drawn = [(c.card.name, c.drawn) for c in material.shown if c.drawn and c.drawn.basis]
    drawn += [
        (c.assessment.name, d) for c in material.assessed for _, d in material.results(c) if d.basis
    ]
    if not drawn:
        return ()
    return (*_small(material), _table(drawn), *_working(material, drawn))


def _table(drawn: list[tuple[str, Drawn]]) -> Table:
    """A row for each result; a source that all share is said once, below."""
    sources = list(dict.fromkeys(each.basis.source for _, each in drawn if each.basis))
    rows = tuple(_row(name, each) for name, each in drawn)
    columns: tuple[str, ...] = ("Result", "Source", "Period", "n", "Left out")
    widths: tuple[int, ...] = (7, 6, 6, 3, 5)  # of 27, in which a million has room
    if len(sources) == 1:
        rows = tuple((row[0], *row[2:]) for row in rows)
        columns, widths = (columns[0], *columns[2:]), (8, 8, 3, 6)
    return Table(
        card="method",
        caption="What each result rests on",
        description=f"{len(rows)} results with their source, period, number and rows left out.",
        columns=columns,
        rows=rows,
        source=f"Source: {sources[0].rstrip('.')}." if len(sources) == 1 else "",
        widths=widths,
        numeric=(columns.index("n"),),
    )


def _row(name: str, drawn: Drawn) -> tuple[str, ...]:
    basis = drawn.basis
    assert basis is not None, "only results with a basis are listed"
    gone = "; ".join(f"{words.number(rows)} {why}" for why, rows in basis.left_out if rows)
    when = words.days(basis.first, basis.last)
    name += f" (only {basis.chosen})" if basis.chosen else ""
    return name, basis.source, when, words.number(basis.n), gone or "None"


def _small(material: Material) -> tuple[Block, ...]:
    if not material.outside:
        return ()
    least = material.threshold
    return (
        Paragraph(
            f"Counts below {words.small(least)} are not shown, nor are others that would give them"
            " away. No person is named, and places are not shown exactly."
        ),
    )


def _working(material: Material, drawn: list[tuple[str, Drawn]]) -> tuple[Block, ...]:
    if material.outside:
        return ()
    named: dict[tuple[str, ...], list[str]] = {}  # results of one question are worked out alike
    for name, each in drawn:
        if each.reading and each.reading.working:
            named.setdefault(each.reading.working, []).append(name)
    items: list[Text] = [
        (Strong(f"{words.sentence('; '.join(names))} "), " ".join(map(words.sentence, working)))
        for working, names in named.items()
    ]
    return (List(tuple(items)),) if items else ()


KIND = SectionKind(
    "method", "Method and data", make, "It fills when a card or assessment is shown."
)
