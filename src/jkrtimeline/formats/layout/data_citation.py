"""A citation of the data set, made of what its header has."""

import re
from typing import Any

from ...model import Header
from ...text.json_text import json_array, to_json, without_empty
from ...text.sanitize import visible
from ..bibtex import latex
from .bibliography import ascii_words
from .short_texts import readable_date


def citation_text(header: Header) -> str:
    """A citation on one line: author, title, version, coverage and licence."""
    version = f" (version {header.version})" if header.version else ""
    coverage = readable_date(header.coverage)
    parts = [
        header.author,
        f"{header.title}{version} [Data set]",
        coverage and f"Covers {coverage}",
        header.license and f"Licence: {header.license}",
    ]
    return "".join(f"{visible(part).rstrip('.')}. " for part in parts if part).rstrip() + "\n"


def citation_bibtex(header: Header) -> str:
    """A BibTeX entry, for biblatex and for the styles of BibTeX, which read `howpublished` and `note`."""
    coverage = readable_date(header.coverage)
    notes = (coverage and f"Covers {latex(coverage)}", header.license and f"Licence: {latex(header.license)}")
    fields = {
        "author": header.author and f"{{{latex(header.author)}}}",
        "title": f"{{{latex(header.title)}}}",
        "howpublished": f"Data set, version {latex(header.version)}" if header.version else "Data set",
        "note": ", ".join(filter(None, notes)),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{_key(header)},\n{lines}}}\n"


def citation_csl_json(header: Header) -> str:
    """An array with one item in CSL JSON 1.0.2."""
    coverage = readable_date(header.coverage)
    item: dict[str, Any] = {
        "id": _key(header),
        "type": "dataset",
        "title": header.title,
        "author": header.author and [{"literal": header.author}],
        "version": header.version,
        "license": header.license,
        "note": coverage and f"Covers {coverage}",
    }
    return "".join(json_array([to_json(without_empty(item))]))


def _key(header: Header) -> str:
    """The citation key: `data_name` and the version."""
    return "-".join([data_name(header), *ascii_words(header.version or "")])


def data_name(header: Header) -> str:
    """A name for the data set: four words of its title in lower-case ASCII, joined by hyphens."""
    title = re.sub(r"\W+", " ", header.title)  # a dash separates words
    return "-".join(ascii_words(title)[:4]) or "data"
