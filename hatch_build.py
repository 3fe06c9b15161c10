"""Packs the index of the bundled data into the wheel, so that the first command need not build it.

The program itself builds it from data/events.yaml each time, in data/, where an editable install finds it. A jkr
without it, or with other data, builds its index as for any file.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds data/events.sqlite and its stamp, and puts them into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a wheel is built; `version` is `standard` or `editable`."""
        sys.path.insert(0, str(Path(self.root, "src")))
        try:
            from jkrtimeline.index.freshness import stamp_file
            from jkrtimeline.index.shipped import pack

            data = Path(self.root, "data", "events.yaml")
            index = pack(data)
        finally:
            sys.path.pop(0)
        if version == "standard":
            for file in (index, stamp_file(index)):
                build_data["force_include"][str(file)] = f"jkrtimeline/data/{file.name}"
