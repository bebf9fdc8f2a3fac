//! Reads drafted files back as a stranger's program would, and deals as a person would edit them.
//!
//! Nothing here looks at `Document`: what a test compares comes from the bytes that a reader gets.

#![allow(dead_code, reason = "each test file uses its own part of this module")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use peerpact::diagnostic::{Finding, Level};
use peerpact::pipeline::{self, Drafted, Library, Print};
use peerpact::policy::Policy;
use peerpact::render::Format;
use peerpact::render::docx::reference::Reference;
use peerpact::rules::Run;
use peerpact::source::Source;

pub mod csv;
pub mod deals;
pub mod docx;
pub mod html;
pub mod markdown;
pub mod marked;
pub mod pdf;
pub mod tracked;
pub mod yaml;

/// A draft as it was read from one file.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    /// Everything but the table of contents, in reading order.
    pub blocks: Vec<Block>,
    /// Lines of the table of contents.
    pub contents: Vec<String>,
    /// Links inside the file.
    pub links: Vec<Link>,
    /// For each place that a link may lead to, the words that stand there.
    pub places: BTreeMap<String, String>,
    /// What stands beside the text, in the order of the paper: the lines of each note.
    pub notes: Vec<Vec<String>>,
    /// For each blank, in order, what the file says is to be asked for it.
    pub blanks: Vec<Option<String>>,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading: its words.
    Heading(String),
    /// A paragraph, with its number.
    Paragraph(String),
    /// A table: rows of cells, the header row first.
    Table(Vec<Vec<String>>),
}

/// A link and the words that it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The place that it leads to.
    pub to: String,
    /// Its words.
    pub words: String,
}

impl Paper {
    /// The words of each heading, in order.
    pub fn headings(&self) -> Vec<&str> {
        self.blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading(words) => Some(words.as_str()),
                _ => None,
            })
            .collect()
    }

    /// Every heading, paragraph and cell that holds words, in reading order; rules to write on are no words. A line of a
    /// signature block is one unit, since a format may set it as a row or as a line.
    pub fn units(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let is_rule = |cell: &String| cell.is_empty() || cell.len() > 9 && cell.bytes().all(|byte| byte == b'_');
        for block in &self.blocks {
            match block {
                Block::Heading(words) | Block::Paragraph(words) => out.push(words.clone()),
                Block::Table(rows) if is_signature(rows) => {
                    let cells =
                        |row: &Vec<String>| row.iter().filter(|cell| !is_rule(cell)).cloned().collect::<Vec<_>>();
                    out.extend(rows.iter().map(|row| cells(row).join(" ")));
                }
                Block::Table(rows) => out.extend(rows.iter().flatten().cloned()),
            }
        }
        out.retain(|unit| !is_rule(unit));
        out
    }

    /// The whole text, one space between words.
    pub fn text(&self) -> String {
        self.units().join(" ")
    }

    /// The blocks from the heading that `is_start` names up to the next heading like it.
    pub fn part(&self, is_start: impl Fn(&str) -> bool, is_end: impl Fn(&str) -> bool) -> Vec<&Block> {
        let mut inside = false;
        let mut out = Vec::new();
        for block in &self.blocks {
            if let Block::Heading(words) = block {
                if is_start(words) {
                    inside = true;
                } else if inside && is_end(words) {
                    break;
                }
            }
            if inside {
                out.push(block);
            }
        }
        out
    }
}

fn is_signature(rows: &[Vec<String>]) -> bool {
    let labels: Vec<&str> = rows.iter().filter_map(|row| row.first()).map(String::as_str).collect();
    labels.ends_with(&["Signature", "Name", "Title", "Date"])
}

/// Words with one space between them: line ends and no-break spaces are spaces; a soft hyphen and the marks of an isolate are none.
pub fn squeeze(text: &str) -> String {
    text.replace(['\u{ad}', '\u{2068}', '\u{2069}'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The library as it is built in, read once.
pub fn library() -> &'static Library {
    static LIBRARY: LazyLock<Library> =
        LazyLock::new(|| pipeline::load(options(&[]).library.as_deref()).expect("the library can be read"));
    &LIBRARY
}

/// What a test wants of a run: how to judge, and what to print.
#[derive(Debug, Clone)]
pub struct Options {
    pub final_version: bool,
    pub review: bool,
    pub epoch: Option<jiff::Timestamp>,
    pub library: Option<PathBuf>,
    pub as_of: jiff::civil::Date,
    pub policy: Policy,
    pub formats: Vec<Format>,
    pub reference: Option<Arc<Reference>>,
}

impl Options {
    /// How such a run judges by a library.
    pub fn run<'a>(&self, library: &'a Library) -> Run<'a> {
        Run { as_of: self.as_of, policy: self.policy.clone(), final_version: self.final_version, form: None, library }
    }

    /// Judges a deal.
    pub fn check(&self, deal: &Source, library: &Library) -> Vec<Finding> {
        pipeline::check(deal, &self.run(library))
    }

    /// Drafts a deal.
    pub fn draft(&self, deal: &Source, library: &Library) -> Drafted {
        let Self { formats, reference, review, epoch, .. } = self.clone();
        let print = Print { formats, reference, review, epoch, ..Print::default() };
        pipeline::draft(deal, &self.run(library), &print).expect("a draft can be written to memory")
    }
}

/// A run that prints `formats`, on a day that never changes.
pub fn options(formats: &[Format]) -> Options {
    Options {
        final_version: false,
        review: false,
        epoch: None,
        library: None,
        policy: Policy::merged(Vec::new()),
        as_of: jiff::civil::date(2026, 11, 22),
        formats: formats.to_vec(),
        reference: None,
    }
}

