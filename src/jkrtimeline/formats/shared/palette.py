"""The colours of themes: one of a few hues for each family, the same in the terminal and on the web page."""

from binascii import crc32
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ...query import display_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ...catalog import Catalog


class Hue(NamedTuple):
    """A colour, by its number among the 256 colours of xterm.

    `dark` is for a dark background (contrast at least 5 on #282c34), `light` for a light one (at least 5 on #fdf6e3),
    `unknown` for any (at least 3.8 on black and on white). `middle` is for any background in true colour (at least 4.5
    on both; WCAG 2.2, 1.4.3). The ramps are backgrounds of cells, from faint to strong.
    """

    name: str
    dark: int
    light: int
    unknown: int
    middle: str
    dark_ramp: tuple[int, ...]
    light_ramp: tuple[int, ...]


HUES = (
    Hue("blue", 75, 26, 27, "#3177c6", (17, 18, 25, 32, 75), (153, 111, 75, 68, 26)),
    Hue("teal", 73, 23, 30, "#188289", (23, 30, 66, 73, 116), (195, 152, 116, 73, 30)),
    Hue("amber", 179, 94, 130, "#a36912", (58, 94, 136, 179, 222), (230, 223, 179, 136, 94)),
    Hue("pink", 175, 125, 132, "#ce3b84", (53, 89, 132, 175, 218), (225, 218, 175, 132, 125)),
    Hue("violet", 141, 92, 98, "#8f5dc9", (54, 55, 97, 98, 141), (189, 183, 141, 98, 55)),
    Hue("green", 71, 22, 28, "#228643", (22, 28, 65, 71, 114), (194, 157, 114, 71, 28)),
)

NEUTRAL = 0
"""The hue of bars and cells that do not belong to a theme."""

_MOST_THEMES = 1000
"""More themes than this are not read for their families; a file with free words can have any number."""


class ThemeHues:
    """The hue of each theme, by its position in HUES, and its name.

    Themes of one family share a hue; a theme without a family counts as a family. Families take hues in the order of
    the file. Where there are very many themes, a hash of the id selects the hue.
    """

    def __init__(self, catalog: "Catalog") -> None:
        few = catalog.totals()["themes"] < _MOST_THEMES
        self._records: Mapping[str, Mapping[str, Any]] = catalog.registry("theme") if few else {}
        self._numbers: dict[str, int] = {}
        families: dict[str, int] = {}
        for name, record in self._records.items():
            self._numbers[name] = families.setdefault(record.get("family") or name, len(families))

    def __getitem__(self, theme: str) -> int:
        number = self._numbers.get(theme)
        return (crc32(theme.encode()) if number is None else number) % len(HUES)

    def name(self, theme: str) -> str:
        """The name of a theme; a free word is its own name."""
        return display_name(theme, self._records)


@cache
def hexadecimal(number: int) -> str:
    """A colour of the 6×6×6 cube of xterm as `#rrggbb`."""
    levels = (0, 95, 135, 175, 215, 255)
    number -= 16
    return "#" + "".join(f"{levels[number // step % 6]:02x}" for step in (36, 6, 1))
