"""Text that is safe to show on a terminal and in JSON or YAML; and quotations and counts in messages."""

import re

UNSAFE = (
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
"""Characters beyond ASCII that are never sent to a terminal: control characters, line and paragraph separators, and
invisible ones (Unicode's Bidi_Control and Bidi_Class BN, tags, annotations, surrogates). The joiners U+200C and U+200D
are allowed, because some scripts and emoji need them."""

_CONTROL = f"[\x00-\x1f\ue000\ue001]|{UNSAFE}"


def visible(text: str) -> str:
    """`text` as one line that is safe on a terminal: white space becomes a space, soft hyphens and zero-width spaces
    are dropped, and every other control or UNSAFE character becomes a visible sign."""
    return text if text.isprintable() else re.sub(_CONTROL, _sign, text)


def _sign(match: re.Match[str]) -> str:
    """The visible sign for an unsafe character."""
    code = ord(match[0])
    if match[0] in "\t\n\r\v\f\u2028\u2029\x85":
        return " "
    if match[0] in "\xad\u200b\u2060\ufeff":
        return ""
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


_INVISIBLE = "[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\U000e0000-\U000e007f]"
"""Direction marks, and others that only affect layout; not the joiners that scripts and emoji need. A subset
of UNSAFE; `visible` shows the others as signs or spaces."""


def without_invisible(text: str) -> str:
    """`text` without direction marks and other invisible characters."""
    return text if text.isprintable() else re.sub(_INVISIBLE, "", text)


def without_controls(text: str) -> str:
    """`text` with a space for each control character."""
    return text if text.isprintable() else re.sub(_CONTROL, " ", text)


def escaped(text: str) -> str:
    """JSON or YAML text with its UNSAFE characters escaped; they occur only inside quotation marks.

    A character beyond U+FFFF becomes two escapes, as in JSON (RFC 8259, section 7). In YAML, the writer has escaped
    such characters already.
    """

    def escape(match: re.Match[str]) -> str:
        units = match[0].encode("utf-16-be", "surrogatepass")
        return "".join(f"\\u{units[offset : offset + 2].hex()}" for offset in range(0, len(units), 2))

    return re.sub(UNSAFE, escape, text)


QUOTED = 80
"""The most characters of typed text in a message."""


def quoted(text: str, most: int = QUOTED) -> str:
    """Text in quotation marks for a message, cut after `most` characters."""
    return repr(text if len(text) <= most else text[:most] + "…")


def plural(count: float, noun: str) -> str:
    """The noun, with an s unless there is exactly one."""
    return noun if count == 1 else f"{noun}s"


def numbered(count: int, noun: str) -> str:
    """A number with its noun: `1 event`, `2,000 events`."""
    return f"{count:,} {plural(count, noun)}"
