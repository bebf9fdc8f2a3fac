"""Holds Word files to the HTML of the same drafts, by what LibreOffice, python-docx and pandoc read in them.

    word.py private FILE...         nothing in a file tells who wrote it or what was discussed
    word.py break FILE TO           a copy that is not valid, and tells something
    word.py edit WORK FILE...       writes to WORK copies as counsel might leave them, and a spoilt one
    word.py compare WORK FILE...    WORK holding the PDF that LibreOffice made of each FILE and copy

What a file must be, besides valid: numbers are live, so no text holds one; a heading is a paragraph whose style descends from
`heading 1` (parts and schedules), `heading 2` (clauses) or `heading 3` (sections); the second clause begins with a paragraph in the
style `Clause Heading`, and a paragraph below it bears `Clause Level 2`; a reference is a `REF` field for each number in it. An HTML
file lies beside each FILE under the same name.
"""

import json
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

NEW_HEADING, NEW_WORDS = "Inserted clause", "The Parties shall read this clause."


def squeeze(text):
    """The characters alone: which space stands between them, and where a line ends, is a matter of form."""
    return "".join(text.split())


class Html(HTMLParser):
    """The body from the key terms on, as a list of blocks: (kind, pieces), or ("table", rows of pieces).

    A piece is (role, words): the words of a `label`, of a `link`, or plain ones.
    """

    def __init__(self, text):
        super().__init__()
        self.blocks, self.ids, self.targets = [], {}, []
        self.rows, self.pieces, self.role, self.depth = None, None, "", 0
        self.schedule = False
        self.feed(text)
        begin = next(at for at, block in enumerate(self.blocks) if squeeze(words(block)) == "Keyterms")
        self.blocks = self.blocks[begin + 1:]

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        kind = {"h2": "chapter", "h3": attributes.get("class", "")}.get(tag, tag)
        if kind == "chapter" and attributes.get("class") == "schedule":
            kind = "schedule"
        if tag == "table":
            self.rows = []
            self.blocks.append(("table", self.rows))
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.pieces = []
            self.rows[-1].append(self.pieces)
        elif tag in ("h1", "h2", "h3", "p", "li"):
            self.pieces = []
            self.blocks.append((kind, self.pieces))
            if "id" in attributes:
                self.ids[attributes["id"]] = self.blocks[-1]
        elif tag == "span" and attributes.get("class") in ("label", "number"):
            self.role = "label"
        elif tag == "a":
            self.role = "link"
            self.targets.append(attributes["href"][1:])
        elif tag == "br" and self.pieces is not None:
            self.pieces.append(("", " "))

    def handle_endtag(self, tag):
        if tag in ("span", "a"):
            self.role = ""
        elif tag in ("h1", "h2", "h3", "p", "th", "td"):
            self.pieces = None
        elif tag == "table":
            self.rows = None

    def handle_data(self, data):
        # The words of an entry of the contents may hang in a span within the link.
        if self.pieces is not None:
            # Label and number are not parted; for what is read they are two words.
            self.pieces.append((self.role, data.replace("\u00a0", " ")))


def words(block, turn=lambda role, text: text):
    """The words of a block, each piece of it as `turn` has it."""
    kind, content = block
    rows = content if kind == "table" else [[content]]
    return " ".join("".join(turn(*piece) for piece in cell) for row in rows for cell in row)


LEVELS = {"chapter": 1, "schedule": 1, "clause": 2, "section": 3}


def headings(html):
    """Level and words of each heading, without its label."""
    titles = [(LEVELS[kind], [piece for piece in content if piece[0] != "label"]) for kind, content in html.blocks if kind in LEVELS]
    return [(level, squeeze(words(("", pieces)))) for level, pieces in titles if squeeze(words(("", pieces))) != "Contents"]


def cells(blocks):
    """The rows of all tables, each with the number of its table."""
    tables = [content for kind, content in blocks if kind == "table"]
    return [(at, *(squeeze(words(("", cell))) for cell in row)) for at, rows in enumerate(tables) for row in rows]


