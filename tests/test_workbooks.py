"""Workbooks (.xlsx): opened by openpyxl and, where it is installed, by LibreOffice; read back by import."""

import csv
import json
import shutil
import subprocess
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jkrtimeline.cli import environment
from jkrtimeline.fields import EVENT_FIELDS, SOURCE
from jkrtimeline.formats import xlsx

from .conftest import BUNDLED, SAMPLE, Run, jkr

HOSTILE: list[dict[str, Any]] = [
    {"id": "plain", "date": "2024-01-02", "title": "=1+1", "summary": "+cmd|' /C calc'!A0", "place": "@SUM(1)"},
    {"id": "old", "date": "1850-02-03", "title": "#N/A", "summary": "_x0041_ is no A", "note": "'=is quoted"},
    {"id": "about", "date": "2024-06-13~", "title": "1842", "summary": "-2+3", "actors": ["石田", "루돌프"]},
    {"id": "same", "date": "2024-06-13/2024-06-13", "title": "会談", "summary": "一日目\n二日目", "follows": ["plain"]},
    {"id": "zero", "date": "2024-07", "title": "＝full width", "note": "\x07bell"},
]
HOSTILE[0]["sources"] = [
    {"url": "https://example.org/?a=1&b=2", "title": '=HYPERLINK("http://x")', "lang": "en", "date": "2024-01"},
    {"publisher": "日報", "about": "会談について"},
]
HOSTILE_CELLS = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "#N/A", "-2+3", "1842", "＝full width"]


def hostile(folder: Path) -> Path:
    file = folder / "hostile.jsonl"
    file.write_text("".join(json.dumps(event) + "\n" for event in HOSTILE), encoding="utf-8")
    return file


def workbook(run: Run, folder: Path, *argv: str, data: Path = SAMPLE) -> Path:
    file = folder / "x.xlsx"
    result = run(*(argv or ["timeline"]), "-o", str(file), "--data", str(data))
    assert (result.code, result.err) == (0, "")
    return file


def opened(file: Path) -> Any:
    """A workbook as openpyxl reads it."""
    return openpyxl.load_workbook(file)


def records(file: Path, sheet: str = "Events") -> list[dict[str, Any]]:
    """The rows of a sheet as openpyxl reads them."""
    head, *rows = openpyxl.load_workbook(file)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


# --- what a workbook has ----------------------------------------------------------------------------


def test_dates_are_dates_and_the_edtf_is_beside_them(run: Run, tmp_path: Path) -> None:
    events = records(workbook(run, tmp_path))
    assert [(each["date"], each["edtf"]) for each in events] == [
        ("2019", "2019"),
        ("spring 2020", "2020-21"),
        ("16–17 Mar 2021", "2021-03-16/2021-03-17"),
        ("May 2021", "2021-05"),
        ("30 May – 2 Jun 2021", "2021-05-30/2021-06-02"),
        ("since 1 Dec 2021", "2021-12-01/.."),
        ("c. 13 Jun 2022", "2022-06-13~"),
        ("3 Feb 2024?", "2024-02-03?"),
    ]
    assert (events[0]["start"], events[0]["end"]) == (datetime(2019, 1, 1), datetime(2019, 12, 31))
    assert (events[6]["approximate"], events[7]["uncertain"]) == (True, True)
    (bundled,) = records(workbook(run, tmp_path, "timeline", "2025-06-18", "-n1", "-r", data=BUNDLED))
    assert (bundled["date"], bundled["edtf"]) == (datetime(2025, 6, 18), "2025-06-18")


def test_days_that_programs_count_differently_are_text(run: Run, tmp_path: Path) -> None:
    by_id = {each["id"]: each for each in records(workbook(run, tmp_path, data=hostile(tmp_path)))}
    assert by_id["old"]["date"] == by_id["old"]["start"] == "1850-02-03"
    assert by_id["same"]["date"] == datetime(2024, 6, 13)


def test_the_header_is_bold_and_frozen_and_can_be_filtered(run: Run, tmp_path: Path) -> None:
    book = opened(workbook(run, tmp_path))
    assert book.sheetnames == ["Events", "Sources", "Actors", "Themes", "Threads", "About"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.bold for cell in sheet[1])
        assert sheet.auto_filter.ref == sheet.dimensions
    head = [cell.value for cell in book["Events"][1]]
    assert head[:2] == ["date", "title"]
    assert {*head} == {*EVENT_FIELDS, "edtf"}
    assert len(head) == len({*head})


