"""Small inputs of tests/import/inputs, each with the events that it must give."""

import json
import sys
from typing import Any

import pytest

from jkrtimeline.convert import KINDS
from jkrtimeline.errors import DataError
from jkrtimeline.eventfile.date_hint import edtf_hint

from .conftest import Run
from .importing import FILES, imported, left_out, only_event, rows_of

INPUTS = FILES / "inputs"
EXPECTED: dict[str, tuple[list[str], list[tuple[str, str]]]] = {
    "01-year-span.csv": (
        [],
        [
            ("1831/1835", "Third keeper of the archive"),
            ("1914/1918", "Great war"),
            ("1939/1941", "Campaign in the north"),
            ("2022/2023", "League season"),
        ],
    ),
    "02-google-utc.ics": ([], [("2024-10-03", "Breakfast talks (08:00 on 3 October in Tokyo)")]),
    "03-year-beats-exact-date.csv": ([], [("1842-08-29", "Treaty signed"), ("1901-09-07", "Envoys meet")]),
    "04-year-when-date-is-blank.csv": (
        ["--map", "Exact Date=date", "--map", "Topic=title"],
        [("1861-03-01", "Library opens"), ("1862", "Roof repaired")],
    ),
    "05-html.csv": ([], [("2003-03-25", "Author, A Book: remarks at noon")]),
    "07-month-name.csv": ([], [("1522-08", "Siege begins"), ("1526-04-21", "Truce")]),
    "08-one-reading-dates.csv": (
        [],
        [
            ("0820", "Treatise written"),
            ("1592/1598", "War"),
            ("1850~", "Bridge built"),
            ("185X", "Railways come"),
            ("1938-04-20/1938-05-26", "Exhibition"),
            ("1993-05-29/1993-05-30", "Missile test"),
        ],
    ),
    "10-changed-repetition.ics": ([], [("2024-01-03", "Assembly (moved one day)")]),
    "11-exdate-first.ics": ([], [("2024-02-01", "Sitting of the council"), ("2024-03-01", "Sitting of the council")]),
    "13-event-list.json": ([], [("2024-05-01/2024-05-03", "Congress"), ("2024-06-01", "Workshop")]),
    "15-shift-jis.csv": (["--encoding", "cp932"], [("2024-01-01", "元日")]),
    "17-two-places.csv": ([], [("2024-05-01/2024-05-03", "Congress")]),
    "18-no-headline.json": ([], [("1908-05", "A caricature is published"), ("1910", "Death")]),
    "19-no-value-words.csv": ([], [("2015-09", "Draft one")]),
    "20-message.yaml": ([], [("2024-10-03", "A"), ("2024-10-03", "B")]),
    "23-two-digit-year.csv": (["--century", "2000"], [("2015-03-11", "Storm nears"), ("2015-03-13", "Storm lands")]),
    "26-pipes.csv": ([], [("2024-05-01", "Congress")]),
    "cp949.csv": (["--encoding", "cp949"], [("2024-10-03", "한일 정상회담")]),
    "google-html.ics": ([], [("2024-10-03", "x")]),
    "powershell.yaml": ([], [("2024-10-03", "Something happens"), ("2024-11~", "Something else follows")]),
    "sharp-s.yaml": ([], [("2024-01-01", "Straße")]),
    "same-day-times.csv": ([], [("2024-12-04", "Assembly votes"), ("2024-12-04", "Decree ends")]),
}


def records(run: Run, name: str, *options: str) -> list[dict[str, Any]]:
    result = run("import", str(INPUTS / name), "--jsonl", *options)
    assert result.code == 0
    return [json.loads(line) for line in result.out.splitlines()]


