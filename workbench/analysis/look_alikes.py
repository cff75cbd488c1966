"""Addresses that look alike but are not spelt alike: proposed to a person, never merged unasked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from workbench.analysis.addresses import normal, read, spelt, telling
from workbench.domain.progress import SILENT, Progress

LEAST: Final = 92.0  # of 100, by which the sorted words of two addresses must agree
_ROWS: Final = 2_000  # of one comparison at a time

Pair = tuple[str, str]


@dataclass(frozen=True)
class Alike:
    """Two addresses that may be one place, each as it is most often spelt."""

    first: str  # of the two, the one with more incidents
    second: str
    first_count: int
    second_count: int
    score: float  # LEAST to 100

    @property
    def count(self) -> int:
        """Incidents at both."""
        return self.first_count + self.second_count

    @property
    def keys(self) -> Pair:
        """Both as they are compared, in the order of the alphabet."""
        return key_of(self.first, self.second)


def key_of(first: str, second: str) -> Pair:
    """Two addresses as they are compared, in the order of the alphabet."""
    one, other = sorted((normal(first), normal(second)))
    return one, other


def alike(
    addresses: Sequence[str], counts: Sequence[int], progress: Progress = SILENT
) -> tuple[Alike, ...]:
    """Pairs of addresses that look alike, those with most incidents first.

    Args:
        addresses: (n,) addresses with their postcodes, each spelling once.
        counts: (n,) incidents at each.
        progress: told after each postcode; each report is a stopping point.

    Returns:
        Pairs within one postcode that agree in number, flat and all other words that tell
        neighbours apart, and whose words, sorted, agree by ``LEAST`` of 100 at least. Spellings
        with one key are one address, and no pair.

    Source: Levenshtein's normalised indel similarity of the sorted words (token sort ratio).
    """
    found = read(addresses).with_columns(
        pl.Series("address", addresses, dtype=pl.String),
        pl.Series("count", counts, dtype=pl.Int64),
    )
    each = (
        found.filter((pl.col("key") != "") & (pl.col("postcode") != ""))
        .sort("count", "address", descending=[True, False])
        .group_by("key", "postcode", maintain_order=True)
        .agg(pl.col("count").sum(), pl.col("flat", "number", "address").first())
    )
    blocks = _comparable(each).group_by("block", maintain_order=True).agg("key", "address", "count")
    blocks = blocks.filter(pl.col("key").list.len() > 1)
    pairs: list[Alike] = []
    for at, (_, keys, named, held) in enumerate(blocks.iter_rows()):
        progress.report(at, blocks.height, "Comparing addresses")
        for i, j, score in _close(keys):
            first, second = (i, j) if (-held[i], named[i]) <= (-held[j], named[j]) else (j, i)
            pairs.append(Alike(named[first], named[second], held[first], held[second], score))
    return tuple(sorted(pairs, key=lambda pair: (-pair.count, pair.first, pair.second)))


def _comparable(each: pl.DataFrame) -> pl.DataFrame:
    """Addresses with the block within which they may be compared: all that must be the same."""
    told = telling(each["key"]).alias("told")
    block = pl.concat_str("postcode", "flat", "number", told, separator="|").alias("block")
    return each.with_columns(told).select(block, pl.exclude("told"))


def _close(keys: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Pairs of keys that agree well enough, as places in the list, and how well."""
    words = [" ".join(sorted(key.replace(",", " ").split())) for key in keys]
    for low in range(0, len(words), _ROWS):
        scores: NDArray[np.float32] = process.cdist(
            words[low : low + _ROWS], words, scorer=fuzz.ratio, score_cutoff=LEAST
        )
        for i, j in zip(*np.nonzero(scores), strict=True):
            if low + i < j:
                yield int(low + i), int(j), float(scores[i, j])


def one_place(pairs: Iterable[Pair], apart: Iterable[Pair] = ()) -> dict[str, str]:
    """Which address stands for each that was said to be the same place as another.

    Args:
        pairs: addresses with their postcodes, as a person confirmed them. Pairs that differ in
            postcode, number or flat are passed over: such are never one place.
        apart: those said to be different places. No chain of pairs joins such two: the pairs are
            gone through in the order of the alphabet, and one that would join them is passed over.

    Returns:
        For each address as it is compared (``normal``), the first in the alphabet of all that are
        one place with it, by whatever chain of pairs, in whatever order they were confirmed.
    """
    same, differ = tuple(pairs), tuple(apart)
    told = _possible(same + differ)
    leads: dict[str, str] = {}
    foes: defaultdict[str, set[str]] = defaultdict(set)  # by lead, of all that it stands for
    for first, second, _ in told[len(same) :]:
        if first != second:
            foes[first].add(second)
            foes[second].add(first)

    def lead(key: str) -> str:
        while leads.setdefault(key, key) != key:
            leads[key] = leads[leads[key]]
            key = leads[key]
        return key

    joins = sorted(sorted(pair[:2]) for pair in told[: len(same)] if pair[2])
    for ends in joins:
        one, other = sorted(map(lead, ends))
        if one != other and all(lead(foe) != one for foe in foes[other]):
            leads[other] = one
            foes[one] |= foes.pop(other)
    return {key: lead(key) for ends in joins for key in ends}


def _possible(pairs: Sequence[Pair]) -> list[tuple[str, str, bool]]:
    """Each pair as it is compared, and whether its two could be one place."""
    every = _comparable(read([address for pair in pairs for address in pair]))
    lines = [spelt(key, code) for key, code in every.select("key", "postcode").iter_rows()]
    blocks, codes = every["block"].to_list(), every["postcode"].to_list()
    return [
        (lines[at], lines[at + 1], bool(codes[at]) and blocks[at] == blocks[at + 1])
        for at in range(0, len(lines), 2)
    ]
