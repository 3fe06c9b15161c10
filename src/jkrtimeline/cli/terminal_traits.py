"""Traits of a terminal, by environment variables: its background, and the width of ambiguous characters."""

from collections.abc import Mapping
from typing import Literal

from ..errors import UsageError


def background(environment: Mapping[str, str]) -> Literal["dark", "light", ""]:
    """The background: JKR_THEME, else COLORFGBG (`15;0` is white on black); empty if unknown. Raises UsageError."""
    theme = environment.get("JKR_THEME", "")
    if theme in ("dark", "light"):
        return "dark" if theme == "dark" else "light"
    if theme:
        raise UsageError(f"JKR_THEME is {theme!r}", hint="set it to dark or light")
    number = environment.get("COLORFGBG", "").rpartition(";")[2]
    if not (number.isascii() and number.isdigit()):
        return ""
    # Of the 16 colours, white (7) and the bright ones are light, but not grey (8), as in Vim.
    return "light" if int(number) == 7 or 9 <= int(number) <= 15 else "dark"


def is_ambiguous_wide(environment: Mapping[str, str]) -> bool:
    """Whether characters of ambiguous width take two cells: JKR_WIDTH, else a CJK locale. Raises UsageError."""
    width = environment.get("JKR_WIDTH", "")
    if width in ("cjk", "narrow"):
        return width == "cjk"
    if width:
        raise UsageError(f"JKR_WIDTH is {width!r}", hint="set it to cjk or narrow")
    locale = next((value for name in ("LC_ALL", "LC_CTYPE", "LANG") if (value := environment.get(name))), "")
    return locale[:2].lower() in ("ja", "ko", "zh")
