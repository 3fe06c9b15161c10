"""Searching the bundled data: matches, ranking, highlights and suggestions."""

from pathlib import Path
from typing import Any

import pytest

import jkrtimeline as jkr
from benchmarks import known_items
from jkrtimeline.search import ranking

from .conftest import SAMPLE, Run

# What is typed | an event that must be among the first three (plain), or found anywhere (after +).
KNOWN_ITEMS = """
tariffs            | 2025-04-02-us-reciprocal-tariffs-announced
tariff car         | 2025-03-26-us-car-tariffs-signed
impeaching         | 2024-12-14-yoon-impeached
impeachment        | 2024-12-14-yoon-impeached
"martial law"      | 2024-12-03-martial-law
martial-law        | 2024-12-03-martial-law
negotia*           | +2025-04-16-akazawa-first-round
tarif*             | 2025-04-02-us-reciprocal-tariffs-announced
TARIF*             | 2025-04-02-us-reciprocal-tariffs-announced
organiz*           | +2023-annual-tourism
gsomia             | 2023-03-21-gsomia-normalised
ＧＳＯＭＩＡ       | 2023-03-21-gsomia-normalised
gsomia OR currency | 2023-06-29-currency-swap-agreed
title:gsomia       | 2023-03-21-gsomia-normalised
TITLE:gsomia       | 2023-03-21-gsomia-normalised
actor:ishiba       | +2024-10-01-ishiba-prime-minister
actor:"joe biden"  | +2023-08-18-camp-david-summit
place:busan        | +2023-05-29-hamagiri-busan-port-call
source:yonhap      | +2023-07-04-court-rejects-compensation-deposit
dokdo              | +2023-04-11-diplomatic-bluebook
石破               | +2024-10-01-ishiba-prime-minister
石破茂             | +2024-10-01-ishiba-prime-minister
윤석열             | +2024-12-03-martial-law
석열               | +2024-12-03-martial-law
尹錫悦             | +2024-12-03-martial-law
한일               | 2025-05-27-korea-japan-business-conference
石破首相           | 2024-10-01-ishiba-prime-minister
尹大統領           | +2025-04-04-yoon-removed
comfort woman      | 2025-04-25-cheongju-comfort-women-ruling
佐渡               | 2024-07-27-sado-world-heritage
慰安婦             | 2023-11-23-comfort-women-high-court
慰安婦             | +2025-04-25-cheongju-comfort-women-ruling
labor              | +2023-03-06-third-party-compensation-plan
forced labor       | 2023-03-06-third-party-compensation-plan
aluminum           | 2025-02-10-us-steel-aluminium-tariffs-signed
normalized         | 2023-03-21-gsomia-normalised
camp david         | 2023-08-18-camp-david-summit
yoon's arrest      | +2025-01-15-yoon-detained
Yoon’s impeachment | 2024-12-14-yoon-impeached
anti-submarine     | 2023-04-03-trilateral-anti-submarine-drill
white-list         | 2023-06-27-japan-decides-white-list
south-korea        | +2023-03-16-tokyo-summit
Yōko Kamikawa      | 2023-11-26-kamikawa-park-busan
Dokdo/Takeshima    | +2023-04-11-diplomatic-bluebook
" gsomia           | 2023-03-21-gsomia-normalised
gsomia"            | 2023-03-21-gsomia-normalised
(gsomia)           | 2023-03-21-gsomia-normalised
hunger strike      | 2023-08-31-lee-jae-myung-hunger-strike
buddhist statue    | 2023-02-buddhist-statue-high-court
ICBM               | 2024-10-31-hwasong-19-icbm
"""


@pytest.mark.parametrize("row", KNOWN_ITEMS.strip().splitlines())
def test_the_wanted_event_is_among_the_matches(row: str, bundled: jkr.Timeline) -> None:
    text, wanted = (cell.strip() for cell in row.split(" | "))
    ids = [hit.event.id for hit in bundled.search(text)]
    assert wanted.lstrip("+") in (ids if wanted.startswith("+") else ids[:3])


