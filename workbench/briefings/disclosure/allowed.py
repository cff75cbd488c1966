"""What may be in a paper: names and numbers of offices, as the problem's records hold them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from workbench.analysis.words import day_month, days
from workbench.briefings.disclosure.folding import Folded, folded
from workbench.briefings.disclosure.names import names
from workbench.briefings.disclosure.patterns import shaped
from workbench.briefings.material import Material

_PHONE_END = 9  # the last digits tell a number, however its start is written


@dataclass(frozen=True)
class Allowed:
    """Words that are not reported, and telephone numbers by their digits."""

    words: tuple[str, ...]
    phones: frozenset[str]

    @classmethod
    def of(cls, material: Material) -> Allowed:
        """Read them from the records."""
        phones = (digits(partner.phone) for partner in material.contents.partners)
        return cls(
            tuple(sorted(set(_words(material)), key=len, reverse=True)),
            frozenset(phone[-_PHONE_END:] for phone in phones if phone),
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        told = [r"[\s\ufffc]+".join(map(re.escape, w.split())) for w in self.words if w.strip()]
        return re.compile(rf"(?<!\w)(?:{'|'.join(told)})(?!\w)", re.IGNORECASE) if told else None

    def masked(self, text: Folded) -> Folded:
        """The text without the words that may be there."""
        if self._pattern is None:
            return text
        return text.masked([match.span() for match in self._pattern.finditer(text.text)])

    def phone(self, words: str) -> bool:
        """True for the number of a partner's office."""
        return digits(words)[-_PHONE_END:] in self.phones


def digits(words: str) -> str:
    """Only the digits."""
    return "".join(letter for letter in words if letter.isdigit())


def _words(material: Material) -> Iterator[str]:
    held, briefing = material.contents, material.briefing
    people = [held.problem.owner, briefing.author]
    people += [partner.contact for partner in held.partners]
    people += [response.lead for response in held.responses]
    people += [action.owner for action in held.actions]
    offices = [held.problem.reference, held.problem.area, briefing.organisation]
    for partner in held.partners:
        offices += [partner.name, partner.authority, partner.email]
    emails = {partner.email for partner in held.partners}
    offices += [area.name for area in held.areas]
    # Somebody types these as they like, so what they give away is not thereby allowed.
    sources = [dataset.source for dataset in held.datasets if not _names(dataset.source)]
    offices = [words for words in (*offices, *sources) if words in emails or not _tells(words)]
    yield from _plain(people, least=4)
    yield from _plain(offices, least=3)
    yield from _plain(_periods(material), least=3)


def _periods(material: Material) -> Iterator[str]:
    """The periods of the data, as papers write them: their days are nobody's date of birth."""
    drawn = [card.drawn for card in material.cards]
    drawn += [one for assessed in material.assessed for one in assessed.drawn]
    for one in drawn:
        if one is not None and one.basis is not None:
            yield days(one.basis.first, one.basis.last)
            if one.basis.last:
                yield day_month(one.basis.last)  # "Data to", among the properties of a file


def _tells(words: str) -> bool:
    """True for words with an address, a number or another thing that has one's shape in them."""
    text = folded(words).text
    return next(shaped(text), None) is not None


def _names(words: str) -> bool:
    """True when somebody is almost surely named."""
    return any(hit.kind == "name" for hit in names(folded(words).text))


def _plain(words: Iterable[str], least: int) -> Iterator[str]:
    for word in words:
        plain = folded(word).text.strip()
        if len(plain) >= least:
            yield plain
