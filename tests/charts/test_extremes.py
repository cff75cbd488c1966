"""No chart loses a word: every question at its emptiest, usual and fullest, on every medium."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.charts.extremes import ROWS, drawn, faults
from workbench.charts.theme import INSET, PAGE, SCREEN, Theme
from workbench.services.asking import questions
from workbench.ui.charting.stage import LEAST

FULLEST = "a great many"


@pytest.mark.parametrize("theme", [SCREEN, PAGE, INSET], ids=lambda theme: theme.name)
@pytest.mark.parametrize("name", [name for name in ROWS if name != FULLEST])
@pytest.mark.parametrize("key", sorted(questions()))
def test_no_word_is_cut_small_or_on_another(key: str, name: str, theme: Theme) -> None:
    made = drawn(key, name, theme)
    if isinstance(made, str):
        assert made.endswith((".", "?"))
        assert "Nothing" in made or "Bring in" in made or "Choose" in made or "Ask" in made
        return
    assert faults(made) == []
    assert made.get_label()


@pytest.mark.slow
@pytest.mark.parametrize("key", sorted(questions()))
def test_no_word_is_lost_among_very_many(key: str) -> None:
    made = drawn(key, FULLEST, SCREEN)
    assert isinstance(made, str) or faults(made) == []


@pytest.mark.parametrize("key", ["hour_week", "near_repeats", "repeats", "count_chart", "lorenz"])
@pytest.mark.parametrize("name", ["a year", "four years"])
def test_no_word_is_on_another_in_a_low_window(key: str, name: str) -> None:
    made = drawn(key, name, replace(SCREEN, width=4.9, height=2.7))
    assert not isinstance(made, str)
    assert faults(made) == []


@pytest.mark.parametrize("key", sorted(questions()))
@pytest.mark.parametrize("name", ["a year", "four years", "forty long names"])
def test_no_word_is_lost_at_the_least_size_in_the_studio(key: str, name: str) -> None:
    wide = 455 / 96  # of a window of 1280 x 720 with the guide open
    made = drawn(key, name, replace(SCREEN, width=wide, height=LEAST / 96))
    assert isinstance(made, str) or faults(made) == []


@pytest.mark.parametrize("height", [1.2, 1.9, 2.5], ids=str)
@pytest.mark.parametrize("key", sorted(questions()))
def test_a_sheet_too_small_is_still_drawn(key: str, height: float) -> None:
    made = drawn(key, "four years", replace(SCREEN, width=3.2, height=height))
    assert isinstance(made, str) or made.get_label()
