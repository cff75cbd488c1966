"""A picture in Word: a PNG every program shows, and an SVG that newer Word shows instead."""

from __future__ import annotations

from docx.document import Document as Docx

from workbench.briefings.document import Picture
from workbench.briefings.writers.ooxml.package import RELATION, add_part
from workbench.briefings.writers.ooxml.sheet import Sheet
from workbench.briefings.writers.ooxml.xml import EMU, SVG_EXTENSION, Element, el

PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
MOST_MM = 164.0  # the text width
HIGHEST_MM = 200.0


def size_mm(picture: Picture) -> tuple[float, float]:
    """Width and height, made to fit the page with the same shape."""
    scale = min(1.0, MOST_MM / picture.width_mm, HIGHEST_MM / picture.height_mm)
    return picture.width_mm * scale, picture.height_mm * scale


def image_kind(data: bytes) -> tuple[str, str]:
    """The ending and the MIME type of a picture that every Word shows."""
    return ("jpeg", "image/jpeg") if data[:3] == b"\xff\xd8\xff" else ("png", "image/png")


def _add(docx: Docx, data: bytes, number: int, ending: str, mime: str) -> str:
    part = add_part(docx, f"/word/media/figure{number}.{ending}", mime, data)
    return str(docx.part.relate_to(part, RELATION + "image"))


def inline(sheet: Sheet, picture: Picture) -> Element:
    """A run with the picture in line with the text: it moves with it and is read in order."""
    number = next(sheet.drawings)
    blip = el(
        "a:blip", {"r:embed": _add(sheet.docx, picture.png, number, *image_kind(picture.png))}
    )
    if picture.svg:
        svg = _add(sheet.docx, picture.svg, number, "svg", "image/svg+xml")
        sharp = el("asvg:svgBlip", {"r:embed": svg})
        blip.append(el("a:extLst", None, el("a:ext", {"uri": SVG_EXTENSION}, sharp)))
    width, height = size_mm(picture)
    size = {"cx": round(width * EMU), "cy": round(height * EMU)}
    name = {"id": number, "name": f"card:{picture.card}", "descr": picture.description}
    frame = el("wp:cNvGraphicFramePr", None, el("a:graphicFrameLocks", {"noChangeAspect": 1}))
    data = el("a:graphicData", {"uri": PICTURE}, _shown(blip, size, name))
    made = el(
        "wp:inline", {"distT": 0, "distB": 0, "distL": 0, "distR": 0},
        el("wp:extent", size), el("wp:docPr", name), frame, el("a:graphic", None, data),
    )  # fmt: skip
    return el("w:r", None, el("w:drawing", None, made))


def _shown(blip: Element, size: dict[str, int], name: dict[str, object]) -> Element:
    return el(
        "pic:pic", None,
        el("pic:nvPicPr", None, el("pic:cNvPr", name), el("pic:cNvPicPr")),
        el("pic:blipFill", None, blip, el("a:stretch", None, el("a:fillRect"))),
        el("pic:spPr", None,
           el("a:xfrm", None, el("a:off", {"x": 0, "y": 0}), el("a:ext", size)),
           el("a:prstGeom", {"prst": "rect"}, el("a:avLst"))),
    )  # fmt: skip