SAME = """
dokdo; takeshima; 独島; 竹島; 독도
tariff; tariffs; Tariff; ｔａｒｉｆｆ; tariff's; 関税; 관세
labor; labour; LABOUR
defense; defence
program; programme; programs; programmes
aluminum; aluminium
organization; organisation; organizations
center; centre
traveled; travelled
yoon; yoon's; Yoon’s; "yoon"
north-korea; DPRK; 북한; 北朝鮮
gsomia tariff -japan; tariff gsomia -japan
"""


@pytest.mark.parametrize("row", SAME.strip().splitlines())
def test_forms_with_the_same_matches(row: str, bundled: jkr.Timeline) -> None:
    first, *others = row.split("; ")
    wanted = {hit.event.id for hit in bundled.search(first)}
    assert wanted or "-" in first
    for other in others:
        assert {hit.event.id for hit in bundled.search(other)} == wanted, other


# Phrases of one row of synonyms: what is typed, without quotation marks, and what it must find too.
PHRASES = """
contaminated water                 | 処理水
east sea                           | 동해
wartime labour                     | 徴用工
house of councillors               | upper house
liquefied natural gas              | lng
intercontinental ballistic missile | icbm
export curbs                       | 輸出管理
shuttle diplomacy                  | シャトル外交
"""


@pytest.mark.parametrize("row", PHRASES.strip().splitlines())
def test_phrases_that_match_each_other(row: str, bundled: jkr.Timeline) -> None:
    typed, other = (cell.strip() for cell in row.split("|"))
    wanted = {hit.event.id for hit in bundled.search(other)}
    assert wanted
    assert {hit.event.id for hit in bundled.search(typed)} >= wanted


def test_exclusion_phrase_and_or(bundled: jkr.Timeline) -> None:
    def ids(text: str) -> set[str]:
        return {hit.event.id for hit in bundled.search(text, all_words=True)}

    assert ids("tariff -car") == ids("tariff") - ids("car") != ids("tariff")
    assert ids('trump -"phone call"') == ids("trump") - ids('"phone call"') != ids("trump")
    assert ids("gsomia OR sado") == ids("gsomia") | ids("sado")
    assert ids("japan gsomia OR sado") == ids("japan") & (ids("gsomia") | ids("sado"))
    assert ids("tariff ishiba") == ids("tariff") & ids("ishiba")
    assert ids("-tariff") == {event.id for event in bundled.events()} - ids("tariff")
    assert ids('"law martial"') == set()  # a phrase does not run from one name to the next
    assert ids("title:sado") < ids("sado")
    for signs in ('"', "*", "-", "", "…", '""', "( )"):
        assert ids(signs) == set()


def test_the_title_weighs_most_and_hits_are_in_order(bundled: jkr.Timeline) -> None:
    for text in ("gsomia", "martial", "bluebook", "hydrogen", "swap", "statue"):
        hits = bundled.search(text)
        assert text in hits[0].event.title.lower()
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        assert hits == bundled.search(text, limit=len(hits))[: len(hits)]
        assert bundled.search(text, limit=2) == hits[:2]
        dated = bundled.search(text, sort="date")
        assert [hit.event for hit in dated] == bundled.events(match=text)
        assert [hit.event for hit in hits] == bundled.events(match=text, sort="relevance")


MARKED = {
    "impeach": ("impeach",),
    "ＩＣＢＭ": ("icbm", "intercontinental ballistic missile"),
    "yoon's": ("yoon",),
    "labor": ("labour", "labor"),
    "drill*": ("drill",),
}


@pytest.mark.parametrize(("text", "beginnings"), MARKED.items())
def test_highlights_are_at_the_matched_words(text: str, beginnings: tuple[str, ...], bundled: jkr.Timeline) -> None:
    hits = bundled.search(text)
    for hit in hits:
        for where, marks in ((hit.event.title, hit.title_marks), (hit.snippet, hit.snippet_marks)):
            marked = [where[start:end] for start, end in marks]
            assert all(word.lower().startswith(beginnings) for word in marked), marked
        assert "\n" not in hit.snippet
        assert hit.title_marks or not hit.event.title.lower().startswith(beginnings)
    assert any(hit.title_marks for hit in hits)
    assert any(hit.snippet_marks for hit in hits)


