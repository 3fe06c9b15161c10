"""The fields that columns may hold, and the usual names of their columns."""

_NAMES = {
    "id": "uid|unique id|event id|identifier",
    "date": ("when|event date|date of event|dates|date iso|iso date|exact date|日付|年月日|日時|날짜|일자|일시|日期"),
    "start": (
        "start date|date start|begin|begin date|begins|starts|from|from date|dtstart|date from|"
        "start date time|start datetime|開始日|시작일"
    ),
    "end": (
        "end date|date end|until|to|to date|ends|finish|dtend|date to|finish date|end date time|"
        "end datetime|終了日|종료일"
    ),
    "title": (
        "headline|event|name|subject|event name|event title|heading|label|item label|event label|"
        "summary line|タイトル|題名|件名|名称|行事|出来事|제목|이름|행사|사건|标题|名称"
    ),
    "summary": "description|text|details|body|event description|desc|説明|内容|概要|설명|내용",
    "place": "location|where|venue|places|event location|city|場所|장소",
    "sources": "url|urls|link|links|source|source url|website|web site|reference|references|event url|出典|출처",
    "publisher": "published by|source name",
    "themes": "theme|tags|tag|category|categories|keywords|keyword|group|type|topic|分類|분류",
    "actors": "actor|people|person|who|participants|participant",
    "thread": "",
    "importance": "",
    "status": "event status",
    "note": "notes|備考|비고",
    "date_note": "display date",
    "follows": "",
    "year": "start year|year start|begin year|year begin|event year|yr|年|연도|년",
    "month": "start month|month start|event month|月|월",
    "day": "start day|day start|event day|day of month|日|일",
    "time": "start time|event time|time of day",
    "end_year": "year end|finish year",
    "end_month": "month end",
    "end_day": "day end",
    "end_time": "",
}

WORDS: dict[str, tuple[str, ...]] = {
    field: tuple(name for name in names.split("|") if name) for field, names in _NAMES.items()
}
"""Field → what its column may be called, apart from its own name; whatever the case, spaces, hyphens,
underscores and camelCase. `start` and `end` make a date, and so do `year`, `month` and `day`; `day` means
the whole date where there is no year. Times of day order the events of a day."""

DATE_FIELDS = (
    "date",
    "start",
    "end",
    *(name for name in WORDS if name.split("_")[-1] in ("year", "month", "day", "time")),
)
"""Fields that the date of an event is made of."""

FIELDS = tuple(name for name in WORDS if not name.endswith("time"))
"""What `--map` may name."""

LISTS = ("sources", "publisher", "themes", "actors", "follows")
JOINED = {"place": " / ", "summary": "\n\n", "note": "\n\n", "date_note": "; "}
"""Fields that take a text of each of several columns, and what stands between these."""
