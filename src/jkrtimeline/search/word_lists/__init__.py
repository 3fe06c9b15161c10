"""Lists of English words that come with the program: one row a line, `#` for comments."""

from pathlib import Path

FILES = tuple(Path(__file__).with_name(name) for name in ("irregular.txt", "related.txt", "common.txt"))
IRREGULAR_FILE, RELATED_FILE, COMMON_FILE = FILES

MOST_FORMS = 30
"""The most texts that the irregular forms of its words make of a phrase."""


def irregular_rows() -> list[list[str]]:
    """The forms of each irregular verb and noun, the base first."""
    return [line.split() for line in _lines(IRREGULAR_FILE)]


def related_rows() -> list[list[str]]:
    """Words and phrases of the news that are close in meaning, without being synonyms."""
    return [[phrase.strip() for phrase in line.split(",")] for line in _lines(RELATED_FILE)]


def common_words() -> frozenset[str]:
    """The commonest English words of four letters and more: none of them is a misspelling."""
    return frozenset(" ".join(_lines(COMMON_FILE)).split())


def _lines(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
