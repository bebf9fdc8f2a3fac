//! Why a text is not YAML, in the words of somebody who types it: each likely slip near the place at which the parser gave up,
//! with the edit that would mend it. Whoever asks tries the edits, and believes the first that lets the parser go on.

use std::ops::Range;

use indent::indentation;
pub(super) use line::Slip;
use line::{Line, entry, is_word, item, lines, without_comment};

use crate::diagnostic::Edit;

mod indent;
mod line;

/// Lines between a quotation mark that is not closed and the next one of its kind.
const FAR: usize = 60;

/// The slips that explain why the parser gave up at a byte of the text, the likeliest first.
pub(super) fn slips(text: &str, gave_up: usize) -> Vec<Slip> {
    let lines = lines(text);
    let here = lines.partition_point(|line| line.start <= gave_up).saturating_sub(1);
    let back = |lines_back: usize| here.checked_sub(lines_back).and_then(|at| lines.get(at)).copied();
    let near: Vec<Line<'_>> = (0..3).filter_map(back).collect();
    let mut out = Vec::new();
    for line in near.iter().rev() {
        out.extend([white_space(line), dash(line), wide_colon(line), no_space(line)].into_iter().flatten());
        out.extend([equals(line), comment(line), rest_of_quote(line), sign(line), colon(line)].into_iter().flatten());
        out.extend([flow_colon(line), flow_comment(line)].into_iter().flatten());
    }
    let above = lines.get(..here.saturating_sub(2)).unwrap_or_default().iter().rev().take(FAR);
    out.extend(above.filter_map(|line| open_quote(line).and_then(|_| rest_of_quote(line))));
    out.extend(near.first().map(|line| closer(text, line, gave_up)).unwrap_or_default());
    out.extend(unclosed(text, &lines));
    out.extend(indentation(&lines, here));
    out.extend(near.iter().filter_map(no_colon));
    out
}

fn put(at: usize, text: &str) -> Edit {
    Edit { span: at..at, text: text.to_owned() }
}

/// Quotation marks around words of the text.
pub(super) fn quote(words: &str, at: usize) -> Vec<Edit> {
    if words.contains(['"', '\\']) {
        let inner = words.match_indices('\'').map(|(mark, _)| put(at + mark, "'"));
        return std::iter::once(put(at, "'")).chain(inner).chain([put(at + words.len(), "'")]).collect();
    }
    vec![put(at, "\""), put(at + words.len(), "\"")]
}

/// Words in quotation marks, as a file holds them.
pub(super) fn quoted(words: &str) -> String {
    if words.contains(['"', '\\']) { format!("'{}'", words.replace('\'', "''")) } else { format!("\"{words}\"") }
}

fn to_quote(words: &str, at: usize, fact: impl Into<String>) -> Slip {
    Slip {
        span: at..at + words.len(),
        fact: fact.into(),
        remedy: format!("put the value in quotation marks: {}", quoted(words)),
        edits: quote(words, at),
        sure: true,
    }
}

/// A slip that puts a text in the place of another.
fn to_write(span: Range<usize>, fact: impl Into<String>, remedy: impl Into<String>, text: String) -> Slip {
    let edits = vec![Edit { span: span.clone(), text }];
    Slip { span, fact: fact.into(), remedy: remedy.into(), edits, sure: true }
}

/// Tabs, and spaces of other kinds than the space bar's, before the words of a line or after its key.
fn white_space(line: &Line<'_>) -> Option<Slip> {
    let (space, after) = match line.space {
        space if space.chars().all(|sign| matches!(sign, ' ' | '\r')) => {
            let colon = line.body.find(':').filter(|at| line.body.get(..*at).is_some_and(is_word))? + 1;
            let rest = line.body.get(colon..)?;
            let space = rest.get(..rest.len() - rest.trim_start().len())?;
            (line.at() + colon..line.at() + colon + space.len(), true)
        }
        space => (line.start..line.start + space.len(), false),
    };
    let written = if after { line.body.get(space.start - line.at()..space.end - line.at())? } else { line.space };
    let name = match written.chars().find(|sign| *sign != ' ')? {
        '\t' => "a tab",
        '\u{a0}' | '\u{202f}' => "a no-break space",
        '\u{3000}' => "a wide space",
        _ => "a space of another kind",
    };
    let text = match after {
        true => " ".to_owned(),
        false => written.chars().map(|sign| if sign == '\t' { "  " } else { " " }).collect(),
    };
    let stands = if after { "stands after the key" } else { "indents this line" };
    Some(to_write(space, format!("{name} {stands}"), "use the space bar: two spaces for each level", text))
}

