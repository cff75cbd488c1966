"""The check: everything in a paper that its audience should not have, as findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workbench.analysis.words import listed
from workbench.briefings import cards
from workbench.briefings.disclosure import finding as f
from workbench.briefings.disclosure.allowed import Allowed
from workbench.briefings.disclosure.finding import Decision, Finding, Fix, Severity, Where
from workbench.briefings.disclosure.grouping import can_group
from workbench.briefings.disclosure.telling import KINDS
from workbench.briefings.disclosure.texts import Found, excerpt, in_text
from workbench.briefings.disclosure.walking import Spot, spots
from workbench.briefings.disclosure.withholding import given_back, small_cells
from workbench.briefings.document import Block, Document, Picture, Table
from workbench.briefings.material import CardContent, Drawn, Material
from workbench.briefings.numbering import section_of
from workbench.briefings.writers.tagged.faces import lacking
from workbench.domain.audience import Marking
from workbench.domain.evidence import CardKind

YOUNG = 4  # full dates more than so many years back may be dates of birth
_PERHAPS = ("name_perhaps",)


def check(document: Document, material: Material) -> tuple[Finding, ...]:
    """Everything found, what stops it first.

    For a police paper the same is found, but nothing stops it.
    """
    found = [*_whole(document, material), *_texts(document, material)]
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            found += _table(document, index, block, material)
        elif isinstance(block, Picture):
            found += _picture(document, index, block, material)
            found += _drawn_words(document, index, block, material)
    if not material.outside:
        found = [replace(each, severity=Severity.LOOK) for each in found]
    order = list(Severity)
    return tuple(sorted(found, key=lambda each: order.index(each.severity)))


def _whole(document: Document, material: Material) -> Iterator[Finding]:
    """What is said of the paper as a whole."""
    problem = material.contents.problem
    stop, look, whole = Severity.STOP, Severity.LOOK, (f.WHOLE,)
    if not document.marking.strip():
        says = "The paper has no protective marking. Choose one."
        yield Finding(f.key("marking"), "marking", stop, says, whole)
    elif (
        problem.marking is Marking.OFFICIAL_SENSITIVE and document.marking == Marking.OFFICIAL.value
    ):
        says = f"The paper is marked {document.marking}, but the problem {problem.marking.value}."
        yield Finding(f.key("marking_low"), "marking_low", look, says, whole, (f.MEANT,))
    if problem.practice and not document.practice:
        says = "The problem is a practice problem, but the paper does not say PRACTICE."
        yield Finding(f.key("practice"), "practice", stop, says, whole)
    if not document.audience.strip():
        says = "The paper does not say for whom it is. Choose an audience."
        yield Finding(f.key("audience"), "audience", stop, says, whole)
    lacks = dict.fromkeys(one for spot in spots(document) for one in lacking(spot.plain))
    if lacks:
        shown = listed([f"\u201c{one}\u201d" for one in list(lacks)[:5]])
        says = f"No letters are at hand to print {shown}. In a PDF they are named instead."
        yield Finding(f.key("letters", *lacks), "letters", look, says, whole, (f.MEANT,))
    if material.outside and not material.briefing.recipients.strip():
        says = "No recipients are named. Say who will receive the paper."
        yield Finding(f.key("recipients"), "recipients", look, says, whole, (f.MEANT,))


def _texts(document: Document, material: Material) -> Iterator[Finding]:
    """Personal data and small counts in any text; the same words are one finding."""
    allowed, before = Allowed.of(material), material.today.year - YOUNG
    together: dict[tuple[str, str], list[tuple[Spot, Found]]] = {}
    for spot in spots(document):
        block = document.blocks[spot.block] if spot.block >= 0 else None
        for each in in_text(spot, block, allowed, material.threshold, before):
            context = spot.plain if each.kind == "small_count" else ""
            words = " ".join(each.words.lower().split())
            together.setdefault((each.kind, f"{words}\x1f{context}"), []).append((spot, each))
    for (kind, words), places in together.items():
        yield _said(document, kind, f.key(kind, words), places, material.threshold)


def _said(
    document: Document, kind: str, key: str, places: list[tuple[Spot, Found]], below: int
) -> Finding:
    where = tuple(_where(document, spot, each) for spot, each in places)
    words = places[0][1].words
    more = f", {len(places)} times" if len(places) > 1 else ""
    if kind == "small_count":
        says = f"\u201c{words}\u201d in {where[0].section} is a count below {below}{more}."
        hide = f"Say \u201cfewer than {below}\u201d"
    else:
        says = f"\u201c{words}\u201d in {where[0].section} {KINDS[kind].why}{more}."
        hide = "Hide it"
    card = _card_of(document, where[0].block)
    fixes = (Fix(Decision.HIDE, hide), *([f.LEAVE_OUT] if card else []), f.MEANT)
    severity = Severity.LOOK if kind in _PERHAPS else Severity.STOP
    return Finding(key, kind, severity, says, where, fixes, card, words)


def _where(document: Document, spot: Spot, each: Found) -> Where:
    section = section_of(document.blocks, spot.block) if spot.block >= 0 else "Cover"
    about = excerpt(spot.plain, each.start, each.end)
    instead = each.instead or KINDS[each.kind].instead
    return Where(spot.block, section, about, spot.path, each.start, each.end, instead)


def _card_of(document: Document, block: int) -> str:
    """The evidence card a block belongs to; "" for what no card can be left out of."""
    found = document.blocks[block] if block >= 0 else None
    return found.card if isinstance(found, Picture | Table) else ""


def _place(document: Document, index: int, block: Block, about: str) -> Where:
    del block
    return Where(index, section_of(document.blocks, index), about)


def _table(document: Document, index: int, table: Table, material: Material) -> Iterator[Finding]:
    """Small counts in its cells, and withheld ones that its totals give back."""
    below = material.threshold
    small = small_cells(table, below)
    name = f"the table \u201c{table.caption}\u201d"
    if small:
        told = [f"{table.rows[r][0]}, {table.columns[c]}: {table.rows[r][c]}" for r, c in small]
        many = "1 count" if len(small) == 1 else f"{len(small)} counts"
        says = f"{many} below {below} in {name} could point to a person."
        group = [Fix(Decision.GROUP, "Group it")] if can_group(table, below) else []
        fixes = (*group, Fix(Decision.HIDE, "Hide it"), *_leave(table.card, material), f.MEANT)
        where = (_place(document, index, table, "; ".join(told[:3])),)
        key = f.key("small_count", table.card, table.caption, *told)
        yield Finding(key, "small_count", Severity.STOP, says, where, fixes, table.card)
    back = given_back(table)
    if back and not small:
        told = [f"{table.rows[r][0]}, {table.columns[c]}" for r, c in back]
        says = f"The totals of {name} give back a count that is withheld: {told[0]}."
        fixes = (Fix(Decision.HIDE, "Hide another too"), *_leave(table.card, material), f.MEANT)
        where = (_place(document, index, table, "; ".join(told[:3])),)
        key = f.key("given_back", table.card, *told)
        yield Finding(key, "given_back", Severity.STOP, says, where, fixes, table.card)


def _leave(card: str, material: Material) -> list[Fix]:
    return [f.LEAVE_OUT] if drawn_of(card, material) else []


def content_of(card: str, material: Material) -> CardContent | None:
    """The evidence card of that key."""
    return next((content for content in material.cards if content.key == card), None)


def drawn_of(card: str, material: Material) -> Drawn | None:
    """The result behind a block: a card's, or one of an assessment's."""
    content = content_of(card, material)
    if content is not None:
        return content.drawn
    for assessed in material.assessed:
        for key, drawn in zip(assessed.keys, assessed.drawn, strict=True):
            if card == key:
                return drawn
    return None


def _drawn_words(
    document: Document, index: int, picture: Picture, material: Material
) -> Iterator[Finding]:
    """Names, addresses and the like that are drawn into a chart, where no word can be hidden."""
    drawn = drawn_of(picture.card, material)
    if drawn is None or drawn.table is None or not material.outside:
        return
    allowed, before = Allowed.of(material), material.today.year - YOUNG
    cells = dict.fromkeys(c for row in drawn.table.rows for c in row if isinstance(c, str) and c)
    told: list[str] = []
    for cell in cells:
        spot = Spot(index, ("drawn",), cell)
        told += [each.words for each in in_text(spot, picture, allowed, 1, before)
                 if each.kind not in _PERHAPS]  # fmt: skip
    if told:
        words = listed([f"\u201c{one}\u201d" for one in told[:3]])
        says = f"In the picture \u201c{picture.caption}\u201d can be read {words}."
        where = (replace(_place(document, index, picture, picture.caption), excerpt=words),)
        key = f.key("picture_words", picture.card, *told)
        fixes = (f.LEAVE_OUT, f.MEANT)
        yield Finding(key, "picture_words", Severity.STOP, says, where, fixes, picture.card)


def _shows(content: CardContent | None) -> str:
    """Why a picture of exact places is not for outside; a photo has no map to take its place."""
    if content and content.card.kind is CardKind.PHOTO:
        return "may show who or where somebody is. Look at it as its reader will."
    return "shows exact places. Use an area map for this audience."


def _picture(
    document: Document, index: int, picture: Picture, material: Material
) -> Iterator[Finding]:
    """Exact places, small counts drawn as marks, and cards that are not for this audience."""
    content, drawn = content_of(picture.card, material), drawn_of(picture.card, material)
    where = (_place(document, index, picture, picture.caption),)
    name = f"the picture \u201c{picture.caption}\u201d"
    if content and not material.may_see(content.card):
        says = f"The card \u201c{content.card.name}\u201d is not for this audience."
        key = f.key("card_audience", picture.card)
        yield Finding(
            key, "card_audience", Severity.STOP, says, where, (f.LEAVE_OUT,), picture.card
        )
    if drawn is None:
        return
    table = cards.table_block(picture.card, drawn)
    instead = [Fix(Decision.HIDE, "Show the table instead")] if table else []
    fixes = (*instead, f.LEAVE_OUT, f.MEANT)
    if drawn.exact and material.outside:
        says = f"{name[:1].upper()}{name[1:]} {_shows(content)}"
        key = f.key("picture_place", picture.card)
        yield Finding(key, "picture_place", Severity.STOP, says, where, fixes, picture.card)
    small = small_cells(table, material.threshold) if table else []
    if small and table:
        told = [f"{table.rows[r][0]}: {table.rows[r][c]}" for r, c in small]
        says = f"In {name}, counts below {material.threshold} can be read off."
        key = f.key("picture_count", picture.card, *told)
        about = (replace(where[0], excerpt="; ".join(told[:3])),)
        yield Finding(key, "picture_count", Severity.STOP, says, about, fixes, picture.card)
