"""The Python face: `import jkrtimeline as jkr`. Typed results, the same answers as the command line, errors as data."""

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import jkrtimeline as jkr

from .conftest import BUNDLED, SAMPLE, Run

TODAY = date(2025, 6, 18)
SUMMIT = "2021-03-16-zenda-summit"


@pytest.fixture(scope="module")
def sample() -> jkr.Timeline:
    return jkr.load(SAMPLE, today=TODAY, cache=None)


def test_as_in_the_readme(shared_cache: Path) -> None:
    t = jkr.load(today=TODAY, cache=shared_cache)
    events = t.events(since="2024-10", actor="ishiba")
    assert events
    assert all(event.end and event.end >= date(2024, 10, 1) for event in events)
    assert all("shigeru-ishiba" in event.actors for event in events)
    assert "tariff" in t.search("tariffs")[0].event.title.lower()
    assert t.event("2023-03-16-tokyo-summit").title == "Yoon and Kishida hold summit in Tokyo"
    assert t.actors()[0].count >= t.actors()[1].count > 0
    assert t.themes()[0].name
    assert t.header.title == "Japan–South Korea relations"


def test_the_types_of_results(sample: jkr.Timeline) -> None:
    event = sample.event(SUMMIT)
    assert isinstance(event, jkr.Event)
    assert event.date == jkr.EventDate("2021-03-16/2021-03-17", date(2021, 3, 16), date(2021, 3, 17), "day")
    assert (event.start, event.end) == (date(2021, 3, 16), date(2021, 3, 17))
    assert event.actors == ("rudolf-rassendyll", "black-michael", "ruritania", "strelsau")
    assert event.follows == ("2020-spring-talks",)
    assert (event.importance, event.status, event.thread) == ("major", "happened", "the-quay")
    assert isinstance(event.sources[0], jkr.Source)
    assert (event.sources[0].via, event.sources[1].about) == ("Courier", "会談について")
    (hit, *_) = sample.search("defense")
    assert isinstance(hit, jkr.Hit)
    assert hit.event == event
    assert hit.score > 0
    assert [hit.snippet[start:end] for start, end in hit.snippet_marks] == ["defence"]
    actor = next(actor for actor in sample.actors() if actor.id == "rudolf-rassendyll")
    assert isinstance(actor, jkr.Actor)
    assert (actor.of, actor.native, actor.count) == ("ruritania", {"ja": "石田ルドルフ", "ko": "루돌프"}, 3)
    assert (actor.first, actor.last) == (date(2020, 3, 1), date(2022, 6, 13))
    assert actor.offices[1] == jkr.Office(title="Regent", since="2022", acting=True)
    theme = sample.themes()[0]
    assert isinstance(theme, jkr.Theme)
    assert (theme.id, theme.aliases, theme.count, theme.last) == ("harbour", ("ports", "docks"), 5, None)
    assert [thread.id for thread in sample.threads()] == ["the-quay"]
    assert isinstance(sample.header, jkr.Header)
    assert (sample.header.version, sample.header.license) == ("1.2", "CC0-1.0")
    assert [event.id for event in sample.followers(SUMMIT)] == ["2021-05-quay-plan"]
    assert sample.totals() == {"events": 8, "actors": 5, "themes": 3, "threads": 1, "sources": 9}


def test_results_cannot_be_changed(sample: jkr.Timeline) -> None:
    for result in (
        sample.event(SUMMIT),
        sample.actors()[0],
        sample.themes()[0],
        sample.search("quay")[0],
        sample.header,
    ):
        name = dataclasses.fields(result)[0].name
        with pytest.raises(AttributeError):
            setattr(result, name, "other")


QUESTIONS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"since": "2021-05", "until": "2022"}, ["--since", "2021-05", "--until", "2022"]),
    ({"period": "2021"}, ["--in", "2021"]),
    ({"period": "5 years ago..last year"}, ["--in", "5 years ago..last year"]),
    ({"actor": "ruritania", "not_theme": "docks"}, ["--actor", "ruritania", "--not-theme", "docks"]),
    ({"actor": ["ruritania", "Strelsau,RUR"]}, ["-a", "ruritania", "-a", "Strelsau,RUR"]),
    ({"around": SUMMIT, "within": "3m"}, ["--around", SUMMIT, "--within", "3m"]),
    ({"importance": "notable", "reverse": True}, ["--importance", "notable", "-r"]),
    ({"status": "announced,postponed", "limit": 1}, ["--status", "announced,postponed", "-n", "1"]),
    ({"match": "quay -plan", "place": "zenda"}, ["--match", "quay -plan", "--place", "zenda"]),
    ({"thread": "the-quay", "not_actor": "Michael"}, ["--thread", "the-quay", "--not-actor", "Michael"]),
]


@pytest.mark.parametrize(("filters", "options"), QUESTIONS, ids=[" ".join(options) for _, options in QUESTIONS])
def test_same_answers_as_the_command_line(filters: Any, options: list[str], sample: jkr.Timeline, run: Run) -> None:
    def printed(command: str, *words: str) -> Any:
        result = run(command, *words, *options, "--data", str(SAMPLE), "--json")
        assert result.code == 0
        return json.loads(result.out)

    assert [event.public() for event in sample.events(**filters)] == printed("timeline")
    hits = sample.search("quay OR envoys", **filters)
    records = [
        {
            **hit.event.public(),
            "score": hit.score,
            "snippet": hit.snippet,
            "missing": list(hit.missing),
        }
        for hit in hits
    ]
    assert records == printed("search", "quay OR envoys")
    assert [actor.public() for actor in sample.actors(**filters)] == printed("actors")
    assert [theme.public() for theme in sample.themes(**filters)] == printed("themes")


