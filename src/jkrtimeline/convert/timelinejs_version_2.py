"""TimelineJS 2 (JSON) → the shape of version 3.

Source of the keys: the documentation of TimelineJS 2, "File Formats: JSON".
"""

import re
from collections.abc import Mapping
from typing import Any


def is_version_2(value: Any) -> bool:
    """Whether a JSON value is a timeline of TimelineJS 2."""
    timeline = value.get("timeline") if isinstance(value, Mapping) else None
    return isinstance(timeline, Mapping) and "date" in timeline


def slides_of_version_2(value: Mapping[str, Any]) -> dict[str, Any]:
    """The same timeline as version 3 has it."""
    timeline = value["timeline"]
    dates, eras = timeline.get("date"), timeline.get("era")
    title = {"text": {"headline": timeline.get("headline"), "text": timeline.get("text")}}
    return {
        "title": title | _media_of(timeline),
        "events": [_slide(each) if isinstance(each, Mapping) else each for each in _list(dates)],
        "eras": _list(eras),
    }


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, Mapping) else []


def _slide(record: Mapping[str, Any]) -> dict[str, Any]:
    slide: dict[str, Any] = {
        "text": {"headline": record.get("headline"), "text": record.get("text")},
        "start_date": _date(record.get("startDate")),
        "group": record.get("tag"),
        **_media_of(record),
    }
    if end := _date(record.get("endDate")):
        slide["end_date"] = end
    return slide


def _media_of(record: Mapping[str, Any]) -> dict[str, Any]:
    asset = record.get("asset")
    if not isinstance(asset, Mapping):
        return {}
    media = {"url": asset.get("media"), "credit": asset.get("credit"), "caption": asset.get("caption")}
    return {"media": {key: text for key, text in media.items() if text}}


def _date(text: Any) -> Any:
    """`2011,12,10` or `2011,12,10,7,2,10` (also with blanks) by its parts; any other text unchanged."""
    if not isinstance(text, str) or not re.fullmatch(r"(?a)\s*-?\d+(?:\s*,\s*\d*)*\s*", text):
        return text
    parts = [part.strip() for part in text.split(",")]
    return dict(zip(("year", "month", "day", "hour", "minute", "second"), parts, strict=False))
