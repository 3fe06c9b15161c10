"""The web page as a file: what stands in it, that it asks nobody for anything, and that text stays text.

What its script does is tested in a browser: test_browser.py.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from jkrtimeline.edtf import parse
from jkrtimeline.formats.html import language
from jkrtimeline.formats.layout.density import MOST, bars
from jkrtimeline.formats.layout.links import link
from jkrtimeline.formats.layout.short_texts import span_text
from jkrtimeline.formats.web.entries import when
from jkrtimeline.model import Event

from .conftest import BUNDLED, SAMPLE, Run
from .sample import ALL, SUMMIT

VOID = {"meta", "link", "input", "rect", "br"}
EVIL = """</script><script>window.hacked=1</script><img src=x onerror="window.hacked=1">"'&amp;{{7*7}}\u202eevil"""
REVERSED = [*ALL[:4:-1], ALL[3], ALL[4], *ALL[2::-1]]  # a whole month stands before its days, as in the picture
FIELDS = ("title", "summary", "place", "note", "date_note")


class Tag:
    """An element: its name, attributes, and the text of all that is in it."""

    def __init__(self, name: str, attributes: dict[str, str | None], parents: list["Tag"]) -> None:
        self.name, self.attributes, self.parents = name, attributes, parents
        self.text = ""

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""


class Page(HTMLParser):
    """All elements of a page, in order; fails when they are not well nested."""

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
            each.text += data

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
        found: dict[str, Any] = next(node for node in graph["@graph"] if node["@type"] == kind)
        return found

    @property
    def command(self) -> str:
        return self.all("code")[0].text


@pytest.fixture
def page(run: Run) -> Any:
    def made(*argv: str, data: Path = SAMPLE) -> Page:
        result = run(*argv, "--data", str(data), "-f", "html")
        assert (result.code, result.err) == (0, "")
        return Page(result.out)

    return made


def hostile(path: Path) -> Path:
    """An event file with what no page may obey in every field that takes it."""
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
    path.write_text(json.dumps(data).replace("\\u202e", ""), encoding="utf-8")  # which `check` refuses
    return path


def test_the_page_has_every_event_with_all_its_fields(page: Any) -> None:
    found: Page = page("timeline")
    assert found.ids == ALL
    assert [tag.text for tag in found.all("h1")] == ["Sample of islands"]
    assert len(found.all("main")) == len(found.all("header", class_="top")) == len(found.all("footer")) == 1
    assert found.all("html")[0].get("lang") == "en"
    summit = next(tag for tag in found.all("article") if tag.get("id") == SUMMIT)
    for text in ("石田 takes part", "Both heads met", "Zenda, Ruritania", "Rudolf Rassendyll, Black Michael"):
        assert text in summit.text
    for text in ("One report has three days.", "Dinner ran past midnight", "Summits", "The quay", "major"):
        assert text in summit.text
    links = [tag.get("href") for tag in found.within(summit, "a")]
    assert links == [
        f"#{SUMMIT}",
        *("#theme=summit", "#theme=harbour"),
        *("#place=zenda", "#place=ruritania", "#place=strelsau"),
        *("#actor=rudolf-rassendyll", "#actor=black-michael", "#actor=ruritania", "#actor=strelsau"),
        "#thread=the-quay",
        *("#2020-spring-talks", "#2021-05-quay-plan"),
        *("https://example.org/2", "https://example.org/3"),
    ]
    relations = [tag.text for tag in found.within(summit, "dt") if tag.text.startswith("Follow")]
    assert relations == ["Follows", "Followed by"]
    assert [tag.get("datetime") for tag in found.within(summit, "time")] == ["2021-03-16", "2021-03-17"]
    assert [(tag.get("lang"), tag.text) for tag in found.within(summit, "cite")] == [("en", "Two days, one quay")]
    assert "会談について" in found.within(summit, "details")[0].text
    natives = {(tag.get("lang"), tag.text) for tag in found.all("bdi")}
    assert natives == {("ja", "ルリタニア"), ("ja", "石田ルドルフ"), ("ko", "루돌프")}
    visit = next(tag for tag in found.all("article") if tag.get("id") == "2024-02-visit")
    assert "postponed" in visit.text


def test_months_are_sections_with_headings(page: Any) -> None:
    found: Page = page("timeline")
    headings = [tag.text.strip() for tag in found.all("h2") if tag.parents[-1].get("class") == "month"]
    assert headings.pop() == "Most of the words"  # hidden, for the script
    months = ["2019", "2020", "March 2021", "May 2021", "December 2021", "June 2022", "February 2024"]
    assert headings == months
    for article in found.all("article"):
        assert article.parents[-1].get("class") == "month"
        assert len(found.within(article, "h3")) == 1


