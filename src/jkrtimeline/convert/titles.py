"""Titles for records that have none."""

import re

from .report import UNTITLED, Report

_LONGEST = 160
"""Letters of a title that is made of a text."""


def title_from(text: str, position: int, report: Report) -> str:
    """The first sentence of a text, cut at a word where it is long; reported unless the text is empty."""
    line = text.strip().partition("\n")[0].strip()
    if line:
        report.change(position, UNTITLED)
    match = re.match(r"(.{8,}?[.!?。！？])(?:\s+(?=[A-Z0-9“\"'(À-Þ])|$|(?<=[。！？]))", line)
    sentence = match[1] if match else line
    if len(sentence) > _LONGEST:
        return sentence[:_LONGEST].rsplit(" ", 1)[0].rstrip(",;: ") + "…"
    return sentence.removesuffix(".") if sentence.count(".") == 1 else sentence
