"""Addresses: which of them become links, and how they are written in ASCII."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jkrtimeline.formats.shared import links
from jkrtimeline.formats.shared.links import ascii_address, link
from jkrtimeline.text.sanitize import visible


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/a?b=[1]&c={2}|3^4#d", "https://x.example/a?b=%5B1%5D&c=%7B2%7D%7C3%5E4#d"),
        ("https://日本.example/石破?q=é", "https://xn--wgv71a.example/%E7%9F%B3%E7%A0%B4?q=%C3%A9"),
        ("https://x.example/it's/100%25", "https://x.example/it's/100%25"),
        ("HTTP://[::1]:80/~a", "HTTP://[::1]:80/~a"),
        ("https://x.example?q=1", "https://x.example?q=1"),
    ],
)
def test_addresses_in_the_letters_that_every_program_takes(url: str, expected: str) -> None:
    assert ascii_address(url) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters='"<>\\`'), min_size=1))
def test_any_address_becomes_ascii_and_means_the_same(path: str) -> None:
    address = ascii_address(f"https://x.example/{path}")
    assert re.fullmatch(r"https://x\.example/[A-Za-z0-9!$&'()*+,\-./:;=?@_~%#]*", address)
    assert ascii_address(address) == address
    assert unquote(address) == unquote(f"https://x.example/{path}")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("HTTP://example.org/[a]", "HTTP://example.org/%5Ba%5D"),
        ("http://例え.jp/パス", "http://xn--r8jz45g.jp/%E3%83%91%E3%82%B9"),
    ],
)
def test_a_link_is_an_address_of_the_web_in_ascii(url: str, address: str) -> None:
    assert link(url) == address


@pytest.mark.parametrize(
    "url",
    [
        *("", None, "https://", "https://[", "//example.org", " https://example.org"),
        *("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://example.org"),
        *("https://a b", 'https://a"b', "https://x.example/`id`", "https://x.example/<b>"),
        *("https://a/\u202ex", "https://example.org/\x1b]8;;x\x07"),
    ],
)
def test_an_address_that_is_no_web_page_or_could_be_misread_is_no_link(url: str | None) -> None:
    assert link(url) == ""


@given(st.from_regex(r"https?://[A-Za-z0-9.-]+(?:[/?#][A-Za-z0-9!$&'()*+,./:;=?@_~%#-]*)?", fullmatch=True))
def test_most_addresses_are_links_without_change(url: str) -> None:
    assert link(url) == url == links.ascii_address(url) == visible(url)
    assert urlsplit(url).hostname
