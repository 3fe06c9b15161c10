"""The bundled data: it passes its own strict check, is complete, sourced, and says where the article erred."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jkrtimeline.eventfile import Input
from jkrtimeline.fields import ACTOR_KINDS
from jkrtimeline.text.normalize import fold

from .conftest import BUNDLED, SAMPLE, Read, Run, read_data

if TYPE_CHECKING:
    from jkrtimeline.model import Event

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


def test_the_strict_check_finds_nothing(run: Run) -> None:
    """On a day after the last source: the last pages that were read are of September 2025."""
    result = run("check", "--strict", "--today", "2025-12-31")
    assert (result.code, result.out) == (0, "")
    assert run("check", "--strict", "--today", "2025-12-31", "--json").out == "[]\n"


def test_every_event_and_source_is_there(data: Read) -> None:
    assert len(data.events) == 297
    assert sum(len(event.sources) for event in data.events) == 739
    assert (len(data.actors), len(data.themes)) == (274, 19)
    assert sum(len(actor.offices) for actor in data.actors) > 100


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
