"""What all forms of dates share: the rules of a file, the error for a date that is refused, and one spelling."""

import re
from datetime import tzinfo
from typing import Literal, NamedTuple, NoReturn
from unicodedata import normalize

from ..edtf import MONTH_NAMES, DateError
from ..text.sanitize import visible, without_invisible
from . import Century, Order
from .report import quoted_text

HINT = "write it like 2024-10-03, 2024-10 or 2024"

_HYPHENS = "[‐‑]"
_DASHES = "[‒–—―−〜～]"
_NUMERALS = {numeral: number for number, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_NUMERAL = r"[〇零○一二三四五六七八九十]+(?=\s*[年月日])"
_SHORT_END = r"(?a)(\d{{4}})({start})(\d\d?\2\d\d?\.?[^\d~–-]*?) ?(?:{mark}) ?(\d\d?) ?[./-] ?(\d\d?\D*)"
"""A range of days with the year at its start alone: 2024.10.3(목) ~ 10.5(토)."""

_CIRCA_LAST = (
    r"(?i)(?!\d\d?(?:st|nd|rd|th)? ?c\.)(.*\d.*?)[ ,]*"
    r"(?:\((?:c|ca|cca|circa|approx|approximately|about|abt)\.?\)|\bcirca|\b(?:ca|c)\.)"
)
"""`1850 (circa)`, `1850 c.`; `18 c.` is a century."""

_SPELLINGS = (
    (r'="(.+)"', r"\1"),  # as spreadsheets write a text into CSV
    (r"'(\d{4}.*)", r"\1"),
    (r"(?ai)(\d{1,4}|[a-z]{3,9})–(\d\d?|[a-z]{3,9})–(\d{1,4})(\D.*)?", r"\1-\2-\3\4"),
    (r"(?a)(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)", r"\1"),  # a day in XML Schema
    (r"(?a)((?:1[5-9]|20)\d\d[01]\d[0-3]\d)([0-2]\d[0-5]\d(?:[0-5]\d)?)(?:\.\d+)?", r"\1T\2"),  # 20241003103000
    (
        r"(?a)(\d{4}) ?[年년] ?[第제]? ?([1-4]) ?(?:季度|분기)",
        r"\1-Q\2",
    ),  # not 四半期: usually fiscal quarters
    (r"(.+?) ?(?:から|부터) ?(.+?) ?(?:まで|까지)", r"\1 – \2"),
    (r"(.+[年月日]) ?至 ?(.+)", r"\1 – \2"),
    (r"(?a)(.*[年년] ?)(\d\d?) ?[-–~] ?(\d\d? ?[月월])", r"\1\2月 – \3"),  # 2024年3~5月
    (r"(?a)(.*[月월] ?)(\d\d?) ?[-–~] ?(\d\d? ?[日일])", r"\1\2日 – \3"),
    (_SHORT_END.format(start="-|/|\\. ?", mark="[~–]|(?<= )-(?= )"), r"\1\2\3 – \1\2\4\2\5"),
    (_SHORT_END.format(start="/|\\. ?", mark="-"), r"\1\2\3 – \1\2\4\2\5"),
    (r"(?i)(?:from |since )?(.*\d.*?),? onwards?", r"since \1"),
    (r"(.+[年月日년월일]) ?(?:から|부터)", r"since \1"),
    (r"(?a)(\d{3}0) ?(?:年代|년대)", r"\1s"),
    (r"(?a)(\d{1,2}) ?(?:世紀|世纪|세기)", r"\1th century"),
    (r"(.+[年月日년월일]) ?(?:頃|ごろ|ころ|경|쯤)", r"c. \1"),
    (r"(.+[年月년월]) ?(?:初頭|初め|初旬|上旬|前半|초순|상순|초)", r"early \1"),
    (r"(.+[年月년월]) ?(?:中旬|半ば|중순|중반)", r"mid \1"),
    (r"(.+[年月년월]) ?(?:末|下旬|後半|하순|말)", r"late \1"),
    (r"(?a)(\d{4}) ?[年년] ?(?:の ?)?(?:春|봄)季?", r"spring \1"),
    (r"(?a)(\d{4}) ?[年년] ?(?:の ?)?(?:夏|여름)季?", r"summer \1"),
    (r"(?a)(\d{4}) ?[年년] ?(?:の ?)?(?:秋|가을)季?", r"autumn \1"),  # no winter: it may begin in the year before
    (r"(?a)(\d{3,4})\.0+", r"\1"),  # a year in a column of decimal numbers
    (r"(?=.*\d)(?:\((\S[^()]*)\)|\[(\S[^\[\]]*)\])", r"\1\2"),  # (1850), [1850]
    (r"(?a)\+?(\d{4})-00-00(?:T00:00:00Z)?", r"\1"),  # MySQL and Wikidata write 00 for an unknown month or day
    (r"(?a)\+?(\d{4}-(?:0[1-9]|1[0-2]))-00(?:T00:00:00Z)?", r"\1"),
    (r"(?ai)([12]\d)(?:\?\?|--|xx|__)", r"\1XX"),  # as library catalogues write a century or a decade
    (r"(?ai)([12]\d\d)(?:-|x|_)", r"\1X"),
    (r"(?a)(\d\d)(\d0)'?s ?[-–] ?(\d0)'?s", r"\1\2s – \1\3s"),  # 1920s-30s
    (r"(.*\d.*?) ?(?:\(\?\)|\[\?\])", r"\1?"),  # 1850 (?)
    (_CIRCA_LAST, r"c. \1"),
    (r"(?a)\+(\d{4}-\d\d-\d\d.*)", r"\1"),
)
"""Ways to write a date, and the spelling that the forms have; applied one after the other."""


class RefusedDate(DateError):
    """A date that is not read; `rule` is a short name of the reason."""

    def __init__(self, message: str, rule: str = "date", *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.rule = rule


class DateRules(NamedTuple):
    """How the dates of a file are read.

    `order` is that of numbers such as 10/3/2024, `century` that of years of two digits. `groupings` says how
    1939-41 is read: as a season, quarter or half of EDTF, which only jkr writes; as years; or not at all, because the
    table may be jkr's. `year_spans` holds when the column also has spans of years such as 1939-41. `points` says what
    `2024.5` means, judged by the other dates of the table: May, a part of the year, or either. Times in UTC are read as
    days in `zone`.
    """

    order: Order | None = None
    century: Century | None = None
    groupings: Literal["edtf", "years", "refuse"] = "years"
    year_spans: bool = False
    points: Literal["months", "decimals", "either"] = "either"
    zone: tzinfo | None = None


_QUOTED = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_POSSIBLE = r"(?a)(?:\d{4}(?:-\d\d){0,2}[?~%]?(?:/(?!$)|$)){1,2}"
"""The shape of a date or an interval; its numbers may not exist."""


_REFUSED = (
    (r"(?:1\d|20)\d\?", "could be a decade, or a year of three digits", "write 199X or 0199"),
    (
        r"\d{4}-\d\d-\?",
        "could be an unknown day or an unknown end",
        "write 2024-10-XX for an unknown day, 2024-10/ for an unknown end",
    ),
    (
        r"\d{4}-(?:\d\d-)?\d\?",
        "could have an unknown digit, or be uncertain",
        "write 2024-10-XX for an unknown day, 2024-10-03? for an uncertain one",
    ),
    (r".*\d ?(?:bce?|b\.c\.(?:e\.)?)", "is before the year 0001", "years run from 0001 to 9999"),
)
"""Patterns of texts that are no date, or several; the reason, and a hint."""


def refuse_known(words: str) -> None:
    """Raise RefusedDate for a text that is known to have no reading, or several."""
    for pattern, reason, hint in _REFUSED:
        if re.fullmatch(pattern, words, re.ASCII | re.IGNORECASE):
            raise RefusedDate(f"{words!r} {reason}", hint=hint)


def refusal_of_whole(error: DateError, text: str) -> RefusedDate:
    """The same error, but quoting the text as it is in the file."""
    message, whole = error.message, quoted_text(text.strip())
    subject = re.match(f"{_QUOTED}(?: in {_QUOTED})? (.+)", message)
    if subject and subject[1] != whole:
        is_part = subject[1][1:-1] in whole and subject[3] != "is not a date"
        message = f"{f'{subject[1]} in {whole}' if is_part else whole} {subject[3]}"
    return RefusedDate(message, getattr(error, "rule", "date"), hint=error.hint)


def refusal_of_numbers(words: str, error: DateError) -> RefusedDate:
    """The error for digits and signs that are not EDTF, in plain words."""
    if re.fullmatch(r"(?a)[-+]\d.*|\d{5,}-.*|\d{9,}", words):
        return RefusedDate(f"{words!r} is outside the years 0001 to 9999", "years", hint=HINT)
    if re.fullmatch(r"(?a)\d{1,2}([/.-])\d{1,2}\1?", words):
        return RefusedDate(f"{words!r} has no four-digit year", "no-year", hint="write the year in full")
    if re.fullmatch(r"(?a)\d{4}-\d", words):
        return RefusedDate(f"{words!r} has a month of one digit", hint="write two digits: 2024-01")
    if re.fullmatch(_POSSIBLE, words):
        return RefusedDate(error.message, hint=HINT if "season" in error.hint else error.hint)
    return RefusedDate(f"{words!r} is not a date", hint=HINT)


def refuse_decimal(words: str, *, typed: bool = False) -> NoReturn:
    """Raise RefusedDate for a number that may be a year with a fraction; `typed` for one of JSON or a workbook, which
    is never read as a month."""
    if not re.fullmatch(r"(?a)\d{4}\.(?:0?[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])\.\d{4}", words):
        raise RefusedDate(f"{words!r} is a decimal number, not a date", "decimal", hint=HINT)
    hint = "write the month as 2024-10" + ("" if typed else ", or use --dates ymd to read 2024.5 as May")
    raise RefusedDate(f"{words!r} could be a month or a decimal number", "decimal", hint=hint)


def full_year(digits: str, whole: str, rules: DateRules) -> int:
    """A year as written; two digits need `--century`, or AD beside them."""
    if len(digits) != 2 or re.search(r"(?i)(?<![a-z])(?:ad|a\.d\.|ce|c\.e\.)(?![a-z])", whole):
        return int(digits)
    if rules.century is None:
        hint = "say which century: --century 1900 or --century 2000"
        raise RefusedDate(f"{whole!r} has a year of two digits", "short-year", hint=hint)
    return int(rules.century) + int(digits)


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def month_number(text: str) -> int | None:
    """The month of a name, an abbreviation, `10月`, digits or a Roman numeral; None for anything else."""
    words = text.strip().lower().rstrip(".")
    if words in _ROMAN:
        return _ROMAN.index(words) + 1
    if match := re.fullmatch(r"(?a)(\d{1,2})(?:\.0+)?(?:[月월]| ?mo)?", words):
        return int(match[1])
    if words == "sept":
        return 9
    whole = [number for number, name in enumerate(MONTH_NAMES, 1) if name.lower().startswith(words)]
    return whole[0] if whole and len(words) >= 3 else None


def usual_spelling(text: str) -> str:
    """The text of a date with plain digits, en dashes and single blanks, and with the English words of the forms."""
    words = re.sub(_HYPHENS, "-", visible(without_invisible(text)))
    words = normalize("NFKC", re.sub(_DASHES, "–", words))
    words = " ".join(words.replace("’", "'").replace("≈", "~").split())
    words = re.sub(_NUMERAL, lambda match: _digits(match[0]), words)
    for pattern, spelling in _SPELLINGS:
        if match := re.fullmatch(pattern, words):
            words = match.expand(spelling)
    return words


def _digits(numerals: str) -> str:
    """`二十三` and `二〇二四` in digits."""
    if "十" not in numerals:
        return "".join(str(_NUMERALS[numeral]) for numeral in numerals)
    tens, _, ones = numerals.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numerals
    return str(10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0))