def test_marks_in_letters_that_change_when_folded(tmp_path: Path) -> None:
    title = "ﬁnal ㈱ ＩＣＢＭ　독도 e\u0301tat 石破茂"
    (tmp_path / "d.jsonl").write_text(f'{{"id": "a", "date": "2020", "title": "{title}"}}\n', encoding="utf-8")
    timeline = jkr.load(tmp_path / "d.jsonl", cache=None)
    for text, marked in (
        ("icbm", "ＩＣＢＭ"),
        ("독도", "독도"),
        ("final", "ﬁnal"),
        ("état", "e\u0301tat"),
        ("破", "破"),
    ):
        (hit,) = timeline.search(text)
        assert [title[start:end] for start, end in hit.title_marks] == [marked], text


SUGGESTED = [
    ("tarrif", {}, "tariff"),
    ("impeachmant", {}, "impeachment"),
    ("ishba", {}, "ishiba"),
    ("gsomia tarrif", {}, "tariff"),
    ("gsomia", {"since": "2025"}, "without the filters"),
    ("statue tariff", {}, "OR"),
    ("!!!", {}, "word"),
    ("xyzzyxyzzy", {}, "other words"),
    ("xyzzyxyzzy qqxzz", {}, "'xyzzyxyzzy' and 'qqxzz' occur nowhere; try other words"),
    ("tokyp qqxzz", {}, "'tokyp' and 'qqxzz' occur nowhere; tokyo would match"),
]


@pytest.mark.parametrize(("text", "filters", "hint"), SUGGESTED, ids=[text for text, *_ in SUGGESTED])
def test_suggestions_for_match(text: str, filters: Any, hint: str, bundled: jkr.Timeline) -> None:
    assert bundled.events(match=text, **filters) == []
    assert hint in bundled.catalog.suggestion(bundled.catalog.query(match=text, **filters))


@pytest.mark.parametrize(
    ("text", "filters", "hint"),
    [
        ("gsomia", {"since": "2025"}, "would match without the filters"),
        ("!!!", {}, "add a word to search; punctuation, AND, OR and NOT only join words"),
        ("AND AND", {}, "add a word to search; punctuation, AND, OR and NOT only join words"),
        ("xyzzyxyzzy", {}, "occurs nowhere; try other words"),
        ("津波 台風", {}, "'津波' and '台風' occur nowhere; try other words"),
        ("xyzzyxyzzy qqxzz", {}, "'xyzzyxyzzy' and 'qqxzz' occur nowhere; try other words"),
        ('"xyzzyxyzzy"', {}, "'\"xyzzyxyzzy\"' occurs nowhere; try other words"),
        ("title:xyzzyxyzzy", {}, "'title:xyzzyxyzzy' occurs nowhere; try other words"),
        ('ishiba "xyzzyxyzzy"', {}, "'\"xyzzyxyzzy\"' occurs nowhere; try other words"),
        ('"yoon tariff"', {}, "'\"yoon tariff\"' occurs nowhere; try other words"),
        ('"gsomia" title:statue', {}, "no event has most of these words together; use fewer"),
    ],
)
def test_suggestions_for_a_search(text: str, filters: Any, hint: str, bundled: jkr.Timeline) -> None:
    assert bundled.search(text, **filters) == []
    assert hint in bundled.catalog.suggestion(bundled.catalog.query(text, **filters))


def test_a_strict_search_without_matches_counts_the_others(bundled: jkr.Timeline) -> None:
    query = bundled.catalog.query("gsomia sado", True)
    assert bundled.catalog.count(query) == 0
    assert bundled.catalog.suggestion(query).endswith("would match without --all-words")


def test_a_part_of_a_compound_that_occurs_nowhere_is_missing() -> None:
    timeline = jkr.load(SAMPLE, cache=None)
    for words in ("quay-zzqxv", "zzqxv-quay", "zzqxv-quay-qqvzx"):
        hits = timeline.search(words)
        assert hits == [] or all(hit.missing for hit in hits), words


# --- what is meant ----------------------------------------------------------------------------------


def test_known_items_come_first(bundled: jkr.Timeline) -> None:
    def search(words: str) -> list[str]:
        return [hit.event.id for hit in bundled.search(words)]

    measured = known_items.quality(known_items.known_items(), search)
    assert all(value >= least for value, least in zip(measured, known_items.TARGET, strict=True)), measured