fn dash(line: &Line<'_>) -> Option<Slip> {
    let rest = line.body.strip_prefix('-')?;
    let meant = rest.starts_with(|first: char| first.is_ascii_alphabetic() || "{[\"'".contains(first));
    let span = line.at()..line.at() + 1;
    meant.then(|| to_write(span, "no space after `-`", "write `- ` before each entry of a list", "- ".into()))
}

fn wide_colon(line: &Line<'_>) -> Option<Slip> {
    let (body, at) = item(line);
    let (key, rest) = body.split_once('\u{ff1a}').filter(|(key, _)| is_word(key))?;
    let space = rest.len() - rest.trim_start().len();
    let span = at + key.len()..at + key.len() + '\u{ff1a}'.len_utf8() + space;
    Some(to_write(span, format!("a wide colon `\u{ff1a}` stands after `{key}`"), "write `: `", ": ".into()))
}

fn no_space(line: &Line<'_>) -> Option<Slip> {
    let (body, at) = item(line);
    let (key, rest) = body.split_once(':').filter(|(key, _)| is_word(key))?;
    if rest.is_empty() || rest.starts_with([' ', '/', '\t']) {
        return None;
    }
    let fact = format!("no space after the colon of `{key}`");
    let colon = at + key.len();
    Some(to_write(colon..colon + 1, fact, format!("write `{key}: {rest}`"), ": ".into()))
}

fn equals(line: &Line<'_>) -> Option<Slip> {
    let (body, at) = item(line);
    let (key, rest) = body.split_once('=')?;
    let word = key.trim_end();
    let value = rest.trim_start();
    let span = at + word.len()..at + body.len() - value.len();
    let text = if value.is_empty() { ":" } else { ": " };
    is_word(word)
        .then(|| to_write(span, format!("`=` stands after `{word}`"), format!("write `{word}: {value}`"), text.into()))
}

fn comment(line: &Line<'_>) -> Option<Slip> {
    let begins = |text: &str| ["//", "--", ";"].into_iter().find(|mark| text.starts_with(mark) && text != "---");
    let here = begins(line.body).map(|mark| (mark, line.at()));
    let (mark, at) = here.or_else(|| {
        let entry = entry(line)?;
        begins(entry.value).map(|mark| (mark, entry.value_at))
    })?;
    let span = at..at + mark.len();
    Some(to_write(span, format!("`{mark}` begins no comment"), "begin a comment with `#`", "#".into()))
}

/// The quotation mark that the value of a line begins with and does not close.
fn open_quote(line: &Line<'_>) -> Option<char> {
    let value = entry(line)?.value;
    let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    (!value.get(1..)?.contains(mark)).then_some(mark)
}

/// Words after the end of a quoted value, an apostrophe that ends it too soon, or a quotation mark that is never closed.
fn rest_of_quote(line: &Line<'_>) -> Option<Slip> {
    let entry = entry(line)?;
    let mark = entry.value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    let inner = entry.value.get(1..)?;
    let span = entry.value_at..entry.value_at + entry.value.len();
    let Some(end) = inner.find(mark) else {
        // A quoted value may go on in the next line; whether it was meant to is seen when the edit is tried.
        return Some(Slip {
            fact: format!("the quotation mark {mark} is not closed"),
            remedy: format!("write {mark} after the last word"),
            edits: vec![put(span.end, &mark.to_string())],
            span,
            sure: true,
        });
    };
    let rest = inner.get(end + 1..).unwrap_or_default();
    if rest.is_empty() || rest.starts_with(mark) {
        return None;
    }
    if let Some(whole) = inner.strip_suffix(mark) {
        let (fact, edits): (_, Vec<Edit>) = match mark {
            '\'' => (
                "an apostrophe ends the quoted value too soon",
                whole.match_indices('\'').map(|(at, _)| put(entry.value_at + 1 + at, "'")).collect(),
            ),
            _ => (
                "a quotation mark ends the quoted value too soon",
                whole.match_indices('"').map(|(at, _)| put(entry.value_at + 1 + at, "\\")).collect(),
            ),
        };
        let remedy = if mark == '\'' { "write it twice: ''" } else { "write \\\" inside the quotation marks" };
        return Some(Slip { span, fact: fact.into(), remedy: remedy.into(), edits, sure: true });
    }
    Some(to_quote(entry.value, entry.value_at, "words stand after the end of a quoted value"))
}

