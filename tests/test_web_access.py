"""The web page in a real browser: without its script, by keyboard, on paper, at any width, and with axe."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .chromium import hash_of, shown
from .conftest import BUNDLED
from .html_pages import EVIL, hostile
from .sample import ALL, SUMMIT


def test_the_page_is_readable_without_its_script(visit: Callable[..., Any]) -> None:
    page = visit(java_script_enabled=False)
    assert page.locator("article.event").count() == len(ALL)
    for article in page.locator("article.event").all():
        assert article.is_visible()
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
    light, dark = visit(color_scheme="light"), visit(color_scheme="dark")
    grounds = light.evaluate(ground), dark.evaluate(ground)
    assert grounds[0] != grounds[1]
    light.get_by_role("button", name="Dark").click()
    assert light.evaluate(ground) == grounds[1]
    light.reload()
    assert light.evaluate(ground) == grounds[1]
    dark.get_by_role("button", name="Dark", pressed=True).click()
    assert dark.evaluate(ground) == grounds[0]


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


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_no_width_scrolls_sideways(visit: Callable[..., Any], width: int, tmp_path: Path) -> None:
    long = tmp_path / "long.json"
    texts = dict.fromkeys(("title", "summary", "place", "note"), "donaudampfschifffahrt" * 20)
    event: dict[str, Any] = {"id": "i" * 200, "date": "2024-10-03/2024-11-05", **texts}
    event |= {"themes": ["t" * 150], "actors": ["a" * 150]}
    event["sources"] = [{"publisher": "p" * 200, "url": "https://example.org/" + "u" * 300}]
    long.write_text(json.dumps({"title": "T" * 100, "events": [event]}), encoding="utf-8")
    for data in (BUNDLED, long):
        page = visit(data, viewport={"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("article details").first.evaluate("details => details.open = true")
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
"""The rules on colours, in which alone the schemes differ. They take most of the time."""

SET_FOR_WIDTHS = """[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSMediaRule && /width/.test(rule.conditionText))
    .flatMap((rule) => [...rule.cssRules]).flatMap((rule) => [...rule.style])"""
"""The properties that the style sheets set for some widths only."""

OPEN_ALL = """() => {
    document.querySelectorAll("details").forEach((each) => { each.open = true; });
    document.querySelectorAll("article").forEach((each) => { each.style.contentVisibility = "visible"; });
    document.querySelector("#\\-views [data-view=full]").click();
}"""


def test_no_width_has_colours_of_its_own(visit: Callable[..., Any]) -> None:
    properties = visit().evaluate(SET_FOR_WIDTHS)
    assert "display" in properties
    assert not re.search("color|background|opacity|filter|shadow|image|fill|stroke|blend", " ".join(properties))


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("argv", [("timeline", "--since", "2025-05-20"), ("search", "tariffs", "-n", "5")], ids=str)
def test_axe_finds_nothing(visit: Callable[..., Any], width: int, argv: tuple[str, ...]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = visit(BUNDLED, *argv, viewport={"width": width, "height": 900})
    page.evaluate(axe.Axe().axe_script)
    states = {"first": "() => {}", "open": OPEN_ALL, "filtered": "() => document.querySelector('a.filter').click()"}
    if width < 960:
        states["drawer"] = "() => document.getElementById('-open').click()"
    for state, change in states.items():
        page.evaluate(change)
        # The schemes differ in nothing but colours, and 768 shows no element that neither of the other widths shows.
        without_colours = {"rules": {rule: {"enabled": width != 768} for rule in COLOURS}}
        only_colours = {"runOnly": {"type": "rule", "values": COLOURS}}
        for scheme, rules in (("light", without_colours), ("dark", only_colours))[: 1 if width == 768 else 2]:
            page.emulate_media(color_scheme=scheme)
            options = {"resultTypes": ["violations"], **rules}
            results = page.evaluate("(options) => axe.run(document, options)", options)
            assert len(results["passes"]) > (0 if scheme == "dark" else 15 if state == "drawer" else 20)
            violations = [(each["id"], node["html"]) for each in results["violations"] for node in each["nodes"]]
            assert violations == [], (state, scheme)
