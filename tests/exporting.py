"""Shared by the tests of export formats: commands that write them, and readers that other people wrote."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from bibtexparser.entrypoint import parse_string
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from .conftest import SAMPLE, Run

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("  \\`*_[]<>{}~$^@|#&:!-+=1.)\"'%/;x\n"))


def export(run: Run, form: str, *argv: str, data: object = SAMPLE) -> str:
    """What a command prints in a format."""
    result = run(*(argv or ["timeline"]), "-f", form, "--data", str(data))
    assert (result.code, result.err) == (0, "")
    return result.out


def calendar(run: Run, *argv: str, data: object = SAMPLE) -> dict[str, Any]:
    """The entries of a calendar by the id of their event."""
    read = Calendar.from_ical(export(run, "ics", *argv, data=data))
    return {str(entry["UID"]).removesuffix("@jkr"): entry for entry in read.walk("VEVENT")}


def slides(run: Run, *argv: str, data: object = SAMPLE) -> dict[str, Any]:
    events = json.loads(export(run, "timelinejs", *argv, data=data))["events"]
    return {slide["unique_id"]: slide for slide in events}


def library(text: str) -> dict[str, dict[str, str]]:
    """The entries of a BibTeX file by their keys, texts as TeX sets them."""
    read = parse_string(text)
    assert read.failed_blocks == []
    assert {entry.entry_type for entry in read.entries} <= {"misc"}
    return {
        entry.key: {
            field.key: str(field.value) if field.key in ("url", "howpublished") else plain_tex(str(field.value))
            for field in entry.fields
        }
        for entry in read.entries
    }


def plain_tex(text: str) -> str:
    return str(LatexNodes2Text(keep_braced_groups=False).latex_to_text(text))


def unescaped_tex(text: str) -> str:
    """A text that `latex` has escaped, as it was; it has no bare sign of TeX."""
    names = {r"\(\lbrace\)": "{", r"\(\rbrace\)": "}", r"\textbackslash{}": "\\", r"\textless{}": "<"}
    names |= {r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", r"\textgreater{}": ">"}
    names |= {f"\\{sign}": sign for sign in "&%$#_"}
    tokens = re.findall(r"(?s)\\[a-z]+\{\}|\\\(.*?\\\)|\\[^a-z]|.", text)
    assert all(token in names or token not in "\\{}&%$#_~^<>" for token in tokens)
    return "".join(names.get(token, token) for token in tokens)


def write(folder: Path, *events: dict[str, Any], **header: Any) -> Path:
    """An event file."""
    file = folder / "events.yaml"
    file.write_text(json.dumps({**header, "events": events}), encoding="utf-8")
    return file


class Words(HTMLParser):
    """The text of some HTML, and what it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def with_footnotes() -> MarkdownIt:
    """A reader of CommonMark and of footnotes, as GitHub's."""
    return MarkdownIt("commonmark").use(footnote_plugin)


def bullets(text: str) -> list[str]:
    """The first paragraph of each item of the lists with bullets, as text."""
    reader = with_footnotes()
    tokens = reader.parse(text)
    texts, inside = [], False
    for position, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "bullet_list_close"):
            inside = token.type.endswith("open")
        elif token.type == "list_item_open" and inside:
            texts.append(Words(reader.renderer.render([tokens[position + 2]], reader.options, {})).text)
    return texts
