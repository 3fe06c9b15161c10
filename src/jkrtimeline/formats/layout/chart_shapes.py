"""Shapes and text of a chart as SVG elements."""

from ...fields import IMPORTANCE
from .chart_labels import Mark
from .chart_text import xml_text

INK, PALE, LINE, BAND, WHITE = "#1f2328", "#57606a", "#d0d7de", "#f6f8fa", "#ffffff"
"""The colours of titles, of other text, of the grid, of every other lane, and of the background."""

RADII = {"minor": 2.8, "notable": 5.0, "major": 8.5}
"""The radius of a mark in pixels, by importance."""


def pixels(number: float) -> str:
    """A number of pixels, to one decimal place."""
    return f"{number:.1f}".removesuffix(".0")


def element(name: str, content: str = "", **attributes: str | float | None) -> str:
    """An SVG element; `content` is markup. Attributes that are None are left out."""
    parts = [
        f' {key.replace("_", "-")}="{value if isinstance(value, str) else pixels(value)}"'
        for key, value in attributes.items()
        if value is not None
    ]
    return f"<{name}{''.join(parts)}>{content}</{name}>" if content else f"<{name}{''.join(parts)}/>"


def text_element(
    text: str, x: float, y: float, size: float, colour: str = INK, *, bold: bool = False, anchor: str | None = None
) -> str:
    """A line of text on the baseline `y`."""
    weight = "600" if bold else None
    return element(
        "text", xml_text(text), x=x, y=y, font_size=size, fill=colour, font_weight=weight, text_anchor=anchor
    )


def straight_line(path: str, colour: str, width: float, opacity: str | None = None) -> str:
    """A line along an SVG path."""
    return element("path", d=path, stroke=colour, stroke_width=width, stroke_opacity=opacity)


def symbol(importance: str, mark: Mark, colour: str, *, hollow: bool, unit: float) -> str:
    """A diamond for a major event, a circle for others."""
    x, y, radius = mark
    fill, stroke = (WHITE, colour) if hollow else (colour, WHITE)
    width = (1.6 if hollow else 1.2) * unit
    if importance != IMPORTANCE[-1]:
        return element("circle", cx=x, cy=y, r=radius, fill=fill, stroke=stroke, stroke_width=width)
    corners = ((x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius))
    points = " ".join(f"{pixels(across)},{pixels(down)}" for across, down in corners)
    return element("polygon", points=points, fill=fill, stroke=stroke, stroke_width=width)
