"""Columns whose words are kept as categories give every answer that the words themselves give."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tests.charts.extremes import EVENTS, reference, rows, settings, shapes
from workbench.analysis import codec
from workbench.analysis.incidents import REPEATED, with_categories
from workbench.analysis.kind import Asked
from workbench.errors import CannotAnswerError
from workbench.services.asking import answer, questions


@pytest.mark.parametrize("name", ["four years", "forty long names"])
@pytest.mark.parametrize("key", sorted(questions()))
def test_words_and_categories_give_one_answer(key: str, name: str) -> None:
    kind, words = questions()[key], rows(name)
    numbers = replace(words, frame=with_categories(words.frame))
    kept = [numbers.frame.schema[role.value] for role in REPEATED if words.has(role)]
    assert len(kept) == 4
    assert all(isinstance(one, pl.Categorical) for one in kept)
    found = []
    for told in (words, numbers):
        given = kind.settings(settings(kind, words))
        asked = Asked(told, given, shapes(), EVENTS, reference=reference(kind, words))
        try:
            result = kind.run(asked)
        except CannotAnswerError as refusal:
            found.append(str(refusal))
        else:
            answer(kind, result)
            found.append(codec.pack(result))
    assert found[0] == found[1]
