"""Papers: a briefing composed, checked, shown as pages, and made as a file that is recorded."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image, ImageOps

from workbench.analysis.codec import unpack
from workbench.analysis.kind import AnyKind
from workbench.briefings import disclosure
from workbench.briefings.composing import Composition, compose
from workbench.briefings.disclosure import Decision, Finding
from workbench.briefings.document import Document, DocumentControl, Picture
from workbench.briefings.material import AssessedContent, CardContent, Drawn, Material
from workbench.briefings.presets import started
from workbench.briefings.sections.control import numbered
from workbench.briefings.writers.pdf import write_pdf
from workbench.briefings.writers.word import write_word
from workbench.charts.sheet import FORMS, picture
from workbench.charts.theme import INSET
from workbench.domain.assessment import Assessment
from workbench.domain.briefing import Briefing, BriefingFile, card_key
from workbench.domain.changes import Changes
from workbench.domain.evidence import CardKind, EvidenceCard
from workbench.domain.progress import SILENT, Progress
from workbench.errors import WorkbenchError
from workbench.guide.contents import Contents
from workbench.services import asking, records
from workbench.services.assessing import QUESTION
from workbench.services.settings import smallest_count
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook

PICTURES = FORMS  # of a paper that is made
QUICK = ("png",)  # of one that is only looked at
WIDEST_MM, HIGHEST_MM = 160.0, 120.0
WRITERS = {"docx": write_word, "pdf": write_pdf}

_SHORT, _LONG = 20, 70  # letters of a title in the name of a file


@dataclass(frozen=True)
class Paper:
    """A briefing as it stands: composed, with what the check found and what still stops it."""

    material: Material
    composition: Composition
    findings: tuple[Finding, ...]
    stops: tuple[Finding, ...]
    document: Document  # with everything that was settled carried out
    version: int
    state: str  # the hash of what it says, on whatever day

    @property
    def stopped(self) -> str:
        """Why it cannot be made yet, in a sentence; empty when it can."""
        return disclosure.stopped(self.stops, self.material.threshold)


def start_briefing(
    casebook: Casebook, problem_id: UUID, preset: str, organisation: str = ""
) -> tuple[UUID, Changes]:
    """Begin a briefing from a preset and return its id."""
    problem = records.contents(casebook, problem_id).problem
    briefing = started(preset, problem, casebook.author.who, organisation)
    return briefing.id, records.add(casebook, briefing, "Start briefing")


def paper(
    shelf: Shelf,
    contents: Contents,
    briefing: Briefing,
    today: date,
    progress: Progress = SILENT,
    forms: tuple[str, ...] = PICTURES,
) -> Paper:
    """Compose a briefing, check it, and carry out what was settled.

    ``forms`` are the forms of its pictures: ``QUICK`` will do to look at the pages.
    """
    easel = _Easel(shelf, briefing.audience.outside, smallest_count(shelf.casebook), forms)
    material = _material(easel, contents, briefing, today, progress)
    composition = compose(material)
    findings = disclosure.check(composition.document, material)
    settled = dict(briefing.settled)
    stops = disclosure.gate(findings, settled, briefing.audience)
    document = disclosure.apply(composition.document, material, settled)
    state = _state(document, material)
    number = _version(contents, briefing, state)
    document = numbered(document, number)
    return Paper(material, composition, findings, stops, document, number, state)


def write(made: Paper, form: str) -> bytes:
    """The bytes of a paper as docx or pdf, whether or not it may be shared."""
    return WRITERS[form](made.document)


def settle(
    casebook: Casebook, briefing: Briefing, finding: Finding, decision: str, reason: str = ""
) -> Changes:
    """Keep what was decided about a finding; a card is left out with all that was found in it."""
    settled = dict(briefing.settled)
    leave = decision == Decision.LEAVE_OUT
    key = card_key(finding.card) if leave else finding.key
    settled[key] = f"{decision}: {reason.strip()}" if reason.strip() else decision
    return records.amend(casebook, Briefing, briefing.id, settled=tuple(sorted(settled.items())))


def unsettle(casebook: Casebook, briefing: Briefing, finding: Finding) -> Changes:
    """Take a decision back."""
    settled = tuple(pair for pair in briefing.settled if pair[0] != finding.key)
    return records.amend(casebook, Briefing, briefing.id, settled=settled)


def pick(casebook: Casebook, briefing: Briefing, cards: Sequence[str]) -> Changes:
    """Show these cards in a paper; one that was left out before comes back."""
    back = {card_key(UUID(card).hex) for card in cards}
    settled = tuple(pair for pair in briefing.settled if pair[0] not in back)
    return records.amend(casebook, Briefing, briefing.id, cards=tuple(cards), settled=settled)


def put_back(casebook: Casebook, briefing: Briefing, card: str) -> Changes:
    """Put a card back that was left out."""
    settled = tuple(pair for pair in briefing.settled if pair[0] != card_key(card))
    return records.amend(casebook, Briefing, briefing.id, settled=settled)


def make_file(
    casebook: Casebook, made: Paper, form: str, folder: Path, name: str = ""
) -> tuple[Path, Changes]:
    """Write a paper into a folder, wholly or not at all, and record it with its hash.

    Raises:
        WorkbenchError: the check stops it, or the file cannot be written; nothing was made.
    """
    if made.stops:
        told = " ".join(finding.says for finding in made.stops)
        raise WorkbenchError(f"{made.stopped} No file was made. {told}")
    at = casebook.now().replace(microsecond=0)
    carried = {**made.document.provenance, "Change log": casebook.log_end()}
    document = replace(made.document, at=at.time(), provenance=carried)
    data = write(replace(made, document=document), form)
    briefing = made.material.briefing
    path = _free(folder, name or _file_name(made), form)
    _put(path, data)
    record = BriefingFile(
        briefing_id=briefing.id,
        file_name=path.name,
        form=form,
        sha256=hashlib.sha256(data).hexdigest(),
        audience=briefing.audience,
        marking=made.document.marking,
        made_at=at,
        made_by=casebook.author.who,
        checks=_checks(made),
        version=made.version,
        state=made.state,
    )
    word = "Word document" if form == "docx" else "PDF"
    try:
        return path, records.add(casebook, record, f"Make {word}")
    except Exception:
        path.unlink(missing_ok=True)  # no file without its record
        raise


def _checks(made: Paper) -> tuple[str, ...]:
    settled = dict(made.material.briefing.settled)
    told = tuple(f"{one.says} {settled.get(one.key, 'seen')}" for one in made.findings)
    return told + tuple(f"{one.name}: {one.why}" for one in made.composition.left_out)


def _state(document: Document, material: Material) -> str:
    """The hash of what a paper says and shows, whatever the day, the version or the file's form."""
    shown = [(content.key, content.card.snapshot) for content in material.shown]
    shown += [(one.assessment.id.hex, one.assessment.snapshot) for one in material.assessed]
    blocks = tuple(
        replace(block, png=b"", svg=b"", pdf=b"")
        if isinstance(block, Picture)
        else replace(block, rows=tuple(row for row in block.rows if row[0] != "Version"))
        if isinstance(block, DocumentControl)
        else block
        for block in document.blocks
    )
    told = replace(document, blocks=blocks, made=date.min)
    return hashlib.sha256(repr((told, shown)).encode()).hexdigest()


