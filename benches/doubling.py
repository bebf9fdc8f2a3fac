"""Doubles the input of every reader and prints how much longer it takes: no cost grows faster than n log n.

    cargo build --release && python3 benches/doubling.py [NAME...]

Each input is made here, at half and at full size; time is the processor's for the whole program, the best of three,
less what the smallest deal takes. Above 2.3 there is something to mend: the line says so, and the exit code is 1. Standard library only.
"""
import json
import os
import subprocess
import sys
import tempfile
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BIN = os.environ.get("PEERPACT", os.path.join(ROOT, "target/release/peerpact"))
MOST = 2.3
DEAL = open(os.path.join(ROOT, "examples/smallest.yaml")).read()
LINE = '    - {flow: hk, destination: Hong Kong Mobile, codes: ["8525", "8526", "8529"], route: cli, rate: 0.0180, increment: 1/1}\n'
HEAD = "codes,destination,rate,currency,increment,route,effective\n"
assert LINE in DEAL


def deal(old="", new=""):
    assert not old or old in DEAL, old
    return {"deal.yaml": DEAL.replace(old, new, 1) if old else DEAL + new}


def codes(count):
    """Codes of real countries, so that nothing is found in them."""
    countries = ["4420", "4930", "331", "9111", "8610", "612", "5511", "5255", "23480", "25420", "8525", "97150", "380", "84", "62", "39"]
    return [f"{countries[at % 16]}{at // 16:06}" for at in range(count)]


def csv(count):
    return HEAD + "".join(f"{code},Place {at // 40},0.{at % 4999 + 1:04},USD,1/1,cli,2027-01-01\n" for at, code in enumerate(codes(count)))


def card(count):
    rates = [[code, f"Place {at // 40}", 0.01] for at, code in enumerate(codes(count))]
    fields = [{"name": name} for name in ("prefix", "name", "rate")]
    usual = {"default_initial": 1, "default_pulse": 1}
    return json.dumps({"cards": {"a": {"currency": "USD", "fields": fields, "rate": usual, "rates": rates}}})


def workbook(count):
    """A workbook of text cells, as small as XLSX allows."""
    import io

    rows = [HEAD.strip().split(",")] + [line.split(",") for line in csv(count).splitlines()[1:]]
    cell = "<c t=\"inlineStr\"><is><t>{}</t></is></c>".format
    sheet = "".join("<row>" + "".join(map(cell, row)) + "</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/%s" Target="%s"/></Relationships>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": link % ("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": link % ("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, text)
    return file.getvalue()


def report(count):
    found = [{"code": "RATE029", "path": f"rates.lines[{at}].codes", "file": "deal.yaml", "message": "x"} for at in range(count)]
    return json.dumps({"findings": found})


def library(text):
    clause = open(os.path.join(ROOT, "clauses/disp/escalation.md")).read()
    return {**deal(), "lib/clauses/disp/escalation.md": clause + text}


def sanctions(count):
    names = json.dumps([f"Company Number {at} Limited" for at in range(count)])
    head = 'root = true\n[[sanctions]]\nlist = "x"\nsource = "x"\nverified_on = "2026-11-20"\nreview_by = "2099-12-20"\n'
    return {**deal(), "peerpact.toml": f"{head}names = {names}\n"}


def party(at):
    return f"  party{at}: {{name: Party {at} Ltd, registration: r{at}, country: HK, address: {at} Road, licences: []}}\n"


CHECK = ["check", "deal.yaml"]
MEND = ["check", "deal.yaml", "--fix"]
DECK = ["rates", "check", "deck"]
OVER = [*CHECK, "--library", "lib"]

