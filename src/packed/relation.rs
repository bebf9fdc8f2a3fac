//! What one part of a file is to another, by the whole type of the link.

/// The types of links begin so: ECMA-376 transitional, and strict.
const TYPES: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
];

/// The last word of a type that the standard defines, such as `styles`. Empty for the types of others, which may end with the same
/// word: a program that follows the standard does not follow them.
#[must_use]
pub fn relation_kind(whole: &str) -> &str {
    let word = TYPES.iter().find_map(|start| whole.strip_prefix(start)).unwrap_or_default();
    if word.contains('/') { "" } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_counts_as_a_whole() {
        assert_eq!(relation_kind("http://purl.oclc.org/ooxml/officeDocument/relationships/styles"), "styles");
        for other in
            ["urn:decoy/styles", "styles", "http://schemas.openxmlformats.org/package/2006/relationships/styles"]
        {
            assert_eq!(relation_kind(other), "", "{other}");
        }
    }
}
