"""The spellings of a date → one spelling: dashes, widths, numerals, brackets, unknown parts."""

import re
from unicodedata import normalize

from ..text.sanitize import visible

_DASHES = "[‐‑‒–—―−〜～]"
_NUMERALS = {numeral: number for number, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_NUMERAL = r"[〇零○一二三四五六七八九十]+(?=\s*[年月日])"
_APPROXIMATE = r"(?i)(.*\d.*?)[ ,]*(?:\((?:c|ca|cca|circa|approx|approximately|about|abt)\.?\)|\bcirca|\b(?:ca|c)\.)"
_UNSURE = r"(.*\d.*?) ?(?:\(\?\)|\[\?\])"
_BRACKETS = r"\((\S[^()]*)\)|\[(\S[^\[\]]*)\]"
_ZERO_PARTS = r"(?a)\+?(\d{4})-(?:00-00|(0[1-9]|1[0-2])-00)(?:T00:00:00Z)?"
"""MySQL and Wikidata write 00 for an unknown month or day."""
_UNKNOWN_DIGITS = r"(?ai)([12]\d)(?:\?\?|--|xx|__)|([12]\d\d)(?:-|x|_)"
"""Library catalogues write a century or a decade with its last digits unknown."""

_EASTERN = (
    (r"(\d{3}0) ?(?:年代|년대)", r"\1s"),
    (r"(\d{1,2}) ?(?:世紀|世纪|세기)", r"\1th century"),
    (r"(.+[年月日년월일]) ?(?:頃|ごろ|ころ|경|쯤)", r"c. \1"),
    (r"(.+[年月년월]) ?(?:初頭|初め|初旬|上旬|前半|초순|상순|초)", r"early \1"),
    (r"(.+[年月년월]) ?(?:中旬|半ば|중순|중반)", r"mid \1"),
    (r"(.+[年月년월]) ?(?:末|下旬|後半|하순|말)", r"late \1"),
    (r"(\d{4}) ?[年년] ?(?:の ?)?(?:春|봄)季?", r"spring \1"),
    (r"(\d{4}) ?[年년] ?(?:の ?)?(?:夏|여름)季?", r"summer \1"),
    (r"(\d{4}) ?[年년] ?(?:の ?)?(?:秋|가을)季?", r"autumn \1"),
)
"""Japanese, Korean and Chinese words about a date → English ones. No winter: it may begin in the year before."""


def usual_spelling(text: str) -> str:
    """The text of a date with plain digits, en dashes and single blanks."""
    words = normalize("NFKC", re.sub(_DASHES, "–", visible(text)))
    words = " ".join(words.replace("’", "'").replace("≈", "~").split())
    if not words.isascii():
        words = re.sub(_NUMERAL, lambda match: _digits(match[0]), words)
        for pattern, spelling in _EASTERN:
            words = re.sub(rf"(?a)\A{pattern}\Z", spelling, words)
    words = re.sub(r"(?a)\A(\d{3,4})\.0+\Z", r"\1", words)  # a year in a column of decimal numbers
    if (match := re.fullmatch(_BRACKETS, words)) and re.search(r"\d", words):
        words = match[1] or match[2]
    if match := re.fullmatch(_ZERO_PARTS, words):
        words = f"{match[1]}-{match[2]}" if match[2] else match[1]
    if match := re.fullmatch(_UNKNOWN_DIGITS, words):
        words = f"{match[1]}XX" if match[1] else f"{match[2]}X"
    words = re.sub(r"(?a)\A(\d\d)(\d0)'?s ?[-–] ?(\d0)'?s\Z", r"\1\2s – \1\3s", words)
    if match := re.fullmatch(_UNSURE, words):
        words = f"{match[1]}?"
    if match := re.fullmatch(_APPROXIMATE, words):
        words = f"c. {match[1]}"
    return re.sub(r"(?a)\A\+(?=\d{4}-\d\d-\d\d)", "", words)


def _digits(numerals: str) -> str:
    """`二十三` and `二〇二四` in digits."""
    if "十" not in numerals:
        return "".join(str(_NUMERALS[numeral]) for numeral in numerals)
    tens, _, ones = numerals.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numerals
    return str(10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0))
