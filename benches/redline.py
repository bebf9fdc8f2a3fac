"""How long `peerpact redline` and `peerpact returned` take, whole process, on the pair of a round of negotiation.

    cargo build --release && python3 benches/redline.py [RUNS]

The pair is `examples/us-india-mobile.yaml` and the same deal with seven other values and another credit. Two Word files of the same drafts are given to
jubarte (`cargo install jubarte`), which compares texts and knows no deal; it is left out if it is not on the PATH. Each line says the peak of memory. What came back is the draft
with one word changed. Machines differ; no test asserts a time.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/peerpact"
DAY = ["--as-of", "2026-12-01"]
CHANGES = [
    ("rate: 0.0080", "rate: 0.0085"),
    ("pay: 30 days", "pay: 45 days"),
    ("availability: 99.9 %", "availability: 99.5 %"),
    ("cap: 25 %", "cap: 20 %"),
    ("trial: 14 days", "trial: 10 days"),
    ("cure: 30 days", "cure: 20 days"),
]
CREDIT = "credit: {mode: prepaid, limit: USD 0.00, security: USD 50000.00, low_balance: USD 12000.00}\n"


def measured(command, runs):
    """Median wall time in seconds and greatest memory in MiB of some runs after one that is not counted."""
    times, memory = [], 0
    for _ in range(runs + 1):
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, code, usage = os.wait4(process.pid, 0)
        times.append(time.perf_counter() - start)
        memory = max(memory, usage.ru_maxrss / 1024)
        if os.waitstatus_to_exitcode(code) not in (0, 1):
            sys.exit(f"{command} ends with {os.waitstatus_to_exitcode(code)}")
    return sorted(times[1:])[runs // 2], memory


def show(name, result):
    print(f"{name:44} {result[0]:.3f} s, {result[1]:.0f} MiB")


def later(deal):
    """The deal after the round."""
    for old, new in CHANGES:
        if old not in deal:
            sys.exit(f"the example does not say {old}")
        deal = deal.replace(old, new, 1)
    lines, kept, inside = deal.splitlines(keepends=True), [], False
    for line in lines:
        inside = line.startswith("credit:") or inside and line.startswith((" ", "\n"))
        if not inside:
            kept.append(line)
    return "".join(kept) + CREDIT


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        old, new = work / "old.yaml", work / "new.yaml"
        old.write_text((ROOT / "examples/us-india-mobile.yaml").read_text(encoding="utf-8"), encoding="utf-8")
        new.write_text(later(old.read_text(encoding="utf-8")), encoding="utf-8")
        show("redline to DOCX", measured([PROGRAM, "redline", old, new, "-t", "docx", "-o", work / "out", "-q", "--overwrite", *DAY], runs))
        for deal in (old, new):
            subprocess.run([PROGRAM, "draft", deal, "-t", "docx", "-o", work / deal.stem, "-q", *DAY], check=False, capture_output=True)
        sent, back = work / "old/old.docx", work / "back.docx"
        with zipfile.ZipFile(sent) as source, zipfile.ZipFile(back, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                part = source.read(name)
                target.writestr(name, part.replace(b"shall pay", b"may pay", 1) if name == "word/document.xml" else part)
        show("returned", measured([PROGRAM, "returned", back, "--deal", old, "-q", *DAY], runs))
        peer = shutil.which("jubarte")
        if peer:
            show("jubarte on the two drafts", measured([peer, "compare", sent, work / "new/new.docx", "-o", work / "jubarte.docx"], 1))


if __name__ == "__main__":
    main()
