"""Writes `src/numbering_plan.csv` from the PyPI package `phonenumbers` (facts only): `numbering_plan.py 2026-11-29 >src/numbering_plan.csv`.

Of each country code, the shortest leading digits that tell apart which types of number begin with them. The package holds patterns of whole numbers. What they begin with is worked out, not sampled: the patterns
of a region become one automaton, which is walked digit by digit, and digits stand in the plan if a number can follow.
"""

import re
import sys
from collections import defaultdict
from functools import cache

import phonenumbers
from phonenumbers import PhoneMetadata

# How many national digits tell which numbers there are, and how many at most tell their types apart. North American rows
# stop behind the area code, since what follows is the same everywhere. China and Pakistan have thousands of deeper rows for
# single services of single towns.
USUAL = (3, 4)
DEPTH = {1: (3, 3), 44: (4, 5), 49: (3, 5), 86: (3, 3), 92: (3, 3)}

# In the order in which the package asks: the first pattern that a number fits is its type.
SPECIAL = [
    ("premium_rate", "p"),
    ("toll_free", "t"),
    ("shared_cost", "s"),
    ("voip", "v"),
    ("personal_number", "n"),
    ("pager", "g"),
    ("uan", "u"),
    ("voicemail", "o"),
]
LETTERS = "mfptsvnugo"

# Terminals on satellites, which the package counts as mobile or as VoIP.
SATELLITE = ("870", "881", "88213", "88216")


class Automaton:
    """The patterns of one region: states are sets of steps, and a pattern's end is a step of its own."""

    def __init__(self, metadata):
        self.on = []  # of each step the digits that it takes, and where they lead
        self.free = []  # of each step the steps that it stands for as well
        self.ends = {}
        starts = []
        for name in ["general_desc", "fixed_line", "mobile"] + [name for name, _ in SPECIAL]:
            description = getattr(metadata, name)
            if description is None or not description.national_number_pattern:
                continue
            end = self.step()
            self.ends[end] = (name, frozenset(description.possible_length or metadata.general_desc.possible_length))
            starts.append(self.build(parse(description.national_number_pattern), end))
        self.start = self.closure(starts)

    def step(self, digits=frozenset(), to=None, free=()):
        self.on.append((digits, to))
        self.free.append(tuple(free))
        return len(self.on) - 1

    def build(self, tree, after):
        """The first step of a tree that `after` follows."""
        kind, *parts = tree
        if kind == "digits":
            return self.step(parts[0], after)
        if kind == "row":
            for part in reversed(parts[0]):
                after = self.build(part, after)
            return after
        if kind == "either":
            return self.step(free=[self.build(part, after) for part in parts[0]])
        part, least, most = parts
        end = after
        for _ in range(most - least):
            after = self.step(free=[self.build(part, after), end])
        for _ in range(least):
            after = self.build(part, after)
        return after

    def closure(self, steps):
        found, open_ = set(), list(steps)
        while open_:
            step = open_.pop()
            if step not in found:
                found.add(step)
                open_.extend(self.free[step])
        return frozenset(step for step in found if self.on[step][1] is not None or step in self.ends)

    @cache
    def next(self, state, digit):
        return self.closure(self.on[step][1] for step in state if digit in self.on[step][0])

    @cache
    def types(self, state, length):
        """The types of the numbers that go on from here, after so many national digits."""
        found = set(self.type_of(state, length))
        for digit in "0123456789":
            after = self.next(state, digit)
            if after:
                found |= self.types(after, length + 1)
        return frozenset(found)

    def type_of(self, state, length):
        fits = {self.ends[step][0] for step in state if step in self.ends and length in self.ends[step][1]}
        if "general_desc" not in fits:
            return ""
        for name, letter in SPECIAL:
            if name in fits:
                return letter
        return ("f" if "fixed_line" in fits else "") + ("m" if "mobile" in fits else "")


def parse(pattern):
    """A pattern as a tree; the package uses digits, `\\d`, classes, groups, `|`, `?` and `{n,m}`."""
    tokens = re.findall(r"\\d|\[[\d-]+\]|\d|\(\?:|\(|\)|\||\?|\{\d+(?:,\d+)?\}", pattern)
    assert "".join(tokens) == pattern, f"more than is known: {pattern}"
    tokens.reverse()

    def either():
        rows = [row()]
        while tokens and tokens[-1] == "|":
            tokens.pop()
            rows.append(row())
        return rows[0] if len(rows) == 1 else ("either", rows)

    def row():
        parts = []
        while tokens and tokens[-1] not in ("|", ")"):
            token = tokens.pop()
            if token.startswith("("):
                part = either()
                assert tokens.pop() == ")"
            else:
                part = ("digits", digits(token))
            if tokens and tokens[-1] == "?":
                tokens.pop()
                part = ("times", part, 0, 1)
            elif tokens and tokens[-1].startswith("{"):
                least, _, most = tokens.pop().strip("{}").partition(",")
                part = ("times", part, int(least), int(most or least))
            parts.append(part)
        return ("row", parts)

    tree = either()
    assert not tokens, pattern
    return tree


def digits(token):
    if token == "\\d":
        return frozenset("0123456789")
    body = re.sub(r"(\d)-(\d)", lambda ends: "".join(map(str, range(int(ends[1]), int(ends[2]) + 1))), token.strip("[]"))
    return frozenset(body)


def regions():
    """The automata of each country code."""
    found = defaultdict(list)
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        metadata = PhoneMetadata.metadata_for_region(region)
        found[metadata.country_code].append(Automaton(metadata))
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        found[code].append(Automaton(PhoneMetadata.metadata_for_nongeo_region(code)))
    return found


def rows(code, states, national=""):
    """The rows below some digits; `states` are the automata that still go on, each with its state."""
    types = set().union(*(automaton.types(state, len(national)) for automaton, state in states))
    if not types:
        return []
    whole = f"{code}{national}"
    if whole.startswith(SATELLITE):
        types = {"o"}
    here = (whole, "".join(letter for letter in LETTERS if letter in types))
    known, most = DEPTH.get(code, USUAL)
    if len(national) == most or (len(national) >= known and len(types) == 1):
        return [here]
    below = []
    for digit in "0123456789":
        after = [(automaton, automaton.next(state, digit)) for automaton, state in states]
        below += rows(code, [(automaton, state) for automaton, state in after if state], national + digit)
    # Rows that tell no more than one row for all of them does, are one.
    full = len(below) == 10 and all(len(prefix) == len(whole) + 1 for prefix, _ in below)
    alike = {types for _, types in below} == {here[1]}
    return [here] if alike and (full or len(national) >= known) else below


def main():
    day = sys.argv[1]
    found = []
    for code, automata in regions().items():
        found += rows(code, [(automaton, automaton.start) for automaton in automata])
    print(f"# Written by .ci/numbering_plan.py on {day} from phonenumbers {phonenumbers.__version__} (PyPI), a port of Google's")
    print("# libphonenumber metadata, Apache-2.0. Rows: leading digits, types of the numbers that begin so.")
    print("# m mobile, f fixed, p premium, t toll-free, s shared cost, v VoIP, n personal, u universal, g pager, o other")
    for prefix, types in sorted(found):
        print(f"{prefix},{types}")


if __name__ == "__main__":
    main()
