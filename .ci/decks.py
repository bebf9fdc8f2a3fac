"""Makes the small workbooks of tests/decks/ that the pages DECK005 to DECK007 read; run by hand, with openpyxl."""
import sys
import zipfile

from openpyxl import Workbook

HEAD = ["codes", "destination", "rate", "increment"]
ROWS = [["8525", "Hong Kong Mobile", 0.018, "1/1"], ["8526", "Hong Kong Mobile", 0.018, "1/1"]]


def book():
    book = Workbook()
    sheet = book.active
    sheet.title = "Rates"
    for row in [HEAD, *ROWS]:
        sheet.append(row)
    for row in (2, 3):
        sheet.cell(row, 3).number_format = "0.0000"
    return book, sheet


def save(book, name):
    book.properties.creator = "peerpact"
    book.save(f"{sys.argv[1]}/{name}.xlsx")


plain, _ = book()
save(plain, "plain")
# openpyxl keeps no results of formulas, and Excel does.
with zipfile.ZipFile(f"{sys.argv[1]}/plain.xlsx") as old, zipfile.ZipFile(f"{sys.argv[1]}/formulas.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
    for item in old.infolist():
        data = old.read(item)
        if item.filename == "xl/worksheets/sheet1.xml":
            data = data.replace(b"<v>0.018</v>", b"<f>0.009*2</f><v>0.018</v>", 1)
        new.writestr(item.filename, data)
merged, sheet = book()
sheet["B3"] = None
sheet.merge_cells("B2:B3")
save(merged, "merged")
hidden, sheet = book()
other = hidden.create_sheet("Surcharges")
other.append(["codes", "surcharge"])
other.append(["8525", 0.01])
other.sheet_state = "hidden"
save(hidden, "hidden")
