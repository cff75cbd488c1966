"""Rows put into places: by address however it is spelt, by words and point, by point or by area."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from workbench.analysis.addresses import read
from workbench.analysis.incidents import Incidents
from workbench.analysis.look_alikes import key_of, one_place
from workbench.analysis.membership import as_read
from workbench.domain.data import Role

SNAP: Final = "on or near"
# Names that data.police.uk gives to map points which stand for a sort of place, not for one place.
GENERIC: Final = frozenset(
    {
        "airport/airfield", "bus/coach station", "conference/exhibition centre", "ferry terminal",
        "further/higher educational building", "hospital", "motorway service area", "nightclub",
        "park/open space", "parking area", "pedestrian subway", "petrol station",
        "police station", "prison", "race track", "racecourse", "shopping area",
        "sports/recreation area", "supermarket", "theatre/concert hall", "theatre",
    }
)  # fmt: skip
NOWHERE: Final = frozenset(
    {"", "-", "n/a", "na", "nil", "no address", "no location", "none", "not known", "null",
     "not recorded", "unknown", "unknown location"}
)  # fmt: skip
WORDED: Final = {"place": Role.PLACE, "address": Role.ADDRESS}
_UPRN: Final = r"(?i)^(.*[ _-])?uprn$|^unique property reference( number)?$"
_UPRN_FIGURES: Final = r"^0*([1-9][0-9]{0,11})(?:\.0+)?$"
_KEYS: Final = ("text", "post", "uprn", "code", "x", "y")
OWN: Final = ("id", "root", "at_x", "at_y")  # what makes a place one


@dataclass(frozen=True)
class Joined:
    """Incidents whose address is spelt otherwise than the place they are counted at, by why."""

    spelt: int = 0  # the same once short words are in full and punctuation is gone
    confirmed: int = 0  # a person said so
    uprn: int = 0  # the same property number

    @property
    def all(self) -> int:
        """All of them."""
        return self.spelt + self.confirmed + self.uprn


NONE_JOINED: Final = Joined()


def pointed(incidents: Incidents) -> bool:
    """Whether the rows have points."""
    return incidents.has(Role.EASTING) and incidents.has(Role.NORTHING)


def keyed(incidents: Incidents, by: str) -> pl.DataFrame:
    """For each row only what tells places apart; a point is taken to the metre, 0, 0 is none."""
    if by != "area":  # places are told apart by what the file says of them
        incidents = as_read(incidents)
    has = incidents.has
    count = pl.col(Role.COUNT) if incidents.summed and has(Role.COUNT) else pl.lit(1)
    columns = [count.cast(pl.Int64).alias("n")]
    if by == "area":
        columns.append(_text(Role.AREA if has(Role.AREA) else Role.AREA_NAME).alias("code"))
    if by in WORDED:
        columns.append(_text(WORDED[by]).alias("text"))
        if has(Role.POSTCODE):
            columns.append(_text(Role.POSTCODE).alias("post"))
        number = next((c for c in incidents.frame.columns if _is_uprn(c)), None)
        if number is not None:
            figures = pl.col(number).cast(pl.String).str.strip_chars().str.extract(_UPRN_FIGURES)
            columns.append(figures.fill_null("").alias("uprn"))
    if pointed(incidents):
        east, north = pl.col(Role.EASTING), pl.col(Role.NORTHING)
        known = east.is_finite() & north.is_finite() & ((east != 0) | (north != 0))
        names = ("east", "north") if by == "area" else ("x", "y")
        for name, axis in zip(names, (east, north), strict=True):
            exact = axis if by == "area" else axis.round(0)
            columns.append(pl.when(known).then(exact).cast(pl.Float64).alias(name))
    if has(Role.AREA_NAME) or has(Role.AREA):
        columns.append(_text(Role.AREA_NAME if has(Role.AREA_NAME) else Role.AREA).alias("area"))
    return incidents.frame.select(columns)


def keys_of(frame: pl.DataFrame) -> list[str]:
    """The columns of keyed rows that tell places apart."""
    return [name for name in _KEYS if name in frame.columns]


def grouped(rows: pl.DataFrame) -> pl.DataFrame:
    """Keyed rows counted: one for each combination of what tells places apart."""
    return rows.group_by(keys_of(rows)).agg(
        pl.col("n").sum(),
        *(pl.col(name).max() for name in ("area",) if name in rows.columns),
        *(pl.col(name).mean() for name in ("east", "north") if name in rows.columns),
    )


def identified(
    groups: pl.DataFrame,
    pairs: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> pl.DataFrame:
    """Groups with the place that each belongs to.

    Args:
        groups: as ``grouped`` gives them.
        pairs: addresses that a person said are one place.
        apart: addresses that a person said are different places.

    Returns:
        The groups with what makes a place one (``id``, ``root``, ``at_x``, ``at_y``), the words
        for comparing (``plain``) and for reading (``words``), the address as it is compared
        (``line``), its ``postcode``, and whether they are a map point's (``snap``), a sort of
        place's (``generic``) or nobody's (``nowhere``).

        A property number makes a place where it is known, unless different flats or houses have
        the same, or a person said that two which have it are different. Else the address does,
        with its postcode; without a postcode the point as well,
        for one street name occurs in many towns.
    """
    if "text" not in groups.columns:
        code = pl.col("code") if "code" in groups.columns else pl.lit("")
        unknown = code.str.strip_chars().str.to_lowercase().is_in(list(NOWHERE))
        return groups.with_columns(
            pl.lit("").alias("id"), code.alias("root"), code.alias("words"),
            pl.lit(value=False).alias("snap"), pl.lit(value=False).alias("generic"),
            unknown.alias("nowhere"), *_points(groups, pl.lit(value=True)),
        )  # fmt: skip
    spelling = [name for name in ("text", "post") if name in groups.columns]
    unlike = groups.select(spelling).unique(maintain_order=True)
    read_ = read(unlike["text"], unlike["post"] if "post" in spelling else ())
    told = pl.concat([unlike, read_], how="horizontal").with_columns(_words()).with_columns(
        (pl.col("plain").str.starts_with(SNAP)).alias("snap"),
        pl.col("bare").str.to_lowercase().is_in(list(GENERIC)).alias("generic"),
        pl.col("bare").str.to_lowercase().is_in(list(NOWHERE)).alias("nowhere"),
    ).rename({"bare": "words"})  # fmt: skip
    told = _exact(told).with_columns(_root(tuple(pairs), apart).alias("root"))
    found = groups.join(told, on=spelling, how="left", maintain_order="left")
    numbered = "uprn" in found.columns
    found = _parted(_numbered(found), apart) if numbered else found.with_columns(id=pl.lit(""))
    free = ~pl.col("exact") & (pl.col("id") == "")
    return found.with_columns(
        pl.when(pl.col("id") == "").then("root").otherwise(pl.lit("")).alias("root"),
        *_points(found, free),
    )


def _exact(told: pl.DataFrame) -> pl.DataFrame:
    """With the address as it is compared, and whether that alone makes a place."""
    vague = pl.col("snap") | pl.col("generic") | pl.col("nowhere")
    exact = (pl.col("postcode") != "") & ~vague
    line = pl.when(exact).then(pl.col("key") + ", " + pl.col("postcode")).otherwise("key")
    return told.with_columns(line.alias("line"), exact.alias("exact"))


def _root(pairs: tuple[tuple[str, str], ...], apart: Iterable[tuple[str, str]]) -> pl.Expr:
    """The address that stands for each, by what a person said of them."""
    leads = one_place(pairs, apart) if pairs else {}
    root = pl.col("line").replace(leads) if leads else pl.col("line")
    return pl.when("exact").then(root).otherwise("line")


def merged(found: pl.DataFrame) -> tuple[pl.DataFrame, Joined]:
    """Identified groups as places, each under its commonest spelling, and what was joined."""
    order = [name for name in ("text", "x", "y") if name in found.columns]
    ranked = found.sort("n", *order, descending=[True, *[False] * len(order)])
    first = [name for name in ("words", "area", "postcode", "snap", "generic", "nowhere")
             if name in found.columns]  # fmt: skip
    axes = [name for name in ("x", "y", "east", "north") if name in found.columns]
    places = ranked.group_by(OWN, maintain_order=True).agg(
        pl.col("n").sum(),
        pl.len().alias("groups"),
        *(pl.col(name).first() for name in first),
        *(pl.col(name).drop_nulls().first() for name in axes),
        *(pl.col(name).first().alias(f"lead_{name}") for name in ("plain", "line")
          if name in found.columns),
    )  # fmt: skip
    if "plain" not in found.columns:
        return places, Joined()
    several = places.filter(pl.col("groups") > 1).select(*OWN, "lead_plain", "lead_line")
    return places, _joined(ranked, several)


def _joined(ranked: pl.DataFrame, several: pl.DataFrame) -> Joined:
    """Incidents at other spellings than the commonest, by why they were joined."""
    within = ranked.join(several, on=OWN, how="inner", nulls_equal=True)
    other = within.filter(pl.col("plain") != pl.col("lead_plain"))
    same = pl.col("line") == pl.col("lead_line")
    why = pl.when(same).then(0).when(pl.col("id") == "").then(1).otherwise(2).alias("why")
    sums = dict(other.group_by(why).agg(pl.col("n").sum()).iter_rows())
    return Joined(*(int(sums.get(at, 0)) for at in range(3)))


def _points(groups: pl.DataFrame, matters: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The point as far as it tells places apart."""
    x, y = (
        pl.when(matters).then(pl.col(name) if name in groups.columns else pl.lit(None))
        .cast(pl.Float64).alias(f"at_{name}")
        for name in ("x", "y")
    )  # fmt: skip
    return x, y


