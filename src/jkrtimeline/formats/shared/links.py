"""Addresses: which of them may become links, and how to write them in ASCII."""

import re
from urllib.parse import quote, urlsplit

from ...text.sanitize import visible

_ASCII = "!$&'()*+,-./:;=?@_~%#"
"""What an address may contain beside letters and digits, outside its host (RFC 3986, section 2)."""


def link(url: str | None) -> str:
    """The address of a link, in ASCII; empty unless it is http or https, has a host, and has no character that could
    end or hide a link."""
    if not url or url != visible(url) or re.search(r'[\s<>"\\`]', url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return ascii_address(url) if parts.scheme in ("http", "https") and parts.hostname else ""


def ascii_address(url: str) -> str:
    """An address as a URI. A host in other letters is encoded by IDNA if possible (RFC 3987, section 3.1); else what
    RFC 3986 does not allow is percent-encoded in UTF-8."""
    scheme, _, rest = url.partition("://")
    host, slash = re.match(r"([^/?#]*)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host, safe=_ASCII)
    return f"{scheme}://{quote(host, safe=_ASCII + '[]')}{quote(slash, safe=_ASCII)}"
