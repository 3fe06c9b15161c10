"""The web page in a real browser: the density strip."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from ..conftest import BUNDLED, SAMPLE
from ..sample import ALL, LETTER, STORM
from .page import hash_of, shown, stop_clock, toggle


def test_strip_by_keyboard(visit: Callable[..., Any]) -> None:
    page = visit()
    first, last = page.get_by_role("slider", name="First day"), page.get_by_role("slider", name="Last day")
    whole = (first.get_attribute("aria-valuetext"), last.get_attribute("aria-valuetext"))
    assert whole == ("from 1 Jan 2019", "until 29 Feb 2024")
    first.focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    assert first.get_attribute("aria-valuetext") == "from 1 Apr 2020"
    assert shown(page) == ALL[1:]  # a spring that is still running is in
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    assert first.get_attribute("aria-valuetext") == "from 1 Apr 2021"
    assert shown(page) == ALL[3:]
    last.focus()
    page.keyboard.press("Home")
    assert last.get_attribute("aria-valuetext") == "until 30 Apr 2021"  # never before the other
    page.keyboard.press("ArrowUp")
    assert shown(page) == ["2021-05-quay-plan", STORM]
    assert hash_of(page) == "#from=2021-04-01&to=2021-05-31"
    assert page.locator(".hint").inner_text() == "1 Apr 2021 – 31 May 2021"
    page.keyboard.press("End")
    first.focus()
    page.keyboard.press("Home")
    assert shown(page) == ALL
    assert page.evaluate("document.activeElement.ariaLabel") == "First day"


def test_strip_by_dragging(visit: Callable[..., Any]) -> None:
    page = visit()
    stop_clock(page)
    box = page.locator("[id='-strip']").bounding_box()
    months = 62

    def at(month: int) -> tuple[float, float]:
        return box["x"] + (month + 0.5) * box["width"] / months, box["y"] + 15

    page.mouse.move(*at(29))
    page.mouse.down()
    page.mouse.move(*at(27), steps=3)
    page.mouse.up()
    assert hash_of(page) == "#from=2021-04-01&to=2021-06-30"
    assert shown(page) == ["2021-05-quay-plan", STORM]
    handle = page.get_by_role("slider", name="Last day").bounding_box()
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(*at(41), steps=5)
    page.mouse.up()
    assert hash_of(page) == "#from=2021-04-01&to=2022-06-30"
    assert shown(page) == ["2021-05-quay-plan", STORM, "2021-12-01-quay-closed", LETTER]
    toggle(page, "Letters").click()
    assert shown(page) == [LETTER]
    page.go_back()
    page.go_back()
    assert shown(page) == ["2021-05-quay-plan", STORM]


def test_a_press_chooses_one_bar_but_not_when_the_finger_scrolls_the_page(visit: Callable[..., Any]) -> None:
    page = visit()
    strip = page.locator("[id='-strip']")
    box = strip.bounding_box()
    place = {"clientX": box["x"] + 29.5 * box["width"] / 62, "clientY": box["y"] + 15, "pointerId": 1, "bubbles": True}
    page.evaluate("strip => { strip.setPointerCapture = () => {}; }", strip.element_handle())  # no real finger
    for kind, chosen in (("pointercancel", ""), ("pointerup", "#from=2021-06-01&to=2021-06-30")):
        strip.dispatch_event("pointerdown", place)
        strip.dispatch_event(kind, place)
        assert hash_of(page) == chosen
    assert shown(page) == [STORM]
    strip.dblclick(position={"x": 20, "y": 15})
    assert shown(page) == ALL


@pytest.mark.parametrize(
    "argv",
    [
        (SAMPLE, "timeline", "-n", "2"),
        (BUNDLED, "timeline"),
        (BUNDLED, "timeline", "--until", "2023-03"),
        (BUNDLED, "timeline", "-a", "ishiba"),
    ],
    ids=lambda argv: " ".join(map(str, argv[1:])),
)
def test_labels_under_the_bars_have_room(visit: Callable[..., Any], argv: tuple[Any, ...]) -> None:
    page = visit(*argv)
    boxes = "all => all.map(each => each.getBoundingClientRect()).map(box => [box.left, box.right])"
    for width in (320, 375, 641, 768, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        (strip,) = page.locator("svg.labels").evaluate_all(boxes)
        labels = sorted(page.locator("svg.labels text:visible").evaluate_all(boxes))
        assert labels
        assert strip[0] <= labels[0][0]
        assert labels[-1][1] <= strip[1]
        assert all(before[1] < after[0] for before, after in pairwise(labels)), (width, labels)