# What is typed | how it is read, in parts | the event that comes first
READ = """
when did yoon declare martial law | yoon, declare, martial law | 2024-12-03-martial-law
kishida last visit to seoul       | kishida, visit, seoul      | 2024-09-06-kishida-farewell-seoul
takeshima day 2024                | takeshima day, 2024        | 2024-02-22-takeshima-day
camp davd                         | camp davd                  | 2023-08-18-camp-david-summit
25 percent steel tarrifs          | 25, steel, tarrifs         | 2025-03-12-us-steel-aluminium-tariffs-in-force
kishida AND cenotaph              | kishida, cenotaph          | 2023-05-21-hiroshima-korean-cenotaph
日韓首脳会談 ソウル               | 日韓, 首脳会談, ソウル     | 2023-05-07-seoul-summit
独島訪問                          | 独島, 訪問                 | 2023-05-02-dokdo-lawmaker-visit
독도 방문                         | 독도, 방문                 | 2023-05-02-dokdo-lawmaker-visit
石破首相 2024年10月               | 石破, 首相, 2024年10月     | 2024-10-01-ishiba-prime-minister
mature                            | mature                     | 2025-06-17-kananaskis-summit
burden sharing                    | burden sharing             | 2024-10-04-rok-us-12th-sma
host nation support               | host nation support        | 2024-10-04-rok-us-12th-sma
america first                     | america, first             | 2025-01-20-trump-second-inauguration
trade ministers seoul             | trade, ministers, seoul    | 2025-03-30-seoul-economic-trade-ministers
10bn swap                         | 10bn, swap                 | 2023-06-29-currency-swap-agreed
レーダー照射 再発防止             | レーダー照射, 再発防止     | 2024-06-01-defence-ministers-radar
ベルリン 少女像                   | ベルリン, 少女像           | 2024-10-17-berlin-statue-court
カナナスキス 首脳会談             | カナナスキス, 首脳会談     | 2025-06-17-kananaskis-summit
総裁選 石破                       | 総裁選, 石破               | 2024-09-27-ishiba-ldp-president
Gwangbokjeol 2024                 | Gwangbokjeol, 2024         | 2024-08-15-yoon-liberation-day
who                               | who                        | 2024-05-26-seoul-bilateral-summit
"""


@pytest.mark.parametrize("row", READ.strip().splitlines())
def test_the_reading_of_a_search(row: str, bundled: jkr.Timeline) -> None:
    text, parts, first = (cell.strip() for cell in row.split(" | "))
    query = bundled.catalog.query(text)
    assert query.search is not None
    assert ", ".join(part.typed for part in query.search.parts) == parts
    assert bundled.search(text, limit=1)[0].event.id == first


CHANGES = """
when did yoon declare martial law | passed over: when, did
kishida last visit to seoul       | passed over: to; 'last': later events first
camp davd                         | 'davd' read as 'david'
日韓首脳会談 ソウル               | '日韓首脳会談' read as '日韓 首脳会談'
xyzzyxyzzy tariffs                | 'xyzzyxyzzy' occurs nowhere
尹錫悦津波                        | '尹錫悦津波' read as '尹錫悦'; '津波' occurs nowhere
US$10bn                           | 'US$10bn' read as 'us 10 billion'
takeshima day 2024                |
kishida NOT yoon                  |
co-operation                      |
"""


@pytest.mark.parametrize("row", CHANGES.strip().splitlines())
def test_one_note_says_how_a_search_is_read(row: str, run: Run) -> None:
    text, line = (cell.strip() for cell in row.split(" |"))
    result = run("search", *text.split(), "--json", "-n", "1")
    assert (result.code, result.err) == (0, f"jkr: {line}\n" if line else "")


def test_missing_words_are_named_as_they_are_typed(bundled: jkr.Timeline) -> None:
    hits = bundled.search("Yoon Visits sado memorial")
    groups = [bool(hit.missing) for hit in hits]
    assert groups == sorted(groups)
    assert set().union(*(hit.missing for hit in hits)) <= {"Yoon", "Visits", "sado", "memorial"}
    assert any(hit.missing == ("Yoon", "Visits") for hit in hits)
    assert not any(hit.missing for hit in bundled.search("Yoon Visits sado memorial", all_words=True))


