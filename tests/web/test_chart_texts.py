"""The texts of charts (SVG) as a real browser draws them."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from jkrtimeline.cli.main import main

from ..conftest import BUNDLED

BOXES = """() => [...document.querySelectorAll("text")].map(each => {
    const {left, top, right, bottom} = each.getBoundingClientRect()
    return [left, top, right, bottom, each.textContent]
})"""


@pytest.mark.parametrize(
    "line",
    [
        "",
        "--lanes thread",
        "--lanes actor",
        "--lanes none",
        "--importance major --lanes none",
        "-a ishiba",
        "2025-06-17",
        "2024-12 --size 1000x600",
        "1999",
        "--thread us-tariffs --size 800x450",
    ],
)
def test_no_two_texts_overlap(browser: Any, tmp_path: Path, line: str) -> None:
    file = tmp_path / "x.svg"
    assert main(["timeline", *line.split(), "-o", str(file), "--data", str(BUNDLED)]) == 0
    root = ElementTree.parse(file).getroot()
    width, height = int(root.get("width", "")), int(root.get("height", ""))
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(file.as_uri())
    boxes = page.evaluate(BOXES)
    page.close()
    assert len(boxes) >= 4
    # The box of a line is higher than its letters.
    letters = [(left, top + (bottom - top) * 0.25, right, bottom - (bottom - top) * 0.2, text)
               for left, top, right, bottom, text in boxes]  # fmt: skip
    for number, (left, top, right, bottom, text) in enumerate(letters):
        assert left >= 0, text
        assert right <= width, text
        assert top >= 0, text
        assert bottom <= height, text
        for other in letters[number + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (text, other[4])
