"""Timeline: every filter, on the sample and on the bundled data, and what a search finds."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

import jkrtimeline as jkr
from jkrtimeline.index import select
from jkrtimeline.index.plan import first_from

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
    ({"period": "May"}, "12456"),  # of every year: also what lasts into it
    ({"period": "May", "since": "2021"}, "456"),
    ({"period": ["May", "2021"]}, "45"),
    ({"period": ["May", "30 May"]}, "12456"),
    ({"period": ["May", "June"]}, ""),
    ({"period": "30 May", "until": "2021"}, "1245"),
    ({"period": "13 June"}, "167"),
    ({"period": "29 Feb"}, "6"),
    ({"period": "December..January"}, "16"),
    ({"period": "March", "reverse": True}, "6321"),
    ({"period": "@the-quay"}, "345678"),
    ({"period": date(2022, 6, 13)}, "67"),
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
    query = sample.catalog.query(**filters)
    assert sample.catalog.count(query) == len(numbers)


REFUSED: list[tuple[Mapping[str, Any], str, str]] = [
    ({"actor": "Rudolf"}, "black-michael (Black Michael), rudolf-rassendyll (Rudolf Rassendyll)", ""),
    ({"actor": "rudolf,strelsau"}, "black-michael (Black Michael), rudolf-rassendyll (Rudolf Rassendyll)", ""),
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
    ({"since": "2022", "until": "2021"}, "--since 2022 is after --until 2021", "swap"),
    ({"since": "August"}, "--since: 'August' has no year", "2024-08"),
    ({"until": "August"}, "no year", "2024-08"),
    ({"around": "15 August"}, "no year", "2024-08-15"),
    ({"period": "2024..August"}, "year at one end", ""),
    ({"match": " ".join(f"w{n}" for n in range(251))}, "251 different words", "250"),
    ({"match": " ".join(f"w{n}*" for n in range(21))}, "21 word beginnings", "20"),
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
    ids = {event.id for event in bundled.events(actor="united-states")}
    assert ids >= {event.id for event in bundled.events(actor="donald-trump,antony-blinken,joe-biden")}
    assert any("united-states" not in event.actors for event in bundled.events(actor="united-states"))


AMBIGUOUS = [("lee", "lee-jae-myung"), ("KIM", "kim-jong-un"), ("korea", "north-korea"), ("suk", "chung-jin-suk")]


@pytest.mark.parametrize(("name", "meant"), AMBIGUOUS)
def test_an_ambiguous_name_lists_candidates(name: str, meant: str, bundled: jkr.Timeline) -> None:
    with pytest.raises(jkr.UsageError, match=f"'{name}' could be ") as error:
        bundled.events(actor=name)
    shown, _, more = error.value.message.partition(" could be ")[2].partition(" and ")
    could = dict(re.findall(r"([^ ,]+) \(([^)]+)\)", shown))
    names = {actor.id: (actor.name, actor.count) for actor in bundled.actors()}
    assert meant in could
    assert 1 < len(could) <= 10
    assert all(could[each] == names[each][0] for each in could)
    counts = [names[each][1] for each in could]
    assert counts == sorted(counts, reverse=True)
    assert len(could) == 10 or not more


def test_counts_and_completion(sample: jkr.Timeline) -> None:
    assert sample.catalog.count(sample.catalog.query("quay")) == 3
    assert sample.catalog.count(sample.catalog.query("quay", limit=2)) == 2
    assert sample.catalog.count(sample.catalog.query(limit=0)) == 0
    assert sample.catalog.complete("actor", "ru") == ["rudolf-rassendyll", "rur", "ruritania"]  # `rudolf` is ambiguous
    assert sample.catalog.complete("event", "2021-05") == ["2021-05-30-storm", "2021-05-quay-plan"]
    assert sample.catalog.complete("theme", "d") == ["docks"]
    assert sample.catalog.complete("actor", "%") == []
    counts = {actor.id: actor.count for actor in sample.actors(since="2021", reverse=True)}
    assert counts == {"ruritania": 3, "strelsau": 3, "rudolf-rassendyll": 2, "black-michael": 2, "harbor-authority": 1}
    assert [theme.id for theme in sample.themes(limit=1)] == ["harbour"]
    assert [(t.id, t.count, t.first, t.last) for t in sample.threads()] == [("the-quay", 3, date(2021, 3, 16), None)]


PAGED: list[Mapping[str, Any]] = [
    {},
    {"period": "2024"},
    {"period": "March"},
    {"match": "summit OR visit"},
    {"match": "japan", "period": "March"},
    {"theme": "history", "since": "2024-05"},
]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("filters", PAGED, ids=str)
def test_a_page_is_a_part_of_the_whole(bundled: jkr.Timeline, filters: Mapping[str, Any], reverse: bool) -> None:
    catalog = bundled.catalog
    query = catalog.query(**filters, reverse=reverse)
    whole = [row.raw for row in catalog.rows(query)]
    assert len(whole) > 20
    for offset in (0, 1, 2, 3, len(whole) // 2, len(whole) - 1, len(whole), len(whole) + 5):
        for limit in (1, 7, None):
            page = [row.raw for row in catalog.rows(query._replace(offset=offset, limit=limit))]
            assert page == whole[offset:][:limit]


@pytest.mark.parametrize("filters", PAGED, ids=str)
def test_events_are_numbered_in_order_of_time(bundled: jkr.Timeline, filters: Mapping[str, Any]) -> None:
    catalog = bundled.catalog
    everything = [row.event for row in catalog.rows(catalog.query())]
    numbers = list(catalog.numbers(catalog.query(**filters)))
    assert [everything[n - 1].id for n in numbers] == [event.id for event in bundled.events(**filters)]
    day = date(2024, 5, 1)
    later = [n for n, event in enumerate(everything, 1) if event.start is not None and event.start >= day]
    assert catalog.index.read(first_from, day.toordinal()) == later[0]
    assert catalog.index.read(first_from, date(9999, 12, 31).toordinal()) == len(everything) + 1


@pytest.mark.parametrize("filters", PAGED, ids=str)
def test_each_event_has_its_position(bundled: jkr.Timeline, filters: Mapping[str, Any]) -> None:
    catalog = bundled.catalog
    query = catalog.query(**filters)
    matching = [event.id for event in bundled.events(**filters)]
    for event in bundled.events():
        position = matching.index(event.id) if event.id in matching else None
        assert catalog.index.read(select.position, query, event.id) == position
    assert catalog.index.read(select.position, query, "no-such-event") is None