class Pdf:
    """What LibreOffice laid out, by the tags in its PDF: these leave out running lines and repeated heads of tables."""

    def __init__(self, path):
        run = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, text=True, check=True)
        self.blocks = []
        table, rows, cell = None, None, None
        for line in run.stdout.splitlines():
            text, indent = line.strip(), len(line) - len(line.lstrip())
            if text.startswith('"') and text.endswith('"'):
                if cell is not None:
                    cell.append(("", text[1:-1]))
                continue
            tag = re.match(r"(Table|TR|TH|TD|H[1-6]|P|TOCI)\b", text)
            if not tag:
                continue
            if table is not None and indent <= table:
                table = None
            if tag[1] == "Table":
                table, rows = indent, []
                self.blocks.append(("table", rows))
            elif table is not None:
                if tag[1] == "TR":
                    rows.append([])
                elif tag[1] in ("TH", "TD"):
                    cell = []
                    rows[-1].append(cell)
            else:
                cell = []
                self.blocks.append((tag[1], cell))
        begin = next(at for at, block in enumerate(self.blocks) if squeeze(words(block)) == "Keyterms")
        self.blocks = self.blocks[begin + 1:]


def blank_page(path):
    """The first page that holds nothing but its running lines, one at the head and one at the foot."""
    run = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
    pages = run.stdout.split("\f")[:-1]
    blank = [at for at, page in enumerate(pages, 1) if len(page.split("\n")) <= 3]
    return f"page {blank[0]} of {len(pages)} is blank" if blank else None


def text(blocks, turn=lambda role, text: text):
    return squeeze(" ".join(words(block, turn) for block in blocks))


def plain(path):
    """The characters of a PDF without running lines, from the key terms on: what `Pdf` says takes it ten times as long."""
    run = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
    return squeeze(run.stdout.partition("\nKey terms\n")[2])


def apart(expected, found):
    """Where two texts part, or nothing."""
    if expected == found:
        return None
    at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b), min(len(expected), len(found)))
    return f"…{expected[max(0, at - 40):at + 40]}… became …{found[max(0, at - 40):at + 40]}…"


def differ(expected, found):
    """The first of two lists' entries that differ."""
    if expected == found:
        return None
    at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b), min(len(expected), len(found)))
    one, other = (list[at] if at < len(list) else None for list in (expected, found))
    return f"{len(expected)} became {len(found)}; first, {one} became {other}"


def by_python(path):
    """Headings and tables as python-docx reads them. It looks into no content control by itself, so its parts are walked."""
    document = docx.Document(str(path))
    found, tables = [], []
    for element in document.element.body.iter(qn("w:p"), qn("w:tbl")):
        if next(element.iterancestors(qn("w:tbl")), None) is not None:
            continue
        if element.tag == qn("w:tbl"):
            rows = [tuple(squeeze(cell.text) for cell in row.cells) for row in Table(element, document).rows]
            tables.append(rows)
            continue
        paragraph = Paragraph(element, document)
        style = paragraph.style
        if style.name in ("Cover Heading", "TOC Heading"):
            continue
        while style is not None:
            # python-docx gives the names of built-in styles as Word shows them.
            if level := re.fullmatch("[Hh]eading ([1-3])", style.name):
                found.append((int(level[1]), squeeze(paragraph.text)))
                break
            style = style.base_style
    return found, tables


def by_pandoc(path):
    run = subprocess.run(["pandoc", "-f", "docx", "-t", "json", path], capture_output=True, text=True, check=True)

    def said(node):
        if isinstance(node, list):
            return "".join(map(said, node))
        return (node["c"] if node["t"] in ("Str", "Code") else said(node.get("c", []))) if isinstance(node, dict) else ""

    found, tables = [], []

    def walk(blocks):
        for block in blocks:
            if block["t"] == "Header":
                level, _, title = block["c"]
                found.append((level, squeeze(said(title))))
            elif block["t"] == "Div":
                walk(block["c"][1])
            elif block["t"] == "Table":
                _, _, _, head, bodies, foot = block["c"]
                rows = head[1] + [row for body in bodies for part in body[2:] for row in part] + foot[1]
                tables.append([tuple(squeeze(said(cell[4])) for cell in row[1]) for row in rows])

    walk(json.loads(run.stdout)["blocks"])
    # Those two are headings to pandoc, which does not ask for a style's level in the outline.
    return [heading for heading in found if heading[1] not in ("Keyterms", "Contents")], tables


