"""open: the sources of an event in the browser."""

from pathlib import Path

import pytest

from .conftest import SAMPLE, Run


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser is asked to open."""
    addresses: list[str] = []

    def browser(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", browser)
    return addresses


def test_a_source_is_opened_in_the_browser(run: Run, opened: list[str]) -> None:
    assert run("open", "zenda-summit", "--data", str(SAMPLE)) == (0, "", "")
    assert run("open", "zenda-summit", "-n", "2", "--data", str(SAMPLE)) == (0, "", "")
    assert opened == ["https://example.org/2", "https://example.org/3"]


def test_the_address_is_printed_instead(run: Run, opened: list[str]) -> None:
    result = run("open", "summit", "zenda", "--print", "--data", str(SAMPLE))
    assert (result.code, result.out) == (0, "https://example.org/2\n")
    assert "best match" in result.err
    assert opened == []


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("zenda-summit -n 3", "2021-03-16-zenda-summit has 2 sources; there is no number 3", "jkr show"),
        ("zenda-summit -n 0", "there is no number 0", "jkr show"),
        ("rassendyll", "'rassendyll' is an actor; only events have sources", "jkr open 20"),
        ("summit", "'summit' is a theme", "jkr open 2024-02-visit"),
        ("2021", "'2021' is several events: ", "by its id"),
    ],
)
def test_what_cannot_be_opened_is_refused(run: Run, opened: list[str], line: str, message: str, hint: str) -> None:
    result = run("open", *line.split(" "), "--data", str(SAMPLE))
    assert (result.code, result.out) == (2, "")
    first, second = result.err.splitlines()
    assert message in first
    assert hint in second
    assert opened == []


def test_only_web_addresses_are_opened(run: Run, tmp_path: Path, opened: list[str]) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(
        "events: [{id: one, date: 2024, title: One, sources: [{publisher: A}, {publisher: B, url: 'https://b.example'}]},"
        " {id: two, date: 2024, title: Two}]\n"
    )
    result = run("open", "one", "--data", str(file))
    assert (result.code, result.err.splitlines()[1]) == (2, "hint: another has: -n 2")
    assert "has no source" in run("open", "two", "--data", str(file)).err
    assert run("open", "one", "-n", "2", "--data", str(file)).code == 0
    assert opened == ["https://b.example"]


def test_without_a_browser_the_hint_is_to_print(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    result = run("open", "zenda-summit", "--data", str(SAMPLE))
    assert (result.code, result.out) == (1, "")
    assert "--print" in result.err
