"""What people type out of habit or by analogy: arguments that are periods or not, and commands of other programs."""

import re
import shlex
from pathlib import Path

import pytest

from jkrtimeline.cli.app import COMMANDS
from jkrtimeline.cli.hints import COMMAND_HINTS

from .conftest import BUNDLED, Run

WITH_PERIOD = ["timeline", "stats", "actors", "themes", "threads", "sources"]


@pytest.mark.parametrize("command", WITH_PERIOD)
def test_a_period_is_an_argument_or_an_option(run: Run, command: str) -> None:
    with_argument = run(command, "last", "summer", "--json", "--data", "bundled", "--today", "2025-06-18")
    assert with_argument.code == 0
    assert with_argument.out == run(command, "--in", "2024-06..2024-08", "--json", "--data", "bundled").out
    both = run(command, "2024", "--in", "2024-03..2025-02", "--json", "--data", "bundled")
    assert both.out == run(command, "--in", "2024-03..2024-12", "--json", "--data", "bundled").out


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("timeline ishiba", "for the actor: jkr timeline -a ishiba"),
        ("stats ishiba", "for the actor: jkr stats -a ishiba"),
        ("stats 'comfort women'", "for the theme: jkr stats -t 'comfort women'"),
        ("timeline ishiba 2024", "for the actor: jkr timeline 2024 -a ishiba"),
        ("timeline 2024 ishiba", "for the actor: jkr timeline 2024 -a ishiba"),
        ("stats by month", "to count by it: jkr stats --by month"),
        ("stats months and themes", "to count by it: jkr stats --by month --and theme"),
        ("stats 2023 2025", "for both and the time between: '2023 to 2025'"),
        ("stats December 2024 and January 2025", "for both and the time between: 'December 2024 to January 2025'"),
        ("actors ishiba", "about it: jkr show ishiba"),
        ("themes tariffs", "about it: jkr show tariffs"),
        ("timeline protesters", "to search for it: jkr search protesters"),
        ("timeline zzzz", "write one of: 2024"),
        ("timeline 'June 2024 @zzzz'", "to search for it: jkr search 'June 2024 @zzzz'"),
        ("timeline 'June late'", "to search for it: jkr search 'June late'"),
        ("timeline 'end of 2024'", "write 2024-12 or 2024-Q4"),
    ],
)
def test_an_argument_that_is_no_period_gets_a_hint_to_what_it_is(run: Run, line: str, hint: str) -> None:
    result = run(*shlex.split(line), "--data", "bundled")
    assert result.code == 2
    assert f"hint: {hint}" in result.err
    if ": jkr " in hint:
        assert run(*shlex.split(hint.partition(": jkr ")[2]), "--data", "bundled", "--json").out not in ("", "[]\n")


@pytest.mark.parametrize(
    ("line", "periods"),
    [
        ("timeline --in 2024 --in 2025", "'2024' and '2025'"),
        ("timeline 2024 --until 2023", "'until 2023' and '2024'"),
        ("timeline --in 2024 --since 2025", "'since 2025' and '2024'"),
        ("stats 2024 --in 2025", "'2024' and '2025'"),
        ("search tariffs --in 2024 --in 2025", "'2024' and '2025'"),
        ("actors 2024 --in 2025", "'2024' and '2025'"),
    ],
)
def test_periods_without_a_common_day_are_named(run: Run, line: str, periods: str) -> None:
    result = run(*line.split(" "), "--data", "bundled")
    assert (result.code, result.out.strip("[]\n")) == (0, "")
    assert f"hint: {periods} have no day in common; leave out one of them\n" in result.err


def test_of_a_repeated_since_the_last_counts_and_of_in_each(run: Run) -> None:
    def events(*argv: str) -> str:
        return run("timeline", *argv, "--data", "bundled").out

    assert events("--since", "2023", "--since", "2025") == events("--since", "2025")
    assert events("--in", "2024", "--in", "2024-10..2025") == events("--in", "2024-10..2024-12")


def test_a_part_of_an_id_is_no_period_but_its_event_has_days(run: Run) -> None:
    result = run("timeline", "2025-06-17-kananaskis", "--data", "bundled")
    assert "@2025-06-17-kananaskis-summit" in result.err
    assert run("timeline", "@2025-06-17-kananaskis", "--count", "--data", "bundled").out == "2\n"


SUMMIT = "2025-06-17-kananaskis-summit"


@pytest.mark.parametrize(
    "line",
    ["--around kananaskis", f"--around {SUMMIT}", "--around 'Kananaskis Summit'", "--around @kananaskis"],
)
def test_around_takes_a_part_of_an_id(run: Run, line: str) -> None:
    wanted = run("timeline", "--around", f"@{SUMMIT}", "--json", "--data", "bundled").out
    assert run("timeline", *shlex.split(line), "--json", "--data", "bundled").out == wanted != "[]\n"


