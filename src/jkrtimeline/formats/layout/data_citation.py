"""A citation of the data themselves, as their header describes them. What the header leaves out is left out."""

import re
from typing import Any

from ... import edtf
from ...model import Header
from ...text.json_text import json_array, to_json
from ...text.sanitize import visible
from ..bibtex import latex
from .bibliography import ascii_words


def citation_text(header: Header) -> str:
    """One line: author, title, version, coverage and licence."""
    version = f" (version {header.version})" if header.version else ""
    coverage = _coverage(header)
    parts = [
        header.author,
        f"{header.title}{version} [Data set]",
        coverage and f"Covers {coverage}",
        header.license and f"Licence: {header.license}",
    ]
    return "".join(f"{visible(part).rstrip('.')}. " for part in parts if part).rstrip() + "\n"


def citation_bibtex(header: Header) -> str:
    """One entry, for biblatex and for the styles of BibTeX itself, which read `howpublished` and `note`."""
    coverage = _coverage(header)
    fields = {
        "author": header.author and f"{{{latex(header.author)}}}",
        "title": f"{{{latex(header.title)}}}",
        "howpublished": f"Data set, version {latex(header.version)}" if header.version else "Data set",
        "note": ", ".join(
            part
            for part in (
                coverage and f"Covers {latex(coverage)}",
                header.license and f"Licence: {latex(header.license)}",
            )
            if part
        ),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{_key(header)},\n{lines}}}\n"


def citation_csl_json(header: Header) -> str:
    """An array of one item (CSL 1.0.2)."""
    coverage = _coverage(header)
    item: dict[str, Any] = {
        "id": _key(header),
        "type": "dataset",
        "title": header.title,
        "author": header.author and [{"literal": header.author}],
        "version": header.version,
        "license": header.license,
        "note": coverage and f"Covers {coverage}",
    }
    return "".join(json_array([to_json({name: value for name, value in item.items() if value})]))


def _coverage(header: Header) -> str:
    return edtf.date_text(edtf.parse(header.coverage)) if header.coverage else ""


def _key(header: Header) -> str:
    """A name of these data and their version, in lower-case ASCII."""
    return "-".join([data_name(header), *ascii_words(header.version or "")])


def data_name(header: Header) -> str:
    """Four words of the title in lower-case ASCII, joined by hyphens."""
    title = re.sub(r"\W+", " ", header.title)  # a dash parts words
    return "-".join(ascii_words(title)[:4]) or "data"