/// A value that begins with a sign that YAML keeps for itself.
fn sign(line: &Line<'_>) -> Option<Slip> {
    let entry = entry(line)?;
    let first = entry.value.chars().next().filter(|first| "@`%*&!|>?,]}".contains(*first))?;
    Some(to_quote(entry.value, entry.value_at, format!("a value cannot begin with `{first}`")))
}

/// A value that holds what looks like another key.
fn colon(line: &Line<'_>) -> Option<Slip> {
    let entry = entry(line)?;
    let plain = !entry.value.starts_with(['"', '\'', '{', '[']);
    let holds = entry.value.contains(": ") || entry.value.ends_with(':');
    (plain && holds)
        .then(|| to_quote(entry.value, entry.value_at, format!("the value of `{}` holds a colon", entry.key)))
}

/// The parts of a line between `{`, `[`, `,`, `]` and `}`, outside quotation marks, each with the byte at which it begins.
fn parts<'a>(line: &Line<'a>) -> Vec<(&'a str, usize)> {
    let (mut out, mut begins, mut quote, mut before) = (Vec::new(), 0, None, ' ');
    for (at, sign) in line.body.char_indices() {
        match quote {
            Some(open) => quote = (sign != open).then_some(open),
            None if matches!(sign, '"' | '\'') && " ,[{".contains(before) => quote = Some(sign),
            None if "{[,]}".contains(sign) => {
                out.push((line.body.get(begins..at).unwrap_or_default(), line.at() + begins));
                begins = at + 1;
            }
            None => {}
        }
        before = sign;
    }
    out
}

/// `{key: words: words}`.
fn flow_colon(line: &Line<'_>) -> Option<Slip> {
    parts(line).into_iter().skip(1).find_map(|(part, at)| {
        let (key, rest) = part.split_once(": ")?;
        let value = rest.trim();
        let plain = !value.starts_with(['"', '\'']);
        let begins = at + key.len() + 2 + (rest.len() - rest.trim_start().len());
        (plain && value.contains(": "))
            .then(|| to_quote(value, begins, format!("the value of `{}` holds a colon", key.trim())))
    })
}

/// `{key: words #2, …}`: the comment takes the bracket along.
fn flow_comment(line: &Line<'_>) -> Option<Slip> {
    line.body.find(['{', '['])?;
    parts(line).into_iter().skip(1).find_map(|(part, at)| {
        let (key, rest) = part.split_once(": ")?;
        let value = rest.trim();
        let begins = at + key.len() + 2 + (rest.len() - rest.trim_start().len());
        let plain = !value.starts_with(['"', '\'']);
        (plain && value.contains(" #"))
            .then(|| to_quote(value, begins, format!("`#` begins a comment in the value of `{}`", key.trim())))
    })
}

