//! The minutes of a week that a time band covers.

use crate::deal::pricing::Band;

const DAY: usize = 24 * 60;
const WEEK: usize = 7 * DAY;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Whether each minute of a week, from Monday at 00:00, belongs to a band. `None` if the words for its days are unknown, or if it
/// begins and ends at the same time.
pub(crate) fn minutes(band: &Band) -> Option<Vec<bool>> {
    let (from, length) = (band.from.minutes(), band.from.until(band.to));
    let mut week = vec![false; WEEK];
    for (day, _) in days(band.days.as_str())?.iter().enumerate().filter(|(_, covered)| **covered) {
        // A band that ends after midnight continues into the next day.
        for minute in (day * DAY + from)..(day * DAY + from + length) {
            if let Some(covered) = week.get_mut(minute % WEEK) {
                *covered = true;
            }
        }
    }
    (length > 0).then_some(week)
}

/// A minute of the week in words, such as `Monday 08:00`.
pub(crate) fn moment(minute: usize) -> String {
    let day = DAYS.get(minute / DAY).copied().unwrap_or_default();
    format!("{day} {:02}:{:02}", minute % DAY / 60, minute % 60)
}

fn days(text: &str) -> Option<[bool; 7]> {
    let text = text.to_lowercase().replace(['-', '\u{2013}'], " to ");
    if ["every day", "daily", "all days", "all week"].contains(&text.trim()) {
        return Some([true; 7]);
    }
    let mut days = [false; 7];
    let (mut last, mut range) = (None::<usize>, false);
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let found = DAYS.iter().position(|day| {
            let day = day.to_lowercase();
            word.len() >= 3 && day.starts_with(word.trim_end_matches('s')) || word == format!("{day}s")
        });
        match (word, found) {
            ("to" | "through" | "until", _) => range = true,
            ("and", _) => {}
            ("weekdays", _) => days.iter_mut().take(5).for_each(|day| *day = true),
            ("weekend" | "weekends", _) => days.iter_mut().skip(5).for_each(|day| *day = true),
            (_, Some(day)) => {
                let first = last.filter(|_| range).unwrap_or(day);
                for step in 0..=(day + 7 - first) % 7 {
                    *days.get_mut((first + step) % 7)? = true;
                }
                (last, range) = (Some(day), false);
            }
            _ => return None,
        }
    }
    days.contains(&true).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn band(days: &str, from: &str, to: &str) -> Band {
        let read = |text: &str| text.parse().expect("a time of day");
        Band {
            name: "peak".parse().expect("a name"),
            days: days.parse().expect("days"),
            from: read(from),
            to: read(to),
        }
    }

    #[test]
    fn minutes_of_a_week() {
        for (days, from, to, hours, first) in [
            ("every day", "08:00", "20:00", 84, "Monday 08:00"),
            ("every day", "20:00", "08:00", 84, "Monday 00:00"),
            ("Monday to Friday", "08:00", "18:00", 50, "Monday 08:00"),
            ("Mon-Fri", "00:00", "08:00", 40, "Monday 00:00"),
            ("Saturday and Sunday", "12:00", "13:00", 2, "Saturday 12:00"),
            ("Saturdays, Sundays", "12:00", "13:00", 2, "Saturday 12:00"),
            ("weekdays", "22:00", "23:00", 5, "Monday 22:00"),
            ("Sunday", "23:00", "01:00", 2, "Monday 00:00"),
            ("Friday to Monday", "12:00", "13:00", 4, "Monday 12:00"),
        ] {
            let week = minutes(&band(days, from, to)).expect(days);
            assert_eq!(week.iter().filter(|covered| **covered).count(), hours * 60, "{days}");
            assert_eq!(week.iter().position(|covered| *covered).map(moment).as_deref(), Some(first), "{days}");
        }
        for days in ["public holidays", "Monday to Friday and public holidays", "working days"] {
            assert!(minutes(&band(days, "08:00", "20:00")).is_none(), "{days}");
        }
        assert!(minutes(&band("every day", "08:00", "08:00")).is_none());
    }
}
