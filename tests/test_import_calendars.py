"""Import of calendars: days, zones, texts."""

import pytest

from jkrtimeline.errors import DataError, UsageError

from .importing import DAY_OF, calendar, imported, imported_events, only_event, remarks_on, rows_of

SEOUL = "DTSTART;TZID=Asia/Seoul:20240101T010000"


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ([DAY_OF], "2024-10-03"),
        ([DAY_OF, "DTEND;VALUE=DATE:20241004"], "2024-10-03"),
        ([DAY_OF, "DTEND;VALUE=DATE:20241006"], "2024-10-03/2024-10-05"),
        ([DAY_OF, "DTEND;VALUE=DATE:20241003"], "2024-10-03"),
        ([DAY_OF, "DURATION:P3D"], "2024-10-03/2024-10-05"),
        ([DAY_OF, "DURATION:PT36H"], "2024-10-03/2024-10-04"),
        ([DAY_OF, "DURATION:PT48H"], "2024-10-03/2024-10-04"),
        ([DAY_OF, "DTEND:"], "2024-10-03"),
        (["DTSTART:20241003T230000Z", "DTEND:20241004T000000Z"], "2024-10-03"),
        (["DTSTART:20241003T230000", "DTEND:20241004T000001"], "2024-10-03/2024-10-04"),
        (["DTSTART;TZID=Asia/Seoul:20241003T230000", "DURATION:PT1H"], "2024-10-03"),
        ([SEOUL, "DTEND;TZID=America/New_York:20231231T120000"], "2024-01-01"),
        ([SEOUL, "DTEND;TZID=America/New_York:20240101T120000"], "2024-01-01"),
        ([SEOUL, "RRULE:FREQ=DAILY", "EXDATE;TZID=Asia/Seoul:20240102T010000"], "2024-01-01"),
        ([SEOUL, "RRULE:FREQ=DAILY", "EXDATE;VALUE=DATE:20240102"], "2024-01-01"),
        (["DTSTART;TZID=Asia/Tokyo:20241004T230000", "DTEND:20241004T153000Z"], "2024-10-04/2024-10-05"),
        (["DTSTART;TZID=America/New_York:20241003T220000", "DTEND:20241004T033000Z"], "2024-10-03"),
        (["DTSTART;TZID=No/Where:20241003T230000", "DURATION:PT2H"], "2024-10-03/2024-10-04"),
        (["DTSTART:00010101T000000"], "0001-01-01"),
        # many programs write dates with hyphens, times without seconds, or an offset
        (["DTSTART:2024-10-03"], "2024-10-03"),
        (["dtstart;value=date:2024-10-03", "dtend;value=date:2024-10-06"], "2024-10-03/2024-10-05"),
        (["DTSTART: 20241003 "], "2024-10-03"),
        (["DTSTART:20241003T2200", "DTEND:20241004T0000"], "2024-10-03"),
        (["DTSTART:20241003T235960", "DURATION:PT1H"], "2024-10-03/2024-10-04"),
        (["DTSTART:2024-10-03T22:00:00+09:00", "DTEND:2024-10-03T15:30:00.000Z"], "2024-10-03/2024-10-04"),
        (["DTSTART;TZID=GMT+09:00:20241003T233000", "DTEND:20241003T145900Z"], "2024-10-03"),
        (["DTSTART;TZID=(UTC+09:00) Osaka, Tokyo;VALUE=DATE-TIME:20241003T233000"], "2024-10-03"),
        (["DTSTART;TZID=/citadel.org/20190914_1/Asia/Tokyo:20241003T233000", "DTEND:20241003T145900Z"], "2024-10-03"),
        (["DTSTART;TZID=Asia/Tokyo:2024-10-03 22:00", "DTEND;TZID=Asia/Tokyo:2024-10-04 01:00"],
         "2024-10-03/2024-10-04"),
    ],
)  # fmt: skip
def test_days_of_a_calendar(lines: list[str], date: str, recwarn: pytest.WarningsRecorder) -> None:
    assert only_event(calendar("SUMMARY:x", *lines), "x.ics").date.text == date
    assert not recwarn.list


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["SUMMARY:x"], "DTSTART is missing"),
        ([DAY_OF], "there is no title"),
        (["SUMMARY:", DAY_OF], "there is no title"),
        (["SUMMARY:x", "DTSTART:2024"], "DTSTART '2024' is not a date, the event is left out"),
        (["SUMMARY:x", "DTSTART;VALUE=DATE:20240230"], "DTSTART '20240230' is not a date"),
        (["SUMMARY:x", "DTSTART:P1D"], "DTSTART 'P1D' is not a date"),
        (["SUMMARY:x", "DTSTART:20241003T250000"], "DTSTART '20241003T250000' is not a date"),
        (["SUMMARY:x", "DTSTART:2024-02-30"], "DTSTART '2024-02-30' is not a date"),
        (["SUMMARY:x", "DTSTART:03/10/2024"], "DTSTART '03/10/2024' is not a date"),
        (["SUMMARY:x", DAY_OF, "DTEND:then"], "DTEND 'then' is not a date"),
        (["SUMMARY:x", DAY_OF, "DTEND;VALUE=DATE:20241001"], "ends on 2024-10-01"),
        (["SUMMARY:x", DAY_OF, "DURATION:soon"], "DURATION 'soon' is not a duration"),
        (["SUMMARY:x", SEOUL, "DTEND;TZID=America/New_York:20231231T105959"], "ends on 2023-12-31"),
        (["SUMMARY:x", SEOUL, "DTEND:20231231T120000"], "ends on 2023-12-31"),
        (["SUMMARY:x", DAY_OF, "DURATION:P9999999W"], "out of range"),
    ],
)
def test_broken_event_of_a_calendar_is_left_out(lines: list[str], reason: str) -> None:
    text = calendar(*lines) + calendar("SUMMARY:whole", DAY_OF)
    converted = imported(text, "x.ics")
    assert [event.title for event in converted.events] == ["whole"]
    assert converted.report.records_left_out == 1
    (remark,) = (each for each in converted.report.remarks if each.position == 2)
    assert reason in remark.message
    assert remark.hint or "out of range" in reason


