//! The manual: one page for each code.

use crate::assets;

/// The page of a code.
#[must_use]
pub fn page(code: &str) -> Option<String> {
    assets::page(code)
}

/// The words of a page, without its examples.
#[must_use]
pub fn manual(code: &str) -> Option<String> {
    let page = page(code)?;
    Some(page.split("\n## ").next().unwrap_or(&page).trim_end().to_owned())
}
