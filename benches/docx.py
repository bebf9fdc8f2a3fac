#!/usr/bin/env python3
"""Time of `peerpact draft DEAL -t docx` against lexicon-docx's and pandoc's for the same text; time and memory of a long table.

    cargo build --release && python3 benches/docx.py [DEAL] [--runs 9] [--rows 20000] [--keep DIR]

lexicon-docx turns a Markdown of its own into a contract in Word. It is installed from crates.io into `target/bench`; pandoc is
taken from the PATH. The deal's Markdown draft is pandoc's input as it is, and lexicon-docx's with our marks turned into its own: a
clause is an item of its numbered list, a schedule an addendum, a link one of its references. Each is timed as a whole process, in
turns. For the long table our side is `benches/rows.rs`, which builds a document of those rows and prints it. Bars: as fast as
lexicon-docx and a fifth of pandoc; for the table a quarter of lexicon-docx's time and memory, and a file of 600 kB at most.
Nothing is asserted: times belong to a machine.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEXICON = "0.2.0"
PEER = ROOT / "target/bench/bin/lexicon-docx"
NO_BREAK = "\u00a0"

FRONT = """---
title: {title}
date: 2026-12-01
status: draft
ref: "R-1"
parties:
  - name: One Carrier Ltd
    role: First
  - name: Other Carrier Ltd
    role: Second
---