def test_show_prints_the_same_event(sample: jkr.Timeline, run: Run) -> None:
    assert json.loads(run("show", SUMMIT, "--data", str(SAMPLE), "--json").out) == [sample.event(SUMMIT).public()]


ERRORS: list[tuple[Callable[[jkr.Timeline], Any], type[jkr.JkrError], int, list[str]]] = [
    (lambda t: t.events(actor="rasendyll"), jkr.UsageError, 2, ["timeline", "-a", "rasendyll"]),
    (lambda t: t.events(actor="rudolf"), jkr.UsageError, 2, ["timeline", "-a", "rudolf"]),
    (lambda t: t.search("quay", theme="sumit"), jkr.UsageError, 2, ["search", "quay", "-t", "sumit"]),
    (lambda t: t.events(since="10/3/2024"), jkr.UsageError, 2, ["timeline", "--since", "10/3/2024"]),
    (lambda t: t.actors(period="@no-event"), jkr.UnknownId, 4, ["actors", "--in", "@no-event"]),
    (lambda t: t.event("2021-05-quay-plans"), jkr.UnknownId, 4, ["show", "2021-05-quay-plans"]),
]


@pytest.mark.parametrize(("call", "kind", "code", "argv"), ERRORS, ids=[" ".join(argv) for *_, argv in ERRORS])
def test_errors(
    call: Callable[[jkr.Timeline], Any],
    kind: type[jkr.JkrError],
    code: int,
    argv: list[str],
    sample: jkr.Timeline,
    run: Run,
) -> None:
    with pytest.raises(jkr.JkrError) as error:
        call(sample)
    assert isinstance(error.value, kind)
    assert error.value.exit_code == code
    assert str(error.value) == error.value.message
    assert error.value.hint
    result = run(*argv, "--data", str(SAMPLE))
    assert (result.code, result.out) == (code, "")
    assert error.value.message in result.err
    assert error.value.hint in result.err


def test_an_unknown_filter_is_an_error(sample: jkr.Timeline) -> None:
    with pytest.raises(TypeError, match="actr"):
        sample.events(actr="ruritania")  # type: ignore[call-arg]


def test_errors_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("events:\n  - {id: a, date: 2024-13, title: A}\n  - {id: a, date: 2024, titel: B}\n")
    with pytest.raises(jkr.DataError) as error:
        jkr.load(file, cache=None)
    assert error.value.exit_code == 3
    assert str(file) in error.value.message
    assert len(error.value.problems) >= 3
    first = error.value.problems[0]
    assert isinstance(first, jkr.Problem)
    assert (first.path, first.line, first.location) == (str(file), 2, f"{file}:2:{first.column}")
    for missing in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(jkr.DataError) as error:
            jkr.load(missing, cache=None)
        assert str(missing) in error.value.message


def test_which_files(tmp_path: Path, shared_cache: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text('{"id": "mine", "date": "2024-12-03", "title": "Mine"}\n')
    shipped = jkr.load(cache=shared_cache).events()
    assert shipped == jkr.load("bundled", cache=shared_cache).events() == jkr.load(BUNDLED, cache=shared_cache).events()
    assert [event.id for event in jkr.load(str(file), cache=None).events()] == ["mine"]
    both = jkr.load("bundled", file, cache=None).events()
    assert len(both) == len(shipped) + 1
    # The same first day; the other ends a day later.
    assert [event.id for event in both if event.start == date(2024, 12, 3)] == ["mine", "2024-12-03-martial-law"]


def test_the_path_of_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JKR_CACHE_DIR", str(tmp_path / "user"))
    assert jkr.load(SAMPLE, cache=None).index_file is None
    assert not (tmp_path / "user").exists()
    for cache, timeline in (("user", jkr.load(SAMPLE)), ("mine", jkr.load(SAMPLE, cache=tmp_path / "mine"))):
        (file,) = (tmp_path / cache).glob("*.sqlite")
        assert timeline.index_file == str(file)


def test_today_is_a_parameter() -> None:
    for today, ids in ((date(2020, 4, 1), ["2020-spring-talks"]), (date(2018, 4, 1), [])):
        events = jkr.load(SAMPLE, today=today, cache=None).events(period="this month")
        assert [event.id for event in events] == ids


# --- names are loaded on first use ------------------------------------------------------------------


def loaded(code: str, cache: Path) -> set[str]:
    """The modules that a fresh Python has after `code`."""
    program = f"{code}\nimport sys\nprint(*sys.modules)"
    environment = {**os.environ, "JKR_CACHE_DIR": str(cache)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    return set(done.stdout.split())


def test_the_import_alone_loads_nothing(tmp_path: Path) -> None:
    heavy = {"typer", "click", "rich", "yaml", "sqlite3", "dateutil", "json", "jkrtimeline.timeline"}
    assert not loaded("import jkrtimeline", tmp_path) & heavy


def test_a_warm_query_reads_no_yaml(tmp_path: Path) -> None:
    code = f"import jkrtimeline as jkr; t = jkr.load({str(SAMPLE)!r}); assert t.search('quay') and t.actors()"
    assert "yaml" in loaded(code, tmp_path)
    assert not loaded(code, tmp_path) & {"typer", "rich", "yaml", "dateutil.parser"}


def test_names(tmp_path: Path) -> None:
    assert set(jkr.__all__) <= set(dir(jkr))
    for name in jkr.__all__:
        assert getattr(jkr, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        _ = jkr.nothing
    assert not hasattr(jkr, "index_file")
    loaded("from jkrtimeline import *; load, Timeline, Event", tmp_path)


def test_the_repr_of_a_timeline() -> None:
    assert "342 events" in repr(jkr.load(cache=None))
