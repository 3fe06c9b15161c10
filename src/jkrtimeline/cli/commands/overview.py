"""jkr without a command: what the data covers, its latest events, and examples."""

from ... import edtf
from ...text.plural import numbered
from ...text.sanitize import visible
from .. import environment
from ..output_streams import encodable, print_text

_LATEST = 5
_EXAMPLES = (
    ("jkr timeline --since 2024-10", "list events"),
    ("jkr search tariffs cars", "search them"),
    ("jkr show ID", "read one with its sources"),
    ("jkr stats --by theme", "count them"),
)


def overview() -> int:
    """Print what the data covers, its latest events and four examples."""
    catalog = environment.open_catalog([])
    header = catalog.header
    covers = f" covering {edtf.date_text(edtf.parse(header.coverage))}" if header.coverage else ""
    lines = [visible(header.title), numbered(catalog.size(), "event") + covers, "", "Latest events:"]
    width = environment.width()
    events = [row.event for row in catalog.rows(catalog.query(limit=_LATEST, reverse=True))]
    dates = [edtf.date_text(event.date) for event in events]
    margin = max(map(len, dates), default=0) + 4
    for event, date in zip(events, dates, strict=True):
        title = visible(event.title)
        columns = max(width - margin, 20)
        lines.append(f"  {date:<{margin - 2}}{title if len(title) <= columns else title[: columns - 1] + '…'}")
        lines.append(f"{'':<{margin}}{visible(event.id)}")
    lines += ["", "Examples:", *(f"  {command:<32}{text}" for command, text in _EXAMPLES)]
    lines += ["", "jkr help lists the commands."]
    print_text(encodable("\n".join(lines) + "\n"))
    return 0


def print_version(version: str) -> None:
    """Print the version of jkr, and title and version of the data."""
    header = environment.open_catalog([]).header
    data = visible(f"{header.title}{f' {header.version}' if header.version else ''}")
    print_text(f"jkr {version} ({data})\n")
