"""What the other side does to a draft: each seed edits an opened Word file and says what has to be found, and nothing else.

A seed returns a list of (clause, kinds, old, new): one finding each, whose words hold `old` and `new`. `[]` says that nothing is found.
`ANY` as the words allows several findings at that clause.
"""

import copy
import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

ANY = object()
SEEDS = {}


def seed(function):
    SEEDS[function.__name__] = function
    return function


class Paper:
    """A draft, with the clause of each of its paragraphs and tables as it was drafted."""

    def __init__(self, document):
        self.document, self.body = document, document.element.body
        self.clauses, self.blocks, clause = {}, [], None
        # A clause begins with the paragraph that bears its bookmark, and ends before the next one or the heading above that.
        for element in self.body.iterchildren(qn("w:p"), qn("w:tbl")):
            names = [mark.get(qn("w:name")) for mark in element.iter(qn("w:bookmarkStart"))]
            marks = [match[1] for match in (re.fullmatch(r"(.+)_v\d+_[0-9a-f]+", name) for name in names) if match]
            if marks:
                clause = marks[0]
            elif self.style(element) in ("PartHeading", "ScheduleHeading"):
                clause = None
            self.blocks.append(element)
            self.clauses[element] = clause

    def clause(self, element):
        return self.clauses[element]

    def style(self, element):
        style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return None if style is None else style.get(qn("w:val"))

    def of_clause(self, clause):
        return [block for block in self.blocks if self.clauses[block] == clause]

    def words(self, element):
        return "".join(text.text or "" for text in element.iter(qn("w:t")))

    def levels(self, style="ClauseLevel2"):
        return [block for block in self.blocks if self.style(block) == style and self.clauses[block]]

    def find(self, pattern, at=0, style="ClauseLevel2"):
        """The words of one run that match, with their paragraph: the match number `at`, each in another clause."""
        seen = []
        for block in self.levels(style):
            clause = self.clauses[block]
            if clause in seen:
                continue
            for text in block.iter(qn("w:t")):
                match = re.search(pattern, text.text or "")
                if match:
                    seen.append(clause)
                    if len(seen) > at:
                        return block, text, match
                    break
        raise SystemExit(f"FAIL the draft does not say {pattern}")

    def replace(self, pattern, new, at=0):
        block, text, match = self.find(pattern, at)
        old, fresh = match[0], match.expand(new)
        text.text = text.text[:match.start()] + fresh + text.text[match.end():]
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return self.clauses[block], old, fresh

    def tables(self):
        return [block for block in self.blocks if block.tag == qn("w:tbl") and self.clauses[block]]


def changed(paper, pattern, new, at=0):
    clause, old, fresh = paper.replace(pattern, new, at)
    return [(clause, {"edited"}, *least(old, fresh))]


def least(old, new):
    """The words that differ."""
    before, after = old.split(" "), new.split(" ")
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return " ".join(before).rstrip(".,;"), " ".join(after).rstrip(".,;")


@seed
def unedited(paper):
    return []


@seed
def number(paper):
    return changed(paper, r"within \d+(?=[ \u00a0])", "within 77")


@seed
def not_inserted(paper):
    return changed(paper, r"shall give", r"shall not give")


@seed
def duty_to_right(paper):
    return changed(paper, r"\bshall pay", r"may pay")


@seed
def and_to_or(paper):
    return changed(paper, r" and its ", r" or its ", 1)


@seed
def party_swapped(paper):
    return changed(paper, r"\bThe Customer", r"The Supplier", 2)


@seed
def case_changed(paper):
    return changed(paper, r"\bNotice\b", r"notice", 3)


@seed
def sentence_added(paper):
    block = paper.levels()[30]
    last = list(block.iter(qn("w:t")))[-1]
    last.text += " This right lapses after ninety days."
    return [(paper.clause(block), {"edited", "added"}, "", "This right lapses after ninety days.")]


@seed
def three_edits(paper):
    return number(paper) + not_inserted(paper) + party_swapped(paper)


def remove(paper, block):
    """Takes a paragraph out, as a program does: bookmarks in it go, those around it stay."""
    block.getparent().remove(block)


@seed
def clause_struck(paper):
    clause = paper.clause(paper.levels()[40])
    for block in paper.of_clause(clause):
        remove(paper, block)
    return [(clause, {"clause_struck"}, "", "")]


@seed
def paragraph_struck(paper):
    block = next(b for b in paper.levels("ClauseLevel3")[4:] if len(paper.of_clause(paper.clause(b))) > 3)
    words = paper.words(block).split()[:1]
    remove(paper, block)
    return [(paper.clause(block), {"struck"}, words[0], "")]


@seed
def heading_struck(paper):
    headings = [b for b in paper.blocks if paper.style(b) in ("ClauseHeading", "PartHeading")]
    block = headings[12]
    words = paper.words(block)
    # The heading of an article of the short form stands above its clauses, and belongs to none.
    names = [mark.get(qn("w:name")) for mark in block.iter(qn("w:bookmarkStart"))]
    clause = None if not names or any("article" in name for name in names) else paper.clause(block)
    remove(paper, block)
    return [(clause, {"struck"}, words.split()[0], "")]