def test_every_input_is_tested() -> None:
    assert {path.name for path in INPUTS.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_input_gives_its_events(run: Run, name: str) -> None:
    options, expected = EXPECTED[name]
    assert [(record["date"], record["title"]) for record in records(run, name, *options)] == expected


def test_what_else_the_inputs_give(run: Run) -> None:
    (page,) = records(run, "05-html.csv")
    assert page["summary"] == "First line.\nSecond & last."
    assert [source["url"] for source in page["sources"]] == ["https://example.org/a"]
    assert [record["place"] for record in records(run, "17-two-places.csv")] == ["Lyon / City Hall"]
    assert [record["sources"] for record in records(run, "19-no-value-words.csv")] == [[]]
    (event,) = records(run, "google-html.ics")
    assert event["summary"] == "Bold\nsee link & more"
    assert [source["url"] for source in event["sources"]] == ["https://example.org/a"]
    congress = records(run, "13-event-list.json")[0]
    assert [source["url"] for source in congress["sources"]] == ["https://example.org"]


def test_sharp_s_is_found_as_ss(run: Run) -> None:
    for words in ("strasse", "Straße", "STRASSE"):
        result = run("search", "--data", str(INPUTS / "sharp-s.yaml"), words, "--json")
        assert [event["title"] for event in json.loads(result.out)] == ["Straße"]


def test_check_reads_utf16_and_names_the_edtf_of_a_date(run: Run) -> None:
    assert run("check", str(INPUTS / "powershell.yaml")).code == 0
    result = run("check", str(INPUTS / "20-message.yaml"))
    assert result.code == 3
    assert result.out.count("is not written in EDTF [bad-date]\n    write 2024-10-03\n") == 2


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("3rd October 2024", "2024-10-03"),
        ("2024.10.3.", "2024-10-03"),
        ("20241003", "2024-10-03"),
        ("2024년 10월 3일", "2024-10-03"),
        ("Oct 2024", "2024-10"),
        ("c. 1850", "1850~"),
        ("1990s", "199X"),
        ("29–30 May 1993", "1993-05-29/1993-05-30"),
        ("1592–1598", "1592/1598"),
        ("10/3/2024", None),
        ("30 Feb 2024", None),
        ("Friday, October 3, 2024", None),
        ("3 Feb 2024?", None),
        ("today", None),
        ("Q4 2024", None),
    ],
)
def test_hint_for_a_date_that_is_not_edtf(text: str, hint: str | None) -> None:
    assert edtf_hint(text) == hint


def test_event_file_with_other_dates_is_read_with_its_registries() -> None:
    text = "actors: {bob: {name: Bob}}\nevents:\n" + "".join(
        f"- {{id: {name}, date: '{date}', title: T, actors: [bob], sources: [{{publisher: P, date: '3 May 2024'}}]}}\n"
        for name, date in {"a": "3 Oct 2024", "b": "2024-24", "c": "soon"}.items()
    )
    converted = imported(text, "x.yaml")
    assert [(event.date.text, event.sources[0].date) for event in converted.events] == [
        ("2024-10-03", "2024-05-03"),
        ("2024-24", "2024-05-03"),
    ]
    assert [actor.name for actor in converted.dataset.actors] == ["Bob"]
    assert [line for line, _ in left_out(text, "x.yaml")] == [5]


@pytest.mark.parametrize(("name", "encoding"), [("15-shift-jis.csv", "cp932"), ("cp949.csv", "cp949")])
def test_hint_names_the_likely_encoding(run: Run, name: str, encoding: str) -> None:
    result = run("import", str(INPUTS / name))
    assert result.code == 3
    assert f"hint: it looks like --encoding {encoding}" in result.err
    assert run("import", str(INPUTS / name), "--encoding", "no-such").code == 2
    assert run("import", str(INPUTS / name), "--encoding", "ascii").code == 3


WESTERN = "date,titre\n2024-10-03,Réunion à l'Élysée – été à Besançon\n"
JAPANESE = "日付,件名\n2024-10-03,首脳会談が開かれた\n"


