//! `peerpact clauses --forms`: what only the full form has.

use serde_json::json;

use crate::characters::visible;
use crate::library::forms::FullOnly;

/// The clauses, each with its reason, and below them those with a text of their own in each form.
pub(super) fn human(only: &[FullOnly<'_>], two_texts: &[&str]) -> String {
    let mut out = String::from("Only in the full form:\n\n");
    for clause in only {
        let reason = clause.reason.unwrap_or("no reason given");
        out.push_str(&format!("{}  {}\n    {}\n", visible(clause.id), visible(clause.title), visible(reason)));
    }
    out.push_str(&match two_texts {
        [] => "\nEvery other clause has one text for both forms.\n".to_owned(),
        ids => format!("\nWith a text for each form: {}\n", visible(&ids.join(", "))),
    });
    out
}

/// The same as one JSON document.
pub(super) fn json(only: &[FullOnly<'_>], two_texts: &[&str]) -> String {
    let each: Vec<serde_json::Value> =
        only.iter().map(|clause| json!({ "id": clause.id, "title": clause.title, "reason": clause.reason })).collect();
    format!("{:#}\n", json!({ "version": 1, "full_only": each, "two_texts": two_texts }))
}
