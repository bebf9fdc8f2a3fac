//! Which line of a text is indented wrongly, where the parser complains of the next.

use super::line::{Line, Slip, entry};
use crate::diagnostic::Edit;

/// The slips of indentation that explain why the parser gave up in a line, the likeliest first.
pub(super) fn indentation(lines: &[Line<'_>], here: usize) -> Vec<Slip> {
    // The parser can give up one line behind the fault.
    [here, here + 1].into_iter().filter_map(|at| pair(lines, at)).flatten().collect()
}

/// Of a line and the one before it, the one that is out of line.
fn pair(lines: &[Line<'_>], at: usize) -> Option<Vec<Slip>> {
    let line = lines.get(at)?;
    let before = at.checked_sub(1).and_then(|at| lines.get(at))?;
    let (deep, above) = (line.indent(), before.indent());
    let mut out = Vec::new();
    let holds_value = entry(before).is_some_and(|entry| !entry.value.is_empty()) && !before.body.starts_with("- ");
    if deep > above && holds_value {
        // The line before ends a block too soon if the lines above it stand where this one does.
        let earlier = lines.get(..at - 1).unwrap_or_default().iter().rev().find(|line| line.indent() != above);
        if earlier.is_some_and(|earlier| earlier.indent() == deep) {
            let key = entry(before).map_or("", |entry| entry.key);
            let ends = lines.get(..at - 1)?.iter().rev().find(|line| line.indent() <= above).and_then(entry);
            let ends = ends.map_or(String::new(), |entry| format!(", and so ends `{}`", entry.key));
            let fact = format!("`{key}` begins at column {}{ends}", above + 1);
            out.push(shift(before, deep, fact));
        }
        let fact = format!(
            "this line is {} deeper than line {}, which has a value already",
            spaces(deep - above),
            before.number
        );
        out.push(shift(line, above, fact));
    }
    if deep < above || (deep > above && !holds_value) {
        // The nearest column at which a line above stands, and this one does not.
        let mut columns: Vec<usize> = lines.get(..at)?.iter().rev().take(40).map(Line::indent).collect();
        columns.sort_by_key(|column| column.abs_diff(deep));
        columns.dedup();
        if !columns.contains(&deep) {
            for column in columns.into_iter().take(2) {
                let way = if deep > column { "deeper" } else { "less deep" };
                let fact = format!("this line is {} {way} than those it belongs with", spaces(deep.abs_diff(column)));
                out.push(shift(line, column, fact));
            }
        }
    }
    // A line that stands in line with the next but one too deep for those above it.
    if deep < above && entry(line).is_some() && entry(before).is_some() {
        let fact = format!("this line is {} deeper than line {}", spaces(above - deep), line.number);
        out.push(shift(before, deep, fact));
    }
    Some(out)
}

fn spaces(count: usize) -> String {
    if count == 1 { "one space".into() } else { format!("{count} spaces") }
}

fn shift(line: &Line<'_>, column: usize, fact: String) -> Slip {
    let end = line.at() + line.body.len();
    let space = line.start..line.at();
    Slip {
        span: line.at()..end,
        fact,
        remedy: format!("begin it at column {}", column + 1),
        edits: vec![Edit { span: space, text: " ".repeat(column) }],
        sure: true,
    }
}
