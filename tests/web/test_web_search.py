"""The search of the web page in a real browser: the same events in the same two groups as `jkr search`."""

import json
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..conftest import BUNDLED, Run
from ..sample import ALL, SUMMIT
from .page import marked, shown

SEARCHES = [
    line for line in Path(__file__).with_name("web_searches.txt").read_text("utf-8").splitlines() if line[0] != "#"
]

SEARCH = """(all) => {
    const input = document.querySelector("[type=search]");
    return Object.fromEntries(all.map((words) => {
        input.value = words;
        input.dispatchEvent(new Event("input"));
        const events = [...document.querySelectorAll("article:not([hidden])")];
        return [words, Object.fromEntries(events.map(({ id, dataset }) => [id, dataset.missing || ""]))];
    }));
}"""
"""Words → the events that are shown, with the words that each lacks. For each of several searches."""


def test_the_page_finds_what_the_command_line_finds(visit: Callable[..., Any], run: Run) -> None:
    expected: dict[str, dict[str, str]] = {}
    for words in SEARCHES:
        answer = run("search", "--data", str(BUNDLED), "--json", "--fields", "id,missing", "--", words)
        events = json.loads(answer.out) if answer.code == 0 else []
        expected[words] = {event["id"]: ", ".join(event["missing"]) for event in events}
    assert visit(BUNDLED, "timeline").evaluate(SEARCH, SEARCHES) == expected
    assert len(expected) == len(SEARCHES) >= 40
    assert sum("" in events.values() for events in expected.values()) >= 30  # events with all words
    assert sum(any(events.values()) for events in expected.values()) >= 20  # events with most of them


def test_stems_are_those_of_the_index(visit: Callable[..., Any]) -> None:
    words = sorted(set(re.findall(r"[a-z]+", BUNDLED.read_text("utf-8").lower())))
    words += ["sses", "ties", "dies", "agreed", "feed", "plastered", "hopping", "falling", "filing", "sky", "happy"]
    words += ["relational", "digitizer", "operator", "feudalism", "hopefulness", "triplicate", "formative", "goodness"]
    words += [
        "adjustable",
        "replacement",
        "adoption",
        "homologous",
        "probate",
        "cease",
        "controll",
        "yoyo",
        "b2",
        "35th",
    ]
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE text USING fts5 (word, tokenize = 'porter unicode61 remove_diacritics 2')")
    index.executemany("INSERT INTO text (rowid, word) VALUES (?, ?)", enumerate(words))
    index.execute("CREATE VIRTUAL TABLE stem USING fts5vocab (text, instance)")
    stems = dict(index.execute("SELECT doc, term FROM stem"))
    index.close()
    stemmed = visit().evaluate("words => words.map(stem)", words)
    assert dict(zip(words, stemmed, strict=True)) == {word: stems[number] for number, word in enumerate(words)}


def test_most_of_the_words_is_a_group_of_its_own(visit: Callable[..., Any]) -> None:
    page = visit()
    assert page.get_by_role("heading", name="Most of the words").count() == 0
    page.get_by_role("searchbox").fill("quay zenda letter")
    group = page.get_by_role("heading", name="Most of the words")
    assert group.is_visible()
    missing = page.locator(f"[id='{SUMMIT}']").get_attribute("data-missing")
    assert missing == "letter"
    assert page.locator(f"[id='-most'] [id='{SUMMIT}']").count() == 1
    page.get_by_role("searchbox").fill("")
    assert group.is_hidden()
    assert shown(page) == ALL
    assert page.locator("section.month:not([id]) article").evaluate_all("all => all.map(each => each.id)") == ALL
    assert page.locator("[data-missing]").count() == 0


def test_a_word_that_is_read_otherwise_is_said(visit: Callable[..., Any]) -> None:
    page = visit()
    page.get_by_role("searchbox").fill("sumit at zenda")
    assert page.get_by_text("“sumit” read as “summit”").is_visible()
    assert SUMMIT in shown(page)
    page.get_by_role("searchbox").fill("zenda qqqqqqqq")
    assert page.get_by_text("“qqqqqqqq” occurs nowhere").is_visible()
    page.get_by_role("searchbox").fill("zenda")
    assert page.locator("[id='-reading']").is_hidden()


