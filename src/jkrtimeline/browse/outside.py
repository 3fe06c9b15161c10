"""What the browser does beyond its screen; the command line provides it."""

from collections.abc import Callable
from typing import NamedTuple

from .view import View


class Outside(NamedTuple):
    """`export` writes the events of a view to a file and returns a message; `exists` says whether it would replace a
    file. `open_address` opens an http(s) address in the user's web browser. All raise JkrError. `no_clipboard` is the
    reason why the terminal cannot copy, empty where it may.
    """

    export: Callable[[View, str], str]
    exists: Callable[[str], bool]
    open_address: Callable[[str], object]
    no_clipboard: str = ""
