"""Text: how it is compared and shown, and the syntax of a search."""

import difflib
import re
import sys
import unicodedata
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jkrtimeline.search.syntax import Search, Term, parse_search
from jkrtimeline.text.normalize import fold, index_text
from jkrtimeline.text.sanitize import UNSAFE, visible
from jkrtimeline.text.suggest import did_you_mean, nearest_names


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ishiba  Shigeru", "ishiba shigeru"), ("SOUTH-KOREA", "south korea"), ("U.S.", "u s"), ("Müller", "muller"),
        ("Mu\u0308ller", "muller"), ("ＴＲＵＭＰ", "trump"), ("Straße", "strasse"), ("石破茂", "石破茂"),
        ("a_b", "a b"), ("ﾄﾗﾝﾌﾟ", "トランプ"), ("か\u3099", "が"), ("이\u3000시바", "이 시바"), ("한", "한"),
        ("?!", ""), ("", ""), ("İ", "i"),
    ],
)  # fmt: skip
def test_texts_are_folded_for_comparison(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, 石破 é", "plain, 石破 é"), ("a\tb\nc\r\nd\u2028e", "a b c  d e"), ("\x1b[31mred", "␛[31mred"),
        ("\0\x07\x7f", "␀␇␡"), ("a\u202eb\u2066c", "a�b�c"), ("\x9b31m", "�31m"), ("\ud800", "�"),
        ("a\u200bb\ufeff\xadc\u2060", "abc"), ("\U000e0041\ufff9\u206a\u180e", "����"), ("👩\u200d🔬", "👩\u200d🔬"),
    ],
)  # fmt: skip
def test_visible_text_is_safe_on_a_terminal(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text())
def test_visible_text_has_no_control_character(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in shown)
    assert not any(unicodedata.bidirectional(letter) in ("LRE", "RLE", "LRO", "RLO", "LRI", "RLI") for letter in shown)
    assert visible(shown) == shown


NAMES = ["shigeru-ishiba", "fumio-kishida", "Lee Jae-myung", "lee-ju-ho", "south-korea", "石破茂"]


@pytest.mark.parametrize(
    ("word", "best"),
    [
        ("shigeru-ishba", "shigeru-ishiba"), ("KISHIDA", "fumio-kishida"), ("south corea", "south-korea"),
        ("石破", "石破茂"), ("qqq", None),
    ],
)  # fmt: skip
def test_the_nearest_name_comes_first(word: str, best: str | None) -> None:
    assert next(iter(nearest_names(word, NAMES)), None) == best
    assert len(nearest_names(word, NAMES * 5)) <= 3
    assert did_you_mean(word, NAMES, "look them up").startswith("did you mean" if best else "look them up")


def test_suggestions_over_many_candidates_take_little_time() -> None:
    """Candidates are folded once and compared letter by letter only where they share pairs of letters."""
    names = [f"theme number {number:05}" for number in range(5000)]
    with patch.object(difflib, "get_close_matches", wraps=difflib.get_close_matches) as compared:
        assert nearest_names("theme numbre 04321", names)[0] == "theme number 04321"
    assert len(list(compared.call_args.args[1])) <= 40


# --- the syntax of a search -------------------------------------------------------------------------


def plain(term: Term) -> str:
    """A term in short: [field:]words, `*` for a prefix, quotation marks for a phrase."""
    text = f'"{term.text}"' if term.exact else " ".join(term.words) + "*" * term.prefix
    return f"{term.field}:{text}" if term.field else text


def written(search: Search) -> str:
    groups = [" | ".join(map(plain, group)) for group in search.groups]
    return " & ".join([*groups, *(f"-{plain(term)}" for term in search.excluded)])


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("", ""), ("  ", ""), ('"', ""), ('""', ""), ("*", ""), ("- ?! ...", ""), ("a", "a"), ("A", "a"),
        ("a b", "a & b"), ('"a b"', '"a b"'), ('"a b', "a & b"), ('a"b', "a b"), ('-"a b"', '-"a b"'),
        ("-a b", "b & -a"), ("a -b -c", "a & -b & -c"), ("a - b", "a & b"), ("a-b", "a b"),
        ("south-korea", "south korea"), ("U.S.", "u s"), ("a*", "a*"), ("a-b*", "a b*"), ("*a", "a"),
        ("a OR b", "a | b"), ("a OR b OR c", "a | b | c"), ("x a OR b y", "x & a | b & y"), ("a or b", "a & or & b"),
        ('a OR "b c"', 'a | "b c"'), ('"OR"', '"or"'), ("OR", "or"), ("a AND b", "a & b"), ("NOT a", "-a"),
        ("a NOT b", "a & -b"), ("NOT", "not"), ("AND a", "a"), ("a and b", "a & and & b"), ("a NOT b c", "a & c & -b"),
        ("title:a", "title:a"), ("TITLE:a", "title:a"), ('title:"a b"', 'title:"a b"'), ("-actor:a", "-actor:a"),
        ("source:a*", "source:a*"), ("foo:a", "foo a"), ("title:", "title"), ("http://x.org/y", "http x org y"),
        ("title:a OR theme:b", "title:a | theme:b"), ("yoon's", "yoon"), ("yoon’s", "yoon"), ("Yoon'S", "yoon"),
        ("o'neil", "o neil"), ("石破", "石破"), ("石破*", "石破"), ("日本-韓国", "日本 韓国"), ("ＴＲＵＭＰ", "trump"),
        ("ﾄﾗﾝﾌﾟ", "トランプ"), ("日本　韓国", "日本 & 韓国"), ("a\0b\x1b", "a & b"), ("(a)", "a"), ("^a +b", "a & b"),
        ("NEAR(a b, 2)", "near a & b & 2"), ("{title}:a", "title a"), ("a;DROP", "a drop"), ("50%", "50"),
        ("a_b", "a b"), ("a -b OR c", "a & c & -b"), ("-a OR b", "b & -a"), ("a OR -b OR c", "a & c & -b"),
        ("a a", "a"), ("a OR a OR b", "a | b"), ("a OR b b OR a a OR b", "a | b & b | a"), ("-a -a b", "b & -a"),
        ("! OR a", "a"), ("a ! OR b", "a | b"),
    ],
)  # fmt: skip
def test_a_search_is_read(text: str, meaning: str) -> None:
    assert written(parse_search(text)) == meaning
    assert parse_search(text).empty == (meaning == "")


def test_nothing_printable_is_unsafe() -> None:
    """So printable text needs no check of each letter."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert not any(letter.isprintable() for letter in re.findall(UNSAFE, every))


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("石破", "石|破"), ("a石b", "a|石|b"), ("石 破", "石 破"), (" 石\u3000", " 石 "), ("“石–é", "“|石|–é"),
        ("ア・イ", "ア|・|イ"), ("〇", "〇"), ("é–한!", "é–|한|!"),
        ("\U00020000x", "\U00020000|x"), ("é – ”", "é – ”"),
    ],
)  # fmt: skip
def test_cjk_letters_are_separated(text: str, indexed: str) -> None:
    assert index_text(text) == indexed.replace("|", "\u200b")
