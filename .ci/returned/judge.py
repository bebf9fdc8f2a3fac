"""Sends drafts out, lets other programs change them, and asks `peerpact returned` what came back: `judge.py WORK PEERPACT DEAL...`.

Every seed of seeds.py goes through python-docx and then by several paths. What is reported has to be what was seeded, at its clause,
and nothing else. `ONLY=seed` runs one seed.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import docx

from seeds import ANY, SEEDS, Paper

# What each path can keep. pandoc makes a new document: no levels, no bookmarks, lists made anew; it is tried with the words alone.
PATHS = {
    "docx": None,
    "office": "docx",
    "odt": "odt",
    "pandoc": None,
}
ODT = ("unedited", "number", "not_inserted", "clause_struck", "split", "moved", "tracked_by_two", "row_struck", "commented", "quotes_straight")
PANDOC = ("unedited", "number", "not_inserted", "party_swapped", "clause_struck", "case_changed")
# Edits in LibreOffice itself, tracked and not.
OFFICE_EDITS = [("shall give", "shall not give"), ("The Customer", "The Supplier"), ("30 days", "45 days")]


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True, **options)


def key(clause):
    return "".join(letter if letter.isalnum() else "_" for letter in clause or "")


def same(clause, reported):
    return clause is None or key(reported).startswith(clause[:24])


def judge(report, wanted):
    """What was reported and not seeded, and what was seeded and not reported."""
    faults, edits = [], list(report["edits"])
    comments = list(report["comments"])
    for clause, kinds, old, new, *author in wanted:
        if "comment" in kinds:
            hits = [one for one in comments if same(clause, one["clause"]) and new in one["words"]]
        elif old is ANY:
            hits = [one for one in edits if same(clause, one["clause"]) and one["kind"] in kinds]
        else:
            hits = [one for one in edits if same(clause, one["clause"]) and one["kind"] in kinds
                    and old in one["old"] and new in one["new"]
                    and (not author or (one["tracked"] or {}).get("author") == author[0])][:1]
        if not hits:
            faults.append(f"not found: {clause} {sorted(kinds)} {old if old is not ANY else '*'!r} -> {new if new is not ANY else '*'!r} {author}")
        for hit in hits:
            if hit in edits:
                edits.remove(hit)
            if hit in comments:
                comments.remove(hit)
    for one in edits:
        faults.append(f"not seeded: {one['clause']} {one['name']} {one['number']} {one['kind']} {one['tracked'] and one['tracked']['author']}: "
                      f"{one['old'][:70]!r} -> {one['new'][:70]!r}")
    faults += [f"not seeded: comment {one}" for one in comments]
    return faults


def main():
    work, peerpact = Path(sys.argv[1]), sys.argv[2]
    only = os.environ.get("ONLY")
    jobs, cases = [], []
    for deal in map(Path, sys.argv[3:]):
        for form in ("full", "short"):
            home = work / f"{deal.stem}.{form}"
            home.mkdir(parents=True)
            run(peerpact, "draft", deal, "--form", form, "-t", "docx", "-o", home / "sent", "-q", "--overwrite")
            sent = home / "sent" / f"{deal.stem}.docx"
            for name, seed in SEEDS.items():
                if only and name not in only.split(","):
                    continue
                paper = Paper(docx.Document(sent))
                wanted = seed(paper)
                file = home / f"{name}.docx"
                paper.document.save(file)
                cases.append((deal, form, name, "docx", file, wanted))
                for path, via in PATHS.items():
                    target = home / f"{name}.{path}.docx"
                    if path == "pandoc" and name in PANDOC:
                        run("pandoc", "--track-changes=all", file, "-o", target)
                        cases.append((deal, form, name, path, target, wanted))
                    elif via and (path != "odt" or name in ODT):
                        jobs.append({"from": str(file), "to": str(target), "via": via, "plain": name == "commented"})
                        cases.append((deal, form, name, path, target, wanted))
            for tracked in (True, False):
                if only and "typed" not in only:
                    break
                paper = Paper(docx.Document(sent))
                whole = [(b, paper.words(b)) for b in paper.blocks]
                wanted, edits = [], []
                for old, new in OFFICE_EDITS:
                    place = next((b for b, words in whole if old in words), None)
                    if place is None:
                        continue
                    edits.append([old, new])
                    before, after = old.split()[0], new.split()
                    wanted.append((paper.clause(place), {"edited"}, "", "not" if "not" in after else after[1 if old[:3] == "The" else 0])
                                  + (("Unknown Author",) if tracked else ()))
                target = home / f"typed.{'tracked' if tracked else 'untracked'}.docx"
                jobs.append({"from": str(sent), "to": str(target), "edits": edits, "tracked": tracked})
                cases.append((deal, form, "typed", target.stem, target, wanted))
    (work / "jobs.json").write_text(json.dumps(jobs))
    if jobs:
        subprocess.run(["/usr/bin/python3", Path(__file__).parent / "office.py", work / "jobs.json"], check=True)
    failed = 0
    for deal, form, name, path, file, wanted in cases:
        done = subprocess.run([peerpact, "returned", str(file), "--deal", str(deal), "--form", form, "--format", "json"],
                              capture_output=True, text=True)
        faults = [done.stderr.strip()] if done.returncode else judge(json.loads(done.stdout), wanted)
        if faults:
            failed += 1
            print(f"FAIL {deal.stem} {form} {name} by {path} ({file})")
            for fault in faults[:12]:
                print(f"    {fault}")
            if len(faults) > 12:
                print(f"    and {len(faults) - 12} more")
    print(f"{len(cases)} files that came back, {failed} of them misread")
    sys.exit(failed > 0)


main()
