"""How long `peerpact check` takes, whole process: the largest example, and a thousand deals.

    cargo build --release && python3 benches/check.py [RUNS]

The peer is check-jsonschema, which holds the same deals against the same JSON Schema and knows no other rule; it is taken from the
PATH or from CI's cache, and left out if it is in neither. Machines differ; no test asserts a time.
"""

import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/peerpact"
CACHE = pathlib.Path.home() / ".cache/peerpact-ci"
DAY = ["--as-of", "2026-12-01"]


def seconds(command, runs):
    """Wall time of a command: least, median and most of some runs after one that is not counted."""
    times = []
    for _ in range(runs + 1):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        times.append(time.perf_counter() - start)
    counted = sorted(times[1:])
    return counted[0], statistics.median(counted), counted[-1]


def show(name, times):
    print(f"{name:40} {times[1]:.3f} s ({times[0]:.3f}–{times[2]:.3f})")


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    examples = sorted((ROOT / "examples").glob("*.yaml"))
    largest = max(examples, key=lambda path: path.stat().st_size)
    show(f"check {largest.name}", seconds([PROGRAM, "check", largest, *DAY], runs))
    with tempfile.TemporaryDirectory() as folder:
        deals = []
        for at in range(1000):
            example = examples[at % len(examples)]
            deals.append(pathlib.Path(folder) / f"{at:04}-{example.name}")
            shutil.copy(example, deals[-1])
        many = seconds([PROGRAM, "check", *deals, *DAY], max(3, runs // 3))
        show("check 1000 deals, every processor", many)
        print(f"{many[1]:.3f} ms a deal")
        peer = shutil.which("check-jsonschema") or next(iter(CACHE.glob("venv/bin/check-jsonschema")), None)
        if peer:
            other = seconds([peer, "--schemafile", ROOT / "schemas/deal.json", *deals], 1)
            show("check-jsonschema of the same", other)
            print(f"ratio {many[1] / other[1]:.2f}")


if __name__ == "__main__":
    main()
