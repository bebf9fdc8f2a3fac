"""Times rate decks of 1,000 to 250,000 rows: reading and checking, the schedule in each format.

    cargo build --release && python3 benches/decks.py [rows...] [--typst]

The decks are made here, the same each time: rows of one dial code of 5 to 8 digits under a real country code, 40 rows a destination,
rates of four decimals from 0.0020 to 0.4999, increments 1/1, 6/6 and 60/1; eight columns. Time is that of the whole program, the best
of three; memory is the most that it held. XLSX needs openpyxl and is left out without it. `--typst` sets the same table with Typst (PyPI
`typst`), as tagged PDF/A-2a like ours, once, in the same run: that is the peer, and the ratio is what counts.
"""
import csv
import os
import random
import re
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BIN = os.path.join(ROOT, "target/release/peerpact")
COUNTRIES = ["44", "49", "33", "91", "86", "61", "55", "52", "234", "254", "852", "971", "380", "84", "62", "39", "34", "81", "82", "7"]
HEAD = ["codes", "destination", "rate", "currency", "increment", "effective", "route", "status"]


def rows(count):
    """Distinct codes, grouped by destination as price lists are."""
    random.seed(count)
    seen, out = set(), []
    while len(out) < count:
        country = COUNTRIES[len(out) // 40 % len(COUNTRIES)]
        code = country + str(random.randrange(10**3, 10**6))
        if code in seen:
            continue
        seen.add(code)
        rate = f"0.{random.randrange(20, 5000):04}"
        name = f"Destination {country} {len(out) // 40}"
        out.append([code, name, rate, "USD", random.choice(["1/1", "6/6", "60/1"]), "2027-01-01", "cli", "unchanged"])
    return out


def write(folder, count, with_xlsx):
    table = rows(count)
    with open(f"{folder}/deck.csv", "w") as file:
        file.write("\n".join(",".join(row) for row in [HEAD, *table]) + "\n")
    if with_xlsx:
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("Rates")
        for row in [HEAD, *table]:
            sheet.append(row)
        book.save(f"{folder}/deck.xlsx")
    deal = open(os.path.join(ROOT, "examples/smallest.yaml")).read()
    rates = "rates:\n  currency: USD\n  effective: 2027-01-01T00:00:00Z\n  deck: deck.csv\n"
    deal = re.sub(r"rates:\n(?:  .*\n)+", rates, deal)
    open(f"{folder}/deal.yaml", "w").write(deal)


def measure(*arguments):
    """Seconds, the best of three, and MiB."""
    best, most = None, 0
    for _ in range(3):
        start = time.perf_counter()
        child = subprocess.Popen([BIN, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
        took = time.perf_counter() - start
        best = took if best is None else min(best, took)
        most = max(most, usage.ru_maxrss)
    return best, most / 1024


CHILD = """
import sys
# Run by -c, so that the typst.py of this folder is not found in its place.
sys.path = [path for path in sys.path if path]
import typst
open(sys.argv[2], "wb").write(typst.compile(sys.argv[1], pdf_standards=["a-2a", "ua-1"], ignore_system_fonts=True))
"""


def typst(folder):
    """Seconds, MiB and bytes of the same table by Typst."""
    rows = csv.DictReader(open(f"{folder}/deck.csv"))
    head = ["Destination", "Dial codes", "Callers from", "Route Class", "Rate per minute", "Increment"]
    cells = [f"[{row['destination']}],[{row['codes']}],[any],[CLI],[{row['rate']}],[{row['increment']}]," for row in rows]
    lines = [
        '#set document(title: "Rates")',
        '#set text(lang: "en", size: 9pt)',
        '#set page(paper: "a4", margin: 25mm, footer: context [#counter(page).display("1 / 1", both: true)])',
        "#set table(stroke: 0.5pt)",
        "#title()",
        f"#table(columns: {len(head)}, table.header({''.join(f'[*{title}*],' for title in head)}),",
        *cells,
        ")",
    ]
    open(f"{folder}/rates.typ", "w").write("\n".join(lines))
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", CHILD, f"{folder}/rates.typ", f"{folder}/typst.pdf"])
    _, code, usage = os.wait4(child.pid, 0)
    if code:
        sys.exit("Typst failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, os.path.getsize(f"{folder}/typst.pdf")


def main():
    sizes = [int(size) for size in sys.argv[1:] if size.isdigit()] or [1_000, 10_000, 50_000, 250_000]
    try:
        import openpyxl  # noqa: F401

        with_xlsx = True
    except ImportError:
        with_xlsx = False
    print("rows     what                    seconds     MiB")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write(folder, size, with_xlsx)
            runs = [("check csv", ["rates", "check", f"{folder}/deck.csv"])]
            if with_xlsx:
                runs.append(("check xlsx", ["rates", "check", f"{folder}/deck.xlsx"]))
            runs.append(("check the deal", ["check", f"{folder}/deal.yaml"]))
            for formats in ["md,html", "md", "html", "docx", "pdf"]:
                runs.append((f"draft {formats}", ["draft", f"{folder}/deal.yaml", "-t", formats, "-o", f"{folder}/out"]))
            for what, arguments in runs:
                seconds, mebibytes = measure(*arguments)
                made = f"{folder}/out/deal.{arguments[3]}" if arguments[0] == "draft" and "," not in arguments[3] else None
                size_of = f"  {os.path.getsize(made) / 1e6:.1f} MB" if made and os.path.exists(made) else ""
                print(f"{size:<8} {what:<22} {seconds:8.3f} {mebibytes:8.0f}{size_of}", flush=True)
            if "--typst" in sys.argv:
                took, held, made = typst(folder)
                print(f"{size:<8} {'Typst pdf':<22} {took:8.3f} {held:8.0f}  {made / 1e6:.1f} MB")
                print(f"{size:<8} ours to Typst's: 1/{took / seconds:.1f} of the time, 1/{held / mebibytes:.1f} of the memory", flush=True)


if __name__ == "__main__":
    main()
