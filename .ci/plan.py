"""Tells what changed from one numbering plan to another: `plan.py OLD.csv NEW.csv`, each as `.ci/numbering_plan.py` writes it.

A line a run of leading digits: `+9180  fixed -> fixed, mobile`. Ten neighbours that changed alike are one shorter line, so what is printed
covers each number once. Ends with 0, whether or not anything changed, and with 2 if a file cannot be read.
"""

import sys

TYPES = {
    "m": "mobile", "f": "fixed", "p": "premium", "t": "toll-free", "s": "shared cost", "v": "VoIP", "n": "personal",
    "u": "universal access", "g": "pager", "o": "other",
}


def read(path):
    """The types of each run of leading digits."""
    rows = {}
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        digits, _, letters = line.partition(",")
        if not digits.isdigit() or not letters or any(letter not in TYPES for letter in letters):
            raise ValueError(f"{path}:{number}: `{line}` is not a row of a plan")
        rows[digits] = letters
    return rows


def changes(old, new):
    """Each run of leading digits whose types differ, with the types before and after; none for digits that lead nowhere."""
    longer = {digits[:length] for rows in (old, new) for digits in rows for length in range(len(digits))}

    def walk(digits, before, after):
        before, after = old.get(digits, before), new.get(digits, after)
        if digits not in longer:
            return [(digits, before, after)] if set(before) != set(after) else []
        out = [walk(digits + digit, before, after) for digit in "0123456789"]
        alike = {tuple((before, after) for _, before, after in part) for part in out}
        if digits and len(alike) == 1 and all(len(part) == 1 for part in out):
            return [(digits, *out[0][0][1:])]
        return [change for part in out for change in part]

    return walk("", "", "")


def name(letters):
    return ", ".join(TYPES[letter] for letter in TYPES if letter in letters) or "no numbers"


def main():
    try:
        old, new = read(sys.argv[1]), read(sys.argv[2])
    except (IndexError, OSError, ValueError) as error:
        print(f"plan.py OLD.csv NEW.csv: {error}", file=sys.stderr)
        return 2
    found = changes(old, new)
    for digits, before, after in found:
        print(f"+{digits}  {name(before)} -> {name(after)}")
    print(f"{len(found)} changes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
