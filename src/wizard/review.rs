//! The review: every answer by step, the defaults, and the findings.

use super::agenda::{PlannedQuestion, kept};
use super::answers::{Answer, AnswerKey, Answers};
use super::follow::suggested;
use super::questions::STEPS;
use super::words;
use super::yaml;
use crate::diagnostic::Finding;
use crate::library::Library;
use crate::path::Path;
use crate::report::Tally;

/// A line of the review: a field that can be changed.
#[derive(Debug, Clone)]
pub struct ReviewLine {
    /// The path of the field.
    pub path: Path,
    /// Index of its step in [`STEPS`].
    pub step: usize,
}

/// The answered fields, by step.
#[must_use]
pub fn lines(answers: &Answers) -> Vec<ReviewLine> {
    let mut out = Vec::new();
    for (step, whole) in STEPS.iter().enumerate() {
        // The keys of the parties follow from their names, and nobody changes them here.
        let keys = |path: &Path| *path == "parties" || *path == "we";
        let fields = answers.of_deal().map(|(path, _)| path).filter(|path| whole.holds(path) && !keys(path));
        out.extend(fields.map(|path| ReviewLine { path: path.clone(), step }));
    }
    out
}

/// The review, ready to print: every answer under its number, in words, with what is found about it. `left` questions are to come.
#[must_use]
pub fn text(answers: &Answers, lines: &[ReviewLine], findings: &[Finding], left: usize, library: &Library) -> String {
    let mut out = String::new();
    let mut said: Vec<usize> = Vec::new();
    let suggested = suggested(answers, library);
    let is_default = |path: &Path| suggested.iter().any(|one| one.path == *path && !one.asked);
    for (step, whole) in STEPS.iter().enumerate() {
        let here: Vec<(usize, &ReviewLine)> = lines.iter().enumerate().filter(|(_, line)| line.step == step).collect();
        if here.is_empty() {
            continue;
        }
        let keeps = answers.text(AnswerKey::Keep(whole.id.into())) == Some("yes");
        out.push_str(&format!("\n{}{}\n", whole.title, if keeps { " (the rest as usual)" } else { "" }));
        for (number, line) in here {
            let answer = answers.get(&line.path).map(|answer| words::value(&line.path, answer)).unwrap_or_default();
            let default = if keeps && is_default(&line.path) { "  [usual]" } else { "" };
            out.push_str(&format!("{:>4}. {}: {answer}{default}\n", number + 1, words::label(&line.path, answers)));
            for (at, finding) in findings.iter().enumerate() {
                if finding.path.as_ref() == Some(&line.path) && finding.asks().is_none() && !said.contains(&at) {
                    said.push(at);
                    out.push_str(&remark(finding, 6));
                }
            }
        }
    }
    let rest = findings.iter().enumerate().filter(|(at, finding)| !said.contains(at) && finding.asks().is_none());
    let rest: String = rest.map(|(_, finding)| remark(finding, 2)).collect();
    if !rest.is_empty() {
        out.push_str(&format!("\nOn the deal as a whole\n{rest}"));
    }
    if left > 0 {
        out.push_str(&format!("\nTo come: {left} question{}.\n", if left == 1 { "" } else { "s" }));
    }
    let Tally { errors, warnings, open_points, notes } = Tally::of(findings);
    out.push_str(&format!(
        "\nErrors: {errors}. Warnings: {warnings}. To be asked of others: {open_points}. Notes: {notes}.\n"
    ));
    out
}

/// A finding in a few lines, with the words of `peerpact check`.
#[must_use]
pub fn remark(finding: &Finding, indent: usize) -> String {
    let pad = " ".repeat(indent);
    let mut out = format!("{pad}{}[{}]: {}\n", finding.level.name(), finding.code, finding.message);
    for line in finding.remedy_text().unwrap_or_default().lines() {
        out.push_str(&format!("{pad}  help: {line}\n"));
    }
    out
}

/// What a step keeps if nothing else is said, each with its number from 1: what the wizard suggests, and the defaults of the schema.
#[derive(Debug, Default)]
pub struct Kept {
    /// The fields, in the order of their numbers.
    pub fields: Vec<Path>,
    /// The lines to print.
    pub text: String,
}

/// Most lines of a step that are shown at once, so that the question below stays on a small screen.
const SHOWN: usize = 9;

/// What a step keeps.
#[must_use]
pub fn kept_by(
    item: &PlannedQuestion,
    answers: &Answers,
    library: &Library,
    schema: &[(Path, String)],
    all: bool,
) -> Kept {
    let step = item.step();
    // Which of the two companies is ours is known, and no term.
    let mut lines: Vec<(Path, String)> = kept(step, answers, library)
        .into_iter()
        .filter(|(path, ..)| *path != "we")
        .map(|(path, answer, question)| {
            let reason = question.suggest.map_or("", |(_, reason)| reason);
            let text = format!("{}: {} ({reason})", words::label(&path, answers), words::value(&path, &answer));
            (path, text)
        })
        .collect();
    let others = schema.iter().filter(|(path, _)| step.holds(path) && !answers.holds(path));
    let others = others.filter(|(path, _)| !lines.iter().any(|(known, _)| known == path));
    let others: Vec<(Path, String)> = others
        .map(|(path, value)| {
            let value = yaml::word(value);
            let answer = Answer::Text(value.trim_matches('"').replace('\u{a0}', " "));
            (path.clone(), format!("{}: {}", words::label(path, answers), words::value(path, &answer)))
        })
        .collect();
    lines.extend(others);
    let hidden = if all { 0 } else { lines.len().saturating_sub(SHOWN) };
    let shown = if hidden > 1 { SHOWN } else { lines.len() };
    let numbered = lines.iter().take(shown).enumerate().map(|(at, (_, text))| format!("{:>4}. {text}\n", at + 1));
    let mut text: String = numbered.collect();
    if shown < lines.len() {
        text.push_str(&format!("      and {} more usual terms: `:all` shows them\n", lines.len() - shown));
    }
    Kept { fields: lines.into_iter().map(|(path, _)| path).collect(), text }
}
