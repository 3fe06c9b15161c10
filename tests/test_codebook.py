"""docs/codebook.md says what the data and the schema say, and CITATION.cff what the project says of itself."""

import re
import tomllib

import pytest
import yaml

import jkrtimeline as jkr
from docs import codebook

from .conftest import HERE

CITATION = HERE.parent / "CITATION.cff"


def test_the_codebook_is_that_of_the_data(request: pytest.FixtureRequest) -> None:
    page = codebook.page()
    if request.config.getoption("--update-golden"):
        codebook.CODEBOOK.write_text(page, encoding="utf-8")
    assert codebook.CODEBOOK.read_text(encoding="utf-8") == page


def test_the_codebook_covers_every_theme_and_thread() -> None:
    timeline = jkr.load(cache=None)
    page = codebook.CODEBOOK.read_text(encoding="utf-8")
    for each in (*timeline.themes(), *timeline.threads()):
        assert f"| `{each.id}` | {each.name} |" in page


def test_the_codebook_gives_the_rule_and_every_level() -> None:
    page = codebook.CODEBOOK.read_text(encoding="utf-8")
    assert "yearly acts with the usual protest" in page
    for level in ("minor", "notable", "major", "happened", "announced", "postponed", "cancelled", "denied"):
        assert re.search(rf"^\| `{level}` \| \d+ \|$", page, re.MULTILINE), level


def test_a_data_file_without_the_rule_makes_no_codebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codebook, "DATA", HERE / "sample.yaml")
    with pytest.raises(SystemExit, match="no rule of importance"):
        codebook.importance_rule()


def test_the_citation_agrees_with_the_project_and_its_data() -> None:
    citation = yaml.safe_load(CITATION.read_text(encoding="utf-8"))
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    timeline = jkr.load(cache=None)
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "dataset"
    assert citation["version"] == timeline.header.version
    assert citation["license"] == timeline.header.license
    assert citation["authors"] == project["authors"] == [{"name": timeline.header.author}]
    assert citation["title"] == timeline.header.title
    assert "doi" not in citation
