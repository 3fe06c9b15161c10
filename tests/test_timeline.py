"""Timeline: every filter, on the sample and on the bundled data, and what a search finds."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import jkrtimeline as jkr

from .conftest import BUNDLED, SAMPLE


@pytest.fixture(scope="module")
def sample() -> jkr.Timeline:
    return jkr.load(SAMPLE, today=date(2025, 6, 18), cache=None)


@pytest.fixture(scope="module")
def bundled(shared_cache: Path) -> jkr.Timeline:
    return jkr.load(BUNDLED, today=date(2025, 6, 18), cache=shared_cache)


# The eight events of the sample, by number in the order of time.
SAMPLE_IDS = [
    *("2019-survey", "2020-spring-talks", "2021-03-16-zenda-summit", "2021-05-quay-plan"),
    *("2021-05-30-storm", "2021-12-01-quay-closed", "2022-06-13-letter", "2024-02-visit"),
]

FILTERS: list[tuple[Mapping[str, Any], str]] = [
    ({}, "12345678"),
    ({"actor": "rudolf-rassendyll"}, "237"),
    ({"actor": "Rassendyll"}, "237"),
    ({"actor": "RUDOLF  RASSENDYLL"}, "237"),
    ({"actor": "Rüdolf Rässendyll"}, "237"),
    ({"actor": "石田ルドルフ"}, "237"),
    ({"actor": "루돌프"}, "237"),
    ({"actor": "\u1105\u116e\u1103\u1169\u11af\u1111\u1173"}, "237"),  # the same in decomposed letters
    ({"actor": "Ｒａｓｓｅｎｄｙｌｌ"}, "237"),
    ({"actor": "ruritania"}, "12367"),  # itself and all who belong to it
    ({"actor": "rur"}, "12367"),
    ({"actor": "harbor-authority"}, "16"),
    ({"actor": "harbor-authority, black-michael"}, "12368"),
    ({"actor": ["harbor-authority,black-michael", "rudolf-rassendyll"]}, "23"),
    ({"actor": ("ruritania", "strelsau")}, "23"),
    ({"actor": ["strelsau"]}, "2348"),
    ({"theme": "PORTS"}, "12346"),
    ({"theme": "summit,letters"}, "2378"),
    ({"theme": ["summit", "harbour"]}, "23"),
    ({"thread": "The Quay"}, "346"),
    ({"place": "zenda"}, "23"),
    ({"place": "ZENDA, ruritania / Strelsau (by phone)"}, "3"),  # a comma inside a name
    ({"place": "zenda,strelsau"}, "234"),
    ({"place": ["zenda", "strelsau"]}, "3"),
    ({"importance": "minor"}, "12345678"),
    ({"importance": "notable"}, "238"),
    ({"importance": "Major"}, "3"),
    ({"status": "announced"}, "6"),
    ({"status": "announced, postponed"}, "68"),
    ({"status": "denied"}, ""),
    ({"not_actor": "ruritania"}, "458"),
    ({"not_actor": "rudolf-rassendyll,strelsau"}, "156"),
    ({"not_actor": ["rudolf-rassendyll", "strelsau"]}, "156"),
    ({"not_theme": "docks"}, "578"),
    ({"not_actor": "black-michael", "not_theme": "letters"}, "1456"),
    ({"actor": "ruritania", "not_actor": "harbor-authority"}, "237"),
    ({"match": "wharf"}, "346"),
    ({"match": "埠頭"}, "346"),
    ({"match": ["quay", "plan"]}, "4"),
    ({"match": "quay plan"}, "4"),
    ({"match": "storm OR letter"}, "57"),
    ({"match": "-quay"}, "12578"),
    ({"match": "quay -title:plan"}, "36"),
    ({"match": "title:石田"}, "3"),
    ({"match": "..."}, ""),
    ({"since": "2021-05"}, "45678"),
    ({"since": "2021-06-02"}, "5678"),
    ({"since": "2021-06-03"}, "678"),
    ({"since": "2020-05-31"}, "2345678"),
    ({"until": "2021-05-29"}, "1234"),
    ({"until": "2021-05-30"}, "12345"),
    ({"until": "2018"}, ""),
    ({"since": "2021-03-17", "until": "2021-03-17"}, "3"),
    ({"period": "2023"}, "6"),  # no end: the days of every later year are its days
    ({"period": "2019-06"}, "1"),
    ({"period": "2021-Q2"}, "45"),
    ({"period": ["2021", "..2021-05"]}, "345"),
    ({"period": "..2020-03-01"}, "12"),
    ({"period": "90d"}, "6"),
    ({"period": "@2021-03-16-zenda-summit"}, "3"),
    ({"since": "@2021-05-30-storm"}, "45678"),
    ({"until": "@2020-spring-talks"}, "12"),
    ({"period": "@2020-spring-talks..@2021-05-30-storm"}, "2345"),
    ({"around": "2021-03-16-zenda-summit"}, "3"),
    ({"around": "@2021-03-16-zenda-summit", "within": "45d"}, "34"),
    ({"around": "2021-06", "within": "1m"}, "45"),
    ({"around": "2022-06-13", "within": "0d"}, "67"),
    ({"around": "2021-12-01-quay-closed", "within": "1d"}, "678"),
    ({"limit": 2}, "12"),
    ({"limit": 0}, ""),
    ({"limit": 99}, "12345678"),
    ({"reverse": True}, "87654321"),
    ({"reverse": True, "limit": 2}, "87"),
    ({"theme": "harbour", "thread": "the-quay", "since": "2021-04", "status": "happened"}, "4"),
    ({"actor": None, "theme": [], "limit": None, "match": None}, "12345678"),
]


@pytest.mark.parametrize(("filters", "numbers"), FILTERS, ids=[str(filters) for filters, _ in FILTERS])
def test_filters(filters: Any, numbers: str, sample: jkr.Timeline) -> None:
    assert [event.id for event in sample.events(**filters)] == [SAMPLE_IDS[int(number) - 1] for number in numbers]
    query = sample.query(**filters)
    assert sample.count(query) == len(numbers)


REFUSED: list[tuple[Mapping[str, Any], str, str]] = [
    ({"actor": "Rudolf"}, "black-michael, rudolf-rassendyll", ""),
    ({"actor": "rudolf,strelsau"}, "black-michael, rudolf-rassendyll", ""),
    ({"actor": "rassendil"}, "'rassendil'", "rassendyll"),
    ({"actor": "ruritania,nobody"}, "'nobody'", "jkr actors"),
    ({"actor": ""}, "actor", ""),
    ({"not_actor": "strelsua"}, "'strelsua'", "strelsau"),
    ({"theme": "sumit"}, "theme 'sumit'", "summit"),
    ({"not_theme": "leters"}, "'leters'", "letters"),
    ({"thread": "the-quey"}, "thread 'the-quey'", "quay"),
    ({"place": "zanda"}, "place 'zanda'", "zenda"),
    ({"importance": "majr"}, "importance 'majr'", "major"),
    ({"status": "canceled"}, "status 'canceled'", "cancelled"),
    ({"sort": "dat"}, "'dat'", "date"),
    ({"sort": "relevance"}, "relevance", "--match"),
    ({"limit": -1}, "-1", ""),
    ({"within": "3d"}, "--around", ""),
    ({"around": "2021", "within": "soon"}, "'soon'", "30d"),
    ({"around": "no-such-event"}, "no-such-event", ""),
    ({"since": "10/3/2024"}, "10 March 2024", "2024-10-03"),
    ({"since": "..2024"}, "no first day", ""),
    ({"until": "2024.."}, "no last day", ""),
    ({"since": ""}, "''", ""),
    ({"until": " "}, "' '", ""),
    ({"period": ""}, "''", ""),
    ({"around": ""}, "''", ""),
    ({"since": "2022", "until": "2021"}, "2022-01-01", ""),
]


@pytest.mark.parametrize(("filters", "message", "hint"), REFUSED, ids=[str(filters) for filters, *_ in REFUSED])
def test_refused_filters(filters: Any, message: str, hint: str, sample: jkr.Timeline) -> None:
    with pytest.raises(jkr.UsageError) as error:
        sample.events(**filters)
    assert message in error.value.message
    assert hint in error.value.hint
    assert "\n" not in error.value.message + error.value.hint


def test_an_unknown_event_in_a_period(sample: jkr.Timeline) -> None:
    for filters in ({"period": "@2021-05-30-strom"}, {"since": "@2021-05-30-strom"}, {"around": "@2021-05-30-strom"}):
        with pytest.raises(jkr.UnknownId) as error:
            sample.events(**filters)  # type: ignore[arg-type]
        assert "2021-05-30-storm" in error.value.hint


SAME_ACTOR = """
shigeru-ishiba | Ishiba, Shigeru Ishiba, ISHIBA SHIGERU, 石破茂, 이시바 시게루
yoko-kamikawa  | Kamikawa, yoko kamikawa, Yōko Kamikawa, 上川陽子
yoon-suk-yeol  | Yoon, Yoon Suk Yeol, yoon suk-yeol, 윤석열, 尹錫悦
south-korea    | South Korea, ROK, Republic of Korea, seoul, 韓国, 한국, 대한민국
united-states  | US, U.S., usa, Washington, 米国, 미국
"""


@pytest.mark.parametrize("row", SAME_ACTOR.strip().splitlines())
def test_any_name_of_an_actor_means_it(row: str, bundled: jkr.Timeline) -> None:
    identity, names = (cell.strip() for cell in row.split("|"))
    wanted = bundled.events(actor=identity)
    assert wanted
    for name in names.split(", "):
        assert bundled.events(actor=name) == wanted, name


def test_a_country_finds_its_officials(bundled: jkr.Timeline) -> None:
    found = {event.id for event in bundled.events(actor="united-states")}
    assert found >= {event.id for event in bundled.events(actor="donald-trump,antony-blinken,joe-biden")}
    assert any("united-states" not in event.actors for event in bundled.events(actor="united-states"))


AMBIGUOUS = [("lee", "lee-jae-myung"), ("KIM", "kim-jong-un"), ("korea", "north-korea"), ("suk", "chung-jin-suk")]


@pytest.mark.parametrize(("name", "meant"), AMBIGUOUS)
def test_an_ambiguous_name_tells_all_it_could_mean(name: str, meant: str, bundled: jkr.Timeline) -> None:
    with pytest.raises(jkr.UsageError, match=f"'{name}' could be ") as error:
        bundled.events(actor=name)
    could = error.value.message.partition(" could be ")[2].split(", ")
    assert meant in could
    assert len(could) > 1
    assert all(bundled.events(actor=each) is not None for each in could)


# --- search -----------------------------------------------------------------------------------------

# What is typed | an event that must be among the first three (plain), or found anywhere (after +).
FOUND = """
tariffs            | 2025-03-12-us-steel-aluminium-tariffs-in-force
tariff car         | 2025-03-26-us-car-tariffs-signed
impeaching         | 2024-12-14-yoon-impeached
impeachment        | 2024-12-14-yoon-impeached
"martial law"      | 2024-12-03-martial-law
martial-law        | 2024-12-03-martial-law
negotia*           | 2025-04-16-akazawa-first-round
tarif*             | 2025-04-02-us-reciprocal-tariffs-announced
TARIF*             | 2025-04-02-us-reciprocal-tariffs-announced
organiz*           | +2023-annual-tourism
gsomia             | 2023-03-21-gsomia-normalised
ＧＳＯＭＩＡ       | 2023-03-21-gsomia-normalised
gsomia OR currency | 2023-06-29-currency-swap-agreed
title:gsomia       | 2023-03-21-gsomia-normalised
TITLE:gsomia       | 2023-03-21-gsomia-normalised
actor:ishiba       | 2024-10-01-ishiba-prime-minister
actor:"joe biden"  | +2023-08-18-camp-david-summit
place:busan        | +2023-05-29-hamagiri-busan-port-call
source:yonhap      | +2023-07-04-court-rejects-compensation-deposit
dokdo              | 2023-04-11-diplomatic-bluebook
石破               | 2024-10-01-ishiba-prime-minister
石破茂             | 2024-10-01-ishiba-prime-minister
윤석열             | +2024-12-03-martial-law
석열               | +2024-12-03-martial-law
尹錫悦             | +2024-12-03-martial-law
한일               | 2025-05-27-korea-japan-business-conference
石破首相           | 2024-10-01-ishiba-prime-minister
尹大統領           | +2025-04-04-yoon-removed
comfort woman      | 2025-04-25-cheongju-comfort-women-ruling
佐渡               | 2024-07-27-sado-world-heritage
慰安婦             | 2023-12-09-comfort-women-ruling-final
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
Yōko Kamikawa      | 2023-09-21-kamikawa-park-new-york
Dokdo/Takeshima    | 2023-04-11-diplomatic-bluebook
" gsomia           | 2023-03-21-gsomia-normalised
gsomia"            | 2023-03-21-gsomia-normalised
(gsomia)           | 2023-03-21-gsomia-normalised
hunger strike      | 2023-08-31-lee-jae-myung-hunger-strike
buddhist statue    | 2023-02-buddhist-statue-high-court
ICBM               | 2024-10-31-hwasong-19-icbm
"""


@pytest.mark.parametrize("row", FOUND.strip().splitlines())
def test_found(row: str, bundled: jkr.Timeline) -> None:
    text, wanted = (cell.strip() for cell in row.split(" | "))
    found = [hit.event.id for hit in bundled.search(text)]
    assert wanted.lstrip("+") in (found if wanted.startswith("+") else found[:3])


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
def test_forms_that_find_the_same(row: str, bundled: jkr.Timeline) -> None:
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
def test_phrases_that_find_each_other(row: str, bundled: jkr.Timeline) -> None:
    typed, other = (cell.strip() for cell in row.split("|"))
    wanted = {hit.event.id for hit in bundled.search(other)}
    assert wanted
    assert {hit.event.id for hit in bundled.search(typed)} >= wanted


def test_exclusion_phrase_and_or(bundled: jkr.Timeline) -> None:
    def ids(text: str) -> set[str]:
        return {hit.event.id for hit in bundled.search(text)}

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
def test_marks_stand_at_the_words(text: str, beginnings: tuple[str, ...], bundled: jkr.Timeline) -> None:
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
]


@pytest.mark.parametrize(("text", "filters", "told"), SUGGESTED, ids=[text for text, *_ in SUGGESTED])
def test_suggestions(text: str, filters: Any, told: str, bundled: jkr.Timeline) -> None:
    assert bundled.search(text, **filters) == []
    assert told in bundled.suggestion(bundled.query(text, **filters))


def test_counts_and_completion(sample: jkr.Timeline) -> None:
    assert sample.count(sample.query("quay")) == 3
    assert sample.count(sample.query("quay", limit=2)) == 2
    assert sample.count(sample.query(limit=0)) == 0
    assert sample.complete("actor", "ru") == ["rudolf-rassendyll", "rur", "ruritania"]  # `rudolf` is ambiguous
    assert sample.complete("event", "2021-05") == ["2021-05-quay-plan", "2021-05-30-storm"]
    assert sample.complete("theme", "d") == ["docks"]
    assert sample.complete("actor", "%") == []
    counts = {actor.id: actor.count for actor in sample.actors(since="2021", reverse=True)}
    assert counts == {"ruritania": 3, "strelsau": 3, "rudolf-rassendyll": 2, "black-michael": 2, "harbor-authority": 1}
    assert [theme.id for theme in sample.themes(limit=1)] == ["harbour"]
    assert [(t.id, t.count, t.first, t.last) for t in sample.threads()] == [("the-quay", 3, date(2021, 3, 16), None)]
