"""The fields that columns may hold, and the usual names of their columns."""

import re
from collections.abc import Sequence

from ..fields import DERIVED, EVENT_FIELDS
from ..text.normalize import fold

_NAMES = {
    "id": "uid|unique id|event id|identifier",
    "date": (
        "when|event date|date of event|dates|date iso|iso date|exact date|date time|datum|fecha|data|"
        "日付|年月日|日時|月日|日程|날짜|일자|일시|日期|时间"
    ),
    "start": (
        "start date|date start|begin|begin date|begins|beginning|starts|from|from date|dtstart|date from|"
        "start date time|beginn|debut|inicio|inizio|開始日|開始|시작일|시작|开始日期"
    ),
    "end": (
        "end date|date end|until|to|to date|ends|finish|dtend|date to|finish date|end date time|"
        "ende|fin|final|fine|終了日|終了|종료일|종료|结束日期"
    ),
    "title": (
        "headline|event|name|subject|event name|event title|heading|label|item label|event label|"
        "summary line|titel|ereignis|titre|evenement|titulo|evento|titolo|nombre|nom|"
        "タイトル|題名|件名|名称|名前|行事|出来事|イベント|できごと|제목|이름|행사|사건|명칭|标题|事件|record key"
    ),
    "summary": (
        "description|text|details|body|event description|desc|content|beschreibung|descripcion|descricao|"
        "descrizione|説明|内容|概要|詳細|설명|내용|개요|상세|描述"
    ),
    "place": (
        "location|where|venue|places|event location|city|location city|ort|lieu|lugar|local|luogo|"
        "場所|会場|開催地|장소|위치|地点|地點"
    ),
    "sources": (
        "url|urls|link|links|source|source url|website|web site|reference|references|event url|quelle|fuente|fonte|"
        "出典|情報源|リンク|출처|링크|来源"
    ),
    "publisher": "published by|source name",
    "themes": "theme|tags|tag|category|categories|keywords|keyword|group|type|topic|kategorie|categoria|分類|분류|类别",
    "actors": "actor|people|person|who|participants|participant|人物|인물",
    "thread": "",
    "importance": "",
    "status": "event status",
    "note": "notes|remarks|備考|注|비고|备注",
    "date_note": "display date",
    "follows": "",
    "year": "start year|year start|begin year|year begin|event year|date year|start date year|yr|decade|"
    "jahr|annee|ano|anno|年|西暦|연도|년|년도|年份",
    "month": "start month|month start|event month|date month|start date month|monat|mois|mes|mese|月|월",
    "day": "start day|day start|event day|day of month|date day|start date day|tag des monats|jour|dia|giorno|日|일",
    "quarter": "qtr|분기|季度",
    "season": "季節|계절|季节",
    "time": "start time|event time|time of day|時刻|時間|시간|시각",
    "end_year": "year end|finish year|end date year",
    "end_month": "month end|end date month",
    "end_day": "day end|end date day",
    "end_time": "",
}

WORDS: dict[str, tuple[str, ...]] = {
    field: tuple(name for name in names.split("|") if name)
    for field, names in (_NAMES | {field: "" for field in EVENT_FIELDS if field not in (*_NAMES, *DERIVED)}).items()
}
"""Field → other names of its column, in any case, with spaces, hyphens, underscores, accents or camelCase. `start`
and `end` make a date, and so do `year`, `month` and `day`. Without a year, `day` means the whole date, and `quarter`
and `season` mean nothing. Times of day order the events of a day."""

Columns = dict[str, list[int]]
"""Field → the numbers of its columns, from 0."""

_LONGEST_NAME = 60
"""Letters of the name of a column; a longer text is no name."""

_BESIDE = r" (?:name|names|value|values|label|title|text|iso|utc|gmt|local|\(s\))$|^(?:event|item) "
"""Words that may be added to a name: `location name`, `event venue`."""


def column_words(name: str) -> str:
    """The name of a column for comparison: `startDate` and `Start_Date` are equal."""
    return "" if name.startswith("@") else fold(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name))


def core_words(name: str) -> str:
    """The same without added words: `Date (UTC)`, `location name`, `event venue`."""
    return re.sub(_BESIDE, "", column_words(re.sub(r"(?<=\S)\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$", "", name)))


PARTS_OF_YEARS = {
    "quarter": r"(?i)q?[1-4](?:\.0|q)?",
    "season": r"(?i)spring|summer|autumn|fall|winter",
}
"""Fields beside a year, and what their cells look like."""

DATE_FIELDS = (
    "date",
    "start",
    "end",
    *PARTS_OF_YEARS,
    *(name for name in WORDS if name.split("_")[-1] in ("year", "month", "day", "time")),
)
"""Fields that the date of an event is made of."""

FIELDS = tuple(name for name in WORDS if not name.endswith("time"))
"""The fields of `--map`."""

LISTS = ("sources", "publisher", "themes", "actors", "follows")
JOINED = {"place": " / ", "summary": "\n\n", "note": "\n\n", "date_note": "; "}
"""Fields that join the texts of several columns, and the separator."""


def known_names(cells: Sequence[str]) -> int:
    """The number of fields that some cells name."""
    words = {word for cell in cells for word in (column_words(cell), core_words(cell)) if len(cell) < _LONGEST_NAME}
    return sum(fold(name) in words or not words.isdisjoint(others) for name, others in WORDS.items())


def header_number(rows: Sequence[Sequence[str]]) -> int:
    """The number of the row with the names of the columns, from 0: the first that is not blank, or one below it
    if only that one has known names."""
    filled = [number for number, cells in enumerate(rows) if any(cell.strip() for cell in cells)]
    if not filled or known_names(rows[filled[0]]):
        return filled[0] if filled else 0
    return next((number for number in filled if known_names(rows[number]) > 1), filled[0])
