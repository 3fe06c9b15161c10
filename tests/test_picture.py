"""The picture streams: it is laid out as if all events were known at once, though few are held."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jkrtimeline import edtf
from jkrtimeline.edtf import MONTH_NAMES, EventDate
from jkrtimeline.formats import RenderOptions
from jkrtimeline.formats.shared import headings
from jkrtimeline.formats.shared.event_lines import day_label
from jkrtimeline.formats.shared.headings import by_month, month_of
from jkrtimeline.formats.shared.palette import HUES, ThemeHues
from jkrtimeline.formats.text import write
from jkrtimeline.model import Event, Header
from jkrtimeline.query import Query, Result, Row
from jkrtimeline.text.json_text import to_json

# --- events at random ---------------------------------------------------------------------------------

YEARS = st.sampled_from(["0999", "2023", "2024", "2025"])
MONTHS = st.integers(1, 12).map("{:02}".format)
DAYS = st.builds("{}-{}-{:02}".format, YEARS, MONTHS, st.integers(1, 28))
SINGLE = st.one_of(
    DAYS,
    st.builds("{}-{}".format, YEARS, MONTHS),
    st.builds("{}-{}".format, YEARS, st.integers(21, 41)),
    YEARS,
    st.builds("{}{}".format, DAYS, st.sampled_from("?~%")),
)
ENDS = st.one_of(SINGLE, st.sampled_from(["", ".."]))
TEXTS = st.one_of(SINGLE, st.sampled_from(["202X", "20XX"]), st.builds("{}/{}".format, ENDS, ENDS))


def is_date(text: str) -> bool:
    """Whether the two ends that were drawn make an interval."""
    try:
        return bool(edtf.parse(text))
    except edtf.DateError:
        return False


DATES = st.lists(TEXTS.filter(is_date).map(edtf.parse), max_size=60)


def rows_of(drawn: Sequence[EventDate], reverse: bool) -> list[Row]:
    """A row a date, in the order of time."""
    events = [Event(id=f"e{number}", date=when, title=f"Event {number}") for number, when in enumerate(drawn)]
    never, always = edtf.parse("0001-01-01").start, edtf.parse("9999-12-31").end
    events.sort(
        key=lambda event: (event.start is not None, event.start or never, event.end is None, event.end or always)
    )
    return [Row(to_json(event.public())) for event in (events[::-1] if reverse else events)]


# --- what is expected ---------------------------------------------------------------------------------


def expected(rows: Sequence[Row], reverse: bool) -> list[tuple[int, int, Row]]:
    """(year, month, row) as they stand in the picture: whole years are sorted."""

    def year(row: Row) -> int:
        return row.event.start.year if row.event.start else 0

    def place(row: Row) -> tuple[bool, int, bool]:
        month = month_of(row.event)
        return month > 0, -month if reverse else month, row.event.date.precision == "day"

    return [(number, month_of(row.event), row) for number, of in groupby(rows, year) for row in sorted(of, key=place)]


def expected_lines(rows: Sequence[Row], reverse: bool) -> Iterator[str]:
    for year, of_year in groupby(expected(rows, reverse), lambda each: each[0]):
        yield ""
        yield str(year) if year else "Start open or unknown"
        for month, of_month in groupby(of_year, lambda each: each[1]):
            if month:
                yield f"  {MONTH_NAMES[month - 1]}"
            for _, _, row in of_month:
                label = day_label(row.event.date)
                before = "" if label is not None else f"{edtf.date_text(row.event.date)}: "
                yield f"  {label or '':<9}· {before}{row.event.title}"


class Drawn:
    """The data of a drawn timeline."""

    header = Header(title="Random")

    def __init__(self, number: int) -> None:
        self._number = number

    def size(self) -> int:
        return self._number

    def count(self, query: Query) -> int:
        return self._number

    def totals(self) -> dict[str, int]:
        return {"themes": 0}

    def registry(self, kind: str) -> dict[str, dict[str, str | None]]:
        return {}


def picture(rows: Sequence[Row], reverse: bool = False) -> list[str]:
    """The lines of the picture."""
    pieces: list[str] = []

    class Out:
        def write(self, text: str) -> None:
            pieces.append(text)

    answer = Result(iter(rows), Query(reverse=reverse), Drawn(len(rows)))  # type: ignore[arg-type]
    write(answer, Out(), RenderOptions(width=120))
    return "".join(pieces).split("\n")


@given(DATES, st.booleans())
def test_the_timeline_is_sorted_within_each_year(drawn: list[EventDate], reverse: bool) -> None:
    rows = rows_of(drawn, reverse)
    assert picture(rows, reverse)[1:] == [*expected_lines(rows, reverse), ""]


@given(DATES, st.booleans(), st.integers(0, 12))
@settings(max_examples=300)
def test_late_events_differ_only_in_their_position_in_the_year(
    drawn: list[EventDate], reverse: bool, ahead: int
) -> None:
    rows = rows_of(drawn, reverse)
    read = 0

    def reading() -> Iterator[Row]:
        nonlocal read
        for row in rows:
            read += 1
            yield row

    got = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headings, "AHEAD", ahead)
        for number, each in enumerate(by_month(reading(), Query(reverse=reverse))):
            assert read - number <= ahead + 2  # those that are held, the one that is shown, the first of the next year
            got.append(each)
    assert sorted(id(row) for _, _, row in got) == sorted(map(id, rows))
    months = [month for month, _ in groupby(each[:2] for each in got)]
    assert len(set(months)) == len(months)
    days = [row for row in rows if row.event.date.precision == "day"]
    assert [row for _, _, row in got if row.event.date.precision == "day"] == days
    years = {year: list(of) for year, of in groupby(rows, lambda row: row.event.start.year if row.event.start else 0)}
    wanted = {id(row): (year, month) for year, month, row in expected(rows, reverse)}
    for year, month, row in got:
        if (year, month) != wanted[id(row)]:
            assert row.event.start is not None
            assert (year, month) == (row.event.start.year, row.event.start.month)
            assert row.event.date.precision not in ("day", "month")
            assert years[year].index(row) > ahead
    if all(len(of) <= ahead + 1 for of in years.values()):
        assert got == expected(rows, reverse)


def test_a_quarter_after_many_days_is_listed_at_its_start() -> None:
    days = [edtf.parse(f"2024-{month:02}-{day:02}") for month in range(1, 13) for day in range(1, 29) for _ in range(4)]
    drawn = [*days, *map(edtf.parse, ("2024", "2024-34", "2024-36", "2024-12", "2024-10-01/2024-10-16"))]
    lines = picture(rows_of(drawn, reverse=False))
    number = len(days)
    assert lines[2:5] == ["2024", f"           · Event {number}", f"  Q2       · Event {number + 1}"]
    (october,) = (place for place, line in enumerate(lines) if line == "  October")
    assert lines[october - 1].startswith("  28 Sat")
    assert lines[october + 1 : october + 7] == [
        *(f"   1 Tue   · Event {9 * 28 * 4 + place}" for place in range(4)),
        f"   1–16    · Event {number + 4}",
        f"           · Q4 2024: Event {number + 2}",
    ]
    (december,) = (place for place, line in enumerate(lines) if line == "  December")
    assert lines[december + 1] == f"           · Event {number + 3}"


def test_in_reverse_a_year_after_many_days_is_listed_at_its_start() -> None:
    number = headings.AHEAD + 5
    drawn = [*([edtf.parse("2024-01-02")] * number), edtf.parse("2024-01"), edtf.parse("2024"), edtf.parse("2023")]
    lines = picture(rows_of(drawn, reverse=True), reverse=True)
    assert lines[2:5] == ["2024", "  January", f"   2 Tue   · Event {number - 1}"]
    assert lines[-6:] == [
        *(f"           · 2024: Event {number + 1}", f"           · Event {number}"),
        *("", "2023", f"           · Event {number + 2}", ""),
    ]


class Themes(Drawn):
    """A registry of themes, each with its family."""

    def __init__(self, **families: str | None) -> None:
        super().__init__(0)
        self._records = {name: {"id": name, "name": name.title(), "family": each} for name, each in families.items()}

    def totals(self) -> dict[str, int]:
        return {"themes": len(self._records)}

    def registry(self, kind: str) -> dict[str, dict[str, str | None]]:
        return self._records


def test_themes_of_a_family_share_a_hue() -> None:
    hues = ThemeHues(Themes(a="x", b=None, c="x", d="y", e=None))  # type: ignore[arg-type]
    assert [hues[name] for name in "abcde"] == [0, 1, 0, 2, 3]
    assert (hues.name("a"), hues.name("free word")) == ("A", "free word")
    assert hues["free word"] == ThemeHues(Themes())["free word"]  # type: ignore[arg-type]


def test_hues_are_stable_where_themes_are_too_many() -> None:
    many = Themes(**{f"theme {number}": None for number in range(2000)})
    hues = [ThemeHues(many)[f"theme {number}"] for number in range(2000)]  # type: ignore[arg-type]
    assert hues == [ThemeHues(many)[f"theme {number}"] for number in range(2000)]  # type: ignore[arg-type]
    assert set(hues) == set(range(len(HUES)))
