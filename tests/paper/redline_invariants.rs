//! What a redline keeps to, whatever changed: a test for each invariant, over six kinds of pairs and over generated ones.
//!
//! `PEERPACT_PAIRS=500` tries that many generated pairs. Programs that are not ours judge the files that this writes to `target/redline/`:
//! `.ci/redline/`.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::sync::LazyLock;

use peerpact::document::{Block, Document, Inline};
use peerpact::pipeline::redline::{Marks, RedlineBase, redline};
use peerpact::pipeline::{self, Library};
use peerpact::render::Format;
use peerpact::source::Source;
use serde_json::{Value, json};

use super::redline::{assert_answers, compared, mutated, mutations};
use crate::read_back::docx::{Node, parts};
use crate::read_back::marked::{Line, Mark, Stretch, lines, marks_in_contents, words};
use crate::read_back::{examples, library, list, options, root, yaml};

/// Two papers, and the marked one.
struct Pair {
    name: String,
    old: Document,
    new: Document,
    /// The deals, unless the libraries differ.
    deals: Option<(String, String)>,
    marked: Vec<u8>,
    lines: Vec<Line>,
    inside: usize,
}

impl Pair {
    fn of(name: &str, (old, before): (&str, &Library), (new, after): (&str, &Library)) -> Self {
        let options = options(&[]);
        let (before, after) = (options.run(before), options.run(after));
        let (old_deal, new_deal) = (Source::new("old.yaml", old), Source::new("new.yaml", new));
        let marks = Marks {
            formats: vec![Format::Docx],
            author: "Straits".into(),
            date: Some("2027-01-02T03:04:05Z".parse().unwrap()),
        };
        let mut redlined = redline(RedlineBase::Deal(&old_deal, &before), (&new_deal, &after), &marks).unwrap();
        assert!(redlined.findings.is_empty(), "{name}: {}", list(&redlined.findings));
        let marked = redlined.files.swap_remove(0).bytes;
        let paper = |deal: &Source, run| pipeline::paper(deal, run).expect("a paper").1.document;
        let (lines, inside) = lines(&marked);
        Self {
            name: name.to_owned(),
            old: paper(&old_deal, &before),
            new: paper(&new_deal, &after),
            deals: std::ptr::eq(before.library, after.library).then(|| (old.to_owned(), new.to_owned())),
            marked,
            lines,
            inside,
        }
    }

    /// Every stretch of every paragraph.
    fn stretches(&self) -> impl Iterator<Item = &Stretch> {
        self.lines.iter().flat_map(|line| &line.stretches)
    }

    /// How many words are marked, beside those of references that lead elsewhere and of rows that came or went, which are marked whole.
    fn marked_words(&self) -> usize {
        let whole = |line: &&Line| line.row.is_none_or(|row| row == Mark::Kept);
        let stretches = self.lines.iter().filter(whole).flat_map(|line| &line.stretches);
        let changed = stretches.filter(|stretch| stretch.mark != Mark::Kept);
        // The word before a number, `clause`, goes with it.
        changed.map(|stretch| words(&stretch.words).len().saturating_sub(stretch.targets.len())).sum()
    }
}

fn example(name: &str) -> String {
    fs::read_to_string(root().join("examples").join(name)).unwrap()
}

fn changed(deal: &str, change: impl Fn(&mut Value)) -> String {
    let mut value = yaml::value(deal);
    change(&mut value);
    yaml::text(&value)
}

/// The library with a clause whose first paragraph is two.
fn library_that_splits() -> &'static Library {
    static SPLIT: LazyLock<Library> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(root().join("clauses/bill/payment.md")).unwrap();
        let split = text.replacen("A sum disputed under", "\n\nA sum disputed under", 1);
        assert_ne!(split, text, "the clause has no such sentence");
        fs::create_dir_all(folder.path().join("clauses/bill")).unwrap();
        fs::write(folder.path().join("clauses/bill/payment.md"), split).unwrap();
        pipeline::load(Some(folder.path())).unwrap()
    });
    &SPLIT
}