def rewrite(source, target, changes):
    """Copies a package; `changes` turns the text of a part into another."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, changes[name](part.decode()).encode() if name in changes else part)


# The page number of an entry of the contents, and the tab before it: HTML has none, and `.ci/pages` judges them.
PAGE = (r'<w:r><w:tab/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGEREF [^<]*</w:instrText></w:r>'
        r'.*?<w:fldChar w:fldCharType="end"/></w:r>')


class Body:
    """The text of `word/document.xml` without page numbers, and the places in it that an edit needs."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as package:
            self.xml = re.sub(PAGE, "", package.read("word/document.xml").decode())
            styles = package.read("word/styles.xml").decode()
        names = re.findall(r'<w:style [^>]*w:styleId="([^"]+)"[^>]*>\s*<w:name w:val="([^"]+)"', styles)
        self.ids = {name: style for style, name in names}
        self.names = {style: name for style, name in names}

    def paragraphs(self):
        """Style, place and words of each paragraph."""
        for match in re.finditer(r"<w:p>(.*?)</w:p>", self.xml, re.S):
            style = re.search(r'<w:pStyle w:val="([^"]+)"', match[1])
            said = "".join(re.findall(r"<w:t\b[^>]*>([^<]*)</w:t>", match[1]))
            said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'").replace("&amp;", "&")
            yield style and self.names[style[1]], match, squeeze(said)

    def written(self, at, added):
        return self.xml[:at] + added + self.xml[at:]


def paragraph(properties, said):
    return f"<w:p>{properties}<w:r><w:t>{said}</w:t></w:r></w:p>"


def with_clause(body):
    """The text with a clause of our own before the second one."""
    second = [match for style, match, _ in body.paragraphs() if style == "Clause Heading"][1]
    at = second.start()
    properties = re.search(r"<w:pPr>.*?</w:pPr>", second[0])[0]
    level = f'<w:pPr><w:pStyle w:val="{body.ids["Clause Level 2"]}"/></w:pPr>'
    return body.written(at, paragraph(properties, NEW_HEADING) + paragraph(level, NEW_WORDS))


def later_clause(role, said):
    """Words as they read when every clause from the second on has moved by one."""
    if role == "label" and re.fullmatch(r"\d+(\.\d+)?", said) or role == "link" and re.match("[Cc]lause ", said):
        return re.sub(r"\d+", lambda number: str(int(number[0]) + (int(number[0]) > 1)), said, count=1)
    return said


def clause_inserted(html):
    """The text that must come of `with_clause`. The contents are not made anew until somebody asks for it."""
    out, clauses, schedule = [], 0, False
    for block in html.blocks:
        if block[0] == "clause":
            clauses += 1
            if clauses == 2:
                out += ["2", NEW_HEADING, "2.1", NEW_WORDS]
        schedule = schedule or block[0] == "schedule"
        # A paragraph of a schedule bears a number of the schedule's own, and stays.
        turn = later_clause if block[0] != "li" else lambda _, said: said
        if schedule:
            turn = lambda role, said: later_clause(role, said) if role == "link" else said
        out.append(words(block, turn))
    return squeeze(" ".join(out))


def chosen(html):
    """A numbered paragraph of a schedule that something refers to: (schedule, section, number, block)."""
    schedule = None
    for block in html.blocks:
        if block[0] == "schedule":
            schedule = block[1][0][1]
        label = block[1][0] if block[0] == "p" and block[1] else ("", "")
        number = re.fullmatch(r"(?:(\d+)\.)?(\d+)", label[1]) if schedule and label[0] == "label" else None
        if number and any(html.ids.get(target) is block for target in html.targets):
            return schedule, number[1], int(number[2]), block
    return None