def _words() -> list[pl.Expr]:
    """The words of a place for comparing, and for reading without "On or near"."""
    tidy = pl.col("text").str.replace_all(r"\s+", " ").str.strip_chars()
    return [
        tidy.str.to_lowercase().alias("plain"),
        tidy.str.replace(rf"^(?i:{SNAP})\s*", "").alias("bare"),
    ]


def _numbered(found: pl.DataFrame) -> pl.DataFrame:
    """The property number of each group; an address that has only one lends it to its others."""
    own = pl.col("uprn") != ""
    known = found.filter(own)
    for name in ("flat", "number"):  # a part left blank is that of the others, if they agree
        named = known.filter(pl.col(name) != "").group_by("uprn").agg(
            pl.col(name).n_unique().alias("kinds"), pl.col(name).first().alias("sole")
        )  # fmt: skip
        sole = named.filter(pl.col("kinds") == 1).select("uprn", pl.col("sole").alias(f"{name}_"))
        found = found.join(sole, on="uprn", how="left", maintain_order="left")
        filled = pl.when((pl.col(name) == "") & own).then(pl.col(f"{name}_")).otherwise(name)
        found = found.with_columns(filled.fill_null("").alias(f"{name}_"))
    number = pl.concat_str("uprn", "flat_", "number_", separator="|")
    found = found.with_columns(pl.when(own).then(number).otherwise(pl.lit("")).alias("id"))
    lent = found.filter(own & pl.col("exact")).group_by("root").agg(
        pl.col("id").n_unique().alias("kinds"), pl.col("id").first().alias("lent")
    )  # fmt: skip
    lent = lent.filter(pl.col("kinds") == 1).select("root", "lent")
    found = found.join(lent, on="root", how="left", maintain_order="left")
    takes = ~own & pl.col("exact") & pl.col("lent").is_not_null()
    return found.with_columns(pl.when(takes).then("lent").otherwise("id").alias("id"))


