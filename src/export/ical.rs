//! iCalendar (RFC 5545): days of the technical form and of the term. Each event is a whole day and has a stable name, so that a later
//! export replaces it.

use jiff::civil::Date;

use super::Exported;
use super::local::Local;
use super::model::Trunk;

/// Bytes of a line of iCalendar.
const LINE: usize = 75;

pub(super) fn export(trunk: &Trunk, _: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    let mut days: Vec<(String, Date, Date, String)> = Vec::new();
    let term = &trunk.deal.term;
    match term.start.known() {
        Some(start) => days.push(("start".to_owned(), start.0, start.0, "The agreement begins".to_owned())),
        None => out.lacks.push("the day on which the agreement begins (`term.start`)".to_owned()),
    }
    let freezes = trunk.technical().form.as_ref().map(|form| form.freezes.as_slice()).unwrap_or_default();
    for (at, freeze) in freezes.iter().enumerate() {
        match (freeze.from.known(), freeze.until.known()) {
            (Some(from), Some(until)) => {
                days.push((
                    format!("freeze-{}", at + 1),
                    from.0,
                    until.0,
                    "No changes at the interconnection".to_owned(),
                ));
            }
            _ => out.lacks.push(format!("first and last day of freeze {}", at + 1)),
        }
    }
    if days.is_empty() {
        return Err(vec!["a day: `term.start`, or `technical.form.freezes`".to_owned()]);
    }
    let mut text = String::new();
    let mut line = |words: &str| text.push_str(&folded(words));
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//peerpact//export//EN");
    line("METHOD:PUBLISH");
    for (name, from, until, summary) in days {
        let end = until.tomorrow().unwrap_or(until);
        line("BEGIN:VEVENT");
        line(&format!("UID:{name}.{}.{}@peerpact", trunk.own.name, trunk.peer.name));
        // A fixed stamp: the same deal gives the same bytes.
        line(&format!("DTSTAMP:{}T000000Z", plain(from)));
        line(&format!("DTSTART;VALUE=DATE:{}", plain(from)));
        line(&format!("DTEND;VALUE=DATE:{}", plain(end)));
        line(&format!("SUMMARY:{}", escaped(&format!("{summary} ({})", trunk.peer.company))));
        line(&format!("DESCRIPTION:{}", escaped(&trunk.head.join("; "))));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out.file("trunk.ics", text);
    Ok(out)
}

fn plain(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,")
}

/// A line, folded at 75 bytes between two characters, with its end.
fn folded(words: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for c in words.chars() {
        if width + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}
