//! Characters that draw nothing or change how the words around them read, and how they are shown instead.
//!
//! Text of a deal or a deck reaches terminals, logs, CI runners and programs. No character of it may act there.

/// Whether a character draws nothing, or turns or breaks the words around it: controls (line breaks and tabs too), characters that
/// Unicode calls default-ignorable (DerivedCoreProperties.txt: soft hyphen, joiners, fillers, variation selectors, tags, direction
/// marks), line separators, private use, noncharacters, and the braille blank.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    // Nearly every letter of a library and of a deal is one of these.
    if matches!(character, ' '..='~') {
        return false;
    }
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
            | '\u{F0000}'..)
        || u32::from(character) & 0xFFFE == 0xFFFE
}

/// The characters of an input that readers refuse, each with its byte: the hidden ones except tabs, line breaks, and joiners between
/// letters of scripts that need them.
pub fn refused(text: &str) -> impl Iterator<Item = (usize, char)> {
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r'));
    let text = if plain { "" } else { text };
    let printable = |c: char| (' '..='~').contains(&c);
    let hidden = text.char_indices().filter(move |(_, c)| !printable(*c) && is_hidden(*c));
    let hidden = hidden.filter(|(_, c)| !matches!(c, '\t' | '\n' | '\r'));
    hidden.filter(|(at, c)| {
        let letters = || {
            let before = text.get(..*at)?.chars().next_back()?;
            Some(joins(before) && joins(text.get(at + c.len_utf8()..)?.chars().next()?))
        };
        !(matches!(c, '\u{200C}' | '\u{200D}') && letters() == Some(true))
    })
}

/// Whether a character belongs to a script in which a joiner changes how letters connect: Arabic, Syriac, those of India, Sinhala,
/// Myanmar, Khmer and Mongolian (The Unicode Standard, section 23.2).
fn joins(character: char) -> bool {
    !is_hidden(character)
        && matches!(character,
            '\u{600}'..='\u{77F}' | '\u{860}'..='\u{DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{18AF}'
            | '\u{A8E0}'..='\u{A8FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{11000}'..='\u{11FFF}')
}

/// A visible stand-in for a character: the control picture of a control character, otherwise U+FFFD.
fn shown(character: char) -> char {
    match character {
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(character)).unwrap_or('\u{FFFD}'),
        '\u{7F}' => '\u{2421}',
        hidden if is_hidden(hidden) => '\u{FFFD}',
        other => other,
    }
}

/// A text as one line with every character visible, one for one. It cannot control a terminal, begin a line of its own, or command a
/// CI runner.
#[must_use]
pub fn visible(text: &str) -> String {
    tamed(text.chars().map(shown))
}

/// A text of several lines, each treated as in [`visible`]; tabs stay. No line begins with the colons of a runner's command.
#[must_use]
pub fn visible_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (words, end) = line.strip_suffix('\n').map_or((line, ""), |words| (words, "\n"));
        out.push_str(&visible_line(words));
        out.push_str(end);
    }
    without_commands(&out)
}

/// A text of several lines of which none begins with the two colons of a runner's command; everything else stays.
#[must_use]
pub fn without_commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        match line[indent..].strip_prefix(':') {
            Some(rest) if rest.starts_with(':') => out.extend([&line[..indent], "\u{FFFD}", rest]),
            _ => out.push_str(line),
        }
    }
    out
}

/// A line of a file treated as in [`visible`]; tabs stay.
#[must_use]
pub fn visible_line(line: &str) -> String {
    tamed(line.chars().map(|character| if character == '\t' { character } else { shown(character) }))
}

/// Breaks `##[…]` and `##word[…]`, which runners of GitHub, Azure and TeamCity recognise even inside a line.
fn tamed(characters: impl Iterator<Item = char>) -> String {
    let text: String = characters.collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("##") {
        let (before, from) = rest.split_at(at + 1);
        out.push_str(before);
        let commands = is_command(from);
        out.push(if commands { '\u{FFFD}' } else { '#' });
        rest = &from[1..];
        // The second sign may begin a command with the one after it.
        if !commands && rest.starts_with('#') {
            out.pop();
            rest = from;
        }
    }
    out.push_str(rest);
    out
}

/// Whether the second `#` of a pair, with what follows, makes a runner's command.
fn is_command(from: &str) -> bool {
    from[1..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[')
}

/// JSON whose strings hold every hidden character as an escape, and no runner's command.
#[must_use]
pub fn visible_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut units = [0; 2];
    for (at, character) in json.char_indices() {
        let commands = character == '#' && json[..at].ends_with('#') && is_command(&json[at..]);
        // Line feeds stand only between strings.
        if character != '\n' && is_hidden(character) || commands {
            for unit in character.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_one_line_that_commands_nobody() {
        assert_eq!(visible("x\n::error::y\t\u{1b}[2J"), "x\u{240a}::error::y\u{2409}\u{241b}[2J");
        assert_eq!(
            visible("a\u{ad}\u{200b}\u{202e}\u{3164}\u{fe0f}\u{e0041}\u{e123}b"),
            "a\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}b"
        );
        assert_eq!(
            visible("x ##[error]y ###[a] ##vso[task]z"),
            "x #\u{fffd}[error]y ##\u{fffd}[a] #\u{fffd}vso[task]z"
        );
        assert_eq!(visible("## Head C## [x] #1"), "## Head C## [x] #1");
        assert_eq!(visible("Größe 北京 ₹ é"), "Größe 北京 ₹ é");
    }

    #[test]
    fn what_draws_nothing_is_refused_but_for_joiners_between_letters_that_join() {
        let all = |text: &str| refused(text).map(|(_, c)| c).collect::<Vec<_>>();
        for c in "\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{200b}\u{200e}\u{2060}\u{2064}\u{206a}\u{206f}\u{2800}\u{3164}\u{fe00}\u{fe0f}\u{fff9}\u{e000}\u{f8ff}\u{e0100}\u{e0041}\u{f0000}\u{1b}\u{85}".chars() {
            assert_eq!(all(&format!("a{c}b")), [c], "{c:?}");
            // Also refused between letters of these scripts.
            assert_eq!(all(&format!("\u{645}{c}\u{646}")), [c], "{c:?}");
        }
        for joiner in ['\u{200c}', '\u{200d}'] {
            for text in ["\u{6cc}#\u{62e}", "\u{915}\u{94d}#\u{937}", "\u{dc1}\u{dca}#\u{dbb}"] {
                assert!(all(&text.replace('#', &joiner.to_string())).is_empty(), "{text}");
            }
            for text in [
                "a#b",
                "#\u{62e}",
                "\u{62e}#",
                "\u{62e}# \u{62e}",
                "\u{62e}##\u{62e}",
                "a#\u{62e}",
                "\u{4e2d}#\u{56fd}",
            ] {
                assert!(!all(&text.replace('#', &joiner.to_string())).is_empty(), "{text}");
            }
        }
        assert!(all("a\tb\r\nc \u{a0}\u{e9}\u{4e2d}").is_empty());
    }

    #[test]
    fn no_line_of_several_begins_a_command() {
        assert_eq!(visible_lines("a:\n  ::error::x\n::y\n\tb\n"), "a:\n  \u{fffd}:error::x\n\u{fffd}:y\n\tb\n");
    }

    #[test]
    fn json_reads_back_as_it_was() {
        let text = "\u{7f}\u{9b}\u{202e}\u{e0041}\u{2028}##[x]###[y]\n";
        let json = visible_json(&serde_json::json!([text]).to_string());
        assert!(json.is_ascii() && !json.contains("##["), "{json}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }
}
