//! Words of the assembled paper, before any format: references by what they lead to, so that numbers do not matter.

use peerpact::document::{Inline, Inlines};

/// Adds the words of a run, and ends the line.
pub fn write(text: &Inlines, out: &mut String) {
    add(text, out);
    out.push('\n');
}

fn add(text: &Inlines, out: &mut String) {
    for inline in text {
        match inline {
            Inline::Plain(words) => out.push_str(words),
            Inline::Value(words) => out.push_str(words),
            Inline::Blank(_) => out.push('•'),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Inserted(inner) | Inline::Deleted(inner) => {
                add(inner, out)
            }
            Inline::Ref { target, .. } => out.push_str(target),
            Inline::Break => out.push(' '),
        }
    }
}
