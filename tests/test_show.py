"""show: what a text names, the order in which it is read, and profiles of actors, themes and threads."""

import json
from pathlib import Path
from typing import Any

import pytest

from jkrtimeline import Timeline, UnknownId, UsageError
from jkrtimeline.fields import EVENT_FIELDS
from jkrtimeline.output_fields import PROFILE_FIELDS
from jkrtimeline.text.normalize import fold
from jkrtimeline.text.spelling import sound_key

from .conftest import SAMPLE, Run


def shown(run: Run, *argv: str) -> list[dict[str, Any]]:
    """The records that `show --json` prints of the bundled data."""
    result = run("show", *argv, "--json", "--data", "bundled")
    assert result.code == 0, result.err
    records: list[dict[str, Any]] = json.loads(result.out)
    return records


def names(records: list[dict[str, Any]]) -> list[str]:
    """`type:id` of each record; an event has no type."""
    return [f"{each.get('type', 'event')}:{each['id']}" for each in records]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ("2024-12-03-martial-law", "event:2024-12-03-martial-law"),
        ("@2024-12-03-martial-law", "event:2024-12-03-martial-law"),
        ("kananaskis", "event:2025-06-17-kananaskis-summit"),
        ("Kananaskis", "event:2025-06-17-kananaskis-summit"),
        ("2024-12-03-mart", "event:2024-12-03-martial-law"),
        ("@kananaskis", "event:2025-06-17-kananaskis-summit"),
        ("event:kananaskis", "event:2025-06-17-kananaskis-summit"),
        ("camp david summit", "event:2023-08-18-camp-david-summit"),
        ("ishiba", "actor:shigeru-ishiba"),
        ("石破茂", "actor:shigeru-ishiba"),
        ("ISHIBA SHIGERU", "actor:shigeru-ishiba"),
        ("tariffs", "theme:tariffs"),
        ("US tariffs", "theme:tariffs"),
        ("defence", "theme:security"),
        ("comfort women", "thread:comfort-women"),
        ("Dokdo/Takeshima", "thread:islets"),
        ("@shuttle-diplomacy", "thread:shuttle-diplomacy"),
        ("shuttle-diplomacy", "theme:shuttle-diplomacy"),
        ("thread:shuttle diplomacy", "thread:shuttle-diplomacy"),
        ("north korea", "actor:north-korea"),
        ("theme:North Korea", "theme:north-korea"),
    ],
)
@pytest.mark.parametrize("quoted", [True, False], ids=["one-argument", "several"])
def test_one_thing_is_opened(run: Run, texts: str, expected: str, quoted: bool) -> None:
    assert names(shown(run, *([texts] if quoted else texts.split(" ")))) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("Park Chul-hee", "Park Cheol-hee"), ("Park Chulhee", "Park Cheol-hee"), ("Yi Jae-myung", "Lee Jae-myung")),
        *(("Rhee Jaemyeong", "Lee Jae-myung"), ("Cho Tae-yeol", "Cho Tae-yul"), ("Jo Taeyul", "Cho Tae-yul")),
        *(("Choe Sangmok", "Choi Sang-mok"), ("Woo Wonshik", "Woo Won-shik"), ("Kim Jong-eun", "Kim Jong Un")),
    ],
)
def test_another_romanization_of_a_name_opens_the_person(run: Run, text: str, expected: str) -> None:
    result = run("show", text, "--json", "--data", "bundled")
    assert [each["name"] for each in json.loads(result.out)] == [expected]
    assert f"'{text}' read as {expected}" in result.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("Prime Minister Ishiba", "Shigeru Ishiba"), ("PM Ishiba", "Shigeru Ishiba"), ("fm iwaya", "Takeshi Iwaya")),
        *(("President Yoon", "Yoon Suk Yeol"), ("acting president Choi Sang-mok", "Choi Sang-mok")),
        *(("who is Iwaya", "Takeshi Iwaya"), ("Foreign Minister Cho Tae-yul", "Cho Tae-yul")),
    ],
)
def test_a_name_after_a_title_opens_the_person(run: Run, text: str, expected: str) -> None:
    result = run("show", text, "--json", "--data", "bundled")
    assert [each["name"] for each in json.loads(result.out)] == [expected]
    assert f"'{text}' read as {expected}" in result.err


