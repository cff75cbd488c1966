"""Tables: nothing small is shown, and nothing withheld can be worked out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from workbench.briefings.disclosure.grouping import can_group, grouped
from workbench.briefings.disclosure.withholding import (
    count_columns,
    given_back,
    masked,
    small_cells,
    whole,
    withheld,
)  # fmt: skip
from workbench.briefings.document import Table

BELOW = 5


def table(*rows: tuple[str, ...], total: bool = False, columns: tuple[str, ...] = ()) -> Table:
    names = columns or ("Home", *(f"Count {n}" for n in range(1, len(rows[0]))))
    counts = tuple(range(1, len(rows[0])))
    return Table("homes", "Reports", "Reports by home.", names, rows, "Source: made up, n = 99.",
                 numeric=counts, total=total, counts=counts)  # fmt: skip


def column(made: Table, index: int = 1) -> list[str]:
    return [row[index] for row in made.rows]


def test_a_small_count_takes_another_with_it() -> None:
    made, gone = withheld(
        table(("A", "40"), ("B", "3"), ("C", "12"), ("All", "55"), total=True), BELOW
    )
    assert column(made) == ["40", "fewer than 5", "withheld", "55"]
    assert gone == {(1, 1): "3", (2, 1): "12"}
    assert "Counts below 5 are not shown" in made.source


def test_a_neighbour_too_close_to_the_threshold_is_not_enough() -> None:
    """1 and 5 make 6; whoever knows that one is at least 5 knows both."""
    made, _ = withheld(table(("A", "40"), ("B", "1"), ("C", "5"), ("All", "46"), total=True), BELOW)
    assert column(made)[1] == "fewer than 5"
    assert column(made)[0] == "withheld"


def test_two_ones_that_add_up_to_two_are_not_left_alone() -> None:
    made, _ = withheld(table(("A", "40"), ("B", "1"), ("C", "1"), ("All", "42"), total=True), BELOW)
    assert column(made) == ["withheld", "fewer than 5", "fewer than 5", "42"]


def test_when_nothing_is_left_to_hide_the_total_goes_and_n_with_it() -> None:
    made, _ = withheld(table(("A", "3"), ("B", "0"), ("All", "3"), total=True), BELOW)
    assert column(made) == ["fewer than 5", "0", "fewer than 5"]
    assert "n = 99" not in made.source


def test_shares_and_running_totals_beside_a_withheld_count_go_too() -> None:
    columns = ("Home", "Reports", "Share", "Running share")
    rows = (
        ("A", "40", "72.7%", "72.7%"),
        ("B", "12", "21.8%", "94.5%"),
        ("C", "3", "5.5%", "100%"),
    )
    made = replace(table(*rows, columns=columns), counts=(1,))
    hidden, _ = withheld(made, BELOW)
    assert hidden.rows[2] == ("C", "fewer than 5", "withheld", "withheld")
    assert hidden.rows[1] == ("B", "withheld", "withheld", "withheld")
    assert hidden.rows[0] == ("A", "40", "72.7%", "72.7%")


def test_a_withheld_count_that_the_total_gives_back_is_found_and_mended() -> None:
    made = table(("A", "40"), ("B", "<5"), ("C", "12"), ("All", "55"), total=True)
    assert given_back(made) == [(1, 1)]
    mended, _ = withheld(made, BELOW)
    assert given_back(mended) == []
    assert column(mended)[0] == "40"


def test_noughts_large_counts_and_words_stay() -> None:
    made = table(("A", "0"), ("B", "1,204"), ("C", "\u2013"))
    assert small_cells(made, BELOW) == []
    assert withheld(made, BELOW) == (made, {})


def test_counts_are_told_from_years_and_rates_when_nobody_says() -> None:
    rows = (("A", "2024", "3", "1.5", "4%"), ("B", "2025", "30", "2.5", "9%"))
    made = replace(table(*rows, columns=("Home", "Year", "Reports", "Rate", "Share")), counts=())
    assert count_columns(made) == (2,)


def test_grouping_keeps_the_total_and_shows_nothing_small() -> None:
    made = table(("A", "40"), ("B", "3"), ("C", "12"), ("All", "55"), total=True)
    assert can_group(made, BELOW)
    together = grouped(made, BELOW)
    assert together is not None
    assert together.rows == (("A", "40"), ("B and C", "15"), ("All", "55"))


def test_months_are_not_grouped() -> None:
    made = table(("Jan 2026", "40"), ("Feb 2026", "3"), ("Mar 2026", "12"), ("Apr 2026", "9"))
    assert not can_group(made, BELOW)


counts = st.integers(0, 60) | st.integers(0, 6)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Table, np.ndarray, bool]:
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    body = np.array(draw(st.lists(
        st.lists(counts, min_size=columns, max_size=columns), min_size=rows, max_size=rows
    )))  # fmt: skip
    across = columns > 1 and draw(st.booleans())
    if across:
        body = np.hstack([body, body.sum(axis=1, keepdims=True)])
    total = draw(st.booleans())
    shown = np.vstack([body, body.sum(axis=0)]) if total else body
    cells = [(f"Row {r}", *(f"{v:,}" for v in row)) for r, row in enumerate(shown)]
    return table(*cells, total=total), body, across


@settings(max_examples=120, deadline=None)
@given(tables())
def test_no_small_count_is_shown_or_can_be_worked_out(
    made: tuple[Table, np.ndarray, bool],
) -> None:
    """Someone who knows every rule, total and shown cell is left with two answers or more."""
    before, body, across = made
    after, _ = withheld(before, BELOW)
    assert small_cells(after, BELOW) == []
    rows, columns = body.shape
    gone = [(r, c) for r in range(rows) for c in range(columns) if masked(after.rows[r][c + 1])]
    small = [cell for cell in gone if 0 < body[cell] < BELOW]
    place = {cell: i for i, cell in enumerate(gone)}
    equations, sums = _known(after, body, across, place)
    limits = [(1, BELOW - 1) if cell in small else (BELOW, None) for cell in gone]
    for cell in small:
        goal = np.zeros(len(gone))
        goal[place[cell]] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(sign * goal, A_eq=equations, b_eq=sums, bounds=limits)
            assert found.success
            ends.append(sign * found.fun)
        assert ends[1] - ends[0] >= 1 - 1e-6, (before.rows, after.rows, cell)


def _known(
    after: Table, body: np.ndarray, across: bool, place: dict[tuple[int, int], int]
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """What adds up to what: the total of each column whose total is shown, and each row's sum.

    Without a total row the column's sum is taken as known too, for n stands below the table.
    """
    rows, columns = body.shape
    told: list[np.ndarray] = []
    sums: list[float] = []
    for c in range(columns):
        if (
            not (after.total and masked(after.rows[-1][c + 1]))
            and "n is withheld" not in after.source
        ):
            line = np.array([float(cell[1] == c) for cell in place])
            told.append(line)
            sums.append(float(sum(body[cell] for cell in place if cell[1] == c)))
    for r in range(rows if across else 0):
        line = np.array([
            0.0 if cell[0] != r else (-1.0 if cell[1] == columns - 1 else 1.0) for cell in place
        ])  # fmt: skip
        shown = sum(
            (-1 if c == columns - 1 else 1) * body[r, c]
            for c in range(columns) if (r, c) not in place
        )  # fmt: skip
        told.append(line)
        sums.append(float(-shown))
    if not told or not place:
        return None, None
    return np.array(told), np.array(sums)


@settings(max_examples=80, deadline=None)
@given(tables())
def test_grouped_tables_add_up_and_hide_what_is_small(
    made: tuple[Table, np.ndarray, bool],
) -> None:
    before, body, _ = made
    after = grouped(before, BELOW)
    if after is None:
        return
    assert small_cells(after, BELOW) == []
    end = len(after.rows) - int(after.total)
    for c in range(body.shape[1]):
        cells = [whole(row[c + 1]) or 0 for row in after.rows[:end]]
        assert sum(cells) == body[:, c].sum()


@pytest.mark.parametrize("cell", ["fewer than 5", "<5", "< 5", "withheld", "c", "*"])
def test_what_is_withheld_already_is_known(cell: str) -> None:
    assert masked(cell)
    assert whole(cell) is None
