"""The forms of texts, ids, addresses and dates, as regular expressions for the JSON Schema.

They mean the same to ECMA-262, which JSON Schema names, and to Python with `re.fullmatch`: no named
groups, no `\\d` (Python's matches more digits), no escape that one of the two does not have.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from ..fields import FieldType
from ..text.sanitize import UNSAFE

TEXT = r"\S"
"""To be searched for: anything but white space."""

ID = r"^(?![@-])(?!.*\.\.)[^\s,/\x00-\x1f]+$"
"""No spaces, commas, slashes or '..', and no '@' or '-' at the start: an id is written in periods, in lists
and on the command line."""

_INVISIBLE = r"\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
"""sanitize.UNSAFE, as far as both can write it: without surrogates and characters beyond U+FFFF."""

_NO_ADDRESS = rf"""\s\x00-\x1f"<>\\`{_INVISIBLE}"""

ADDRESS = f"^[Hh][Tt][Tt][Pp][Ss]?://[^{_NO_ADDRESS}/?#][^{_NO_ADDRESS}]*$"
"""An http or https address with a host (RFC 3986), without what would end a link or hide in it: RFC 3986
(section 2, appendix C) and RFC 3987 (section 4.1) allow none of that; nor do they allow ^ { | }, but
these are common and do no harm."""

COUNTRY = "^[A-Z]{2}$"
"""A code of ISO 3166-1, alpha-2."""

ITEM = "^Q[1-9][0-9]*$"
"""An item of Wikidata."""

_YEAR = "(?!0000)[0-9]{4}"
_MONTH = "(?:0[1-9]|1[0-2])"
_DAY = "(?:0[1-9]|[12][0-9]|3[01])"
_GROUPING = "(?:2[1-9]|3[0-9]|4[01])"
_UNSPECIFIED = f"[0-9]{{2}}XX|[0-9]{{3}}X|{_YEAR}-(?:XX(?:-XX)?|{_MONTH}-XX)"
_EXACT = f"{_YEAR}(?:-(?:{_MONTH}(?:-{_DAY})?|{_GROUPING}))?"
_END = f"{_EXACT}[?~%]?"

DATE = rf"^(?:(?:{_UNSPECIFIED}|{_EXACT})[?~%]?|{_END}/(?:\.\.|{_END})?|(?:\.\.)?/{_END})$"
"""Every text that `edtf.parse` reads, and few that it refuses: those for which it takes a calendar (31
February, an end before its start, a winter of the year 9999)."""


def is_address(text: str) -> bool:
    """Whether a text is the address of a source: an ADDRESS without UNSAFE characters."""
    return re.fullmatch(ADDRESS, text) is not None and (text.isprintable() or not re.search(UNSAFE, text))


class TextForm(NamedTuple):
    """The form of the texts of a type of field: a test for it, its name, and a hint for a text without it."""

    matches: Callable[[str], object]
    name: str
    hint: str


TEXT_FORMS: dict[FieldType, TextForm] = {
    "id": TextForm(
        re.compile(ID).fullmatch,
        "an id",
        "an id has no spaces, commas, slashes or '..' and does not start with '@' or '-'",
    ),
    "address": TextForm(
        is_address,
        "an http or https address",
        "write it whole: https://… (a space as %20, a quotation mark as %22)",
    ),
    "country": TextForm(
        re.compile(COUNTRY).fullmatch,
        "a country code",
        "write the two capital letters of ISO 3166-1: JP, KR",
    ),
    "item": TextForm(re.compile(ITEM).fullmatch, "an item of Wikidata", "write Q and its number: Q17"),
}