def test_words_with_an_operator_must_match(bundled: jkr.Timeline) -> None:
    for text, word in (
        ('tokyo "martial law"', "martial"),
        ("tokyo martia*", "martial"),
        ("tokyo title:martial", "martial"),
        ("tokyo gsomia AND summit", "summit"),
    ):
        needed = {event.id for event in bundled.events(match=word)}
        hits = bundled.search(text)
        assert hits
        assert {hit.event.id for hit in hits} <= needed, text
    assert {hit.event.id for hit in bundled.search("kishida NOT yoon")} == {
        hit.event.id for hit in bundled.search("kishida -yoon")
    }


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("co-operation", "A cooperation"), ("cooperation", "A co-operation"), ("F-35", "The F35"), ("f35", "An F-35"),
        ("counterattack", "A counter-attack"),
        ("strasse", "In der Straße"), ("straße", "In der Strasse"), ("step down", "She resigned"),
        ("quitting", "They step down"), ("leavs", "The leaves"), ("the leaves of", "The leaves"),
    ],
)  # fmt: skip
def test_other_spellings_match(text: str, title: str, tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    file.write_text(f"synonyms: [[resign, quit, step down]]\nevents: [{{id: a, date: 2020, title: {title}}}]\n")
    (hit,) = jkr.load(file, cache=None).search(text)
    assert hit.missing == ()
    assert hit.title_marks


def test_a_date_means_events_of_that_time_and_texts_that_say_so(tmp_path: Path) -> None:
    rows = [("a", "2024-03-02", "A visit"), ("b", "2025-01-01", "A visit after March 2024"), ("c", "2025", "A visit")]
    lines = "".join(f'{{"id": "{name}", "date": "{day}", "title": "{title}"}}\n' for name, day, title in rows)
    (tmp_path / "d.jsonl").write_text(lines, encoding="utf-8")
    timeline = jkr.load(tmp_path / "d.jsonl", cache=None)
    hits = timeline.search("visit march 2024")
    assert {hit.event.id: hit.missing for hit in hits} == {"a": (), "b": ()}
    assert {hit.event.id for hit in timeline.search("march 2024")} == {"a", "b"}
    assert {hit.event.id for hit in timeline.search("visit from march 2024", all_words=True)} == {"a", "b"}
    assert {hit.event.id for hit in timeline.search("visit between february and march 2024", all_words=True)} == {"a"}
    assert {hit.event.id for hit in timeline.search("visit in march", all_words=True)} == {
        "a",
        "b",
        "c",
    }  # c lasts into it


def test_a_rule_separates_the_groups_on_a_terminal(run: Run) -> None:
    out = run("search", "yoon", "sado", "memorial", "-f", "text", "--no-pager").out
    head, rule, tail = out.partition("── matching most of the words ─")
    assert rule
    assert "missing:" not in head
    assert tail.count("missing: ") == len(tail.split("\n\n")) - 1


def test_csv_has_no_new_column(run: Run) -> None:
    header = run("search", "yoon", "sado", "--csv").out.splitlines()[0]
    assert header.endswith(",score,snippet")
    assert run("search", "yoon", "sado", "--csv", "--fields", "id,missing").out.splitlines()[0] == "id,missing"


def test_a_date_counts_as_its_words_do_if_these_weigh_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "events.yaml"
    file.write_text(
        "events:\n- {id: both, date: 2024-01, title: Budget 2024}\n- {id: said, date: 2023-01, title: Budget 2024}\n",
        encoding="utf-8",
    )
    monkeypatch.setitem(ranking.FIELD_WEIGHTS, "title", 2.0)
    one, other = jkr.load(file).search("2024")
    assert one.score == other.score


def test_only_words_in_the_title_count_as_its_share_whatever_the_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "events.yaml"
    file.write_text(
        "events:\n- {id: titled, date: 2024-01, title: Busan, place: Busan}\n"
        "- {id: other, date: 2024-02, title: Meeting, place: Busan, importance: major}\n",
        encoding="utf-8",
    )
    for weight in (0.1, 1.0, 1.2):  # below, like and above the weight of the title
        monkeypatch.setitem(ranking.FIELD_WEIGHTS, "place", weight)
        assert [hit.event.id for hit in jkr.load(file).search("busan")] == ["titled", "other"], weight