def test_a_title_before_a_name_of_several_persons_lists_them(run: Run) -> None:
    result = run("show", "President Kim", "--data", "bundled")
    assert result.code == 2
    assert "'Kim' could be " in result.err


def test_no_two_persons_of_the_data_sound_alike(bundled: Timeline) -> None:
    ids: dict[str, set[str]] = {}
    for actor in bundled.actors():
        for name in (actor.name, *actor.aliases):
            ids.setdefault(sound_key(fold(name)), set()).add(actor.id)
    del ids[""]
    assert len(ids) > 100
    assert [each for each in ids.values() if len(each) > 1] == []


@pytest.mark.parametrize("text", ["car tariffs", "Lee Jae-min", "Kim Taehyo", "park"])
def test_other_words_are_no_romanization(run: Run, text: str) -> None:
    assert "read as" not in run("show", text, "--json", "--data", "bundled").err


@pytest.mark.parametrize("text", ["@lima", "event:lima"])
def test_a_part_of_several_ids_after_a_prefix_lists_them(run: Run, text: str) -> None:
    result = run("show", text, "--data", "bundled")
    assert result.code == 2
    assert "2024-11-15-lima-trilateral-summit, 2024-11-16-lima-bilateral-summit" in result.err


def test_a_name_of_an_alias_gives_way_to_the_name_of_a_thread(run: Run) -> None:
    """`camp-david` is an alias of a theme, and the id of a thread."""
    assert names(shown(run, "camp david")) == ["thread:camp-david"]


def test_a_day_opens_its_events_the_background_last(run: Run) -> None:
    ids = names(shown(run, "2024-12-03"))
    assert ids[0] == "event:2024-12-03-martial-law"
    assert ids[-1] == "event:2024-visitor-record"


def test_a_period_opens_its_events(run: Run) -> None:
    assert len(shown(run, "March 2023")) == len(json.loads(run("timeline", "2023-03", "--json").out))
    assert len(shown(run, "last month", "--today", "2025-06-18")) > 5


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("lee", ["lee-jae-myung", "lee-ju-ho", "3 more"]),
        ("korea", ["south-korea", "north-korea"]),
        ("actor:korea", ["south-korea", "north-korea"]),
        ("yun", ["yun-duk-min", "joseph-yun"]),
        ("Supreme Court", ["supreme-court-of-korea", "supreme-court-of-japan"]),
    ],
)
def test_equal_readings_are_listed_with_their_ids(run: Run, text: str, ids: list[str]) -> None:
    result = run("show", text, "--data", "bundled")
    assert (result.code, result.out) == (2, "")
    assert all(each in result.err for each in ids)
    assert "hint: " in result.err


def test_several_ids_that_begin_alike_are_listed(run: Run) -> None:
    result = run("show", "2021-05-", "--data", str(SAMPLE))
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("jkr: '2021-05-' could be 2021-05-30-storm, 2021-05-quay-plan\n")


def test_words_open_the_best_match_and_name_the_next(run: Run) -> None:
    result = run("show", "yoon", "kishida", "summit", "--data", "bundled")
    assert result.code == 0
    best = result.out.split("\t")[1]
    first, *others = result.err.splitlines()
    assert first == "jkr: best match for 'yoon kishida summit'; next:"
    ids = [line.split()[0] for line in others]
    assert len(ids) == 3
    assert best not in ids
    hits = run("search", "yoon kishida summit", "-n", "4", "--data", "bundled").out.splitlines()
    assert [best, *ids] == [line.split("\t")[1] for line in hits]


