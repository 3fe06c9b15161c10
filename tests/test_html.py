"""The web page as a file: its events, headings, dates and bars. web/ tests its script in a browser."""

import json
from pathlib import Path

import pytest

from jkrtimeline.edtf import parse
from jkrtimeline.formats.shared.density import MOST_BARS, bars
from jkrtimeline.formats.shared.short_texts import span_text
from jkrtimeline.formats.shared.web_entries import date_pieces
from jkrtimeline.model import Event

from .conftest import BUNDLED, SAMPLE, Run
from .html_pages import Page, page_of
from .sample import ALL, SUMMIT

REVERSED = [*ALL[:4:-1], ALL[3], ALL[4], *ALL[2::-1]]  # a whole month comes before its days


def test_the_page_has_every_event_with_all_its_fields(run: Run) -> None:
    page = page_of(run, "timeline")
    assert page.ids == ALL
    assert [tag.text for tag in page.all("h1")] == ["Sample of islands"]
    assert len(page.all("main")) == len(page.all("header", class_="top")) == len(page.all("footer")) == 1
    assert page.all("html")[0].get("lang") == "en"
    summit = next(tag for tag in page.all("article") if tag.get("id") == SUMMIT)
    for text in ("石田 takes part", "Both heads met", "Zenda, Ruritania", "Rudolf Rassendyll, Black Michael"):
        assert text in summit.text
    for text in ("One report has three days.", "Dinner ran past midnight", "Summits", "The quay", "major"):
        assert text in summit.text
    links = [tag.get("href") for tag in page.within(summit, "a")]
    assert links == [
        f"#{SUMMIT}",
        *("#theme=summit", "#theme=harbour"),
        *("#place=zenda", "#place=ruritania", "#place=strelsau"),
        *("#actor=rudolf-rassendyll", "#actor=black-michael", "#actor=ruritania", "#actor=strelsau"),
        "#thread=the-quay",
        *("#2020-spring-talks", "#2021-05-quay-plan"),
        *("https://example.org/2", "https://example.org/3"),
    ]
    relations = [tag.text for tag in page.within(summit, "dt") if tag.text.startswith("Follow")]
    assert relations == ["Follows", "Followed by"]
    assert [tag.get("datetime") for tag in page.within(summit, "time")] == ["2021-03-16", "2021-03-17"]
    assert [(tag.get("lang"), tag.text) for tag in page.within(summit, "cite")] == [("en", "Two days, one quay")]
    assert "会談について" in page.within(summit, "details")[0].text
    natives = {(tag.get("lang"), tag.text) for tag in page.all("bdi")}
    assert natives == {("ja", "ルリタニア"), ("ja", "石田ルドルフ"), ("ko", "루돌프")}
    visit = next(tag for tag in page.all("article") if tag.get("id") == "2024-02-visit")
    assert "postponed" in visit.text


def test_months_are_sections_with_headings(run: Run) -> None:
    page = page_of(run, "timeline")
    headings = [tag.text.strip() for tag in page.all("h2") if tag.parents[-1].get("class") == "month"]
    assert headings.pop() == "Most of the words"  # hidden, for the script
    months = ["2019", "2020", "March 2021", "May 2021", "December 2021", "June 2022", "February 2024"]
    assert headings == months
    for article in page.all("article"):
        assert article.parents[-1].get("class") == "month"
        assert len(page.within(article, "h3")) == 1


@pytest.mark.parametrize(
    ("argv", "ids"),
    [
        (["timeline", "--theme", "letters"], ["2022-06-13-letter"]),
        (["timeline", "--reverse"], REVERSED),
        (["timeline", "--limit", "2"], ALL[:2]),
        (["timeline", "--importance", "major"], [SUMMIT]),
        (["search", "quay", "--sort", "date", "-n", "1"], [SUMMIT]),
        (["show", "2022-06-13-letter", SUMMIT], ["2022-06-13-letter", SUMMIT]),
        (["timeline", "--limit", "0"], []),
    ],
)
def test_filters_order_and_limit_are_obeyed(run: Run, argv: list[str], ids: list[str]) -> None:
    page = page_of(run, *argv)
    assert page.ids == ids
    facts = json.loads(page.all("script", id="-facts")[0].text)
    assert len(facts["events"]) == page.linked("ItemList")["numberOfItems"] == len(ids)
    assert sum(facts["heights"]) == (len(ids) if len(ids) > 1 else 0)  # of one event nothing is to be seen in bars
    assert bool(page.all("section", class_="density")) == (len(ids) > 1)
    assert ("hidden" in page.all("p", id="-none")[0].attributes) == bool(ids)


def test_search_marks_the_words_in_titles_and_keeps_its_order(run: Run) -> None:
    page = page_of(run, "search", "quay")
    ranked = run("search", "quay", "--data", str(SAMPLE), "--fields", "id").out.split()
    assert page.ids == ranked
    assert {tag.text for tag in page.all("mark")} >= {"quay"}
    assert "Best matches first" in [tag.text for tag in page.all("h2")]


def test_an_empty_answer_is_a_page_too(run: Run) -> None:
    result = run("timeline", "--data", str(SAMPLE), "--in", "1999", "-f", "html")
    assert result.code == 0
    page = Page(result.out)
    assert page.ids == []
    assert "No event matches." in page.all("main")[0].text


