//! The table of contents, made from the headings.

use super::text::escape;
use crate::document::{Document, fixed_words, plain_text};

/// The contents as a landmark labelled by its own heading. The underscore keeps our ids apart from the document's
/// anchors.
pub(super) fn contents(document: &Document) -> String {
    let mut list = String::new();
    let mut depth = 0;
    for (_, heading) in document.listed() {
        // A list opens one level at a time, so a clause without a part above it becomes an entry of the first level.
        let level = heading.kind.level().min(depth + 1);
        list.push_str(match (level.cmp(&depth), depth) {
            (std::cmp::Ordering::Greater, 0) => "",
            (std::cmp::Ordering::Greater, _) => "\n<ul class=\"contents\">\n",
            (std::cmp::Ordering::Equal, _) => "</li>\n",
            (std::cmp::Ordering::Less, _) => "</li>\n</ul></li>\n",
        });
        depth = level;
        list.push_str(&format!(
            "<li><a href=\"#{}\">{}<span>{}</span></a>",
            escape(&heading.anchor),
            super::label(&heading.label),
            escape(&plain_text(&heading.title))
        ));
    }
    if depth == 0 {
        return list;
    }
    let end = if depth > 1 { "</li>\n</ul></li>" } else { "</li>" };
    format!(
        "<nav aria-labelledby=\"_contents\">\n<h2 id=\"_contents\">{}</h2>\n\
         <ul class=\"contents\">\n{list}{end}\n</ul>\n</nav>\n",
        escape(fixed_words::CONTENTS)
    )
}