def test_what_else_has_the_name_is_said(run: Run) -> None:
    result = run("show", "north korea", "--data", "bundled")
    assert result.err == (
        "jkr: 'north-korea' is also a theme (North Korea)\nhint: open it: jkr show theme:north-korea\n"
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("zzqqx", "occurs nowhere"),
        ("2024-12-03-martal-law", "2024-12-03-martial-law"),
        ("theme:tarifs", "did you mean tariffs"),
        ("thread:zzqqx", "`jkr threads` lists them"),
        ("@zzqqx", "jkr search"),
        ("2030", "--around '2030'"),
    ],
)
def test_nothing_of_the_name_exits_with_4(run: Run, text: str, hint: str) -> None:
    result = run("show", text, "--data", "bundled")
    assert (result.code, result.out) == (4, "")
    message, advice = result.err.splitlines()
    assert message.startswith("jkr: ")
    assert hint in advice


@pytest.mark.parametrize("text", ["10/3/2024", "2024-13", "31 April 2024"])
def test_a_wrong_date_is_refused_as_a_date(run: Run, text: str) -> None:
    result = run("show", text, "--data", "bundled")
    assert (result.code, result.out) == (2, "")
    assert result.err == run("timeline", "--in", text).err


def test_several_things_of_one_kind_are_opened(run: Run) -> None:
    assert names(shown(run, "ishiba", "kishida")) == ["actor:shigeru-ishiba", "actor:fumio-kishida"]
    assert names(shown(run, "2024-12-03-mart", "2025-06-17-k")) == [
        "event:2024-12-03-martial-law",
        "event:2025-06-17-kananaskis-summit",
    ]
    assert len(shown(run, "2024-12-03", "2024-12-04")) > 2


# --- profiles -------------------------------------------------------------------------------------------


def test_the_profile_of_an_actor(run: Run) -> None:
    (record,) = shown(run, "yoon")
    assert tuple(record) == PROFILE_FIELDS["actor"]
    assert record["type"] == "actor"
    assert record["of"] == "south-korea"
    assert record["offices"][0]["title"] == "President of the Republic of Korea"
    for each in record["with"]:
        result = run("timeline", "-a", "yoon-suk-yeol", "-a", each["id"], "--count", "--data", "bundled")
        assert result.out == f"{each['count']}\n"
    assert "south-korea" not in [each["id"] for each in record["with"]]
    ids = [line.split("\t")[1] for line in run("timeline", "-a", "yoon-suk-yeol", "-r", "-n", "5").out.splitlines()]
    assert [each["id"] for each in record["latest"]] == ids


def test_the_members_of_a_state_are_apart_from_those_it_meets(run: Run) -> None:
    (record,) = shown(run, "south korea")
    members = {each["id"] for each in record["members"]}
    assert {"yoon-suk-yeol", "lee-jae-myung"} <= members
    assert members.isdisjoint(each["id"] for each in record["with"])
    assert record["with"][0]["id"] == "japan"


def test_the_profile_of_a_theme(run: Run) -> None:
    (record,) = shown(run, "tariffs")
    assert tuple(record) == PROFILE_FIELDS["theme"]
    assert record["count"] == int(run("timeline", "-t", "tariffs", "--count", "--data", "bundled").out)
    assert record["actors"][0]["count"] == record["count"]


def test_the_profile_of_a_thread_is_its_story(run: Run) -> None:
    (record,) = shown(run, "comfort women")
    assert tuple(record) == PROFILE_FIELDS["thread"]
    steps = record["events"]
    assert [each["date"] for each in steps] == sorted(each["date"] for each in steps)
    assert steps[0]["days"] is None
    assert steps[1]["days"] == 28
    assert steps[2]["follows"] == [steps[1]["id"]]


