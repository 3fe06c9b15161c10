"""The web page as a file: data for search engines, and the command that makes the page."""

import json
from pathlib import Path

import pytest

from .conftest import BUNDLED, SAMPLE, Run
from .html_pages import Page, page_of
from .sample import ALL, SUMMIT


def test_linked_data_has_the_known_fields_only(run: Run) -> None:
    page = page_of(run, "timeline")
    items = [each["item"] for each in page.linked("ItemList")["itemListElement"]]
    assert [item["@id"] for item in items] == [f"#{name}" for name in ALL]
    dates = {item["@id"][1:]: (item.get("startDate"), item.get("endDate")) for item in items}
    assert dates["2019-survey"] == ("2019", "2019")
    assert dates["2020-spring-talks"] == ("2020-03", "2020-05")
    assert dates[SUMMIT] == ("2021-03-16", "2021-03-17")
    assert dates["2021-12-01-quay-closed"] == ("2021-12-01", None)
    summit = items[ALL.index(SUMMIT)]
    assert summit["location"] == {"@type": "Place", "name": "Zenda, Ruritania / Strelsau (by phone)"}
    assert summit["keywords"] == ["Summits", "Harbours"]
    assert summit["about"][0] == {"@id": "#actor=rudolf-rassendyll"}
    assert len(summit["about"]) == 4
    person = page.linked("Person")
    assert (person["@id"], person["name"]) == ("#actor=rudolf-rassendyll", "Rudolf Rassendyll")
    assert person["alternateName"][1] == {"@language": "ko", "@value": "루돌프"}
    first, second = summit["subjectOf"]
    assert (first["headline"], first["url"], first["datePublished"]) == (
        "Two days, one quay",
        "https://example.org/2",
        "2021-03-18",
    )
    assert (second["about"], second["datePublished"], second["inLanguage"]) == ("会談について", "2021-03", "ja")
    visit = items[ALL.index("2024-02-visit")]
    assert visit["eventStatus"] == "https://schema.org/EventPostponed"


def test_linked_data_describes_the_data_set(run: Run, tmp_path: Path) -> None:
    page = page_of(run, "timeline")
    described = page.linked("Dataset")
    assert described == {
        "@type": "Dataset",
        "name": "Sample of islands",
        "description": "A made-up chronology for tests.",
        "version": "1.2",
        "license": "CC0-1.0",
        "temporalCoverage": "2019/2024",
        "mainEntity": {"@id": "#-events"},
    }
    assert page.linked("ItemList")["@id"] == "#-events"
    file = tmp_path / "a.json"
    event = {"id": "a", "date": "2024", "title": "x"}
    file.write_text(json.dumps({"title": "T", "author": "A. N. Other", "coverage": "2020/..", "events": [event]}))
    bare = page_of(run, "timeline", data=file).linked("Dataset")
    assert bare == {
        "@type": "Dataset",
        "name": "T",
        "creator": {"name": "A. N. Other"},
        "temporalCoverage": "2020/..",
        "mainEntity": {"@id": "#-events"},
    }


def test_the_description_is_the_beginning_of_about(run: Run, tmp_path: Path) -> None:
    def description(page: Page) -> str:
        return next(tag for tag in page.all("meta") if tag.get("name") == "description").get("content")

    assert description(page_of(run, "timeline")) == "A made-up chronology for tests."
    long = description(page_of(run, "timeline", data=BUNDLED))
    assert long.startswith("Relations between Japan and South Korea from the return of shuttle diplomacy")
    assert long.endswith(" …")
    assert len(long) <= 300
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"title": "T", "events": [{"id": "a", "date": "2024", "title": "x"}]}))
    assert description(page_of(run, "timeline", data=file)) == "T · 1 event"


@pytest.mark.parametrize(
    ("argv", "command"),
    [
        (["timeline", "2021"], "jkr timeline 2021 {} --format html"),
        (["timeline", "-a", "rudolf rassendyll", "-rn3"],
         "jkr timeline {} --actor 'rudolf rassendyll' --limit 3 --reverse --format html"),
        (["search", "quay", "-storm"], "jkr search {} --format html -- quay -storm"),
        (["search", '"two days"', "quay's"], "jkr search '\"two days\"' 'quay'\"'\"'s' {} --format html"),
        (["show", SUMMIT], f"jkr show {SUMMIT} --format html"),
    ],
)  # fmt: skip
def test_the_footer_has_the_command_that_makes_the_page_again(run: Run, argv: list[str], command: str) -> None:
    import shlex

    page = page_of(run, *argv)
    assert f"--data {SAMPLE} " in page.command
    shown = page.command.replace(f"--data {SAMPLE} ", "")
    assert " ".join(shown.split()) == " ".join(command.format("").split())
    assert run(*shlex.split(page.command)[1:]).out == page.source
    footer = page.all("footer")[0].text
    for text in ("Sample of islands, version 1.2", "2019–2024", "CC0-1.0", "A made-up chronology"):
        assert text in footer


@pytest.mark.parametrize("today", [["--today", "2022-07-01"], []], ids=["option", "environment"])
@pytest.mark.parametrize(
    ("options", "depends"),
    [
        (["--in", "last month"], True),
        (["last year..2023"], True),
        (["--since", "3 years ago"], True),
        (["--in", "2024", "--on", "800d"], True),
        (["--around", "yesterday", "--within", "1y"], True),
        (["--since", "2021", "--until", "@2022-06-13-letter"], False),
        (["2021", "--around", SUMMIT, "--within", "90d"], False),
        ([], False),
    ],
)
def test_the_command_has_today_if_the_answer_depends_on_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, today: list[str], options: list[str], depends: bool
) -> None:
    import shlex

    monkeypatch.setenv("JKR_TODAY", "2022-07-01")
    page = page_of(run, "timeline", *options, *today)
    assert ("--today 2022-07-01 " in page.command) == ("--today" in page.command) == depends
    for other in ("2024-03-05", "1999-12-31"):
        monkeypatch.setenv("JKR_TODAY", other)
        assert run(*shlex.split(page.command)[1:]).out == page.source


def test_the_command_names_the_data_files_of_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JKR_DATA", str(SAMPLE))
    assert f"--data {SAMPLE} " in Page(run("timeline", "-f", "html").out).command
