"""The options of a chart: --lanes and --size."""

import re
from typing import NamedTuple

from ..errors import UsageError
from ..formats import LANES, LARGEST_CHART, SMALLEST_CHART, Lanes, RenderOptions, is_chart_size
from .messages import unknown


class ChartOptions(NamedTuple):
    """What the lanes of a chart hold, and its width and height in pixels."""

    lanes: Lanes = RenderOptions().lanes
    size: tuple[int, int] = RenderOptions().size


def chart_options(lanes: str | None, size: str | None, format_: str) -> ChartOptions:
    """The values of --lanes and --size. Raises UsageError, also for a format that is no chart."""
    for option, value in (("lanes", lanes), ("size", size)):
        if value is not None and format_ != "svg":
            raise UsageError(f"--{option} does not apply to {format_}", hint="use svg")
    chosen = ChartOptions()
    if lanes is not None:
        if lanes not in LANES:
            raise unknown("--lanes", lanes, LANES)
        chosen = chosen._replace(lanes=lanes)
    if size is not None:
        match = re.fullmatch(r"(?a)\s*(\d{1,5})\s*[xX×]\s*(\d{1,5})\s*", size)
        pixels = (int(match[1]), int(match[2])) if match else (0, 0)
        if not is_chart_size(pixels):
            low, high = ("x".join(map(str, each)) for each in (SMALLEST_CHART, LARGEST_CHART))
            hint = f"write width x height in pixels, {low} to {high}: --size 1600x900"
            raise UsageError(f"--size {size!r} is not a size", hint=hint)
        chosen = chosen._replace(size=pixels)
    return chosen