def written(paper, style, words):
    paragraph = OxmlElement("w:p")
    properties, named = OxmlElement("w:pPr"), OxmlElement("w:pStyle")
    named.set(qn("w:val"), style)
    properties.append(named)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = words
    run.append(text)
    paragraph.extend([properties, run])
    return paragraph


@seed
def clause_added(paper):
    clause = paper.clause(paper.levels()[25])
    last = paper.of_clause(clause)[-1]
    last.addnext(written(paper, "ClauseLevel2", "Each review of those prices also asks what comparable carriers charged at that time."))
    return [(clause, {"added"}, "", "comparable carriers")]


@seed
def clause_replaced(paper):
    clause = paper.clause(next(b for b in paper.levels()[45:] if len(paper.words(b)) > 150))
    bodies = [b for b in paper.of_clause(clause) if paper.style(b) not in ("ClauseHeading", "PartHeading")]
    style = paper.style(bodies[0])
    bodies[0].addprevious(written(paper, style, "Neither Party owes the other anything under this head, save for wilful harm that a court has found."))
    for block in bodies:
        remove(paper, block)
    return [(clause, {"edited", "added", "struck", "clause_struck"}, ANY, ANY)]


@seed
def split(paper):
    block, text, match = paper.find(r"\. ", 6)
    second = copy.deepcopy(block)
    place = list(block.iter(qn("w:t"))).index(text)
    for index, one in enumerate(list(block.iter(qn("w:t")))):
        if index == place:
            one.text = one.text[:match.start() + 1]
    cut_after(block, text)
    other = list(second.iter(qn("w:t")))[place]
    other.text = other.text[match.end():]
    cut_before(second, other)
    for mark in list(second.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    block.addnext(second)
    return [(paper.clause(block), {"split"}, "", "")]


def cut_after(block, text):
    run = text.getparent()
    for sibling in list(run.itersiblings()):
        if sibling.tag == qn("w:r"):
            sibling.getparent().remove(sibling)


def cut_before(block, text):
    run = text.getparent()
    for sibling in list(run.itersiblings(preceding=True)):
        if sibling.tag == qn("w:r"):
            sibling.getparent().remove(sibling)


def neighbours(paper, at):
    """Two paragraphs of one clause and level, one behind the other."""
    found = [(one, other) for one, other in zip(paper.blocks, paper.blocks[1:])
             if paper.clause(one) and paper.clause(one) == paper.clause(other) and one.getnext() is other
             and (paper.style(one) or "").startswith("ClauseLevel") and paper.style(one) == paper.style(other)]
    return found[at]


@seed
def joined(paper):
    one, other = neighbours(paper, 10)
    list(one.iter(qn("w:t")))[-1].text += " "
    for child in list(other):
        if child.tag != qn("w:pPr"):
            one.append(child)
    remove(paper, other)
    return [(paper.clause(one), {"joined"}, "", "")]


@seed
def moved(paper):
    one, other = neighbours(paper, 20)
    other.addnext(one)
    return [(paper.clause(one), {"moved"}, "", "")]


@seed
def moved_far(paper):
    one = next(b for b in paper.levels()[70:] if len(paper.words(b)) > 100)
    target = paper.levels()[30]
    target.addnext(one)
    return [(paper.clause(one), {"moved", "clause_struck", "struck"}, "", "")]


@seed
def level_raised(paper):
    block = paper.levels("ClauseLevel3")[5]
    block.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").set(qn("w:val"), "ClauseLevel2")
    return [(paper.clause(block), {"restyled"}, "", "")]


def rated(paper):
    """The table with the most rows."""
    return max(paper.tables(), key=lambda table: len(table.findall(qn("w:tr"))))


@seed
def row_added(paper):
    table = rated(paper)
    row = table.findall(qn("w:tr"))[2]
    fresh = copy.deepcopy(row)
    for index, cell in enumerate(fresh.findall(qn("w:tc"))):
        for text in list(cell.iter(qn("w:t")))[1:]:
            text.text = ""
        for text in list(cell.iter(qn("w:t")))[:1]:
            text.text = f"Elsewhere {index}"
    row.addnext(fresh)
    return [(paper.clause(table), {"added"}, ANY, ANY)]


@seed
def row_struck(paper):
    table = rated(paper)
    row = table.findall(qn("w:tr"))[2]
    table.remove(row)
    return [(paper.clause(table), {"struck"}, ANY, ANY)]


@seed
def cell_changed(paper):
    for table in paper.tables():
        for row in table.findall(qn("w:tr"))[1:]:
            for cell in row.findall(qn("w:tc"))[1:]:
                texts = list(cell.iter(qn("w:t")))
                if len(texts) == 1 and re.search(r"\d{2}", texts[0].text):
                    old = texts[0].text
                    new = re.sub(r"(\d)(\d)", r"\2\1", old, count=1)
                    if new == old:
                        new = re.sub(r"\d", "7", old, count=1)
                    if new != old:
                        texts[0].text = new
                        return [(paper.clause(table), {"edited"}, *least(old, new))]
    raise SystemExit("FAIL no table holds a figure")


@seed
def table_gone(paper):
    table = rated(paper)
    remove(paper, table)
    return [(paper.clause(table), {"struck", "clause_struck"}, ANY, ANY)]


@seed
def schedule_gone(paper):
    heads = [b for b in paper.blocks if paper.style(b) == "ScheduleHeading"]
    first, after = heads[-3], heads[-2]
    gone, inside = [], False
    for block in paper.blocks:
        inside = (inside or block is first) and block is not after
        if inside:
            gone.append(block)
    clauses = {paper.clause(block) for block in gone}
    for block in gone:
        remove(paper, block)
    return [(clause, {"struck", "clause_struck"}, ANY, ANY) for clause in clauses]


@seed
def quotes_straight(paper):
    for text in paper.body.iter(qn("w:t")):
        words = text.text or ""
        for old, new in (("“", '"'), ("”", '"'), ("’", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2011", "-"), (". ", ".  ")):
            words = words.replace(old, new)
        text.text = words
    return []


@seed
def quotes_straight_and_number(paper):
    found = number(paper)
    quotes_straight(paper)
    return found


@seed
def bookmarks_lost(paper):
    for mark in list(paper.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    return []


@seed
def bookmarks_lost_and_clause_struck(paper):
    found = clause_struck(paper)
    bookmarks_lost(paper)
    return found


@seed
def numbers_typed(paper):
    counts = [0, 0, 0]
    for block in paper.blocks:
        style = paper.style(block) or ""
        level = {"ClauseHeading": 0, "ClauseLevel2": 1, "ClauseLevel3": 2}.get(style)
        texts = list(block.iter(qn("w:t")))
        if level is None or not texts:
            continue
        counts[level] += 1
        counts[level + 1:] = [0] * (2 - level)
        label = [f"{counts[0]}.", f"{counts[0]}.{counts[1]}", f"({chr(96 + counts[2] % 26)})"][level]
        block.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").set(qn("w:val"), "Normal")
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = f"{label} "
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        # A number that somebody types stands before a reference, not within it.
        block.find(qn("w:pPr")).addnext(run)
    return []


@seed
def numbers_typed_and_number(paper):
    found = number(paper)
    numbers_typed(paper)
    return found


@seed
def references_unlinked(paper):
    for run in list(paper.body.iter(qn("w:r"))):
        if run.find(qn("w:fldChar")) is not None or run.find(qn("w:instrText")) is not None:
            run.getparent().remove(run)
    return []


@seed
def term_renamed(paper):
    for text in paper.body.iter(qn("w:t")):
        text.text = re.sub(r"\bService Credit", "Performance Credit", text.text or "")
    found = changed(paper, r"within \d+(?=[ \u00a0])", "within 77")
    return found + [(None, {"renamed"}, "Service Credit", "Performance Credit")]


def tracked(paper, block, text, match, new, author, key):
    """Writes the change of some words as a tracked deletion and insertion."""
    run = text.getparent()
    before, old, after = text.text[:match.start()], match[0], text.text[match.end():]

    def piece(words, tag="w:t"):
        made = OxmlElement("w:r")
        if run.find(qn("w:rPr")) is not None:
            made.append(copy.deepcopy(run.find(qn("w:rPr"))))
        inner = OxmlElement(tag)
        inner.text = words
        inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(inner)
        return made

    def mark(tag, content):
        made = OxmlElement(tag)
        made.set(qn("w:id"), str(key + (tag == "w:ins")))
        made.set(qn("w:author"), author)
        made.set(qn("w:date"), "2026-11-05T10:00:00Z")
        made.append(content)
        return made

    pieces = [piece(before)] if before else []
    pieces += [mark("w:del", piece(old, "w:delText"))]
    pieces += [mark("w:ins", piece(match.expand(new)))] if new else []
    pieces += [piece(after)] if after else []
    for one in pieces:
        run.addprevious(one)
    run.getparent().remove(run)


def by_hand(paper, pattern, new, author, key, at=0):
    block, text, match = paper.find(pattern, at)
    fresh = match.expand(new)
    tracked(paper, block, text, match, new, author, key)
    return [(paper.clause(block), {"edited"}, *least(match[0], fresh), author)]


@seed
def tracked_number(paper):
    return by_hand(paper, r"\b(within) \d+(?=[ \u00a0])", r"\1 77", "Jo Counsel", 990001)


@seed
def tracked_by_two(paper):
    first = by_hand(paper, r"\bshall give", r"shall not give", "Jo Counsel", 990001)
    return first + by_hand(paper, r"\bThe Customer", r"The Supplier", "Al Other", 990011, 4)


@seed
def tracked_and_not(paper):
    first = by_hand(paper, r"\bshall give", r"shall not give", "Jo Counsel", 990001)
    return first + party_swapped(paper)


@seed
def commented(paper):
    block = paper.levels()[35]
    paragraph = next(p for p in paper.document.paragraphs if p._p is block)
    paper.document.add_comment(paragraph.runs, text="We cannot accept this.", author="Jo Counsel", initials="JC")
    return [(paper.clause(block), {"comment"}, "", "We cannot accept this.")]
