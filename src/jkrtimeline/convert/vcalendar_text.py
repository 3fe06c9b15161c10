"""Encoded texts of old calendars (vCalendar 1.0) → lines as iCalendar has them.

Source: "vCalendar: The Electronic Calendaring and Scheduling Exchange Format, Version 1.0", 2.1.3, and
RFC 2045, 6.7 and 6.8.
"""

import base64
import quopri
import re
from collections.abc import Iterator, Sequence

_NAMES = r'(?i)((?:[^:"]|"[^"]*")*'
"""The name of a property and its parameters."""

_HEAD = rf"{_NAMES}):(.*)"
_ENCODING = r"(?i)(?:ENCODING=)?(QUOTED-PRINTABLE|BASE64)"
_CHARSET = r"(?i)CHARSET=(.+)"
_QUOTED_PRINTABLE = rf"{_NAMES};(?:ENCODING=)?QUOTED-PRINTABLE)[;:]"
_ENCODED = rf"{_NAMES};(?:ENCODING=)?(?:QUOTED-PRINTABLE|BASE64))[;:]"
_FOLD = r"[ \t][0-9A-Fa-f]{2}"
"""The rest of a line that was folded inside an encoded byte such as =E3."""


def decoded_lines(lines: Sequence[str], names: set[str], broken: list[str]) -> list[str]:
    """The lines of a component, with the texts of the properties `names` (in capitals) decoded. A text that cannot be
    decoded is left out, and the name of its property added to `broken`."""
    if not any(re.match(_ENCODED, line) for line in lines):
        return list(lines)
    result = []
    for line in _unfolded(lines):
        try:
            result.append(_decoded(line, names))
        except (ValueError, LookupError):
            broken.append(re.split("[;:]", line)[0].upper())
    return result


def _unfolded(lines: Sequence[str]) -> Iterator[str]:
    """Each property in one line. A line that begins with a blank continues the line before it; a line in
    quoted-printable that ends with = continues in the next."""
    pieces: list[str] = []
    for line in lines:
        if pieces and pieces[-1].endswith("=") and re.match(_QUOTED_PRINTABLE, pieces[0]):
            if re.match(_FOLD, line):
                line = line[1:]
            else:
                pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif pieces and line[:1] in (" ", "\t"):
            pieces.append(line[1:])
        else:
            yield "".join(pieces)
            pieces = [line]
    yield "".join(pieces)


def _decoded(line: str, names: set[str]) -> str:
    """A property without its encoding. Raises ValueError or LookupError where it cannot be decoded."""
    head = re.fullmatch(_HEAD, line)
    name, *parameters = head[1].split(";") if head else ("",)
    encodings = [match[1].upper() for each in parameters if (match := re.fullmatch(_ENCODING, each))]
    if head is None or name.upper() not in names or not encodings:
        return line
    charset = next((match[1].strip('"') for each in parameters if (match := re.fullmatch(_CHARSET, each))), "utf-8")
    if encodings[0] == "BASE64":
        data = base64.b64decode("".join(head[2].split()), validate=True)
    else:
        # The file is UTF-8, so that characters that are not encoded are in UTF-8, too.
        data = quopri.decodestring(head[2].encode("utf-8" if charset.lower() == "utf-8" else "ascii"))
    text = data.decode(charset)
    text.encode()  # refuses half characters, which some charsets can give
    others = [each for each in parameters if not re.fullmatch(rf"{_ENCODING}|(?:CHARSET=.+)", each)]
    return ";".join([name, *others]) + ":" + re.sub(r"\r\n|\r|\n", r"\\n", text)