def test_same_bytes_each_time_and_to_a_file(run: Run, tmp_path: Path) -> None:
    line = ["timeline", "--data", str(SAMPLE), "--theme", "harbour"]
    printed = run(*line, "-f", "html").out
    for name in ("a.html", "b.htm", "c.HTML"):
        assert run(*line, "-o", str(tmp_path / name)) == (0, "", "")
        assert (tmp_path / name).read_text(encoding="utf-8") == printed
    assert run(*line, "-f", "html", "-o", "-", "--no-pager", "--color", "always").out == printed


def test_only_events_have_a_page_and_it_has_all_their_fields(run: Run) -> None:
    assert run("actors", "-f", "html").code == 2
    assert run("timeline", "-f", "html", "--fields", "id").code == 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024-10-03", [("3 Oct 2024", "2024-10-03")]),
        ("2024-10~", [("c. Oct 2024", "2024-10")]),
        ("2024", [("2024", "2024")]),
        ("0850", [("850", "0850")]),
        ("2021-03-16/2021-03-17", [("16", "2021-03-16"), ("–", ""), ("17 Mar 2021", "2021-03-17")]),
        ("2023-12/2024-02", [("Dec 2023", "2023-12"), (" – ", ""), ("Feb 2024", "2024-02")]),
        ("2021-12-01/..", [("since 1 Dec 2021", "2021-12-01")]),
        ("../2022", [("until 2022", "2022")]),
        ("2023-21", [("spring 2023", "2023")]),
        ("2023-24", [("winter 2023–24", "")]),
        ("201X", [("2010s", "")]),
        ("2024-37/2024-38", [("Jan–Apr 2024 – May–Aug 2024", "2024")]),
        ("2024-10-03/2024-10-03", [("3 Oct 2024", "2024-10-03")]),
    ],
)
def test_time_elements_are_as_exact_as_html_allows(text: str, shown: list[tuple[str, str]]) -> None:
    assert [(piece.text, piece.datetime) for piece in date_pieces(Event(id="a", date=parse(text), title="x"))] == shown


@pytest.mark.parametrize(
    ("dates", "unit"),
    [
        (["2024-10-03"], "day"),
        (["2024-10-03", "2025-01"], "day"),
        (["2023-01-01", "2025-06-19"], "week"),
        (["2015", "2024-10-03"], "month"),
        (["1990", "2024"], "quarter"),
        (["1900", "2024"], "year"),
        (["0850", "2024"], "decade"),
        (["0001-01-01", "9999-12-31"], "century"),
        (["2024-10-03/..", "../2024-12-01", "201X"], "quarter"),
    ],
)
def test_bars_are_as_fine_as_can_be_distinguished(dates: list[str], unit: str) -> None:
    events = [Event(id=text, date=parse(text), title="x") for text in dates]
    histogram = bars(events)
    assert histogram is not None
    assert histogram.unit == unit
    assert len(histogram.heights) <= MOST_BARS
    assert sum(histogram.heights) == len(dates)
    assert len(histogram.days) == len(histogram.heights) + 1
    assert histogram.days == sorted(set(histogram.days))
    assert histogram.labels
    assert all(0 <= label.at < 100 for label in histogram.labels)


def test_the_only_label_at_the_right_edge_ends_there() -> None:
    histogram = bars([Event(id=text, date=parse(text), title="x") for text in ("2024-01-02", "2024-02-01")])
    assert histogram is not None
    assert [(label.text, label.wide, label.end) for label in histogram.labels] == [("Feb 2024", False, True)]


def test_no_day_no_bars() -> None:
    assert bars([]) is None


def test_who_is_who_has_offices_with_their_dates(run: Run) -> None:
    page = page_of(run, "timeline")
    section = page.all("section", class_="people")[0]
    offices = [" ".join(tag.text.split()) for tag in page.within(section, "dd") if tag.text.strip()]
    assert "Envoy of Ruritania, Jan 2020 – 31 May 2021" in offices
    assert "Regent (acting), since 2022" in offices
    page = page_of(run, "timeline", data=BUNDLED)
    people = page.all("section", class_="people")[0]
    text = " ".join(people.text.split())
    assert "President of the Republic of Korea (acting), 2 May – 4 Jun 2025" in text


@pytest.mark.parametrize(
    ("since", "until", "text"),
    [
        ("2020", None, "since 2020"),
        ("2020-01", "2021-05-31", "Jan 2020 – 31 May 2021"),
        (None, "2021", "until 2021"),
        (None, None, ""),
        ("2020?", "2021~", "2020? – c. 2021"),
        ("2020?", "2020?", "2020?"),
        ("202X", None, "since 2020s"),
        ("201X", "2024", "2010s – 2024"),
    ],
)
def test_the_dates_of_an_office(since: str | None, until: str | None, text: str) -> None:
    assert span_text(since, until) == text


def test_an_office_may_begin_in_a_decade(run: Run, tmp_path: Path) -> None:
    office = 'offices: [{title: Chair, from: 201X, to: "2024"}, {title: Member, from: 202X}]'
    file = tmp_path / "decade.yaml"
    file.write_text(f"actors:\n  a: {{name: A, {office}}}\nevents:\n- {{id: x, date: 2024, title: X, actors: [a]}}\n")
    done = run("timeline", "-f", "html", "--data", str(file))
    assert done.code == 0
    assert "2010s – 2024" in done.out
    assert 'Member, <span class="dates">since 2020s<' in done.out
    assert "2010s – 2024" in run("offices", "-f", "text", "--data", str(file)).out