/// Replaces a file as a whole, because other tests may be reading it.
pub fn rewrite(path: &Path, text: &str) {
    let name = path.file_name().expect("a file").to_string_lossy();
    let whole = path.with_file_name(format!("{name}.new"));
    std::fs::write(&whole, text).expect("the file can be written");
    std::fs::rename(&whole, path).expect("the file can be replaced");
}

/// Every example deal, by its file's name.
pub fn examples() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for path in files_below(&root().join("examples"), "yaml") {
        if path.parent() == Some(&root().join("examples")) {
            let name = path.strip_prefix(root()).expect("a file of this project").display().to_string();
            out.push((name, std::fs::read_to_string(&path).expect("an example is text")));
        }
    }
    assert!(!out.is_empty(), "no example was found");
    out
}

/// The smallest deal.
pub fn smallest() -> String {
    std::fs::read_to_string(root().join("examples/smallest.yaml")).expect("the smallest deal is there")
}

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file with an extension below a folder, in order of path.
pub fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a folder entry").path();
        if path.is_dir() {
            out.extend(files_below(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// Drafts a deal that must hold no error, and returns its files by what follows the stem.
pub fn files(name: &str, deal: &str, options: &Options) -> BTreeMap<String, Vec<u8>> {
    let drafted = draft(name, deal, options);
    let errors = errors(&drafted.findings);
    assert!(errors.is_empty(), "{name} is not drafted:\n{}", list(&errors));
    drafted.files.into_iter().map(|file| (file.suffix, file.bytes)).collect()
}

/// Drafts a deal.
pub fn draft(name: &str, deal: &str, options: &Options) -> Drafted {
    options.draft(&Source::new(name, deal), library())
}

/// Judges a deal.
pub fn check(deal: &str) -> Vec<Finding> {
    options(&[]).check(&Source::new("deal.yaml", deal), library())
}

/// The findings that stop a draft.
pub fn errors(findings: &[Finding]) -> Vec<Finding> {
    findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect()
}

/// Findings, one a line, as a failing test shows them.
pub fn list(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let place = finding.place.as_ref().map_or_else(String::new, |place| {
            let (line, column) = place.line_column();
            format!("{}:{line}:{column}", place.source.name)
        });
        format!("  {}[{}] {place} {}: {}", finding.level.name(), finding.code, finding.path_text(), finding.message)
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A file as its format reads.
pub fn paper(format: Format, bytes: &[u8]) -> Paper {
    match format {
        Format::Markdown => markdown::read(bytes),
        Format::Html => html::read(bytes),
        Format::Docx => {
            let docx = docx::read(bytes);
            let question = |words: &String| words.strip_prefix("[•] ").map(str::to_owned);
            let blanks = docx.controls.iter().map(|(_, words)| question(words)).collect();
            let notes = docx.comments.into_iter().map(|comment| comment.lines).collect();
            Paper { notes, blanks, ..docx.paper }
        }
        Format::Pdf => pdf::read(bytes).paper,
    }
}

/// A draft of one deal in every format, read back.
pub struct Drafts {
    /// Its Word document.
    pub docx: docx::Docx,
    /// Its PDF.
    pub pdf: pdf::Pdf,
    papers: BTreeMap<Format, Paper>,
}

impl Drafts {
    /// Drafts a deal in every format and reads the files.
    pub fn of(name: &str, deal: &str, options: &Options) -> Self {
        let files = files(name, deal, &Options { formats: Format::ALL.to_vec(), ..options.clone() });
        let (docx, pdf) = (docx::read(&files["docx"]), pdf::read(&files["pdf"]));
        let read = |format: Format| match format {
            Format::Docx => docx.paper.clone(),
            Format::Pdf => pdf.paper.clone(),
            _ => paper(format, &files[format.extension()]),
        };
        let papers = Format::ALL.into_iter().map(|format| (format, read(format))).collect();
        Self { docx, pdf, papers }
    }

    /// The paper of one format.
    pub fn paper(&self, format: Format) -> &Paper {
        &self.papers[&format]
    }

    /// The papers, each with its format's name.
    pub fn papers(&self) -> [(&'static str, &Paper); Format::ALL.len()] {
        Format::ALL.map(|format| (format.described().name, self.paper(format)))
    }
}

/// Every example, drafted and read back once for all tests of a file.
pub fn drafted_examples() -> &'static [(String, String, Drafts)] {
    static DRAFTS: LazyLock<Vec<(String, String, Drafts)>> = LazyLock::new(|| {
        let draft = |(name, deal): (String, String)| {
            let drafts = Drafts::of(&name, &deal, &options(&[]));
            (name, deal, drafts)
        };
        examples().into_iter().map(draft).collect()
    });
    &DRAFTS
}

/// Every example in the short form, drafted and read back once.
pub fn drafted_short() -> &'static [(String, String, Drafts)] {
    static DRAFTS: LazyLock<Vec<(String, String, Drafts)>> = LazyLock::new(|| {
        let draft = |(name, deal): (String, String)| {
            let name = format!("{name}, short");
            let deal = yaml::patched(&deal, &[("legal.form", "short".into())]);
            let drafts = Drafts::of(&name, &deal, &options(&[]));
            (name, deal, drafts)
        };
        examples().into_iter().map(draft).collect()
    });
    &DRAFTS
}

/// Every example in both forms.
pub fn drafted_forms() -> impl Iterator<Item = &'static (String, String, Drafts)> {
    drafted_examples().iter().chain(drafted_short())
}