/// The six kinds of pairs: a figure; a clause gone; a schedule gone with its clauses; rows in and out; another party; a paragraph split. And
/// seven fields and a mode, as a round of negotiation leaves them.
fn pairs() -> &'static [Pair] {
    static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
        use yaml::{set, take};
        let (india, swap) = (example("us-india-mobile.yaml"), example("bilateral-swap.yaml"));
        let both = library();
        let pair = |name: &str, old: &str, new: String| Pair::of(name, (old, both), (&new, both));
        vec![
            pair("figure", &india, changed(&india, |deal| set(deal, "billing.pay", "45 days"))),
            pair("clause gone", &swap, changed(&swap, |deal| set(deal, "clauses", json!({"price.discounts": "none"})))),
            pair(
                "schedule gone",
                &swap,
                changed(&swap, |deal| {
                    drop(take(deal, "pricing.commitments"));
                    drop(take(deal, "pricing.swap"));
                }),
            ),
            pair(
                "rows",
                &swap,
                changed(&swap, |deal| {
                    drop(take(deal, "rates.lines[0]"));
                    let mut row = yaml::get(deal, "rates.lines[0]").unwrap().clone();
                    set(&mut row, "destination", "Andorra");
                    set(&mut row, "codes", json!(["376"]));
                    deal["rates"]["lines"].as_array_mut().unwrap().push(row);
                    drop(take(deal, "contacts"));
                }),
            ),
            pair(
                "other party",
                &india,
                changed(&india, |deal| {
                    let party = deal["parties"].as_object().unwrap().keys().next_back().unwrap().clone();
                    set(deal, &format!("parties.{party}.name"), "Harbour Voice Holdings plc");
                    set(deal, &format!("parties.{party}.address"), "1 Quay Street, Springfield");
                }),
            ),
            Pair::of("split", (&india, both), (&india, library_that_splits())),
            pair(
                "round",
                &india,
                changed(&india, |deal| {
                    set(deal, "rates.lines[0].rate", "0.0085");
                    set(deal, "billing.pay", "45 days");
                    set(deal, "sla.availability", "99.5 %");
                    set(deal, "sla.credits.cap", "20 %");
                    set(deal, "term.trial", "10 days");
                    set(deal, "termination.cure", "20 days");
                    set(
                        deal,
                        "credit",
                        json!({
                            "mode": "prepaid", "limit": "USD 0.00", "security": "USD 50000.00", "low_balance": "USD 12000.00"
                        }),
                    );
                }),
            ),
        ]
    });
    &PAIRS
}

fn pair(name: &str) -> &'static Pair {
    pairs().iter().find(|pair| pair.name == name).unwrap()
}

/// The words of each clause of a paper, and under an empty name those outside clauses, without the numbers of references.
fn by_clause(paper: &Document) -> BTreeMap<String, Vec<String>> {
    fn add(text: &[Inline], out: &mut String) {
        for inline in text {
            match inline {
                Inline::Plain(words) => out.push_str(words),
                Inline::Value(words) => out.push_str(words),
                // `clause 26.1(a)`: a word, and a number.
                Inline::Ref { text, .. } => {
                    let word = |word: &&str| word.chars().all(char::is_alphabetic) && word.len() > 3;
                    text.split(' ').filter(word).for_each(|word| out.extend([word, " "]));
                }
                Inline::Break => out.push(' '),
                Inline::Blank(_) => out.push_str("[•]"),
                other => add(other.inner().unwrap(), out),
            }
        }
    }
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut say = |place: &str, text: &[Inline]| {
        let mut all = String::new();
        add(text, &mut all);
        out.entry(place.to_owned()).or_default().extend(words(&all));
    };
    for words in [&paper.title, &paper.reference, &paper.version] {
        say("", &[Inline::Plain(words.as_str().into())]);
    }
    for (label, value) in &paper.cover.key_terms {
        say("", label);
        say("", value);
    }
    paper.cover.parties.iter().for_each(|party| say("", party));
    for (at, block) in paper.blocks.iter().enumerate() {
        let clause = paper.clauses.iter().find(|extent| extent.blocks.contains(&at));
        let place = clause.map_or("", |extent| extent.id.as_str());
        match block {
            Block::Heading(heading) => say(place, &heading.title),
            Block::Paragraph(paragraph) => say(place, &paragraph.text),
            Block::Table(table) => {
                table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| say(place, cell));
            }
            Block::Signatures(all) => all.iter().for_each(|signature| {
                say(place, &signature.heading);
                signature.lines.iter().filter_map(|line| line.1.as_ref()).for_each(|text| say(place, text));
            }),
            Block::Chart(_) => {}
        }
    }
    out
}

