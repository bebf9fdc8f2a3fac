//! Asterisk's configuration files: sections with options, templates and comments.

/// A section.
#[derive(Debug, Clone, Default)]
pub(super) struct ConfSection {
    pub(super) name: String,
    pub(super) line: usize,
    /// Option in lower case, value, line.
    pub(super) options: Vec<(String, String, usize)>,
    /// Whether it is only a pattern for others: `[name](!)`.
    pub(super) is_template: bool,
}

impl ConfSection {
    /// The value that counts, the last one, and its line.
    pub(super) fn value(&self, option: &str) -> Option<(&str, usize)> {
        let found = self.options.iter().rev().find(|(name, ..)| name == option);
        found.map(|(_, value, line)| (value.as_str(), *line))
    }

    /// Every value of an option that may be repeated, each with its line.
    pub(super) fn values<'a>(&'a self, option: &'a str) -> impl Iterator<Item = (&'a str, usize)> {
        self.options.iter().filter(move |(name, ..)| name == option).map(|(_, value, line)| (value.as_str(), *line))
    }

    pub(super) fn is_a(&self, kind: &str) -> bool {
        self.value("type").is_some_and(|(value, _)| value == kind)
    }
}

/// The sections of a file, and lines that are none.
pub(super) fn read(text: &str) -> (Vec<ConfSection>, Vec<(usize, String)>) {
    let (mut sections, mut unread) = (Vec::<ConfSection>::new(), Vec::new());
    let mut in_comment = false;
    for (at, raw) in text.lines().enumerate() {
        let number = at + 1;
        // `;--` opens a comment over several lines, and `--;` ends it.
        if in_comment || raw.trim_start().starts_with(";--") {
            in_comment = !raw.contains("--;");
            continue;
        }
        let line = uncommented(raw);
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if line.starts_with('#') {
            unread.push((number, format!("`{line}`: give the file that it names, too")));
            continue;
        }
        if let Some((name, after)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            let mut section = ConfSection { name: name.to_owned(), line: number, ..ConfSection::default() };
            let patterns = after.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or_default();
            for pattern in patterns.split(',').map(str::trim) {
                match pattern {
                    "!" => section.is_template = true,
                    "" | "+" => {}
                    _ => {
                        let named = sections.iter().rev().find(|one| one.name == pattern);
                        section.options.extend(named.map(|one| one.options.clone()).unwrap_or_default());
                    }
                }
            }
            sections.push(section);
            continue;
        }
        match (line.split_once('='), sections.last_mut()) {
            (Some((name, value)), Some(section)) => {
                let value = value.strip_prefix('>').unwrap_or(value).trim();
                section.options.push((name.trim().to_ascii_lowercase(), value.to_owned(), number));
            }
            _ => unread.push((number, format!("`{line}`"))),
        }
    }
    (sections, unread)
}

/// A line without its comment: `;` begins one, and `\;` is a semicolon.
fn uncommented(line: &str) -> String {
    let mut out = String::new();
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\\' if letters.peek() == Some(&';') => out.extend(letters.next()),
            ';' => break,
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_templates_and_repeated_options_are_read_as_asterisk_does() {
        let text = "[base](!)\ntype=aor\nqualify_frequency=60 ; seconds\n;-- not\nread --;\n[a](base)\n\
                    contact=sip:192.0.2.1:5061\\;transport=tls\nmatch => 192.0.2.1\nmatch=192.0.2.2\n#include x.conf\n";
        let (sections, unread) = read(text);
        assert!(sections[0].is_template && sections[1].is_a("aor"));
        assert_eq!(sections[1].value("contact").unwrap().0, "sip:192.0.2.1:5061;transport=tls");
        assert_eq!(sections[1].value("qualify_frequency").unwrap().0, "60");
        assert_eq!(sections[1].values("match").map(|(value, _)| value).collect::<Vec<_>>(), ["192.0.2.1", "192.0.2.2"]);
        assert_eq!(unread.len(), 1);
    }
}
