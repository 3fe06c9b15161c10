"""Events as a DataFrame of pandas, which is loaded only here."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .fields import EVENT_FIELDS, IMPORTANCE

if TYPE_CHECKING:
    import pandas


def event_frame(events: Iterable[Mapping[str, Any]]) -> "pandas.DataFrame":
    """Public records of events as a DataFrame with their ids as its index; see Timeline.to_pandas."""
    try:
        import pandas
    except ModuleNotFoundError:
        hint = "pip install 'jkrtimeline[pandas]'"
        raise ImportError(f"to_pandas needs pandas: {hint}", name="pandas") from None
    records = list(events)
    columns = {name: [record[name] for record in records] for name in EVENT_FIELDS}
    frame = pandas.DataFrame({name: pandas.Series(values, dtype="object") for name, values in columns.items()})
    for name in ("start", "end"):
        frame[name] = pandas.Series(columns[name], dtype="datetime64[s]")
    frame["importance"] = pandas.Categorical(columns["importance"], IMPORTANCE, ordered=True)
    for name in ("approximate", "uncertain"):
        frame[name] = frame[name].astype(bool)
    return frame.set_index("id")
