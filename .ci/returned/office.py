"""Opens, edits and saves Word files in LibreOffice: `office.py JOBS.json`, with the system's Python, which has UNO.

A job is {"from": FILE, "to": FILE, "via": "docx" | "odt" | "doc" | "rtf", "edits": [[OLD, NEW], ...], "tracked": bool}, with "decide":
"accept" or "reject" for all its tracked changes, or "plain" for a conversion alone; a "to" that ends with .txt is written as text with the
numbers that show. Only the first place of OLD is edited.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {"docx": "MS Word 2007 XML", "odt": "writer8", "doc": "MS Word 97", "rtf": "Rich Text Format", "txt": "Text (encoded)"}


def value(name, content):
    out = PropertyValue()
    out.Name, out.Value = name, content
    return out


def url(path):
    return uno.systemPathToFileUrl(os.path.abspath(path))


class Office:
    """One LibreOffice with a profile of its own, so that it meets no other."""

    def __init__(self, work):
        self.count = 0
        pipe = f"returned{os.getpid()}"
        self.process = subprocess.Popen(
            ["soffice", "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;",
             f"-env:UserInstallation=file://{work}/profile"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        context = uno.getComponentContext()
        resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
        for _ in range(240):
            try:
                self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                time.sleep(0.5)
        else:
            sys.exit("FAIL LibreOffice does not start")
        make = self.context.ServiceManager.createInstanceWithContext
        self.desktop = make("com.sun.star.frame.Desktop", self.context)
        self.dispatcher = make("com.sun.star.frame.DispatchHelper", self.context)

    def open(self, path):
        document = self.desktop.loadComponentFromURL(url(path), "_blank", 0, (value("Hidden", True),))
        if document is None:
            sys.exit(f"FAIL LibreOffice does not open {path}")
        return document

    def save(self, document, path, kind):
        options = (value("FilterOptions", "UTF8"),) if kind == "txt" else ()
        document.storeToURL(url(path), (value("FilterName", FILTERS[kind]), *options))
        document.close(False)

    def run(self, job, work):
        """One job in this LibreOffice."""
        # A copy: the lock that LibreOffice leaves beside a file when it ends keeps the next one out.
        self.count += 1
        source = os.path.join(work, f"{self.count}.docx")
        shutil.copy(job["from"], source)
        document = self.open(source)
        if job.get("decide"):
            command = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}[job["decide"]]
            self.dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, ())
        if job.get("edits"):
            document.RecordChanges = bool(job.get("tracked"))
            for old, new in job["edits"]:
                edit(document, old, new)
        via = job.get("via", "docx")
        if via != "docx":
            between = os.path.join(work, f"{self.count}.between.{via}")
            self.save(document, between, via)
            document = self.open(between)
        self.save(document, job["to"], "txt" if job["to"].endswith(".txt") else "docx")


def edit(document, old, new):
    """Replaces the first place of `old`, as a person does who selects what differs and types."""
    search = document.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = old, True
    found = document.findFirst(search)
    if found is None:
        sys.exit(f"FAIL LibreOffice does not find {old!r}")
    first = len(os.path.commonprefix([old, new]))
    last = len(os.path.commonprefix([old[first:][::-1], new[first:][::-1]]))
    cursor = found.getText().createTextCursorByRange(found.getStart())
    cursor.goRight(first, False)
    cursor.goRight(len(old) - first - last, True)
    cursor.setString(new[first:len(new) - last])


def convert(job, work):
    """LibreOffice 7.4 without a desktop crashes where it opens comments for a program; its own conversion does not."""
    folder = os.path.join(work, "plain")
    os.makedirs(folder, exist_ok=True)
    source = os.path.join(work, os.path.basename(job["to"]))
    shutil.copy(job["from"], source)
    for kind in [job["via"], "docx"] if job["via"] != "docx" else ["docx"]:
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{work}/plain-profile", "--convert-to",
                        f"{kind}:{FILTERS[kind]}", "--outdir", folder, source], check=True, capture_output=True)
        source = os.path.join(folder, os.path.splitext(os.path.basename(source))[0] + "." + kind)
    shutil.copy(source, job["to"])


def main():
    jobs = json.load(open(sys.argv[1], encoding="utf-8"))
    with tempfile.TemporaryDirectory() as work:
        for job in [job for job in jobs if job.get("plain")]:
            convert(job, work)
        office = Office(work)
        try:
            for job in [job for job in jobs if not job.get("plain")]:
                office.run(job, work)
        finally:
            try:
                office.desktop.terminate()
            except Exception:
                pass
            office.process.wait(60)


main()
