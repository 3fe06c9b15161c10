"""The web page in a real browser: filters by what is clicked, its two views, the drawer, paper, and how it loads."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..conftest import BUNDLED, SAMPLE
from ..sample import ALL, LETTER, SUMMIT
from .conftest import WIDE
from .page import drawn, hash_of, shown, stop_clock

PHONE, LARGER_PHONE = {"width": 320, "height": 568}, {"width": 412, "height": 823}
LINES = ("timeline", "--until", "2023-04")
"""A page of the bundled data that begins with a line for each event."""

SHIFT = """() => new Promise((done) => {
    const sum = (entries) => entries.reduce((all, { hadRecentInput, value }) => all + (hadRecentInput ? 0 : value), 0);
    const observer = new PerformanceObserver((list) => done(sum(list.getEntries())));
    observer.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum(observer.takeRecords())));
})"""
"""How much of the page has moved since it began to load: 0 for nothing, 1 for all of the screen."""

DRAWN_IN_PARTS = """() => {
    const [{ domInteractive }] = performance.getEntriesByType("navigation");
    return performance.getEntriesByType("paint").some(({ startTime }) => startTime < domInteractive);
}"""


def chips(page: Any) -> list[str]:
    """The filters that are on, as the toolbar names them."""
    labels: list[str] = page.locator(".chip:not(.clear)").evaluate_all("all => all.map(each => each.ariaLabel)")
    return labels


# --- filters by what is clicked -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "link", "hash", "chip", "ids"),
    [
        (SUMMIT, "Summits", "#theme=summit", "theme Summits", ["2020-spring-talks", SUMMIT, "2024-02-visit"]),
        (LETTER, "Rudolf Rassendyll", "#actor=rudolf-rassendyll", "actor Rudolf Rassendyll",
         ["2020-spring-talks", SUMMIT, LETTER]),
        (SUMMIT, "The quay", "#thread=the-quay", "thread The quay",
         [SUMMIT, "2021-05-quay-plan", "2021-12-01-quay-closed"]),
        ("2020-spring-talks", "Zenda", "#place=zenda", "place Zenda", ["2020-spring-talks", SUMMIT]),
        (SUMMIT, "Strelsau", "#place=strelsau", "place Strelsau", [SUMMIT, "2021-05-quay-plan"]),
    ],
)  # fmt: skip
def test_what_is_clicked_is_a_filter(
    visit: Callable[..., Any], event: str, link: str, hash: str, chip: str, ids: list[str]
) -> None:
    page = visit(hash=hash)
    target = page.locator(f"[id='{event}'] a.filter", has_text=re.compile(f"^{link}$")).first
    by_address, by_mouse, by_keyboard = (lambda: None, target.click, lambda: target.press("Enter"))
    for choose in (by_address, by_mouse, by_keyboard):
        choose()
        assert hash_of(page) == hash
        assert shown(page) == ids
        assert chips(page) == [f"Remove filter: {chip}"]
        page.get_by_role("button", name=f"Remove filter: {chip}").press("Enter")
        assert (shown(page), hash_of(page), chips(page)) == (ALL, "", [])
        assert page.evaluate("document.activeElement.id") == "-words"


def test_filters_of_several_kinds_add_up_and_each_can_be_removed(visit: Callable[..., Any]) -> None:
    page = visit()
    page.locator(f"[id='{SUMMIT}'] a.filter", has_text="Harbours").click()
    page.locator(f"[id='{SUMMIT}'] a.filter", has_text="The quay").click()
    page.locator(f"[id='{SUMMIT}'] a.filter", has_text="Ruritania").last.click()
    page.get_by_role("button", name=re.compile(r"^notable or more \d+$")).click()
    assert shown(page) == [SUMMIT]
    assert hash_of(page) == "#theme=harbour&actor=ruritania&thread=the-quay&importance=notable"
    assert chips(page) == [
        f"Remove filter: {each}"
        for each in ("theme Harbours", "actor Ruritania", "thread The quay", "importance notable")
    ]
    for name in ("importance notable", "actor Ruritania"):
        page.get_by_role("button", name=f"Remove filter: {name}").click()
    assert hash_of(page) == "#theme=harbour&thread=the-quay"
    assert shown(page) == [SUMMIT, "2021-05-quay-plan", "2021-12-01-quay-closed"]
    stop_clock(page)
    page.locator(f"[id='{SUMMIT}'] a.filter", has_text="Summits").click()  # instead of the other theme
    assert hash_of(page) == "#theme=summit&thread=the-quay"
    page.locator(f"[id='{SUMMIT}'] a.filter", has_text="Summits").click()  # and again: off
    assert hash_of(page) == "#thread=the-quay"
    page.go_back()  # two clicks on one filter are one step
    assert hash_of(page) == "#theme=harbour&thread=the-quay"


def test_a_time_that_is_chosen_can_be_removed(visit: Callable[..., Any]) -> None:
    page = visit(hash="#from=2021-04-01&to=2021-05-31")
    assert chips(page) == ["Remove filter: time 1 Apr 2021 – 31 May 2021"]
    page.locator(".chip").first.click()
    assert (shown(page), hash_of(page)) == (ALL, "")


def test_the_event_whose_tag_is_clicked_stays_where_it_is(visit: Callable[..., Any]) -> None:
    page = visit(BUNDLED, "timeline", hash="#view=full")
    article = page.locator("[id='2023-05-07-seoul-summit']")
    article.scroll_into_view_if_needed()
    drawn(page)
    top = article.bounding_box()["y"]
    article.locator("a.filter", has_text="Summits").click()
    assert abs(article.bounding_box()["y"] - top) < 2


def test_followed_by_leads_to_what_follows(visit: Callable[..., Any]) -> None:
    page = visit()
    names = page.locator(f"[id='{SUMMIT}'] dt").all_inner_texts()
    assert names.index("Followed by") == names.index("Follows") + 1
    page.locator(f"[id='{SUMMIT}']").get_by_role("link", name="Plan of the quay is published").click()
    assert hash_of(page) == "#2021-05-quay-plan"


# --- lines and full -----------------------------------------------------------------------------------


def test_many_events_are_a_line_each_until_one_is_opened(visit: Callable[..., Any]) -> None:
    page = visit(BUNDLED, *LINES)
    heights = page.locator("article.event").evaluate_all("all => all.map(each => each.getBoundingClientRect().height)")
    assert len(heights) > 40
    assert max(heights) < 40  # a line each
    assert page.locator(".summary:visible").count() == 0
    first = page.locator("article.event").nth(3)
    first.locator("h3 a").press("Enter")
    assert first.locator(".summary").is_visible()
    assert page.locator(".summary:visible").count() == 1
    first.locator("h3 a").press("Enter")
    assert page.locator(".summary:visible").count() == 0
    assert hash_of(page) == ""


def test_the_view_is_in_the_address(visit: Callable[..., Any]) -> None:
    page = visit(BUNDLED, *LINES)
    full = page.get_by_role("button", name="Full", exact=True)
    full.click()
    assert hash_of(page) == "#view=full"
    assert page.locator(".summary:visible").count() > 40
    assert full.get_attribute("aria-pressed") == "true"
    again = visit(BUNDLED, *LINES, hash="#importance=major&view=full")
    assert again.locator(".summary:visible").count() == len(shown(again)) > 0
    again.get_by_role("button", name="Lines", exact=True).click()
    assert hash_of(again) == "#importance=major"
    page.go_back()
    assert page.locator(".summary:visible").count() == 0


def test_few_events_and_those_with_full_begin_in_full(visit: Callable[..., Any]) -> None:
    for argv in ((BUNDLED, "timeline", "-n", "5"), (BUNDLED, *LINES, "--full")):
        page = visit(*argv)
        assert page.locator(".summary:visible").count() == page.locator("article.event").count()
        page.get_by_role("button", name="Lines", exact=True).click()
        assert hash_of(page) == "#view=lines"
        assert page.locator(".summary:visible").count() == 0


@pytest.mark.parametrize(("hash", "most"), [("", 3), ("#view=full", 21)])
def test_paper_has_the_view_of_the_screen(visit: Callable[..., Any], tmp_path: Path, hash: str, most: int) -> None:
    page = visit(BUNDLED, *LINES, hash=hash)
    pages = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert pages <= most
    page.emulate_media(media="print")
    full = bool(hash)
    assert page.locator("article.event .summary").first.is_visible() == full
    assert page.locator(".people dd").first.is_visible() == full
    assert page.locator("article.event h3").first.is_visible()


def test_without_the_script_a_screen_shows_all_and_paper_lines(visit: Callable[..., Any]) -> None:
    page = visit(BUNDLED, *LINES, java_script_enabled=False)
    assert page.locator("article.event .summary").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator("article.event .summary").first.is_hidden()


# --- phones -------------------------------------------------------------------------------------------


def test_on_a_phone_the_first_events_are_in_sight_and_the_filters_in_a_drawer(visit: Callable[..., Any]) -> None:
    page = visit(BUNDLED, "timeline", viewport=PHONE)
    drawer, major = page.get_by_role("dialog", name="Filters"), re.compile(r"^major \d+$")
    for size in (PHONE, LARGER_PHONE):
        page.set_viewport_size(size)
        box = page.locator("article.event").nth(1).bounding_box()
        assert box["y"] + box["height"] < size["height"]
        assert page.get_by_role("button", name=major).count() == 0
        page.get_by_role("button", name="Filters").click()
        drawer.get_by_role("button", name=major).click()
        drawer.get_by_role("button", name="Show 40 events").click()
        assert drawer.count() == 0
        assert len(shown(page)) == 40
        assert page.get_by_role("button", name="Filters (1)").is_visible()
        page.get_by_role("button", name="Filters (1)").press("Enter")
        page.keyboard.press("Escape")
        assert drawer.count() == 0
        assert page.evaluate("document.activeElement.id") == "-open"
        page.get_by_role("button", name="Remove filter: importance major").click()
        assert hash_of(page) == ""
    page.set_viewport_size(WIDE)
    assert page.locator("[id='-importance']").is_visible()


def test_a_drawer_that_is_open_when_the_window_grows_becomes_the_column(visit: Callable[..., Any]) -> None:
    page = visit(viewport=PHONE)
    page.get_by_role("button", name="Filters").click()
    page.set_viewport_size(WIDE)
    page.get_by_role("dialog").wait_for(state="hidden")
    page.get_by_role("button", name=re.compile(r"^major \d+$")).click()
    assert shown(page) == [SUMMIT]


# --- one event, and how it loads ----------------------------------------------------------------------


def test_one_event_has_no_bars_and_is_one(visit: Callable[..., Any]) -> None:
    page = visit(SAMPLE, "show", SUMMIT)
    assert page.locator("[id='-strip']").count() == 0
    assert page.get_by_role("status").inner_text() == "1 event"
    page = visit(hash="#theme=letters")
    assert page.get_by_role("status").inner_text() == "1 of 8 events"


def test_few_bars_are_no_wall(visit: Callable[..., Any]) -> None:
    page = visit(SAMPLE, "timeline", "--in", "2021-05", "--limit", "2")
    widths = page.locator("[id='-strip'] rect").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().width)"
    )
    assert widths
    assert max(widths) < 25


@pytest.mark.parametrize("size", [LARGER_PHONE, WIDE], ids=["412", "1280"])
@pytest.mark.parametrize("hash", ["", "#view=full"])
def test_nothing_moves_while_the_page_loads(visit: Callable[..., Any], size: dict[str, int], hash: str) -> None:
    page = visit(BUNDLED, "timeline", hash=hash, viewport=size)
    drawn(page)
    if not page.evaluate(DRAWN_IN_PARTS):  # a fast machine may read all of it before it draws
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 8})
        page.reload()
        drawn(page)
        session.detach()
        assert page.evaluate(DRAWN_IN_PARTS)
    assert page.evaluate(SHIFT) <= 0.1