def test_dates_are_read_as_the_command_line_reads_them(visit: Callable[..., Any]) -> None:
    days = {
        "2021": ["2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01"],
        "2021-02": ["2021-01-31", "2021-02-01", "2021-02-28", "2021-03-01"],
        "Feb 29 2024": ["2024-02-28", "2024-02-29", "2024-02-29", "2024-03-01"],
        "winter 2021": ["2021-11-30", "2021-12-01", "2022-02-28", "2022-03-01"],
        "H2 2021": ["2021-06-30", "2021-07-01", "2021-12-31", "2022-01-01"],
        "2020s": ["2019-12-31", "2020-01-01", "2029-12-31", "2030-01-01"],
        "2021年2月3日": ["2021-02-02", "2021-02-03", "2021-02-03", "2021-02-04"],
        "until 2021": ["", "0001-01-01", "2021-12-31", "2022-01-01"],
        "2021..2022": ["2020-12-31", "2021-01-01", "2022-12-31", "2023-01-01"],
        "8月": ["2021-07-31", "2021-08-01", "2021-08-31", "2021-09-01"],
        "29 Feb": ["2024-02-28", "2024-02-29", "2024-02-29", "2024-03-01"],
    }
    inside = """(days) => Object.entries(days).map(([words, days]) => {
        const spans = readDate(words)([2020, 2021, 2022, 2023, 2024]);
        return [words, days.map((day) => day && spans.some(([first, last]) => {
            const number = Date.parse(day) / 864e5;
            return first <= number && number <= last;
        }))];
    })"""
    matched = dict(visit().evaluate(inside, days))
    assert matched == {words: [before and False, True, True, False] for words, (before, *_) in days.items()}


def test_what_is_no_date_is_none(visit: Callable[..., Any]) -> None:
    words = ["", "x", "summit", "31 April 2024", "2024-13", "13月", "0000", "5", "last month", "2024-02-30"]
    assert visit().evaluate("all => all.filter(words => readDate(words) !== null)", words) == []


TYPE = """(letters) => {
    const input = document.querySelector("[type=search]"), articles = [...document.querySelectorAll("article.event")];
    let reads = 0, measures = 0;
    const { get } = Object.getOwnPropertyDescriptor(Node.prototype, "textContent");
    const { set } = Object.getOwnPropertyDescriptor(Node.prototype, "textContent");
    Object.defineProperty(Node.prototype, "textContent", { set, get() {
        reads += this.parentElement?.closest("article.event") ? 1 : 0;
        return get.call(this);
    } });
    for (const name of ["getBoundingClientRect", "getClientRects", "checkVisibility"]) {
        const measure = Element.prototype[name];
        Element.prototype[name] = function (...given) { measures += 1; return measure.apply(this, given); };
    }
    const observer = new MutationObserver(() => {});
    observer.observe(document.body, { attributeFilter: ["hidden"], subtree: true });
    const hidden = () => articles.map((article) => article.hidden);
    return Array.from(letters, (_, length) => {
        const before = hidden();
        reads = measures = 0;
        input.value = letters.slice(0, length + 1);
        input.dispatchEvent(new Event("input"));
        const changed = observer.takeRecords().filter(({ target }) => target.matches("article.event")).length;
        const differ = hidden().filter((each, at) => each !== before[at]).length;
        return { reads, measures, changed, differ };
    });
}"""
"""Types letter by letter and counts for each: the texts of events that are read, the elements that are measured, the
events that are hidden or shown, and those of which this differs from the letter before."""

FAR = """() => [...CSS.highlights.get("match")].filter((range) => {
    const { top } = range.startContainer.parentElement.closest("article").getBoundingClientRect();
    return top > 2 * innerHeight;
}).length"""


def test_a_letter_costs_no_more_than_what_it_changes(visit: Callable[..., Any]) -> None:
    page = visit(BUNDLED, "timeline")
    first, *rest = page.evaluate(TYPE, "tariffs on cars")
    assert first["reads"] > len(shown(page)) > 0  # prepares the search
    assert {letter["reads"] for letter in rest} == {0}
    for letter in (first, *rest):
        assert (letter["changed"], letter["measures"]) == (letter["differ"], 0)
    assert sum(letter["differ"] for letter in rest) > 0
    assert len(marked(page)) > 0
    assert page.evaluate(FAR) == 0