def test_since_and_until_take_a_part_of_an_id_or_a_thread(run: Run) -> None:
    for option in ("--since", "--until"):
        wanted = run("timeline", option, "2025-06-17", "--json", "--data", "bundled").out
        assert run("timeline", option, "kananaskis-summit", "--json", "--data", "bundled").out == wanted
    wanted = run("timeline", "--since", "@martial-law", "--json", "--data", "bundled").out
    assert run("timeline", "--since", "martial-law", "--json", "--data", "bundled").out == wanted


@pytest.mark.parametrize("line", ["--around lima", "--since lima", "--in @lima", "@lima"])
def test_a_part_of_several_ids_lists_them(run: Run, line: str) -> None:
    result = run("timeline", *shlex.split(line), "--data", "bundled")
    assert result.code == 2
    assert "2024-11-15-lima-trilateral-summit, 2024-11-16-lima-bilateral-summit" in result.err


def test_a_part_of_an_id_begins_where_a_word_does(run: Run) -> None:
    assert run("show", "@foo", "--data", "bundled").code == 4
    assert "korea-seafood-support" in run("show", "@seafood", "--data", "bundled").out
    assert run("show", "anaskis", "--data", "bundled").code == 4
    assert run("show", "kananaskis", "--data", "bundled").code == 0


@pytest.mark.parametrize(
    "line", ["show nonsense", "show actor:nonsense", "offices -a nonsense", "timeline -a banana", "timeline -a !!"]
)
def test_no_name_is_suggested_that_only_shares_letters(run: Run, line: str) -> None:
    assert "did you mean" not in run(*line.split(" "), "--data", "bundled").err


def test_a_part_of_no_id_is_an_error(run: Run) -> None:
    assert run("timeline", "--around", "nonsense", "--data", "bundled").code == 2
    assert run("timeline", "@nonsense", "--data", "bundled").code == 4


EXAMPLES = {"WORDS": "minister", "DATE": "2024", "ID": SUMMIT}


@pytest.mark.parametrize("hint", sorted(set(COMMAND_HINTS.values())))
def test_each_hint_for_a_command_runs(run: Run, hint: str, tmp_path: Path) -> None:
    (tmp_path / "OLD").write_bytes(BUNDLED.read_bytes())
    for command in re.findall(r"jkr ([^;]+)", hint):
        words = [EXAMPLES.get(word, word) for word in shlex.split(command)]
        if words[0] == "browse":
            assert run(*words).code == 2  # standard output is no terminal
            continue
        words = [
            str(tmp_path / ("OLD" if word == "NEW" else word)) if word[:3] in ("OLD", "NEW") else word for word in words
        ]
        if words[0] in ("check", "import"):
            words = [str(BUNDLED) if word == "FILE" else word for word in words]
        else:
            words = [
                str(tmp_path / word.replace("FILE", "x" + ("" if "." in word else ".json"))) if "FILE" in word else word
                for word in words
            ]
        words += ["--print"] * (words[0] == "open")
        result = run(*words)
        assert result.code in ((0,) if words[0] != "import" else (0, 3)), (words, result.err)


def test_no_hint_is_for_a_command_that_exists() -> None:
    assert not COMMAND_HINTS.keys() & COMMANDS.keys()


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("who", "jkr offices"),
        ("WHEN", "jkr search"),
        ("latest", "--reverse"),
        ("timelne", "did you mean timeline?"),
        ("ishiba", "jkr help lists the commands; to search for it: jkr search ishiba"),
        ("bogus", "jkr help lists the commands; to search for it: jkr search bogus"),
        ("2024", "jkr help lists the commands; for the events of 2024: jkr timeline 2024"),
    ],
)
def test_an_unknown_command_gets_a_hint(run: Run, typed: str, hint: str) -> None:
    result = run(typed)
    assert result.code == 2
    assert hint in result.err


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("stats --by month,theme", "write --by month --and theme"),
        ("timeline 2024 --by month", "did you mean jkr stats --by?"),
        ("timeline --publisher jiji", "did you mean jkr stats --by publisher, or jkr sources?"),
        ("timeline -a 'ishiba and yoon'", "for both, repeat the option; for one or the other: ishiba,yoon"),
    ],
)
def test_an_option_of_another_command_gets_a_hint(run: Run, line: str, hint: str) -> None:
    result = run(*shlex.split(line), "--data", "bundled")
    assert result.code == 2
    assert f"hint: {hint}\n" in result.err
