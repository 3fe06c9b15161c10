"""Why a text is not an EDTF date, and how to write it."""

import re

_MISTAKES = (
    (r"^\d{6}(\d\d)?[?~%]?\Z", "lacks its hyphens", "write it like 2024-10-03"),
    (r"^\Z", "is empty", "write it like 2024-10-03, 2024-10 or 2024"),
    (r"^\.\.\Z", "names no day", "write it like 2023-12-01/.. for an open end"),
    (r"\d[Tt]\d\d|\d\d-\d\d \d\d|\d:\d", "has a time of day", "write the day alone: 2024-10-03"),
    (r"^[-+Y]+\d|^\d{5,}|^\d+[ES]\d", "has a year outside 0001–9999", "years have four digits: 0850"),
    (r"(?i)^(open|unknown)\Z", "is from an older draft of EDTF", "write '..' for an open end: 2023-12-01/.."),
    (r"^[\dxuU]{4}(-[\dxuU]{2}){0,2}\Z", "has a letter that is not a capital X", "unspecified digits are X: 201X"),
    (
        r"^\[.*\]\Z|^\{.*\}\Z|^\.\.\d{4}|^\d{4}[\d-]*(\.\.|,)",
        "is a set of dates, which jkr does not read",
        "write one date, or an interval: 2024-10-03/2024-10-05",
    ),
    (r"[?~%]{2,}", "has two qualifiers", "'%' means both uncertain and approximate: 2024-10%"),
    (r"[?~%].", "has ?, ~ or % before the end", "put it at the end: 2024-10-03~"),
    (r"^\d{1,3}[?~%]?\Z|^\d{1,3}-", "has a year of fewer than four digits", "years have four digits: 0850, 2024"),
    (
        r"^\d{4}-\d(-|\Z)|^\d{4}-\d\d-\d\Z",
        "has a month or day of one digit",
        "write month and day with two digits: 2024-01-05",
    ),
    (
        r"^[\d-]*X[\dX-]*[?~%]?\Z",
        "has an X in the wrong place",
        "write it like 201X, 20XX, 2024-XX, 2024-10-XX or 2024-XX-XX",
    ),
)
"""Pattern, reason and hint. The first pattern that occurs in a text gives the reason."""


def refusal(text: str) -> tuple[str, str]:
    """Why a text is not a date, to follow the text in a message; and a hint."""
    for pattern, reason, hint in _MISTAKES:
        if re.search(pattern, text, re.ASCII):
            return reason, hint
    return "is not a date", "write it like 2024-10-03, 2024-10, 2024, 2024-10-03/2024-10-05 or 2024-10~"