/// A bracket that is open when a line begins that cannot be inside it.
fn unclosed(text: &str, lines: &[Line<'_>]) -> Option<Slip> {
    let mut open: Vec<(char, usize, Line<'_>)> = Vec::new();
    for line in lines {
        if let Some((bracket, at, from)) = open.last()
            && line.indent() <= from.indent()
            && (entry(line).is_some() || line.body.starts_with("- "))
        {
            let closes = if *bracket == '{' { "}" } else { "]" };
            let end = from.at() + without_comment(from.body).len();
            let all: String = open
                .iter()
                .rev()
                .filter(|(_, _, line)| line.start == from.start)
                .map(|(one, ..)| if *one == '{' { '}' } else { ']' })
                .collect();
            return Some(Slip {
                span: *at..*at + 1,
                fact: format!("`{bracket}` is not closed"),
                remedy: format!("write `{closes}` after its last value"),
                edits: vec![put(end, &all)],
                sure: false,
            });
        }
        let (mut quote, mut before): (Option<char>, char) = (None, ' ');
        let body = without_comment(line.body);
        for (at, sign) in body.char_indices() {
            match quote {
                Some(mark) => quote = (sign != mark).then_some(mark),
                None if matches!(sign, '"' | '\'') && " ,[{".contains(before) => quote = Some(sign),
                None if matches!(sign, '{' | '[') && " ,[{".contains(before) => {
                    open.push((sign, line.at() + at, *line))
                }
                None if matches!(sign, '}' | ']') => {
                    open.pop();
                }
                None => {}
            }
            before = sign;
        }
    }
    let (bracket, at, from) = open.last()?;
    let closes = if *bracket == '{' { "}" } else { "]" };
    let last = if lines.last()?.start == from.start { from } else { lines.last()? };
    let end = text.len().min(last.at() + without_comment(last.body).len());
    let edits = vec![put(end, closes)];
    Some(Slip {
        span: *at..*at + 1,
        fact: format!("`{bracket}` is not closed"),
        remedy: format!("write `{closes}` after its last value"),
        edits,
        sure: false,
    })
}

/// `key value`, without a colon.
fn no_colon(line: &Line<'_>) -> Option<Slip> {
    let (body, at) = item(line);
    let (key, value) = body.split_once(' ').map_or((body, ""), |(key, value)| (key, value.trim_start()));
    if !is_word(key) || entry(line).is_some() {
        return None;
    }
    let fact = format!("no colon after `{key}`");
    let written = if value.is_empty() { format!("{key}:") } else { format!("{key}: {value}") };
    let span = at..at + key.len();
    let edits = vec![put(at + key.len(), ":")];
    Some(Slip { span, fact, remedy: format!("write `{written}`"), edits, sure: true })
}

/// A closing bracket that closes nothing, or the wrong one.
fn closer(text: &str, line: &Line<'_>, gave_up: usize) -> Vec<Slip> {
    // Of a pair that does not match, the parser names the one that opens.
    let gave_up = match text.as_bytes().get(gave_up) {
        Some(b'[') => text.get(gave_up..line.end()).and_then(|rest| rest.find('}')).map_or(gave_up, |at| gave_up + at),
        Some(b'{') => text.get(gave_up..line.end()).and_then(|rest| rest.find(']')).map_or(gave_up, |at| gave_up + at),
        _ => gave_up,
    };
    let sign = text.get(gave_up..).and_then(|rest| rest.chars().next()).filter(|sign| matches!(sign, '}' | ']'));
    let Some(sign) = sign.filter(|_| gave_up >= line.at() && gave_up < line.end()) else { return Vec::new() };
    let (opens, other) = if sign == '}' { ('[', "]") } else { ('{', "}") };
    let span = gave_up..gave_up + 1;
    let before = line.body.get(..gave_up - line.at()).unwrap_or_default();
    let open = before.rfind(opens).map(|at| {
        // A list ends before the next key.
        let inner = before.get(at..).unwrap_or_default();
        let key = inner.find(": ").filter(|_| opens == '[').and_then(|colon| inner.get(..colon)?.rfind(','));
        Slip {
            span: line.at() + at..line.at() + at + 1,
            fact: format!("`{opens}` is not closed"),
            remedy: format!("write `{other}` after its last value"),
            edits: vec![put(key.map_or(gave_up, |comma| line.at() + at + comma), other)],
            sure: false,
        }
    });
    let fact = format!("`{sign}` closes another bracket than it should");
    let wrong = to_write(span.clone(), fact, format!("write `{other}`"), other.to_owned());
    let extra = to_write(span, format!("`{sign}` closes nothing"), "remove it", String::new());
    open.into_iter().chain([wrong, extra]).collect()
}
