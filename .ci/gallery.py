"""`gallery.py OUT FACTS.csv`: sheets of pages, and where headings stand; see `.ci/gallery`."""
import csv, glob, html, os, re, subprocess, sys

out, accepted = sys.argv[1:]
KINDS = [("pdf", "papers/*.pdf"), ("docx", "papers/docx/*.pdf"), ("html", "papers/html/*.pdf")]


def pages_of(file):
    """The words of each page, each with its lower edge as a share of the sheet."""
    said = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True).stdout
    pages = []
    for page in said.split("<page ")[1:]:
        high = float(re.search(r'height="([\d.]+)"', page)[1])
        words = re.findall(r'yMax="([\d.]+)">([^<]*)<', page)
        pages.append([(float(y) / high, html.unescape(word)) for y, word in words])
    return pages


def facts(file):
    """Number of pages, pages less than half filled beside the first two and the last, and how full the last one is."""
    pages = pages_of(file)
    full = [max((y for y, _ in page if 0.08 < y < 0.93), default=0) for page in pages]
    half = sum(share < 0.5 for share in full[2:-1])
    return [len(pages), half, round(full[-1], 1)]


rows, sheets = [], []
for kind, pattern in KINDS:
    for file in sorted(glob.glob(f"{out}/{pattern}")):
        name = os.path.basename(file)[:-4]
        stem = f"{out}/pages/{name}-{kind}"
        subprocess.run(["pdftoppm", "-r", "50", "-png", file, stem], check=True)
        sheets.append((f"{name}, {kind}", sorted(glob.glob(f"{stem}-*.png"))))
        counts = facts(file)
        rows.append([name, kind, *map(str, counts)])
try:
    from PIL import Image

    for title, images in sheets:
        opened = [Image.open(image).convert("RGB") for image in images]
        wide, high = max(i.width for i in opened), max(i.height for i in opened)
        sheet = Image.new("RGB", (wide * 7, high * -(-len(opened) // 7)), "grey")
        for at, image in enumerate(opened):
            sheet.paste(image, (at % 7 * wide, at // 7 * high))
        sheet.save(f"{out}/{title.replace(', ', '-')}.png")
except ImportError:
    print("no Pillow here: sheets are in index.html alone")
with open(f"{out}/index.html", "w") as index:
    index.write("<!DOCTYPE html><meta charset=utf-8><title>Pages</title><style>img{width:13%;border:1px solid #999;margin:2px}</style>")
    for title, images in sheets:
        index.write(f"<h2>{html.escape(title)}</h2>")
        index.writelines(f'<img loading=lazy alt="" src="pages/{os.path.basename(image)}">' for image in images)

HEAD = ["paper", "format", "pages", "pages less than half filled", "last page filled"]
old = {}
if os.path.exists(accepted):
    with open(accepted, newline="") as file:
        old = {(row[0], row[1]): row for row in list(csv.reader(file))[1:]}
moved = [(old.get((row[0], row[1])), row) for row in rows if old.get((row[0], row[1])) != row]
for was, now in moved:
    told = ", ".join(f"{head} {a} -> {b}" for head, a, b in zip(HEAD[2:], (was or ["", "", "-", "-", "-"])[2:], now[2:]) if a != b)
    print(f"{now[0]} {now[1]}: {told}")
if os.environ.get("UPDATE"):
    old.update({(row[0], row[1]): row for row in rows})
    with open(accepted, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEAD, *(old[key] for key in sorted(old))])
    sys.exit(0)
sys.exit(bool(moved))
