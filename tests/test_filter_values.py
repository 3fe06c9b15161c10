"""Filters as Python values: days, objects with an id, and values of a wrong type."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

import jkrtimeline as jkr
from jkrtimeline.filters import Filters

from .conftest import SAMPLE

TODAY = date(2025, 6, 18)
SUMMIT = "2021-03-16-zenda-summit"


@pytest.fixture(scope="module")
def sample() -> jkr.Timeline:
    return jkr.load(SAMPLE, today=TODAY, cache=None)


def test_days_may_be_dates() -> None:
    timeline = jkr.load(cache=None, today=date(2025, 6, 18))
    day = date(2025, 6, 16)
    assert timeline.events(since=day) == timeline.events(since="2025-06-16")
    assert timeline.events(around=day, within="1d") == timeline.events(around="2025-06-16", within="1d")


def test_a_time_of_day_means_its_day(sample: jkr.Timeline) -> None:
    noon = datetime(2021, 6, 2, 12, 30, tzinfo=UTC)
    for name in ("since", "until", "around", "period"):
        assert sample.events(**{name: noon}) == sample.events(**{name: "2021-06-02"}), name  # type: ignore[arg-type]


def test_an_actor_theme_or_event_is_a_filter(sample: jkr.Timeline) -> None:
    actor = next(each for each in sample.actors() if each.id == "rudolf-rassendyll")
    theme, thread, event = sample.themes()[0], sample.threads()[0], sample.event(SUMMIT)
    assert sample.events(actor=actor) == sample.events(actor=actor.id)
    assert sample.events(actor=[actor, "strelsau"]) == sample.events(actor=[actor.id, "strelsau"])
    assert sample.events(not_actor=actor) == sample.events(not_actor=actor.id)
    assert sample.events(theme=theme, thread=thread) == sample.events(theme=theme.id, thread=thread.id)
    assert sample.events(since=event) == sample.events(since=f"@{event.id}")
    assert sample.events(around=event, within="60d") == sample.events(around=event.id, within="60d")


WRONG_TYPES: list[tuple[dict[str, Any], str]] = [
    ({"since": ["2024"]}, "since must be str or date or an object with an id, not ['2024']"),
    ({"since": 2025}, "since must be"),
    ({"around": 3.5}, "around must be"),
    ({"within": 30}, "within must be str, not 30"),
    ({"importance": ["major"]}, "importance must be str, not ['major']"),
    ({"importance": b"major"}, "importance must be"),
    ({"actor": 3}, "actor must be"),
    ({"actor": [1]}, "actor must be"),
    ({"place": date(2024, 1, 1)}, "place must be str or a sequence of str"),
    ({"match": b"x"}, "match must be"),
    ({"limit": "3"}, "limit must be int, not '3'"),
    ({"limit": True}, "limit must be"),
    ({"reverse": 1}, "reverse must be bool, not 1"),
    ({"sort": ["date"]}, "sort must be"),
]


@pytest.mark.parametrize(("filters", "message"), WRONG_TYPES, ids=[str(filters) for filters, _ in WRONG_TYPES])
def test_a_filter_of_the_wrong_type_is_a_type_error(
    filters: dict[str, Any], message: str, sample: jkr.Timeline
) -> None:
    for read in (sample.events, sample.actors, sample.stats):
        with pytest.raises(TypeError) as caught:
            read(**filters)
        assert str(caught.value).startswith(message)


def test_every_filter_may_be_none(sample: jkr.Timeline) -> None:
    assert sample.events(**dict.fromkeys(Filters.__annotations__)) == sample.events()  # type: ignore[arg-type]


def test_the_actor_of_offices_is_checked_too(sample: jkr.Timeline) -> None:
    with pytest.raises(TypeError, match="actor must be"):
        sample.offices(actor=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["search", "all_words"])
def test_the_words_of_a_search_are_no_filter(name: str, sample: jkr.Timeline) -> None:
    words: dict[str, Any] = {name: "storm"}
    for read in (sample.events, sample.actors, sample.gaps, sample.stats):
        with pytest.raises(TypeError, match=f"unknown filter '{name}'"):
            read(**words)


def test_the_catalog_refuses_an_unknown_filter(sample: jkr.Timeline) -> None:
    with pytest.raises(TypeError, match="unknown filter 'actr'; did you mean actor"):
        sample.catalog.query(actr="ruritania")  # type: ignore[call-arg]
