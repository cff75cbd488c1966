"""Whole places in one column, squares with metres within them, and the grids of Ireland."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from workbench.analysis.grid import Floats
from workbench.domain.data import Role
from workbench.intake.column_facts import Facts
from workbench.intake.misspelt import plain_words
from workbench.intake.places import Placed, Places, numbers, place
from workbench.intake.recipe import Choices, ColumnChoice
from workbench.intake.source import Source

_SQUARE: Final = r"^(?i:H[L-Z]|J[LMQRVW]|N[A-HJ-Z]|O[ABFGLMQRVW]|S[A-HJ-Z]|T[ABFGLMQRVW])$"
_TWELVE: Final = r"^([0-9]{6})([0-9]{6})$"
_DMS: Final = (
    r"(?i)([0-9]{1,3})\s*[°d]\s*([0-9]{1,2})\s*['’′m]\s*([0-9]{1,2}(?:\.[0-9]+)?)?\s*(?:\x22|''|″|”|s)?"
    r"\s*([NSEW])"
)
_LETTERS: Final = r"^([A-Z]{2})([0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})$"
_NUMBER: Final = r"([+-]?[0-9]{1,7}(?:\.[0-9]+)?)°?\s*[NSEW]?"
_BETWEEN: Final = r"['\x22]?\s*[,; /|]\s*(?:['\x22]?[a-z]+['\x22]?\s*[:=]\s*['\x22]?)?"
_PAIR: Final = rf"{_NUMBER}{_BETWEEN}{_NUMBER}['\x22]?\s*\W*$"
_DECIMALS: Final = rf"(?i){_PAIR}"
_WKT: Final = r"(?i)\bPOINT\s*Z?\s*\("
_TWO: Final = re.compile(
    r"[0-9][.0-9°'NS\x22]{3,}[^0-9]{1,24}[0-9]{1,3}\s*[.d°]|[0-9]{5}[,; ]+[0-9]{5}"
)
_SAYS_POINT: Final = re.compile(
    r".*\b(grid|osgr|ngr|os|gr|map|location|coord(inate)?s?|position|point|lat|geo ?point)\b.*"
)
_SAYS_SQUARE: Final = re.compile(r".*\b(sq|square|letters|sheet|tile|grid)\b.*")
_LONG_FIRST: Final = re.compile(
    r"\b(lon|long|longitude|lng|x|easting)\b.*\b(lat|latitude|y|northing)\b"
)
_WITHIN: Final = 100_000.0  # metres: the side of a square
_IRISH_WORDS: Final = (
    r"(?i)\b(northern ireland|belfast|derry|londonderry|antrim|armagh|fermanagh|tyrone|newry"
    r"|lisburn|psni)\b"
)
# Written out, as that of Great Britain is, so that no grid is looked for.
_TM: Final = "+step +inv +proj=tmerc +lat_0=53.5 +lon_0=-8 "
_PIPELINES: Final = {
    Places.IRISH: "+proj=pipeline " + _TM + "+k=1.000035 +x_0=200000 +y_0=250000 +a=6377340.189 "
    "+rf=299.3249646 +step +proj=push +v_3 +step +proj=cart +a=6377340.189 +rf=299.3249646 "
    "+step +proj=helmert +x=482.5 +y=-130.6 +z=564.6 +rx=-1.042 +ry=-0.214 +rz=-0.631 +s=8.15 "
    "+convention=position_vector +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
    "+step +proj=unitconvert +xy_in=rad +xy_out=deg",
    Places.ITM: "+proj=pipeline " + _TM + "+k=0.99982 +x_0=600000 +y_0=750000 +ellps=GRS80 "
    "+step +proj=unitconvert +xy_in=rad +xy_out=deg",
}  # fmt: skip
_SOLE: Final = (Places.POINT, Places.SQUARE)


def placed(table: pl.DataFrame, choices: Choices) -> Placed | None:
    """Where each row lies, in whatever way the file says it; None where it does not."""
    kind = choices.places
    whole = choices.of(Role.POINT)
    if kind is Places.POINT:
        return _of_points(table[whole[0]]) if whole else None
    degrees = kind is Places.DEGREES
    first = choices.of(Role.LONGITUDE if degrees else Role.EASTING)
    second = choices.of(Role.LATITUDE if degrees else Role.NORTHING)
    if kind is Places.NONE or not first or not second:
        return None
    x, y = table[first[0]], table[second[0]]
    if kind is Places.SQUARE:
        return _within_squares(table[whole[0]], x, y) if whole else None
    if kind in _PIPELINES:
        return _of_ireland(x, y, kind)
    return place(x, y, kind)


def used(choices: Choices) -> frozenset[str]:
    """The columns that places are read from."""
    roles = {
        Places.NONE: (),
        Places.DEGREES: (Role.LONGITUDE, Role.LATITUDE),
        Places.POINT: (Role.POINT,),
        Places.SQUARE: (Role.POINT, Role.EASTING, Role.NORTHING),
    }.get(choices.places, (Role.EASTING, Role.NORTHING))
    names = [choices.of(role)[:1] for role in roles]
    return frozenset(name for each in names for name in each) if all(names) else frozenset()


def take(sample: pl.DataFrame, facts: Mapping[str, Facts], taken: dict[str, ColumnChoice]) -> None:
    """Give a column its role where its cells hold whole places, or the letters of squares."""
    for name, known in facts.items():
        text = sample[name].drop_nulls()
        said = plain_words(name)
        if not (_SAYS_POINT.fullmatch(said) or _SAYS_SQUARE.fullmatch(said) or _two(text)):
            continue
        digits = known.numeric > 0.5  # 333000394000 is both
        if name in taken or not known.filled or (digits and not _both_in_one(said, text)):
            continue
        if digits:
            why = "its cells hold an easting and a northing, six digits each"
        elif _share(text, _is_pair(pl.col("v"))) > 0.8:
            why = "its cells hold two coordinates"
        elif _SAYS_POINT.fullmatch(said) and _share(text, _is_letters(pl.col("v"))) > 0.8:
            why = "its cells hold references of the National Grid"
        elif (
            _SAYS_SQUARE.fullmatch(said)
            and _share(text, _bare(pl.col("v")).str.contains(_SQUARE)) > 0.8
        ):
            why = "its cells hold the letters of squares of the National Grid"
        else:
            continue
        taken[name] = ColumnChoice(name, Role.POINT, why)
        return


def _two(text: pl.Series) -> bool:
    """Tell cheaply whether the first cells may hold two numbers."""
    few = text.head(8).to_list()
    return 2 * sum(_TWO.search(cell) is not None for cell in few) > len(few)


def _both_in_one(said: str, text: pl.Series) -> bool:
    return (
        _SAYS_POINT.fullmatch(said) is not None
        and _share(text, _bare(pl.col("v")).str.contains(_TWELVE)) > 0.8
    )


def leave_spare(sample: pl.DataFrame, taken: dict[str, ColumnChoice]) -> None:
    """A point beside two columns of coordinates says the same again; squares need them."""
    point = next((name for name, choice in taken.items() if choice.role is Role.POINT), None)
    if point is None:
        return
    roles = {choice.role: name for name, choice in taken.items()}
    metres = {Role.EASTING, Role.NORTHING} <= roles.keys()
    letters = _share(sample[point].drop_nulls(), _bare(pl.col("v")).str.contains(_SQUARE)) > 0.8
    if (
        letters
        and not (
            metres and within_a_square(sample[roles[Role.EASTING]], sample[roles[Role.NORTHING]])
        )
    ) or (not letters and (metres or {Role.LONGITUDE, Role.LATITUDE} <= roles.keys())):
        del taken[point]


def within_a_square(east: pl.Series, north: pl.Series) -> bool:
    """Tell whether metres are those within a square of 100 km: no land but Scilly lies there."""
    x, y = numbers(east), numbers(north)
    high = max(float(x.max() or 0), float(y.max() or 0))  # type: ignore[arg-type]
    low = min(float(x.min() or 0), float(y.min() or 0))  # type: ignore[arg-type]
    scilly = float(x.median() or 0) >= 80_000 and float(y.median() or 0) <= 20_000  # type: ignore[arg-type]
    return low >= 0 and 0 < high < _WITHIN and not scilly


def of_metres(guessed: Places, x: str, y: str, choices: Choices, source: Source) -> Places:
    """What two columns of metres are, from what else the file says: squares, or Ireland's grids."""
    some = source.table.gather_every(max(1, source.rows // 5_000))
    if choices.of(Role.POINT) and within_a_square(some[x], some[y]):
        return Places.SQUARE
    metres = guessed in (Places.GRID, Places.LOCAL)
    if metres and within_a_square(some[x], some[y]):
        return Places.LOCAL
    if not metres or not _in_ireland(some, source.columns):
        return guessed
    east, north = numbers(some[x]).median(), numbers(some[y]).median()
    far = float(east or 0) > 400_000 and float(north or 0) > 500_000  # type: ignore[arg-type]
    return Places.ITM if far else Places.IRISH


def _in_ireland(some: pl.DataFrame, columns: tuple[str, ...]) -> bool:
    """Tell whether codes, postcodes or names say that rows lie in Northern Ireland."""
    for name in columns:
        if re.search(r"\b(irish|itm|tm65|tm75)\b", plain_words(name)):
            return True
        text = some[name].drop_nulls()
        told = pl.col("v").str.contains(r"^N[0-9]{8}$|^(?i:BT[0-9]{1,2} ?[0-9][A-Z]{2})$")
        told |= pl.col("v").str.contains(_IRISH_WORDS)
        if len(text) and _share(text, told) > 0.5:
            return True
    return False


def _of_points(text: pl.Series) -> Placed:
    """Places that stand whole in one column, each as it is written."""
    frame = text.alias("v").to_frame().select(_in_degrees(pl.col("v")))
    letters = frame.select(_is_letters(pl.col("v")).fill_null(value=False)).to_series()
    if letters.sum() > 0.5 * text.count():
        east, north = _of_letters(frame)
        return _noted(place(east, north, Places.GRID), "Grid references became the south-west "
                      "corners of the squares they name.")  # fmt: skip
    x, y = _of_pairs(frame, long_first=bool(_LONG_FIRST.search(plain_words(text.name))))
    small = numbers(x).abs().max()
    kind = Places.DEGREES if small is None or float(small) <= 180 else Places.GRID  # type: ignore[arg-type]
    return _noted(place(x, y, kind), "Both coordinates stand in one column.")


def _of_letters(frame: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    bare = _bare(pl.col("v"))
    digits = bare.str.extract(_LETTERS, 2)
    half = digits.str.len_bytes() // 2
    parts = frame.select(
        bare.str.extract(_LETTERS, 1).alias("sq"),
        digits.str.head(half).str.pad_end(5, "0").cast(pl.Int64).alias("e"),
        digits.str.slice(half).str.pad_end(5, "0").cast(pl.Int64).alias("n"),
    )
    return _metres(parts)


def _metres(parts: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Metres from letters and metres within their square, as text; null where there is none."""
    unlike = parts["sq"].drop_nulls().unique().to_list()
    corners = {sq: _corner(sq) for sq in unlike if re.match(_SQUARE, sq)}
    joined = parts.select(
        *(
            (
                pl.col("sq").replace_strict(
                    {sq: at[axis] for sq, at in corners.items()},
                    default=None,
                    return_dtype=pl.Int64,
                )
                + pl.col(name)
            )
            .cast(pl.String)
            .alias(name)
            for axis, name in enumerate(("e", "n"))
        )
    )
    return joined["e"], joined["n"]


def _corner(letters: str) -> tuple[int, int]:
    """The south-west corner of a square of 100 km by its two letters; there is no I."""
    first, second = ("ABCDEFGHJKLMNOPQRSTUVWXYZ".index(sign) for sign in letters.upper())
    east = ((first - 2) % 5) * 5 + second % 5
    north = 19 - (first // 5) * 5 - second // 5
    return east * 100_000, north * 100_000


def _of_pairs(frame: pl.DataFrame, *, long_first: bool) -> tuple[pl.Series, pl.Series]:
    """Across and up of two numbers in each cell; latitude is written first but in WKT."""
    one, two = (pl.col("v").str.extract(_DECIMALS, at) for at in (1, 2))
    west = pl.col("v").str.contains(r"(?i)[0-9]°?\s*W\b") & ~two.str.starts_with("-")
    two = pl.when(west).then(pl.concat_str(pl.lit("-"), two)).otherwise(two)
    across = pl.col("v").str.contains(_WKT) | pl.lit(long_first)
    across |= one.cast(pl.Float64, strict=False).abs() > 180  # metres: easting first
    found = frame.select(
        pl.when(across).then(one).otherwise(two).alias("x"),
        pl.when(across).then(two).otherwise(one).alias("y"),
    )
    return found["x"], found["y"]


def _within_squares(squares: pl.Series, x: pl.Series, y: pl.Series) -> Placed:
    """Places by the letters of a square and figures within it, of which 330 means 33,000 metres."""
    east, north = (numbers(each).cast(pl.Int64, strict=False) for each in (x, y))
    most = max(_most(east), _most(north))
    digits = max(2, min(5, len(str(most))))
    scale = 10 ** (5 - digits)
    letters = squares.str.strip_chars().str.to_uppercase()
    parts = pl.DataFrame({"sq": letters, "e": east * scale, "n": north * scale})
    placed_east, placed_north = _metres(parts)
    note = "Metres were counted from the squares that letters name."
    if scale > 1:
        note += f" Figures of {digits} digits were read as {scale:,} metres each."
    return _noted(place(placed_east, placed_north, Places.GRID), note)


def _most(figures: pl.Series) -> int:
    return int(figures.max() or 0)  # type: ignore[arg-type]


def _of_ireland(x: pl.Series, y: pl.Series, kind: Places) -> Placed:
    """Metres of a grid of Ireland as those of the National Grid, by way of degrees."""
    from pyproj import Transformer  # seldom needed, and slow to import

    east: Floats = numbers(x).to_numpy()
    north: Floats = numbers(y).to_numpy()
    longitude, latitude = Transformer.from_pipeline(_PIPELINES[kind]).transform(east, north)
    texts = [pl.Series(part).fill_nan(None).cast(pl.String) for part in (longitude, latitude)]
    return _noted(place(texts[0], texts[1], Places.DEGREES), f"The metres are of the {kind.value}.")


def _noted(found: Placed, note: str) -> Placed:
    return replace(found, notes=(note, *found.notes))


def _bare(cell: pl.Expr) -> pl.Expr:
    return cell.str.replace_all(r"\s", "").str.to_uppercase()


def _is_letters(cell: pl.Expr) -> pl.Expr:
    bare = _bare(cell)
    return bare.str.contains(_LETTERS) & bare.str.head(2).str.contains(_SQUARE)


def _in_degrees(cell: pl.Expr) -> pl.Expr:
    """Degrees, minutes and seconds, and twelve digits, as two numbers."""
    parts = [cell.str.extract_all(_DMS).list.get(at, null_on_oob=True) for at in (0, 1)]
    degrees = [
        (
            sum(
                part.str.extract(_DMS, group).cast(pl.Float64, strict=False).fill_null(0) / scale
                for group, scale in ((1, 1), (2, 60), (3, 3_600))
            )
            * pl.when(part.str.contains("(?i)[SW]$")).then(-1).otherwise(1)
        )
        for part in parts
    ]
    both = pl.concat_str(*(each.round(7).cast(pl.String) for each in degrees), separator=", ")
    twelve = _bare(cell).str.replace(_TWELVE, "$1, $2")
    split = pl.when(_bare(cell).str.contains(_TWELVE)).then(twelve).otherwise(cell)
    return pl.when(parts[1].is_not_null()).then(both).otherwise(split).alias("v")


def _is_pair(cell: pl.Expr) -> pl.Expr:
    """Tell which cells hold two numbers with decimals, two of six digits, or degrees in full."""
    cell = _in_degrees(cell)
    one, two = (cell.str.extract(_DECIMALS, at) for at in (1, 2))
    decimals = one.str.contains(r"\.[0-9]{2}") & two.str.contains(r"\.[0-9]{2}")
    metres = one.str.contains(r"^[0-9]{5,7}(\.|$)") & two.str.contains(r"^[0-9]{5,7}(\.|$)")
    return (decimals | metres).fill_null(value=False)


def _share(text: pl.Series, test: pl.Expr) -> float:
    filled = text.str.strip_chars().replace("", None).drop_nulls().alias("v")
    return float(filled.to_frame().select(test.mean()).item() or 0) if len(filled) else 0.0
