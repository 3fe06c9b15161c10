"""One line of JSON Lines → an event and its public JSON, by typed decoding.

The types derive from the table of fields. A line that does not fit them goes to the validator, which accepts more (a
number as a title) and reports the position and rule of every error. An index of JSON Lines is built four times as fast
as by the validator alone. The only home of msgspec, which takes 30 ms to load.
"""

from codecs import BOM_UTF8
from datetime import date
from functools import lru_cache
from io import BytesIO
from operator import attrgetter
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from ..edtf import DateError, EventDate, parse
from ..fields import DERIVED, EVENT, HIT_FIELDS, SOURCE, Field, FieldType, RecordType
from ..text.json_text import safe_json
from ..text.sanitize import UNSAFE
from . import cross_check, patterns
from .event_store import PublicEvent, public_event
from .node_reader import read_lines
from .sections import ParsedFile
from .validate import MOST_ITEMS, MOST_LETTERS


def _whole(pattern: str) -> Any:
    """Text that a pattern of `patterns` matches from end to end; msgspec searches, and `$` allows a line end."""
    return Annotated[str, Meta(pattern=pattern.removesuffix("$") + r"\Z")]


_TEXT = Annotated[str, Meta(pattern=patterns.TEXT)]
_TYPES: dict[FieldType, Any] = {
    "text": _TEXT,
    "id": _whole(patterns.ID),
    "date": str,
    "address": _whole(patterns.ADDRESS.replace("[^", f"[^{UNSAFE[1:-1]}")),
    "country": _whole(patterns.COUNTRY),
    "item": _whole(patterns.ITEM),
    "flag": bool,
    "derived": str | bool,
    "texts": Annotated[list[_TEXT], Meta(max_length=MOST_ITEMS)],
}


def _struct(record: RecordType) -> Any:
    """A class with the attributes of the model. It has no HIT_FIELDS: results of a search go to the validator."""
    members = [_member(field) for field in record if field.name not in HIT_FIELDS]
    return msgspec.defstruct(record.name, members, kw_only=True, forbid_unknown_fields=True, gc=False)


def _member(field: Field) -> tuple[Any, ...]:
    if field.type == "choice":
        return field.name, Literal[field.choices], field.choices[0]
    kind = list[_struct(field.record)] if field.record else _TYPES[field.type]  # type: ignore[misc]
    if field.required:
        return field.name, kind
    if field.type in ("texts", "records"):
        return field.name, kind, msgspec.field(default_factory=list)
    return field.name, kind | None, None


class _Dated(msgspec.Struct):
    """The date of an event; other keys are ignored."""

    date: str


_decode = msgspec.json.Decoder(_struct(EVENT)).decode
_decode_date = msgspec.json.Decoder(_Dated).decode
_encode = msgspec.json.Encoder().encode
_parse = lru_cache(maxsize=1 << 12)(parse)  # dates that are near each other recur
_derived_of = attrgetter(*DERIVED)
_dates_of_source = attrgetter(*(field.name for field in SOURCE if field.type == "date"))


def date_of(line: bytes) -> EventDate | None:
    """The date of the event on a line; None of a blank one. Raises ValueError where there is no valid event."""
    try:
        return _parse(_decode_date(line).date)
    except (msgspec.MsgspecError, ValueError, DateError, RecursionError):
        public = _validated(line)
        return public and public.event.date


def read_line(line: bytes) -> PublicEvent | None:
    """The event on a line; None of a blank one. Raises ValueError where there is no valid event."""
    return _typed(line) or _validated(line)


@lru_cache(maxsize=1 << 12)
def _derived(text: str) -> tuple[str | bool | None, ...]:
    """What derives from a date in public JSON, in the order of DERIVED."""
    values = (getattr(_parse(text), name) for name in DERIVED)
    return tuple(value.isoformat() if isinstance(value, date) else value for value in values)


def _typed(line: bytes) -> PublicEvent | None:
    """The event of a line that fits the types; None of any other."""
    if len(line) > MOST_LETTERS:  # a list of texts may be too long
        return None
    try:
        event = _decode(line)
        when, derived = _parse(event.date), _derived(event.date)
        for source in event.sources:
            for text in _dates_of_source(source):
                if text is not None:
                    _parse(text)
    except (msgspec.MsgspecError, ValueError, DateError):
        return None
    if _derived_of(event) != derived:
        for name, value in zip(DERIVED, derived, strict=True):
            given = getattr(event, name)
            if given is not None and given != value and not isinstance(value, bool):  # nor does the validator
                return None
            setattr(event, name, value)
    written = _encode(event)
    if written != line[:-1] and not _has_single_keys(line):
        return None
    event.date = when
    return PublicEvent(event, safe_json(written.decode()))


def _has_single_keys(line: bytes) -> bool:
    """Whether no key of an event or of its sources is repeated: msgspec takes the last one without a word."""
    raw = msgspec.json.decode(line)
    keys = len(raw) + sum(map(len, raw.get("sources", ())))
    # Without white space a key ends with `":`, in which a text would escape the quotation mark.
    compact = msgspec.json.format(line, indent=-1)
    return compact.count(b'":') - compact.count(b'\\":') == keys


def _validated(line: bytes) -> PublicEvent | None:
    """The event of a line by the validator; None of a blank one. Raises ValueError."""
    if line.startswith(BOM_UTF8):  # the one at the beginning of the file is already removed
        raise ValueError("a byte order mark within the file")
    file = ParsedFile("")
    file.read_lines(read_lines("", BytesIO(line).readline, file.validator.add))
    events = [cross_check.valid_event(file, record) for record in file.events]
    if file.validator.count("error") or None in events:
        raise ValueError("no valid event")
    return public_event(events[0]) if events and events[0] else None
