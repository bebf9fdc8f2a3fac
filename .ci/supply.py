"""Writes what the program is made of: `LICENSES/notices.txt`, which `peerpact licences` prints, and the SBOM `peerpact.cdx.json` (CycloneDX 1.6).

`python3 .ci/supply.py` writes both, with `--check` it says whether they are as they should be. Same Cargo.lock, same bytes: neither holds a
time, a path or a random number. What is compiled on some platform is known from `cargo tree`, the rest of Cargo.lock is named as excluded.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTICES, SBOM = ROOT / "LICENSES/notices.txt", ROOT / "peerpact.cdx.json"

# Of licences that a crate offers, this program takes the first that stands here.
TAKEN = ["MIT", "0BSD", "Zlib", "BSD-2-Clause", "BSD-3-Clause", "Unicode-3.0", "CC0-1.0", "Unlicense", "Apache-2.0", "OFL-1.1", "BSL-1.0"]

# Words by which a licence text is known, when blanks and case are taken out.
KNOWN = {
    "MIT": "permission is hereby granted, free of charge, to any person obtaining a copy of this software",
    "Apache-2.0": "apache license version 2.0, january 2004",
    "BSD-3-Clause": "neither the name of",
    "BSD-2-Clause": "redistributions of source code must retain the above copyright",
    "Unicode-3.0": "unicode license v3",
    "Zlib": "altered source versions must be plainly marked as such",
    "BSL-1.0": "boost software license - version 1.0",
    "CC0-1.0": "cc0 1.0 universal",
    "Unlicense": "this is free and unencumbered software released into the public domain",
    "0BSD": "permission to use, copy, modify, and/or distribute this software for any purpose",
    "MIT-0": "permission is hereby granted, free of charge, to any person obtaining a copy of this software",
    "BSL-1.0": "boost software license - version 1.0",
}

NAMED = re.compile(r"licen[cs]e|copying|notice|copyright|authors", re.I)
OTHER = {".rs", ".toml", ".json", ".py", ".html"}


def cargo(*arguments):
    return subprocess.run(["cargo", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def lock():
    """Packages of Cargo.lock by name and version, ours apart."""
    packages = tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    ours = next(package for package in packages if "source" not in package)
    return ours, {(package["name"], package["version"]): package for package in packages if package is not ours}


def compiled():
    """Packages that some platform compiles the program from, macros and build scripts among them."""
    tree = cargo("tree", "--locked", "--target", "all", "--edges", "no-dev", "--prefix", "none", "--format", "{p}")
    lines = (line.split() for line in tree.splitlines())
    return {(line[0], line[1].removeprefix("v")) for line in lines if line}


def alternatives(expression):
    """A licence expression as a list of choices, one of each to be taken: `(A OR B) AND C` is [[A, B], [C]]."""
    expression = expression.replace("/", " OR ")
    parts = re.split(r" AND (?![^(]*\))", expression)
    if len(parts) > 1 and any(" OR " in part and not part.startswith("(") for part in parts):
        sys.exit(f"supply: what binds closer in `{expression}`?")
    return [[choice.strip() for choice in part.strip("() ").split(" OR ")] for part in parts]


def plain(text):
    return " ".join(text.lower().split())


def texts(folder):
    """Licence files of a crate: path below its folder, words."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and NAMED.search(path.name) and path.suffix not in OTHER)
    found = [(path.relative_to(folder).as_posix(), path.read_text(errors="replace").replace("\r\n", "\n")) for path in files]
    return [(name, text) for name, text in found if "license" in plain(text) or "licence" in plain(text) or len(text) > 200]


def is_a(licence, text):
    words = plain(text)
    return KNOWN[licence] in words if licence in KNOWN else False


def notices_of(name, package, fallback):
    """Which licences are taken of a crate, and the texts that belong with it."""
    found = texts(Path(package["manifest_path"]).parent)
    if name in fallback:
        entry = fallback[name]
        found.append((entry["text"], f"{entry['copyright']}\n\n{(ROOT / entry['text']).read_text()}"))
    taken, kept = [], []
    for choices in alternatives(package["license"]):
        offered = [one for one in TAKEN if one in choices and any(is_a(one, text) for _, text in found)]
        if not offered:
            sys.exit(f"supply: {name} is under {' or '.join(choices)}, and its package holds no text of one that TAKEN names: see LICENSES/parts.toml")
        taken.append(offered[0])
    for path, text in found:
        # Of the texts at the root of a crate those of licences that are not taken say nothing; whatever lies deeper is about what lies there.
        kinds = [licence for licence in KNOWN if is_a(licence, text)]
        if "/" in path or not kinds or any(licence in taken for licence in kinds) or "notice" in path.lower():
            kept.append(text)
    return taken, kept


