"""Briefs in Markdown, read back by a CommonMark parser and by pandoc."""

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from jkrtimeline.formats.markdown import escape
from jkrtimeline.text.sanitize import visible

from .conftest import Run
from .exporting import TEXTS, Words, bullets, export, with_footnotes, write
from .sample import ALL


def test_brief_has_months_bold_dates_and_footnotes(run: Run) -> None:
    text = export(run, "markdown")
    shown = Words(with_footnotes().render(text))
    tags = [tag for tag, _ in shown.tags]
    assert (tags.count("h1"), tags.count("h2"), tags.count("ol"), tags.count("hr")) == (1, 7, 1, 2)
    assert tags.count("strong") == len(ALL)
    headings = re.findall(r"(?m)^## (.+)$", text)
    months = ["2019", "2020", "March 2021", "May 2021", "December 2021", "June 2022", "February 2024"]
    assert headings == months
    links = [str(attributes["href"]) for tag, attributes in shown.tags if tag == "a"]
    addresses = [item["URL"] for item in json.loads(export(run, "csl-json"))]
    assert [each for each in links if not each.startswith("#")] == addresses
    assert [each for each in links if each.startswith("#fn") and "ref" not in each] == [
        f"#fn{number}" for number in range(1, len(addresses) + 1)
    ]
    assert "16–17 Mar 2021 Summit at Zenda; 石田 takes part[3] [4]" in shown.text
    assert "\nData: Sample of islands, version 1.2, covers 2019–2024, licence CC0-1.0.\n" in shown.text


def test_the_heading_names_the_one_thread_or_theme_of_the_query(run: Run) -> None:
    def head(*argv: str) -> list[str]:
        return export(run, "markdown", "timeline", *argv).splitlines()[:3]

    assert head("-t", "docks") == ["# Harbours", "", "Sample of islands; theme: docks; 5 of 8 events"]
    assert head("-t", "docks", "--thread", "the-quay")[0] == "# The quay"
    assert head("-t", "docks,summits")[0] == "# Sample of islands"
    assert head("--not-theme", "docks")[0] == "# Sample of islands"


@pytest.mark.parametrize("title", ["Stop!", "a^", "x]", "back\\", "`"])
def test_a_footnote_follows_any_title(run: Run, tmp_path: Path, title: str) -> None:
    event = {"id": "a", "date": "2024", "title": title, "sources": [{"url": "https://x.example"}, {"publisher": "P"}]}
    text = export(run, "markdown", data=write(tmp_path, event))
    assert bullets(text) == [f"2024 {title}[1] [2]"]
    shown = Words(with_footnotes().render(text))
    assert "img" not in {tag for tag, _ in shown.tags}
    assert "https://x.example" in {attributes.get("href") for _, attributes in shown.tags}


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@pytest.mark.parametrize("around", ["# {}", "- **2024** {}", "- x\n\n  {}", "1. {}", "{}"])
def test_markdown_shows_every_text_as_it_is(around: str, text: str) -> None:
    for reader in (MarkdownIt("commonmark"), MarkdownIt("gfm-like", {"linkify": False})):
        bare, full = (Words(reader.render(around.format(each))) for each in ("x", f"x{escape(text)}x"))
        assert full.tags == bare.tags
        start = Words(reader.render(around.format(escape(text) or "x")))
        assert [tag for tag, _ in start.tags] == [tag for tag, _ in bare.tags]
        assert full.text.rstrip("\n").endswith(f"x{visible(text).strip()}x")
        assert start.text.rstrip("\n").endswith(visible(text).strip() or "x")


def test_a_source_that_looks_like_a_list_item(run: Run, tmp_path: Path) -> None:
    file = write(
        tmp_path, {"id": "a", "date": "2024", "title": "1. A", "sources": [{"publisher": "2024"}, {"via": "-"}]}
    )
    shown = Words(with_footnotes().render(export(run, "markdown", data=file)))
    assert [tag for tag, _ in shown.tags].count("ol") == 1
    assert re.search(r"(?s)2024\..*via -\.", shown.text)


def pandoc(text: str, *argv: str) -> str:
    done = subprocess.run(["pandoc", *argv], input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode()


MARKERS = [
    "a) x",
    "(1) x",
    "(12) x",
    "i. x",
    "#. x",
    "(@) x",
    "(@a) x",
    "A.  Smith",
    "iv) x",
    "(IV) x",
    "MC. y",
    ": def",
]


@pytest.mark.skipif(not shutil.which("pandoc"), reason="needs pandoc")
def test_pandoc_sees_no_list_in_a_text(run: Run, tmp_path: Path) -> None:
    events: list[dict[str, Any]] = [
        {"id": f"e{n}", "date": "2024", "title": each, "summary": each} for n, each in enumerate(MARKERS)
    ]
    events += [{"id": "e", "date": "2024", "title": "x", "sources": [{"publisher": "(c) A"}]}]
    out = export(run, "markdown", data=write(tmp_path, *events))
    tree = pandoc(out, "-f", "markdown", "-t", "json")
    assert '"t":"OrderedList"' not in tree
    assert tree.count('"t":"Note"') == 1
    assert tree.count('"t":"BulletList"') == 1
    assert "DefinitionList" not in tree
    shown = pandoc(out, "-f", "markdown-smart", "-t", "plain", "--wrap=none")
    lines = shown.splitlines()
    for text in MARKERS:
        title = " ".join(text.split())
        assert f"-   2024 {title}" in lines
        assert f"    {title}" in lines


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
@pytest.mark.parametrize("dialect", ["markdown", "gfm"])
def test_pandoc_makes_notes_of_word(run: Run, tmp_path: Path, dialect: str) -> None:
    out = export(run, "markdown")
    docx = tmp_path / "brief.docx"
    subprocess.run(["pandoc", "-f", dialect, "-o", docx], input=out.encode(), check=True)
    with zipfile.ZipFile(docx) as archive:
        notes = archive.read("word/footnotes.xml").decode()
        links = archive.read("word/_rels/footnotes.xml.rels").decode()
        body = archive.read("word/document.xml").decode()
    for source in json.loads(export(run, "csl-json")):
        assert source["URL"] in notes + links
    assert body.count("<w:footnoteReference ") == 9
    assert "[^" not in body
