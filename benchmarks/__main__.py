"""``make bench``: every figure of one run, side by side. Nothing here is asserted; machines differ.

``python -m benchmarks [reference ingest reading cold exposure report graph]`` runs the named parts only; ``--large`` adds the exposure
graphs of 10^7 edges (minutes, 8 GB) and the graph of 10^6 quads.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

PARTS = ("reference", "ingest", "reading", "cold", "exposure", "report", "graph")


def main(arguments: list[str]) -> None:
    """Run the named parts, or all of them."""
    large = "--large" in arguments
    names = [a for a in arguments if a != "--large"]
    wrong = [n for n in names if n not in PARTS]
    if wrong:
        sys.exit(f"No part {', '.join(wrong)}; there are {', '.join(PARTS)}.")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"python {platform.python_version()} · {os.cpu_count()} cores · load {load:.1f} · {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n")
    with tempfile.TemporaryDirectory() as folder:
        for name in names or PARTS:
            started = time.perf_counter()
            print(f"== {name}")
            part = import_module(f"benchmarks.{name}")
            if name == "exposure":
                part.main([*part.SIZES, *([part.LARGE] if large else [])])
            elif name == "graph":
                part.main(Path(folder), large=large)
            else:
                part.main(Path(folder))
            print(f"   ({time.perf_counter() - started:.0f} s)\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