@pytest.mark.parametrize(
    ("argv", "ids"),
    [
        (["timeline", "--theme", "letters"], ["2022-06-13-letter"]),
        (["timeline", "--reverse"], REVERSED),
        (["timeline", "--limit", "2"], ALL[:2]),
        (["timeline", "--importance", "major"], [SUMMIT]),
        (["search", "quay", "--sort", "date", "-n", "1"], [SUMMIT]),
        (["show", "2022-06-13-letter", SUMMIT], ["2022-06-13-letter", SUMMIT]),
        (["timeline", "--limit", "0"], []),
    ],
)
def test_filters_order_and_limit_are_obeyed(page: Any, argv: list[str], ids: list[str]) -> None:
    found: Page = page(*argv)
    assert found.ids == ids
    facts = json.loads(found.all("script", id="-facts")[0].text)
    assert len(facts["events"]) == found.linked("ItemList")["numberOfItems"] == len(ids)
    assert sum(facts["heights"]) == (len(ids) if len(ids) > 1 else 0)  # of one event nothing is to be seen in bars
    assert bool(found.all("section", class_="density")) == (len(ids) > 1)
    assert ("hidden" in found.all("p", id="-none")[0].attributes) == bool(ids)


def test_search_marks_the_words_in_titles_and_keeps_its_order(page: Any, run: Run) -> None:
    found: Page = page("search", "quay")
    ranked = run("search", "quay", "--data", str(SAMPLE), "--fields", "id").out.split()
    assert found.ids == ranked
    assert {tag.text for tag in found.all("mark")} >= {"quay"}
    assert "Best matches first" in [tag.text for tag in found.all("h2")]


def test_an_empty_answer_is_a_page_too(run: Run) -> None:
    result = run("timeline", "--data", str(SAMPLE), "--in", "1999", "-f", "html")
    assert result.code == 0
    found = Page(result.out)
    assert found.ids == []
    assert "No event matches." in found.all("main")[0].text


def test_same_bytes_each_time_and_to_a_file(run: Run, tmp_path: Path) -> None:
    line = ["timeline", "--data", str(SAMPLE), "--theme", "harbour"]
    printed = run(*line, "-f", "html").out
    for name in ("a.html", "b.htm", "c.HTML"):
        assert run(*line, "-o", str(tmp_path / name)) == (0, "", "")
        assert (tmp_path / name).read_text(encoding="utf-8") == printed
    assert run(*line, "-f", "html", "-o", "-", "--no-pager", "--color", "always").out == printed


def test_only_events_have_a_page_and_it_has_all_their_fields(run: Run) -> None:
    assert run("actors", "-f", "html").code == 2
    assert run("timeline", "-f", "html", "--fields", "id").code == 2


# --- nothing from outside, nothing obeyed -------------------------------------------------------------


def requests(found: Page) -> Iterator[str]:
    """Every address that a browser would ask for by itself."""
    for tag in found.tags:
        for name in ("src", "srcset", "poster", "data", "action", "background", "xlink:href"):
            if name in tag.attributes:
                yield tag.get(name)
        if tag.name in ("link", "image", "use"):
            yield tag.get("href")
    for style in found.all("style"):
        yield from re.findall(r"url\([^)]*\)|@import[^;]*", style.text)


@pytest.mark.parametrize("data", [SAMPLE, BUNDLED], ids=["sample", "bundled"])
def test_the_page_loads_nothing(page: Any, data: Path) -> None:
    found: Page = page("timeline", data=data)
    asked = list(requests(found))
    assert len(asked) == 1
    assert asked[0].startswith("data:image/svg+xml,")
    assert not [tag for tag in found.tags if tag.name in ("iframe", "object", "embed", "base", "img", "video", "audio")]
    assert not [name for tag in found.tags for name in tag.attributes if name.startswith("on") or name == "style"]
    assert not re.search(r"fetch\(|XMLHttpRequest|innerHTML|eval\(|document\.write|import\(", found.source)


