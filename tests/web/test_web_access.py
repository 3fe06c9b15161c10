"""The web page in a real browser: without its script, by keyboard, on paper, at any width, and with axe."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..conftest import BUNDLED
from ..html_pages import EVIL, hostile
from ..sample import ALL, SUMMIT
from .page import hash_of, shown


def test_the_page_is_readable_without_its_script(visit: Callable[..., Any]) -> None:
    page = visit(java_script_enabled=False)
    assert shown(page) == ALL
    for control in (page.locator("form"), page.locator("[role=slider]").first, page.locator("[id='-scheme']")):
        assert control.is_hidden()
    source = page.locator(f"[id='{SUMMIT}'] details")
    source.locator("summary").click()
    assert source.get_by_role("link", name="Two days, one quay").is_visible()
    assert page.locator("[id='-strip'] rect").count() > 3


def test_filters_stay_in_the_address_when_controls_are_skipped(visit: Callable[..., Any]) -> None:
    page = visit(hash="#theme=letters")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "-events"
    assert hash_of(page) == "#theme=letters"


def test_by_keyboard_alone(visit: Callable[..., Any]) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the events"
    assert page.get_by_role("link", name="Skip to the events").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "-events"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == f"#{ALL[0]}"
    page.get_by_role("searchbox").focus()
    page.keyboard.type("quay")
    assert len(shown(page)) == 3
    for name in ("Clear", "Lines", "Full", "major 1"):
        page.keyboard.press("Tab")
        assert " ".join(page.evaluate("document.activeElement.innerText").split()) == name
    page.keyboard.press("Space")
    assert shown(page) == [SUMMIT]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_dark_and_light(visit: Callable[..., Any]) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    page = visit(color_scheme="dark", alone=True)
    button = page.get_by_role("button", name="Dark")
    assert button.get_attribute("aria-pressed") == "true"
    dark = page.evaluate(ground)
    page.emulate_media(color_scheme="light")
    light = page.evaluate(ground)
    assert dark != light
    for _ in range(5):
        page.get_by_role("button", name="Dark", pressed=False).click()
        assert page.evaluate(ground) == dark
        page.reload()
        # If the first script of a page asks for the storage before the browser has noted the page, Chromium gives none.
        if page.evaluate("localStorage.length"):
            break
    assert page.evaluate(ground) == dark
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Dark", pressed=True).click()
    assert page.evaluate(ground) == light


def test_in_print_everything_is_open_and_controls_are_hidden(visit: Callable[..., Any]) -> None:
    page = visit(color_scheme="dark")
    page.emulate_media(media="print")
    for control in (page.locator("form"), page.locator("[role=slider]").first, page.get_by_text("Skip to")):
        assert control.is_hidden()
    link = page.locator(f"[id='{SUMMIT}'] details a").first
    assert link.is_visible()
    assert link.bounding_box()["height"] > 0
    assert page.evaluate("link => getComputedStyle(link, '::after').content", link.element_handle()) == (
        '" <https://example.org/2>"'
    )
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_no_width_scrolls_sideways(visit: Callable[..., Any], tmp_path: Path) -> None:
    long = tmp_path / "long.json"
    texts = dict.fromkeys(("title", "summary", "place", "note"), "donaudampfschifffahrt" * 20)
    event: dict[str, Any] = {"id": "i" * 200, "date": "2024-10-03/2024-11-05", **texts}
    event |= {"themes": ["t" * 150], "actors": ["a" * 150]}
    event["sources"] = [{"publisher": "p" * 200, "url": "https://example.org/" + "u" * 300}]
    long.write_text(json.dumps({"title": "T" * 100, "events": [event]}), encoding="utf-8")
    for data in (BUNDLED, long):
        page = visit(data)
        for width in (320, 375, 768, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            for opened in (False, True):
                page.evaluate("opened => { document.querySelector('article details').open = opened; }", opened)
                assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_text_stays_text(visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit(hostile(tmp_path / "hostile.json"))
    text = EVIL.replace("\u202e", "")
    assert page.get_by_role("heading", level=1).inner_text() == text
    article = page.locator("article").first
    assert article.get_by_role("heading").inner_text() == text
    page.get_by_role("searchbox").fill("script window hacked")
    assert len(shown(page)) == 1
    page.locator(".toggle.theme").first.click()
    article.get_by_role("link").first.click()
    article.locator("summary").click()
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0


COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules on colours, in which alone the schemes differ."""

AXE = "(options) => axe.run(document, { resultTypes: ['violations'], ...options })"

AXE_ON_COLOURS = """(rules) => {
    const measured = (window.measured ??= new Set());
    const isText = (node) => node.nodeType === Node.TEXT_NODE && /[\\p{L}\\p{N}]/u.test(node.data);
    const grounds = (each) => each ? [getComputedStyle(each).backgroundColor, ...grounds(each.parentElement)] : [];
    const isNew = (each) => {
        const { color, fontSize, fontWeight } = getComputedStyle(each), parent = each.parentElement;
        const names = [each.localName, each.className, parent.localName, parent.className];
        const kind = [...names, color, fontSize, fontWeight, ...grounds(each)].join();
        return measured.size < measured.add(kind).size;
    };
    const elements = [...document.querySelectorAll("body *")].filter((each) =>
        (each.matches("input") || [...each.childNodes].some(isText))
        && each.checkVisibility({ contentVisibilityAuto: true }) && isNew(each));
    return elements.length ? axe.run(elements, { runOnly: rules }) : { passes: [], violations: [] };
}"""
"""Takes long for each element, so it measures one of each name and class, size and weight, colour and grounds."""

OPEN_ALL = """() => {
    document.querySelectorAll("details").forEach((each) => { each.open = true; });
    document.querySelectorAll("article").forEach((each) => { each.style.contentVisibility = "visible"; });
    document.querySelector("#\\-views [data-view=full]").click();
}"""


def violations(results: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["id"], node["html"]) for each in results["violations"] for node in each["nodes"]]


@pytest.mark.parametrize("argv", [("timeline", "--since", "2025-05-20"), ("search", "tariffs", "-n", "5")], ids=str)
def test_axe_finds_nothing(visit: Callable[..., Any], argv: tuple[str, ...]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = visit(BUNDLED, *argv)
    page.evaluate(axe.Axe().axe_script)
    states = {"first": "() => {}", "open": OPEN_ALL, "filtered": "() => document.querySelector('a.filter').click()"}
    states["drawer"] = "() => document.getElementById('-open').click()"
    measured = 0
    for state, change in states.items():
        page.evaluate(change)
        for width in (1280, 768, 320)[state == "drawer" :]:  # a wide window has no drawer
            page.set_viewport_size({"width": width, "height": 900})
            results = page.evaluate(AXE, {"rules": {rule: {"enabled": False} for rule in COLOURS}})
            assert len(results["passes"]) > (15 if state == "drawer" else 20)
            assert violations(results) == [], (state, width)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                results = page.evaluate(AXE_ON_COLOURS, COLOURS)
                assert violations(results) == [], (state, width, scheme)
                measured += sum(len(each["nodes"]) for each in results["passes"])
    assert measured > 100
