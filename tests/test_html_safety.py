"""The web page as a file: it loads nothing, and text of the data stays text."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from jkrtimeline.formats.html import language

from .conftest import BUNDLED, SAMPLE, Run
from .html_pages import EVIL, FIELDS, Page, Tag, hostile, page_of


def requests(page: Page) -> Iterator[str]:
    """Every address that a browser loads by itself."""
    for tag in page.tags:
        for name in ("src", "srcset", "poster", "data", "action", "background", "xlink:href"):
            if name in tag.attributes:
                yield tag.get(name)
        if tag.name in ("link", "image", "use"):
            yield tag.get("href")
    for style in page.all("style"):
        yield from re.findall(r"url\([^)]*\)|@import[^;]*", style.text)


@pytest.mark.parametrize("data", [SAMPLE, BUNDLED], ids=["sample", "bundled"])
def test_the_page_loads_nothing(run: Run, data: Path) -> None:
    page = page_of(run, "timeline", data=data)
    addresses = list(requests(page))
    assert len(addresses) == 1
    assert addresses[0].startswith("data:image/svg+xml,")
    assert not [tag for tag in page.tags if tag.name in ("iframe", "object", "embed", "base", "img", "video", "audio")]
    assert not [name for tag in page.tags for name in tag.attributes if name.startswith("on") or name == "style"]
    assert not re.search(r"fetch\(|XMLHttpRequest|innerHTML|eval\(|document\.write|import\(", page.source)


def test_the_policy_allows_just_the_style_and_the_script_of_the_page(run: Run) -> None:
    page = page_of(run, "timeline")
    policy = next(tag for tag in page.all("meta") if tag.get("http-equiv") == "Content-Security-Policy").get("content")

    def hashed(tag: Tag) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(tag.text.encode()).digest()).decode() + "'"

    early, script = [tag for tag in page.all("script") if not tag.get("type")]
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src {hashed(page.all('style')[0])}",
        f"script-src {hashed(early)} {hashed(script)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_text_of_the_data_stays_text(run: Run, tmp_path: Path) -> None:
    page = page_of(run, "timeline", data=hostile(tmp_path / "hostile.json"))
    assert len(page.all("script")) == 4
    assert not page.all("img")
    shown = EVIL.replace("\u202e", "")
    article = page.all("article")[0]
    assert article.get("id") == "1'\"><b>"
    assert article.text.count(shown) >= len(FIELDS) + 4
    assert page.all("h1")[0].text == page.all("title")[0].text == shown
    hrefs = [tag.get("href") for tag in page.within(article, "a")]
    assert hrefs == [
        "#1%27%22%3E%3Cb%3E",
        "#theme=t",
        "#place=script%20script%20window%20hacked%201%20script%20img%20src%20x%20onerror%20window%20hacked%201%20amp%207%207%20evil",
        "#actor=a",
        "#b",
        "https://example.org/'onmouseover='window.hacked=1",
        "https://example.org/?b=%3C/script%3E",
        "https://example.org/?a=1&b=2",
    ]
    assert [tag.attributes.get("lang") for tag in page.within(article, "cite")] == [None, "ja"]
    assert page.all("a", href="https://example.org/?a=1&b=2")[0].get("rel") == "noopener noreferrer"
    assert page.linked("ItemList")["itemListElement"][0]["item"]["name"] == shown
    assert not [name for tag in page.tags for name in tag.attributes if name.startswith("on")]


def test_bidi_controls_do_not_reach_the_page(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"events": [{"id": "a", "date": "2024", "title": "a\u200bb"}]}), encoding="utf-8")
    out = run("timeline", "--data", str(file), "-f", "html").out
    assert not re.search("[\u200b\u202a-\u202e\u2066-\u2069\x00-\x08]", re.sub(r"<script.*?</script>", "", out))


@pytest.mark.parametrize(
    ("code", "good"), [("ja", True), ("zh-Hant", True), ("", False), ("ja\n", False), ("日", False)]
)
def test_only_language_codes_become_lang(code: str, good: bool) -> None:
    assert language(code) == (code if good else "")


@pytest.mark.parametrize(
    "argv", [("timeline",), ("timeline", "--full"), ("search", "tariffs"), ("show", "2023-03-16-tokyo-summit")]
)
def test_the_page_is_valid_html(run: Run, tmp_path: Path, argv: tuple[str, ...]) -> None:
    vnu = shutil.which("vnu")
    if vnu is None:
        pytest.skip("no vnu (the Nu Html Checker) on the PATH")
    file = tmp_path / "page.html"
    assert run(*argv, "--data", str(BUNDLED), "-o", str(file)).code == 0
    checked = subprocess.run(
        [vnu, "--errors-only", str(file)], capture_output=True, text=True, timeout=300, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")
