"""Names and ids as people type them → the tags and events that they mean; unknown and ambiguous ones are refused."""

from collections.abc import Sequence

from .errors import UnknownId, UsageError, unknown_name
from .index import lookup
from .index.database import Index
from .query import ENTRY_KINDS, Tag
from .text.sanitize import visible
from .text.suggest import did_you_mean

MAX_LISTED = 10
"""How many of the meanings of an ambiguous text a message lists."""

_MAX_EXAMPLES = 3
"""How many texts a hint gives as examples."""


def named_tags(index: Index, kind: str, text: str) -> tuple[Tag, ...]:
    """The tags of a kind that `text` means: one name, or several with commas between them.

    A name means one entry of a registry, or all other tags that have its words. Raises UsageError.
    """
    # A name may have a comma itself: Seoul, South Korea.
    is_one_name = "," not in text or index.read(lookup.resolve, kind, text)
    names = [text] if is_one_name else _comma_parts(text)
    return tuple(Tag(kind, identity) for name in names for identity in _resolve(index, kind, name))


def event_with_part(index: Index, text: str) -> str | None:
    """The id of the only event with `text` in its id; None where there is none. Raises UsageError for several."""
    ids = index.read(lookup.ids_with, text, MAX_LISTED + 1)
    if len(ids) > 1:
        raise UsageError(
            f"{text!r} could be {listed(ids, counted=False)}", hint=f"name one by its id: {visible(ids[0])}"
        )
    return ids[0] if ids else None


def choice_tags(kind: str, text: str, choices: Sequence[str]) -> tuple[Tag, ...]:
    """The tags of a kind that has only these ids; several have commas between them. Raises UsageError."""
    return tuple(Tag(kind, one_of(kind, part, choices)) for part in _comma_parts(text))


def one_of(what: str, text: str, choices: Sequence[str]) -> str:
    """The one of `choices` that `text` is, in any case. `what` is named in errors. Raises UsageError."""
    if text.lower() not in choices:
        raise unknown_name(what, text, choices)
    return text.lower()


def _comma_parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()] or [text]


def _resolve(index: Index, kind: str, name: str) -> list[str]:
    """The ids that a name means."""
    ids = index.read(lookup.resolve, kind, name)
    if len(ids) == 1 or (ids and kind not in ENTRY_KINDS):
        return ids
    could = ids or index.read(lookup.entries_with_words, kind, name)
    if len(could) > 1:
        raise _ambiguous(index, kind, name, could)
    if could:
        hint = f"did you mean {could[0]}?"
    else:
        names = index.read(lookup.near_names, kind, name)
        examples = ", ".join(map(visible, names[:_MAX_EXAMPLES])) or "none"
        listed = f"`jkr {kind}s` lists them" if kind in ENTRY_KINDS else f"the most frequent: {examples}"
        hint = did_you_mean(name, names, listed)
        both = [part.strip() for part in name.split(" and ")]
        if len(both) == 2 and all(index.read(lookup.resolve, kind, part) for part in both):
            hint = f"for both, repeat the option; for one or the other: {visible(','.join(both))}"
    raise UsageError(f"unknown {kind} {name!r}", hint=hint)


def _ambiguous(index: Index, kind: str, name: str, ids: Sequence[str]) -> UsageError:
    """The error for a name that could mean several entries; the most frequent come first."""
    entries = [with_name(*entry) for entry in index.read(lookup.most_frequent, kind, ids).items()]
    return UsageError(
        f"{kind} {name!r} could be {listed(entries)}", hint="use one of the ids; several with a comma: a,b"
    )


def with_name(identity: str, name: str) -> str:
    """An id with the name for messages: `lee-jae-myung (Lee Jae-myung)`."""
    return f"{identity} ({name})" if name not in ("", identity) else identity


def listed(texts: Sequence[str], *, counted: bool = True) -> str:
    """The first MAX_LISTED texts, and how many more there are; only that there are more if not `counted`."""
    more = len(texts) - MAX_LISTED
    rest = "" if more <= 0 else f" and {more} more" if counted else " and more"
    return ", ".join(map(visible, texts[:MAX_LISTED])) + rest


def unknown_id(index: Index, identity: str) -> UnknownId:
    """The error for an id that no event has, with the nearest ids."""
    ids = index.read(lookup.near_ids, identity)
    hint = did_you_mean(identity, ids, "`jkr search WORDS -f plain` shows ids in its second column")
    return UnknownId(f"no event has the id {identity!r}", hint=hint)
