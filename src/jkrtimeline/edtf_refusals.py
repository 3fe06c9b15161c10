"""Why a text is not an EDTF date, and how to write it."""

import re

_REFUSALS = [
    (r"^\d{6}(\d\d)?[?~%]?$", "lacks its hyphens", "2024-10-03"),
    (r"^$", "is empty", "2024-10-03, 2024-10 or 2024"),
    (r"^\.\.$", "names no day", "2023-12-01/.. for an open end"),
    (r"\d[Tt]\d\d|\d\d-\d\d \d\d|:", "has a time of day", "write the day alone: 2024-10-03"),
    (r"^Y?[-+]|^Y|^\d{5,}|E\d|^\d+S\d", "is a year outside 0001–9999, or of level 2", "years have four digits: 0850"),
    (r"(?i)open|unknown", "is a word of an older draft", "write '..' for an open end, as in 2023-12-01/.."),
    (r"^[\dxuU]{4}(-[\dxuU]{2}){0,2}\Z", "has a letter that is not a capital X", "unspecified digits are X: 201X"),
    (r"[\[\]{}]|\.\.|,", "is a set of dates, which is level 2", "one date, or an interval: 2024-10-03/2024-10-05"),
    (r"[?~%]{2,}", "has two qualifiers", "'%' means both uncertain and approximate: 2024-10%"),
    (r"[?~%].", "has a qualifier inside, which is level 2", "put the qualifier at the end: 2024-10-03~"),
    (r"^\d{1,3}[?~%]?$|^\d{1,3}-", "has a year of fewer than four digits", "years have four digits: 0850, 2024"),
    (r"^\d{4}-\d(-|$)|^\d{4}-\d\d-\d$", "has a month or day of one digit", "two digits each: 2024-01-05"),
    (r"X", "has an X where level 1 allows none", "201X, 20XX, 2024-XX, 2024-10-XX or 2024-XX-XX"),
]  # fmt: skip
"""Pattern, reason, and example or advice. The first pattern that matches gives the reason."""


def refusal(text: str) -> tuple[str, str]:
    """Why a text is not a date, to follow the text in a message; and a hint."""
    for pattern, reason, example in _REFUSALS:
        if re.search(pattern, text, re.ASCII):
            return reason, f"write it like {example}" if example[0].isdigit() else example
    return "is not a date", "write it like 2024-10-03, 2024-10, 2024, 2024-10-03/2024-10-05 or 2024-10~"