def test_the_policy_allows_just_the_style_and_the_script_of_the_page(page: Any) -> None:
    found: Page = page("timeline")
    policy = next(tag for tag in found.all("meta") if tag.get("http-equiv") == "Content-Security-Policy").get("content")

    def hashed(tag: Tag) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(tag.text.encode()).digest()).decode() + "'"

    early, script = [tag for tag in found.all("script") if not tag.get("type")]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src {hashed(found.all('style')[0])}",
        f"script-src {hashed(early)} {hashed(script)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_text_of_the_data_stays_text(page: Any, tmp_path: Path) -> None:
    found: Page = page("timeline", data=hostile(tmp_path / "hostile.json"))
    assert len(found.all("script")) == 4
    assert not found.all("img")
    shown = EVIL.replace("\u202e", "")
    article = found.all("article")[0]
    assert article.get("id") == "1'\"><b>"
    assert article.text.count(shown) >= len(FIELDS) + 4
    assert found.all("h1")[0].text == found.all("title")[0].text == shown
    hrefs = [tag.get("href") for tag in found.within(article, "a")]
    assert hrefs == [
        "#1%27%22%3E%3Cb%3E",
        "#theme=t",
        "#place=script%20script%20window%20hacked%201%20script%20img%20src%20x%20onerror%20window%20hacked%201%20amp%207%207%20evil",
        "#actor=a",
        "#b",
        "https://example.org/'onmouseover='window.hacked=1",
        "https://example.org/?b=%3C/script%3E",
        "https://example.org/?a=1&b=2",
    ]
    assert [tag.attributes.get("lang") for tag in found.within(article, "cite")] == [None, "ja"]
    assert found.all("a", href="https://example.org/?a=1&b=2")[0].get("rel") == "noopener noreferrer"
    assert found.linked("ItemList")["itemListElement"][0]["item"]["name"] == shown
    assert not [name for tag in found.tags for name in tag.attributes if name.startswith("on")]


def test_bidi_controls_do_not_reach_the_page(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"events": [{"id": "a", "date": "2024", "title": "a\u200bb"}]}), encoding="utf-8")
    out = run("timeline", "--data", str(file), "-f", "html").out
    assert not re.search("[\u200b\u202a-\u202e\u2066-\u2069\x00-\x08]", re.sub(r"<script.*?</script>", "", out))


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=c&d", True),
        ("http://例え.jp/パス", True),
        ("HTTPS://EXAMPLE.ORG", True),
        *((url, False) for url in ("javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://a.b", "", None)),
        *((url, False) for url in ("https://", "https://[", "https://a b", 'https://a"b', "https://a/\u202ex", " https://a")),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links(url: str | None, linked: bool) -> None:
    assert bool(link(url)) == linked


@pytest.mark.parametrize(
    ("code", "good"), [("ja", True), ("zh-Hant", True), ("", False), ("ja\n", False), ("日", False)]
)
def test_only_language_codes_become_lang(code: str, good: bool) -> None:
    assert language(code) == (code if good else "")


# --- dates and bars -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024-10-03", [("3 Oct 2024", "2024-10-03")]),
        ("2024-10~", [("c. Oct 2024", "2024-10")]),
        ("2024", [("2024", "2024")]),
        ("0850", [("850", "0850")]),
        ("2021-03-16/2021-03-17", [("16", "2021-03-16"), ("–", ""), ("17 Mar 2021", "2021-03-17")]),
        ("2023-12/2024-02", [("Dec 2023", "2023-12"), (" – ", ""), ("Feb 2024", "2024-02")]),
        ("2021-12-01/..", [("since 1 Dec 2021", "2021-12-01")]),
        ("../2022", [("until 2022", "2022")]),
        ("2023-21", [("spring 2023", "2023")]),
        ("2023-24", [("winter 2023–24", "")]),
        ("201X", [("2010s", "")]),
        ("2024-37/2024-38", [("Jan–Apr 2024 – May–Aug 2024", "2024")]),
        ("2024-10-03/2024-10-03", [("3 Oct 2024", "2024-10-03")]),
    ],
)
def test_time_elements_are_as_exact_as_html_allows(text: str, shown: list[tuple[str, str]]) -> None:
    assert [(piece.text, piece.datetime) for piece in when(Event(id="a", date=parse(text), title="x"))] == shown


@pytest.mark.parametrize(
    ("dates", "unit"),
    [
        (["2024-10-03"], "day"),
        (["2024-10-03", "2025-01"], "day"),
        (["2023-01-01", "2025-06-19"], "week"),
        (["2015", "2024-10-03"], "month"),
        (["1990", "2024"], "quarter"),
        (["1900", "2024"], "year"),
        (["0850", "2024"], "decade"),
        (["0001-01-01", "9999-12-31"], "century"),
        (["2024-10-03/..", "../2024-12-01", "201X"], "quarter"),
    ],
)
def test_bars_are_as_fine_as_can_be_distinguished(dates: list[str], unit: str) -> None:
    events = [Event(id=text, date=parse(text), title="x") for text in dates]
    found = bars(events)
    assert found is not None
    assert found.unit == unit
    assert len(found.heights) <= MOST
    assert sum(found.heights) == len(dates)
    assert len(found.days) == len(found.heights) + 1
    assert found.days == sorted(set(found.days))
    assert found.labels
    assert all(0 <= label.at < 100 for label in found.labels)


