"""`survives.py SENT BACK`: each clause of ours has its bookmark, once, at the same words. Standard library only."""
import re
import sys
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def clauses(path):
    """For each bookmark of a clause, the words of the paragraphs in which it begins, without what fields show."""
    found = {}
    with zipfile.ZipFile(path) as package:
        document = ElementTree.fromstring(package.read("word/document.xml"))
    for paragraph in document.iter(W + "p"):
        words, shown = [], True
        for element in paragraph.iter():
            kind = element.get(W + "fldCharType") if element.tag == W + "fldChar" else None
            shown = {"begin": shown, "separate": False, "end": True}.get(kind, shown)
            if element.tag == W + "t" and shown:
                words.append(element.text or "")
        for mark in paragraph.iter(W + "bookmarkStart"):
            name = mark.get(W + "name")
            if re.search(r"^[a-z].*_v\d+_", name):
                found.setdefault(name, []).append(" ".join("".join(words).split()))
    return found


sent, back = map(clauses, sys.argv[1:3])
assert len(sent) > 50 and all(len(places) == 1 for places in sent.values()), "no paper of ours"
wrong = [name for name, places in sent.items() if back.get(name) != places]
for name in wrong[:10]:
    print(f"{name}: {sent[name]} -> {back.get(name)}")
sys.exit(bool(wrong))
