"""Sources as BibTeX and CSL JSON, read back by bibtexparser and BibTeX, and checked by a schema."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from jsonschema import Draft7Validator

from jkrtimeline.formats.bibtex import latex
from jkrtimeline.formats.shared.links import ascii_address
from jkrtimeline.text.sanitize import visible

from .conftest import Run
from .exporting import TEXTS, export, library, unescaped_tex, write

PARTS = {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}}

ISSUED = {
    "type": "object",
    "properties": {
        "date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": PARTS},
        "circa": {"const": True},
        "literal": {"type": "string"},
    },
    "additionalProperties": False,
    "minProperties": 1,
}

TEXT = {"type": "string", "minLength": 1}

CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type", "title"],
        "additionalProperties": False,
        "properties": {
            **dict.fromkeys(("title", "container-title", "language", "keyword"), TEXT),
            "id": {"type": "string", "pattern": "^[a-z0-9-]+$"},
            "type": {"enum": ["webpage", "article-newspaper"]},
            "author": {
                "type": "array",
                "items": {"type": "object", "properties": {"literal": TEXT}, "additionalProperties": False},
            },
            "issued": ISSUED,
            "URL": {"type": "string", "pattern": "^https?://[\\x21-\\x7e]+$"},
        },
    },
}
"""What is used of the schema csl-data.json of CSL 1.0.2."""


def test_every_bundled_source_is_an_item_once(run: Run) -> None:
    items = json.loads(run("timeline", "-f", "csl-json").out)
    Draft7Validator(CSL).validate(items)
    sources = [source for event in json.loads(run("timeline", "--json").out) for source in event["sources"]]
    addresses = dict.fromkeys(ascii_address(source["url"]) for source in sources)
    assert [item["URL"] for item in items] == list(addresses)
    assert len({item["id"] for item in items}) == len(items)
    entries = library(run("timeline", "-f", "bibtex").out)
    assert list(entries) == [item["id"] for item in items]
    for item, entry in zip(items, entries.values(), strict=True):
        assert entry["url"] == item["URL"]
        assert entry["title"] == item["title"]
        shown = f"url{{{item['URL']}}}" if re.fullmatch("[^%#]+", item["URL"]) else f"texttt{{{latex(item['URL'])}}}"
        paper = [latex(item["container-title"])] if "container-title" in item else []
        assert entry["howpublished"] == ", ".join([*paper, "\\" + shown])
        assert entry.get("author") == (item["author"][0]["literal"] if "author" in item else None)
        assert entry["keywords"] == item["keyword"]


def test_citation_keys_do_not_depend_on_the_filters(run: Run) -> None:
    every = {item["URL"]: item["id"] for item in json.loads(run("timeline", "-f", "csl-json").out)}
    some = json.loads(run("search", "tariffs", "--actor", "ishiba", "-f", "csl-json").out)
    assert 0 < len(some) < len(every)
    assert all(every[item["URL"]] == item["id"] for item in some)


@pytest.mark.parametrize(
    ("text", "csl", "bibtex"),
    [
        ("2021-03-18", {"date-parts": [[2021, 3, 18]]}, "2021-03-18"),
        ("2021-03", {"date-parts": [[2021, 3]]}, "2021-03"),
        ("2021", {"date-parts": [[2021]]}, "2021"),
        ("2021-03-18~", {"date-parts": [[2021, 3, 18]], "circa": True}, "2021-03-18~"),
        ("2021-03/2022", {"date-parts": [[2021, 3], [2022]]}, "2021-03/2022"),
        ("2021-22", {"literal": "summer 2021"}, "2021-22"),
        ("2021-34", {"literal": "Q2 2021"}, "2021"),
        ("201X", {"literal": "2010s"}, "201X"),
        ("2021-03-18/..", {"literal": "since 18 Mar 2021"}, "2021-03-18/.."),
    ],
)
def test_dates_of_sources(run: Run, tmp_path: Path, text: str, csl: dict[str, Any], bibtex: str) -> None:
    file = write(tmp_path, {"id": "a", "date": "2024", "title": "A", "sources": [{"publisher": "P", "date": text}]})
    (item,) = json.loads(export(run, "csl-json", data=file))
    assert item["issued"] == csl
    (entry,) = parse_string(export(run, "bibtex", data=file)).entries
    assert entry["date"] == bibtex


def test_who_wrote_and_where_it_was_read(run: Run, tmp_path: Path) -> None:
    kinds: list[dict[str, Any]] = [
        {"publisher": "Jiji Press", "via": "Nippon.com", "kind": "news-agency", "title": "A", "lang": "en-GB"},
        {"publisher": "Asahi", "kind": "newspaper", "title": "B", "lang": "ja"},
        {"publisher": "Ministry of Foreign Affairs", "kind": "official", "about": "C", "lang": "fil"},
    ]
    file = write(tmp_path, {"id": "a", "date": "2024", "title": "A", "sources": kinds})
    items = json.loads(export(run, "csl-json", data=file))
    shown = [(item["type"], item.get("author"), item.get("container-title")) for item in items]
    assert shown == [
        ("article-newspaper", [{"literal": "Jiji Press"}], "Nippon.com"),
        ("article-newspaper", None, "Asahi"),
        ("webpage", [{"literal": "Ministry of Foreign Affairs"}], None),
    ]
    entries = library(export(run, "bibtex", data=file)).values()
    assert [entry.get("langid") for entry in entries] == ["english", "japanese", None]
    assert [key.rsplit("-", 1)[0] for key in library(export(run, "bibtex", data=file))] == [
        *("jiji-press", "asahi", "ministry-foreign-affairs")
    ]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_bibtex_gives_every_text_back(text: str) -> None:
    escaped = latex(text)
    read = parse_string(f"@online{{key,\n  title = {{{{{escaped}}}}},\n}}\n")
    assert read.failed_blocks == []
    (entry,) = read.entries
    assert entry["title"] == f"{{{escaped}}}"
    assert unescaped_tex(escaped) == visible(text).strip()


@pytest.mark.skipif(not shutil.which("bibtex"), reason="needs BibTeX")
def test_the_plain_style_of_bibtex_shows_date_paper_and_address(run: Run, tmp_path: Path) -> None:
    sources = [
        {"publisher": "Gazette", "date": "2021-03-18", "title": "Head", "url": "https://x.example/a_b"},
        {"publisher": "Office & Co", "kind": "official", "date": "2021-05", "url": "https://x.example/c%20d#e"},
    ]
    file = write(tmp_path, {"id": "a", "date": "2024", "title": "A", "sources": sources})
    (tmp_path / "refs.bib").write_text(export(run, "bibtex", data=file), encoding="utf-8")
    (tmp_path / "a.aux").write_text("\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{refs}\n", encoding="utf-8")
    done = subprocess.run(["bibtex", "a"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Warning" not in done.stdout
    shown = " ".join((tmp_path / "a.bbl").read_text(encoding="utf-8").split())
    assert "{Head}. \\newblock Gazette, \\url{https://x.example/a_b}, March~18, 2021." in shown
    assert (
        "{Office \\& Co}. \\newblock {[untitled]}. \\newblock \\texttt{https://x.example/c\\%20d\\#e}, May 2021."
        in shown
    )
