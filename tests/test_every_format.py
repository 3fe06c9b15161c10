"""Every format escapes what has a meaning in it: a reader of the format gets the signs of a text back."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import yaml
from bibtexparser.entrypoint import parse_string
from icalendar import Calendar
from openpyxl import load_workbook

from jkrtimeline.formats import FORMATS

from .conftest import Run
from .exporting import Words, unescaped_tex, with_footnotes, write

SIGNS = r"""a_b_ *c* `d` [e](f) <i>g</i> &amp; h, i; "j" 'k' \t {l} $m$ ^n #o @p ~~q~~ |r| %s =1+1 /t/ -- :u: !v"""


def _cells(data: bytes, delimiter: str) -> str:
    return "\n".join(cell for row in csv.reader(StringIO(data.decode()), delimiter=delimiter) for cell in row)


def _cells_of_package(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as package:
        return "\n".join(_cells(package.read(name), ",") for name in package.namelist() if name.endswith(".csv"))


def _cells_of_workbook(data: bytes) -> str:
    sheets = load_workbook(BytesIO(data)).worksheets
    return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


def _rows_of_database(data: bytes) -> str:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        ((title,),) = connection.execute("SELECT title FROM events")
        return str(title)


READERS: dict[str, Callable[[bytes], str]] = {
    "text": lambda data: data.decode(),
    "plain": lambda data: data.decode().split("\t")[2],
    "json": lambda data: str(json.loads(data)[0]["title"]),
    "jsonl": lambda data: str(json.loads(data)["title"]),
    "csv": lambda data: _cells(data, ","),
    "tsv": lambda data: _cells(data, "\t"),
    "xlsx": _cells_of_workbook,
    "sqlite": _rows_of_database,
    "datapackage": _cells_of_package,
    "yaml": lambda data: str(yaml.safe_load(data)["events"][0]["title"]),
    "markdown": lambda data: Words(with_footnotes().render(data.decode())).text,
    "ics": lambda data: str(Calendar.from_ical(data.decode()).walk("VEVENT")[0]["SUMMARY"]),
    "timelinejs": lambda data: Words(json.loads(data)["events"][0]["text"]["headline"]).text,
    "csl-json": lambda data: str(json.loads(data)[0]["title"]),
    "bibtex": lambda data: unescaped_tex(parse_string(data.decode()).entries[0]["title"].strip("{}")),
    "svg": lambda data: "".join(ElementTree.fromstring(data.decode()).itertext()),
    "html": lambda data: Words(data.decode()).text,
}
"""Format → its output, as a reader of the format understands it."""


@pytest.mark.parametrize("name", FORMATS)
def test_a_text_of_signs_comes_back(name: str, run: Run, tmp_path: Path) -> None:
    source = {"publisher": "P", "title": SIGNS, "url": "https://example.org/"}
    data = write(tmp_path, {"id": "a", "date": "2024-10-03", "title": SIGNS, "sources": [source]})
    file = tmp_path / "output"
    assert run("timeline", "-f", name, "-o", str(file), "--data", str(data)).code == 0
    assert SIGNS in " ".join(READERS[name](file.read_bytes()).split())
