#!/usr/bin/env python3
"""Time of `peerpact draft` in three formats against Typst's time for a PDF of the same text, in turns on one machine.

    cargo build --release
    python3 -m venv target/bench && target/bench/bin/pip install typst==0.15.2 markdown-it-py==4.3.0
    target/bench/bin/python benches/typst.py examples/DEAL.yaml [--runs 15] [--keep DIR]

The deal's Markdown draft is turned into Typst mark-up: same headings, paragraphs, tables, links and running lines, a contents
list and page numbers, as PDF/A-2a and PDF/UA-1 like ours. Ours is timed as a whole process; Typst by the time inside
`typst.compile` alone, without starting Python, without looking for system fonts, writing to memory. The ratio is of medians.
Nothing is asserted: times belong to a machine.
"""

import argparse
import importlib.metadata
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STANDARDS = ["a-2a", "ua-1"]
NO_BREAK = "\u00a0"

CHILD = """
import sys, time, typst
start = time.perf_counter()
pdf = typst.compile(sys.argv[1], pdf_standards=sys.argv[3].split(","), ignore_system_fonts=True)
print(time.perf_counter() - start)
open(sys.argv[2], "wb").write(pdf)
"""

HEAD = """#set document(title: {title})
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: {size}pt)
#set smartquote(enabled: false)
#set par(justify: true)
#set page(paper: "a4", margin: 25mm, header: align(right)[{mark}], footer: context [{foot} #h(1fr) #counter(page).display("1 / 1", both: true)])
#set table(stroke: 0.5pt)
#show table: set par(justify: false)
#title()
"""


def text(words, starts_line=False):
    """Words as Typst mark-up that prints exactly them."""
    words = re.sub(r"([\\#$*_`<>@\[\]~])", r"\\\1", words)
    words = re.sub(r"-(?=[-?\d])|/(?=[/*])|\.(?=\.\.)", lambda m: "\\" + m[0], words)
    if starts_line:
        words = re.sub(r"^(?=[-+=/])|^(\d+)(?=\.(?:\s|$))", lambda m: (m[1] or "") + "\\", words)
    return words


def string(words):
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Converter:
    """Markdown, as `draft` writes it, to Typst."""

    def __init__(self, markdown, size):
        from markdown_it import MarkdownIt
        self.tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
        self.targets = set(re.findall(r"\]\(#([^)\s]+)\)", markdown))
        self.anchors, self.size = set(), size

    def inline(self, token):
        out, line_starts = [], True
        for child in token.children:
            kind = child.type
            if kind == "text":
                # No-break spaces at the start are indentation, which the paragraph takes care of.
                words = child.content.lstrip(NO_BREAK) if line_starts else child.content
                out.append(text(words, line_starts))
                line_starts = line_starts and not words
                continue
            if kind in ("softbreak", "hardbreak") or (kind == "html_inline" and child.content.startswith("<br")):
                out.append("\n" if kind == "softbreak" else "#linebreak()")
                line_starts = kind == "softbreak"
                continue
            if kind == "html_inline":
                anchor = re.match(r'<a id="([^"]+)">', child.content)
                if anchor and anchor[1] in self.targets - self.anchors:
                    self.anchors.add(anchor[1])
                    out.append(f"#metadata(none)#label({string(anchor[1])})")
                out.append({"<strong>": "#strong[", "<em>": "#emph["}.get(child.content, "]" if child.content in ("</strong>", "</em>") else ""))
            elif kind in ("strong_open", "em_open"):
                out.append({"strong_open": "#strong[", "em_open": "#emph["}[kind])
            elif kind == "link_open":
                target = child.attrGet("href")
                out.append(f"#link(label({string(target[1:])}))[" if target.startswith("#") else f"#link({string(target)})[")
            elif kind in ("strong_close", "em_close", "link_close"):
                # The semicolon ends the call, whatever follows.
                out.append("];")
            else:
                raise SystemExit(f"{kind} is not known here: {child.content}")
            line_starts = False
        return "".join(out)

    def plain(self, token):
        return "".join(c.content if c.type == "text" else " " if "break" in c.type else "" for c in token.children).strip()

    def table(self, tokens):
        aligns, cells, header, row = [], [], [], []
        for token in tokens:
            if token.type == "th_open":
                align = re.search("left|right|center", token.attrGet("style") or "")
                aligns.append(align[0] if align else "left")
            elif token.type == "inline":
                row.append(f"[{self.inline(token)}]")
            elif token.type == "thead_close":
                header, row = row, []
            elif token.type == "tr_close" and header:
                cells.append(row)
                row = []
        # The key terms have a header row without words.
        head = f"  table.header({', '.join(header)}),\n" if any(cell != "[]" for cell in header) else ""
        body = "".join(f"  {', '.join(row)},\n" for row in cells)
        return f"#table(columns: {len(aligns)}, align: ({', '.join(aligns)},),\n{head}{body})"

    def convert(self):
        blocks, title, mark, index, tokens, contents = [], None, "", 0, self.tokens, False
        first_paragraphs = []
        while index < len(tokens):
            token = tokens[index]
            end = index
            if token.nesting == 1:
                depth = 1
                while depth:
                    end += 1
                    depth += tokens[end].nesting
            inner = tokens[index + 1:end]
            if token.type == "heading_open":
                level, words = int(token.tag[1]), self.plain(inner[0])
                if level == 1:
                    title = words
                elif words == "Contents":
                    blocks.append("#outline(depth: 2)")
                    contents = True
                else:
                    if words.startswith("Schedule "):
                        blocks.append("#pagebreak(weak: true)")
                    # Within the heading, the contents list would repeat its label.
                    body = self.inline(inner[0])
                    labels = re.findall(r'#metadata\(none\)#label\("([^"]+)"\)', body)
                    body = re.sub(r'#metadata\(none\)#label\("[^"]+"\)', "", body).strip()
                    blocks.append("=" * (level - 1) + f" {body}" + "".join(f" <{label}>" for label in labels[:1]))
            elif token.type == "paragraph_open":
                words = self.plain(inner[0])
                if title is None:
                    mark = text(words)
                elif len(first_paragraphs) < 4:
                    first_paragraphs.append(words)
                source = inner[0].content
                steps = (len(source) - len(source.lstrip(NO_BREAK))) // 4
                body = self.inline(inner[0])
                blocks.append(f"#pad(left: {steps * 2}em)[{body}]" if steps else body)
            elif token.type == "table_open":
                blocks.append(self.table(inner))
            elif token.type == "html_block":
                for anchor in re.findall(r'<a id="([^"]+)">', token.content):
                    if anchor in self.targets - self.anchors:
                        self.anchors.add(anchor)
                        blocks.append(f"#metadata(none)#label({string(anchor)})")
            elif token.type == "hr":
                blocks.append("#line(length: 100%)")
            elif token.type == "bullet_list_open" and contents:
                # The list under that heading is what the outline makes.
                contents = False
            elif token.type in ("bullet_list_open", "ordered_list_open", "blockquote_open"):
                blocks.extend(self.inline(t) for t in inner if t.type == "inline")
            else:
                raise SystemExit(f"{token.type} is not known here, at line {token.map}")
            index = end + 1
        foot = text(next((words for words in first_paragraphs if re.search(r"\d", words)), ""))
        source = HEAD.format(title=string(title or "Agreement"), mark=mark, foot=foot, size=self.size) + "\n" + "\n\n".join(blocks) + "\n"
        # A link to nowhere would stop Typst.
        for dead in self.targets - self.anchors:
            source = source.replace(f"#link(label({string(dead)}))[", "#[")
        return source


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().splitlines()[0]


