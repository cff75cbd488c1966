"""Every colour, distance and type size of the look, in one table each. No Qt here."""

from typing import NamedTuple


class Ink(NamedTuple):
    """One colour in each theme; a contrast theme is the system's, so its palette role is named."""

    light: str
    dark: str
    system: str


COLOURS: dict[str, Ink] = {
    "window": Ink("#F4F6F8", "#15191E", "Window"),
    "surface": Ink("#FFFFFF", "#1D232A", "Base"),
    "panel": Ink("#E9EDF2", "#28303A", "Window"),
    "hover": Ink("#EDF1F5", "#262E37", "Base"),
    "selected": Ink("#E3EDF6", "#22384D", "Highlight"),
    "on_selected": Ink("#14202B", "#F1F4F7", "HighlightedText"),
    "hairline": Ink(
        "#DCE2E9", "#323B46", "WindowText"
    ),  # decorative only: never the sole edge of a control
    "border": Ink("#6B7785", "#8593A3", "WindowText"),  # edge of anything one can type in or tick
    "soft_border": Ink(
        "#B4BEC9", "#55616E", "ButtonText"
    ),  # edge of a button, whose words carry it
    "text": Ink("#14202B", "#F1F4F7", "WindowText"),
    "secondary": Ink("#4A5866", "#B7C2CE", "WindowText"),
    "disabled": Ink("#7C8894", "#7B8896", "PlaceholderText"),
    "accent": Ink("#12436D", "#7FB8EA", "Highlight"),
    "accent_hover": Ink("#1A568A", "#9CCAF2", "Highlight"),
    "accent_down": Ink("#0C3152", "#69A6DC", "Highlight"),
    "on_accent": Ink("#FFFFFF", "#10202E", "HighlightedText"),
    "link": Ink("#0B5CAD", "#8CC4F5", "Link"),
    "success": Ink("#005A30", "#6FCF97", "WindowText"),
    "warning": Ink("#7A4B00", "#F2B24C", "WindowText"),
    "error": Ink("#A3170F", "#FF8F87", "WindowText"),
    "focus_line": Ink("#14202B", "#15191E", "WindowText"),
    "focus_glow": Ink("#FFDD00", "#FFDD00", "Highlight"),
    "paper": Ink("#FFFFFF", "#FFFFFF", "Base"),  # charts and pages: white in every theme
    "paper_edge": Ink("#C9D1DA", "#C9D1DA", "WindowText"),
    "scan": Ink("#12436D", "#9CCBF3", "WindowText"),
    "scan_tint": Ink("#E3EDF6", "#1D344A", "Base"),
    "analyse": Ink("#0B5F58", "#7ED8CD", "WindowText"),
    "analyse_tint": Ink("#DFF3F1", "#163938", "Base"),
    "respond": Ink("#801650", "#F2A9D2", "WindowText"),
    "respond_tint": Ink("#F6E3EE", "#432439", "Base"),
    "assess": Ink("#8A3407", "#FFB78F", "WindowText"),
    "assess_tint": Ink("#FDE9DF", "#45291B", "Base"),
    "neutral": Ink("#3A4754", "#C9D2DC", "WindowText"),
    "neutral_tint": Ink("#E9EDF2", "#2C353F", "Base"),
    "success_tint": Ink("#E2F2E9", "#183527", "Base"),
    "warning_tint": Ink("#FBF0DC", "#3D2F15", "Base"),
    "error_tint": Ink("#FBE7E5", "#45221F", "Base"),
}

# (words, what they lie on): held to 4.5:1 in light and dark by `failures`.
PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (ink, ground)
        for ink in ("text", "secondary", "link", "warning", "error", "success", "accent")
        for ground in ("window", "surface", "panel", "hover")
    ),
    *(
        (tone, f"{tone}_tint")
        for tone in (
            "scan",
            "analyse",
            "respond",
            "assess",
            "neutral",
            "success",
            "warning",
            "error",
        )
    ),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_down")),
    ("on_selected", "selected"),
)

TIGHT, SMALL, MEDIUM, LARGE, WIDE, HUGE = 4, 8, 12, 16, 24, 32
RADIUS, CARD_RADIUS = 4, 6
RAIL, RAIL_NARROW, GUIDE = 216, 56, 304
MEASURE = 560  # about 70 characters of body text
ROW, TARGET = 34, 24  # least height of a table row; least side of anything that can be clicked


class Type(NamedTuple):
    """Points and weight; points follow the user's text size."""

    points: float
    weight: int


TYPE: dict[str, Type] = {
    "caption": Type(9, 400),
    "label": Type(9, 600),
    "small": Type(9.5, 400),
    "body": Type(10.5, 400),
    "strong": Type(10.5, 600),
    "heading": Type(12, 600),
    "title": Type(15, 600),
    "display": Type(20, 600),
}

LINES = ("#12436D", "#F46A25", "#28A197", "#A285D1")  # series on white paper, in this order
PAPER_TEXT, PAPER_GREY, PAPER_GRID = "#14202B", "#5B6875", "#E4E8ED"


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio of two #RRGGBB colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def failures(least: float = 4.5) -> list[str]:
    """The pairs that are too faint, in words; empty when all is well."""
    found = []
    for ink, ground in PAIRS:
        for theme in ("light", "dark"):
            ratio = contrast(getattr(COLOURS[ink], theme), getattr(COLOURS[ground], theme))
            if ratio < least:
                found.append(f"{theme}: {ink} on {ground} is {ratio:.1f}:1")
    return found


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
