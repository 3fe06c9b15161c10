"""The rules of the bundled data: who is listed, what ranks alike, and how the press article is corrected."""

import json
from collections import Counter

import pytest

from jkrtimeline.eventfile import Input
from jkrtimeline.formats.shared.palette import HUES

from .conftest import BUNDLED, Read, Run, read_data

# Where the press article of 18 June 2025 is imprecise or wrong: the one event whose note corrects it, and a
# phrase of the correction.
CORRECTED = {
    "2024-10-01-ishiba-prime-minister": "Kishida",
    "2024-11-25-lee-sado-remark": "handling of the memorial",
    "2025-01-20-trump-second-inauguration": "in office again",
    "2025-03-30-seoul-economic-trade-ministers": "RCEP is in force",
    "2025-03-12-us-steel-aluminium-tariffs-in-force": "without rates or dates",
    "2025-04-04-yoon-removed": "leaves out this removal",
    "2025-04-11-us-electronics-exclusion": "exempted",
    "2025-05-01-acting-presidents-resign": "four spells",
    "2025-05-08-nk-missiles-trilateral-call": "nuclear test",
    "2025-05-16-korea-japan-future-vision-dialogue": "neutral technical platforms",
    "2025-05-27-korea-japan-business-conference": "only business leaders",
    "2025-06-04-lee-takes-office": "backed trilateral cooperation",
    "2025-06-17-kananaskis-summit": "mutual respect and trust",
}


@pytest.fixture(scope="module")
def data() -> Read:
    return read_data(Input("events.yaml", BUNDLED.read_bytes()))


def test_every_actor_acts_holds_an_office_or_owns_one_that_acts(data: Read) -> None:
    acting = {name for event in data.events for name in event.actors}
    owners = {actor.of for actor in data.actors}
    idle = [actor.id for actor in data.actors if actor.id not in acting | owners and not actor.offices]
    assert idle == []


def test_a_person_who_appears_often_has_an_office(data: Read) -> None:
    """Or a note that says who they are, for those who hold none."""
    counts = Counter(name for event in data.events for name in event.actors)
    people = [actor for actor in data.actors if actor.kind == "person" and counts[actor.id] >= 3]
    assert [actor.id for actor in people if not actor.offices and not actor.note] == []


IMPORTANCE = {
    "yearly acts with the usual protest": (
        "minor",
        """2023-02-22-takeshima-day 2024-02-22-takeshima-day 2025-02-22-takeshima-day
        2023-01-23-hayashi-diet-speech-takeshima 2025-01-24-iwaya-diet-speech-takeshima
        2023-04-11-diplomatic-bluebook 2025-04-08-diplomatic-bluebook
        2023-07-28-defence-white-paper 2023-03-28-textbook-authorisation 2024-03-22-textbook-protest
        2025-03-25-high-school-textbooks 2023-04-21-yasukuni-spring-offering 2023-08-15-yasukuni-offering-liberation-day
        2023-10-17-yasukuni-autumn-offering 2024-04-21-yasukuni-spring-offering 2024-10-17-yasukuni-ishiba-offering
        2025-04-21-yasukuni-spring-offering""",
    ),
    "yearly acts with something new": (
        "notable",
        "2024-04-16-diplomatic-bluebook 2024-07-12-defence-white-paper 2024-08-15-yasukuni-kihara",
    ),
    "help for the other's nationals, by either side": (
        "notable",
        """2023-04-24-sudan-evacuation 2023-10-14-israel-evacuation-korean-plane
        2023-10-19-israel-evacuation-japanese-plane 2023-11-02-israel-second-evacuation""",
    ),
    "the receptions of both embassies": (
        "notable",
        "2025-06-16-seoul-anniversary-reception 2025-06-19-tokyo-anniversary-reception",
    ),
    "a leader's yearly speech on Japan": (
        "notable",
        """2023-03-01-yoon-march-first-speech 2024-03-01-yoon-march-first-speech 2025-03-01-march-first-speech
        2023-08-15-yoon-liberation-day-speech 2024-08-15-yoon-liberation-day""",
    ),
    "national elections and who comes to lead": (
        "major",
        """2024-04-10-korean-general-election 2024-10-01-ishiba-prime-minister 2024-10-27-lower-house-election
        2024-11-05-us-election 2025-04-04-yoon-removed 2025-06-03-korean-presidential-election
        2025-06-04-lee-takes-office""",
    ),
    "changes of the acting president": (
        "notable",
        "2024-12-27-han-impeached 2025-03-24-han-duck-soo-reinstated 2025-05-01-acting-presidents-resign",
    ),
    "steps of the steel tariff": (
        "notable",
        "2025-03-12-us-steel-aluminium-tariffs-in-force 2025-06-04-us-steel-aluminium-50",
    ),
}
"""The rule above the events in the file, by cases: events of one sort rank alike, whichever side acts."""


@pytest.mark.parametrize("sort", IMPORTANCE)
def test_events_of_one_sort_rank_alike(data: Read, sort: str) -> None:
    level, names = IMPORTANCE[sort]
    levels = {event.id: event.importance for event in data.events}
    assert {name: levels[name] for name in names.split()} == dict.fromkeys(names.split(), level)


def test_few_events_are_major(data: Read) -> None:
    counts = Counter(event.importance for event in data.events)
    assert counts["major"] < 0.15 * len(data.events) < counts["notable"] < counts["minor"]


def test_every_theme_belongs_to_one_of_six_families(data: Read) -> None:
    families = list(dict.fromkeys(theme.family for theme in data.themes))
    assert families == ["diplomacy", "security", "economy", "history and territory", "people", "politics"]
    assert len(families) == len(HUES)


@pytest.mark.parametrize(
    ("words", "identity"),
    [
        ("mature", "2025-06-17-kananaskis-summit"),
        ("burden sharing", "2024-10-04-rok-us-12th-sma"),
        ("host nation support", "2024-10-04-rok-us-12th-sma"),
        ("America First", "2025-01-20-trump-second-inauguration"),
        ("trade ministers Seoul", "2025-03-30-seoul-economic-trade-ministers"),
        ("youth exchange", "2024-05-26-seoul-bilateral-summit"),
        ("nuclear test", "2025-05-08-nk-missiles-trilateral-call"),
    ],
)
def test_words_of_the_article_find_their_event(run: Run, words: str, identity: str) -> None:
    result = run("search", words, "--json", "--limit", "3")
    assert identity in [event["id"] for event in json.loads(result.out)]


def test_a_correction_of_the_article_is_given_once(data: Read) -> None:
    """A note of several events says the same in none of them."""
    notes = [event.note for event in data.events if event.note and "article of 18 June 2025" in event.note]
    assert len(set(notes)) == len(notes)
    assert max(Counter(sentence for note in notes for sentence in note.split(". ")).values()) == 1


@pytest.mark.parametrize("word", ["Sado mine ", "March First Movement", "March 1 Movement", "Hashima sites"])
def test_a_thing_has_one_name(data: Read, word: str) -> None:
    assert [event.id for event in data.events if word in f"{event.title} {event.summary}"] == []


@pytest.mark.parametrize("name", CORRECTED)
def test_a_note_says_where_the_article_is_imprecise_or_wrong(data: Read, name: str) -> None:
    event = next(event for event in data.events if event.id == name)
    assert "article of 18 June 2025" in (event.note or "")
    assert CORRECTED[name] in (event.note or "")
