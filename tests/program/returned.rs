//! What came back from the other side: `peerpact returned` for a Word file, `peerpact technical import` for the technical form.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use crate::read_back::docx::parts;
use tempfile::TempDir;

fn example(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)).unwrap()
}

/// A folder with a deal, `deal.yaml`, and what the program does there.
struct Home(TempDir);

impl Home {
    fn of(name: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("deal.yaml"), example(name)).unwrap();
        Self(home)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// Exit code, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output =
            Command::new(env!("CARGO_BIN_EXE_peerpact")).args(arguments).current_dir(self.0.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    /// Drafts the deal as it was sent, and writes a copy in which the other side changed the given words, none of them tracked.
    fn came_back(&self, changed: &[(&str, &str)]) {
        let mut parts = self.sent();
        for (from, to) in changed {
            // `PART: words` changes another part.
            let (part, from) = match from.split_once(".xml: ") {
                Some((part, from)) => (format!("word/{part}.xml"), from),
                None => ("word/document.xml".to_owned(), *from),
            };
            let text = String::from_utf8(parts[&part].clone()).unwrap();
            assert!(text.contains(from), "{part} of the draft does not say {from}");
            parts.insert(part, text.replacen(from, to, 1).into_bytes());
        }
        self.back(parts);
    }

    /// The same, with the whole text of the copy.
    fn came_back_as(&self, change: impl Fn(String) -> String) {
        let mut parts = self.sent();
        let document = parts.get_mut("word/document.xml").unwrap();
        *document = change(String::from_utf8(document.clone()).unwrap()).into_bytes();
        self.back(parts);
    }

    /// The parts of the draft that was sent.
    fn sent(&self) -> BTreeMap<String, Vec<u8>> {
        let (code, _, said) = self.run(&["draft", "deal.yaml", "-t", "docx", "-o", "sent", "-q"]);
        assert_eq!(code, 0, "{said}");
        parts(&fs::read(self.0.path().join("sent/deal.docx")).unwrap())
    }

    /// Writes the parts as the file that came back.
    fn back(&self, parts: BTreeMap<String, Vec<u8>>) {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        fs::write(self.0.path().join("back.docx"), zip.finish().unwrap().into_inner()).unwrap();
    }
}

const BACK: [&str; 4] = ["returned", "back.docx", "--deal", "deal.yaml"];

#[test]
fn a_copy_without_edits_reports_nothing() {
    for name in ["smallest.yaml", "germany-france.yaml"] {
        let home = Home::of(name);
        home.came_back(&[]);
        let (code, out, _) = home.run(&[&BACK[..], &["--exit-code"]].concat());
        assert_eq!((code, out.as_str()), (0, "nothing changed\n"), "{name}");
    }
}

/// A file that is two files: Word opens one, and a reader that opened the other would call it unchanged.
#[test]
fn the_text_that_word_opens_is_the_one_that_is_compared() {
    let home = Home::of("smallest.yaml");
    let mut sent = home.sent();
    let plain = sent["word/document.xml"].clone();
    let changed = String::from_utf8(plain.clone()).unwrap().replacen("The Customer", "The Supplier", 1).into_bytes();
    assert_ne!(plain, changed);
    let links = String::from_utf8(sent["_rels/.rels"].clone()).unwrap();
    let decoy = "<Relationship Id=\"a\" Type=\"urn:decoy/officeDocument\" Target=\"word/decoy.xml\"/><Relationship ";
    sent.insert("word/document.xml".to_owned(), changed.clone());
    sent.insert("word/decoy.xml".to_owned(), plain.clone());
    sent.insert("_rels/.rels".to_owned(), links.replacen("<Relationship ", decoy, 1).into_bytes());
    home.back(sent);
    let (code, out, said) = home.run(&[&BACK[..], &["--exit-code"]].concat());
    assert_eq!(code, 4, "{out}{said}");
    for twin in ["word/Document.xml", "/word/document.xml", "word/d%6Fcument.xml"] {
        let mut sent = home.sent();
        sent.insert(twin.to_owned(), changed.clone());
        home.back(sent);
        let (code, _, said) = home.run(&BACK);
        assert!(code != 0 && said.contains("two parts that are one by their names"), "{twin}: {said}");
    }
    let mut twice = home.sent();
    let main = "<Relationship Id=\"a\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/decoy.xml\"/><Relationship ";
    twice.insert("word/decoy.xml".to_owned(), changed);
    twice.insert("_rels/.rels".to_owned(), links.replacen("<Relationship ", main, 1).into_bytes());
    home.back(twice);
    let (code, _, said) = home.run(&BACK);
    assert!(code != 0 && said.contains("two links to one thing"), "{said}");
}

#[test]
fn an_edit_that_nobody_tracked_is_told_at_its_clause() {
    let home = Home::of("germany-france.yaml");
    home.came_back(&[("The Customer bears", "The Supplier bears")]);
    let (code, out, _) = home.run(&[&BACK[..], &["--exit-code"]].concat());
    assert_eq!(code, 4, "{out}");
    assert!(out.contains("[Customer → Supplier]") && out.contains("NOT TRACKED"), "{out}");
    assert!(out.contains("Who bears the loss from fraud") && out.contains("\n1 change"), "{out}");
}

/// Whatever a page shows and the words do not, or the words and not the page, is told: nobody signs what this report calls unchanged and
/// is not.
#[test]
fn nothing_hides_in_a_file_that_came_back() {
    const PARAGRAPH: &str = "<w:p><w:pPr><w:pStyle w:val=\"ClauseLevel2\"/></w:pPr>";
    const RUN: &str = "<w:r><w:t xml:space=\"preserve\">A cited standard binds as far as it is referred to";
    const MC: &str = "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
    const MATH: &str = "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";
    let text = |words: &str| format!("<w:r><w:t>{words}</w:t></w:r>");
    let looks = |properties: &str, words: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>");
    let field = |code: &str, shown: &str| {
        let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
        let code = format!("<w:r><w:instrText>{code}</w:instrText></w:r>");
        [mark("begin"), code, mark("separate"), text(shown), mark("end")].concat()
    };
    // What stands in a paragraph, and what is told of it.
    let inside = [
        (format!("<mc:AlternateContent {MC}><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>", text("w1")), "shows: w1"),
        (format!("<w:r><mc:AlternateContent {MC}><mc:Choice><w:t>w2</w:t></mc:Choice></mc:AlternateContent></w:r>"), ": w2"),
        (format!("<m:oMath {MATH}><m:r><m:t>w3</m:t></m:r></m:oMath>"), "an equation: w3"),
        (format!("<w:r><w:ruby><w:rt/><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>", text("w4")), "gloss above them: w4"),
        (format!("<w:odd>{}</w:odd>", text("w5")), "not read: w5"),
        ("<w:r><w:t>beside w6 <w:odd/></w:t></w:r>".to_owned(), "beside w6"),
        (
            "<w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\"><v:textpath string=\"w7\"/></v:shape></w:pict></w:r>"
                .to_owned(),
            "a drawing: w7",
        ),
        (
            format!("<w:sdt><w:sdtPr><w:dataBinding/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", text("w8")),
            "another part of the file says, whatever stands in it: w8",
        ),
        (field(" QUOTE \"w9\" ", "30 days"), "works out its words: QUOTE"),
        (field(" REF _gen_amendment \\r ", "Never w10 shall"), "Never w10 shall"),
        (looks("<w:vanish/>", "w11"), "hidden: w11w12"),
        (looks("<w:rStyle w:val=\"Hid\"/>", "w12"), "hidden: w11w12"),
        (looks("<w:color w:val=\"FDFDFD\"/>", "w13"), "white: w13w14"),
        (looks("<w:color w:val=\"auto\" w:themeColor=\"background1\"/>", "w14"), "white: w13w14"),
        (looks("<w:strike/>", "w15"), "struck through by hand: w15"),
        (looks("<w:w w:val=\"1\"/>", "w16"), "too small to read: w16"),
        (looks("<w:color w:val=\"000000\"/><w:highlight w:val=\"black\"/>", "w17"), "black on black: w17"),
        (looks("<w:vanish w:val=\"0\"/><w:color w:val=\"222222\"/>", "plain"), "plain"),
    ];
    let above = [
        ("<w:altChunk/>".to_owned(), "the text of another file"),
        (
            format!("<w:p><w:pPr><w:pStyle w:val=\"TOC1\"/></w:pPr>{}</w:p>", text("The w18 pays double")),
            "The w18 pays",
        ),
        (
            format!("<w:p><w:pPr><w:spacing w:line=\"2\" w:lineRule=\"exact\"/></w:pPr>{}</w:p>", text("w19")),
            "lines without height: w19",
        ),
        (
            format!("<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>", text("w20")),
            "in a hidden row: w20",
        ),
    ];
    let joined = |all: &[(String, &str)]| all.iter().map(|(xml, _)| xml.as_str()).collect::<String>();
    let whole = format!("{}{PARAGRAPH}{}{RUN}", joined(&above), joined(&inside));
    let hides = "<w:style w:type=\"character\" w:styleId=\"Hid\"><w:basedOn w:val=\"Hi\"/></w:style>\
                 <w:style w:type=\"character\" w:styleId=\"Hi\"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>";
    let home = Home::of("smallest.yaml");
    home.came_back(&[
        (&format!("{PARAGRAPH}{RUN}"), &whole),
        ("styles.xml: </w:styles>", hides),
        ("numbering.xml: w:lvlText w:val=\"(%2)\"", "w:lvlText w:val=\"unless refused, (%2)\""),
    ]);
    let (code, out, said) = home.run(&[&BACK[..], &["--exit-code", "--format", "json"]].concat());
    assert_eq!(code, 4, "{said}");
    let out: serde_json::Value = serde_json::from_str(&out).unwrap();
    let edits: Vec<&str> = out["edits"].as_array().unwrap().iter().map(|edit| edit["new"].as_str().unwrap()).collect();
    for told in inside.iter().chain(&above).map(|(_, told)| *told).chain(["say words: unless refused"]) {
        assert!(edits.iter().any(|edit| edit.contains(told)), "{told:?} is not told: {edits:#?}");
    }
    assert!(!edits.iter().any(|edit| edit.contains("hidden: plain")), "{edits:#?}");
}

/// A reference that leads elsewhere changes what a clause says, with every word as it was.
#[test]
fn a_reference_that_leads_elsewhere_is_told() {
    let home = Home::of("smallest.yaml");
    // The reference itself, and the marks of two places.
    let reference = [(" REF _schedule_services ", " REF _schedule_sla ")];
    let marks = [
        ("w:name=\"_schedule_services\"", "w:name=\"between\""),
        ("w:name=\"_schedule_sla\"", "w:name=\"_schedule_services\""),
        ("w:name=\"between\"", "w:name=\"_schedule_sla\""),
    ];
    for changed in [&reference[..], &marks] {
        home.came_back(changed);
        let (code, out, _) = home.run(&[&BACK[..], &["--exit-code"]].concat());
        assert!(code == 4 && out.contains("reference to another place"), "{out}");
        assert!(out.contains("Service Levels") && out.contains("Services"), "{out}");
    }
}

/// A program that no longer finds the place of a reference writes so in its stead; nobody edited the words.
#[test]
fn a_reference_whose_place_is_gone_is_no_edit_and_is_told() {
    for shown in ["Error: Reference source not found", "Error! Reference source not found."] {
        let home = Home::of("smallest.yaml");
        home.came_back_as(|text| {
            let field = text.find(" REF _schedule_services ").expect("a reference");
            let from = field + text[field..].find("separate").expect("what it shows");
            let open = from + text[from..].find("<w:t").expect("words");
            let (at, end) = (open + text[open..].find('>').unwrap() + 1, open + text[open..].find("</w:t>").unwrap());
            format!("{}{shown}{}", &text[..at], &text[end..])
        });
        let (code, out, _) = home.run(&[&BACK[..], &["--exit-code"]].concat());
        assert!(code == 0 && out.contains("\n0 changes") && out.contains("lead nowhere"), "{shown}: {code} {out}");
        // The same words are an edit where a person wrote them.
        home.came_back(&[("The Customer bears", &format!("The {shown} bears"))]);
        let (code, out, _) = home.run(&[&BACK[..], &["--exit-code"]].concat());
        assert!(code == 4 && out.contains("[Customer → Error"), "{shown}: {code} {out}");
    }
}

/// A figure that becomes another keeps no word, and is the same cell all the same; so are two side by side.
#[test]
fn cells_that_keep_no_word_are_edited() {
    let home = Home::of("smallest.yaml");
    for changed in [&[(">0.0180<", ">0.0190<")][..], &[(">0.0180<", ">0.0190<"), (">1/1<", ">60/60<")]] {
        home.came_back(changed);
        let (_, out, _) = home.run(&[&BACK[..], &["--format", "json"]].concat());
        let told: serde_json::Value = serde_json::from_str(&out).unwrap();
        let edits = told["edits"].as_array().unwrap();
        assert_eq!(edits.len(), changed.len(), "{out}");
        for (edit, (old, new)) in edits.iter().zip(changed) {
            let plain = |words: &str| words.trim_matches(['<', '>']).to_owned();
            assert_eq!(edit["kind"], "edited", "{out}");
            assert_eq!((edit["old"].as_str().unwrap(), edit["new"].as_str().unwrap()), (&*plain(old), &*plain(new)));
        }
    }
}

#[test]
fn a_term_renamed_throughout_is_told_once_and_hides_nothing() {
    let home = Home::of("germany-france.yaml");
    home.came_back_as(|text| {
        assert!(text.matches("Service Credit").count() > 5);
        text.replace("Service Credit", "Performance Credit").replacen("The Customer bears", "The Supplier bears", 1)
    });
    let (_, out, _) = home.run(&BACK);
    assert!(out.contains("Service Credit → Performance Credit") && out.contains("[Customer → Supplier]"), "{out}");
    assert!(out.contains("\n2 changes, "), "{out}");
}

#[test]
fn a_term_that_is_renamed_at_some_places_alone_is_told_at_each() {
    let home = Home::of("germany-france.yaml");
    home.came_back_as(|text| {
        let last = text.rfind("Service Credit").unwrap();
        text[..last].replace("Service Credit", "Performance Credit") + &text[last..]
    });
    let (_, out, _) = home.run(&BACK);
    assert!(!out.contains("throughout") && out.matches("[Service → Performance]").count() > 5, "{out}");
}

/// A change that a program tracked letter by letter is a change of the words, and so is one before which a number was typed.
#[test]
fn a_change_within_a_word_or_behind_a_typed_number_is_told_as_it_reads() {
    let home = Home::of("germany-france.yaml");
    let by = r#"w:author="Jo" w:date="2026-11-05T10:00:00Z""#;
    let tracked = format!(
        "The </w:t></w:r><w:del w:id=\"91\" {by}><w:r><w:delText>Custom</w:delText></w:r></w:del><w:ins w:id=\"92\" {by}><w:r>\
         <w:t>Suppli</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\">er bears"
    );
    home.came_back(&[("The Customer bears", &tracked)]);
    let (_, out, _) = home.run(&BACK);
    assert!(out.contains("[Customer → Supplier]") && out.contains("tracked, Jo"), "{out}");
    assert!(out.contains("\n1 changes, 0 of them not tracked"), "{out}");

    home.came_back(&[("The Customer bears", "The Supplier bears")]);
    let (_, json, _) = home.run(&[&BACK[..], &["--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let number = json["edits"][0]["number"].as_str().unwrap().to_owned();
    home.came_back(&[("The Customer bears", &format!("{number} The Supplier bears"))]);
    let (_, typed, _) = home.run(&[&BACK[..], &["--format", "json"]].concat());
    let typed: serde_json::Value = serde_json::from_str(&typed).unwrap();
    assert_eq!(typed["edits"], json["edits"]);
    assert!(typed["remarks"][0].as_str().unwrap().contains("numbers were typed"), "{typed}");
}

#[test]
fn what_is_accepted_is_written_into_the_deal_and_nothing_else_is() {
    let home = Home::of("germany-france.yaml");
    home.came_back(&[("40,000.00", "80,000.00"), ("40,000.00", "80,000.00")]);
    let before = home.text("deal.yaml");
    // The same figure stands in several places, and may be accepted at each.
    let (code, out, said) = home.run(&[&BACK[..], &["--accept", "E1,E2"]].concat());
    assert_eq!(code, 0, "{out}{said}");
    let wanted = before.replace("limit: EUR 40000.00", "limit: EUR 80000.00");
    assert!(
        wanted != before && home.text("deal.yaml") == wanted,
        "one value is another, and every other byte the same"
    );
    let (code, _, said) = home.run(&["check", "deal.yaml"]);
    assert_eq!(code, 0, "{said}");
}

/// What `returned --format json` says.
fn told(home: &Home, more: &[&str]) -> serde_json::Value {
    let (code, out, said) = home.run(&[&BACK[..], &["--format", "json"], more].concat());
    assert_eq!(code, 0, "{said}");
    serde_json::from_str(&out).unwrap()
}

/// The ids of all changes, with commas between them.
fn ids(told: &serde_json::Value) -> String {
    let edits = told["edits"].as_array().unwrap();
    edits.iter().map(|edit| edit["id"].as_str().unwrap()).collect::<Vec<_>>().join(",")
}

/// The words of the next draft, without the words that head a special term.
fn next_draft(home: &Home) -> String {
    let (code, _, said) = home.run(&["draft", "deal.yaml", "-t", "md", "-o", "next", "-q"]);
    assert_eq!(code, 0, "{said}");
    home.text("next/deal.md").replace("*Special term:* ", "")
}

#[test]
fn accepted_words_stand_in_place_of_the_point_that_they_change() {
    let home = Home::of("germany-france.yaml");
    let before = home.text("deal.yaml");
    home.came_back(&[
        (
            "The Supplier bears the charges of its own bank, the Customer all others.",
            "Each Party bears the charges of its own bank.",
        ),
        ("has confirmed the Notice of it by a call", "has confirmed the Notice of it in person or by a call"),
    ]);
    let edits = told(&home, &[]);
    assert!(edits["edits"].as_array().unwrap().iter().all(|edit| edit["accept"] == "special_term"), "{edits}");
    let written = told(&home, &["--accept", "all"]);
    let places: Vec<&str> =
        written["special_terms"].as_array().unwrap().iter().map(|term| term["instead"].as_str().unwrap()).collect();
    assert_eq!(places, ["bill.payment#charges", "bill.payment#account"], "{written}");
    let after = home.text("deal.yaml");
    assert!(after.starts_with(before.trim_end()), "every byte that was there stays, comments too");
    let next = next_draft(&home);
    for said in ["Each Party bears the charges of its own bank.", "the Notice of it in person or by a call to a number"]
    {
        assert!(next.contains(said), "the next draft does not say {said}");
    }
    assert!(!next.contains("the Customer all others"));
    // What they sent says now what the deal says, but for the words that head a special term.
    let left = told(&home, &[]);
    let of_clause = |edit: &&serde_json::Value| edit["clause"] == "bill.payment";
    assert!(left["edits"].as_array().unwrap().iter().any(|edit| of_clause(&edit)), "{left:#}");
    for edit in left["edits"].as_array().unwrap().iter().filter(of_clause) {
        assert_eq!((edit["old"].as_str(), edit["new"].as_str()), (Some("Special term:"), Some("")), "{left:#}");
    }
}

/// A change that touches no single point replaces the clause, a paragraph for each of its paragraphs; what is new stands after the clause.
#[test]
fn accepted_words_outside_points_replace_the_clause_and_new_ones_follow_it() {
    let home = Home::of("smallest.yaml");
    let added = "<w:p><w:pPr><w:pStyle w:val=\"ClauseLevel2\"/></w:pPr><w:r><w:t>Each Party keeps its own \"Records\".</w:t></w:r></w:p>";
    home.came_back_as(|text| {
        let at = text.find("A cited standard binds as far").unwrap();
        let end = at + text[at..].find("</w:p>").unwrap() + "</w:p>".len();
        format!("{}{added}{}", &text[..end], &text[end..])
    });
    let edits = told(&home, &[]);
    let written = told(&home, &["--accept", &ids(&edits)]);
    assert!(written["special_terms"][0]["after"].as_str().is_some(), "{written}");
    assert!(next_draft(&home).contains("Each Party keeps its own “Records”."));
    // The next round changes the words of the special term, and the deal still has one.
    home.came_back(&[("keeps its own “Records”", "keeps all “Records”")]);
    let edits = told(&home, &[]);
    let written = told(&home, &["--accept", &ids(&edits)]);
    assert_eq!(written["special_terms"][0]["reworded"], 0, "{written}");
    assert!(next_draft(&home).contains("Each Party keeps all “Records”."));
    assert_eq!(home.text("deal.yaml").matches("after:").count(), 1);
}

#[test]
fn a_clause_that_is_struck_is_left_out_where_the_library_allows_it_and_else_nothing_is_written() {
    let (mut left_out, mut refused) = (0, 0);
    for id in ["disp.escalation", "bill.payment", "gen.notices"] {
        let home = Home::of("germany-france.yaml");
        let before = home.text("deal.yaml");
        let mark = format!("w:name=\"{}_v", id.replace('.', "_"));
        home.came_back_as(|text| {
            let Some(at) = text.find(&mark) else { return text };
            let start = text[..at].rfind("<w:p>").unwrap();
            let next = at + text[at..].find("<w:pStyle w:val=\"ClauseHeading\"/>").unwrap();
            let end = text[..next].rfind("<w:p>").unwrap();
            format!("{}{}", &text[..start], &text[end..])
        });
        let edits = told(&home, &[]);
        let Some(struck) = edits["edits"].as_array().unwrap().iter().find(|edit| edit["kind"] == "clause_struck")
        else {
            continue;
        };
        let (code, _, said) = home.run(&[&BACK[..], &["--accept", struck["id"].as_str().unwrap()]].concat());
        if code == 0 {
            left_out += 1;
            assert!(home.text("deal.yaml").contains(&format!("{id}: none")), "{}", home.text("deal.yaml"));
        } else {
            refused += 1;
            assert_eq!((code, home.text("deal.yaml")), (2, before), "{said}");
            assert!(said.contains("cannot accept") && said.contains(id), "{said}");
        }
    }
    assert!(left_out > 0 && refused > 0, "{left_out} left out, {refused} refused");
}

#[test]
fn two_values_of_one_field_are_not_both_accepted() {
    let home = Home::of("germany-france.yaml");
    home.came_back(&[("40,000.00", "80,000.00"), ("40,000.00", "90,000.00")]);
    let before = home.text("deal.yaml");
    let (code, _, said) = home.run(&[&BACK[..], &["--accept", "E1,E2"]].concat());
    assert_eq!(code, 2);
    assert!(said.contains("credit.limit") && said.contains("two values"), "{said}");
    assert_eq!(home.text("deal.yaml"), before);
}

#[test]
fn what_is_no_word_file_or_no_change_is_refused_by_name() {
    let home = Home::of("smallest.yaml");
    home.came_back(&[]);
    let (code, _, said) = home.run(&[&BACK[..], &["--accept", "E9"]].concat());
    assert!(code == 2 && said.contains("E9"), "{said}");
    let (code, _, said) = home.run(&["returned", "deal.yaml", "--deal", "deal.yaml"]);
    assert!(code == 2 && said.contains("deal.yaml") && said.contains("Word"), "{said}");
}

/// The technical form of the deal with other answers in some rows, by the ends of their items.
fn filled(home: &Home, answers: &[(&str, &str)]) {
    let (code, _, said) = home.run(&["technical", "form", "deal.yaml", "-o", "form"]);
    assert_eq!(code, 0, "{said}");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_path(home.0.path().join("form/deal.technical.csv"));
    let rows = reader.as_mut().unwrap().records().map(Result::unwrap);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(home.0.path().join("back.csv")).unwrap();
    for row in rows {
        let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
        if let Some((_, answer)) = answers.iter().find(|(item, _)| cells[0].ends_with(item)) {
            cells[4] = (*answer).to_owned();
        }
        writer.write_record(&cells).unwrap();
    }
    writer.flush().unwrap();
}

const IMPORT: [&str; 5] = ["technical", "import", "back.csv", "--deal", "deal.yaml"];

#[test]
fn a_form_that_came_back_as_it_went_changes_nothing() {
    let home = Home::of("germany-france.yaml");
    filled(&home, &[]);
    let before = home.text("deal.yaml");
    let (code, out, said) = home.run(&IMPORT);
    assert_eq!(code, 0, "{out}{said}");
    assert_eq!(home.text("deal.yaml"), before);
}

#[test]
fn a_form_fills_what_is_open_and_overwrites_only_if_told() {
    let home = Home::of("germany-france.yaml");
    let city = "\"; rm -rf / #: {x";
    filled(
        &home,
        &[
            ("sides.aval.signalling[0].share", "60 %"),
            ("sides.aval.signalling[0].port", "5071"),
            ("sides.aval.points[0].city", city),
            ("sides.aval.signalling[1].share", "fifty"),
        ],
    );
    let before = home.text("deal.yaml");
    let (code, _, said) = home.run(&[&IMPORT[..], &["--dry-run"]].concat());
    assert_eq!((code, home.text("deal.yaml")), (1, before.clone()), "{said}");

    let (code, _, said) = home.run(&IMPORT);
    assert_eq!(code, 1, "what was not taken over is told: {said}");
    let told = |what: &str| said.lines().any(|line| what.split(' ').all(|word| line.contains(word)));
    assert!(told("conflict: port: 5061 5071") && told("conflict: city: Lyon") && told("fifty percentage"), "{said}");
    let open = before.replacen(
        "trunk: aval-rhein, sessions: 1500, cps: 15}",
        "trunk: aval-rhein, sessions: 1500, cps: 15, share: 60 %}",
        1,
    );
    assert_eq!(home.text("deal.yaml"), open, "only what was open is filled");

    let (code, _, said) = home.run(&[&IMPORT[..], &["--take"]].concat());
    assert_eq!(code, 1, "{said}");
    let deal = home.text("deal.yaml");
    assert!(deal.contains("port: 5071") && deal.contains(&format!("city: {}", serde_json::json!(city))), "{deal}");
    let (code, _, said) = home.run(&["check", "deal.yaml"]);
    assert_eq!(code, 0, "a hostile answer stays a value: {said}");
}

/// Nothing can be written at the third place of an empty list. It was tried 2,000 times, the whole deal read each time.
#[test]
fn an_entry_of_the_form_without_the_one_before_it_is_told() {
    let home = Home::of("bilateral-swap.yaml");
    filled(&home, &[]);
    let before = home.text("deal.yaml");
    let side = "technical.form.sides.kowloon.points";
    let entry = |at: &str| format!("{side}[{at}].name,,,,SIN1,,,\n");
    let back = home.text("back.csv");
    for at in ["2", "99999999", "18446744073709551615"] {
        fs::write(home.0.path().join("back.csv"), format!("{back}{}", entry(at))).unwrap();
        let (code, _, said) = home.run(&IMPORT);
        assert!(
            code == 1 && said.contains("the entry before it is empty") && said.contains("0 taken over, 1 not"),
            "{said}"
        );
        assert_eq!(home.text("deal.yaml"), before);
    }
    // With the ones before it, in any order, it has its place.
    let home = Home::of("bilateral-swap.yaml");
    filled(&home, &[("sides.kowloon.points[0].name", "SIN0")]);
    let back = home.text("back.csv");
    fs::write(home.0.path().join("back.csv"), format!("{back}{}{}", entry("2"), entry("1"))).unwrap();
    let (code, _, said) = home.run(&IMPORT);
    assert!(code == 0 && said.contains("3 taken over, 0 not"), "{said}");
}
