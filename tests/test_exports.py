"""The formats to take away, each read back by a program that is not ours: the parser of icalendar, JSON, a
CommonMark parser, a reader of BibTeX."""

import csv
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bibtexparser.entrypoint import parse_string
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

from jkrtimeline import edtf
from jkrtimeline.cli import environment
from jkrtimeline.formats import FORMATS
from jkrtimeline.formats.bibtex import latex
from jkrtimeline.formats.layout.links import ascii_address, link
from jkrtimeline.formats.markdown import escape
from jkrtimeline.text.sanitize import visible

from .conftest import SAMPLE, Run
from .sample import ALL, CLOSED, LETTER, PLAN, STORM, SUMMIT, SURVEY, TALKS, VISIT

TAKEN_AWAY = ("markdown", "ics", "timelinejs", "csl-json", "bibtex")
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
    found = json.loads(export(run, "timelinejs", *argv, data=data))["events"]
    return {slide["unique_id"]: slide for slide in found}


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


def write(folder: Path, *events: dict[str, Any], **header: Any) -> Path:
    """An event file."""
    file = folder / "events.yaml"
    file.write_text(json.dumps({**header, "events": events}), encoding="utf-8")
    return file


# --- what holds for all of them ---------------------------------------------------------------------

CHOICES = [
    ("timeline", ALL),
    ("timeline 2021-03..2021-05", [SUMMIT, PLAN, STORM]),
    ("timeline --actor ruritania --importance notable", [TALKS, SUMMIT]),
    ("timeline -n 2 -r", [VISIT, LETTER]),
    ("search quay --sort date", [SUMMIT, PLAN, CLOSED]),
    (f"show {LETTER} {TALKS}", [LETTER, TALKS]),
]


@pytest.mark.parametrize(("line", "expected"), CHOICES)
def test_every_filter_limit_and_order_is_obeyed(run: Run, line: str, expected: list[str]) -> None:
    argv = line.split(" ")
    assert list(calendar(run, *argv)) == expected
    assert list(slides(run, *argv)) == expected
    titles = {event["id"]: event["title"] for event in json.loads(export(run, "json"))}
    shown = bullets(export(run, "markdown", *argv))
    assert len(shown) == len(expected)
    assert all(titles[identity] in item for identity, item in zip(expected, shown, strict=True))
    cited = list(csv.reader(StringIO(export(run, "csv", *argv, "--fields", "sources"))))[1:]
    addresses = list(dict.fromkeys(url for (cell,) in cited for url in cell.split("; ")))
    assert [item["URL"] for item in json.loads(export(run, "csl-json", *argv))] == addresses
    assert [entry["url"] for entry in library(export(run, "bibtex", *argv)).values()] == addresses


@pytest.mark.parametrize("form", TAKEN_AWAY)
def test_they_hold_events_only_and_have_no_fields(run: Run, form: str) -> None:
    assert run("actors", "-f", form).code == 2
    result = run("timeline", "-f", form, "--fields", "id")
    assert result == (2, "", f"jkr: --fields does not apply to {form}\nhint: use plain, json, jsonl, csv or tsv\n")


def test_an_empty_answer_is_still_a_valid_file(run: Run) -> None:
    argv = ("timeline", "1999", "--data", str(SAMPLE), "-f")
    assert list(Calendar.from_ical(run(*argv, "ics").out).walk("VEVENT")) == []
    assert json.loads(run(*argv, "timelinejs").out)["events"] == []
    assert json.loads(run(*argv, "csl-json").out) == []
    assert run(*argv, "bibtex").out == ""
    assert run(*argv, "markdown").out.startswith("# Sample of islands\n\n1999; 0 of 8 events\n")


# --- jkr formats ------------------------------------------------------------------------------------


