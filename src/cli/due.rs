//! `peerpact due`: what falls due over all deals.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use crate::cli::console::Console;
use crate::cli::deals::{ReadDeals, other_party, reference};
use crate::cli::{Exit, Failure, day};
use crate::clock;
use crate::deal::measure::Duration;
use crate::due;
use crate::report::due::{DealDays, csv, human, icalendar, json};

/// List what falls due: notices, renewals, breaks, rates, filings, reviews, retention.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  peerpact due deals --within 90d --format ical > deals.ics")]
pub(super) struct DueArgs {
    /// Deals, and folders with deals [default: this folder].
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Time to look ahead, such as 60d, 8w or 3 months.
    #[arg(long, value_name = "TIME", default_value = "60d", value_parser = length)]
    within: Duration,

    /// Count from this day [default: SOURCE_DATE_EPOCH, else today].
    #[arg(long, value_name = "DATE", value_parser = day::parse)]
    as_of: Option<Date>,

    /// Print a list, comma-separated values, one JSON document or a calendar (iCalendar).
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DueForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DueForm {
    Human,
    Csv,
    Json,
    Ical,
}

/// Reads a time to look ahead, in the words of a deal or in short: `60d`.
fn length(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let spelt = match text.get(digits.len()..) {
        Some("d") => format!("{digits} days"),
        Some("w") => format!("{digits} weeks"),
        Some("m") => format!("{digits} months"),
        Some("y") => format!("{digits} years"),
        _ => text.to_owned(),
    };
    spelt.parse().map_err(|_| format!("`{text}` is no time; write 60d, 8w, 3m, 1y, or in words: 3 months"))
}

impl DueArgs {
    pub(super) fn run(&self, console: &Console) -> Exit {
        self.listed(console).unwrap_or_else(|fault| console.fault(fault.as_ref()))
    }

    fn listed(&self, console: &Console) -> Result<Exit, Box<dyn std::error::Error>> {
        let from = day::as_of(self.as_of)?;
        let to = clock::after(from, self.within, &[])
            .ok_or_else(|| Failure(format!("cannot look {} ahead: no such day", self.within)))?;
        let many = ReadDeals::read(&self.paths);
        let days: Vec<DealDays> = many
            .deals
            .iter()
            .map(|(path, file)| DealDays {
                file: path.display().to_string(),
                reference: reference(path, file),
                with: other_party(file),
                timetable: due::of(file, from, to.day),
            })
            .collect();
        let text = match self.format {
            DueForm::Human => human(&days).into_bytes(),
            DueForm::Csv => csv(&days)?,
            DueForm::Json => json(&days, from, to.day).into_bytes(),
            DueForm::Ical => icalendar(&days, from).into_bytes(),
        };
        Ok(console.print(&text).max(many.tell(console)))
    }
}
