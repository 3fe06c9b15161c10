"""HTML in the texts of other programs → plain text, and the addresses that it links to."""

import re
from html.parser import HTMLParser

_MARKUP = r"<[a-zA-Z/!][^<>]*>|&#?\w+;"
_BREAKS = {"br", "p", "div", "li", "ul", "ol", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
_HIDDEN = {"script", "style", "template", "head"}


class _Plain(HTMLParser):
    """Gathers what is read by people."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.links: list[tuple[str, str]] = []
        self._hidden: list[str] = []
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag in _BREAKS:
            self.pieces.append("\n")
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self.pieces))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _BREAKS:
            self.pieces.append("\n")
        elif tag == "a" and self._link is not None:
            address, start = self._link
            self.links.append((address.strip(), " ".join("".join(self.pieces[start:]).split())))
            self._link = None

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))


def plain(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The plain text, a line for each paragraph, and (address, text) of each link. A text without
    markup stays as it is."""
    if not re.search(_MARKUP, text):
        return text, []
    parser = _Plain()
    parser.feed(text)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line), parser.links
