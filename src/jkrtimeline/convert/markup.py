"""HTML in the texts of other programs → plain text, and the addresses that it links to; a text → a title.

A text that only looks like markup (`x<y and y>z`) is not changed: only a tag with the name of an HTML element, whose
attributes have values, is markup.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

from ..eventfile.patterns import is_address
from .report import ADDRESSES, MARKUP_TEXTS, UNTITLED_EVENTS, Report

_BLOCKS = (
    "address article aside blockquote br center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr li main nav ol p pre section table tbody tfoot thead tr ul"
)
_BREAKS = {*_BLOCKS.split()}
"""Elements that begin a line."""

_HIDDEN = {"script", "style", "template", "head", "title", "noscript"}
_INLINE = (
    "a abbr acronym audio b bdi bdo big body button caption cite code col colgroup data del dfn em embed font html i"
    " iframe img input ins kbd label link map mark meta object picture q rp rt ruby s samp small source span strike"
    " strong sub sup svg td th time track tt u var video wbr"
)
_NAMES = "|".join(sorted({*_BREAKS, *_HIDDEN, *_INLINE.split()}, key=len, reverse=True))
_ATTRIBUTE = r"""\s+[\w:@.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+)"""
_FLAG = r"\s+(?:hidden|controls|allowfullscreen|disabled|checked|muted|autoplay|loop|nowrap|download)\b"
_TAG = rf"<(/?)({_NAMES})((?:{_ATTRIBUTE}|{_FLAG})*)\s*/?>"
_TOKEN = re.compile(rf"{_TAG}|(<!--.*?-->|<!doctype[^<>]*>|<\?xml[^<>]*\?>|</?[a-z]\w*:[a-z]\w*\s*/?>)", re.I | re.S)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+))""", re.I)


_LONGEST_TITLE = 160
"""Letters of a title that is made of a text."""


class Link(NamedTuple):
    """A link in a text: its address and its words."""

    address: str
    text: str


class PlainText(NamedTuple):
    """A text without markup, with a line for each paragraph, and the links in it."""

    text: str
    links: list[Link]


def plain_text(text: str) -> PlainText:
    """The text as a browser shows it. A text without markup is not changed."""
    if "<" not in text or not _TOKEN.search(text):
        return PlainText(_unescaped(text), []) if "&" in text else PlainText(text, [])
    pieces: list[str] = []
    links: list[Link] = []
    hidden = ""
    link: tuple[str, int] | None = None
    position = 0
    breaks = any((tag := token[2]) and tag.lower() in _BREAKS for token in _TOKEN.finditer(text))
    for token in [*_TOKEN.finditer(text), None]:
        data = text[position : token.start() if token else len(text)]
        if not hidden:
            pieces.append(_unescaped(re.sub(r"\s+", " ", data) if breaks else data))
        if token is None:
            break
        position = token.end()
        closing, name = bool(token[1]), (token[2] or "").lower()
        if hidden:
            hidden = "" if closing and name == hidden else hidden
        elif name in _HIDDEN and not closing:
            hidden = name
        elif name in _BREAKS:
            pieces.append("\n")
        elif name == "a" and not closing:
            href = _HREF.search(token[3] or "")
            link = (unescape(next(filter(None, href.groups()), "")), len(pieces)) if href else None
        elif name == "a" and link is not None:
            links.append(Link(link[0].strip(), " ".join("".join(pieces[link[1] :]).split())))
            link = None
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    joined = "\n".join(lines).strip()
    return PlainText(re.sub(r"\n+", "\n", joined) if breaks else joined, links)


def without_markup(text: str, position: int, report: Report, sources: list[dict[str, str]]) -> str:
    """The text as a browser shows it, with its links added to `sources`. Reports what changes."""
    plain = plain_text(text)
    if plain.text != text:
        report.change(position, MARKUP_TEXTS)
    sources += sources_of(plain.links, position, report)
    return plain.text


def sources_of(links: Iterable[Link], position: int, report: Report, key: str = "about") -> Iterator[dict[str, str]]:
    """Links as sources, with their words under `key`. Reports addresses that are not http or https."""
    for address, text in links:
        if is_address(address):
            yield {"url": address, key: "" if is_address(text) else text}
        elif address:
            report.add(position, ADDRESSES)


def title_from(text: str, position: int, report: Report) -> str:
    """The first sentence of a text, cut at a word where it is long; reported unless the text is empty."""
    line = text.strip().partition("\n")[0].strip()
    if line:
        report.change(position, UNTITLED_EVENTS)
    match = re.match(r"(.{8,}?[.!?。！？])(?:\s+(?=[A-Z0-9“\"'(À-Þ])|$|(?<=[。！？]))", line)
    sentence = match[1] if match else line
    if len(sentence) > _LONGEST_TITLE:
        return sentence[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
    return sentence.removesuffix(".") if sentence.count(".") == 1 else sentence


def _unescaped(text: str) -> str:
    """The text with its entities replaced by characters, a no-break space by a space."""
    return _ENTITY.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    """The character of an entity; `&notanentity;` is none, although it begins as one."""
    entity = match[0]
    return unescape(entity).replace("\xa0", " ") if entity[1] == "#" or entity[1:] in html5 else entity
