"""The bytes of a file → its text: UTF-8, UTF-16 or UTF-32 with a byte order mark, or that of `--encoding`."""

import re
from typing import NoReturn

from ..errors import DataError, UsageError
from ..eventfile import Input, nodes

_OTHERS = {b"\xd0\xcf\x11\xe0": "an old workbook (.xls)", b"%PDF": "a PDF", b"\x1f\x8b": "a compressed file"}
"""First bytes of files that may be mistaken for tables."""

_ESCAPES = {b"\x1b$B": "iso2022_jp", b"\x1b$@": "iso2022_jp", b"\x1b$)C": "iso2022_kr"}
"""Escape sequences of encodings whose bytes are all ASCII (RFC 1468, RFC 1557)."""

_LIKELY = ("cp932", "euc_jp", "cp949", "gb18030", "big5", "cp1252", "cp1251", "cp1250", "iso8859_15")
"""Encodings that spreadsheets write by default in Japan, Korea, China and the West."""


def read_bytes(file: Input) -> bytes:
    """The bytes of a file. Raises DataError for one that is too large, or of a kind that is not read."""
    # An event takes some 5 KB of memory, 9 KB as YAML: up to ninety times as much as a short row.
    data = file.undecoded(nodes.LARGEST)
    if len(data) > nodes.LARGEST:
        raise DataError(f"{file.name}: more than {nodes.LARGEST >> 20} MiB", hint="divide it, and import the parts")
    for start, what in _OTHERS.items():
        if data.startswith(start):
            hint = "save it as CSV in UTF-8 (in Excel: Save As, CSV UTF-8), and import that"
            raise DataError(f"{file.name}: is {what}, not a text", hint=hint)
    return data


def decode_text(name: str, data: bytes, encoding: str | None) -> str:
    """The text of a file. Raises UsageError for an unknown encoding, DataError with the position of the
    first byte that cannot be decoded."""
    if encoding is not None:
        return _decoded(name, data, encoding)
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return _decoded(name, data, "utf-32")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(name, data, "utf-16")
    if b"BEGIN:V" in data[:64].upper():
        # RFC 5545, 3.1: a line may be folded inside a letter of several bytes.
        data = re.sub(rb"(\r?\n[ \t])([\x80-\xbf]+)", rb"\2\1", data)
    if escape := next((mark for mark in _ESCAPES if mark in data), None):
        _refuse_byte(name, data, data.index(escape), "begins an escape sequence")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_byte(name, data, error.start, "is not UTF-8")


def _decoded(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except (LookupError, UnicodeEncodeError):  # a name that is no text raises the latter
        hint = "names are for example cp932 (Japanese), cp949 (Korean), cp1252 (Western)"
        raise UsageError(f"unknown encoding {encoding!r}", hint=hint) from None
    except UnicodeError as error:
        position = error.start + 1 if isinstance(error, UnicodeDecodeError) else 1
        named = _likely_encoding(data)
        hint = f"name another one: {named}" if named else "name another one, or save it as UTF-8"
        raise DataError(f"{name}: byte {position} is not {encoding.upper()}", hint=hint) from None


def _refuse_byte(name: str, data: bytes, offset: int, reason: str) -> NoReturn:
    named = _likely_encoding(data)
    hint = f"it looks like {named}" if named else "name its encoding (--encoding cp1252), or save the file as UTF-8"
    nodes.refuse_byte(name, data, offset, reason, hint)


def _likely_encoding(data: bytes) -> str:
    """The option for the likely encoding of data, and a second encoding if it is as likely; empty if none is likely."""
    if marked := next((name for mark, name in _ESCAPES.items() if mark in data), None):
        return f"--encoding {marked}"
    if b"\0" in data:
        return _likely_utf16(data[: 1 << 16])
    import logging

    from charset_normalizer import from_bytes

    logging.getLogger("charset_normalizer").propagate = False
    sample = data[: 1 << 16]
    matches = list(from_bytes(sample.rpartition(b"\n")[0] or sample, cp_isolation=list(_LIKELY)))
    if not matches:
        return ""
    clearest = min(match.chaos for match in matches)
    names = {name for match in matches if match.chaos == clearest for name in match.could_be_from_charset}
    first, *others = sorted(names & {*_LIKELY}, key=_LIKELY.index) or [matches[0].encoding]
    text = data.decode(first, "replace")
    second = next((name for name in others if data.decode(name, "replace") != text), None)
    return f"--encoding {first}" + (f", or {second}" if second else "")


def _likely_utf16(data: bytes) -> str:
    """The option for UTF-16 without a mark: the NULs of ASCII characters are all on one side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if min(even, odd) * 10 > max(even, odd) or len(data) % 2:
        return ""
    return f"--encoding {'utf-16-be' if even > odd else 'utf-16-le'}"
