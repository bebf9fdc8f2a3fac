"""Measures what the program takes just below each limit of `src/budget.rs`, and what a refusal just above it costs.

    cargo build --release && python3 benches/limits.py [NAME...]

Prints the table that SECURITY.md holds: seconds of the processor, and the most memory held, once each. A deck may take 5 s and 500 MiB, everything else 1 s
and 300 MiB, and a refusal no more than the largest input that is taken (commands for a slower machine: PEERPACT=path/to/peerpact). Exit code 1 where that
does not hold. Standard library only.
"""
import os
import re
import sys

from doubling import BIN, DEAL, HEAD, LINE, ROOT, card, codes, csv, deal, library, party, report, run, sanctions, workbook

LIMITS = {}
for name, value in re.findall(r"pub const (\w+): \w+ = ([^;]+);", open(os.path.join(ROOT, "src/budget.rs")).read()):
    # A digit's underscore goes; a limit may be another limit's name.
    LIMITS[name] = eval(re.sub(r"(?<=\d)_(?=\d)", "", value), dict(LIMITS))

CHECK, DECK, OVER = ["check", "deal.yaml"], ["rates", "check", "deck"], ["check", "deal.yaml", "--library", "lib"]
MIB = 1 << 20


def filled(text, size, with_what=b"# \n"):
    """A text made as long as a limit."""
    text = text.encode()
    return (text + with_what * ((size - len(text)) // len(with_what) + 1))[:size]


def lines(values):
    """A deal of so many values: a line has 17 of them, keys among them."""
    made = [LINE.replace("8525", f"85{at:06}").replace("8526", f"86{at:06}").replace("8529", f"91{at:06}") for at in range((values - 200) // 17)]
    return deal(LINE, "".join(made))


def wide_deck(rows, size):
    """A deck whose rows fill so many bytes."""
    row = size // rows - 1
    out = []
    for at, code in enumerate(codes(rows)):
        words = f"{code},Place {at // 40} ,0.{at % 4999 + 1:04},USD,1/1,cli,2027-01-01"
        out.append(words.replace(" ,", " " + "x" * max(0, row - len(words)) + ",", 1) + "\n")
    return {"deck": HEAD + "".join(out)}


def ranges(count):
    return {"deck": HEAD + "".join(f"{8520000000 + at * 10000}-{8520009999 + at * 10000},Place {at},0.01,USD,1/1,cli,\n" for at in range(count // 10000))}


def odd(rows):
    """Every row has something that is worth a finding."""
    return {"deck": HEAD + "".join(f"{2000000000 + at},x,0.01,USD,1/1,cli,\n" for at in range(rows))}


def clause(size):
    return library("\nThe Parties shall talk.\n" * (size // 25))


def folder(files, size):
    each = "x" * (size // files)
    return {**deal(), **{f"lib/clauses/notes/{at}.txt": each for at in range(files)}}


def cells(count):
    return {"deck": HEAD + ("," * 99 + "\n") * (count // 100)}


L = LIMITS
# Name, limit, files at a size, arguments, the size, is it a deck.
CASES = [
    ("Deal: bytes", "DEAL_BYTES", lambda n: {"deal.yaml": filled(DEAL, n)}, CHECK, L["DEAL_BYTES"], False),
    ("Deal: values", "DEAL_VALUES", lines, CHECK, L["DEAL_VALUES"], False),
    ("Deal: bytes of one text", "DEAL_TEXT", lambda n: deal("Mei Tan", "M" * n), CHECK, L["DEAL_TEXT"], False),
    ("Deal: keys of one mapping", "DEAL_ENTRIES", lambda n: deal("scope:\n", "".join(map(party, range(n - 2))) + "scope:\n"), CHECK, L["DEAL_ENTRIES"], False),
    ("Deal: faults", "DEAL_FAULTS", lambda n: deal(LINE, LINE + "    - {x: 1}\n" * 40_000), CHECK, None, False),
    ("Baseline: bytes", "BASELINE_BYTES", lambda n: {**deal(), "old.json": filled(report(n // 80 - 1), n, b" ")}, [*CHECK, "--baseline", "old.json"], L["BASELINE_BYTES"], False),
    ("Policy: bytes", "POLICY_BYTES", lambda n: sanctions(n // 31 - 10), CHECK, L["POLICY_BYTES"], False),
    ("Library: bytes of a file", "LIBRARY_BYTES", lambda n: folder(1, n), OVER, L["LIBRARY_BYTES"], False),
    ("Library: bytes of all files", "LIBRARY_TOTAL", lambda n: folder(4, n), OVER, L["LIBRARY_TOTAL"], False),
    ("Library: files", "LIBRARY_FILES", lambda n: folder(n - 1, 1000 * n), OVER, L["LIBRARY_FILES"], False),
    ("Deck: rows, codes", "DECK_ROWS", lambda n: {"deck": csv(n - 1)}, DECK, L["DECK_ROWS"], True),
    ("Deck: rows, each odd", "DECK_ROWS", lambda n: odd(n - 1), DECK, L["DECK_ROWS"], True),
    ("Deck: bytes, rows", "DECK_BYTES", lambda n: wide_deck(L["DECK_ROWS"] - 1, n - 100), DECK, L["DECK_BYTES"], True),
    ("Deck: rows, in a paper", "PAPER_RATES", lambda n: {"deck": csv(n), **deal("  lines:\n" + LINE, "  deck: deck\n")}, CHECK, L["PAPER_RATES"], True),
    ("Deck: rows, beside a paper", "DECK_ROWS", lambda n: {"deck": csv(n - 1), **deal("  lines:\n" + LINE, "  deck: deck\n  annex: separate\n")}, CHECK, L["DECK_ROWS"], True),
    ("Deck: codes, by ranges", "DECK_CODES", ranges, DECK, L["DECK_CODES"], True),
    ("Deck: cells", "DECK_CELLS", cells, DECK, L["DECK_CELLS"] - 100, True),
    ("Deck: JSON rows", "DECK_ROWS", lambda n: {"deck": card(n - 1)}, DECK, L["DECK_ROWS"], True),
    ("Deck: XLSX rows", "DECK_ROWS", lambda n: {"deck": workbook(n - 1)}, DECK, L["DECK_ROWS"], True),
    ("Decks: two compared", "DECKS_ROWS", lambda n: {"deck": csv(n // 2), "next": csv(n // 2).replace("0.1", "0.2")}, ["rates", "diff", "deck", "next"], L["DECKS_ROWS"], True),
]


def main():
    print("| Input | Limit | s | MiB | refused above: s | MiB |\n|---|---|---|---|---|---|")
    held = True
    for name, limit, files, arguments, size, is_deck in CASES:
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        seconds, memory, _ = run(files(size or 0), arguments)
        above = run(files(size + size // 10 + 1), arguments) if size else None
        most = (5, 500) if is_deck else (1, 300)
        holds = seconds <= most[0] and memory <= most[1] and (above is None or above[0] <= most[0] and above[1] <= most[1])
        held &= holds
        refused = f"{above[0]:.2f} | {above[1]:.0f}" if above else " | "
        print(f"| {name} | {L[limit]:,} | {seconds:.2f} | {memory:.0f} | {refused} |{'' if holds else ' BEYOND'}", flush=True)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
