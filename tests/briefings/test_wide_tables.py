"""A table too wide for the page leaves columns out, and never breaks a number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.kind import Basis, Column, Table
from workbench.briefings.cards import ROOM, fitting, table_block
from workbench.briefings.material import Drawn
from workbench.briefings.writers.look import shares

WORDS = st.text("abc 0123,", min_size=1, max_size=14)


@given(st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=2, max_size=30))
def test_what_is_kept_has_room_for_its_longest_word(columns: list[list[str]]) -> None:
    names, rows = [one[0] for one in columns], [list(row) for row in zip(*columns, strict=True)][1:]
    kept = fitting(names, rows)
    assert kept == sorted(set(kept))
    assert {0, len(names) - 1} <= set(kept)
    if kept != list(range(len(names))):
        wide = [max([3, *(len(word) for cell in columns[at] for word in cell.split())]) + 2
                for at in kept]  # fmt: skip
        assert sum(wide) <= ROOM or len(kept) == 2
    parts = shares(tuple(names[at] for at in kept),
                   tuple(tuple(row[at] for at in kept) for row in rows))  # fmt: skip
    longest = [max(len(word) for cell in columns[at] for word in [*cell.split(), ""])
               for at in kept]  # fmt: skip
    assert all(part >= long for part, long in zip(parts, longest, strict=True))


def test_of_many_months_the_last_are_kept_and_the_note_says_so() -> None:
    months = [f"{month} {year}" for year in (2021, 2022, 2023) for month in ("Jan", "May", "Sep")]
    columns = (Column("Area"), *(Column(name, 0) for name in months * 3), Column("All", 0))
    rows = (("Byker", *range(1_000, 1_027), 30_000),)
    drawn = Drawn(table=Table("By month", columns, rows), basis=Basis("Made up", 9, None, None))
    made = table_block("card", drawn)
    assert made is not None
    assert (made.columns[0], made.columns[-2:]) == ("Area", ("Sep 2023", "All"))
    assert 5 < len(made.columns) < 15
    assert made.rows[0][-2:] == ("1,026", "30,000")
    assert made.numeric == tuple(range(1, len(made.columns)))
    assert made.counts == made.numeric
    assert "columns do not fit on the page (Jan 2021 to " in made.source