def test_sources_are_links(run: Run, tmp_path: Path) -> None:
    book = opened(workbook(run, tmp_path))
    sources, events = book["Sources"], book["Events"]
    assert [cell.value for cell in sources[1]] == ["event", *SOURCE.names()]
    column = [cell.value for cell in sources[1]].index("url")
    urls = [row[column] for row in sources.iter_rows(min_row=2)]
    assert len(urls) == 9
    assert all(cell.hyperlink.target == cell.value for cell in urls)
    cells = [row[9] for row in events.iter_rows(min_row=2) if row[9].value]
    assert [cell.hyperlink.target for cell in cells] == [cell.value.split("; ")[0] for cell in cells]


def test_no_link_leads_anywhere_but_to_the_web(run: Run, tmp_path: Path) -> None:
    book = opened(workbook(run, tmp_path, data=hostile(tmp_path)))
    links = {cell.hyperlink.target for sheet in book for row in sheet.rows for cell in row if cell.hyperlink}
    assert links == {"https://example.org/?a=1&b=2"}


def test_names_in_their_own_letters(run: Run, tmp_path: Path) -> None:
    file = workbook(run, tmp_path)
    actors = {each["id"]: each for each in records(file, "Actors")}
    assert actors["rudolf-rassendyll"]["native"] == "ja: 石田ルドルフ; ko: 루돌프"
    assert "Summit at Zenda; 石田 takes part" in {each["title"] for each in records(file)}
    used = {name for each in records(file) for name in (each["actors"] or "").split("; ") if name}
    assert used <= {*actors}
    assert [each["name"] for each in records(file, "Threads")] == ["The quay"]


def test_what_the_data_is(run: Run, tmp_path: Path) -> None:
    about = {
        each["about"]: each["text"] for each in records(workbook(run, tmp_path, "timeline", "-t", "docks"), "About")
    }
    assert about["Data"] == "Sample of islands"
    assert about["Filters"] == "theme: docks"
    assert (about["Version"], about["Licence"], about["Rows"]) == ("1.2", "CC0-1.0", 5)


@pytest.mark.parametrize(
    ("argv", "sheet", "header"),
    [
        ("timeline --fields title,date", "Events", ["title", "date"]),
        ("search quay --fields id,score", "Events", ["id", "score"]),
        ("actors --fields id,first,count", "Actors", ["id", "first", "count"]),
        ("stats --by year", "Counts", ["key", "name", "count"]),
        ("stats --by year --and theme", "Counts", ["key", "name", "and_key", "and_name", "count"]),
    ],
)
def test_other_tables(run: Run, tmp_path: Path, argv: str, sheet: str, header: list[str]) -> None:
    file = workbook(run, tmp_path, *argv.split())
    assert openpyxl.load_workbook(file).sheetnames == [sheet, "About"]
    rows = records(file, sheet)
    assert [*rows[0]] == header
    assert all(isinstance(row[name], int | float) for row in rows for name in header if name in ("count", "score"))
    assert {type(row["first"]) for row in rows if "first" in row} <= {datetime, type(None)}


# --- no text is a formula ---------------------------------------------------------------------------


def test_no_cell_is_a_formula_or_an_error(run: Run, tmp_path: Path) -> None:
    book = opened(workbook(run, tmp_path, data=hostile(tmp_path)))
    cells = {str(cell.value): cell for sheet in book for row in sheet.rows for cell in row if cell.value is not None}
    assert {cell.data_type for cell in cells.values()} <= {"s", "d", "b", "n"}
    for text in (*HOSTILE_CELLS, '=HYPERLINK("http://x")'):
        assert cells[text].data_type == "s"
        assert bool(cells[text].quotePrefix) is (text[0] not in "#1")
    assert "\u2407bell" in cells


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_shows_every_text_as_it_is(run: Run, tmp_path: Path) -> None:
    file = workbook(run, tmp_path, data=hostile(tmp_path))
    filter_ = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", filter_, "--outdir", str(tmp_path / "out"), str(file)]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    with open(tmp_path / "out" / "x-Events.csv", encoding="utf-8", newline="") as lines:
        shown = {row["id"]: row for row in csv.DictReader(lines)}
    cells = {cell for row in shown.values() for cell in row.values()}
    assert {*HOSTILE_CELLS, "_x0041_ is no A", "'=is quoted", "石田; 루돌프"} <= cells
    assert [row["date"] for row in shown.values()] == [
        "1850-02-03",
        "2024-01-02",
        "c. 13 Jun 2024",
        "2024-06-13",
        "Jul 2024",
    ]


