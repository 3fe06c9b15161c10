"""The state of the browser without its screen: views, pages, counts of facets and months."""

import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from textual.message import Message

from jkrtimeline.browse.density_strip import DensityStrip
from jkrtimeline.browse.facet_dialog import facet_values
from jkrtimeline.browse.reader import PAGE, FirstPage, MonthCounts, Pages, RowsCounted, ViewReader
from jkrtimeline.browse.view import View, Window
from jkrtimeline.catalog import Catalog
from jkrtimeline.query import Query, Row

from .browsing import YEAR


def test_a_window_stays_within_its_bounds() -> None:
    march = Window(date(2024, 3, 1), date(2024, 3, 31))
    assert march.shifted(31, YEAR) == Window(date(2024, 4, 1), date(2024, 5, 1))
    assert march.shifted(1000, YEAR) == Window(date(2024, 12, 1), date(2024, 12, 31))
    assert march.shifted(-1000, YEAR) == Window(date(2024, 1, 1), date(2024, 1, 31))
    half = YEAR.zoomed(0.5, date(2024, 12, 30), YEAR)
    assert (half.days, half.last) == (183, YEAR.last)
    assert half.zoomed(4, date(2024, 6, 1), YEAR) == YEAR
    assert march.zoomed(0.01, date(2024, 3, 15), YEAR).days == 7


def test_the_equivalent_command_line_is_quoted() -> None:
    assert View().command() == "jkr timeline"
    view = View(words="a; rm", filters={"actor": ["Lee Jae-myung"]}, window=YEAR)
    assert view.command() == "jkr search 'a;' rm --actor 'Lee Jae-myung' --in 2024-01-01..2024-12-31"
    assert View(words="summit -yoon", by_date=True).command() == "jkr search --sort date -- summit -yoon"
    facets = View().with_facet("theme", "history").with_facet("theme", "tariffs").with_facet("importance", "major")
    assert facets.command() == "jkr timeline --theme history,tariffs --importance major"
    assert facets.with_facet("theme", "history").command() == "jkr timeline --theme tariffs --importance major"
    given = {"since": "-2024", "period": ["2024"], "importance": "minor", "not_actor": ["x"], "theme": ["cars"]}
    more = View(given, ("--data", "my file"), facets=facets.facets, window=YEAR)
    assert more.command() == (
        "jkr timeline --since=-2024 --in 2024 --in 2024-01-01..2024-12-31 --importance major --not-actor x"
        " --theme cars --theme history,tariffs --data 'my file'"
    )
    assert facets.with_facet("importance", "notable").facets["importance"] == ("notable",)


def test_the_equivalent_command_line_gives_the_same_events(catalog: Catalog, run: Any) -> None:
    import json
    import shlex

    for view in (
        View(words="forced labour"),
        View(words="summit -yoon", window=YEAR),
        View({"actor": ["ishiba"]}).with_facet("theme", "tariffs").with_facet("theme", "history"),
        View(window=YEAR).with_facet("importance", "major"),
    ):
        argv = shlex.split(view.command())[1:]
        done = run(*argv[:1], "--json", *argv[1:])
        shown = [row.event.id for row in catalog.rows(view.query(catalog))]
        assert shown == [record["id"] for record in json.loads(done.out)]
        assert shown


def test_pages_are_read_when_they_are_needed(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    query, offsets, rows = View().query(catalog), [], catalog.rows

    def read(query: Query) -> Iterator[Row]:
        offsets.append(query.offset)
        return rows(query)

    monkeypatch.setattr(catalog, "rows", read)
    pages = Pages(catalog, query)
    assert len(pages) == PAGE
    pages.count_all()
    assert pages.row(PAGE + 3) == pages.row(PAGE + 3)
    assert offsets == [0, PAGE]
    everything = [row.event.id for row in rows(query)]
    assert [pages.row(n).event.id for n in range(len(pages))] == everything  # type: ignore[union-attr]
    assert pages.row(len(pages)) is None


@pytest.mark.parametrize("words", ["", "summit"])
def test_every_event_has_its_position(catalog: Catalog, words: str) -> None:
    pages = Pages(catalog, View(words=words).query(catalog))
    pages.count_all()
    for position in range(len(pages)):
        row = pages.row(position)
        assert row is not None
        assert pages.position_of(row.event.id) == position
    assert pages.position_of("no-such-event") is None


def test_facets_count_what_choosing_them_lists(catalog: Catalog) -> None:
    view = View(words="summit").with_facet("theme", "tariffs")
    for facet, values in facet_values(catalog, view).items():
        assert values
        for value in values[:5]:
            listed = catalog.count(view.without_facet(facet).with_facet(facet, value.id).query(catalog))
            assert listed == value.events or (facet == "actor" and listed > value.events)  # with its members


def test_bars_count_the_events_by_month(catalog: Catalog) -> None:
    stats = catalog.stats("month", None, catalog.query(since="2023-01", theme="history"))
    view = View({"since": "2023-01"}).with_facet("theme", "history")
    messages = ViewReader(catalog).messages(view, "", threading.Event())
    (counts,) = [each for each in messages if isinstance(each, MonthCounts)]
    assert counts.bounds == Window(date(2023, 1, 1), date(2025, 6, 30))
    expected = {each.key: each.count for each in stats.buckets if each.key is not None and len(each.key) == 7}
    assert {f"{day:%Y-%m}": count for day, count in counts.months.items() if count} == {
        key: count for key, count in expected.items() if count
    }


@pytest.mark.parametrize(("width", "counts"), [(1, [15]), (3, [3, 5 + 7, 7]), (12, [3] * 4 + [5] * 3 + [7] * 5)])
def test_a_cell_of_the_strip_has_its_months_or_is_part_of_one(width: int, counts: list[int]) -> None:
    strip = DensityStrip()
    months = {date(2025, 1, 1): 3, date(2025, 2, 1): 5, date(2025, 3, 1): 7}
    strip._months, strip.bounds = months, Window(date(2025, 1, 1), date(2025, 3, 31))
    assert strip._counts(width) == counts


def test_a_view_that_is_replaced_is_not_read_to_its_end(catalog: Catalog) -> None:
    def kinds(*replaced_after: type[Message]) -> list[type[Message]]:
        cancelled, read = threading.Event(), []
        for message in ViewReader(catalog).messages(View(words="summ", unfinished=True), "", cancelled):
            read.append(type(message))
            if isinstance(message, replaced_after):
                cancelled.set()
        return read

    assert kinds() == [FirstPage, RowsCounted, MonthCounts]
    assert kinds(FirstPage) == [FirstPage]
    assert kinds(RowsCounted) == [FirstPage, RowsCounted]
