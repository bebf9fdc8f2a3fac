"""Holds redlines to the drafts on either side: `judge.py FOLDER [COUNT]`, over the pairs that `PEERPACT_PAIRS=N cargo test --test paper --
generated_pairs` writes to `target/redline/`: old.docx, new.docx, marked.docx.

python-docx opens the marked file; all its changes are accepted, then rejected, by the element names of ECMA-376 alone; what is left has the
paragraphs, styles, cells, words and references of the new and of the old draft. LibreOffice accepts and rejects the first COUNT of them, and
writes all as text with numbers and what references show. A copy with a spoilt mark has to be noticed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import docx
from docx.oxml.ns import qn

INS, DEL = qn("w:ins"), qn("w:del")


def marked(properties, tag):
    return properties is not None and properties.find(tag) is not None


def answered(body, goes, stays):
    """Answers every change below an element: what bears `goes` is taken out, what bears `stays` is kept."""
    for row in list(body.iter(qn("w:tr"))):
        if marked(row.find(qn("w:trPr")), goes):
            row.getparent().remove(row)
    for table in list(body.iter(qn("w:tbl"))):
        if table.find(qn("w:tr")) is None:
            table.getparent().remove(table)
    inside = (qn("w:rPr"), qn("w:trPr"))
    for mark in [mark for mark in body.iter(goes) if mark.getparent().tag not in inside]:
        mark.getparent().remove(mark)
    for mark in [mark for mark in body.iter(stays) if mark.getparent().tag not in inside]:
        for child in list(mark):
            mark.addprevious(child)
        mark.getparent().remove(mark)
    carried = []
    for paragraph in list(body.iter(qn("w:p"))):
        properties = paragraph.find(qn("w:pPr"))
        if marked(properties.find(qn("w:rPr")) if properties is not None else None, goes):
            carried += [child for child in paragraph if child.tag != qn("w:pPr") and not child.tag.startswith(qn("w:bookmark"))]
            paragraph.getparent().remove(paragraph)
        elif carried:
            at = 0 if properties is None else 1
            for child in reversed(carried):
                paragraph.insert(at, child)
            carried = []


def read(document, styles):
    """A line for each paragraph with words: style, level, words, and for each field the words of the place that it refers to."""
    body = document.element.body
    for control in body.findall(qn("w:sdt")):
        body.remove(control)
    places, lines = {}, []
    for paragraph in body.iter(qn("w:p")):
        words, targets, depth, shows, code = [], [], 0, False, ""
        for element in paragraph.iter():
            kind = element.get(qn("w:fldCharType")) if element.tag == qn("w:fldChar") else None
            if kind == "begin":
                depth, shows, code = depth + 1, False, ""
            elif kind == "separate":
                shows = True
            elif kind == "end":
                depth, shows = depth - 1, False
                targets.append(code.split()[1] if len(code.split()) > 1 else "")
                words.append("№")
            elif element.tag in (qn("w:instrText"), qn("w:delInstrText")):
                code += element.text or ""
            elif element.tag in (qn("w:t"), qn("w:delText")) and not shows:
                words.append(element.text or "")
            elif element.tag in (qn("w:tab"), qn("w:br")):
                words.append(" ")
            elif element.tag == qn("w:bookmarkStart"):
                places.setdefault(element.get(qn("w:name")), len(lines))
        text = " ".join("".join(words).split())
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        level = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
        if text:
            lines.append([styles.get(style.get(qn("w:val"))) if style is not None else "",
                          level.get(qn("w:val")) if level is not None else "", text, targets])
    for line in lines:
        line[3] = [lines[places[target]][2] if places.get(target, len(lines)) < len(lines) else f"nowhere: {target}" for target in line[3]]
    return lines


def opened(path):
    document = docx.Document(path)
    return document, {style.style_id: style.name for style in document.styles}


def differences(case, spoil=False):
    faults = []
    for name, goes, stays in (("new", DEL, INS), ("old", INS, DEL)):
        document, styles = opened(case / "marked.docx")
        if spoil:
            mark = next(document.element.body.iter(goes))
            mark.tag = stays
        answered(document.element.body, goes, stays)
        got, wanted = read(document, styles), read(*opened(case / f"{name}.docx"))
        for at, (one, other) in enumerate(zip(got, wanted)):
            if one != other:
                faults.append(f"{name}, paragraph {at}: {one} for {other}")
                break
        else:
            if len(got) != len(wanted):
                faults.append(f"{name}: {len(got)} paragraphs for {len(wanted)}")
    return faults


def in_office(cases, work):
    """LibreOffice answers the changes and saves; what it then reads is what it reads of the drafts, saved in the same way."""
    first, second = [], []
    for at, case in enumerate(cases):
        for name, source, decide in (("accepted", "marked", "accept"), ("rejected", "marked", "reject"), ("new", "new", None), ("old", "old", None)):
            saved = f"{work}/{at}.{name}.docx"
            first.append({"from": str(case / f"{source}.docx"), "to": saved, "via": "docx", "decide": decide})
            second.append({"from": saved, "to": f"{work}/{at}.{name}.txt", "via": "docx"})
    for jobs in (first, second):
        (Path(work) / "jobs.json").write_text(json.dumps(jobs))
        subprocess.run(["/usr/bin/python3", Path(__file__).parent.parent / "returned/office.py", f"{work}/jobs.json"], check=True)
    faults = []
    for at, case in enumerate(cases):
        text = {}
        for name in ("accepted", "rejected", "new", "old"):
            # LibreOffice leaves an empty paragraph before a table whose neighbour went.
            lines = Path(f"{work}/{at}.{name}.txt").read_text(encoding="utf-8-sig").splitlines()
            text[name] = [" ".join(line.split()) for line in lines if line.strip()]
        for answer, draft in (("accepted", "new"), ("rejected", "old")):
            got, wanted = text[answer], text[draft]
            if got != wanted:
                place = next((at for at, (one, other) in enumerate(zip(got, wanted)) if one != other), min(len(got), len(wanted)))
                faults.append(f"{case.name} {answer} in LibreOffice, line {place}: {got[place:place + 2]} for {wanted[place:place + 2]}")
    return faults


def main():
    folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    cases = sorted(path.parent for path in folder.glob("*/marked.docx"))
    if not cases:
        sys.exit(f"FAIL no pairs in {folder}")
    faults = [f"{case.name}: {fault}" for case in cases for fault in differences(case)]
    if not differences(cases[0], spoil=True):
        faults.append("a spoilt mark is not noticed")
    print(f"{len(cases)} redlines by python-docx")
    if count:
        with tempfile.TemporaryDirectory() as work:
            faults += in_office(cases[:count], work)
        print(f"{min(count, len(cases))} redlines by LibreOffice")
    for fault in faults[:40]:
        print("FAIL", fault)
    sys.exit(bool(faults))


main()
