"""What a heading counts, ids on the timeline, the theme of a row, and the background of a window of days."""

from pathlib import Path

import pytest

from .conftest import SAMPLE, Run


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("JKR_DATA", "bundled")


def heading(run: Run, *argv: str) -> str:
    """The heading of an answer formatted for reading, in one line."""
    result = run(*argv, "-f", "text")
    assert result.code == 0, result.err
    return " ".join(result.out.split("\n\n")[0].split())


def events(run: Run, *argv: str) -> int:
    return int(run("timeline", *argv, "--count").out)


def test_a_limit_that_cuts_says_of_how_many(run: Run) -> None:
    every, history = events(run), events(run, "-t", "history")
    assert heading(run, "timeline", "-t", "history", "-n", "3").endswith(
        f"first 3 of {history} matches ({every} events)"
    )
    assert heading(run, "timeline", "-t", "history", "-n", "3", "-r").endswith(
        f"last 3 of {history} matches ({every} events)"
    )
    assert heading(run, "timeline", "-n", "3").endswith(f"first 3 of {every} events")
    assert heading(run, "timeline", "-t", "history", "-n", str(history)).endswith(f"{history} of {every} events")


def test_a_search_and_a_brief_say_it_too(run: Run) -> None:
    hits = int(run("search", "summit", "--count").out)
    assert f"first 1 of {hits} matches (" in heading(run, "search", "summit", "-n", "1")
    assert f"; first 1 of {hits} matches (" in run("timeline", "--match", "summit", "-n", "1", "-f", "markdown").out


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("themes -n 2", "first 2 of 19 themes"),
        ("threads -n 2 -r", "last 2 of 26 threads"),
        ("themes -n 30", "19 themes"),
        ("sources --in 2025-06-17 -n 1", "first 1 of"),
        ("offices prime minister --in 2024 -n 1", "first 1 of 4 offices (157 in all)"),
    ],
)
def test_lists_of_other_things_say_of_how_many(run: Run, line: str, expected: str) -> None:
    assert expected in heading(run, *line.split(" "))


def test_ids_are_below_the_titles(run: Run) -> None:
    out = run("timeline", "2025-06-17", "--ids", "-f", "text").out
    assert "\n             2025-06-17-kananaskis-summit\n" in out
    assert "2025-06-17-kananaskis-summit" not in run("timeline", "2025-06-17", "-f", "text").out
    assert run("timeline", "2025-06-17", "--ids").out == run("timeline", "2025-06-17").out


def test_a_row_shows_the_theme_that_is_asked_for(run: Run) -> None:
    argv = ("timeline", "2025-02-07", "-f", "text")
    assert "US alliances\n" in run(*argv).out
    assert "US tariffs\n" in run(*argv, "-t", "tariffs").out
    colours = run(*argv, "--color", "always").out, run(*argv, "-t", "tariffs", "--color", "always").out
    marks = [out[: out.index("●")].rsplit("\x1b[", 1)[1] for out in colours]
    assert marks[0] != marks[1]


def test_the_background_of_a_window_comes_last(run: Run) -> None:
    out = run("timeline", "2024-W40", "-f", "text").out
    before, label, after = out.partition("\n\nA year or longer, or month unknown\n")
    assert label
    assert "Ishiba becomes prime minister" in before
    assert after == "           ● 2024: Record number of South Koreans visit Japan in 2024\n"
    markdown = run("timeline", "2024-W40", "-f", "markdown").out
    assert markdown.index("## October 2024") < markdown.index("## A year or longer, or month unknown")


@pytest.mark.parametrize("period", ["2024", "2024-01..", "2023-06..2024-05"])
def test_a_year_or_more_is_no_window(run: Run, period: str) -> None:
    assert "A year or longer" not in run("timeline", period, "-f", "text").out


def test_days_of_every_year_have_a_background(run: Run) -> None:
    out = run("timeline", "15 August", "-f", "text").out
    assert out.index("Liberation Day") < out.index("A year or longer") < out.index("2024: Record number")


def test_what_is_background(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    dates = {
        "day": "2024-05-03",
        "month": "2024-05",
        "spring": "2024-21",
        "quarter": "2024-34",
        "year": "2024",
        "war": "2024-02-24/..",
        "starts": "2024-05-04/..",
        "weeks": "2024-04-01/2024-06-30",
        "long": "2023-06-01/2024-05-31",
    }
    file.write_text(
        "events:\n" + "".join(f"- {{id: {name}, date: {day}, title: T {name}}}\n" for name, day in dates.items())
    )
    for order in ([], ["-r"]):
        out = run("timeline", "2024-05", "-f", "text", "--data", str(file), *order).out
        before, _, after = out.partition("A year or longer, or month unknown")
        background = {"spring", "quarter", "year", "war", "long"}
        assert {name for name in dates if f"T {name}\n" in after} == background
        assert {name for name in dates if f"T {name}\n" in before} == {"day", "month", "starts", "weeks"}


def test_the_sample_is_untouched_by_windows(run: Run) -> None:
    """JSON stays in the order of time."""
    ids = [line.split("\t")[1] for line in run("timeline", "2021-05", "--data", str(SAMPLE)).out.splitlines()]
    assert ids == [
        line.split("\t")[1]
        for line in run("timeline", "--data", str(SAMPLE)).out.splitlines()
        if line.split("\t")[1] in ids
    ]
