"""Addresses: whether a program may be sent there, and in which letters every program takes them."""

import re
from urllib.parse import quote, urlsplit

from ...text.sanitize import visible

_ASCII = "!$&'()*+,-./:;=?@_~%#"
"""What an address may have beside letters and digits (RFC 3986, section 2), outside its host."""

_PLAIN = rf"https?://[A-Za-z0-9.-]+(?:[/?#][A-Za-z0-9{re.escape(_ASCII)}]*)?"
"""Most addresses: they stay as they are."""


def link(url: str | None) -> str:
    """An address that may become a link, as `ascii_address` has it: http or https, with a host and
    without a sign that could end or hide a link; empty for everything else."""
    if url and re.fullmatch(_PLAIN, url):
        return url
    if not url or url != visible(url) or re.search(r'[\s<>"\\`]', url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return ascii_address(url) if parts.scheme in ("http", "https") and parts.hostname else ""


def ascii_address(url: str) -> str:
    """An address as a URI: what RFC 3986 does not allow is percent-encoded in UTF-8, and a host in other
    letters is written as IDNA has it, where it can be (RFC 3987, section 3.1)."""
    scheme, _, rest = url.partition("://")
    host, slash = re.match(r"([^/?#]*)(.*)", rest, re.DOTALL).groups()  # type: ignore[union-attr]
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host, safe=_ASCII)
    return f"{scheme}://{quote(host, safe=_ASCII + '[]')}{quote(slash, safe=_ASCII)}"
