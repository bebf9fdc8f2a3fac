//! What changed between two states of a repository of deals: Markdown for a comment on a pull request, JSON for programs.
//!
//! A comment is read by people and by machines that obey: a code host tells persons whom it names, and a runner takes commands out of what a job
//! prints. So whatever comes out of a deal stands in code spans, on a line that we began, and never spells a command.

use serde_json::json;

use crate::characters::{visible, visible_json};
use crate::compare::fields::FieldChange;
use crate::compare::sums::SumChange;
use crate::compare::{PartChange, PartFate};
use crate::deal::governance::Position;
use crate::diagnostic::Finding;
use crate::document::deviations::{Deviation, name};
use crate::document::revisions::ChangeWeight;

/// Version of the JSON.
const VERSION: u32 = 1;

/// Bytes of the longest comment; GitHub takes 65,536 characters.
const COMMENT: usize = 60_000;

/// Rows of a list of a deal; the JSON holds all.
const ROWS: usize = 25;

/// Characters of a value.
const VALUE: usize = 160;

/// Two states of a repository, compared.
#[derive(Debug, Clone, Default)]
pub struct RepositorySummary {
    /// What the older state is called.
    pub base: String,
    /// What the newer state is called.
    pub head: String,
    /// The deals that changed, in the order of their paths.
    pub deals: Vec<DealChange>,
    /// How many deals stand in both states and did not change.
    pub unchanged: usize,
    /// What could not be read or compared, a sentence each.
    pub faults: Vec<String>,
    /// What is put in front of the path of a redline.
    pub link: Option<String>,
}

/// What became of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DealFate {
    /// Only the newer state has it.
    Added,
    /// Only the older state has it.
    Removed,
    /// Both have it.
    Changed,
}

/// A deal that changed.
#[derive(Debug, Clone)]
pub struct DealChange {
    /// Its path in the repository, with `/`.
    pub path: String,
    /// Its path in the older state, if it had another.
    pub was: Option<String>,
    /// What became of it.
    pub fate: DealFate,
    /// Our reference.
    pub reference: Option<String>,
    /// The other party's name.
    pub other_party: Option<String>,
    /// The heaviest difference of deal and paper; `None` if both say the same, or one state has no paper.
    pub weight: Option<ChangeWeight>,
    /// The fields that differ.
    pub fields: Vec<FieldChange>,
    /// What the deals come to.
    pub sums: Vec<SumChange>,
    /// The parts of the paper that differ.
    pub parts: Vec<PartChange>,
    /// Headings that only bear another number.
    pub renumbered: usize,
    /// The clauses that stand in another position.
    pub positions: Vec<PositionChange>,
    /// What has to be approved and is not.
    pub to_approve: Vec<Deviation>,
    /// Findings that only the newer state has.
    pub new: Vec<Finding>,
    /// Findings that only the older state had.
    pub gone: Vec<Finding>,
    /// Why the papers are not compared.
    pub no_paper: Option<&'static str>,
    /// The redlines, each a format and a path below the folder that they were written to.
    pub redlines: Vec<(String, String)>,
}

/// A clause that stands in another position than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionChange {
    /// Id of the clause.
    pub clause: String,
    /// How the paper refers to it.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The position in the older state.
    pub old: Position,
    /// The position in the newer state.
    pub new: Position,
}

impl DealChange {
    /// A change of which nothing is known yet.
    #[must_use]
    pub fn new(path: &str, fate: DealFate) -> Self {
        Self {
            path: path.to_owned(),
            was: None,
            fate,
            reference: None,
            other_party: None,
            weight: None,
            fields: Vec::new(),
            sums: Vec::new(),
            parts: Vec::new(),
            renumbered: 0,
            positions: Vec::new(),
            to_approve: Vec::new(),
            new: Vec::new(),
            gone: Vec::new(),
            no_paper: None,
            redlines: Vec::new(),
        }
    }

    /// Whether nothing moved that anybody has to look at.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.weight.is_none()
            && self.positions.is_empty()
            && self.new.is_empty()
            && self.gone.is_empty()
            && self.no_paper.is_none()
    }

    /// The fields of a weight.
    fn of(&self, weight: ChangeWeight) -> impl Iterator<Item = &FieldChange> {
        self.fields.iter().filter(move |field| field.weight == weight)
    }
}

impl RepositorySummary {
    /// The heaviest difference of all deals; a deal that came or went is a difference in terms.
    #[must_use]
    pub fn weight(&self) -> Option<ChangeWeight> {
        let of = |deal: &DealChange| {
            if deal.fate == DealFate::Changed && deal.no_paper.is_none() {
                deal.weight
            } else {
                Some(ChangeWeight::Duty)
            }
        };
        self.deals.iter().filter_map(of).max()
    }
}

