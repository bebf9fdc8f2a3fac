//! What falls due over many deals: a table for people, CSV, JSON, and a calendar (RFC 5545).

use jiff::civil::Date;
use serde_json::json;

use crate::characters::{visible, visible_json, visible_lines};
use crate::due::{DueDay, Timetable};
use crate::rates::guard::guarded;
use crate::source::sha256;

/// What falls due under one deal.
#[derive(Debug, Clone)]
pub struct DealDays {
    /// The file, as it was named.
    pub file: String,
    /// The deal's reference, or the name of its file.
    pub reference: String,
    /// The other party.
    pub with: String,
    /// Its days.
    pub timetable: Timetable,
}

/// All days of all deals in order.
fn sorted(deals: &[DealDays]) -> Vec<(&DealDays, &DueDay)> {
    let mut all: Vec<(&DealDays, &DueDay)> =
        deals.iter().flat_map(|deal| deal.timetable.days.iter().map(move |day| (deal, day))).collect();
    all.sort_by(|(one, first), (other, second)| {
        (first.on, &one.file, first.kind).cmp(&(second.on, &other.file, second.kind))
    });
    all
}

/// Words for a day that bank holidays can move.
const HOLIDAYS: &str = "counted without bank holidays, which can move it: look them up";

/// A line a day.
#[must_use]
pub fn human(deals: &[DealDays]) -> String {
    let mut out = String::new();
    for (deal, day) in sorted(deals) {
        let holidays = if day.holidays { format!(" [{HOLIDAYS}]") } else { String::new() };
        out.push_str(&format!(
            "{}  {:9}  {} ({}): {}{holidays}\n",
            day.on,
            day.kind.name(),
            visible(&deal.reference),
            visible(&deal.with),
            visible(&day.what)
        ));
    }
    if out.is_empty() {
        out.push_str("nothing falls due\n");
    }
    for deal in deals {
        for undated in &deal.timetable.undated {
            out.push_str(&format!("no date     {}: {}\n", visible(&deal.reference), visible(undated)));
        }
    }
    out
}

/// Comma-separated values with a header.
pub fn csv(deals: &[DealDays]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["date", "kind", "reference", "with", "what", "field", "holidays", "file"])?;
    for (deal, day) in sorted(deals) {
        let holidays = if day.holidays { "not counted" } else { "" };
        let (on, field) = (day.on.to_string(), day.path.to_string());
        let row = [&*on, day.kind.name(), &deal.reference, &deal.with, &day.what, &field, holidays, &deal.file];
        out.write_record(row.map(|cell| guarded(cell.to_owned())))?;
    }
    for deal in deals {
        for undated in &deal.timetable.undated {
            let row = ["", "undated", &deal.reference, &deal.with, undated, "", "", &deal.file];
            out.write_record(row.map(|cell| guarded(cell.to_owned())))?;
        }
    }
    let bytes = out.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    // A terminal shows them, and a runner reads along.
    Ok(visible_lines(&String::from_utf8_lossy(&bytes)).into_bytes())
}

/// One JSON document.
#[must_use]
pub fn json(deals: &[DealDays], from: Date, to: Date) -> String {
    let day = |(deal, day): (&DealDays, &DueDay)| {
        json!({
            "date": day.on.to_string(),
            "kind": day.kind.name(),
            "reference": deal.reference,
            "with": deal.with,
            "what": day.what,
            "field": day.path.to_string(),
            "holidays_not_counted": day.holidays,
            "file": deal.file,
            "uid": uid(deal, day),
        })
    };
    let undated = |deal: &DealDays| {
        let one = |what: &String| json!({ "reference": deal.reference, "file": deal.file, "what": what });
        deal.timetable.undated.iter().map(one).collect::<Vec<_>>()
    };
    let days: Vec<_> = sorted(deals).into_iter().map(day).collect();
    let undated: Vec<_> = deals.iter().flat_map(undated).collect();
    let all = json!({ "version": 1, "from": from.to_string(), "to": to.to_string(), "due": days, "undated": undated });
    visible_json(&format!("{all:#}\n"))
}

/// The name of an entry for good: it stays when the day moves, so that a calendar moves the entry instead of adding one.
fn uid(deal: &DealDays, day: &DueDay) -> String {
    let stem = std::path::Path::new(&deal.file)
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let name = format!("{stem}\n{}\n{}\n{}\n{}", deal.reference, day.kind.name(), day.path, day.nth);
    let hash = sha256(name.as_bytes());
    format!("{}@peerpact", hash.get(..32).unwrap_or(&hash))
}

/// A calendar of whole days. The stamp is the day that was judged, so that the same deals give the same file.
#[must_use]
pub fn icalendar(deals: &[DealDays], from: Date) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(&folded(text));
        out.push_str("\r\n");
    };
    let day_of = |day: Date| day.strftime("%Y%m%d").to_string();
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//peerpact//due//EN", "CALSCALE:GREGORIAN"] {
        line(text);
    }
    for (deal, day) in sorted(deals) {
        let [reference, with, file] = [&deal.reference, &deal.with, &deal.file].map(|text| visible(text));
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", uid(deal, day)));
        line(&format!("DTSTAMP:{}T000000Z", day_of(from)));
        line(&format!("DTSTART;VALUE=DATE:{}", day_of(day.on)));
        line(&format!("SUMMARY:{}", escaped(&format!("{reference}: {}", visible(&day.what)))));
        let holidays = if day.holidays { format!("\n{HOLIDAYS}") } else { String::new() };
        line(&format!("DESCRIPTION:{}", escaped(&format!("With {with}. {} in {file}{holidays}", day.path))));
        line(&format!("CATEGORIES:{}", day.kind.name()));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

/// A text value (RFC 5545, 3.3.11): backslash, semicolon, comma and line break are escaped, control characters left out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            one if one.is_control() => {}
            one => out.push(one),
        }
    }
    out
}

/// A content line folded so that no line is longer than 75 bytes, between characters (RFC 5545, 3.1), and none begins with two colons,
/// which a CI runner would obey.
fn folded(text: &str) -> String {
    let mut out = String::new();
    let mut room = 75;
    let mut characters = text.chars().peekable();
    while let Some(mut character) = characters.next() {
        if character.len_utf8() > room {
            out.push_str("\r\n ");
            room = 74;
            if character == ':' && characters.peek() == Some(&':') {
                character = '\u{FFFD}';
            }
        }
        room -= character.len_utf8();
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, folded};

    #[test]
    fn lines_fold_between_characters_and_read_back() {
        for text in ["short".to_owned(), "é".repeat(80), format!("{}é", "x".repeat(74)), "\u{1f600}".repeat(40)] {
            let folded = folded(&text);
            assert!(folded.split("\r\n").all(|line| line.len() <= 75), "{folded}");
            assert_eq!(folded.replace("\r\n ", ""), text);
        }
        assert_eq!(escaped("a, b; c\\d\ne\u{7}"), "a\\, b\\; c\\\\d\\ne");
    }
}