# --- read back --------------------------------------------------------------------------------------


def lines_of(result: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.out.splitlines()]


@pytest.mark.parametrize("data", [SAMPLE, BUNDLED], ids=lambda path: path.name)
def test_import_reads_the_same_events(run: Run, tmp_path: Path, data: Path) -> None:
    result = run("import", str(workbook(run, tmp_path, data=data)), "--jsonl")
    assert lines_of(result) == lines_of(run("timeline", "--jsonl", "--data", str(data)))
    assert result.err == f"jkr: {len(result.out.splitlines())} events imported\n"


def test_import_reads_hostile_texts(run: Run, tmp_path: Path) -> None:
    data = hostile(tmp_path)
    result = run("import", str(workbook(run, tmp_path, data=data)), "--jsonl")
    given = lines_of(run("timeline", "--jsonl", "--data", str(data)))
    for event in given:
        event["note"] = (event["note"] or "").replace("\x07", "\u2407") or None
    assert lines_of(result) == given


def test_import_of_some_columns(run: Run, tmp_path: Path) -> None:
    file = workbook(run, tmp_path, "timeline", "--fields", "id,date,title")
    result = run("import", str(file), "--jsonl")
    dates = {each["id"]: each["date"] for each in lines_of(run("timeline", "--jsonl", "--data", str(SAMPLE)))}
    assert {each["id"]: each["date"] for each in lines_of(result)} == dates


def test_import_of_a_workbook_that_was_edited(run: Run, tmp_path: Path) -> None:
    file = workbook(run, tmp_path)
    book = opened(file)
    sheet = book["Events"]
    column = {str(cell.value): cell.column_letter for cell in sheet[1]}
    sheet[f"{column['date']}2"] = datetime(2018, 5, 6)
    sheet[f"{column['date']}3"] = "Apr 2020"
    sheet[f"{column['sources']}4"] = "https://example.net/other"
    sheet[f"{column['title']}5"] = "Another title"
    book.save(file)
    result = run("import", str(file), "--jsonl")
    events = {each["id"]: each for each in lines_of(result)}
    before = {each["id"]: each for each in lines_of(run("timeline", "--jsonl", "--data", str(SAMPLE)))}
    assert len(events) == len(before)
    changed = {identity: each for identity, each in events.items() if each != before[identity]}
    assert [each["date"] for each in changed.values()][:2] == ["2018-05-06", "2020-04"]
    third, fourth = [*changed.values()][2:]
    assert [source["url"] for source in third["sources"]] == ["https://example.net/other"]
    assert fourth["title"] == "Another title"
    assert "2 dates that differ from their EDTF used instead of it (lines 2, 3)" in result.err


# --- bytes ------------------------------------------------------------------------------------------


def test_the_bytes_depend_on_the_data_alone(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = workbook(run, tmp_path).read_bytes()
    monkeypatch.setenv("TZ", "Asia/Seoul")
    piped = jkr("timeline", "-f", "xlsx", "--data", str(SAMPLE))
    assert (piped.returncode, piped.stderr) == (0, b"")
    assert piped.stdout == one
    with zipfile.ZipFile(BytesIO(one)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2024-12-31T00:00:00Z") == 2


def test_a_terminal_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "on_terminal", lambda **_: True)
    result = run("timeline", "-f", "xlsx")
    message = "jkr: xlsx is binary, which a terminal cannot show\nhint: write it to a file: -o NAME.xlsx\n"
    assert result == (2, "", message)


def test_what_a_sheet_cannot_hold(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.xlsx"
    file.write_text("before")
    monkeypatch.setattr(xlsx, "_ROWS", 8)
    result = run("timeline", "-o", str(file), "--data", str(SAMPLE))
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(
        "jkr: this does not fit into xlsx: the sheet Sources would have more than 8 rows\nhint: "
    )
    monkeypatch.setattr(xlsx, "_ROWS", 1000)
    monkeypatch.setattr(xlsx, "_LETTERS", 60)
    result = run("timeline", "-o", str(file), "--data", str(SAMPLE))
    assert "characters, and a cell at most 60" in result.err
    assert file.read_text() == "before"
    assert [*tmp_path.iterdir()] == [file]


def test_links_that_a_sheet_cannot_hold_are_text(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_LINKS", 2)
    book = opened(workbook(run, tmp_path))
    for name in ("Events", "Sources"):
        assert sum(cell.hyperlink is not None for row in book[name].rows for cell in row) == 2
    assert len([each for each in records(tmp_path / "x.xlsx", "Sources") if each["url"]]) == 9