def _version(contents: Contents, briefing: Briefing, state: str) -> int:
    """The version that a file of this state has already, or else the next."""
    made = [one for one in contents.files if one.briefing_id == briefing.id]
    same = [one.version for one in made if one.state == state and one.version]
    if same:
        return same[-1]
    old = [one.form for one in made if one.version is None]
    last = max((old.count(form) for form in set(old)), default=0)
    return 1 + max((one.version for one in made if one.version), default=last)


def _file_name(made: Paper) -> str:
    title = _short(re.sub(r"[^\w ,:-]", "", made.document.title))
    practice = "PRACTICE " if made.document.practice else ""
    audience = made.material.audience.word
    return f"{practice}{title} - {audience} - {made.material.today:%Y-%m-%d}"


def _short(title: str) -> str:
    """A title for a name of a file, cut where a phrase ends."""
    kept = ""
    for phrase in re.split(r"(?<=[,:])\s", title):
        if kept and len(kept) + len(phrase) >= _LONG:
            break
        kept = f"{kept} {phrase}".strip()
    if len(kept) > _LONG or len(kept) < min(_SHORT, len(title)):
        cut = title[:_LONG]
        kept = cut.rpartition(" ")[0] or cut
    return kept.replace(":", "").strip(" ,-")


def _free(folder: Path, stem: str, form: str) -> Path:
    path, number = folder / f"{stem}.{form}", 2
    while path.exists():
        path, number = folder / f"{stem} ({number}).{form}", number + 1
    return path