def written(ours, crates, parts, fallback, metadata):
    """The text that `peerpact licences` prints."""
    rows, by_text = [], {}
    for name, version in sorted(crates):
        package = metadata[name, version]
        taken, kept = notices_of(name, package, fallback)
        rows.append((f"{name} {version}", " AND ".join(dict.fromkeys(taken))))
        for text in kept:
            body = "\n".join(line.rstrip() for line in text.strip("\n\ufeff ").split("\n"))
            by_text.setdefault(plain(text), (body, []))[1].append(f"{name} {version}")
    out = [
        "Licences and notices of what is in peerpact",
        "===========================================",
        "",
        "peerpact itself, its clauses and its templates are under the MIT licence or the Apache License 2.0, at your choice; both texts stand below.",
        "With it come the parts and crates that this list names. Where a crate offers a choice, the licence taken is named.",
        "",
    ]
    width = max(len(row[0]) for row in rows + [(title(part), "") for part in parts]) + 2
    out += [f"{title(part):{width}}{part['licence']}" for part in parts]
    out += [""] + [f"{row[0]:{width}}{row[1]}".rstrip() for row in rows]
    rule = "-" * 80

    def section(names, text):
        out.extend(["", rule, *wrapped(names), rule, "", text.rstrip("\n")])

    section([f"peerpact {ours['version']}"], (ROOT / "LICENSE-MIT").read_text())
    for part in parts:
        body = (ROOT / part["text"]).read_text()
        head = [f"{part['what'][:1].upper()}{part['what'][1:]}: {part['from']}"] + ([part["copyright"]] if "copyright" in part else [])
        section([title(part)], "\n".join(head) + "\n\n" + body)
    for body, names in sorted(by_text.values(), key=lambda entry: entry[1]):
        section(list(dict.fromkeys(names)), body)
    return "\n".join(out) + "\n"


def title(part):
    return f"{part['name']} {part['version']}" if "version" in part else part["name"]


def wrapped(names, width=118):
    lines = [""]
    for at, name in enumerate(names):
        word = name + ("," if at + 1 < len(names) else "")
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


def licences(expression):
    expression = expression.replace("/", " OR ")
    return [{"expression": expression}]


def purl(name, version):
    return f"pkg:cargo/{name}@{version.replace('+', '%2B')}"


def bill(ours, packages, crates, parts, metadata):
    """The SBOM: every package of Cargo.lock, and the parts."""
    by_name = defaultdict(list)
    for name, version in packages:
        by_name[name].append(version)

    def depends(package):
        refs = []
        for dependency in package.get("dependencies", []):
            name, *version = dependency.split()
            refs.append(purl(name, version[0] if version else by_name[name][0]))
        return sorted(refs)

    root = purl(ours["name"], ours["version"])
    components = []
    for (name, version), package in sorted(packages.items()):
        components.append({
            "type": "library",
            "bom-ref": purl(name, version),
            "name": name,
            "version": version,
            "scope": "required" if (name, version) in crates else "excluded",
            "hashes": [{"alg": "SHA-256", "content": package["checksum"]}],
            "licenses": licences(metadata[name, version]["license"]),
            "purl": purl(name, version),
        })
    for part in parts:
        component = {"type": "data" if part["name"] != "Rust standard library" else "library", "bom-ref": f"part:{part['name'].replace(' ', '-')}",
                     "name": part["name"]}
        if "version" in part:
            component["version"] = part["version"]
        component |= {"description": part["what"], "scope": "required", "licenses": licences(part["licence"]),
                      "externalReferences": [{"type": "website", "url": part["from"]}]}
        components.append(component)
    dependencies = [{"ref": root, "dependsOn": depends(ours) + [component["bom-ref"] for component in components[len(packages):]]}]
    dependencies += [{"ref": purl(*key), "dependsOn": depends(package)} for key, package in sorted(packages.items())]
    about = metadata[ours["name"], ours["version"]]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": root, "name": ours["name"], "version": ours["version"],
                          "description": about["description"], "licenses": licences(about["license"]), "purl": root},
        },
        "components": components,
        "dependencies": dependencies,
    }


def main():
    ours, packages = lock()
    crates = compiled() - {(ours["name"], ours["version"])}
    metadata = {(package["name"], package["version"]): package
                for package in json.loads(cargo("metadata", "--locked", "--format-version", "1"))["packages"]}
    kept = tomllib.loads((ROOT / "LICENSES/parts.toml").read_text())
    parts = kept["part"]
    for part in parts:
        for pattern in part.get("files", []):
            if not any(ROOT.glob(pattern)):
                sys.exit(f"supply: LICENSES/parts.toml names {pattern}, and there is no such file")
    for name in kept["texts"]:
        if not any(crate[0] == name for crate in crates):
            sys.exit(f"supply: LICENSES/parts.toml has a text for {name}, which the program is not made from")
    files = {
        NOTICES: written(ours, crates, parts, kept["texts"], metadata),
        SBOM: json.dumps(bill(ours, packages, crates, parts, metadata), indent=1, ensure_ascii=False) + "\n",
    }
    old = [path.relative_to(ROOT) for path, text in files.items() if not path.exists() or path.read_text() != text]
    if sys.argv[1:] == ["--check"]:
        if old:
            sys.exit(f"supply: {', '.join(map(str, old))}: not what Cargo.lock and LICENSES/parts.toml say; run: python3 .ci/supply.py")
        return
    for path, text in files.items():
        path.write_text(text)


main()
