"""Timeline as a Python object and in a notebook: length, items, data frames, HTML, export, pickling."""

import inspect
import json
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest

import jkrtimeline as jkr
from jkrtimeline import edtf, fields, stats
from jkrtimeline.formats import FORMATS

from .conftest import SAMPLE, TODAY, Run
from .sample import ALL, SUMMIT

EVIL = "</td><script>alert(1)</script> & \"'\x1b[31m"


@pytest.fixture(scope="module")
def sample() -> jkr.Timeline:
    return jkr.load(SAMPLE, today=date.fromisoformat(TODAY), cache=None)


@pytest.fixture
def hostile(tmp_path: Path) -> jkr.Timeline:
    event: dict[str, Any] = {
        "id": "a",
        "date": "2024-05-06",
        "title": EVIL,
        "summary": EVIL,
        "place": EVIL,
        "actors": ["x"],
    }
    event |= {"sources": [{"title": EVIL, "url": "https://example.org/?a=1&b='2'"}, {"publisher": EVIL}]}
    actors = {"x": {"name": EVIL, "note": EVIL, "offices": [{"title": EVIL}]}}
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"title": EVIL, "actors": actors, "events": [event]}))
    return jkr.load(file, cache=None)


class Html(HTMLParser):
    """The text, the tags and the links of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags, self.links = "", [], []  # type: ignore[var-annotated]
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]


# --- items ------------------------------------------------------------------------------------------


def test_length_iteration_and_items(sample: jkr.Timeline) -> None:
    assert len(sample) == len(ALL)
    assert [event.id for event in sample] == ALL
    assert list(sample) == sample.events()
    assert sample[SUMMIT] == sample.event(SUMMIT)
    assert SUMMIT in sample
    assert sample[SUMMIT] in sample
    assert "nothing" not in sample
    assert 7 not in sample
    with pytest.raises(KeyError, match="no event has the id '2021-03-16-zenda'; did you mean 2021-03-16-zenda-summit"):
        sample["2021-03-16-zenda"]


def test_an_empty_timeline(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("title: Nothing\nevents: []\n")
    empty = jkr.load(file, cache=None)
    assert (len(empty), list(empty)) == (0, [])
    assert "Nothing" in Html(empty._repr_html_()).text
    assert len(empty.to_pandas()) == 0


def test_reprs_are_short(sample: jkr.Timeline) -> None:
    event, actor = sample[SUMMIT], sample.actors()[0]
    assert repr(sample) == "<Timeline 'Sample of islands', 8 events>"
    assert repr(event) == f"<Event {SUMMIT}: 16–17 Mar 2021, Summit at Zenda; 石田 takes part>"
    assert repr(event.sources[0]) == "<Source Gazette via Courier, “Two days, one quay”, 18 Mar 2021>"
    assert repr(actor) == f"<Actor {actor.id}: {actor.name}, {actor.count} events>"
    assert repr(sample.themes()[0]) == "<Theme harbour: Harbours, 5 events>"
    assert repr(sample.stats("year")) == "<Stats by year: 6 buckets, 8 events>"
    assert repr(sample.stats("year", "theme")).startswith("<Stats by year and theme: ")
    assert repr(sample.search("quay")[0]).endswith(f": {sample.search('quay')[0].event!r}>")
    assert max(len(repr(each)) for each in (*sample, *sample.actors())) < 120


# --- filters ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day", [date(2021, 5, 1), datetime(2021, 5, 1, 23, 59), datetime(2021, 5, 1, 1, tzinfo=UTC), "Timestamp"]
)
def test_any_day_of_python_is_a_date(sample: jkr.Timeline, day: Any) -> None:
    if day == "Timestamp":
        day = pytest.importorskip("pandas", reason="pandas is not installed").Timestamp("2021-05-01 10:00")
    assert sample.events(since=day) == sample.events(since="2021-05-01")
    assert sample.events(period=[day, "2021"]) == sample.events(period=["2021-05-01", "2021"])
    assert sample.events(around=day, within="90d") == sample.events(around="2021-05-01", within="90d")


def test_a_missing_date_of_pandas_is_refused(sample: jkr.Timeline) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    with pytest.raises(jkr.UsageError, match="'NaT' is neither a period nor an event"):
        sample.events(since=pandas.NaT)


def test_objects_stand_for_their_ids(sample: jkr.Timeline) -> None:
    actor, theme, event = sample.actors()[0], sample.themes()[0], sample[SUMMIT]
    assert sample.events(actor=actor, theme=[theme]) == sample.events(actor=actor.id, theme=theme.id)
    assert sample.events(not_actor=[actor, "black-michael"]) == sample.events(not_actor=[actor.id, "black-michael"])
    assert sample.events(since=event, around=event) == sample.events(since=f"@{SUMMIT}", around=f"@{SUMMIT}")


def test_types_name_the_choices() -> None:
    assert get_args(jkr.Importance) == fields.IMPORTANCE == ("minor", "notable", "major")
    assert get_args(jkr.Status) == fields.STATUSES
    assert get_args(jkr.Precision) == edtf.PRECISIONS
    assert get_args(jkr.ActorKind) == fields.ACTOR_KINDS
    assert get_args(jkr.Dimension) == stats.DIMENSIONS


def test_a_choice_in_capitals_is_still_a_choice(sample: jkr.Timeline) -> None:
    assert sample.events(importance="MAJOR") == sample.events(importance="major")  # type: ignore[arg-type]
    with pytest.raises(jkr.UsageError, match="unknown importance 'majour'"):
        sample.events(importance="majour")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="importance must be str, not 3"):
        sample.events(importance=3)  # type: ignore[arg-type]


# --- data frames ------------------------------------------------------------------------------------


def test_a_data_frame_has_datetimes_and_lists(sample: jkr.Timeline) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    frame: Any = sample.to_pandas()
    assert list(frame.index) == ALL
    assert ["id", *frame.columns] == list(fields.EVENT_FIELDS)
    assert frame.index.name == "id"
    assert frame["start"].dtype.kind == frame["end"].dtype.kind == "M"
    assert frame.loc[SUMMIT, "start"] == datetime(2021, 3, 16)
    assert frame["end"].isna().sum() == 1  # since 1 Dec 2021
    assert frame.loc[SUMMIT, "actors"] == list(sample[SUMMIT].actors)
    assert frame.loc[SUMMIT, "sources"][0]["via"] == "Courier"
    assert list(frame[frame["importance"] >= "notable"].index) == [
        event.id for event in sample.events(importance="notable")
    ]
    assert frame.loc["2022-06-13-letter", "approximate"]
    assert frame.groupby(frame["start"].dt.year).size()[2021] == 4
    assert list(sample.to_pandas(theme="docks").index) == [event.id for event in sample.events(theme="docks")]


def test_a_data_frame_of_any_year(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    file = tmp_path / "x.jsonl"
    file.write_text('{"id":"a","date":"0001-01-01","title":"A"}\n{"id":"b","date":"9999-12-31","title":"B"}\n')
    frame = jkr.load(file, cache=None).to_pandas()
    assert [day.year for day in frame["start"]] == [1, 9999]


def test_without_pandas_the_error_says_how_to_get_it(sample: jkr.Timeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"to_pandas needs pandas: pip install 'jkrtimeline\[pandas\]'"):
        sample.to_pandas()


# --- HTML -------------------------------------------------------------------------------------------


def test_html_of_a_notebook(sample: jkr.Timeline) -> None:
    event = Html(sample[SUMMIT]._repr_html_())
    assert event.links == ["https://example.org/2", "https://example.org/3"]
    assert "16–17 Mar 2021 Summit at Zenda; 石田 takes part" in event.text
    assert "Sample of islands" in Html(sample._repr_html_()).text
    assert "8 events" in Html(sample._repr_html_()).text
    actor = next(each for each in sample.actors() if each.id == "rudolf-rassendyll")
    assert "石田ルドルフ / 루돌프" in Html(actor._repr_html_()).text
    counts = Html(sample.stats("year")._repr_html_())
    assert (counts.tags.count("tr"), counts.tags.count("div")) == (7, 6)
    pairs = Html(sample.stats("year", "importance")._repr_html_())
    assert {"2021", "major", "minor"} <= {*pairs.text.replace("20", " 20").split()} | {"major", "minor", "2021"}
    assert pairs.tags.count("tr") == 7


def test_html_has_no_markup_of_the_data(hostile: jkr.Timeline) -> None:
    (event,), (actor,) = hostile.events(), hostile.actors()
    shown = [hostile, event, actor, hostile.search("alert")[0], hostile.stats("actor"), hostile.stats("year", "actor")]
    for each in shown:
        html = Html(each._repr_html_())  # type: ignore[attr-defined]
        assert not {"script", "img"} & {*html.tags}
        assert "</td><script>alert(1)</script> & \"'\u241b[31m" in html.text
    assert Html(event._repr_html_()).links == ["https://example.org/?a=1&b='2'"]


# --- export -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_exported_as_the_command_line_does(
    run: Run, sample: jkr.Timeline, tmp_path: Path, name: str
) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    sample.export(ours, name, theme="docks", since="2020")
    argv = ["timeline", "-t", "docks", "--since", "2020", "-f", name, "-o", str(theirs), "--data", str(SAMPLE)]
    assert run(*argv).code == 0
    if name == "html":  # has the command that made it
        assert ours.read_text()[:2000] == theirs.read_text()[:2000]
    else:
        assert ours.read_bytes() == theirs.read_bytes()


def test_the_ending_selects_the_format(sample: jkr.Timeline, tmp_path: Path) -> None:
    sample.export(tmp_path / "x.jsonl", search="quay", fields=("id", "score"))
    assert {*json.loads((tmp_path / "x.jsonl").read_text().splitlines()[0])} == {"id", "score"}
    sample.export(str(tmp_path / "x.svg"), lanes="none", size=(800, 450))
    assert 'width="800" height="450"' in (tmp_path / "x.svg").read_text()
    sample.export(tmp_path / "x.csv", bom=True)
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize(
    ("file", "options", "message"),
    [
        ("x.docx", {}, "is not a format that jkr writes"),
        ("x", {"format": "cvs"}, "unknown format 'cvs'"),
        ("x.csv", {"fields": ["titel"]}, "unknown field 'titel'"),
        ("x.ics", {"fields": ["title"]}, "fields do not apply to ics"),
        ("x.json", {"bom": True}, "bom does not apply to json"),
        ("x.svg", {"lanes": "places"}, "unknown lanes 'places'"),
        ("x.svg", {"size": (1, 1)}, r"\(1, 1\) is not a size"),
        ("x.csv", {"actor": "nobody-at-all"}, "unknown actor"),
    ],
)
def test_what_cannot_be_exported(
    sample: jkr.Timeline, tmp_path: Path, file: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(jkr.UsageError, match=message):
        sample.export(tmp_path / file, **options)
    assert [*tmp_path.iterdir()] == []


# --- pickling, threads, closing ---------------------------------------------------------------------


def test_results_can_be_pickled(sample: jkr.Timeline) -> None:
    results: list[Any] = [sample[SUMMIT], sample.actors(), sample.themes(), sample.search("quay")]
    for each in (*results, sample.stats("year", "theme")):
        assert pickle.loads(pickle.dumps(each)) == each


def test_a_timeline_says_that_it_cannot_be_pickled(sample: jkr.Timeline) -> None:
    with pytest.raises(TypeError, match="a Timeline cannot be pickled: pickle its events, or load the files in each"):
        pickle.dumps(sample)


def test_threads_read_one_timeline(sample: jkr.Timeline) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(len, [sample] * 20)) == {8}
        assert set(pool.map(lambda _: [event.id for event in sample] == ALL, range(20))) == {True}


def test_timeline_has_few_members() -> None:
    members = {name for name, _ in inspect.getmembers(jkr.Timeline) if not name.startswith("_")}
    assert len(members) <= 18, members


# --- a real notebook --------------------------------------------------------------------------------

CELLS = [
    "import jkrtimeline as jkr\nt = jkr.load(FILE, cache=None)\nt",
    "t['2021-03-16-zenda-summit']",
    "t.actors()[0]",
    "t.stats('year')",
    "t.to_pandas(since='2021')[['start', 'title']]",
    "t.export('quay.xlsx', theme='docks'); len(t)",
]


def test_a_notebook_runs(tmp_path: Path) -> None:
    nbformat = pytest.importorskip("nbformat", reason="nbclient is not installed")
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed")
    pytest.importorskip("pandas", reason="pandas is not installed")
    cells = [nbformat.v4.new_code_cell(cell.replace("FILE", repr(str(SAMPLE)))) for cell in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    shown = [cell.outputs[-1].data for cell in notebook.cells]
    texts = ("Sample of islands", "Summit at Zenda", "<table>", "<table>", "dataframe")
    for data, text in zip(shown, texts, strict=False):
        assert text in data["text/html"]
    assert shown[-1]["text/plain"] == "8"
    assert (tmp_path / "quay.xlsx").stat().st_size > 1000
