"""`pages.py FILE.docx FILE.pdf`: compares the pages in the contents of a DOCX with those on which LibreOffice sets the headings."""
import re, subprocess, sys, zipfile

docx, pdf = sys.argv[1:]
xml = zipfile.ZipFile(docx).read("word/document.xml").decode()
entries = []
for link in re.findall(r'<w:hyperlink w:anchor="[^"]*" w:history="1">(.*?)</w:hyperlink>', xml):
    if "PAGEREF" not in link:
        continue
    said = re.sub(r"<w:instrText[^>]*>.*?</w:instrText>", "", link).replace("<w:tab/>", "\t")
    *title, page = re.sub(r"<[^>]+>", "", said).split("\t")
    words = " ".join(title).replace("\u00a0", " ").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    entries.append((" ".join(words.split()), int(page)))
text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
lines = [{" ".join(line.replace("\u00a0", " ").split()) for line in page.split("\n")} for page in text.split("\f")[:-1]]
at, off, found, worst = 0, [], 0, 0
for title, page in entries:
    # Headings stand in the order of the contents, and an entry of the contents ends with its page.
    there = next((here for here in range(at, len(lines)) if title in lines[here]), None)
    if there is None:
        continue  # A title of two lines.
    at, found = there, found + 1
    worst = max(worst, abs(there + 1 - page))
    if abs(there + 1 - page) > 1:
        off.append(f"{title}: page {page} in the contents, {there + 1} in LibreOffice")
print(f"{docx}: {found} of {len(entries)} headings found on {len(lines)} pages, off by at most {worst}")
for line in off[:5]:
    print(f"FAIL {line}")
sys.exit(bool(off) or found < len(entries) * 0.8)