def test_other_properties_of_an_event() -> None:
    text = calendar(
        *("SUMMARY;LANGUAGE=ko:한일\\, 회담", DAY_OF, "DESCRIPTION:a\\nb\\;c", "CATEGORIES:x,y\\,z", "CATEGORIES:x"),
        *("URL:https://example.org/", "STATUS:TENTATIVE", "LOCATION:Zenda\\, Ruritania", "UID:2024-10-03-x@jkr"),
    )
    (event,) = imported_events(text, "x.ics")
    assert (event.id, event.title, event.summary) == ("2024-10-03-x", "한일, 회담", "a\nb;c")
    assert (event.themes, event.status, event.place) == (("x", "y,z"), "announced", "Zenda, Ruritania")
    assert [source.url for source in event.sources] == ["https://example.org/"]
    assert only_event(calendar("SUMMARY:x", DAY_OF, "UID:a@jkr.example"), "x.ics").id == "a@jkr.example"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 =E7=9F=B3=\n=E7=A0=B4; a=3Db", "Café 石破; a=b"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=\n=A9=\n d", "Café d"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=\n C3=A9", "Café"),
        ("SUMMARY;encoding=quoted-printable;charset=iso-8859-1;LANGUAGE=fr:Caf=E9\\; x", "Café; x"),
        ('SUMMARY;X="a:b;c";QUOTED-PRINTABLE:a=20b', "a b"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:a=0D=0ABEGIN:VEVENT=0Ab", "a BEGIN:VEVENT b"),
        ("SUMMARY;ENCODING=BASE64;CHARSET=UTF-8:Q2Fm\n w6k=\n", "Café"),
        ("SUMMARY;X-P=ENCODING=BASE64:Q2Fmw6k=", "Q2Fmw6k="),
    ],
)
def test_encoded_texts_are_decoded(line: str, title: str) -> None:
    (event,) = imported_events(calendar(line, DAY_OF), "x.ics")
    assert (event.title, event.date.text) == (title, "2024-10-03")