def test_formats_are_listed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = run("formats").out.splitlines()
    assert [line.split("\t") for line in lines] == [
        [each.name, " ".join(each.suffixes), each.about] for each in FORMATS.values()
    ]
    listed = json.loads(run("formats", "--json").out)
    assert [(each["name"], tuple(each["suffixes"])) for each in listed] == [
        (each.name, each.suffixes) for each in FORMATS.values()
    ]
    monkeypatch.setattr(environment, "on_terminal", lambda: True)
    for columns in (40, 80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        out = run("formats").out
        assert max(map(len, out.splitlines())) <= columns
        assert re.findall(r"(?m)^\S+", out) == list(FORMATS)


# --- the calendar -----------------------------------------------------------------------------------


def test_calendar_is_one_of_all_day_entries(run: Run) -> None:
    text = export(run, "ics")
    assert text.count("\n") == text.count("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    read = Calendar.from_ical(text)
    assert (read["VERSION"], read["X-WR-CALNAME"], read["NAME"]) == ("2.0", "Sample of islands", "Sample of islands")
    events = {event["id"]: event for event in json.loads(export(run, "json"))}
    for identity, entry in calendar(run).items():
        assert entry.errors == []
        start, end = entry["DTSTART"], entry["DTEND"]
        assert (start.params["VALUE"], end.params["VALUE"]) == ("DATE", "DATE")
        event = events[identity]
        assert start.dt.isoformat() == event["start"]
        last = event["end"] or event["start"]
        assert end.dt == date.fromisoformat(last) + timedelta(days=1)
        assert entry["DTSTAMP"].dt.isoformat() == "2024-12-31T00:00:00+00:00"
        assert (entry["TRANSP"], entry["CLASS"]) == ("TRANSPARENT", "PUBLIC")
        assert event["title"] in entry["SUMMARY"]
        assert entry["URL"] == event["sources"][0]["url"]


def test_calendar_says_what_its_days_do_not(run: Run) -> None:
    found = {identity: (str(each["SUMMARY"]), each.get("STATUS")) for identity, each in calendar(run).items()}
    assert found[SURVEY] == ("2019, no exact day: Survey of the coast", "CONFIRMED")
    assert found[PLAN] == ("May 2021, no exact day: Plan of the quay is published", "CONFIRMED")
    assert found[SUMMIT] == ("Summit at Zenda; 石田 takes part", "CONFIRMED")
    assert found[LETTER] == ("c. 13 Jun 2022: A letter, perhaps of thanks", "CONFIRMED")
    assert found[VISIT] == ("3 Feb 2024?: postponed: Visit put off", None)
    assert found[CLOSED][0].startswith("since 1 Dec 2021: announced: The wharf")
    assert found[CLOSED][1] == "TENTATIVE"


def test_entry_has_the_texts_names_and_sources(run: Run) -> None:
    entry = calendar(run)[SUMMIT]
    assert entry["LOCATION"] == "Zenda, Ruritania / Strelsau (by phone)"
    assert [str(each) for each in entry["CATEGORIES"].cats] == ["Summits", "Harbours"]
    assert str(entry["DESCRIPTION"]).split("\n") == [
        "Both heads met for two days. They agreed on a quay and on defence of the strait.",
        "Date: Dinner ran past midnight",
        "Note: One report has three days.",
        "With: Rudolf Rassendyll; Black Michael; Ruritania; Strelsau",
        "[1] Gazette via Courier, “Two days, one quay”, 18 Mar 2021",
        "https://example.org/2",
        "[2] 日報, 会談について, Mar 2021",
        "https://example.org/3",
    ]


def test_calendar_at_the_ends_of_time(run: Run, tmp_path: Path) -> None:
    texts = ["0001-01-01", "../0850-02", "9999-12-31", "9998-01-01/9999-12-31", "2024-05-01/", "20XX"]
    events = [{"id": f"e{n}", "date": text, "title": "T"} for n, text in enumerate(texts)]
    found = calendar(run, data=write(tmp_path, *events))
    days = [(found[f"e{n}"]["DTSTART"].dt.isoformat(), found[f"e{n}"].get("DTEND")) for n in range(len(texts))]
    assert [(start, end and end.dt.isoformat()) for start, end in days] == [
        ("0001-01-01", "0001-01-02"),
        ("0850-02-28", "0850-03-01"),
        ("9999-12-31", None),
        ("9998-01-01", None),
        ("2024-05-01", "2024-05-02"),
        ("2000-01-01", "2100-01-01"),
    ]
    assert [found[f"e{n}"]["DURATION"].dt.days for n in (2, 3)] == [1, 730]
    stamps = [entry["DTSTAMP"].dt.date() for entry in found.values()]
    assert stamps == [entry["DTSTART"].dt for entry in found.values()]  # the data tells no coverage


@settings(max_examples=150, deadline=None)
@given(TEXTS.filter(str.strip), TEXTS)
def test_calendar_gives_every_text_back(title: str, place: str) -> None:
    from jkrtimeline.formats.ics import _entry
    from jkrtimeline.model import Event

    entry = _entry(Event(id="e", date=edtf.parse("2024-05-06"), title=title, place=place), None)
    (read,) = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + entry.to_ical() + b"END:VCALENDAR\r\n").walk("VEVENT")
    assert read["SUMMARY"] == visible(title)
    assert read.get("LOCATION", "") == visible(place)


# --- the slides -------------------------------------------------------------------------------------


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


def test_slides_have_days_groups_and_words_for_what_is_not_exact(run: Run) -> None:
    found = slides(run)
    days = {
        identity: (each["start_date"], each.get("end_date"), each.get("display_date"))
        for identity, each in found.items()
    }
    assert days == {
        SURVEY: ({"year": 2019}, None, "2019"),
        TALKS: ({"year": 2020, "month": 3}, {"year": 2020, "month": 5}, "spring 2020"),
        SUMMIT: ({"year": 2021, "month": 3, "day": 16}, {"year": 2021, "month": 3, "day": 17}, None),
        PLAN: ({"year": 2021, "month": 5}, None, "May 2021"),
        STORM: ({"year": 2021, "month": 5, "day": 30}, {"year": 2021, "month": 6, "day": 2}, None),
        CLOSED: ({"year": 2021, "month": 12, "day": 1}, None, "since 1 Dec 2021"),
        LETTER: ({"year": 2022, "month": 6, "day": 13}, None, "c. 13 Jun 2022"),
        VISIT: ({"year": 2024, "month": 2, "day": 3}, None, "3 Feb 2024?"),
    }
    groups = [each.get("group") for each in found.values()]
    assert groups == ["Harbours", "Summits", "Summits", "Harbours", None, "Harbours", "Letters", "Summits"]
    assert Words(found[CLOSED]["text"]["headline"]).text.startswith("announced: The wharf stays closed <b>[red]")
    assert Words(found[CLOSED]["text"]["headline"]).tags == []
    links = [attributes["href"] for tag, attributes in Words(found[SUMMIT]["text"]["text"]).tags if tag == "a"]
    assert links == ["https://example.org/2", "https://example.org/3"]
    assert "media" not in found[SUMMIT]
    title = json.loads(export(run, "timelinejs", "timeline", "--theme", "letters"))["title"]["text"]
    assert (title["headline"], "theme: letters" in title["text"]) == ("Sample of islands", True)


def test_slides_at_the_ends_of_time(run: Run, tmp_path: Path) -> None:
    texts = ["../0850-02", "201X", "2024-05/", "2023-05/2024", "2024-33"]
    events = [{"id": f"e{n}", "date": text, "title": "T"} for n, text in enumerate(texts)]
    found = slides(run, data=write(tmp_path, *events))
    assert [(found[f"e{n}"]["start_date"], found[f"e{n}"].get("end_date")) for n in range(len(texts))] == [
        ({"year": 850, "month": 2}, None),
        ({"year": 2010}, {"year": 2019}),
        ({"year": 2024, "month": 5}, None),
        ({"year": 2023, "month": 5}, {"year": 2024}),
        ({"year": 2024, "month": 1}, {"year": 2024, "month": 3}),
    ]
    assert all("display_date" in slide for slide in found.values())


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_slides_show_every_text_as_it_is(text: str) -> None:
    from jkrtimeline.formats.timelinejs import _running

    shown = Words(_running(text))
    assert shown.text == visible(text).strip()
    assert {tag for tag, _ in shown.tags} <= {"wbr"}
    # What TimelineJS would make a link of: its patterns, from linkify() of version 3.9.
    assert not re.search(r"(?i)(https?|ftp)://|(^|[^/>])www\.\S|[\w.+-]@[a-z0-9-]", _running(text))


def test_only_the_most_frequent_themes_are_groups(run: Run, tmp_path: Path) -> None:
    """With a row for every theme TimelineJS leaves no room for the slides."""
    file = tmp_path / "many.jsonl"
    themes = [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]] * 2 + [["rare"], ["rarer", "c"], []]
    lines = (
        json.dumps({"id": f"e{n}", "date": "2024", "title": "T", "themes": names}) for n, names in enumerate(themes)
    )
    file.write_text("\n".join(lines))
    found = json.loads(run("timeline", "--data", str(file), "-f", "timelinejs").out)["events"]
    groups = [each.get("group") for each in found]
    assert groups == [*"abcdefabcdef", None, "c", None]


