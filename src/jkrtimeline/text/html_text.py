"""Text as HTML for notebooks: no text is markup, and links have http or https."""

from collections.abc import Iterable, Sequence

from .sanitize import visible

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
"""As html.escape; importing that module takes longer than a command."""


def html_text(text: object) -> str:
    """A text as HTML that shows it."""
    return visible(str(text)).translate(_ESCAPED)


def html_link(text: str, address: str | None) -> str:
    """A text as HTML; a link where the address is one of http or https."""
    if not address or not address.startswith(("http://", "https://")):
        return html_text(text)
    return f'<a href="{html_text(address)}" rel="noreferrer">{html_text(text)}</a>'


def html_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are HTML. An empty `head` means no header."""
    lines = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows]
    if head:
        lines.insert(0, f"<tr>{''.join(f'<th>{html_text(cell)}</th>' for cell in head)}</tr>")
    return f"<table>{''.join(lines)}</table>"