def test_the_only_label_at_the_right_edge_ends_there() -> None:
    found = bars([Event(id=text, date=parse(text), title="x") for text in ("2024-01-02", "2024-02-01")])
    assert found is not None
    assert [(label.text, label.wide, label.end) for label in found.labels] == [("Feb 2024", False, True)]


def test_no_day_no_bars() -> None:
    assert bars([]) is None


# --- what machines read, and how the page was made ----------------------------------------------------


def test_linked_data_has_the_known_fields_only(page: Any) -> None:
    found: Page = page("timeline")
    items = [each["item"] for each in found.linked("ItemList")["itemListElement"]]
    assert [item["@id"] for item in items] == [f"#{name}" for name in ALL]
    dates = {item["@id"][1:]: (item.get("startDate"), item.get("endDate")) for item in items}
    assert dates["2019-survey"] == ("2019", "2019")
    assert dates["2020-spring-talks"] == ("2020-03", "2020-05")
    assert dates[SUMMIT] == ("2021-03-16", "2021-03-17")
    assert dates["2021-12-01-quay-closed"] == ("2021-12-01", None)
    summit = items[ALL.index(SUMMIT)]
    assert summit["location"] == {"@type": "Place", "name": "Zenda, Ruritania / Strelsau (by phone)"}
    assert summit["keywords"] == ["Summits", "Harbours"]
    assert summit["about"][0] == {"@id": "#actor=rudolf-rassendyll"}
    assert len(summit["about"]) == 4
    person = found.linked("Person")
    assert (person["@id"], person["name"]) == ("#actor=rudolf-rassendyll", "Rudolf Rassendyll")
    assert person["alternateName"][1] == {"@language": "ko", "@value": "루돌프"}
    first, second = summit["subjectOf"]
    assert (first["headline"], first["url"], first["datePublished"]) == (
        "Two days, one quay",
        "https://example.org/2",
        "2021-03-18",
    )
    assert (second["about"], second["datePublished"], second["inLanguage"]) == ("会談について", "2021-03", "ja")
    visit = items[ALL.index("2024-02-visit")]
    assert visit["eventStatus"] == "https://schema.org/EventPostponed"


def test_linked_data_describes_the_data_set_as_the_file_does(page: Any, tmp_path: Path) -> None:
    found: Page = page("timeline")
    described = found.linked("Dataset")
    assert described == {
        "@type": "Dataset",
        "name": "Sample of islands",
        "description": "A made-up chronology for tests.",
        "version": "1.2",
        "license": "CC0-1.0",
        "temporalCoverage": "2019/2024",
        "mainEntity": {"@id": "#-events"},
    }
    assert found.linked("ItemList")["@id"] == "#-events"
    file = tmp_path / "a.json"
    event = {"id": "a", "date": "2024", "title": "x"}
    file.write_text(json.dumps({"title": "T", "author": "A. N. Other", "coverage": "2020/..", "events": [event]}))
    bare = page("timeline", data=file).linked("Dataset")
    assert bare == {
        "@type": "Dataset",
        "name": "T",
        "creator": {"name": "A. N. Other"},
        "temporalCoverage": "2020/..",
        "mainEntity": {"@id": "#-events"},
    }


def test_the_description_is_the_beginning_of_what_the_file_says_of_itself(page: Any, tmp_path: Path) -> None:
    def description(found: Page) -> str:
        return next(tag for tag in found.all("meta") if tag.get("name") == "description").get("content")

    assert description(page("timeline")) == "A made-up chronology for tests."
    long = description(page("timeline", data=BUNDLED))
    assert long.startswith("Relations between Japan and South Korea from the return of shuttle diplomacy")
    assert long.endswith(" …")
    assert len(long) <= 300
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"title": "T", "events": [{"id": "a", "date": "2024", "title": "x"}]}))
    assert description(page("timeline", data=file)) == "T · 1 event"


def test_who_is_who_has_offices_with_their_dates(page: Any) -> None:
    found: Page = page("timeline")
    section = found.all("section", class_="people")[0]
    offices = [" ".join(tag.text.split()) for tag in found.within(section, "dd") if tag.text.strip()]
    assert "Envoy of Ruritania, Jan 2020 – 31 May 2021" in offices
    assert "Regent (acting), since 2022" in offices
    found = page("timeline", data=BUNDLED)
    people = found.all("section", class_="people")[0]
    text = " ".join(people.text.split())
    assert "President of the Republic of Korea (acting), 2 May – 4 Jun 2025" in text