"""


def lexicon(markdown):
    """A draft of ours as lexicon-docx reads it: each number is its own, so ours are left out in the body."""
    out, schedule = [], False
    title, _, body = markdown.partition("\n## Key terms\n")
    title = re.search(r"^# (.*)$", title, re.M)[1]
    terms, _, body = body.partition("\n## Contents\n")
    out += ["1. ## Key terms", "\n".join("    " + line for line in terms.strip().splitlines())]
    body = body[re.search(r"^## ", body, re.M).start():]
    depth = 1
    for block in re.split(r"\n{2,}", body):
        anchor = re.search(r'<a id="([^"]+)"></a>', block)
        mark = f" {{#{anchor[1].replace('.', '-')}}}" if anchor else ""
        block = re.sub(r'<a id="[^"]+"></a>', "", block)
        block = re.sub(r"\]\(#([^)]+)\)", lambda link: f"](#{link[1].replace('.', '-')})", block)
        step = (len(block) - len(block.lstrip(NO_BREAK + " "))) // 4
        block = block.strip(NO_BREAK + " \n")
        if found := re.match(r"## Schedule (\d+) (.*)", block):
            schedule = True
            out.append(f"# ADDENDUM {found[1]} - {found[2].strip()}{mark}")
        elif block.startswith("## "):
            out.append(f"1. {block}{mark}")
        elif found := re.match(r"### (\S+) (.*)", block):
            out.append(f"## {found[0][4:].strip()}{mark}" if schedule else f"1. ## {found[2].strip()}{mark}")
        elif schedule or block.startswith("|"):
            indent = "" if schedule else " " * 4 * (depth + 1)
            out.append("\n".join(indent + line for line in block.splitlines()) + (mark if not block.startswith("|") else ""))
        elif found := re.match(r"(\d+\.\d+|\([a-z]+\)|\([A-Z]\)) (.*)", block, re.S):
            depth = step + 1
            out.append(f"{' ' * 4 * depth}1. {found[2]}{mark}")
        else:
            out.append(f"{' ' * 4 * (step + 1)}{block}{mark}")
    return FRONT.format(title=title) + "\n\n".join(out) + "\n"


def measured(command):
    """Seconds by the clock, MiB, and seconds of the processors, of a whole process."""
    # The kernel counts what a child borrows of this process before it becomes another, so no figure is below this one's memory.
    start = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise SystemExit(f"{' '.join(map(str, command))}: exit status {status}")
    return seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def in_turns(commands, runs):
    """Medians of what `measured` says of each command, after one run that is not counted; prints them."""
    found = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            result = measured(command)
            if run:
                found[name].append(result)
    medians = {}
    for name, results in found.items():
        medians[name] = [statistics.median(column) for column in zip(*results)]
        (clock, memory, work), least, most = medians[name], min(results)[0], max(results)[0]
        print(f"  {name:14} {clock:.4f} s ({least:.4f}–{most:.4f}), of processors {work:.4f} s, {memory:.0f} MiB")
    return medians


def facts(path):
    """Size of a Word file, its words and its tables."""
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode()
    paragraphs = ["".join(re.findall(r"<w:t\b[^>]*>([^<]*)</w:t>", part)) for part in xml.split("</w:p>")]
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    return f"{path.stat().st_size / 1000:.0f} kB, {words} words, {len(re.findall('<w:tbl>', xml))} tables"


def built(name):
    """Where cargo puts a bench."""
    command = ["cargo", "bench", "--locked", "--no-run", "--bench", name, "--message-format=json"]
    run = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    messages = map(json.loads, filter(None, run.stdout.splitlines()))
    return next(m["executable"] for m in messages if m["reason"] == "compiler-artifact" and m["target"]["name"] == name and m["executable"])


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def contract(deal, runs, work, program):
    subprocess.run([program, "draft", deal, "-q", "-t", "md,docx", "-o", work], check=True, stdin=subprocess.DEVNULL)
    stem = work / Path(deal).stem
    markdown = stem.with_suffix(".md")
    theirs = work / "lexicon.md"
    theirs.write_text(lexicon(markdown.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"{Path(deal).name}, {runs} runs in turns on {os.cpu_count()} processors: medians (least–most)")
    medians = in_turns({
        "peerpact": [program, "draft", deal, "-q", "-t", "docx", "-o", work / "ours"],
        "lexicon-docx": [PEER, "build", theirs, "-o", work / "lexicon.docx"],
        "pandoc": ["pandoc", markdown, "-o", work / "pandoc.docx"],
    }, runs)
    for name, path in (("peerpact", stem.with_suffix(".docx")), ("lexicon-docx", work / "lexicon.docx"), ("pandoc", work / "pandoc.docx")):
        print(f"  {name:14} {facts(path)}")
    for name, bar in (("lexicon-docx", 1), ("pandoc", 0.2)):
        clock, _, busy = (a / b for a, b in zip(medians["peerpact"], medians[name]))
        print(f"  of {name}'s time: {clock:.3f} (bar {bar}); of its processors' time: {busy:.3f}")


def write_rows(count, plain, theirs):
    """Rows of a price list, for either side."""
    header = ["Destination", "Dial codes", "Route", "Rate", "Increment", "Effective"]
    routes, increments = ("CLI", "non-CLI", "direct"), ("1/1", "30/6", "60/60")
    rows = [
        [f"Destination {at // 4:05}", f"{31 + at % 900} {at:05}", routes[at % 3], f"0.{at * 7919 % 100000:05}",
         increments[at // 7 % 3], f"2027-{at % 12 + 1:02}-01"]
        for at in range(count)
    ]
    plain.write_text("\n".join("\t".join(row) for row in [header, *rows]) + "\n", encoding="utf-8")
    lines = ["| " + " | ".join(row) + " |" for row in [header, ["---"] * len(header), *rows]]
    head = FRONT.format(title="Rates") + "1. ## Rates\n\n    1. These are the rates.\n\n# ADDENDUM 1 - Rates\n\n"
    theirs.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def table(count, runs, work):
    plain, theirs = work / "rows.tsv", work / "rows.md"
    write_rows(count, plain, theirs)
    print(f"a table of {count} rows:")
    ours, peer = work / "rows.docx", work / "lexicon-rows.docx"
    medians = in_turns({"peerpact": [built("rows"), plain, ours], "lexicon-docx": [PEER, "build", theirs, "-o", peer]}, runs)
    for name, path in (("peerpact", ours), ("lexicon-docx", peer)):
        print(f"  {name:14} {facts(path)}")
    for at, what in enumerate(("time", "memory")):
        print(f"  of lexicon-docx's {what}: {medians['peerpact'][at] / medians['lexicon-docx'][at]:.3f} (bar 0.25)")
    print(f"  file: {ours.stat().st_size / 1000:.0f} kB (bar 600)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("deal", nargs="?", default=ROOT / "examples/us-india-mobile.yaml")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--rows", type=int, default=20000)
    parser.add_argument("--keep", type=Path, help="leave the files in this folder")
    options = parser.parse_args()
    program = Path(os.environ.get("PEERPACT", ROOT / "target/release/peerpact")).resolve()
    if not PEER.exists() or first_line(PEER, "--version").split()[-1] != LEXICON:
        wanted = ["lexicon-docx", "--version", LEXICON, "--locked", "--force", "--root", ROOT / "target/bench"]
        subprocess.run(["cargo", "install", *wanted], check=True)
    print(", ".join(first_line(tool, "--version") for tool in (program, PEER, "pandoc")))
    with tempfile.TemporaryDirectory() as folder:
        work = options.keep or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        contract(options.deal, options.runs, work, program)
        table(options.rows, max(3, options.runs // 2), work)


if __name__ == "__main__":
    main()
