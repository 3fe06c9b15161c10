"""Shared by the tests of the web page: a parser that fails on wrong nesting, and a hostile event file."""

import json
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from .conftest import SAMPLE, Run

VOID = {"meta", "link", "input", "rect", "br"}

EVIL = """</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">"'&amp;{{7*7}}\u202eevil"""

FIELDS = ("title", "summary", "place", "note", "date_note")


class Tag:
    """An element: its name, attributes, and the text of all that is in it."""

    def __init__(self, name: str, attributes: dict[str, str | None], parents: list["Tag"]) -> None:
        self.name, self.attributes, self.parents = name, attributes, parents
        self.texts: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""


class Page(HTMLParser):
    """All elements of a page, in order. Fails if they are not well nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.source = text
        self.tags: list[Tag] = []
        self._open: list[Tag] = []
        self.feed(text)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), (tag, attrs)
        self.tags.append(Tag(tag, dict(attrs), list(self._open)))
        if tag not in VOID:
            self._open.append(self.tags[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, dict(attrs), list(self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for each in self._open:
            each.texts.append(data)

    def all(self, name: str, **attributes: str) -> list[Tag]:
        wanted = {key.rstrip("_"): value for key, value in attributes.items()}
        return [tag for tag in self.tags if tag.name == name and all(tag.get(k) == v for k, v in wanted.items())]

    def within(self, outer: Tag, name: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.name == name and outer in tag.parents]

    @property
    def ids(self) -> list[str]:
        return [tag.get("id") for tag in self.all("article")]

    def linked(self, kind: str) -> dict[str, Any]:
        """The first node of a type in the linked data."""
        graph = json.loads(self.all("script", type="application/ld+json")[0].text)
        node: dict[str, Any] = next(node for node in graph["@graph"] if node["@type"] == kind)
        return node

    @property
    def command(self) -> str:
        return self.all("code")[0].text


def page_of(run: Run, *argv: str, data: Path = SAMPLE) -> Page:
    """The page that a command writes."""
    result = run(*argv, "--data", str(data), "-f", "html")
    assert (result.code, result.err) == (0, "")
    return _parsed(result.out)


@lru_cache(maxsize=2)  # several tests read the page of the bundled data
def _parsed(text: str) -> Page:
    return Page(text)


def hostile(path: Path) -> Path:
    """An event file with markup and script in every field that takes text."""
    evil = "1'\"><b>"
    event = {"id": evil, "date": "2024-10-03", **dict.fromkeys(FIELDS, EVIL), "actors": ["a"], "themes": ["t"]}
    source = dict.fromkeys(("publisher", "via", "kind", "lang", "title"), EVIL)
    sources: list[dict[str, str]] = [
        {**source, "url": "https://example.org/'onmouseover='window.hacked=1"},
        {"about": EVIL, "url": "https://example.org/?b=%3C/script%3E"},
        {"title": "good", "url": "https://example.org/?a=1&b=2", "lang": "ja"},
    ]
    data = {
        "title": EVIL,
        "version": EVIL,
        "license": EVIL,
        "about": EVIL,
        "actors": {"a": {"name": EVIL, "native": {"ja": EVIL}, "aliases": [EVIL], "offices": [{"title": EVIL}]}},
        "themes": {"t": {"name": EVIL}},
        "events": [
            {**event, "sources": sources},
            {"id": "b", "date": "2024-10-04", "title": "after", "follows": [evil]},
        ],
    }
    path.write_text(json.dumps(data).replace("\\u202e", ""), encoding="utf-8")  # check refuses U+202E
    return path
