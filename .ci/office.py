"""Compares HTML files with what LibreOffice made of them: `office.py WORK FILE...`, WORK/odt and WORK/docx being its output."""

import re
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def words(text):
    return " ".join(text.split())


def squeeze(text):
    return "".join(text.split())


class Html(HTMLParser):
    """Headings as (level, text), the number of tables with a head, and all words of the body.

    LibreOffice makes page furniture of `<div title="header">` and `footer`: the words of those are kept apart.
    """

    def __init__(self, text):
        super().__init__()
        self.headings, self.heads, self.text = [], 0, []
        self.level, self.title, self.body = None, [], False
        self.divs, self.running = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "body":
            self.body = True
        elif re.fullmatch("h[1-6]", tag):
            self.level, self.title = int(tag[1]), []
        elif tag == "div":
            self.divs.append(dict(attrs).get("title") in ("header", "footer"))
        elif tag == "thead":
            self.heads += 1
        elif tag == "br" and self.level:
            self.title.append(" ")

    def handle_endtag(self, tag):
        if tag == "div":
            self.divs.pop()
        if self.level and tag == f"h{self.level}":
            self.headings.append((self.level, words("".join(self.title))))
            self.level = None

    def handle_data(self, data):
        if self.body:
            (self.running if any(self.divs) else self.text).append(data)
        if self.level:
            self.title.append(data)


def odt_text(element):
    """The element's text; ODF writes tabs, runs of spaces and line breaks as elements."""
    if element.tag in (TEXT + "s", TEXT + "tab", TEXT + "line-break"):
        return " "
    return (element.text or "") + "".join(odt_text(child) + (child.tail or "") for child in element)


def odt(path):
    body = ElementTree.fromstring(zipfile.ZipFile(path).read("content.xml")).find(OFFICE + "body")
    headings = [(int(h.get(TEXT + "outline-level")), words(odt_text(h))) for h in body.iter(TEXT + "h")]
    styles = ElementTree.fromstring(zipfile.ZipFile(path).read("styles.xml"))
    return headings, len(list(body.iter(TABLE + "table-header-rows"))), odt_text(body), odt_text(styles)


def docx(path):
    """Headings by paragraph style, or the style that it is based on; tables by their repeated header row."""
    root = ElementTree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    styles = ElementTree.fromstring(zipfile.ZipFile(path).read("word/styles.xml"))
    bases = {s.get(WORD + "styleId"): b.get(WORD + "val") for s in styles if (b := s.find(WORD + "basedOn")) is not None}
    headings = []
    for paragraph in root.iter(WORD + "p"):
        element = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        style = None if element is None else element.get(WORD + "val")
        while style and not re.fullmatch("Heading([1-6])", style):
            style = bases.get(style)
        match = re.fullmatch("Heading([1-6])", style or "")
        if match:
            headings.append((int(match[1]), docx_text(paragraph)))
    heads = sum(1 for table in root.iter(WORD + "tbl") if table.find(f".//{WORD}tblHeader") is not None)
    return headings, heads, None, None


def docx_text(paragraph):
    return words("".join(e.text or "" if e.tag == WORD + "t" else " " for e in paragraph.iter()
                         if e.tag in (WORD + "t", WORD + "tab", WORD + "br")))


def main():
    work, failed = Path(sys.argv[1]), False
    for file in map(Path, sys.argv[2:]):
        html = Html(file.read_text(encoding="utf-8"))
        if not html.headings:
            print(f"FAIL {file}: no heading at all")
            failed = True
        for kind, read in (("odt", odt), ("docx", docx)):
            headings, heads, text, running = read(work / kind / f"{file.stem}.{kind}")
            if headings != html.headings:
                failed = True
                print(f"FAIL {file}: {len(html.headings)} headings, {len(headings)} of them headings in {kind}")
                for a, b in zip(html.headings + [None], headings + [None]):
                    if a != b:
                        print(f"  first difference: {a} became {b}")
                        break
            # In DOCX LibreOffice leaves out the repeated head of a table that begins at the foot of one of its own pages.
            lost = html.heads // 10 if kind == "docx" else 0
            if not html.heads - lost <= heads <= html.heads:
                failed = True
                print(f"FAIL {file}: {html.heads} tables with a head, {heads} in {kind}")
            if running is not None and squeeze("".join(html.running)) not in squeeze(running):
                failed = True
                print(f"FAIL {file}: the running lines are not in {kind}: {words(''.join(html.running))}")
            # Characters alone: where a paragraph ends, and which space it is, is a matter of form.
            if text is not None and (a := squeeze("".join(html.text))) != (b := squeeze(text)):
                failed = True
                at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
                print(f"FAIL {file}: words differ in {kind}: …{a[max(0, at - 30):at + 30]}… became …{b[max(0, at - 30):at + 30]}…")
    sys.exit(failed)


main()
