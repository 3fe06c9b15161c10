"""Hostile text, and a scanner for what a terminal would obey."""

import os
import re
import unicodedata

# What our own styles are made of, with 256 or true colours: neither blink (5) nor reverse (7) nor conceal (8).
_COLOUR = r"(?:[34]8;(?:5;\d+|2;\d+;\d+;\d+))"
STYLE = rf"\x1b\[(?:0|[124](?:;[124])*(?:;{_COLOUR})*|{_COLOUR}(?:;{_COLOUR})?)m"
# A hyperlink leads to an http or https address in printable ASCII; those of the tests have a path, unlike
# the one that the hostile texts try to set.
LINK = r"\x1b\]8;;(?:https?://[a-z.]+/[!-~]+)?\x1b\\"
JKR_STYLE = re.compile(f"{STYLE}|{LINK}")
STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"}
"""Bidirectional classes (Unicode Standard Annex 9) of letters that show nothing but change what is shown."""


def steers(letter: str) -> bool:
    """Whether a terminal would obey a letter, or show nothing for it."""
    return letter not in "\n\t\u200c\u200d" and (
        unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(letter) in STEERING
        or letter in "\u061c\u200e\u200f\ufff9\ufffa\ufffb"
        or "\U000e0000" <= letter <= "\U000e007f"
    )


def steering(text: str) -> list[str]:
    """What is in an output, apart from our own styles, that a terminal would obey."""
    return sorted({f"U+{ord(letter):04X}" for letter in set(JKR_STYLE.sub("", text)) if steers(letter)})


SPITE = (
    *(
        "\x1b[5;31mred",
        "\x1b]0;title\x07",
        "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",
        "\x1b]52;c;ZQ==\x07",
    ),
    *("\x1bPdevice\x1b\\", "\x1b_application\x1b\\", "\x1b^private\x1b\\", "\x1bc", "\x1b[2J\x1b[8m", "\x1b(0"),
    *("\x9b31m", "\x9d0;title\x9c", "\x90q\x9c", "\x85", "a\b\b\r\nb\tc\v\f", "\0\x0e\x0f\x1a\x7f"),
    *("\u202aa\u202bb\u202cc\u202dd\u202ee", "\u2066a\u2067b\u2068c\u2069d", "\u200e\u200f\u061c", "\u2028\u2029"),
    *("\ufeffa\u200bb\u2060c\xadd\u180ee", "\U000e0001\U000e0041\U000e007f", "\u206a\u206f\ufff9a\ufffab\ufffb"),
    *("[red]x[/red]", "[/]", "[link=https://evil.example]x[/link]", ":smile:", "{0}%s$(id)`id`", "<b>&amp;"),
    *("Z" + "\u0301\u0489" * 100, "한石🙂👩🏽‍🔬", "\u2003\u3000\xa0"),
)
"""Each a way in: escape sequences (CSI, OSC, DCS, APC, PM), C1 controls, directions, separators, invisible letters,
tags, annotations, markup, combining marks without end, wide letters."""

EVIL = "evil " + " ".join(SPITE)
LITERALLY = ("[red]x[/red]", "[/]", "[link=https://evil.example]x[/link]", ":smile:", "<b>&amp;")
ID = "evil\x7f\x9b31m\u202e\u2066\U000e0041\ufeff[red];id"
"""As much of it as the id of an event may be."""

EVIL_NAME = os.fsencode("ev\x1b[5mil\n\u202e[red]") + b"\xff\x9b"
"""The name of a file; its last bytes are not UTF-8."""
