"""From hundreds of events to a million: the build beside sqlite-utils, answers beside those on the bundled data, and
the full dump beside jq."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from .bundled import Bundled, jkr
from .data import write
from .measure import BUDGET, Command, CommandError, Run, alternate, log, memory, seconds
from .peers import program_path
from .questions import Question, questions, sample
from .report import Table, Target, megabytes, milliseconds, ratio_of, times

ANSWER, BUILD, DUMP = Target(most=1.5, memory=120), Target(most=1, memory=300), Target(least=3, memory=100)
_SQLITE_UTILS = '"$0" insert "$1" events "$2" --nl && "$0" enable-fts "$1" events title summary'

_WATCHED_RUNS = 3
"""Runs that measure the memory of an answer: one can miss the end of a short answer."""

_LEAST = 4
"""The fewest bytes of an answer with an event; `[]` and a line end are fewer."""


class Result(NamedTuple):
    """One question on data of one size: seconds, seconds on the bundled data, and peak memory in MB."""

    seconds: float
    bundled: float
    memory: float | None


class Grown(NamedTuple):
    """The measurements on data of one size. A missing peer has no runs."""

    size: int
    answers: dict[str, Result]
    build: dict[str, list[Run]]
    dump: dict[str, list[Run]]


def tables(folder: Path, data: Bundled, sizes: Sequence[int], seed: int, rounds: int) -> list[Table]:
    """Measure each size in turn, on data that is deleted afterwards."""
    on_bundled = questions(data.events)
    grown = [_measured(folder, on_bundled, size, seed, rounds) for size in sizes]
    return [_answers(grown, rounds), _build(grown), _dump(grown)]


def _command(cache: Path, question: Question, **settings: str) -> Command:
    if question.line:
        count = str(len(question.line.split(" ")) - 1)
        settings |= {"_JKR_COMPLETE": "complete_bash", "COMP_WORDS": question.line, "COMP_CWORD": count}
    command = jkr(cache, *question.words, **settings)
    return replace(command, terminal=question.lines > 0, lines=question.lines)


def _measured(folder: Path, on_bundled: dict[str, Question], size: int, seed: int, rounds: int) -> Grown:
    work = folder / "grown"
    work.mkdir()
    file, cache, database = work / "events.jsonl", work / "cache", work / "events.db"
    log(f"{size:,} events: making them")
    write(file, size, seed)
    log(f"{size:,} events: build")
    first = jkr(cache, "timeline", "-n", "1", "--json", JKR_DATA=str(file))
    builds = {"jkr": replace(first, before=lambda: shutil.rmtree(cache, ignore_errors=True))}
    if peer := program_path("sqlite-utils"):
        command = Command(["sh", "-c", _SQLITE_UTILS, peer, str(database), str(file)])
        builds["sqlite-utils"] = replace(command, before=lambda: database.unlink(missing_ok=True))
    build = alternate(builds, rounds, warm=False, watched=True)
    database.unlink(missing_ok=True)
    answers = _answered(folder / "cache", cache, on_bundled, file, size, rounds)
    log(f"{size:,} events: full dump")
    dumps = {"jkr": jkr(cache, "timeline", "--json", JKR_DATA=str(file))}
    if peer := program_path("jq"):
        dumps["jq"] = Command([peer, "-c", ".", str(file)])
    dump = alternate(dumps, rounds, warm=False, watched=True)
    shutil.rmtree(work)
    return Grown(size, answers, build, dump)


def _answered(
    bundled: Path, cache: Path, on_bundled: dict[str, Question], file: Path, size: int, rounds: int
) -> dict[str, Result]:
    """Each question on this data and on the bundled data, in turn; memory is measured in separate runs."""
    results = {}
    for name, question in questions(sample(file)).items():
        log(f"{size:,} events: {name}")
        ours = _command(cache, question, JKR_DATA=str(file))
        watched = alternate({"this": ours}, _WATCHED_RUNS, warm=False, watched=True)
        if watched["this"][0].printed < _LEAST and not question.empty:
            raise CommandError(f"{size:,} events: {name}: no answer")
        commands = {"bundled": _command(bundled, on_bundled[name]), "this": ours}
        if watched["this"][0].seconds > BUDGET:  # what is so slow need not be warm
            del commands["this"]
        taken = seconds(watched) | seconds(alternate(commands, rounds))
        results[name] = Result(taken["this"], taken["bundled"], memory(watched["this"]))
    return results


def _answers(grown: Sequence[Grown], rounds: int) -> Table:
    last = grown[-1]
    rows = []
    for name, answer in last.answers.items():
        ratios = [ratio_of(each.answers[name].seconds, each.answers[name].bundled) for each in grown]
        row = [name, milliseconds(answer.bundled), *map(times, ratios), megabytes(answer.memory)]
        rows.append([*row, str(ANSWER), ANSWER.verdict(ratios[-1], answer.memory)])
    about = (
        f"Answers on so many events, as ratios to the same on the bundled data, medians of {rounds} rounds of both"
        f" in turn; then peak memory, and the targets, at {last.size:,} events. A page is 20 events as JSON."
    )
    columns = ["", "bundled", *(f"{each.size:,}" for each in grown), "memory", "target", ""]
    return Table("Growth", about, columns, rows)


class _Pair(NamedTuple):
    """Ours beside a peer: the first cells of a row, the ratio of the times, and the memory of ours."""

    cells: list[str]
    ratio: float | None
    memory: float | None


def _pair(size: int, runs: dict[str, list[Run]], peer: str, *, faster: bool = False) -> _Pair:
    taken = seconds(runs)
    ours, other = taken["jkr"], taken.get(peer)
    ratio = ratio_of(other, ours) if faster else ratio_of(ours, other)
    used = memory(runs["jkr"])
    cells = [f"{size:,}", milliseconds(ours), milliseconds(other) if other else "missing", times(ratio)]
    return _Pair([*cells, megabytes(used), megabytes(memory(runs.get(peer, [])))], ratio, used)


def _build(grown: Sequence[Grown]) -> Table:
    rows = []
    for each in grown:
        cells, ratio, used = _pair(each.size, each.build, "sqlite-utils")
        rows.append([*cells, str(BUILD), BUILD.verdict(ratio, used)])
    about = (
        "The first command on JSON Lines, which builds the index, beside `sqlite-utils insert` of the same file and"
        " `enable-fts` of title and summary."
    )
    columns = ["events", "jkr", "sqlite-utils", "ratio", "memory", "of sqlite-utils", "target", ""]
    return Table("Build", about, columns, rows)


def _dump(grown: Sequence[Grown]) -> Table:
    rows = []
    for each in grown:
        cells, ratio, used = _pair(each.size, each.dump, "jq", faster=True)
        last = each is grown[-1]  # a small file is read before Python has started
        rows.append([*cells, str(DUMP) if last else "", DUMP.verdict(ratio, used) if last else ""])
    about = "All events as JSON into a pipe, beside `jq -c .` on the same JSON Lines."
    columns = ["events", "jkr", "jq", "times as fast", "memory", "of jq", "target", ""]
    return Table("Full dump", about, columns, rows)
