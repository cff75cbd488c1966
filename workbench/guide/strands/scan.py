"""Is there a problem, said plainly and counted."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.guide.facts import CHEERS, Known, filled, listed
from workbench.guide.gap import Gap


def gaps(known: Known) -> Iterator[Gap]:
    """What is missing from scanning."""
    yield from _statement(known)
    yield from _cheers(known)
    yield from _data(known)


def _statement(known: Known) -> Iterator[Gap]:
    problem = known.contents.problem
    if not filled(problem.statement):
        says = "The problem has no statement."
        yield Gap("problem.statement", says, "Write it", "problem", problem.id, "statement")


def _cheers(known: Known) -> Iterator[Gap]:
    missing = [key for key in CHEERS if not known.answers_yes(key)]
    if not missing:
        return
    words = [CHEERS[key] for key in missing]
    verb = "is" if len(words) == 1 else "are"
    says = f"CHEERS is met on {6 - len(words)} of 6: {listed(words)} {verb} still open."
    given = {answer.question: answer.id for answer in known.contents.answers}
    first = missing[0]
    yield Gap("cheers", says, f"Answer {words[0]}", "answer", given.get(first), first)


def _data(known: Known) -> Iterator[Gap]:
    if not known.contents.datasets:
        says = "The statement has no data behind it."
        yield Gap("dataset", says, "Bring in data", "dataset")
