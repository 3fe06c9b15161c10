"""Packs the index of the bundled data into the wheel, so that the first command need not make it.

It is made by the program itself, of the data file that lies beside it; in an editable install it lies
in data/. A jkr without it, or with other data, makes its index as of any file.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes data/events.sqlite, and puts it into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a wheel is built; `version` is `standard` or `editable`."""
        sys.path.insert(0, str(Path(self.root, "src")))
        try:
            from jkrtimeline.index.shipped import pack

            data = Path(self.root, "data", "events.yaml")
            index = pack(data)
        finally:
            sys.path.pop(0)
        if version == "standard":
            build_data["force_include"][str(index)] = "jkrtimeline/data/events.sqlite"