# Name, full size, files for a size, arguments.
CASES = [
    ("deal: rate lines", 14_000, lambda n: deal(LINE, "".join(LINE.replace("8525", "85251").replace("Mobile", f"M{at}") for at in range(n))), CHECK),
    ("deal: parties", 900, lambda n: deal("scope:\n", "".join(map(party, range(n))) + "scope:\n"), CHECK),
    ("deal: fields of one mapping", 900, lambda n: deal(new="".join(f"field{at}: 1\n" for at in range(n))), CHECK),
    ("deal: fields in many mappings", 50_000, lambda n: deal(LINE, "".join("    - {x: 1, flow: hk}\n" for _ in range(n // 5)) + LINE), CHECK),
    ("deal: one plain text", 1 << 20, lambda n: deal("Mei Tan", "M " * (n // 2 - 8)), CHECK),
    ("deal: one quoted text", 1 << 20, lambda n: deal("Mei Tan", '"' + "\\u00e9" * (n // 2 - 8) + '"'), CHECK),
    ("deal: one long text, drafted", 100_000, lambda n: deal(new="special_terms:\n" + "  - {after: sla.credits, text: " + "word " * n + "}\n"), ["draft", "deal.yaml", "-t", "md,html,docx", "--overwrite"]),
    ("deal: entries of a list", 60_000, lambda n: deal("[G.711A, G.729]", "[" + "G.711A, " * n + "G.729]"), CHECK),
    ("deal: entries to mend", 600, lambda n: deal("[G.711A, G.729]", "[" + ", ".join("g.711a" for _ in range(n)) + "]"), CHECK),
    ("deal: findings in one file", 8_000, lambda n: deal(LINE, LINE + "".join("    - {x: 1}\n" for _ in range(n))), [*CHECK, "--format", "json"]),
    ("deal: blanks", 8_000, lambda n: deal(LINE, "".join(LINE.replace("0.0180", "~").replace("Mobile", f"M{at}") for at in range(n))), CHECK),
    ("deal: mended in one run", 8_000, lambda n: deal(LINE, LINE + "".join(LINE.replace("codes", "code") for _ in range(n))), MEND),
    ("deal: aliases", 8_000, lambda n: deal(LINE, LINE.replace("- {", "- &a {") + "    - *a\n" * n), CHECK),
    ("deal: comments", 4 << 20, lambda n: deal(new="# comment\n" * (n // 10)), CHECK),
    ("deck: CSV rows", 400_000, lambda n: {"deck": csv(n)}, DECK),
    ("deck: CSV cells of one row", 16_000, lambda n: {"deck": "a,b\n" * 40 + ",".join(f"h{at}" for at in range(n)) + "\n"}, DECK),
    ("deck: faulty rows", 400_000, lambda n: {"deck": csv(n).replace(",1/1", ",0/0")}, DECK),
    ("deck: codes without a plan", 400_000, lambda n: {"deck": HEAD + "".join(f"{2000000000 + at},x,0.01,USD,1/1,cli,\n" for at in range(n))}, DECK),
    ("deck: ranges", 40, lambda n: {"deck": HEAD + "".join(f"{8525000000 + at * 10000}-{8525009999 + at * 10000},x,0.01,USD,1/1,cli,\n" for at in range(n))}, DECK),
    ("deck: one code, many rows", 200_000, lambda n: {"deck": HEAD + "8525,x,0.01,USD,1/1,cli,\n" * n}, DECK),
    ("deck: nested codes", 200_000, lambda n: {"deck": HEAD + "".join(f"{str(8525 * 10**11 + at)[:5 + at % 10]},x,0.01,USD,1/1,cli,\n" for at in range(n))}, DECK),
    ("deck: JSON on one line", 200_000, lambda n: {"deck": card(n)}, DECK),
    ("deck: XLSX rows", 150_000, lambda n: {"deck": workbook(n)}, DECK),
    ("decks compared", 200_000, lambda n: {"deck": csv(n), "next": csv(n).replace("0.1", "0.2")}, ["rates", "diff", "deck", "next"]),
    ("deck in a deal", 140_000, lambda n: {"deck": csv(n), **deal("  lines:\n" + LINE, "  deck: deck\n")}, CHECK),
    ("baseline", 400_000, lambda n: {**deal(), "old.json": report(n)}, [*CHECK, "--baseline", "old.json"]),
    ("policy: names", 100_000, sanctions, CHECK),
    ("library: paragraphs", 8_000, lambda n: library("\nThe Parties shall talk.\n" * n), OVER),
    ("library: one paragraph", 200_000, lambda n: library("\n" + "the Parties talk " * (n // 17) + ".\n"), OVER),
    ("library: values", 8_000, lambda n: library("\nThe {{ reference }} holds.\n" * n), OVER),
    ("library: alternatives", 4_000, lambda n: library("\n:: if sla.availability is given\nIt holds.\n:: end\n" * n), OVER),
]

# A process bears the most memory of the one that it was forked from, and this one holds the inputs: a small one starts the program.
LAUNCHER = """
import os, subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status))
"""


def run(files, arguments):
    """Runs the program beside some files: its processor time in seconds, its most memory in MiB and its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
        launched = [sys.executable, "-c", LAUNCHER, BIN, *arguments]
        seconds, memory, code = subprocess.run(launched, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
        return float(seconds), float(memory), int(code)


def seconds(files, arguments):
    """The best time of three runs, and the exit code."""
    runs = [run(files, arguments) for _ in range(3)]
    code = runs[-1][2]
    assert all(one[2] in (0, 1) for one in runs), (arguments, runs)
    return min(one[0] for one in runs), code


def main():
    least, _ = seconds(deal(), CHECK)
    print(f"{'reader':32} {'half, s':>8} {'full, s':>8} {'ratio':>6}")
    slow = 0
    for name, size, files, arguments in CASES:
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        half, _ = seconds(files(size // 2), arguments)
        full, code = seconds(files(size), arguments)
        # What is lost in the noise of starting has no ratio.
        rest = half - least
        ratio = (full - least) / rest if rest > 0.02 else None
        slow += ratio is not None and ratio > MOST
        shown = f"{ratio:6.2f}" if ratio is not None else "     -"
        print(f"{name:32} {half:8.3f} {full:8.3f} {shown}{' SLOW' if ratio and ratio > MOST else ''}{'' if code == 0 else '  (findings)'}", flush=True)
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
