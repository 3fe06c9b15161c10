"""CSV and TSV: no spreadsheet runs a cell as a formula, --raw gives the text as it is, --bom marks the encoding."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jkrtimeline.cli import environment
from jkrtimeline.formats import FORMATS
from jkrtimeline.formats.shared.table import defuse, restore

from .conftest import SAMPLE, Run
from .hostile_text import steering

CELLS = {
    "=1+1": "'=1+1",
    "+1": "'+1",
    "-1+cmd|' /C calc'!A0": "'-1+cmd|' /C calc'!A0",
    "@SUM(A1)": "'@SUM(A1)",
    '=HYPERLINK("https://evil.example","x")': "'=HYPERLINK(\"https://evil.example\",\"x\")",
    "  =1": "'  =1",
    "\u3000=1": "'\u3000=1",
    "＝1": "'＝1",
    "＋1": "'＋1",
    "－1": "'－1",
    "＠x": "'＠x",
    "\tx": "' x",
    "\rx": "' x",
    "\nx": "'\nx",
    "\n=1": "'\n'=1",
    "\u200b=1": "'=1",
    "\ufeff\xad=1": "'=1",
    "\u2028=1": "' =1",
    "-": "'-",
    "-1.5": "-1.5",
    "-2024": "-2024",
    "2024": "2024",
    "-１": "'-１",
    "-1e5": "'-1e5",
    "- a list": "'- a list",
    "a = b": "a = b",
    "'=1": "'=1",
    "a\x1b[5m\x9b": "a␛[5m�",
    "a,b;\"c\"\nd\r\ne": "a,b;\"c\"\nd \ne",
    "a;=1+1": "a;'=1+1",
    "a; \u3000＝1": "a;' \u3000＝1",
    "a,+1|@x": "a,'+1|'@x",
    'a;"=1"': "a;'\"=1\"",
    "a\n=1\n\n-x": "a\n'=1\n\n'-x",
    "a\t=1": "a '=1",
    "a;\u200b=1": "a;'=1",
    "a; -5; -1.5, -x": "a; -5; -1.5,' -x",
    "a;'=1": "a;'=1",
}  # fmt: skip
"""A text → its cell."""


@pytest.fixture
def cells(tmp_path: Path) -> str:
    """A data file with these texts for titles; after them, one event that has one for everything."""
    texts = [*CELLS, "=last"]
    events: list[dict[str, object]] = [
        {"id": f"{n}", "date": "2024", "title": text, "actors": [text]} for n, text in enumerate(texts)
    ]
    events[-1] |= dict.fromkeys(("summary", "place", "note", "date_note", "thread"), "=last") | {"id": "=last"}
    events[-1] |= {"themes": ["=last"], "sources": [{"publisher": "P", "title": "=last"}]}
    file = tmp_path / "cells.jsonl"
    file.write_text("\n".join(map(json.dumps, events)) + "\n", encoding="utf-8")
    return str(file)


def rows(out: str, form: str) -> list[list[str]]:
    """What a spreadsheet reads."""
    table = (
        csv.reader(StringIO(out, newline="")) if form == "csv" else (line.split("\t") for line in out.split("\n")[:-1])
    )
    return list(table)[1:]


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_formulas_are_defused(run: Run, cells: str, form: str) -> None:
    *others, last = rows(run("timeline", "--data", cells, "-f", form, "--fields", "title,actors").out, form)
    expected = [cell if form == "csv" else " ".join(cell.split()) for cell in CELLS.values()]
    assert others == [[cell, cell] for cell in expected]
    assert last == ["'=last", "'=last"]
    whole = rows(run("show", "=last", "--data", cells, "-f", form).out, form)[0]
    assert [cell for cell in whole if re.match(r"\s*[=+@-]", cell)] == []
    assert whole.count("'=last") == 10
    names = rows(run("actors", "--data", cells, "-f", form, "--fields", "name,id").out, form)
    assert sorted(names) == sorted([cell, cell] for cell in [*expected, "'=last"])


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_raw_gives_the_text_as_it_is(run: Run, tmp_path: Path, cells: str, form: str) -> None:
    base = ["timeline", "--data", cells, "--fields", "title,actors", "--raw"]
    out = run(*base, "-f", form).out
    texts = [text if form == "csv" else re.sub(r"[\t\r\n]", " ", text) for text in [*CELLS, "=last"]]
    assert rows(out, form) == [[text, text] for text in texts]
    file = tmp_path / f"raw.{form}"
    assert run(*base, "-o", str(file)) == (0, "", "")
    assert file.read_bytes().decode() == out


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_raw_text_does_not_steer_a_terminal_either(
    run: Run, monkeypatch: pytest.MonkeyPatch, cells: str, form: str
) -> None:
    monkeypatch.setattr(environment, "on_terminal", lambda standard_error=False: not standard_error)
    out = run("timeline", "--data", cells, "--fields", "title", "--raw", "-f", form).out
    assert steering(out) == []
    assert ["=1+1"] in rows(out, form)


def test_numbers_of_a_search_stay_numbers(run: Run) -> None:
    for form in ("csv", "tsv"):
        records = rows(run("search", "quay", "--data", str(SAMPLE), "-f", form, "--fields", "score,start").out, form)
        assert all(float(score) > 0 and start[:2] == "20" for score, start in records)


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in ("csv", "tsv")])
def test_raw_and_bom_apply_to_tables_only(run: Run, form: str) -> None:
    for option in ("--raw", "--bom"):
        result = run("timeline", option, "-f", form)
        assert result == (2, "", f"jkr: {option} does not apply to {form}\nhint: use csv or tsv\n")


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_bom_comes_first_and_import_reads_past_it(run: Run, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"marked.{form}"
    assert run("timeline", "--data", str(SAMPLE), "--bom", "-o", str(file)) == (0, "", "")
    without = run("timeline", "--data", str(SAMPLE), "-f", form).out
    assert file.read_bytes() == b"\xef\xbb\xbf" + without.encode()
    assert run("import", str(file)).code == 0


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@;,|\t\n\r\"' ＝1.a")))
def test_no_cell_is_a_formula_however_the_file_is_divided(text: str) -> None:
    harmless = defuse(text)
    number = r"(?a)-?\d+(\.\d+)?"
    cells = (cell.strip(' "\u3000') for cell in re.split(r"[,;|\t\r\n]", harmless))
    assert [cell for cell in cells if cell[:1] in tuple("=+-@＝＋－＠") and not re.fullmatch(number, cell)] == []
    if "'" not in text:
        assert restore(harmless) == text