def test_the_name_of_a_calendar_is_escaped(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("title: 'A, b; c\\n d'\nevents: [{id: a, date: 2024-01-01, title: T}]\n")
    out = run("timeline", "--data", str(file), "-f", "ics").out
    for name in ("NAME", "X-WR-CALNAME"):
        assert f"\n{name}:A\\, b\\; c\\\\n d\r\n" in out


def test_name_of_a_group_is_no_html(run: Run, tmp_path: Path) -> None:
    theme = "<img src=x onerror=alert(1)> &lt;b&gt; R&D, a & b"
    file = write(tmp_path, {"id": "e", "date": "2024", "title": "T", "themes": ["a"]}, themes={"a": {"name": theme}})
    (slide,) = slides(run, data=file).values()
    assert slide["group"] == "‹img src=x onerror=alert(1)› ＆lt;b＆gt; R＆D, a & b"


# --- the brief --------------------------------------------------------------------------------------


def with_footnotes() -> MarkdownIt:
    """A reader of CommonMark and of footnotes, as GitHub's."""
    return MarkdownIt("commonmark").use(footnote_plugin)


def bullets(text: str) -> list[str]:
    """The first paragraph of each item of the lists with bullets, as text."""
    reader = with_footnotes()
    tokens = reader.parse(text)
    found, inside = [], False
    for place, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "bullet_list_close"):
            inside = token.type.endswith("open")
        elif token.type == "list_item_open" and inside:
            found.append(Words(reader.renderer.render([tokens[place + 2]], reader.options, {})).text)
    return found


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


