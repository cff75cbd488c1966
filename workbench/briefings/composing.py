"""Composing: preset, audience and problem become one document, and an outline of it."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.analysis import words
from workbench.briefings.cards import card_blocks
from workbench.briefings.document import (
    Asks,
    Block,
    Callout,
    Document,
    Heading,
    KeyMessages,
    List,
    PageBreak,
    Paragraph,
)  # fmt: skip
from workbench.briefings.material import Material
from workbench.briefings.presets import Preset, PresetSection, preset
from workbench.briefings.prose import bold, plain, typed, words_in
from workbench.briefings.section import SectionKind, kinds


@dataclass(frozen=True)
class Outlined:
    """A section as the author sees it: where it is, how long, and what it lacks."""

    key: str
    title: str
    first: int  # index of its first block; where it would be, when it is empty
    blocks: int
    words: int
    limit: int  # 0 is none
    prompt: str
    says: str  # what is missing or too long; "" when all is well

    @property
    def empty(self) -> bool:
        """True when it is dropped from the paper."""
        return self.blocks == 0


@dataclass(frozen=True)
class LeftOut:
    """A card that is not in the paper, and why."""

    card: str
    name: str
    why: str
    decided: bool = False  # a person left it out, and may put it back


@dataclass(frozen=True)
class Composition:
    """The document, its outline, and the cards that were left out."""

    document: Document
    outline: tuple[Outlined, ...]
    left_out: tuple[LeftOut, ...]
    words: int
    limit: int


def compose(material: Material) -> Composition:
    """The paper as it would be made now.

    Raises:
        NotFoundError: the preset is not one of this program.
    """
    chosen = preset(material.briefing.preset)
    blocks: list[Block] = []
    outline = []
    for key in material.briefing.sections or tuple(s.key for s in chosen.sections):
        placed = chosen.section(key)
        outlined = _place(material, placed, blocks)
        outline.append(outlined)
    return Composition(
        document=_document(material, chosen, tuple(blocks)),
        outline=tuple(outline),
        left_out=_left_out(material),
        words=sum(section.words for section in outline),
        limit=chosen.words,
    )


def _place(material: Material, placed: PresetSection, blocks: list[Block]) -> Outlined:
    """Add one section to the blocks and say how it went."""
    first, kind = len(blocks), kinds().get(placed.key)
    if kind is None:  # a later program's section: shown in the outline, never dropped in silence
        says = "This program does not know this section, so it is not in the paper."
        return Outlined(placed.key, placed.title or placed.key, first, 0, 0, 0, "", says)
    title = placed.title or kind.title
    made = _content(material, kind)
    if not made:
        return Outlined(kind.key, title, first, 0, 0, placed.words, placed.prompt, kind.empty)
    if placed.new_page:
        blocks.append(PageBreak())
    if kind.headed:
        blocks.append(Heading(title))
    blocks.extend(made)
    length = sum(_words(block) for block in made)
    over = placed.words and length > placed.words
    says = f"{length} words; try for {placed.words}." if over else ""
    return Outlined(
        kind.key, title, first, len(blocks) - first, length, placed.words, placed.prompt, says
    )


def _content(material: Material, kind: SectionKind) -> tuple[Block, ...]:
    prose = dict(material.briefing.prose).get(kind.key, "").strip()
    if not prose:
        return kind.make(material)
    if not kind.instead:
        return (*typed(prose), *kind.make(material))
    if kind.headed:
        return typed(prose)
    lines = [line.strip().removeprefix("- ") for line in prose.splitlines() if line.strip()]
    return (KeyMessages(kind.key, tuple(bold(line) for line in lines), kind.title),)


def _words(block: Block) -> int:
    """Words that somebody reads as prose; figures and tables do not count."""
    match block:
        case Paragraph(text=text) | Callout(text=text):
            return words_in(plain(text))
        case List(items=items) | KeyMessages(messages=items):
            return sum(words_in(plain(item)) for item in items)
        case Asks(asks=asks):
            return sum(words_in(ask.what) for ask in asks)
        case _:
            return 0


def _document(material: Material, chosen: Preset, blocks: tuple[Block, ...]) -> Document:
    briefing, problem = material.briefing, material.contents.problem
    return Document(
        title=briefing.title or problem.name,
        subtitle=chosen.subtitle,
        audience=briefing.recipients or material.audience.word.lower(),
        marking=briefing.marking.value if briefing.marking else "",
        author=briefing.author or problem.owner,
        organisation=briefing.organisation,
        made=material.today,
        version="",
        blocks=blocks,
        provenance=_provenance(material, chosen),
        practice=problem.practice,
    )


def _provenance(material: Material, chosen: Preset) -> dict[str, str]:
    last = [c.drawn.basis.last for c in material.shown if c.drawn and c.drawn.basis]
    newest = max((day for day in last if day), default=None)
    told = {
        "Problem": material.contents.problem.reference,
        "Preset": chosen.title,
        "Data to": words.day_month(newest) if newest else "",
    }
    return {name: value for name, value in told.items() if value}


def _left_out(material: Material) -> tuple[LeftOut, ...]:
    hidden = f"It may not be seen by this audience ({material.audience.word})."
    bare = "It holds nothing that can be printed. It stays in the casebook."
    why = {c.key: hidden for c in material.chosen if not material.may_see(c.card)}
    why |= {c.key: bare for c in material.shown if not card_blocks(c, 1)}
    gone, own = material.briefing.left_out, "It was left out of this paper."
    names = {c.key: c.card.name for c in material.chosen}
    names |= {key: c.assessment.name for c in material.assessed for key in c.keys}
    why |= {key: own for key in names if key in gone}
    return tuple(LeftOut(key, names[key], why[key], key in gone) for key in names if key in why)