/// The comment, in GitHub's and GitLab's Markdown.
#[must_use]
pub fn markdown(summary: &RepositorySummary) -> String {
    let count = |fate: DealFate| summary.deals.iter().filter(|deal| deal.fate == fate).count();
    let many = |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}"));
    let counts = [
        many(count(DealFate::Changed), "changed"),
        many(count(DealFate::Added), "new"),
        many(count(DealFate::Removed), "removed"),
        many(summary.unchanged, "unchanged"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let mut out = format!("## Deals: {}\n\n", if counts.is_empty() { "none".into() } else { counts.join(", ") });
    out.push_str(&format!("From {} to {}.\n\n", code(&summary.base), code(&summary.head)));
    for fault in &summary.faults {
        out.push_str(&format!("- Not compared: {}\n", code(fault)));
    }
    if !summary.faults.is_empty() {
        out.push('\n');
    }
    if summary.deals.is_empty() {
        out.push_str("No deal changed.\n");
        return out;
    }
    out.push_str("| Deal | What | Figures and times | Clauses | Positions | Approvals missing | Findings |\n");
    out.push_str("|---|---|---|---|---|---|---|\n");
    let rows: Vec<String> = summary.deals.iter().map(row).collect();
    let details: Vec<String> = summary.deals.iter().map(|deal| detail(deal, summary.link.as_deref())).collect();
    // The table comes first; details fill what room is left.
    let room = COMMENT.saturating_sub(out.len() + 400);
    let shown_rows = fitting(&rows, room);
    out.extend(rows.iter().take(shown_rows).map(String::as_str));
    if shown_rows < rows.len() {
        out.push_str(&format!("\n{} more deals stand in the JSON.\n", rows.len() - shown_rows));
    }
    let shown = fitting(&details, COMMENT.saturating_sub(out.len() + 200));
    out.extend(details.iter().take(shown).map(String::as_str));
    if shown < details.len() {
        out.push_str(&format!("\nThe details of {} more deals stand in the JSON.\n", details.len() - shown));
    }
    out
}

/// How many of the texts, from the first on, fit into so many bytes.
fn fitting(texts: &[String], room: usize) -> usize {
    let mut used = 0;
    texts
        .iter()
        .take_while(|text| {
            used += text.len();
            used <= room
        })
        .count()
}

fn row(deal: &DealChange) -> String {
    let what = match (deal.fate, deal.no_paper, deal.weight) {
        (DealFate::Added, ..) => "new",
        (DealFate::Removed, ..) => "removed",
        (_, Some(why), _) => why,
        (.., Some(ChangeWeight::Money)) => "figures, dates or periods",
        (.., Some(ChangeWeight::Duty)) => "rights and duties",
        (.., Some(ChangeWeight::Wording)) => "wording",
        (.., None) if deal.was.is_some() => "moved",
        (.., None) => "nothing on the paper",
    };
    let number = |count: usize| if count == 0 { "–".to_owned() } else { count.to_string() };
    let findings = match (deal.new.len(), deal.gone.len()) {
        (0, 0) => "–".to_owned(),
        (new, gone) => format!("{new} new, {gone} gone"),
    };
    format!(
        "| {} | {what} | {} | {} | {} | {} | {findings} |\n",
        code(&deal.path),
        number(deal.of(ChangeWeight::Money).count()),
        number(deal.parts.len()),
        number(deal.positions.len()),
        number(deal.to_approve.len()),
    )
}

fn detail(deal: &DealChange, link: Option<&str>) -> String {
    if deal.fate == DealFate::Removed {
        return String::new();
    }
    let about: Vec<String> =
        [&deal.reference, &deal.other_party].into_iter().flatten().map(|text| code(text)).collect();
    let about = if about.is_empty() { String::new() } else { format!(" – {}", about.join(", ")) };
    let mut out = format!("\n### {}{about}\n", code(&deal.path));
    if let Some(was) = &deal.was {
        out.push_str(&format!("\nIt was {}.\n", code(was)));
    }
    if !deal.redlines.is_empty() {
        let links = deal.redlines.iter().map(|(format, path)| {
            format!("[{}](<{}{}>)", format.to_uppercase(), link.unwrap_or_default(), encoded(path))
        });
        out.push_str(&format!("\nRedline: {}\n", links.collect::<Vec<_>>().join(", ")));
    }
    if let Some(why) = deal.no_paper {
        out.push_str(&format!("\nThe papers are not compared: {why}.\n"));
    }
    let said = |value: &Option<String>| value.as_ref().map_or_else(|| "–".to_owned(), |value| code(value));
    let moved = |what: &str, old: &Option<String>, new: &Option<String>, by: &Option<String>| {
        let by = by.as_ref().map_or_else(String::new, |by| format!(" ({})", code(by)));
        format!("{}: {} → {}{by}", code(what), said(old), said(new))
    };
    let field = |field: &FieldChange| moved(&field.path, &field.old, &field.new, &field.by);
    list(&mut out, "Figures, dates and periods", deal.of(ChangeWeight::Money).map(field));
    list(&mut out, "What it comes to", deal.sums.iter().map(|sum| moved(&sum.what, &sum.old, &sum.new, &sum.by)));
    list(&mut out, "Other terms", deal.of(ChangeWeight::Duty).map(field));
    list(&mut out, "Clauses", deal.parts.iter().map(part));
    let position = |one: &PositionChange| {
        format!("{} ({}): {} → {}", code(&one.clause), code(&one.title), name(one.old), name(one.new))
    };
    list(&mut out, "Positions", deal.positions.iter().map(position));
    let approval = |one: &Deviation| {
        let why: Vec<String> = one.because.iter().map(|why| code(why)).collect();
        let why = if why.is_empty() { String::new() } else { format!(": {}", why.join("; ")) };
        format!("{} ({}), {}, by {}{why}", code(&one.clause), code(&one.title), name(one.position), code(&one.whom()))
    };
    list(&mut out, "Approvals missing", deal.to_approve.iter().map(approval));
    let finding = |one: &Finding| format!("{} {}: {}", one.level.name(), one.code, code(&one.message));
    let mut new: Vec<&Finding> = deal.new.iter().collect();
    new.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    list(&mut out, "New findings", new.into_iter().map(finding));
    list(&mut out, "Findings gone", deal.gone.iter().map(finding));
    out
}

fn part(part: &PartChange) -> String {
    let fate = match part.fate {
        PartFate::Changed => "changed",
        PartFate::Inserted => "new",
        PartFate::Deleted => "left out",
        PartFate::Moved => "moved",
    };
    let weight = match part.weight {
        ChangeWeight::Money => ", figures, dates or periods",
        ChangeWeight::Duty => ", rights and duties",
        ChangeWeight::Wording => ", wording",
    };
    let id = part.clause.as_ref().map_or_else(String::new, |id| format!(" {}", code(id)));
    format!("{}{id}: {fate}{}", code(&part.name), if part.fate == PartFate::Moved { "" } else { weight })
}

fn list(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("\n**{title}**\n\n"));
    for line in lines.iter().take(ROWS) {
        out.push_str(&format!("- {line}\n"));
    }
    if lines.len() > ROWS {
        out.push_str(&format!("- and {} more, in the JSON\n", lines.len() - ROWS));
    }
}