@pytest.mark.parametrize(
    ("text", "encoding", "option"),
    [
        (WESTERN, "cp1252", "--encoding cp1252, or cp1250"),
        ("datum,titel\n2024-10-03,Äußerung über Straße und Größe\n", "cp1252", "--encoding cp1252"),
        ("datum,titel\n2024-10-03,Příliš žluťoučký kůň úpěl ďábelské ódy\n", "cp1250", "--encoding cp1250"),
        (JAPANESE, "euc_jp", "--encoding euc_jp"),
        (JAPANESE, "iso2022_jp", "--encoding iso2022_jp"),
        (JAPANESE, "utf-16-le", "--encoding utf-16-le"),
        (JAPANESE, "utf-16-be", "--encoding utf-16-be"),
    ],
)
def test_likely_encodings(text: str, encoding: str, option: str) -> None:
    data = text.encode(encoding)
    with pytest.raises(DataError) as caught:
        imported(data)
    assert caught.value.hint == f"it looks like {option}"
    assert len(imported(data, encoding=encoding).events) == 1


# --- further inputs of the same kinds ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title,Year,date_long\nx,1945,19450716\ny,1946,\n", [("1945-07-16", "x"), ("1946", "y")]),
        ("title,Year,Signed on\nx,1945,16 July 1945\ny,1946,3 May 1946\n", [("1945-07-16", "x"), ("1946-05-03", "y")]),
        ("title,date,exact\nx,1945-07,1945-07-16\n", [("1945-07-16", "x")]),
        ("title,year,created_at\nx,1945,2019-01-01\n", [("1945", "x")]),
        ("title,year,updated\nx,2019,2019-03-01\n", [("2019", "x")]),
        ("title,date,year,month,day\nx,,1945,7,16\ny,3 May 1946,,,\n", [("1945-07-16", "x"), ("1946-05-03", "y")]),
        ("title,date,year\nx,10/3/2024,2024\n", [("2024", "x")]),
        ("title,year,month,day\nx,1945,0,0\ny,1946,Sept.,3rd\n", [("1945", "x"), ("1946-09-03", "y")]),
        ("title,year\nx,c. 1850\ny,1939-41\nz,820\n", [("0820", "z"), ("1850~", "x"), ("1939/1941", "y")]),
        ("title,eventDate\nx,2024-10-03\n", [("2024-10-03", "x")]),
        ("eventTitle,startDate,endDate\nx,2024-10-03,2024-10-05\n", [("2024-10-03/2024-10-05", "x")]),
        ("날짜,제목\n2024-10-03,x\n", [("2024-10-03", "x")]),
        ("title,Exact Date\nx,3 May 1946\n", [("1946-05-03", "x")]),
        ("date,when,title\n2024,2024-10-03,x\n", [("2024-10-03", "x")]),
        ("date,name,event\n2024,,x\n2025,,y\n", [("2024", "x"), ("2025", "y")]),
        ("date,title,title\n2024,x,y\n", [("2024", "x")]),
    ],
)
def test_columns_with_the_date(text: str, expected: list[tuple[str, str]]) -> None:
    assert rows_of(text) == expected


def test_second_column_for_a_field_is_reported() -> None:
    reasons = imported("date,event,name\n2024,x,y\n").report.columns
    assert reasons == {"name": "'event' is used as the title; to use this one: --map 'name'=title"}
    event = only_event("date,title,description,details,notes\n2024,x,one,two,three\n")
    assert (event.summary, event.note) == ("one\n\ntwo", "three")


@pytest.mark.parametrize(
    "word", ["n/a", "N/A", "NA", "null", "NULL", "-", "--", "–", "?", "unknown", "Unknown", "none"]
)
def test_words_for_no_value(word: str) -> None:
    event = only_event(f"date,title,place,url,tags\n2024,x,{word},{word},{word}\n")
    assert (event.place, event.sources, event.themes) == (None, (), ())
    assert only_event(f"date,title\n2024,{word} is a word\n").title == f"{word} is a word"
    assert [line for line, _ in left_out(f"date,title\n{word},x\n2024,y\n")] == [2]