def test_an_actor_without_events_has_a_profile(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(
        "actors: {ann: {name: Ann Lee, kind: person, of: bob}, bob: {name: Bob}}\n"
        "events: [{id: one, date: 2024, title: One}]\n"
    )
    (record,) = json.loads(run("show", "lee", "--json", "--data", str(file)).out)
    assert (record["id"], record["count"], record["first"], record["with"]) == ("ann", 0, None, [])
    assert "Part of      Bob\n" in run("show", "ann", "-f", "text", "--data", str(file)).out


def test_a_free_word_is_an_actor_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"id": "one", "date": "2024", "title": "One", "actors": ["Ann", "Bob"]}\n')
    (record,) = json.loads(run("show", "ann", "--json", "--data", str(file)).out)
    assert record["with"] == [{"id": "Bob", "name": "Bob", "count": 1}]


def test_a_card_shows_offices_companions_and_latest_events(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = run("show", "choi sang-mok", "-f", "text", "--data", "bundled").out
    assert out.startswith("Choi Sang-mok\nperson   ")
    assert "             27 Dec 2024 – 24 Mar 2025   acting\n" in out
    assert "\nPart of      South Korea\n" in out
    assert "\nWith         " in out
    assert "\nLatest       " in out
    assert max(map(len, out.splitlines())) <= 80


def test_the_story_of_a_thread_says_what_led_to_what(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = run("show", "comfort women", "-f", "text", "--data", "bundled").out
    assert "           ┊ 28 days\n" in out
    assert "           ↓ 3 days\n" in out
    assert "           ↳ 23 Nov 2023  Seoul High Court orders Japan to pay comfort women\n" in out
    assert max(map(len, out.splitlines())) <= 80


def test_control_characters_of_names_are_not_obeyed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    file.write_text('{"id": "one", "date": "2024", "title": "\\u001b[31mOne", "actors": ["A\\u001b[2Jnn"]}\n')
    for argv in (["show", "one"], ["show", "2024"], ["show", "thing one"]):
        result = run(*argv, "-f", "text", "--data", str(file))
        assert "\x1b" not in result.out + result.err


# --- formats --------------------------------------------------------------------------------------------


def test_formats_of_events_hold_the_events_of_what_is_opened(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "story.md"
    result = run("show", "comfort women", "-o", str(file), "--data", "bundled")
    assert (result.code, result.out) == (0, "")
    assert file.read_text(encoding="utf-8").count("\n- **") == 8
    assert run("show", "ishiba", "2024-12-03-martial-law", "-f", "ics", "--data", "bundled").out.count("BEGIN:VEVENT")


def test_a_table_holds_one_kind(run: Run) -> None:
    assert run("show", "ishiba", "--csv", "--data", "bundled").out.startswith("id,name,kind,of,")
    result = run("show", "ishiba", "2024-12-03-martial-law", "--csv", "--data", "bundled")
    assert (result.code, result.out) == (2, "")
    assert "use json" in result.err


def test_fields_of_profiles_can_be_chosen(run: Run) -> None:
    assert shown(run, "ishiba", "--fields", "id,count") == [{"id": "shigeru-ishiba", "count": 31}]
    mixed = shown(run, "ishiba", "2024-12-03-martial-law", "--fields", "name,title")
    assert [each["title"] is None for each in mixed] == [True, False]
    assert run("show", "ishiba", "--fields", "title", "--json", "--data", "bundled").code == 2


def test_events_keep_their_shape(run: Run) -> None:
    (record,) = shown(run, "kananaskis")
    assert tuple(record) == EVENT_FIELDS


# --- Python ---------------------------------------------------------------------------------------------


def test_python_shows_the_same(run: Run, bundled: Timeline) -> None:
    assert bundled.show("ishiba") == shown(run, "ishiba")
    assert bundled.show("2024-12-03") == shown(run, "2024-12-03")
    with pytest.raises(UsageError):
        bundled.show("lee")
    with pytest.raises(UnknownId):
        bundled.show("zzqqx")
