//! What `peerpact new` leaves and says at its end: questions to the other side as forms, those to our own, and what to do next.

use std::path::Path;

use crate::budget::FORM_BYTES;
use crate::characters::visible;
use crate::deal::read::DealFile;
use crate::diagnostic::Finding;
use crate::forms::{self, ReplyForm};
use crate::input;
use crate::pipeline;
use crate::render::Format;
use crate::reply_form::{self, Questions};
use crate::source::sha256;
use crate::wizard::judge::Judge;

/// A form by the ending of its file.
type FormFile = (&'static str, Vec<u8>);

/// The questions to the other side in each format, by the ending of its file.
pub(super) fn forms_of(
    form: &ReplyForm,
    file: &DealFile,
    judge: &Judge<'_>,
) -> Result<Vec<FormFile>, Box<dyn std::error::Error>> {
    Ok(vec![
        ("docx", pipeline::print_one(&reply_form::as_letter(form, file), judge.run.library, Format::Docx)?),
        ("xlsx", forms::xlsx(form)?),
        ("csv", forms::csv(form)?),
        ("yaml", reply_form::as_yaml(form).into_bytes()),
    ])
}

/// Whether a form that stands there is another one than the manifest beside it names: somebody wrote answers into it.
pub(super) fn is_filled_in(path: &Path, suffix: &str, manifest: &Path) -> bool {
    let Ok(bytes) = input::bytes(path, FORM_BYTES) else { return false };
    let known = input::bytes(manifest, FORM_BYTES).ok();
    let known = known.and_then(|text| serde_json::from_slice::<serde_json::Value>(&text).ok());
    let hash = known.as_ref().and_then(|manifest| manifest.get("files")?.get(suffix)?.as_str());
    hash != Some(sha256(&bytes).as_str())
}

/// The clauses that somebody must approve, each with the desk.
pub(super) fn to_approve(findings: &[Finding]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for departure in findings.iter().filter_map(|finding| finding.stand.as_ref()) {
        let desk = departure.approver.clone().unwrap_or_else(|| "whoever may sign beyond our positions".to_owned());
        let pair = (departure.clause.clone(), desk);
        if !out.contains(&pair) {
            out.push(pair);
        }
    }
    out
}

/// What to do next, in words.
pub(super) fn next(
    deal: &Path,
    folder: &Path,
    stem: &std::ffi::OsStr,
    is_drafted: bool,
    theirs: Option<&(String, usize)>,
    approvals: &[(String, String)],
) -> String {
    let (deal, stem) = (visible(&deal.display().to_string()), folder.join(stem).display().to_string());
    let stem = visible(&stem);
    let mut out = String::from("\nNext:\n");
    if !is_drafted {
        out.push_str(&format!("- mend the errors: run `peerpact new {deal}` again\n"));
    }
    if let Some((they, count)) = theirs {
        out.push_str(&format!(
            "- send the draft to {} with {stem}.ask.docx or {stem}.ask.xlsx, which asks {count} question{}; what comes back is read \
             by `peerpact new {deal} --from-reply FILE`\n",
            visible(they),
            if *count == 1 { "" } else { "s" }
        ));
    }
    for (clause, desk) in approvals {
        out.push_str(&format!(
            "- {} must approve {}: `peerpact approve {deal} {} --by NAME`\n",
            visible(desk),
            visible(clause),
            visible(clause)
        ));
    }
    out.push_str(&format!(
        "- change an answer: `peerpact new {deal}`; print for signature: `peerpact draft {deal} --final`\n"
    ));
    out
}

/// Questions by whom to ask.
pub(super) fn listed(asked: &[Questions]) -> String {
    let lines = |one: &Questions| -> String {
        one.questions.iter().map(|(path, question)| format!("- {question} (`{path}`)\n")).collect()
    };
    let parts = asked.iter().map(|one| format!("Ask {}:\n\n{}", one.whom, lines(one)));
    parts.collect::<Vec<_>>().join("\n")
}
