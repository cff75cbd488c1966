"""A result's reading as the words round its chart, and the chart as files that repeat."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.figure import Figure

from workbench.analysis.kind import Basis, Reading
from workbench.analysis.words import period
from workbench.charts.page import Caption

MM: float = 25.4


def caption(reading: Reading, basis: Basis, n: int | None = None) -> Caption:
    """Title, measure, caution and footer, all from the reading and its basis.

    ``n`` is given when the picture shows only some of the incidents of the basis.
    """
    when = "No dates"
    if basis.first and basis.last:
        when = period(basis.first, basis.last)
    return Caption(
        finding=reading.finding,
        measure=reading.measure,
        source=basis.source or "not stated",
        n=basis.n if n is None else n,
        period=when,
        caution=reading.caveat,
        grave=reading.grave,
    )


@dataclass(frozen=True)
class Picture:
    """One chart as bytes: PNG for old readers, SVG and PDF for the sharp ones."""

    png: bytes
    svg: bytes
    pdf: bytes
    alt: str
    width_mm: float
    height_mm: float


FORMS: Final = ("png", "svg", "pdf")


def picture(figure: Figure, forms: Sequence[str] = FORMS) -> Picture:
    """A figure in these forms with its alt text inside, free of dates so that bytes repeat."""
    alt = str(figure.get_label())
    title = alt.partition(". ")[0]
    across, up = figure.get_size_inches()
    dated = {"Title": title, "Creator": None}
    svg = dated | {"Description": alt, "Date": None}
    pdf = dated | {"Subject": alt, "CreationDate": None, "Producer": None}
    return Picture(
        png=png(figure) if "png" in forms else b"",
        svg=_bytes(figure, "svg", svg) if "svg" in forms else b"",
        pdf=_bytes(figure, "pdf", pdf) if "pdf" in forms else b"",
        alt=alt,
        width_mm=float(across) * MM,
        height_mm=float(up) * MM,
    )


def png(figure: Figure) -> bytes:
    """The picture in dots, with its alt text."""
    alt = str(figure.get_label())
    return _bytes(figure, "png", {"Title": alt.partition(". ")[0], "Description": alt})


def _bytes(figure: Figure, form: str, metadata: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    # Packed less tightly, a page at 300 dpi saves a third of its time for a tenth more room.
    how: dict[str, Any] = {"pil_kwargs": {"compress_level": 3}} if form == "png" else {}
    figure.savefig(file, format=form, metadata=metadata, **how)
    return file.getvalue()
