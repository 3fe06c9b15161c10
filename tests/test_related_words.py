"""Irregular forms, related words, and misspellings in `jkr search`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import jkrtimeline as jkr
from jkrtimeline.search.corrections import may_be_misspelled
from jkrtimeline.search.word_lists import common_words, irregular_rows, related_rows

Titled = Callable[..., jkr.Timeline]


@pytest.fixture
def titled(tmp_path: Path) -> Titled:
    """Makes a timeline of events with these titles; their ids are the titles."""

    def made(*titles: str) -> jkr.Timeline:
        lines = [json.dumps({"id": f"e{n}", "date": "2020", "title": title}) for n, title in enumerate(titles)]
        (tmp_path / "d.jsonl").write_text("\n".join(lines), encoding="utf-8")
        return jkr.load(tmp_path / "d.jsonl", cache=None)

    return made


def titles(timeline: jkr.Timeline, text: str, *, all_words: bool = False) -> list[str]:
    return [hit.event.title for hit in timeline.search(text, all_words=all_words)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("flew", "A plane flies"), ("froze", "Assets are frozen"), ("won", "He wins"), ("took part", "They take part"),
        ("children", "A child"), ("crises", "A crisis"), ("1st", "The first drill"),
        ("succeeded", "They succeed"), ("australian", "Australia agrees"),
    ],
)  # fmt: skip
def test_irregular_forms_match(text: str, title: str, titled: Titled) -> None:
    timeline = titled(title, "Something else")
    assert titles(timeline, text) == [title]
    assert timeline.events(match=text)


def test_related_words_match_for_less(titled: Titled) -> None:
    timeline = titled("Kishida resigns in Tokyo", "Kishida will not run in Tokyo", "Rain in Tokyo")
    hits = timeline.search("kishida resigns tokyo")
    assert [hit.event.title for hit in hits if not hit.missing] == [
        "Kishida resigns in Tokyo",
        "Kishida will not run in Tokyo",
    ]
    assert hits[0].score > hits[1].score
    assert titles(timeline, "kishida resigns tokyo", all_words=True) == ["Kishida resigns in Tokyo"]
    assert [event.title for event in timeline.events(match="kishida resigns")] == ["Kishida resigns in Tokyo"]


def test_related_words_of_a_single_word_match_if_it_occurs_nowhere(titled: Titled) -> None:
    assert titles(titled("She resigns", "She will not run"), "resign") == ["She resigns"]
    timeline = titled("A tower is lit", "Rain")
    assert titles(timeline, "skyscraper") == ["A tower is lit"]
    query = timeline.catalog.query("skyscraper")
    assert query.search is not None
    assert query.search.changes == ("'skyscraper': related words only",)


@pytest.mark.parametrize("text", ["title:resign", "resign OR quit", '"resign"', "resign*"])
def test_syntax_has_no_related_words(text: str, titled: Titled) -> None:
    assert titles(titled("They resign at once", "They will not run"), f"{text} they") == [
        "They resign at once",
    ]


def test_phrases_are_read_before_question_words(titled: Titled) -> None:
    timeline = titled("Lee is sworn in", "Who is in?")
    query = timeline.catalog.query("when was lee sworn in")
    assert query.search is not None
    assert [part.typed for part in query.search.parts] == ["lee", "sworn in"]


@pytest.mark.parametrize(
    ("text", "titles", "read"),
    [
        ("freedomedge", ["The Freedom Edge drill"], ("freedom", "edge")),
        ("tarrif", ["A tariff"], ("tariff",)),
        ("home", ["They come"], ("home",)),  # a common word
        ("eating", ["A rating"], ("eating",)),
        ("kimchee", ["Rimchee"], ("kimchee",)),  # another first letter
        ("unmanned", ["An unplanned stop"], ("unmanned",)),  # two errors, the first at once
    ],
)
def test_words_that_occur_nowhere(text: str, titles: list[str], read: tuple[str, ...], titled: Titled) -> None:
    search = titled(*titles).catalog.query(text).search
    assert search is not None
    assert [part.terms[0].words for part in search.parts] == [read]


def test_common_words_with_regular_endings_are_no_misspellings() -> None:
    for word in ("stopping", "cities", "happily", "makers", "tried", "home"):
        assert not may_be_misspelled(word), word
    for word in ("tarrif", "eartquake", "inspecters", "davd"):
        assert may_be_misspelled(word), word


@pytest.mark.parametrize(("text", "parts"), [("계엄령", ["계엄령"]), ("戒厳令の解除", ["戒厳令", "解除"])])
def test_single_letters_beside_words_are_passed_over(text: str, parts: list[str], bundled: jkr.Timeline) -> None:
    search = bundled.catalog.query(text).search
    assert search is not None
    assert [part.typed for part in search.parts] == parts


def test_the_word_lists_are_in_order() -> None:
    for row in (*irregular_rows(), *related_rows()):
        assert len(row) == len(set(row)) > 1, row
        assert all(text == text.lower().strip() and text for text in row)
    forms = [form for row in irregular_rows() for form in row]
    assert {form for form in forms if forms.count(form) > 1} <= {"found", "ground", "saw", "wound", "lay", "leaves"}
    assert len(common_words()) > 5000
