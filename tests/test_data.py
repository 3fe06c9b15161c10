"""The bundled data: it passes its own strict check, is complete, sourced, and says where the article erred."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from jkrtimeline.eventfile import Input
from jkrtimeline.fields import ACTOR_KINDS
from jkrtimeline.model import Event
from jkrtimeline.text.normalize import fold

from .conftest import BUNDLED, SAMPLE, Read, Run, read_data

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


def file_order() -> list[str]:
    """The ids as they stand in the file, which the dataset may have sorted."""
    return re.findall(r"^  - id: (.+)$", BUNDLED.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("today", ["2025-12-01", "2025-12-31", "2030-01-01"])
def test_the_strict_check_passes_from_december_2025_on(run: Run, today: str) -> None:
    """The newest source is of October 2025."""
    result = run("check", "--strict", "--today", today)
    assert (result.code, result.out) == (0, "")
    assert run("check", "--strict", "--today", today, "--json").out == "[]\n"


def test_every_event_and_source_is_there(data: Read) -> None:
    assert len(data.events) == 342
    assert sum(len(event.sources) for event in data.events) == 880
    assert (len(data.actors), len(data.themes), len(data.threads)) == (287, 19, 26)
    assert sum(len(actor.offices) for actor in data.actors) > 100


SECOND_EDITION = """
2023-02-16-korean-defence-white-paper
2023-03-05-biden-welcomes-plan
2023-03-06-opposition-attacks-plan
2023-03-13-survivors-reject-foundation-plan
2023-04-26-washington-declaration
2023-05-29-north-korea-answers-kishida
2023-06-09-chambers-of-commerce-busan
2023-08-20-opposition-criticises-camp-david
2023-09-13-kim-putin-vostochny
2023-09-13-kishida-reshuffle
2023-09-14-world-heritage-committee-meiji-sites
2023-09-20-vice-defence-ministers-seoul
2023-10-26-park-yu-ha-acquitted
2023-10-26-trilateral-statement-arms-transfers
2023-12-28-defence-textbook-dokdo
2023-12-dokdo-defence-drill
2024-01-05-kim-jong-un-message
2024-02-15-kim-yo-jong-kishida-visit
2024-03-28-russia-vetoes-un-panel
2024-06-11-yomiuri-hankook-poll
2024-07-10-defence-working-talks-tokyo
2024-08-06-sado-forced-wording-refused
2024-08-09-ambassador-park-cheol-hee
2024-08-15-separate-liberation-day-ceremonies
2024-08-21-dokdo-defence-drill
2024-09-12-culture-ministers-kyoto
2024-09-20-japan-china-treated-water
2024-09-24-nippon-steel-sells-posco
2024-10-17-berlin-statue-court
2024-11-26-iwaya-cho-fiuggi
2024-12-26-lee-meets-mizushima
2025-01-20-ishiba-joo-ho-young
2025-01-chosei-mine-search
2025-03-04-trump-congress-alaska
2025-03-08-yoon-released
2025-03-27-war-anniversary-statement
2025-03-31-joint-response-to-tariffs-denied
2025-04-07-ishiba-trump-call
2025-05-01-supreme-court-lee-case
2025-05-04-wi-mainichi-interview
2025-05-11-lee-ok-sun-dies
2025-05-28-us-trade-court-ruling
2025-06-03-alaska-energy-conference
2025-06-13-us-steel-approval
2025-06-19-asahi-donga-poll
"""
"""The events that a second reading of the period found missing."""


def test_the_events_found_missing_are_there(data: Read) -> None:
    assert set(SECOND_EDITION.split()) <= {event.id for event in data.events}


def test_nearly_every_event_has_two_publishers(data: Read) -> None:
    several = [event for event in data.events if len({source.publisher for source in event.sources}) > 1]
    assert len(several) >= 0.92 * len(data.events)


def test_ids_are_unique_and_in_the_order_of_time(data: Read) -> None:
    ids = [event.id for event in data.events]
    assert len(set(ids)) == len(ids)
    assert file_order() == ids


def test_an_id_begins_with_the_date(data: Read) -> None:
    """By custom the date and a few words, so that an id can be guessed and sorted."""
    odd = [each.id for each in data.events if not each.id.startswith(each.date.text[:4])]
    assert odd == []
    assert [each.id for each in data.events if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", each.id)] == []


def sentences(text: str) -> int:
    """How many sentences; a point in `U.S.`, in a number or after an initial ends none."""
    plain = re.sub(r"\b(?:[A-Z]\.)+(?=[\s,;)])|\b(?:Mr|Ms|Dr|St|No(?=\. \d))\.", "", text)
    return len(re.findall(r"[.!?]['\"”’)]*(?=\s+[\"'“‘A-Z0-9]|\s*$)", plain))


@pytest.mark.parametrize(
    ("text", "number"),
    [("One.", 1), ("U.S. duties rose by 2.5%. Seoul said: 'No.'", 2), ("no end", 0), ("A. Two?  'Three!' Four.", 3)],
)
def test_sentences_are_counted_as_people_do(text: str, number: int) -> None:
    assert sentences(text) == number


def test_every_summary_has_one_to_four_sentences(data: Read) -> None:
    counts = {event.id: sentences(event.summary or "") for event in data.events}
    assert {name: number for name, number in counts.items() if not 1 <= number <= 4} == {}


def test_every_source_can_be_found_and_read(data: Read) -> None:
    for event in data.events:
        assert event.sources, event.id
        for source in event.sources:
            assert re.match(r"https?://[^\s/]+\.[^\s/]+", source.url or ""), event.id
            assert source.publisher, event.id
            assert source.kind, event.id
            assert source.lang, event.id
            assert source.title or source.about, event.id


def test_a_source_is_named_once_an_event(data: Read) -> None:
    doubled = [event.id for event in data.events if len({each.url for each in event.sources}) < len(event.sources)]
    assert doubled == []


def test_every_name_is_known(data: Read) -> None:
    actors, themes = {actor.id for actor in data.actors}, {theme.id for theme in data.themes}
    threads, ids = {thread.id for thread in data.threads}, {event.id for event in data.events}
    for event in data.events:
        assert set(event.actors) <= actors, event.id
        assert event.themes, event.id
        assert set(event.themes) <= themes, event.id
        assert {event.thread} - {None} <= threads, event.id
        assert set(event.follows) <= ids, event.id


def test_what_an_event_follows_is_not_later(data: Read) -> None:
    starts = {event.id: event.start for event in data.events}
    for event in data.events:
        for name in event.follows:
            earlier = starts[name]
            assert earlier is not None, name
            assert event.start is not None, event.id
            assert earlier <= event.start, event.id


def test_every_actor_is_described(data: Read) -> None:
    assert {actor.kind for actor in data.actors} <= set(ACTOR_KINDS)
    assert [actor.id for actor in data.actors if not actor.name or not actor.kind] == []


def test_every_short_form_that_is_ambiguous_has_several_meanings(data: Read) -> None:
    assert data.ambiguous
    known = {actor.id for actor in data.actors}
    assert [form for form, names in data.ambiguous.items() if len(set(names) & known) < 2] == []


def mentions(data: Read) -> dict[str, re.Pattern[str]]:
    """Actor id → pattern of its name and aliases in Latin script, the ambiguous ones left out.

    States are left out: their names are in nearly every sentence, and their aliases are cities.
    """
    ambiguous = {fold(form) for form in data.ambiguous or ()}
    patterns = {}
    for actor in data.actors:
        forms = [form for form in (actor.name, *actor.aliases) if fold(form) not in ambiguous and form.isascii()]
        if actor.kind != "state":
            longest_first = sorted(forms, key=len, reverse=True)
            patterns[actor.id] = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
    return patterns


def unlisted(event: Event, patterns: dict[str, re.Pattern[str]], owners: dict[str, str | None]) -> set[str]:
    """Actors named in title or summary that neither act nor own one that acts; a longer name hides a shorter."""
    covered = set(event.actors) | {owners[name] for name in event.actors}
    text = f"{event.title}\n{event.summary}"
    spans = [(match.span(), name) for name, pattern in patterns.items() for match in pattern.finditer(text)]
    return {
        name
        for (start, end), name in spans
        if name not in covered
        and not any(first <= start and end <= last and last - first > end - start for (first, last), _ in spans)
    }


def test_every_actor_named_in_an_event_is_listed(data: Read) -> None:
    patterns, owners = mentions(data), {actor.id: actor.of for actor in data.actors}
    assert {event.id: names for event in data.events if (names := unlisted(event, patterns, owners))} == {}


def test_an_actor_named_but_not_listed_is_noticed(data: Read) -> None:
    patterns, owners = mentions(data), {actor.id: actor.of for actor in data.actors}
    event = next(event for event in data.events if event.id == "2025-06-17-kananaskis-summit")
    assert unlisted(replace(event, actors=("japan", "south-korea")), patterns, owners) == {"shigeru-ishiba"}


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


@pytest.mark.parametrize(
    ("words", "wanted"),
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
def test_words_of_the_article_find_their_event(run: Run, words: str, wanted: str) -> None:
    result = run("search", words, "--json", "--limit", "3")
    assert wanted in [event["id"] for event in json.loads(result.out)]


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
    event: Event = next(event for event in data.events if event.id == name)
    assert "article of 18 June 2025" in (event.note or "")
    assert CORRECTED[name] in (event.note or "")


def test_the_file_explains_each_section() -> None:
    """To the person who adds the next event: a comment stands right above each section."""
    lines = BUNDLED.read_text(encoding="utf-8").splitlines()
    for section in ("actors", "themes", "threads", "synonyms", "ambiguous", "events"):
        above = [line for line in lines[: lines.index(f"{section}:")] if line][-1]
        assert above.startswith("#"), section


FILES = pytest.mark.parametrize("path", [SAMPLE, BUNDLED], ids=["sample", "bundled"])


@FILES
def test_yaml_of_the_program_reads_back_to_the_same_file(run: Run, path: Path) -> None:
    """An event file again, with just the actors, themes and threads that it uses."""
    result = run("timeline", "--data", str(path), "-f", "yaml")
    assert result.code == 0
    data, again = read_data(Input("a", path.read_bytes())), read_data(Input("again", result.out.encode()))
    assert (again.events, again.header) == (data.events, data.header)
    assert [list(map(fold, row)) for row in again.synonyms] == [list(map(fold, row)) for row in data.synonyms]
    used = {name for event in data.events for name in event.actors}
    owners = {actor.of for actor in again.actors} - {None}
    assert used <= {actor.id for actor in again.actors} <= used | owners
    assert all(actor in data.actors for actor in again.actors)
    assert {theme.id for theme in again.themes} == {name for event in data.events for name in event.themes}
    assert {thread.id for thread in again.threads} == {event.thread for event in data.events} - {None}


@FILES
@pytest.mark.parametrize("option", ["--jsonl", "--json"])
def test_json_of_the_program_reads_back_to_the_same_events(run: Run, path: Path, option: str) -> None:
    result = run("timeline", "--data", str(path), option)
    assert result.code == 0
    again = read_data(Input("again", result.out.encode()))
    assert again.events == read_data(Input("a", path.read_bytes())).events
