//! What the other side changed in a draft that came back, for people, for programs, and as a response table.

use serde_json::json;

use crate::characters::{visible, visible_json};
use crate::forms::{FormRow, ReplyForm};
use crate::returned::terms::TermEdit;
use crate::returned::{Acceptance, EditKind, FieldEdit, ReturnedChanges, ReturnedEdit};

/// Version of the JSON.
const VERSION: u32 = 1;

/// The longest words that a line shows.
const LONGEST: usize = 160;

/// The report for people: clause by clause, and what holds of the file as a whole.
#[must_use]
pub fn human(returned: &ReturnedChanges) -> String {
    let mut out = String::new();
    let untracked = returned.edits.iter().filter(|edit| edit.tracked.is_none()).count();
    if returned.edits.is_empty() && returned.comments.is_empty() && returned.remarks.is_empty() {
        return "nothing changed\n".to_owned();
    }
    let mut last = None;
    for edit in &returned.edits {
        if last != Some(&edit.name) {
            out.push_str(&format!("{}{}\n", if out.is_empty() { "" } else { "\n" }, visible(&edit.name)));
            last = Some(&edit.name);
        }
        out.push_str(&format!("  {}\n", visible(&line(edit))));
        if let Some(field) = &edit.field {
            let paths = joined(field);
            let how =
                if field.paths.len() == 1 { format!("--accept {} writes it", edit.id) } else { "say which".to_owned() };
            out.push_str(&format!(
                "      {}: {} → {} ({how})\n",
                visible(&paths),
                visible(&field.old),
                visible(&field.new)
            ));
        }
    }
    if !returned.comments.is_empty() {
        out.push_str("\ncomments\n");
        for comment in &returned.comments {
            let place = if comment.number.is_empty() { &comment.name } else { &comment.number };
            out.push_str(&format!("  {}\n", visible(&format!("{place}, {}: {}", comment.author, comment.words))));
        }
    }
    if !returned.remarks.is_empty() {
        out.push_str("\nthe file\n");
        returned.remarks.iter().for_each(|remark| out.push_str(&format!("  {}\n", visible(remark))));
    }
    let edits = returned.edits.len();
    out.push_str(&format!(
        "\n{edits} changes, {untracked} of them not tracked; {} clauses unchanged\n",
        returned.unchanged
    ));
    out.push_str(&acceptable(&returned.edits));
    out
}

/// A change on one line.
fn line(edit: &ReturnedEdit) -> String {
    let by = match &edit.tracked {
        Some(by) if by.date.is_empty() => format!("tracked, {}", by.author),
        Some(by) => format!("tracked, {}, {}", by.author, by.date),
        None => "NOT TRACKED".to_owned(),
    };
    let number = if edit.number.is_empty() { String::new() } else { format!("{} ", edit.number) };
    format!("{} {number}{} ({by}): {}", edit.id, kind(edit.kind), said(edit))
}

fn kind(kind: EditKind) -> &'static str {
    match kind {
        EditKind::Edited => "edited",
        EditKind::Struck => "struck",
        EditKind::ClauseStruck => "clause struck",
        EditKind::Added => "added",
        EditKind::Moved => "moved",
        EditKind::Split => "split in two",
        EditKind::Joined => "joined with the next",
        EditKind::Restyled => "other level",
        EditKind::Renamed => "renamed throughout",
        EditKind::Repointed => "reference to another place",
        EditKind::Unshown => "not shown on the page",
        EditKind::Unread => "not read; look at it in Word",
    }
}

/// Before and after, with the words around them.
fn said(edit: &ReturnedEdit) -> String {
    let [old, new] = [&edit.old, &edit.new].map(|words| short(words));
    match edit.kind {
        EditKind::Struck | EditKind::ClauseStruck => old,
        EditKind::Added
        | EditKind::Moved
        | EditKind::Split
        | EditKind::Joined
        | EditKind::Unshown
        | EditKind::Unread => new,
        EditKind::Restyled | EditKind::Renamed | EditKind::Repointed => format!("{old} → {new}"),
        EditKind::Edited => {
            let change = match (old.is_empty(), new.is_empty()) {
                (false, true) => format!("[{old} → nothing]"),
                (true, false) => format!("[nothing → {new}]"),
                _ => format!("[{old} → {new}]"),
            };
            [edit.before.as_str(), &change, &edit.after].join(" ").trim().to_owned()
        }
    }
}

fn short(words: &str) -> String {
    if words.chars().count() > LONGEST {
        words.chars().take(LONGEST).chain(['…']).collect()
    } else {
        words.to_owned()
    }
}

/// Which changes the deal can take, and how.
fn acceptable(edits: &[ReturnedEdit]) -> String {
    let ids = |way: Option<Acceptance>| {
        edits.iter().filter(|edit| edit.accept == way).map(|edit| edit.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    let ways = [
        (Some(Acceptance::Field), "into a field"),
        (Some(Acceptance::SpecialTerm), "as a special term"),
        (Some(Acceptance::LeftOut), "by leaving the clause out"),
        (None, "by hand alone"),
    ];
    let ways = ways.into_iter().map(|(way, how)| (ids(way), how)).filter(|(ids, _)| !ids.is_empty());
    ways.map(|(ids, how)| format!("accepted {how}: {ids}\n")).collect()
}

/// The same for programs, with the special terms that were written.
#[must_use]
pub fn json(returned: &ReturnedChanges, terms: &[TermEdit]) -> String {
    let value = json!({
        "version": VERSION,
        "edits": returned.edits,
        "comments": returned.comments,
        "remarks": returned.remarks,
        "unchanged": returned.unchanged,
        "special_terms": terms,
    });
    visible_json(&format!("{value:#}\n"))
}

/// The table in which we answer each change.
#[must_use]
pub fn response(returned: &ReturnedChanges, file: &str) -> ReplyForm {
    let row = |edit: &ReturnedEdit| FormRow {
        key: edit.id.clone(),
        group: edit.name.clone(),
        label: [edit.number.as_str(), kind(edit.kind)].join(" ").trim().to_owned(),
        ours: edit.old.clone(),
        theirs: edit.new.clone(),
        unit: String::new(),
        allowed: ["accept", "refuse", "counter"].map(str::to_owned).into(),
        several: false,
        note: match (&edit.field, &edit.tracked) {
            (Some(field), _) => format!("{}: {} → {}", joined(field), field.old, field.new),
            (None, Some(by)) => format!("tracked by {}", by.author),
            (None, None) => "not tracked".to_owned(),
        },
    };
    ReplyForm {
        title: "Response".to_owned(),
        facts: vec![("File".to_owned(), file.to_owned())],
        notes: vec!["Each row is a change of the other side.".to_owned()],
        rows: returned.edits.iter().map(row).collect(),
    }
}

/// The fields that may be meant.
fn joined(field: &FieldEdit) -> String {
    field.paths.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
}
