"""The way in for Python users. Stands at the edge like the command line: reads the clock and finds
the cache folder."""

import os
import sys
from datetime import date
from pathlib import Path

from .index.cache_dir import cache_folder
from .index.data_files import paths_of
from .index.freshness import Index
from .timeline import Timeline


def load(
    *files: str | os.PathLike[str], today: date | None = None, cache: str | os.PathLike[str] | None = "user"
) -> Timeline:
    """The timeline of some event files; without any, of the bundled one (`bundled` names it too,
    `-` standard input).

    `today` is the day that relative periods count from (the present day). `cache` is the folder for
    the index: that of the user's system, another one, or None to keep it in memory.
    Raises DataError when a file is missing, unreadable or invalid.
    """
    folder = cache_folder(os.environ) if cache == "user" else None if cache is None else Path(cache)
    paths = paths_of([os.fspath(file) for file in files])
    return Timeline(Index(paths, folder, getattr(sys.stdin, "buffer", None)), today or date.today())
