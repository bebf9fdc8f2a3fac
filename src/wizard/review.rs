//! The review: every answer by step, the defaults, and the findings.

use super::agenda::{PlannedQuestion, kept};
use super::answers::{Answer, AnswerKey, Answers};
use super::follow::suggested;
use super::questions::STEPS;
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
        let fields = answers.of_deal().map(|(path, _)| path).filter(|path| whole.holds(path));
        out.extend(fields.map(|path| ReviewLine { path: path.clone(), step }));
    }
    out
}

/// The review, ready to print.
#[must_use]
pub fn text(answers: &Answers, lines: &[ReviewLine], findings: &[Finding], library: &Library) -> String {
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
        out.push_str(&format!("\n{}{}\n", whole.title, if keeps { " (other fields: defaults kept)" } else { "" }));
        for (number, line) in here {
            let answer = answers.get(&line.path).map(Answer::typed).unwrap_or_default();
            let default = if keeps && is_default(&line.path) { "  [default]" } else { "" };
            out.push_str(&format!("{:>4}. {}: {answer}{default}\n", number + 1, line.path));
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
    let Tally { errors, warnings, open_points, notes } = Tally::of(findings);
    out.push_str(&format!(
        "\nErrors: {errors}. Warnings: {warnings}. Open points (blanks to ask for): {open_points}. Notes: {notes}.\n"
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

/// The defaults of a step, as lines: those that the wizard suggests, and those of the schema.
#[must_use]
pub fn defaults(
    item: &PlannedQuestion,
    answers: &Answers,
    library: &Library,
    schema: &[(Path, String)],
    all: bool,
) -> String {
    const SHOWN: usize = 12;
    let step = item.step();
    let mut lines: Vec<String> = kept(step, answers, library)
        .into_iter()
        .map(|(path, answer, question)| {
            let value = if answer == Answer::Blank { "left open".into() } else { answer.typed() };
            format!("  {path}: {value}  ({})", question.suggest.map_or("", |(_, reason)| reason))
        })
        .collect();
    let others = schema.iter().filter(|(path, _)| step.holds(path) && !answers.holds(path));
    lines.extend(others.map(|(path, value)| format!("  {path}: {}", yaml::word(value).trim_matches('"'))));
    let more = lines.len().saturating_sub(SHOWN);
    if more > 1 && !all {
        lines.truncate(SHOWN);
        lines.push(format!("  and {more} more: `:all` shows them"));
    }
    lines.join("\n")
}