@pytest.mark.parametrize(
    "line",
    [
        "LOCATION;ENCODING=QUOTED-PRINTABLE:Caf=E9",
        "LOCATION;ENCODING=QUOTED-PRINTABLE;CHARSET=no-such:Caf=E9",
        "LOCATION;ENCODING=QUOTED-PRINTABLE;CHARSET=rot13:Caf=E9",
        "LOCATION;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-7:+2AA-",
        "LOCATION;ENCODING=QUOTED-PRINTABLE;CHARSET=iso-8859-1:Café",
        "LOCATION;ENCODING=BASE64:Q2Fmw6k",
        "LOCATION;ENCODING=BASE64:!!!!",
    ],
)
def test_text_that_cannot_be_decoded_is_reported(line: str) -> None:
    text = calendar("SUMMARY:x", line, DAY_OF)
    assert only_event(text, "x.ics").place is None
    assert remarks_on(text, "x.ics") == [(2, "LOCATION cannot be decoded, it is left out")]


UTC_EVENT = ("SUMMARY:talks", "DTSTART:20241002T230000Z", "DTEND:20241003T010000Z")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("X-WR-TIMEZONE:Asia/Tokyo\n", "2024-10-03"),
        ("X-WR-TIMEZONE:Tokyo Standard Time\n", "2024-10-03"),
        ("X-WR-TIMEZONE:America/New_York\n", "2024-10-02"),
        ("BEGIN:VTIMEZONE\nTZID:Asia/Seoul\nEND:VTIMEZONE\n", "2024-10-03"),
        ("BEGIN:VTIMEZONE\nTZID:/example.org/20240101/Asia/Seoul\nEND:VTIMEZONE\n", "2024-10-03"),
        ("BEGIN:VTIMEZONE\nTZID:here\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0900\nTZOFFSETTO:+0900\n"
         "END:STANDARD\nEND:VTIMEZONE\n", "2024-10-03"),
        ("TZID:Asia/Seoul\n", "2024-10-03"),
        ("VERSION:1.0\nTZ:+09\n", "2024-10-03"),
        ("VERSION:1.0\nTZ:-05:00\nDAYLIGHT:FALSE\n", "2024-10-02"),
        ("TZ:+09\nDAYLIGHT:TRUE;-09;20240407T020000;20241027T020000;;\n", "2024-10-02/2024-10-03"),
        ("BEGIN:VEVENT\nSUMMARY:a\nDTSTART;TZID=Asia/Seoul:20200101T120000\nEND:VEVENT\n", "2024-10-03"),
    ],
)  # fmt: skip
def test_times_in_utc_are_days_of_the_calendars_zone(head: str, expected: str) -> None:
    text = calendar(*UTC_EVENT).replace("BEGIN:VCALENDAR\n", f"BEGIN:VCALENDAR\n{head}", 1)
    assert rows_of(text, "x.ics")[-1] == (expected, "talks")


def test_each_calendar_of_a_file_has_its_zone() -> None:
    zones = ("America/New_York", "Asia/Seoul")
    heads = [calendar(*UTC_EVENT).replace("BEGIN:VEVENT", f"X-WR-TIMEZONE:{zone}\nBEGIN:VEVENT") for zone in zones]
    text = "".join([*heads, calendar(*UTC_EVENT)])
    assert [date for date, _ in rows_of(text, "x.ics")] == ["2024-10-02", "2024-10-02/2024-10-03", "2024-10-03"]
    assert [date for date, _ in rows_of(text, "x.ics", zone="Asia/Seoul")] == ["2024-10-03"] * 3