def test_the_heading_is_the_thread_or_theme_that_was_asked_for(run: Run) -> None:
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


def test_one_address_has_one_number_and_one_key(run: Run, tmp_path: Path) -> None:
    page = {"url": "https://x.example/a", "publisher": "P"}
    file = write(
        tmp_path,
        {"id": "a", "date": "2024-01", "title": "A", "sources": [page, page, {"publisher": "Q", "about": "q"}]},
        {"id": "b", "date": "2024-02", "title": "B", "sources": [{**page, "title": "Head"}, {"publisher": "Q"}]},
        {"id": "c", "date": "2024-03", "title": "C", "sources": [{"publisher": "Q", "about": "q"}]},
    )
    assert bullets(export(run, "markdown", data=file)) == [
        "Jan 2024 A[1] [2]",
        "Feb 2024 B[1:1] [3]",
        "Mar 2024 C[2:1]",
    ]
    items = json.loads(export(run, "csl-json", data=file))
    assert [(item["title"], item["keyword"]) for item in items] == [
        ("Head", "a, b"),
        ("[q]", "a, c"),
        ("[untitled]", "b"),
    ]
    assert list(library(export(run, "bibtex", data=file))) == [item["id"] for item in items]


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


# --- citations --------------------------------------------------------------------------------------

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


READ = {
    "publisher": "P",
    "title": "T",
    "url": "https://example.org/a",
    "date": "2024-10-03",
    "accessed": "2025-01-05",
    "archived": "https://archive.example/100%25",
}


def test_citations_give_the_day_of_access_and_the_archived_copy(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, {"id": "a", "date": "2024", "title": "A", "sources": [READ]})
    (item,) = json.loads(export(run, "csl-json", data=file))
    assert (item["accessed"], item["note"]) == ({"date-parts": [[2025, 1, 5]]}, f"Archived: {READ['archived']}")
    (entry,) = parse_string(export(run, "bibtex", data=file)).entries
    assert entry["urldate"] == "2025-01-05"
    assert entry["note"] == r"Archived: \texttt{https://archive.example/100\%25}"
    for form in ("markdown", "ics", "html", "timelinejs", "text"):
        written = re.sub("\r\n ", "", export(run, form, "timeline", "--full", data=file)).replace("\\,", ",")
        assert "3 Oct 2024, accessed 5 Jan 2025" in written, form
        assert READ["archived"] in written, form
    assert f"   archived: {READ['archived']}\n" in run("show", "a", "--data", str(file), "-f", "text").out