def with_paragraph(body, html):
    """The text with a paragraph of our own before the one that `chosen` names."""
    target = chosen(html)
    if target is None:
        return None
    meant = squeeze("".join(said for role, said in target[3][1] if role != "label"))
    match = next(match for style, match, said in body.paragraphs() if said == meant and style.startswith("Schedule Level"))
    properties = re.search(r"<w:pPr>.*?</w:pPr>", match[0])[0]
    return body.written(match.start(), paragraph(properties, NEW_WORDS))


def paragraph_inserted(html):
    schedule, section, number, target = chosen(html)
    stem = f"{section}." if section else ""

    def moved(said):
        found = re.search(rf"(?<![\d.]){re.escape(stem)}(\d+)(?![\d.])", said)
        if not found or int(found[1]) < number:
            return said
        return said[:found.start(1)] + str(int(found[1]) + 1) + said[found.end(1):]

    out, here = [], None
    for block in html.blocks:
        if block[0] == "schedule":
            here = block[1][0][1]
        if block is target:
            out += [f"{stem}{number}", NEW_WORDS]

        def turn(role, said):
            if role == "label":
                return moved(said) if here == schedule and block[0] == "p" and re.fullmatch(r"[\d.]+", said) else said
            names = re.fullmatch(r"([Pp]aragraph [^ ]+)(?: of (Schedule \d+))?", said) if role == "link" and block[0] != "li" else None
            return moved(names[1]) + said[len(names[1]):] if names and (names[2] or here) == schedule else said

        out.append(words(block, turn))
    return squeeze(" ".join(out))


def edit(work, files):
    """A copy of each file without page numbers, others as counsel might leave them, and of the first one a spoilt copy.

    The former have no running lines and no heads of tables that repeat, so that their words come in one stream.
    """
    running = r"<w:(?:headerReference|footerReference)\b[^>]*/>|<w:tblHeader/>"
    for file in files:
        body, html = Body(file), Html(file.with_suffix(".html").read_text(encoding="utf-8"))
        rewrite(file, work / file.name, {"word/document.xml": lambda _, xml=body.xml: xml})
        for name, xml in (("clause", with_clause(body)), ("paragraph", with_paragraph(body, html))):
            if xml is not None:
                xml = re.sub(running, "", xml)
                rewrite(file, work / f"{file.stem}.{name}.docx", {"word/document.xml": lambda _, xml=xml: xml})
    body = Body(files[0])
    cell = next(match for style, match, said in body.paragraphs() if style == "Table Text" and said)
    heading = [match for style, match, _ in body.paragraphs() if style == "Clause Heading"][3]
    spoilt = body.xml.replace(heading[0], heading[0].replace(body.ids["Clause Heading"], body.ids["Body Text"]))
    spoilt = spoilt.replace(cell[0], re.sub(r"(<w:t\b[^>]*>)", r"\1Spoilt ", cell[0], count=1), 1)
    spoilt = re.sub(r" REF \S+ ", " REF _nowhere ", spoilt, count=1)
    rewrite(files[0], work / f"{files[0].stem}.spoilt.docx", {"word/document.xml": lambda _: spoilt})


def faults(docx_file, pdf_file, html):
    """What the three readers make of a file that they should not, by reader and matter."""
    pdf = Pdf(pdf_file)
    found = {"LibreOffice, words": apart(text(html.blocks), text(pdf.blocks))}
    laid = [(int(kind[1]), squeeze(words((kind, content)))) for kind, content in pdf.blocks if re.fullmatch("H[1-6]", kind)]
    whole = [(LEVELS[kind], squeeze(words((kind, content)))) for kind, content in html.blocks if kind in LEVELS]
    found["LibreOffice, pages"] = blank_page(pdf_file)
    found["LibreOffice, headings"] = differ([heading for heading in whole if heading[1] != "Contents"], laid)
    found["LibreOffice, tables"] = differ(cells(html.blocks), cells(pdf.blocks))
    for reader, read in (("python-docx", by_python), ("pandoc", by_pandoc)):
        titles, tables = read(docx_file)
        found[f"{reader}, headings"] = differ(headings(html), titles)
        found[f"{reader}, tables"] = differ(cells(html.blocks), [(at, *row) for at, rows in enumerate(tables) for row in rows])
    return {matter: fault for matter, fault in found.items() if fault}


