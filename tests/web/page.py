"""What the tests read from the web page, and do on it."""

import re
from typing import Any


def shown(page: Any) -> list[str]:
    """The ids of the events that can be seen."""
    ids: list[str] = page.locator("article.event:visible").evaluate_all("all => all.map(each => each.id)")
    return ids


def toggle(page: Any, name: str) -> Any:
    return page.get_by_role("button", name=re.compile(rf"^{name} \d+$"))


def count(page: Any, name: str) -> int:
    return int(toggle(page, name).locator(".count").inner_text())


def until(page: Any, condition: str) -> None:
    """Wait until a condition holds on the page. Playwright's own waiting evaluates code that the page forbids."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never came true: {condition}")


def drawn(page: Any) -> None:
    """Wait until the page has been laid out and drawn."""
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )


def stop_clock(page: Any) -> None:
    """Let the clock of the page stand still: what follows within two seconds is one step in its history."""
    page.evaluate("() => { Date.now = () => 0; }")


def marked(page: Any) -> list[str]:
    """The highlighted words."""
    words: list[str] = page.evaluate("[...CSS.highlights.get('match')].map(range => range.toString())")
    return words


def search(page: Any, words: str) -> list[str]:
    page.get_by_role("searchbox").fill(words)
    return shown(page)


def hash_of(page: Any) -> str:
    return str(page.evaluate("location.hash"))