@pytest.mark.parametrize("delimiter", ["|", ";", "\t"])
def test_delimiters_are_recognised(delimiter: str) -> None:
    rows = [["title", "date", "note"], ["a, b", "2024", "x"]]
    assert rows_of("\n".join(delimiter.join(row) for row in rows)) == [("2024", "a, b")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.json", '[{"eventName": "x", "when": "3 May 2024"}]'),
        ("x.json", '{"data": {"items": [{"name": "x", "startDate": "2024-05-03T10:00:00"}]}}'),
        ("x.json", '{"a": {"events": [{"title": "x", "date": "2024-05-03", "bunting": true}]}}'),
        ("x.json", '{"type": "FeatureCollection", "features": [{"properties": {"name": "x", "date": "2024-05-03"}}]}'),
        ("x.jsonl", '{"name": "x", "year": 2024, "month": 5, "day": 3}\n'),
        ("x.yaml", "- name: x\n  date: 3 May 2024\n"),
        ("x.yaml", "events:\n  - {title: x, date: 2024-05-03, colour: red}\n"),
        ("x.json", '[{"title": "x", "date": "3 May 2024"}]'),
    ],
)
def test_lists_of_flat_records_are_read_like_tables(name: str, text: str) -> None:
    assert rows_of(text, name) == [("2024-05-03", "x")]


def test_records_take_maps_and_report_what_is_left_over() -> None:
    text = '[{"was": "x", "date": "2024", "colour": "red", "where": {"name": "Oslo"}, "tags": ["a", "b"]}]'
    converted = imported(text, "x.json", mapping=("was=title", "where name=place"))
    (event,) = converted.events
    assert (event.title, event.place, event.themes) == ("x", "Oslo", ("a", "b"))
    assert set(converted.report.columns) == {"colour"}


def test_invisible_characters_are_dropped() -> None:
    assert only_event("date,title\n2024,\u202dMeeting\u202c \u200ein\ufeff Seoul\n").title == "Meeting in Seoul"
    assert only_event("date,title\n2024,\U0001f468\u200d\U0001f469\n").title == "\U0001f468\u200d\U0001f469"


def test_rows_that_refer_to_themselves_take_linear_time() -> None:
    steps = {}
    for count in (500, 2000):
        rows = "".join(f"a{number},2024,x,a{number}\n" for number in range(count))
        calls: list[str] = []
        sys.setprofile(lambda _frame, event, _argument: calls.append(event))  # noqa: B023 (used in this round only)
        converted = imported("id,date,title,follows\n" + rows)
        sys.setprofile(None)
        assert len(converted.events) == count
        assert len(converted.report.remarks) == count
        steps[count] = len(calls)
    assert steps[2000] < 5 * steps[500]


def test_circles_of_references_are_broken_once() -> None:
    rows = "".join(f"a{number},2024,x,a{(number + 1) % 50}\n" for number in range(50))
    converted = imported("id,date,title,follows\n" + rows)
    assert sum(len(event.follows) for event in converted.events) == 49
    assert [remark.message for remark in converted.report.remarks] == ["'a49' follows 'a0', which leads back to it"]


def test_markup_in_cells() -> None:
    event = only_event(
        'date,title,text\n2024,x<y and y>z,"see <a href=""https://a.example/"">this</a> &amp; &lt;that&gt;"\n'
    )
    assert (event.title, event.summary) == ("x<y and y>z", "see this & <that>")
    assert [(source.url, source.about) for source in event.sources] == [("https://a.example/", "this")]


def test_foreign_tables_with_the_columns_of_jkr_are_cleaned_too() -> None:
    event = only_event('title,date,summary\n"R&amp;D <b>x</b>",2024,NA\n')
    assert (event.title, event.summary) == ("R&D x", None)


def test_table_without_a_title_takes_the_first_sentence() -> None:
    event = only_event("date,description\n2024,Something happened. And more.\n")
    assert (event.title, event.summary) == ("Something happened", "Something happened. And more.")


def test_docs_name_every_kind_and_option() -> None:
    text = (FILES.parent.parent / "docs" / "import.md").read_text(encoding="utf-8")
    for kind in KINDS:
        assert f"`{kind}`" in text
    for option in [
        "--from",
        "--map",
        "--dates",
        "--century",
        "--zone",
        "--until",
        "--sheet",
        "--encoding",
        "--strict",
        "--jsonl",
        "-o",
    ]:
        assert f"`{option}" in text
