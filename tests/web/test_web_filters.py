"""The web page in a real browser: search, filters, and links that hold them."""

from collections.abc import Callable
from typing import Any

from ..sample import ALL, LETTER, STORM, SUMMIT
from .page import count, drawn, hash_of, marked, search, shown, toggle, until


def test_search_as_you_type(visit: Callable[..., Any]) -> None:
    page = visit()
    for words, ids in (
        ("quay", [name for name in ALL if name in (SUMMIT, "2021-05-quay-plan", "2021-12-01-quay-closed")]),
        ("quay PLAN", ["2021-05-quay-plan"]),
        ("uay", []),
        ("石田 takes", [SUMMIT]),
        ("田", ["2020-spring-talks", SUMMIT, LETTER]),  # also by the native name of an actor
        ("루돌", ["2020-spring-talks", SUMMIT, LETTER]),
        ("ＱＵÀＹ zenda", [SUMMIT, "2020-spring-talks"]),  # the second has most of the words
        ("ＱＵÀＹ AND zenda", [SUMMIT]),
        ("--", ALL),
        ("quay -zenda", ["2021-05-quay-plan", "2021-12-01-quay-closed"]),
        ("-quay -letter -storm", ["2019-survey", "2020-spring-talks", "2024-02-visit"]),
        ("埠頭 -plan", [SUMMIT, "2021-12-01-quay-closed"]),
        ("[red]until", ["2021-12-01-quay-closed"]),
        ("note OR sources", []),  # of what is said about events, not of how the page is made
        ("gazette survey", ["2019-survey"]),
    ):
        assert (words, search(page, words)) == (words, ids)
        expected = f"All {len(ALL)} events" if ids == ALL else f"{len(ids)} of {len(ALL)} events"
        assert page.get_by_role("status").inner_text() == expected
        assert page.get_by_text("No event matches.").is_visible() == (not ids)
        months = page.locator("section.month:visible").count()
        assert (months > 0) == bool(ids)


def test_matched_words_are_highlighted_without_changing_the_text(visit: Callable[..., Any]) -> None:
    page = visit()
    articles = "all => all.map(each => each.outerHTML)"
    before = page.locator("article").evaluate_all(articles)
    search(page, "quay ZÉNDA")
    until(page, "CSS.highlights.get('match').size > 0")
    assert {word.lower() for word in marked(page)} == {"quay", "zenda"}
    search(page, "")
    assert marked(page) == []
    assert page.locator("article").evaluate_all(articles) == before


def test_toggles_of_one_kind_are_or_of_several_and(visit: Callable[..., Any]) -> None:
    page = visit()
    assert [count(page, name) for name in ("Harbours", "Summits", "Letters", "Ruritania")] == [5, 3, 1, 5]
    toggle(page, "Letters").click()
    assert shown(page) == [LETTER]
    assert [count(page, name) for name in ("Harbours", "Summits", "Ruritania", "Strelsau")] == [5, 3, 1, 0]
    toggle(page, "Summits").click()
    assert shown(page) == ["2020-spring-talks", SUMMIT, LETTER, "2024-02-visit"]
    toggle(page, "Strelsau").click()  # and those who belong to it
    assert shown(page) == ["2020-spring-talks", SUMMIT, "2024-02-visit"]
    assert toggle(page, "Strelsau").get_attribute("aria-pressed") == "true"
    toggle(page, "notable or more").click()
    toggle(page, "major").click()
    assert shown(page) == [SUMMIT]
    assert [count(page, name) for name in ("all", "notable or more", "major")] == [3, 3, 1]
    assert hash_of(page) == "#theme=letters&theme=summit&actor=strelsau&importance=major"
    page.get_by_role("button", name="Clear").click()
    assert shown(page) == ALL
    assert hash_of(page) == ""
    assert page.get_by_role("button", name="Clear").count() == 0
    assert page.evaluate("document.activeElement.id") == "-words"


def test_the_hash_holds_the_filters_and_back_restores_them(visit: Callable[..., Any]) -> None:
    page = visit()
    toggle(page, "Harbours").click()
    search(page, "quay AND 石田")
    toggle(page, "notable or more").click()
    fragment, seen = hash_of(page), shown(page)
    assert seen == [SUMMIT]
    again = visit(hash=fragment)
    assert shown(again) == seen
    assert again.get_by_role("searchbox").input_value() == "quay AND 石田"
    assert toggle(again, "Harbours").get_attribute("aria-pressed") == "true"
    assert hash_of(again) == fragment
    page.go_back()
    assert hash_of(page).startswith("#q=quay")
    page.go_back()
    assert hash_of(page) == "#theme=harbour"
    assert page.get_by_role("searchbox").input_value() == ""
    page.go_back()
    assert shown(page) == ALL
    page.go_forward()
    assert hash_of(page) == "#theme=harbour"
    assert len(shown(page)) == 5


def test_unknown_names_in_a_hash_are_ignored(visit: Callable[..., Any]) -> None:
    page = visit()
    for fragment, ids in (
        ("#theme=nothing&actor=nobody&importance=huge&from=soon&to=9999-99-99&x=y", ALL),
        ("#theme=letters&theme=nothing", [LETTER]),
        ("#from=2024-01-01&to=2020-01-01", ALL),
        ("#from=2024-01-01", ["2021-12-01-quay-closed", "2024-02-visit"]),
        ("#%E0%A4%A", ALL),
        ("#nowhere", ALL),
        ("#constructor", ALL),
        ("#q=<img src=x onerror=alert(1)>", []),
    ):
        page.evaluate("fragment => { history.replaceState(null, '', fragment); }", fragment)
        page.reload()
        assert (fragment, shown(page)) == (fragment, ids)


def test_each_event_has_its_permanent_link(visit: Callable[..., Any]) -> None:
    from playwright.sync_api import expect

    page = visit(hash=f"#{LETTER}", viewport={"width": 1280, "height": 300})
    assert shown(page) == ALL
    letter = page.locator(f"[id='{LETTER}']")
    expect(letter).to_be_in_viewport()
    assert "target" in letter.get_attribute("class")
    toggle(page, "Harbours").click()
    page.get_by_role("link", name="Summit at Zenda").first.click()
    assert hash_of(page) == f"#theme=harbour&event={SUMMIT}"
    assert len(shown(page)) == 5
    expect(page.locator(f"[id='{SUMMIT}']")).to_be_in_viewport()
    page.evaluate(f"location.hash = '{STORM}'")
    until(page, f"document.querySelector('.target')?.id === '{STORM}'")
    assert shown(page) == ALL


def test_a_link_to_an_event_takes_the_keyboard_along(visit: Callable[..., Any]) -> None:
    page = visit(viewport={"width": 1280, "height": 300})
    at, top = "document.activeElement.closest('article')?.id", "document.activeElement.getBoundingClientRect().top"
    page.locator("article dd").get_by_role("link", name="Summit at Zenda").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(at) == SUMMIT
    drawn(page)
    assert 0 < page.evaluate(top) < 150  # below the heading of the month, at the top of the window
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Summits"
    assert page.evaluate(at) == SUMMIT
    page.locator(f"[id='{SUMMIT}']").get_by_role("link", name="Talks in spring").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(at) == "2020-spring-talks"
    page.go_back()
    page.keyboard.press("Tab")  # the browser itself begins at the event that the address names
    assert page.evaluate(at) == SUMMIT
    page.go_forward()
    page.keyboard.press("Tab")
    assert page.evaluate(at) == "2020-spring-talks"
    again = visit(hash=f"#theme=letters&event={LETTER}")
    assert again.evaluate(at) == LETTER
