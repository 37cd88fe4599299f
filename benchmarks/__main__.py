"""``make bench``: every figure of one run, side by side. Nothing here is asserted; machines differ.

``python -m benchmarks [reference ingest reading cold exposure …]`` runs the named parts only.
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

PARTS = ("reference", "ingest", "reading", "cold", "exposure")


def main(names: list[str]) -> None:
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
                part.main([10_000, 100_000])
            else:
                part.main(Path(folder))
            print(f"   ({time.perf_counter() - started:.0f} s)\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
