"""The bundled data: it passes its own strict check, is complete, in order and sourced."""

import re
from pathlib import Path

import pytest

from jkrtimeline.eventfile import Input
from jkrtimeline.fields import ACTOR_KINDS
from jkrtimeline.text.normalize import fold

from .conftest import BUNDLED, SAMPLE, Read, Run, read_data


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
    assert sum(len(event.sources) for event in data.events) == 883
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


def test_the_missing_events_of_the_second_edition_are_there(data: Read) -> None:
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


def test_every_source_has_an_address_and_a_publisher(data: Read) -> None:
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
        assert 1 <= len(event.themes) <= 5, event.id
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


def test_every_state_has_its_code(data: Read) -> None:
    """ISO 3166-1; no two alike, and none for what is no state."""
    codes = {actor.id: actor.iso for actor in data.actors if actor.kind == "state" or actor.iso}
    assert codes == {
        "japan": "JP",
        "south-korea": "KR",
        "north-korea": "KP",
        "united-states": "US",
        "china": "CN",
        "russia": "RU",
        "australia": "AU",
        "new-zealand": "NZ",
        "italy": "IT",
        "switzerland": "CH",
        "united-arab-emirates": "AE",
    }
