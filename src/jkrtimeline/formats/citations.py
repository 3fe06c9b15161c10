"""The sources of the chosen events, each once: CSL JSON for Zotero and pandoc, BibTeX for biblatex.

Both have the same keys: publisher, year, a word of the headline, and a few digits made from the address,
so that a key stays the same whatever is asked. Source of the fields: the CSL 1.0.2 specification and its
schema csl-data.json; the biblatex manual, `@online`.
"""

import re
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from .. import edtf
from ..model import Source
from ..query import Result
from ..text.json_text import json_array, to_json
from ..text.sanitize import visible
from . import RenderOptions
from .layout.bibliography import Bibliography, Cited
from .layout.links import ascii_address

if TYPE_CHECKING:
    from . import Writer

_PRESS = ("newspaper", "news-agency")
_SMALL_WORDS = frozenset(("a", "an", "and", "for", "in", "of", "on", "the", "to"))

_LANGUAGES = {
    "ar": "arabic",
    "de": "ngerman",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "id": "indonesian",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "th": "thai",
    "tr": "turkish",
    "uk": "ukrainian",
    "vi": "vietnamese",
    "zh": "chinese",
}
"""BCP 47 → the name that biblatex (babel, polyglossia) has for the language."""

_LATEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\\": r"\textbackslash{}",
    "{": r"\(\lbrace\)",
    "}": r"\(\rbrace\)",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
r"""Signs that mean something to TeX, or another letter in its old fonts. Not `\{`, because BibTeX counts
braces whatever stands before them, nor `\textbraceleft`, which pandoc drops."""


def write_csl_json(answer: Result, out: "Writer", look: RenderOptions) -> None:
    """One array, an item a source; `[]` when empty."""
    for piece in json_array(to_json(_item(key, cited)) for key, cited in _keyed(answer)):
        out.write(piece)


def write_bibtex(answer: Result, out: "Writer", look: RenderOptions) -> None:
    """An `@online` entry a source, in UTF-8, for biblatex and biber."""
    for key, cited in _keyed(answer):
        fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(cited).items())
        out.write(f"@online{{{key},\n{fields}}}\n\n")


def _keyed(answer: Result) -> Iterator[tuple[str, Cited]]:
    """The sources in the order in which events name them, with their keys."""
    sources = Bibliography()
    for row in answer.rows:
        sources.add(row.event)
    taken: set[str] = set()
    for cited in sources:
        source = cited.source
        digest = sha256((source.url or to_json(source.public())).encode("utf-8", "surrogatepass")).hexdigest()
        name = "-".join([*_key_words(source), ""])
        key = next(key for length in range(4, 65) if (key := name + digest[:length]) not in taken)
        taken.add(key)
        yield key, cited


def _key_words(source: Source) -> Iterator[str]:
    """What begins a key, in small ASCII letters: at most three words of the publisher, the year, and the
    first long word of the headline."""
    yield from [word for word in _ascii_words(source.publisher or "source") if word not in _SMALL_WORDS][:3] or [
        "source"
    ]
    if source.date and (match := re.search(r"(?a)\d{4}", source.date)):
        yield match[0]
    yield from [word for word in _ascii_words(source.title or source.about or "") if len(word) > 3][:1]


def _ascii_words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return [word[:20] for word in re.findall("[a-z0-9]+", plain.replace("'", ""))]


def _title(source: Source) -> str:
    """The headline; in brackets what a page is about whose headline is not known."""
    return source.title or f"[{source.about or 'untitled'}]"


def _author(source: Source) -> str | None:
    """Who wrote it, where that is not who published it: an agency that others carry; or an office that
    publishes its own words."""
    return source.publisher if source.via or source.kind == "official" else None


def _container(source: Source) -> str | None:
    """The paper or site on which it was read."""
    return source.via or (None if _author(source) else source.publisher)


def _item(key: str, cited: Cited) -> dict[str, Any]:
    """A CSL item; its texts are as they are in the data."""
    source = cited.source
    author = _author(source)
    item = {
        "id": key,
        "type": "article-newspaper" if source.kind in _PRESS else "webpage",
        "title": _title(source),
        "author": author and [{"literal": author}],
        "container-title": _container(source),
        "issued": source.date and _issued(source.date),
        "URL": source.url and ascii_address(source.url),
        "language": source.lang,
        "keyword": ", ".join(cited.events),
    }
    return {name: value for name, value in item.items() if value}


def _issued(text: str) -> dict[str, Any]:
    """A CSL date: as exact as it is known, in words where CSL has no form for it."""
    ends = [edtf.parse(end) for end in text.split("/") if end not in ("", "..")]
    if any(end.precision not in ("day", "month", "year") for end in ends) or len(ends) != text.count("/") + 1:
        return {"literal": edtf.show(edtf.parse(text))}
    lengths = {"day": 3, "month": 2, "year": 1}
    days = ((end.end if place else end.start, lengths[end.precision]) for place, end in enumerate(ends))
    parts = [[day.year, day.month, day.day][:length] for day, length in days if day]
    circa = any(end.approximate or end.uncertain for end in ends)
    return {"date-parts": parts, **({"circa": True} if circa else {})}


def _fields(cited: Cited) -> dict[str, str]:
    """The fields of a BibTeX entry, escaped. Names and titles stand in braces of their own: an
    organisation has no family name, and no style may change the letters of a headline."""
    source = cited.source
    author, container, language = _author(source), _container(source), source.lang
    fields = {
        "author": author and f"{{{latex(author)}}}",
        "title": f"{{{latex(_title(source))}}}",
        "organization": container and f"{{{latex(container)}}}",
        "date": source.date and _date(source.date),
        "url": source.url and ascii_address(source.url),  # verbatim to TeX; it has no brace and no backslash
        "langid": language and _LANGUAGES.get(language.lower().partition("-")[0]),
        "keywords": latex(", ".join(cited.events)),
    }
    return {name: value for name, value in fields.items() if value}


def latex(text: str) -> str:
    """Text for TeX, which shows it as it is, but for apostrophes, backticks and hyphens in a row: these it
    sets as a printer would."""
    return "".join(_LATEX.get(letter, letter) for letter in visible(text).strip())


def _date(text: str) -> str:
    """The EDTF date, of which biblatex (manual, 2.3.8) reads all but the groupings beyond 24; of these
    the year."""
    return re.sub(r"(?a)(\d{4})-(?:2[5-9]|3\d|4[01])(?![\d-])", r"\1", text)