def judge(work, file):
    """The faults of one file, and which copies of it were there."""
    html = Html(file.with_suffix(".html").read_text(encoding="utf-8"))
    found, copies = faults(file, work / f"{file.stem}.pdf", html), []
    for name, expect in EDITS.items():
        copy = work / f"{file.stem}.{name}.pdf"
        if copy.exists():
            copies.append(name)
            expected = expect(html)
            # Moved numbers prove something only if there are any.
            assert expected != text(html.blocks)
            if fault := apart(expected, plain(copy)):
                found[f"LibreOffice, after an inserted {name}"] = fault
    return found, copies


def compare(work, files):
    failed, inserted = False, set()
    with ThreadPoolExecutor(2) as pool:
        for file, (found, copies) in zip(files, pool.map(lambda file: judge(work, file), files)):
            inserted.update(copies)
            for matter, fault in found.items():
                failed = True
                print(f"FAIL {file}: {matter}: {fault}")
    for name in set(EDITS) - inserted:
        failed = True
        print(f"FAIL no {name} was inserted anywhere")
    if not failed:
        html = Html(files[0].with_suffix(".html").read_text(encoding="utf-8"))
        spoilt = work / f"{files[0].stem}.spoilt.docx"
        found = faults(spoilt, spoilt.with_suffix(".pdf"), html)
        matters = {f"{reader}, {matter}" for reader in ("LibreOffice", "python-docx", "pandoc") for matter in ("headings", "tables")}
        for matter in sorted(matters.union(["LibreOffice, words"]).difference(found)):
            failed = True
            print(f"FAIL nothing is said of a spoilt copy of {files[0]}: {matter}")
    return failed


# What counsel does to a copy, and the text that must come of it.
EDITS = {"clause": clause_inserted, "paragraph": paragraph_inserted}


def betrays(path):
    """What a file for the other side must not hold."""
    found = []
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            # The list of clauses is for whoever reads the paper back; other data has no business here.
            # The list of clauses, its properties, and the relation between the two; LibreOffice keeps the list only with both.
            ours = {
                "customXml/item1.xml": b'<clauses xmlns="urn:peerpact:clauses:1">',
                "customXml/itemProps1.xml": b"urn:peerpact:clauses:1",
                "customXml/_rels/item1.xml.rels": b"itemProps1.xml",
            }
            listed = name in ours and ours[name] in package.read(name)
            if re.search(r"comments|people|footnotes|customXml|thumbnail|vbaProject", name) and not listed:
                found.append(f"there is {name}")
            if not name.endswith((".xml", ".rels")):
                continue
            part = package.read(name).decode()
            for tag in re.findall(r"<(w:(?:ins|del|moveFrom|moveTo|vanish|commentReference|rsid\w*)|dc:creator|cp:lastModifiedBy|dc:description)\b[ />]", part):
                found.append(f"{name} holds {tag}")
            if 'TargetMode="External"' in part:
                found.append(f"{name} leads out of the file")
    return sorted(set(found))


def private(files):
    failed = False
    for file in files:
        for fault in betrays(file):
            failed = True
            print(f"FAIL {file}: {fault}")
    return failed


def main():
    task, rest = sys.argv[1], list(map(Path, sys.argv[2:]))
    match task:
        case "private":
            sys.exit(private(rest))
        case "break":
            rewrite(*rest, {
                "word/document.xml": lambda xml: xml.replace("<w:body>", "<w:body><w:pPr/>"),
                "docProps/core.xml": lambda xml: xml.replace("</dc:title>", "</dc:title><dc:creator>A. Person</dc:creator>"),
            })
        case "edit":
            edit(rest[0], rest[1:])
        case "compare":
            sys.exit(compare(rest[0], rest[1:]))


main()