def _parted(found: pl.DataFrame, apart: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """Numbers of which a person said that they stand for several places: each address its own."""
    pairs = [key_of(*pair) for pair in apart]
    if not pairs:
        return found
    named = found.filter(pl.col("exact") & (pl.col("id") != ""))
    ids: dict[str, set[str]] = {}
    for line, number in named.select("line", "id").unique().iter_rows():
        ids.setdefault(line, set()).add(number)
    shared = {
        number for one, other in pairs for number in ids.get(one, set()) & ids.get(other, set())
    }
    alone = pl.concat_str("id", "root", separator="|")
    return found.with_columns(
        pl.when(pl.col("id").is_in(shared)).then(alone).otherwise("id").alias("id")
    )


def _text(role: Role) -> pl.Expr:
    return pl.col(role).cast(pl.String).fill_null("")


def _is_uprn(name: str) -> bool:
    return re.match(_UPRN, name) is not None


def spellings(incidents: Incidents, by: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Every address that has a postcode, as it is spelt, with its incidents.

    Args:
        incidents: the rows.
        by: "address" or "place", whichever column holds them.

    Returns:
        Lines that hold the postcode, whatever column it came from; words of a map point or of a
        sort of place are no addresses.
    """
    found = identified(grouped(keyed(incidents, by)))
    there = pl.col("words").str.to_uppercase().str.contains(pl.col("postcode"), literal=True)
    line = pl.when(there).then("words").otherwise(pl.col("words") + ", " + pl.col("postcode"))
    each = found.filter("exact").group_by(line.alias("address")).agg(pl.col("n").sum())
    each = each.sort("n", "address", descending=[True, False])
    return tuple(each["address"].to_list()), tuple(each["n"].to_list())