@pytest.mark.parametrize(
    ("since", "until", "text"),
    [
        ("2020", None, "since 2020"),
        ("2020-01", "2021-05-31", "Jan 2020 – 31 May 2021"),
        (None, "2021", "until 2021"),
        (None, None, ""),
        ("2020?", "2021~", "2020? – c. 2021"),
        ("2020?", "2020?", "2020?"),
        ("202X", None, "since 2020s"),
        ("201X", "2024", "2010s – 2024"),
    ],
)
def test_the_dates_of_an_office(since: str | None, until: str | None, text: str) -> None:
    assert span_text(since, until) == text


def test_an_office_may_begin_in_a_decade(run: Run, tmp_path: Path) -> None:
    office = 'offices: [{title: Chair, from: 201X, to: "2024"}, {title: Member, from: 202X}]'
    file = tmp_path / "decade.yaml"
    file.write_text(f"actors:\n  a: {{name: A, {office}}}\nevents:\n- {{id: x, date: 2024, title: X, actors: [a]}}\n")
    done = run("timeline", "-f", "html", "--data", str(file))
    assert done.code == 0
    assert "2010s – 2024" in done.out
    assert 'Member, <span class="dates">since 2020s<' in done.out
    assert "2010s – 2024" in run("offices", "-f", "text", "--data", str(file)).out


@pytest.mark.parametrize(
    "argv", [("timeline",), ("timeline", "--full"), ("search", "tariffs"), ("show", "2023-03-16-tokyo-summit")]
)
def test_the_page_is_valid_html(run: Run, tmp_path: Path, argv: tuple[str, ...]) -> None:
    vnu = shutil.which("vnu")
    if vnu is None:
        pytest.skip("no vnu (the Nu Html Checker) on the PATH")
    file = tmp_path / "page.html"
    assert run(*argv, "--data", str(BUNDLED), "-o", str(file)).code == 0
    checked = subprocess.run(
        [vnu, "--errors-only", str(file)], capture_output=True, text=True, timeout=300, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("argv", "command"),
    [
        (["timeline", "2021"], "jkr timeline 2021 {} --format html"),
        (["timeline", "-a", "rudolf rassendyll", "-rn3"],
         "jkr timeline {} --actor 'rudolf rassendyll' --limit 3 --reverse --format html"),
        (["search", "quay", "-storm"], "jkr search {} --format html -- quay -storm"),
        (["search", '"two days"', "quay's"], "jkr search '\"two days\"' 'quay'\"'\"'s' {} --format html"),
        (["show", SUMMIT], f"jkr show {SUMMIT} --format html"),
    ],
)  # fmt: skip
def test_the_footer_has_the_command_that_makes_the_page_again(
    page: Any, run: Run, argv: list[str], command: str
) -> None:
    import shlex

    found: Page = page(*argv)
    assert f"--data {SAMPLE} " in found.command
    shown = found.command.replace(f"--data {SAMPLE} ", "")
    assert " ".join(shown.split()) == " ".join(command.format("").split())
    assert run(*shlex.split(found.command)[1:]).out == found.source
    footer = found.all("footer")[0].text
    for text in ("Sample of islands, version 1.2", "2019–2024", "CC0-1.0", "A made-up chronology"):
        assert text in footer


@pytest.mark.parametrize("today", [["--today", "2022-07-01"], []], ids=["option", "environment"])
@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        (["--in", "last month"], True),
        (["last year..2023"], True),
        (["--since", "3 years ago"], True),
        (["--in", "2024", "--on", "800d"], True),
        (["--around", "yesterday", "--within", "1y"], True),
        (["--since", "2021", "--until", "@2022-06-13-letter"], False),
        (["2021", "--around", SUMMIT, "--within", "90d"], False),
        ([], False),
    ],
)
def test_the_command_has_today_if_the_answer_depends_on_it(
    page: Any, run: Run, monkeypatch: pytest.MonkeyPatch, today: list[str], asked: list[str], counts: bool
) -> None:
    import shlex

    monkeypatch.setenv("JKR_TODAY", "2022-07-01")
    found: Page = page("timeline", *asked, *today)
    assert ("--today 2022-07-01 " in found.command) == ("--today" in found.command) == counts
    for other in ("2024-03-05", "1999-12-31"):
        monkeypatch.setenv("JKR_TODAY", other)
        assert run(*shlex.split(found.command)[1:]).out == found.source


def test_the_command_names_the_data_files_of_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JKR_DATA", str(SAMPLE))
    assert f"--data {SAMPLE} " in Page(run("timeline", "-f", "html").out).command
