"""`jkr info --cite`: a citation of the data, as CITATION.cff has it and with nothing that the data do not say."""

import json
from pathlib import Path

import pytest
import yaml
from bibtexparser.entrypoint import parse_string

from .conftest import HERE, Run

CITATION = yaml.safe_load((HERE.parent / "CITATION.cff").read_text(encoding="utf-8"))
AUTHOR, TITLE, VERSION = CITATION["authors"][0]["name"], CITATION["title"], CITATION["version"]


def test_the_text_names_author_title_version_coverage_and_licence(run: Run) -> None:
    assert run("info", "--cite").out == (
        f"{AUTHOR}. {TITLE} (version {VERSION}) [Data set]. Covers 1 Jan 2023 – 19 Jun 2025. "
        f"Licence: {CITATION['license']}.\n"
    )


def test_bibtex_is_one_entry(run: Run) -> None:
    (entry,) = parse_string(run("info", "--cite", "-f", "bibtex").out).entries
    assert (entry.key, entry.entry_type) == (f"japan-south-korea-relations-{VERSION.replace('.', '-')}", "misc")
    assert (entry["author"], entry["title"]) == (f"{{{AUTHOR}}}", f"{{{TITLE}}}")
    assert entry["howpublished"] == f"Data set, version {VERSION}"
    assert "doi" not in entry.fields_dict


def test_csl_json_is_one_item(run: Run) -> None:
    items = json.loads(run("info", "--cite", "-f", "csl-json").out)
    assert items == json.loads(run("info", "--cite", "--json").out)
    assert items == [
        {
            "id": f"japan-south-korea-relations-{VERSION.replace('.', '-')}",
            "type": "dataset",
            "title": TITLE,
            "author": [{"literal": AUTHOR}],
            "version": VERSION,
            "license": CITATION["license"],
            "note": "Covers 1 Jan 2023 – 19 Jun 2025",
        }
    ]


def test_what_the_data_do_not_say_is_left_out(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("title: Mine & yours\nevents: []\n", encoding="utf-8")
    assert run("info", "--cite", "--data", str(file)).out == "Mine & yours [Data set].\n"
    assert run("info", "--cite", "--data", str(file), "-f", "bibtex").out == (
        "@misc{mine-yours,\n  title = {{Mine \\& yours}},\n  howpublished = {Data set},\n}\n"
    )
    (item,) = json.loads(run("info", "--cite", "--data", str(file), "--json").out)
    assert item == {"id": "mine-yours", "type": "dataset", "title": "Mine & yours"}


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["-f", "bibtex"], "jkr: --format applies to --cite\nhint: add --cite, or use --json\n"),
        (["--cite", "-f", "bibtx"], "jkr: unknown format 'bibtx'\nhint: did you mean bibtex?\n"),
        (["--cite", "--json", "-f", "bibtex"], "jkr: several formats at once: bibtex, json\nhint: name one\n"),
    ],
)
def test_a_wrong_format_is_refused(run: Run, argv: list[str], message: str) -> None:
    assert run("info", *argv) == (2, "", message)
