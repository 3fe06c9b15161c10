"""python -m benchmarks: how long commands take, as ratios to an empty Typer app in the same run.

Runs alternate, so that whatever else the machine does falls on all alike; medians are printed.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 21
EMPTY = "import typer\napp = typer.Typer()\n@app.command()\ndef main() -> None:\n    print('[]')\napp()\n"
COMMANDS = {
    "bare Python": ["-c", "pass"],
    "an empty Typer app": [],
    "timeline --since 2024-10 --json": ["timeline", "--since", "2024-10", "--json"],
    "timeline --since 2024-10 (a pipe)": ["timeline", "--since", "2024-10"],
    "search tariffs --json": ["search", "tariffs", "--json"],
    "timeline --since 2024-10, the picture": ["timeline", "--since", "2024-10", "-f", "text", "--color", "always"],
    "timeline 2025-01, the picture": ["timeline", "2025-01", "-f", "text", "--color", "always"],
}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder, "empty.py")
        empty.write_text(EMPTY, encoding="utf-8")
        environment = {**os.environ, "JKR_CACHE_DIR": folder}
        lines = {name: [sys.executable, "-m", "jkrtimeline", *words] for name, words in COMMANDS.items()}
        lines["bare Python"] = [sys.executable, *COMMANDS["bare Python"]]
        lines["an empty Typer app"] = [sys.executable, str(empty)]
        taken: dict[str, list[float]] = {name: [] for name in lines}
        for number in range(ROUNDS + 1):
            for name, line in lines.items():
                start = time.perf_counter()
                subprocess.run(line, stdout=subprocess.DEVNULL, check=True, env=environment)
                if number:  # the first round builds the index and warms the disk's cache
                    taken[name].append(time.perf_counter() - start)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    floor = medians["an empty Typer app"]
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores\n")
    print("| command | median | ratio |\n|---|---:|---:|")
    for name, median in medians.items():
        print(f"| {name} | {median * 1000:.0f} ms | {median / floor:.2f} |")


if __name__ == "__main__":
    main()