def _put(path: Path, data: bytes) -> None:
    half = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(data)
        half.replace(path)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise WorkbenchError(
            f"The file could not be written to {path.parent}. No file was made, and the briefing "
            "is unchanged. Choose another folder, or make room there."
        ) from error


@dataclass(frozen=True)
class _Easel:
    """What every picture of one paper is drawn with."""

    shelf: Shelf
    outside: bool
    below: int
    forms: tuple[str, ...]

    def drawn(self, kind: AnyKind, snapshot: str) -> Drawn:
        """One kept result, drawn once; readers outside see what the kind allows them."""
        key = ("paper", kind.key, snapshot, self.outside, self.below, self.forms)
        return self.shelf.drawn(key, lambda: self._draw(kind, snapshot))

    def kept(self, snapshot: str) -> bytes:
        """The bytes of a snapshot."""
        with self.shelf.casebook.reading() as reader:
            return b"".join(reader.blob(snapshot))

    def _draw(self, kind: AnyKind, snapshot: str) -> Drawn:
        result: Any = unpack(self.kept(snapshot), kind.result)
        if self.outside and kind.outside is not None:
            result = kind.outside(result, self.below)
        answered = asking.answer(kind, result)
        figure = asking.draw(answered, INSET)
        figure.set_label("")  # words inside the picture's file would escape what is hidden later
        shown = picture(figure, self.forms)
        return Drawn(
            reading=answered.reading,
            table=answered.table,
            basis=result.basis,
            png=shown.png,
            svg=shown.svg,
            pdf=shown.pdf,
            width_mm=shown.width_mm,
            height_mm=shown.height_mm,
            exact=bool(kind.exact and kind.exact(result)),
            method=kind.name,
        )


def _material(
    easel: _Easel, contents: Contents, briefing: Briefing, today: date, progress: Progress
) -> Material:
    chosen = _chosen(briefing, contents.cards)
    drawn: list[CardContent] = []
    for done, card in enumerate(chosen):
        progress.report(done, len(chosen), f"Drawing {card.name}")
        drawn.append(CardContent(card, _card(easel, card)))
    assessed = tuple(AssessedContent(one, _assessment(easel, one)) for one in contents.assessments)
    return Material(contents, briefing, today, tuple(drawn), assessed, easel.below)


def _chosen(briefing: Briefing, cards: Sequence[EvidenceCard]) -> list[EvidenceCard]:
    """Only what the paper may show is drawn: the picked cards, or else the starred ones."""
    picked = set(briefing.cards)
    if picked:
        return [card for card in cards if str(card.id) in picked or card.id.hex in picked]
    return [card for card in cards if card.starred]


def _card(easel: _Easel, card: EvidenceCard) -> Drawn | None:
    if not card.snapshot:
        return None
    if card.kind is CardKind.PHOTO:
        return _photo(easel.kept(card.snapshot))
    kind = asking.questions().get(card.question)
    return easel.drawn(kind, card.snapshot) if kind is not None else None


def _photo(data: bytes) -> Drawn | None:
    """A photo as PNG, no wider than the text and no higher than half a page.

    Made anew from its dots, so that the place and device a camera wrote into it stay behind.
    """
    try:
        with Image.open(io.BytesIO(data)) as opened:
            shown = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError):
        return None  # not a picture that can be printed; the paper lists the card as left out
    shown.thumbnail((1900, 1400))
    out = io.BytesIO()
    shown.save(out, "PNG")
    scale = min(WIDEST_MM / shown.width, HIGHEST_MM / shown.height)
    return Drawn(
        png=out.getvalue(), width_mm=shown.width * scale, height_mm=shown.height * scale, exact=True
    )


def _assessment(easel: _Easel, assessment: Assessment) -> tuple[Drawn, ...]:
    if not assessment.snapshot:
        return ()
    inside = replace(easel, outside=False, below=0)
    return (inside.drawn(asking.known_question(QUESTION), assessment.snapshot),)