/// How many words a comparison has to mark at the least: those outside a longest common subsequence.
fn least(old: &[String], new: &[String]) -> usize {
    let mut row = vec![0_usize; new.len() + 1];
    for one in old {
        let mut diagonal = 0;
        for (at, other) in new.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if one == other { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    old.len() + new.len() - 2 * row[new.len()]
}

fn least_by_clause(old: &Document, new: &Document) -> usize {
    let (old, new) = (by_clause(old), by_clause(new));
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let none = Vec::new();
    ids.into_iter().map(|id| least(old.get(id).unwrap_or(&none), new.get(id).unwrap_or(&none))).sum()
}

#[test]
fn i1_accepting_gives_the_new_paper_and_rejecting_the_old_one() {
    for pair in pairs() {
        if let Some((old, new)) = &pair.deals {
            assert_answers(old, new, &pair.name);
        }
    }
}

#[test]
fn i2_the_same_inputs_give_the_same_bytes() {
    let (old, new) = pair("round").deals.clone().unwrap();
    let bytes =
        |formats: &[Format]| compared(&old, &new, formats).files.into_iter().map(|file| file.bytes).collect::<Vec<_>>();
    assert_eq!(bytes(&Format::ALL), bytes(&Format::ALL));
}

#[test]
fn i3_no_more_words_are_marked_than_have_to_be() {
    for pair in pairs() {
        let (marked, least) = (pair.marked_words(), least_by_clause(&pair.old, &pair.new));
        println!("{}: {marked} words marked, {least} at the least", pair.name);
        assert!(least > 0 || pair.name == "split", "{}: nothing changed", pair.name);
        assert!(marked * 5 <= least * 6 + 10, "{}: {marked} words are marked, {least} have to be", pair.name);
    }
}

#[test]
fn i4_no_word_goes_and_comes_at_one_place() {
    for pair in pairs() {
        for line in &pair.lines {
            for two in line.stretches.windows(2) {
                let [one, other] = two else { continue };
                if one.mark == Mark::Kept || other.mark == Mark::Kept || one.mark == other.mark {
                    continue;
                }
                // The word before a number goes with it.
                if one.targets != other.targets && one.words == other.words {
                    continue;
                }
                let (gone, come) = (words(&one.words), words(&other.words));
                let what = format!("{}: “{}” becomes “{}”", pair.name, one.words, other.words);
                assert!(gone.is_empty() || gone.first() != come.first(), "{what}");
                assert!(gone.is_empty() || gone.last() != come.last(), "{what}");
                assert!(one.targets.is_empty() || one.targets != other.targets, "{what}: {:?}", one.targets);
            }
        }
    }
}

#[test]
fn i5_a_clause_of_the_same_words_bears_no_mark() {
    // A paragraph that is split has the same words, and its end is marked.
    for pair in pairs().iter().filter(|pair| pair.name != "split") {
        let (old, new) = (by_clause(&pair.old), by_clause(&pair.new));
        let mut marked: BTreeSet<&str> = BTreeSet::new();
        let (mut here, mut found) = (None, 0);
        for line in &pair.lines {
            if let Some(name) = &line.clause {
                here = Some(name.as_str());
                found += 1;
            } else if line.style.ends_with("Heading") {
                here = None;
            }
            marked.extend(here.filter(|_| line.is_marked()));
        }
        assert!(found > 50, "{}: {found} clauses", pair.name);
        let key = |id: &str| id.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
        for (id, _) in old.iter().filter(|(id, words)| !id.is_empty() && new.get(*id) == Some(*words)) {
            let name = marked.iter().find(|name| name.rsplit_once("_v").is_some_and(|(front, _)| front == key(id)));
            assert!(name.is_none(), "{}: `{id}` says the same and is marked", pair.name);
        }
    }
}

#[test]
fn i6_what_only_moved_on_by_a_number_bears_no_mark() {
    for pair in pairs() {
        assert_eq!(pair.inside, 0, "{}: marks inside what fields show", pair.name);
        assert_eq!(marks_in_contents(&pair.marked), 0, "{}: marks in the contents", pair.name);
    }
    // Every clause behind the one that is gone has another number, and none is marked for it.
    let pair = pair("clause gone");
    let is_reference = |stretch: &&Stretch| stretch.mark != Mark::Kept && !stretch.targets.is_empty();
    for stretch in pair.stretches().filter(is_reference) {
        assert!(stretch.mark == Mark::Went || !stretch.words.trim().is_empty(), "a reference alone: {stretch:?}");
    }
}

#[test]
fn i7_a_paragraph_that_is_split_bears_one_mark() {
    let pair = pair("split");
    let ends = pair.lines.iter().filter(|line| line.end != Mark::Kept).count();
    assert_eq!(
        (ends, pair.marked_words()),
        (1, 0),
        "{:?}",
        pair.lines.iter().filter(|line| line.is_marked()).collect::<Vec<_>>()
    );
}

#[test]
fn i8_a_row_is_marked_whole_and_a_figure_as_one() {
    let pair = pair("rows");
    let rows = |mark: Mark| pair.lines.iter().filter(|line| line.row == Some(mark)).collect::<Vec<_>>();
    for (mark, other) in [(Mark::Came, Mark::Went), (Mark::Went, Mark::Came)] {
        let marked = rows(mark);
        assert!(!marked.is_empty(), "no row {mark:?}");
        for line in marked {
            let all = line.stretches.iter().all(|stretch| stretch.mark == mark || stretch.words.trim().is_empty());
            assert!(line.end == mark && all, "a cell of a row that is {mark:?} is not, or is {other:?}: {line:?}");
        }
    }
    for pair in pairs() {
        for two in pair.lines.iter().flat_map(|line| line.stretches.windows(2)) {
            let [one, other] = two else { continue };
            // What went stands before what came; both stand beside what both have.
            if one.mark == Mark::Kept || other.mark == Mark::Kept {
                let ends = one.words.ends_with(char::is_alphanumeric) && one.targets.is_empty();
                let begins = other.words.starts_with(char::is_alphanumeric) && other.targets.is_empty();
                assert!(!(ends && begins), "{}: a mark within a word: “{}”|“{}”", pair.name, one.words, other.words);
            }
        }
    }
}

#[test]
fn i9_fields_are_whole_in_either_answer() {
    for pair in pairs() {
        let document = Node::parse(&parts(&pair.marked)["word/document.xml"]);
        for goes in ["w:del", "w:ins"] {
            fn walk(node: &Node, goes: &str, open: &mut Vec<bool>, what: &str) {
                if node.name == goes {
                    return;
                }
                match node.attribute("w:fldCharType") {
                    "begin" => open.push(false),
                    "separate" => {
                        *open.last_mut().unwrap_or_else(|| panic!("{what}: a field begins in its middle")) = true
                    }
                    "end" => assert_eq!(open.pop(), Some(true), "{what}: a field ends that did not begin"),
                    _ => {}
                }
                node.children.iter().for_each(|child| walk(child, goes, open, what));
            }
            let mut open = Vec::new();
            walk(&document, goes, &mut open, &pair.name);
            assert!(open.is_empty(), "{}: a field without an end, without {goes}", pair.name);
        }
    }
}

#[test]
fn i10_every_mark_and_place_has_a_number_of_its_own() {
    for pair in pairs() {
        let parts = parts(&pair.marked);
        let (mut ids, mut authors) = (HashSet::new(), BTreeSet::new());
        for part in ["word/document.xml", "word/header1.xml", "word/footer1.xml"] {
            Node::parse(&parts[part]).walk(&mut |node| {
                if matches!(node.name.as_str(), "w:ins" | "w:del" | "w:bookmarkStart") {
                    let id = node.attribute("w:id");
                    assert!(id.parse::<i32>().is_ok_and(|id| id >= 0), "{}: the number {id}", pair.name);
                    assert!(ids.insert(id.to_owned()), "{}: {} bears the number {id} of another", pair.name, node.name);
                }
                if matches!(node.name.as_str(), "w:ins" | "w:del") {
                    authors.insert(node.attribute("w:author").to_owned());
                }
            });
        }
        assert!(authors.len() <= 1, "{}: {authors:?}", pair.name);
    }
}

#[test]
fn i13_no_island_of_a_mark_or_two_stands_between_changes() {
    for pair in pairs() {
        for three in pair.lines.iter().flat_map(|line| line.stretches.windows(3)) {
            let [before, island, after] = three else { continue };
            let is_change = |stretch: &Stretch| stretch.mark != Mark::Kept;
            if is_change(before) && is_change(after) && !is_change(island) && island.targets.is_empty() {
                assert!(
                    !words(&island.words).is_empty(),
                    "{}: “{}”[{}]“{}”",
                    pair.name,
                    before.words,
                    island.words,
                    after.words
                );
            }
        }
    }
}

#[test]
fn i14_what_went_stands_once_before_what_came() {
    for pair in pairs() {
        for line in &pair.lines {
            for two in line.stretches.windows(2) {
                let [one, other] = two else { continue };
                assert!(
                    !(one.mark == Mark::Came && other.mark == Mark::Went),
                    "{}: “{}” comes before “{}” goes",
                    pair.name,
                    one.words,
                    other.words
                );
            }
        }
    }
}

#[test]
fn i15_nobody_of_ours_is_named_in_a_redline() {
    for pair in pairs() {
        for (name, bytes) in parts(&pair.marked) {
            let text = String::from_utf8_lossy(&bytes);
            for told in ["w:rsid", "/home/", "/root/", "old.yaml", "new.yaml", "w:comment ", "lastModifiedBy>"] {
                assert!(!text.contains(told), "{}: {name} says {told}", pair.name);
            }
        }
    }
}

#[test]
fn i16_the_number_of_the_draft_is_marked_in_the_foot() {
    let old = example("us-india-mobile.yaml");
    let new = changed(&old, |deal| yaml::set(deal, "draft", 97));
    let files = compared(&old, &new, &[Format::Docx]).files;
    let foot = String::from_utf8(parts(&files[0].bytes)["word/footer1.xml"].clone()).unwrap();
    assert!(foot.contains("<w:ins ") && foot.contains("97") && foot.contains("<w:del "), "{foot}");
}

/// A sequence of numbers that looks random and is the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Pairs of deals made by chance: one to four changes of an example on either side.
fn generated(count: usize) -> Vec<(String, String, String)> {
    let (examples, mutations) = (examples(), mutations());
    let mut out = Vec::new();
    let mut seed = 0;
    while out.len() < count && seed < count * 20 {
        seed += 1;
        let mut chance = Chance(seed as u64);
        let (name, deal) = &examples[chance.below(examples.len())];
        let mut side = || {
            let mut text = deal.clone();
            let mut what = Vec::new();
            for _ in 0..chance.below(4) {
                let (called, change) = mutations[chance.below(mutations.len())];
                if let Some(changed) = mutated(&text, change) {
                    text = changed;
                    what.push(called);
                }
            }
            (text, what.join(" + "))
        };
        let ((old, was), (new, is)) = (side(), side());
        if old != new {
            out.push((format!("{seed}: {name}, {was} against {is}"), old, new));
        }
    }
    assert_eq!(out.len(), count, "too few pairs make papers");
    out
}

#[test]
fn generated_pairs_keep_to_all_that_needs_no_other_program() {
    let asked = std::env::var("PEERPACT_PAIRS").ok();
    let count = asked.as_deref().map_or(4, |count| count.parse().expect("PEERPACT_PAIRS is a number"));
    let folder = root().join("target/redline");
    for (at, (what, old, new)) in generated(count).into_iter().enumerate() {
        let pair = Pair::of(&what, (&old, library()), (&new, library()));
        let bytes = assert_answers(&old, &new, &what);
        // The two forms have other words for most clauses, and other headings above them.
        if pair.old.compact == pair.new.compact {
            let (marked, least) = (pair.marked_words(), least_by_clause(&pair.old, &pair.new));
            assert!(marked * 5 <= least * 6 + 10, "{what}: {marked} words are marked, {least} have to be");
        }
        assert_eq!((pair.inside, marks_in_contents(&bytes)), (0, 0), "{what}: a number is marked");
        if asked.is_some() {
            let folder = folder.join(format!("{at:03}"));
            fs::create_dir_all(&folder).unwrap();
            let docx =
                |deal: &str| crate::read_back::files("deal", deal, &options(&[Format::Docx])).remove("docx").unwrap();
            for (name, bytes) in [("old", docx(&old)), ("new", docx(&new)), ("marked", bytes)] {
                fs::write(folder.join(name).with_extension("docx"), bytes).unwrap();
            }
            fs::write(folder.join("what.txt"), &what).unwrap();
        }
    }
}
