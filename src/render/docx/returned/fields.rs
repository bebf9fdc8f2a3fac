//! Fields of a Word file: what they are and what they show.

/// A field that is being read.
#[derive(Debug, Default)]
pub(super) struct OpenField {
    pub code: String,
    /// Whether what follows is what the field shows.
    pub shows: bool,
    /// Whether a number already stands for what it shows.
    pub said: bool,
    /// What it shows, if it is a reference.
    pub shown: String,
}

pub(super) fn is_reference(code: &str) -> bool {
    matches!(code.split_whitespace().next(), Some("REF" | "PAGEREF" | "NOTEREF"))
}

/// Whether a field shows what LibreOffice or Word writes where the bookmark of a reference is gone.
pub(super) fn is_dead(shown: &str) -> bool {
    matches!(shown.trim(), "Error: Reference source not found" | "Error! Reference source not found.")
}

/// Whether what a reference shows is a number: `12.1(a)`, `Schedule 5`, `(iv)`.
pub(super) fn is_number(shown: &str) -> bool {
    const BEFORE: [&str; 6] = ["Part", "Schedule", "Annex", "Appendix", "clause", "paragraph"];
    let is_part = |part: &str| {
        let marks = part.chars().all(|letter| letter.is_ascii_alphanumeric() || "().-,".contains(letter));
        let letters = part.trim_matches(|letter: char| !letter.is_ascii_alphabetic());
        let roman = letters.chars().all(|letter| "ivxlcIVXLC".contains(letter));
        part.len() <= 12
            && marks
            && (part.contains(|letter: char| letter.is_ascii_digit()) || letters.len() <= 1 || roman)
    };
    let parts: Vec<&str> = shown.split_whitespace().collect();
    parts.len() <= 2 && parts.iter().all(|part| BEFORE.contains(part) || is_part(part))
}
