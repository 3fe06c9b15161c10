"""Other words for a date → those of `forms` and `phrases`: `a year ago` → `1 year ago`, `작년 8월` → `2024年8월`."""

import re
from datetime import date

from ..edtf import MONTH_NAMES
from .forms import WEEKDAY_SPELLINGS

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_FROM_TODAY = {
    **dict.fromkeys(("昨年", "去年", "작년", "지난해", "previous year"), "last year"),
    **dict.fromkeys(("今年", "本年", "올해", "금년", "current year"), "this year"),
    **dict.fromkeys(("来年", "내년", "다음 해"), "next year"),
    **dict.fromkeys(("先月", "지난달", "지난 달", "previous month"), "last month"),
    **dict.fromkeys(("今月", "이번 달", "이번달", "이달", "current month"), "this month"),
    **dict.fromkeys(("来月", "다음 달", "다음달"), "next month"),
    **dict.fromkeys(("先週", "지난주", "지난 주", "previous week"), "last week"),
    **dict.fromkeys(("今週", "이번 주", "이번주", "current week"), "this week"),
    **dict.fromkeys(("来週", "다음 주", "다음주"), "next week"),
    **dict.fromkeys(("昨日", "어제"), "yesterday"),
    **dict.fromkeys(("今日", "本日", "오늘"), "today"),
    **dict.fromkeys(("明日", "내일"), "tomorrow"),
}
"""Other words for days, weeks, months and years that count from today."""

_EAST_UNITS = {
    **dict.fromkeys(("日", "일"), "day"),
    **dict.fromkeys(("週", "주"), "week"),
    **dict.fromkeys(("か月", "ヶ月", "カ月", "ヵ月", "개월", "달"), "month"),
    **dict.fromkeys(("年", "년"), "year"),
}
_EAST_LENGTH = rf"(\d{{1,6}}) ?({'|'.join(_EAST_UNITS)})[間간]? ?"
_YEARS_FROM_TODAY = {words: form for words, form in _FROM_TODAY.items() if form.endswith("year")}

_ENGLISH = frozenset(
    f"""{" ".join(_NUMBERS + _ORDINALS)} a an the in on of at by during from since to until till through thru before
    after between and up onwards every last past this next previous current early mid middle late end beginning start
    half halves day days week weeks month months quarter quarters year years decade date ago today yesterday tomorrow
    southern spring summer autumn fall winter circa c ca q h w d m y s st nd rd th fy fiscal ytd now present
    {" ".join(WEEKDAY_SPELLINGS)} {" ".join(f"{name} {name[:3]}" for name in MONTH_NAMES).lower()} sept""".split()
)
_ALONE = frozenset(("ytd", "spring", "summer", "autumn", "fall", "winter"))
_EASTERN = frozenset(
    "年月日週間前後初上中下旬末半期第四春夏秋冬の度代今昨去来本先明過直近かヶカヵらまで以降目め一二三五"
    "년월일주초상중하순말반기분봄여름가을겨울작지난해올금내다음달이번어제오늘부터에서까후전개최근간도회계연대첫둘셋넷째차"
)
"""The letters of dates in Chinese letters, kana and hangul."""


def are_date_words(words: str) -> bool:
    """Whether only words of dates occur in a text in lower case, so that it may be one of more words than `forms`
    has. Other texts, such as names, need not be compared with each form, which saves 10 ms."""
    if "@" in words or words in _ALONE:
        return True
    english = re.findall(r"[a-z]+", words)
    eastern = {letter for letter in words if letter.isalpha() and not letter.isascii()}
    is_one_word = len(english) == 1 and words == english[0]
    return not is_one_word and _ENGLISH.issuperset(english) and _EASTERN.issuperset(eastern)


def simplified(words: str, today: date) -> str:
    """A date with numbers in digits, without `the`, `in` and `of`, with the year last, and with the year that `last
    year` means: `the first half of 2024` and `2024 first half` → `1th half 2024` (every ordinal ends in th),
    `작년 8월` → `2024年8월`. `words` is in lower case."""
    words = re.sub(r"^(?:(?:in|on|during) )?(?:the )?", "", words)
    words = re.sub(r"^middle of ", "mid ", words)
    words = re.sub(r"(?<!week) of (?:the )?", " ", words)
    words = re.sub(r"^(\d{4}),? (?!days?|weeks?|months?|years?|to |q)([a-z\d][ -~]*)$", r"\2 \1", words)
    words = re.sub(rf"\b(an?|{'|'.join(_NUMBERS)}) (?=(?:day|week|month|year)s?\b)", _digits, words)
    words = re.sub(rf"\b({'|'.join(_ORDINALS)}) (?=(?:week|half|quarter)\b)", _nth, words)
    if form := _FROM_TODAY.get(words):
        return form
    if match := re.fullmatch(rf"{_EAST_LENGTH}[前전]", words, re.ASCII):
        return f"{match[1]} {_EAST_UNITS[match[2]]}s ago"
    if match := re.fullmatch(rf"(?:過去|直近|지난|최근) ?{_EAST_LENGTH}", words, re.ASCII):
        return f"last {match[1]} {_EAST_UNITS[match[2]]}s"
    if match := re.fullmatch(r"(.+?),? (last|this|next) (year|month)", words):
        return f"{match[1]} {_of_today(today, match[2], match[3])}"
    for year, form in _YEARS_FROM_TODAY.items():
        if words.startswith(year) and not year.isascii():
            return f"{_of_today(today, form[:4], 'year')}年{words.removeprefix(year).lstrip(' の')}"
    return words


def _digits(match: re.Match[str]) -> str:
    return f"{_NUMBERS.index(match[1]) + 1 if match[1] in _NUMBERS else 1} "


def _nth(match: re.Match[str]) -> str:
    return f"{_ORDINALS.index(match[1]) + 1}th "


def _of_today(today: date, which: str, unit: str) -> str:
    """The last, this or the next year or month, as `2024` or `may 2024`."""
    step = ("last", "this", "next").index(which) - 1
    if unit == "year":
        return f"{today.year + step:04}"
    years, month = divmod(today.month - 1 + step, 12)
    return f"{MONTH_NAMES[month].lower()} {today.year + years:04}"
