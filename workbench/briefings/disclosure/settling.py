"""Putting a paper right as a person decided, and what still keeps it from going outside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from workbench.briefings.cards import table_block
from workbench.briefings.disclosure.checking import check, drawn_of
from workbench.briefings.disclosure.finding import (
    Decision,
    Finding,
    Settled,
    Severity,
    Where,
    decided,
)  # fmt: skip
from workbench.briefings.disclosure.grouping import grouped
from workbench.briefings.disclosure.telling import tally
from workbench.briefings.disclosure.walking import Path, Spot, cut, flat, rewritten
from workbench.briefings.disclosure.withholding import WITHHELD, whole, withheld
from workbench.briefings.document import (
    Block,
    Document,
    Picture,
    Table,
    Text,
)  # fmt: skip
from workbench.briefings.material import Material
from workbench.domain.audience import Audience

Gone = tuple[str, str]  # the label of a row, and what was withheld of it


def gate(findings: Iterable[Finding], settled: Settled, audience: Audience) -> tuple[Finding, ...]:
    """What keeps the paper from being made; nothing keeps a police paper."""
    if not audience.outside:
        return ()
    return tuple(
        each for each in findings
        if each.severity is Severity.STOP and decided(each, settled)[0] is None
    )  # fmt: skip


def stopped(findings: Iterable[Finding], below: int = 5) -> str:
    """Say it in one sentence: cannot be shared outside yet, 1 count below 5 and 1 name."""
    kinds = [each.kind for each in findings]
    if not kinds:
        return ""
    return f"This briefing cannot be shared outside yet: {tally(kinds, below)}."


def apply(document: Document, material: Material, settled: Settled) -> Document:
    """The paper with everything grouped or hidden as it was decided.

    A card that is left out is not there to begin with: ``Material.shown``.
    """
    findings = check(document, material)
    chosen = {each.key: decided(each, settled)[0] for each in findings}
    made = _hidden_texts(document, [f for f in findings if chosen[f.key] is Decision.HIDE])
    made, gone = _blocks(made, material, findings, chosen)
    return _not_told(made, gone)


def _hidden_texts(document: Document, findings: list[Finding]) -> Document:
    """Words that are to be hidden give way to what stands for them."""
    at: dict[tuple[int, Path], list[Where]] = {}
    for each in findings:
        for where in each.places:
            if where.path:
                at.setdefault((where.block, where.path), []).append(where)

    def change(spot: Spot) -> Text:
        text = spot.text
        places = at.get((spot.block, spot.path), [])
        for where in sorted(places, key=lambda place: place.start, reverse=True):
            text = cut(text, where.start, where.end, where.instead)
        return text

    return rewritten(document, change) if at else document


def _blocks(
    document: Document,
    material: Material,
    findings: tuple[Finding, ...],
    chosen: Mapping[str, Decision | None],
) -> tuple[Document, list[Gone]]:
    """Tables grouped or withheld, and pictures that give way to their table."""
    wanted = {
        each.where.block: chosen[each.key]
        for each in findings
        if not each.where.path and each.where.block >= 0
        and chosen[each.key] in (Decision.GROUP, Decision.HIDE)
    }  # fmt: skip
    tables = {block.card for block in document.blocks if isinstance(block, Table)}
    made: list[Block] = []
    gone: list[Gone] = []
    for index, block in enumerate(document.blocks):
        decision = wanted.get(index)
        if decision and isinstance(block, Table):
            made.append(_table(block, material.threshold, decision, gone))
        elif decision and isinstance(block, Picture):
            drawn = drawn_of(block.card, material)
            table = table_block(block.card, drawn) if drawn else None
            if table and block.card not in tables:
                made.append(_table(table, material.threshold, Decision.HIDE, gone))
        else:
            made.append(block)
    return replace(document, blocks=tuple(made)), gone


def _table(table: Table, below: int, decision: Decision, gone: list[Gone]) -> Table:
    together = grouped(table, below) if decision is Decision.GROUP else None
    hidden, cells = withheld(together or table, below)
    source = together or table
    gone += [(source.rows[row][0], held) for (row, _), held in cells.items()]
    if together:
        merged = {row for row in table.rows if row not in together.rows}
        gone += [(row[0], cell) for row in merged for cell in row[1:] if whole(cell)]
    return hidden


def _not_told(document: Document, gone: list[Gone]) -> Document:
    """A sentence that names a row and repeats what was withheld of it loses the number."""
    if not gone:
        return document
    patterns = [
        (label.lower(), re.compile(rf"(?<![\w.,]){re.escape(held)}(?![\w%]|[.,]\d)"))
        for label, held in dict.fromkeys(gone)
        if len(label) > 1
    ]

    def change(spot: Spot) -> Text:
        text, plain = spot.text, flat(spot.text)
        if "rows" in spot.path:
            return text
        places = [
            match.span()
            for start, end in _sentences(plain)
            for label, pattern in patterns
            if label in plain[start:end].lower()
            for match in pattern.finditer(plain, start, end)
        ]
        for start, end in sorted(set(places), reverse=True):
            text = cut(text, start, end, WITHHELD)
        return text

    return rewritten(document, change)


def _sentences(plain: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in re.finditer(r"[.!?;](?=\s|$)", plain)] or [len(plain)]
    ends = ends if ends[-1] == len(plain) else [*ends, len(plain)]
    return list(zip([0, *ends[:-1]], ends, strict=True))
