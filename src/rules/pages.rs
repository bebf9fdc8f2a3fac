//! The manual: one page a code, embedded.

use include_dir::{Dir, include_dir};

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/rules");

/// The page of a code.
#[must_use]
pub fn page(code: &str) -> Option<&'static str> {
    PAGES.get_file(format!("{code}.md"))?.contents_utf8()
}

/// The words of a page, without its examples.
#[must_use]
pub fn manual(code: &str) -> Option<&'static str> {
    let page = page(code)?;
    Some(page.split("\n## ").next().unwrap_or(page).trim_end())
}