def facts(pdf):
    """Pages and words of a PDF, if poppler's tools are here."""
    if not shutil.which("pdfinfo"):
        return "? pages"
    info = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    words = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout.split()
    words = [word for word in words if word.strip("._")]  # not the leaders of the contents
    return f"{re.search(r'Pages: +([0-9]+)', info)[1]} pages, {len(words)} words, {os.path.getsize(pdf) // 1024} KiB"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", help="a deal, or with --markdown-only a Markdown file")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--size", type=float, default=11, help="Typst's type size in points")
    parser.add_argument("--keep", type=Path, help="leave the files in this folder")
    parser.add_argument("--markdown-only", action="store_true", help="only convert and compile a Markdown file")
    options = parser.parse_args()
    peerpact = str(Path(os.environ.get("PEERPACT", "target/release/peerpact")).resolve())

    with tempfile.TemporaryDirectory() as folder:
        work = options.keep or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        ours, peer, typ = work / "ours", work / "typst.pdf", work / "typst.typ"
        draft = [peerpact, "draft", options.source, "-t", "md,html,pdf", "-o"]
        markdown = Path(options.source)
        if not options.markdown_only:
            subprocess.run([*draft, ours], check=True, capture_output=True, stdin=subprocess.DEVNULL)
            markdown = ours / (Path(options.source).stem + ".md")
        typ.write_text(Converter(markdown.read_text(encoding="utf-8"), options.size).convert(), encoding="utf-8")
        compile_typst = [sys.executable, "-c", CHILD, typ, peer, ",".join(STANDARDS)]
        subprocess.run(compile_typst, check=True, stdout=subprocess.DEVNULL)
        print(f"Typst {importlib.metadata.version('typst')}, {' and '.join(STANDARDS)}: {facts(peer)}")
        if options.markdown_only:
            return
        print(f"{first_line(peerpact, '--version')}, md, html and pdf: {facts(markdown.with_suffix('.pdf'))}")

        times = {"peerpact, whole process": [], "Typst, inside compile": [], "Typst, whole process": []}
        for run in range(options.runs):
            out = Path(folder) / f"run{run}"
            start = time.perf_counter()
            subprocess.run([*draft, out], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            times["peerpact, whole process"].append(time.perf_counter() - start)
            start = time.perf_counter()
            said = subprocess.run(compile_typst, check=True, capture_output=True, text=True).stdout
            times["Typst, whole process"].append(time.perf_counter() - start)
            times["Typst, inside compile"].append(float(said))
        print(f"{options.runs} runs of each in turns, {os.cpu_count()} cores; seconds: least, median, most")
        for name, seconds in times.items():
            print(f"  {name:24} {min(seconds):.3f}  {statistics.median(seconds):.3f}  {max(seconds):.3f}")
        a, b = (statistics.median(times[name]) for name in ("peerpact, whole process", "Typst, inside compile"))
        print(f"peerpact takes {a / b:.3f} of Typst's time for its PDF (medians)")


main()
