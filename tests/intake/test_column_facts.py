"""What the cells of a column are like, told of all columns at once."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from workbench.intake import dates
from workbench.intake.column_facts import facts_of
from workbench.intake.date_shapes import SHAPES, perhaps, surely, written

KEYS = tuple(shape.key for shape in SHAPES)
LIKE_DATES = st.one_of(
    st.from_regex(r"(?i:fy |q[1-4] )?(19|20)\d\d ?[-/–]? ?(20)?\d\d( q[1-4])?", fullmatch=True),
    st.from_regex(r"\d{1,4}[-/. ]\d{1,2}([-/. ]\d{1,4})?( \d\d:\d\d)?", fullmatch=True),
    st.from_regex(r"(Jan|March|q1|year ending May)[- ]?(19|20)?\d\d", fullmatch=True),
    st.text("0123456789/-: fyqjan", max_size=12),
)


@given(st.lists(LIKE_DATES, min_size=1, max_size=60), st.sets(st.sampled_from(KEYS), min_size=1))
def test_a_date_is_told_surely_or_perhaps(texts, keys):
    some = tuple(key for key in KEYS if key in keys)
    found = pl.DataFrame({"v": texts}).select(
        written(pl.col("v"), some).alias("written"),
        surely(pl.col("v"), some).alias("surely"),
        perhaps(pl.col("v"), some).alias("perhaps"),
    )
    assert found.filter(pl.col("surely") & ~pl.col("written")).is_empty()
    assert found.filter(pl.col("written") & ~pl.col("surely") & ~pl.col("perhaps")).is_empty()


@given(st.lists(st.one_of(st.none(), LIKE_DATES), max_size=40))
def test_a_column_is_told_the_same_by_itself_and_among_others(texts):
    text = pl.Series("v", texts, dtype=pl.String)
    other = pl.Series("^.*$", ["12/03/2024", "1,234", "x", None] * len(texts))[: len(texts)]
    both = facts_of(pl.DataFrame([other.cast(pl.String), text]))
    assert repr(both["v"]) == repr(facts_of(text.to_frame())["v"])  # "nan" is not itself
    filled = [value for value in texts if value and value.strip()]
    assert (both["v"].filled, both["v"].unlike) == (len(filled), len({v.strip() for v in filled}))
    if filled:
        assert both["v"].dated == dates.looks_like(pl.Series(filled))


def test_the_shares_of_a_column():
    facts = facts_of(
        pl.DataFrame(
            {
                "Dates": ["12/03/2024", "2011-12", "45000", " "],
                "Figures": ["1,234", "12", "[c]", "7.5"],
                "Codes": ["E01000001", "E01000002", None, "L1 8JQ"],
                "*": [None, "", "  ", None],
            },
            schema=dict.fromkeys(("Dates", "Figures", "Codes", "*"), pl.String),
        )
    )
    assert (facts["Dates"].filled, facts["Dates"].dated) == (3, 2 / 3)
    assert facts["Dates"].bare_dated == 2 / 3
    assert (facts["Figures"].whole, facts["Figures"].counted) == (0.5, 0.75)
    assert (facts["Figures"].low, facts["Figures"].high) == (7.5, 1_234.0)
    assert (facts["Codes"].area, facts["Codes"].postcode) == (2 / 3, 1 / 3)
    assert facts["*"].filled == 0