def test_times_in_utc_without_a_zone_are_named() -> None:
    converted = imported(calendar(*UTC_EVENT), "x.ics")
    (remark,) = converted.report.remarks
    assert [event.date.text for event in converted.events] == ["2024-10-02/2024-10-03"]
    assert remark.message == "'talks' is on 2024-10-02 in UTC; from UTC+1 eastwards it is the day after"
    assert "--zone" in remark.hint
    for zone in ("Asia/Seoul", "+09:00"):
        assert rows_of(calendar(*UTC_EVENT), "x.ics", zone=zone) == [("2024-10-03", "talks")]
    with pytest.raises(UsageError, match="unknown time zone"):
        imported(calendar(*UTC_EVENT), "x.ics", zone="Asia/Soul")


def test_events_of_one_day_are_in_the_order_of_their_times() -> None:
    text = calendar("SUMMARY:late", "DTSTART;TZID=Asia/Seoul:20240101T100000") + calendar("SUMMARY:early", SEOUL)
    assert rows_of(text, "x.ics") == [("2024-01-01", "early"), ("2024-01-01", "late")]


def test_texts_of_a_calendar_are_plain() -> None:
    event = only_event(
        calendar(
            "SUMMARY:R&amp\\;D x<y and y>z",
            r'DESCRIPTION:<b>Bold</b><br>see <a href="https://example.org/a">link</a> \"so\" &amp\; more',
            DAY_OF,
        ),
        "x.ics",
    )
    assert (event.title, event.summary) == ("R&D x<y and y>z", 'Bold\nsee link "so" & more')
    assert [(source.url, source.about) for source in event.sources] == [("https://example.org/a", "link")]


def test_other_components_and_empty_calendars() -> None:
    text = calendar("SUMMARY:x", DAY_OF) + calendar("DTSTART:20240101T010000Z").replace("VEVENT", "VFREEBUSY")
    assert remarks_on(text, "x.ics") == [(8, "a free or busy time is left out")]
    with pytest.raises(DataError, match="the calendar has no events"):
        imported("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "x.ics")
    with pytest.raises(DataError, match="no events, only to-dos"):
        imported(calendar("SUMMARY:x").replace("VEVENT", "VTODO"), "x.ics")


def test_line_folded_inside_a_letter() -> None:
    data = calendar("SUMMARY:石破", DAY_OF).encode()
    first = "石".encode()
    for length in (1, 2):
        folded = data.replace(first, first[:length] + b"\n " + first[length:])
        assert only_event(folded, "x.ics").title == "石破"


def test_truncated_calendar() -> None:
    text = calendar("SUMMARY:whole", DAY_OF)
    for cut in (text.rsplit("END:VCALENDAR", 1)[0], text.rsplit("END:VEVENT", 1)[0], text.rsplit("DTSTART", 1)[0]):
        converted = imported(cut, "x.ics")
        assert any("is missing" in remark.message for remark in converted.report.remarks)
        assert len(converted.events) == cut.count("END:VEVENT")
    twice = text.replace("END:VEVENT\n", "BEGIN:VEVENT\nSUMMARY:second\nDTSTART;VALUE=DATE:20250101\nEND:VEVENT\n")
    assert remarks_on(twice, "x.ics") == [(2, "END:VEVENT is missing, the event is left out")]
    assert only_event(twice, "x.ics").title == "second"


def test_event_without_a_calendar_around_it() -> None:
    text = "BEGIN:VEVENT\nSUMMARY:x\nDTSTART;VALUE=DATE:20240101\nEND:VEVENT\n"
    assert rows_of(text, "x.ics") == rows_of(text, "x") == [("2024-01-01", "x")]


def test_event_without_a_title_takes_the_first_sentence() -> None:
    event = only_event(calendar("DTSTART;VALUE=DATE:20241003", "DESCRIPTION:Envoys meet. Nothing else."), "x.ics")
    assert (event.title, event.summary) == ("Envoys meet", "Envoys meet. Nothing else.")
