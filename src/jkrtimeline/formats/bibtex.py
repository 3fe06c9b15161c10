"""BibTeX: the sources of a result, in UTF-8, for biblatex and for the styles of BibTeX itself.

An entry is `@misc`, which both know. biblatex (manual, section 2.2) reads `date` and `url`. The styles of BibTeX
(plain, alpha …) read neither: they show `month`, `year` and `howpublished`, which holds the paper and the address, and
sort by `key` if there is no author. `options` prevents biblatex from showing the address twice. `\\url` needs the
package url or hyperref, and fails in the files of biblatex for an address with `%` or `#`: such an address is set in
typewriter type.
"""

import re
from collections.abc import Mapping

from .. import edtf
from ..model import Header
from ..query import Result
from ..text.sanitize import visible
from . import RenderOptions, Writer
from .shared.bibliography import Cited, bibliography, data_key
from .shared.links import ascii_address
from .shared.short_texts import readable_date

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
"""BCP 47 → the name of the language in biblatex (babel, polyglossia)."""

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
r"""Characters with a meaning in TeX, or with another glyph in its old fonts. Not `\{`, because BibTeX counts braces
even after a backslash, nor `\textbraceleft`, which pandoc drops."""


def write(result: Result, out: Writer, options: RenderOptions) -> None:
    """Write an entry per source."""
    for cited in bibliography(result):
        out.write(_entry(cited.key, _fields(cited)) + "\n")


def data_bibtex(header: Header) -> str:
    """An entry that cites the data set."""
    coverage = readable_date(header.coverage)
    notes = (coverage and f"Covers {latex(coverage)}", header.license and f"Licence: {latex(header.license)}")
    fields = {
        "author": header.author and f"{{{latex(header.author)}}}",
        "title": f"{{{latex(header.title)}}}",
        "howpublished": f"Data set, version {latex(header.version)}" if header.version else "Data set",
        "note": ", ".join(filter(None, notes)),
    }
    return _entry(data_key(header), fields)


def _entry(key: str, fields: Mapping[str, str | None]) -> str:
    """An entry with its fields that are not empty, in braces; `month` is a macro."""
    lines = (f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{''.join(lines)}}}\n"


def _fields(cited: Cited) -> dict[str, str | None]:
    """The fields of an entry and their values in BibTeX.

    Names and titles have a second pair of braces: an organisation has no family name, and no style may change the case
    of a headline.
    """
    source = cited.source
    year, month = _year_and_month(source.date) if source.date else ("", "")
    address = ascii_address(source.url) if source.url else ""  # has no brace and no backslash
    container = latex(cited.container) if cited.container else ""
    published = ", ".join(part for part in (container, address and _shown(address)) if part)
    language = _LANGUAGES.get((source.lang or "").lower().partition("-")[0])
    return {
        "author": cited.author and f"{{{latex(cited.author)}}}",
        "key": container if not cited.author else None,
        "title": f"{{{latex(cited.title)}}}",
        "date": source.date and _date(source.date),
        "year": year,
        "month": month,
        "url": address,
        "urldate": source.accessed and _date(source.accessed),
        "note": source.archived and f"Archived: {_shown(ascii_address(source.archived))}",
        "howpublished": published,
        "options": address and "url=false",
        "langid": language,
        "keywords": latex(", ".join(cited.events)),
    }


def _shown(address: str) -> str:
    """An address to print; `\\url` fails inside an argument if the address has % or #."""
    return f"\\texttt{{{latex(address)}}}" if re.search("[%#]", address) else f"\\url{{{address}}}"


def latex(text: str) -> str:
    """Escape text for TeX. It shows all characters but apostrophes, backticks and runs of hyphens unchanged."""
    return "".join(_LATEX.get(letter, letter) for letter in visible(text).strip())


def _date(text: str) -> str:
    """The EDTF date for biblatex: only the year of groupings beyond 24, which it does not read (manual, 2.3.8)."""
    return re.sub(r"(?a)(\d{4})-(?:2[5-9]|3\d|4[01])(?![\d-])", r"\1", text)


def _year_and_month(text: str) -> tuple[str, str]:
    """The first year and month of an EDTF date for the styles of BibTeX. A day is `jul # "~4,"`, as in the manual of
    BibTeX (btxdoc, section 3.2)."""
    when = edtf.parse(text)
    first = when.start or when.end
    assert first is not None  # a date has at least one end
    if when.precision not in ("day", "month"):
        return str(first.year), ""
    month = edtf.MONTHS[first.month - 1].lower()
    return str(first.year), f'{month} # "~{first.day},"' if when.precision == "day" else month