/// A text out of a deal as a code span: one line, in which nothing is a link, a person, mark-up or a runner's command.
fn code(text: &str) -> String {
    let mut text = visible(&text.split_whitespace().collect::<Vec<_>>().join(" ")).to_string();
    if text.chars().count() > VALUE {
        text = text.chars().take(VALUE).chain(['…']).collect();
    }
    // A bar would end a cell of a table, even inside a code span.
    let text = text.replace('|', "\\|");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let gap = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    if text.is_empty() { "–".to_owned() } else { format!("{fence}{gap}{text}{gap}{fence}") }
}

/// A path as a part of an address.
fn encoded(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The same for programs, whole.
#[must_use]
pub fn json(summary: &RepositorySummary) -> String {
    let findings = |findings: &[Finding]| -> Vec<_> {
        let one = |one: &Finding| json!({"code": one.code, "level": one.level, "message": one.message, "path": one.path_text()});
        findings.iter().map(one).collect()
    };
    let deal = |deal: &DealChange| {
        let positions = deal.positions.iter().map(
            |one| json!({"clause": one.clause, "name": one.name, "title": one.title, "old": one.old, "new": one.new}),
        );
        let approvals = deal.to_approve.iter().map(|one| {
            json!({
                "clause": one.clause, "title": one.title, "name": one.name, "position": one.position, "because": one.because,
                "money": one.money, "desk": one.desk, "persons": one.persons, "why": one.approval.said(),
            })
        });
        let redlines = deal.redlines.iter().map(|(format, path)| json!({"format": format, "path": path}));
        json!({
            "path": deal.path,
            "was": deal.was,
            "fate": deal.fate,
            "reference": deal.reference,
            "other_party": deal.other_party,
            "weight": deal.weight,
            "fields": deal.fields,
            "sums": deal.sums,
            "parts": deal.parts,
            "renumbered": deal.renumbered,
            "positions": positions.collect::<Vec<_>>(),
            "approvals_missing": approvals.collect::<Vec<_>>(),
            "findings": {"new": findings(&deal.new), "gone": findings(&deal.gone)},
            "not_compared": deal.no_paper,
            "redlines": redlines.collect::<Vec<_>>(),
        })
    };
    let value = json!({
        "version": VERSION,
        "base": summary.base,
        "head": summary.head,
        "weight": summary.weight(),
        "deals": summary.deals.iter().map(deal).collect::<Vec<_>>(),
        "unchanged": summary.unchanged,
        "faults": summary.faults,
    });
    visible_json(&format!("{value:#}\n"))
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn what_a_deal_says_is_obeyed_by_nobody() {
        assert_eq!(code("a\n::error::x"), "`a ::error::x`");
        assert_eq!(code("`@jo` | **x**"), "`` `@jo` \\| **x** ``");
        assert!(!code("##[add-path]x").contains("##["));
        assert!(!code("###vso[task]").contains("##vso["));
        assert_eq!(code("  "), "–");
    }
}
