"""Many deals at once: a thousand deals in four formats, `check` of a thousand, and how the program starts.

    cargo build --release && python3 benches/batch.py [DEALS]

The deals are copies of `examples/smallest.yaml` in the full form, each with a price and a reference of its own, in folders of a hundred. Each
figure is one run, but for starting, which is the median of twenty. Memory is the largest resident set of the process. Machines differ; no test
asserts a time.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/peerpact"
DAY = ["--as-of", "2026-12-01"]


def repository(home, count):
    """A repository of so many deals."""
    (home / "peerpact.toml").write_text('root = true\n[repository]\ndeals = ["deals/**/*.yaml"]\n')
    text = (ROOT / "examples/smallest.yaml").read_text()
    text = text.replace("legal: {reviewed_by: ~}", "legal: {form: full, reviewed_by: ~}")
    assert "rate: 0.0180" in text and "form: full" in text
    for at in range(count):
        path = home / f"deals/{at // 100:03}/d{at:05}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("rate: 0.0180", f"rate: 0.{10000 + at}").replace("SH-2027-01", f"R-{at}"))


def run(arguments, home, cores=None):
    """Wall time, processor time and largest resident set, in seconds and MiB, of one run that has to succeed."""
    command = [str(PROGRAM), *arguments, *DAY]
    if cores is not None:
        command = ["taskset", "-c", ",".join(map(str, cores)), *command]
    start = time.perf_counter()
    with open(os.devnull, "wb") as nothing:
        process = subprocess.Popen(command, cwd=home, stdout=nothing, stderr=nothing)
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    assert os.waitstatus_to_exitcode(status) == 0, command
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as home:
        home = pathlib.Path(home)
        repository(home, count)
        wall, cpu, memory = run(["check", "."], home)
        print(f"check of {count} deals: {wall:.2f} s, {cpu:.2f} s of processors, {memory:.0f} MiB")
        walls = {}
        for number in (1, 2):
            if len(cores) < number:
                continue
            wall, cpu, memory = run(["draft", ".", "-o", f"out{number}"], home, cores[:number])
            walls[number] = wall
            print(
                f"draft of {count} deals in four formats, {number} core{'s' if number > 1 else ''}: {wall:.2f} s, "
                f"{count / wall:.1f} deals a second, {cpu:.2f} s of processors, {memory:.0f} MiB"
            )
        if len(walls) == 2:
            print(f"two cores for one: {walls[1] / walls[2]:.2f} times as fast")
            wall, cpu, _ = run(["draft", ".", "-o", "out2"], home)
            print(f"draft again, all up to date: {wall:.2f} s, {cpu:.2f} s of processors")
        small = home / "deals/000/d00000.yaml"
        for name, arguments in [("--version", ["--version"]), ("check of one deal", ["check", str(small), *DAY])]:
            times = []
            for _ in range(20):
                start = time.perf_counter()
                subprocess.run([PROGRAM, *arguments], cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
                times.append(time.perf_counter() - start)
            print(f"{name}: {statistics.median(times) * 1000:.1f} ms ({min(times) * 1000:.1f}–{max(times) * 1000:.1f})")


if __name__ == "__main__":
    main()