def test_a_page_names_the_item_of_an_actor_in_wikidata(run: Run, tmp_path: Path) -> None:
    event = {"id": "a", "date": "2024", "title": "A", "actors": ["japan", "korea"], "sources": [READ]}
    registry = {"japan": {"name": "Japan", "kind": "state", "wikidata": "Q17"}, "korea": {"name": "Korea"}}
    page = export(run, "html", data=write(tmp_path, event, actors=registry))
    assert page.count("https://www.wikidata.org/wiki/Q17") == page.count('"sameAs"') == 1
    assert '"archivedAt": "https://archive.example/100%25"' in page.replace('":"', '": "')


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
    names = {r"\(\lbrace\)": "{", r"\(\rbrace\)": "}", r"\textbackslash{}": "\\", r"\textless{}": "<"}
    names |= {r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", r"\textgreater{}": ">"}
    names |= {f"\\{sign}": sign for sign in "&%$#_"}
    tokens = list(tex_tokens(escaped))
    assert all(token in names or token not in "\\{}&%$#_~^<>" for token in tokens)
    assert "".join(names.get(token, token) for token in tokens) == visible(text).strip()


def tex_tokens(text: str) -> Iterator[str]:
    for found in re.finditer(r"(?s)\\[a-z]+\{\}|\\\(.*?\\\)|\\[^a-z]|.", text):
        yield found[0]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/a?b=[1]&c={2}|3^4#d", "https://x.example/a?b=%5B1%5D&c=%7B2%7D%7C3%5E4#d"),
        ("https://日本.example/石破?q=é", "https://xn--wgv71a.example/%E7%9F%B3%E7%A0%B4?q=%C3%A9"),
        ("https://x.example/it's/100%25", "https://x.example/it's/100%25"),
        ("HTTP://[::1]:80/~a", "HTTP://[::1]:80/~a"),
        ("https://x.example?q=1", "https://x.example?q=1"),
    ],
)
def test_addresses_in_the_letters_that_every_program_takes(url: str, expected: str) -> None:
    assert ascii_address(url) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters='"<>\\`'), min_size=1))
def test_any_address_becomes_ascii_and_means_the_same(path: str) -> None:
    address = ascii_address(f"https://x.example/{path}")
    assert re.fullmatch(r"https://x\.example/[A-Za-z0-9!$&'()*+,\-./:;=?@_~%#]*", address)
    assert ascii_address(address) == address
    assert unquote(address) == unquote(f"https://x.example/{path}")


def test_a_source_that_looks_like_a_list_item(run: Run, tmp_path: Path) -> None:
    file = write(
        tmp_path, {"id": "a", "date": "2024", "title": "1. A", "sources": [{"publisher": "2024"}, {"via": "-"}]}
    )
    shown = Words(with_footnotes().render(export(run, "markdown", data=file)))
    assert [tag for tag, _ in shown.tags].count("ol") == 1
    assert re.search(r"(?s)2024\..*via -\.", shown.text)


# --- programs that are not ours, where they are installed -------------------------------------------


def test_content_is_never_taken_for_structure_of_a_calendar(run: Run, tmp_path: Path) -> None:
    trap = "END:VCALENDAR\r\nBEGIN:VEVENT\nEND:VEVENT END:VCALENDAR"
    file = write(tmp_path, {"id": "a", "date": "2024", "title": trap, "summary": trap}, title=trap, about=trap)
    read = Calendar.from_ical(export(run, "ics", data=file))
    (entry,) = read.walk("VEVENT")
    assert (read["NAME"], read["DESCRIPTION"]) == (visible(trap), visible(trap))
    assert str(entry["SUMMARY"]) == f"2024, no exact day: {visible(trap)}"
    found = Calendar.from_ical(export(run, "ics", "search", "END:VCALENDAR", data=file))
    assert "END:VCALENDAR" in str(found["NAME"]).removeprefix(visible(trap))
    assert len(found.walk("VEVENT")) == 1


def test_a_cancelled_event_stays_in_the_calendar(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path, {"id": "a", "date": "2024-10-04", "title": "Summit", "status": "cancelled"})
    (entry,) = calendar(run, data=file).values()
    assert (entry["SUMMARY"], entry.get("STATUS")) == ("cancelled: Summit", None)


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


@pytest.mark.parametrize(
    "url", ["https://x.example/`id`", "https://x.example/a b", "https://x.example/<b>", "javascript:x"]
)
def test_an_address_that_a_program_could_misread_is_no_link(url: str) -> None:
    assert link(url) == ""
