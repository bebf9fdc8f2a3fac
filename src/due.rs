//! What falls due under a deal, and when: notices, renewals, breaks, rate dates, filings, reviews, retention, and every other date
//! that the deal gives.
//!
//! What counts from the last signature is dated only where the deal records it; what cannot be dated is said, and not guessed.

use jiff::civil::Date;

use crate::clock::{self, Reckoned};
use crate::deal::date::Date as DealDate;
use crate::deal::measure::Duration;
use crate::deal::place::Country;
use crate::deal::read::DealFile;
use crate::deal::schema;
use crate::deal::state::{DealState, reached};
use crate::deal::term::{Renewal, ServiceStart};
use crate::deal::tree::NodeKind;
use crate::path::Path;

/// What a day is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueKind {
    /// The last day to give a notice.
    Notice,
    /// A term ends or renews.
    Term,
    /// From this day a party may leave early.
    Break,
    /// A rate begins or ends.
    Rates,
    /// The last day of a filing.
    Filing,
    /// Something is to be looked at again.
    Review,
    /// The last day for which something is kept, or owed after the end.
    Retention,
    /// Another date that the deal gives.
    Given,
}

impl DueKind {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Term => "term",
            Self::Break => "break",
            Self::Rates => "rates",
            Self::Filing => "filing",
            Self::Review => "review",
            Self::Retention => "retention",
            Self::Given => "date",
        }
    }
}

/// Something that falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDay {
    /// The day.
    pub on: Date,
    /// Whether bank holidays, which are not known here, can move it.
    pub holidays: bool,
    /// What it is for.
    pub kind: DueKind,
    /// What happens or has to be done, on one line.
    pub what: String,
    /// The field of the deal that decides it.
    pub path: Path,
    /// Which of several of this kind and field: the number of the renewal or review. Together with both it names the entry for good,
    /// whatever day it moves to.
    pub nth: u32,
}

/// What falls due under a deal between two days.
#[derive(Debug, Clone, Default)]
pub struct Timetable {
    /// In the order of the days.
    pub days: Vec<DueDay>,
    /// What has no date because the deal leaves a fact out, a sentence each.
    pub undated: Vec<String>,
}

/// Renewals and reviews that are counted, far more than any agreement sees.
const MOST: u32 = 2_000;

struct DueSearch<'a> {
    file: &'a DealFile,
    places: Vec<Country>,
    from: Date,
    to: Date,
    out: Timetable,
}

/// What falls due under a deal from one day to another, both included.
#[must_use]
pub fn of(file: &DealFile, from: Date, to: Date) -> Timetable {
    let mut search = DueSearch { file, places: clock::places(&file.deal), from, to, out: Timetable::default() };
    let signed = reached(&file.deal.history, DealState::Signed).map(|step| step.on.0);
    let ended = reached(&file.deal.history, DealState::Ended).map(|step| step.on.0);
    match ended {
        Some(ended) => search.after_the_end(ended),
        None => {
            search.term(signed);
            search.filings(signed);
            search.rates();
            search.given();
        }
    }
    let mut out = search.out;
    out.days.sort_by(|one, other| (one.on, one.kind, &one.what).cmp(&(other.on, other.kind, &other.what)));
    out
}

impl DueSearch<'_> {
    fn add(&mut self, on: Reckoned, kind: DueKind, path: impl Into<Path>, nth: u32, what: String) {
        if on.day >= self.from && on.day <= self.to {
            let Reckoned { day, holidays } = on;
            self.out.days.push(DueDay { on: day, holidays, kind, what, path: path.into(), nth });
        }
    }

    fn undated(&mut self, what: &str) {
        self.out.undated.push(what.to_owned());
    }

    fn exact(day: Date) -> Reckoned {
        Reckoned { day, holidays: false }
    }

    /// Start, initial term, renewals, break and trial, with the last days of their notices.
    fn term(&mut self, signed: Option<Date>) {
        let deal = &self.file.deal;
        let term = &deal.term;
        let Some(start) = term.start.known().map(|start| start.0).or(signed) else {
            self.undated(
                "term, break and reviews: the deal names no start and records no signature (`peerpact state DEAL signed --on DATE`)",
            );
            return;
        };
        self.reviews(start);
        let Some(end) = clock::last_day(start, term.initial, &self.places) else {
            self.undated("the end of the initial term: it is no whole number of months or years");
            return;
        };
        let notice = deal.notice_of(&deal.we).known().copied();
        match term.renewal {
            Renewal::Renews => self.renewals(end),
            Renewal::Rolling => {
                self.add(
                    Self::exact(end),
                    DueKind::Term,
                    "term.initial",
                    0,
                    "the initial term ends; the agreement runs on until a party ends it".into(),
                );
                self.last_notice(end, notice, "termination.notice", 0, "to end the agreement with its initial term");
            }
            Renewal::Ends => {
                self.add(
                    Self::exact(end),
                    DueKind::Term,
                    "term.initial",
                    0,
                    "the agreement ends, unless an amendment extends it".into(),
                );
            }
        }
        if let Some(after) = term.break_after.known() {
            match clock::after(start, *after, &self.places) {
                Some(day) => {
                    self.add(day, DueKind::Break, "term.break_after", 0, "from this day either party may end the agreement within its initial term".into());
                    self.last_notice(day.day, notice, "term.break_after", 0, "to end the agreement on the first day on which it may end early");
                }
                None => self.undated("the day from which a party may end early: `term.break_after` is no whole number of months or years"),
            }
        }
        if let Some(trial) = term.trial.known() {
            let service = if term.service == ServiceStart::Running {
                Some(start)
            } else {
                term.service_date.known().map(|day| day.0)
            };
            match service.and_then(|service| clock::last_day(service, *trial, &self.places)) {
                Some(day) => self.add(Self::exact(day), DueKind::Term, "term.trial", 0, "the trial ends".into()),
                None => self.undated(
                    "the end of the trial: it runs from the start of the service, whose day the deal does not name",
                ),
            }
        }
        if let Some(freeze) = deal.pricing.freeze.known()
            && let Some(day) = clock::last_day(start, *freeze, &self.places)
        {
            self.add(
                Self::exact(day),
                DueKind::Rates,
                "pricing.freeze",
                0,
                "the last day on which no rate rises".into(),
            );
        }
    }

    /// The last day of a notice that has to be given some time before another day.
    fn last_notice(&mut self, day: Date, notice: Option<Duration>, field: &'static str, nth: u32, what: &str) {
        let Some(notice) = notice else {
            self.undated(&format!("the last day for the notice {what}: `{field}` is open"));
            return;
        };
        if let Some(last) = clock::before(day, notice, &self.places) {
            self.add(
                last,
                DueKind::Notice,
                field,
                nth,
                format!("last day for the notice of {notice} {what} ({})", DealDate(day)),
            );
        }
    }

    fn renewals(&mut self, first: Date) {
        let term = &self.file.deal.term;
        let Some(length) = term.renewal_length.known().copied() else {
            self.add(
                Self::exact(first),
                DueKind::Term,
                "term.initial",
                0,
                "the initial term ends and renews, for a time that the deal leaves open".into(),
            );
            self.undated("later renewals: `term.renewal_length` is open");
            return;
        };
        let notice = term.renewal_notice.known().copied();
        let mut end = first;
        for nth in 0..MOST {
            // A notice lies before the end of its term, so the first term past the last day may still ask for one.
            let last = notice.and_then(|notice| clock::before(end, notice, &self.places));
            if end > self.to && last.is_none_or(|last| last.day > self.to) {
                break;
            }
            let name = if nth == 0 { "the initial term" } else { "the term" };
            self.add(
                Self::exact(end),
                DueKind::Term,
                "term.renewal_length",
                nth,
                format!("{name} ends, and renews for {length}"),
            );
            if end >= self.from {
                self.last_notice(end, notice, "term.renewal_notice", nth, "that the agreement shall not renew");
            }
            let next = end.tomorrow().ok().and_then(|day| clock::last_day(day, length, &self.places));
            match next.filter(|next| *next > end) {
                Some(next) => end = next,
                None => break,
            }
        }
    }

    /// What is looked at again and again from the start on.
    fn reviews(&mut self, start: Date) {
        let deal = &self.file.deal;
        let mut every: Vec<(&str, Duration, &str)> = vec![
            ("legal.kyc_refresh", deal.legal.kyc_refresh, "each party renews its file on itself"),
            (
                "security.rotation",
                deal.security.rotation,
                "secrets of the interconnection have been used for the longest time",
            ),
        ];
        if deal.credit.every.limit.known().is_some() {
            every.push(("credit.review", deal.credit.every.review, "credit limit and security are reviewed"));
        }
        for (field, length, what) in every {
            let mut times = length;
            for nth in 1..MOST {
                times.amount = length.amount * rust_decimal::Decimal::from(nth);
                let Some(day) =
                    clock::after(start, times, &self.places).filter(|day| day.day <= self.to && day.day > start)
                else {
                    break;
                };
                self.add(day, DueKind::Review, field, nth, format!("{what}, every {length}"));
            }
        }
    }

    fn filings(&mut self, signed: Option<Date>) {
        let deal = &self.file.deal;
        for (at, filing) in deal.regulatory.filings.iter().enumerate() {
            let what = format!("{} is filed in {} by {}", filing.what, filing.country, filing.party);
            let path = Path::from("regulatory.filings").index(at).key("within");
            match (filing.within.known(), signed) {
                (Some(within), Some(signed)) => {
                    if let Some(day) = clock::after(signed, *within, &self.places) {
                        self.add(day, DueKind::Filing, path, 0, format!("last day: {what}"));
                    }
                }
                (None, _) => self.undated(&format!("{what}: `{path}` is open")),
                (_, None) => {
                    self.undated(&format!("{what}: it counts from the last signature, which the deal does not record"))
                }
            }
        }
    }

    /// The days on which rates begin and end; rows that share one are one entry.
    fn rates(&mut self) {
        let rates = &self.file.deal.rates;
        if let Some(from) = rates.effective.known() {
            self.add(
                Self::exact(from.local.date()),
                DueKind::Rates,
                "rates.effective",
                0,
                "the rates take effect".into(),
            );
        }
        let mut days: std::collections::BTreeMap<(Date, bool), (usize, usize)> = std::collections::BTreeMap::new();
        for (at, line) in rates.lines.iter().enumerate() {
            for (moment, begins) in [(&line.effective, true), (&line.until, false)] {
                if let Some(moment) = moment.known() {
                    days.entry((moment.local.date(), begins)).or_insert((at, 0)).1 += 1;
                }
            }
        }
        for ((day, begins), (at, count)) in days {
            let many = if count == 1 { "one rate".to_owned() } else { format!("{count} rates") };
            let (field, verb) = match (begins, count) {
                (true, 1) => ("effective", "takes effect"),
                (true, _) => ("effective", "take effect"),
                (false, 1) => ("until", "ends"),
                (false, _) => ("until", "end"),
            };
            let path = Path::from("rates.lines").index(at).key(field);
            self.add(Self::exact(day), DueKind::Rates, path, 0, format!("{many} {verb}"));
        }
    }

    /// Every other date that the deal gives.
    fn given(&mut self) {
        let mut found: Vec<(Path, Date)> = Vec::new();
        self.file.tree.walk(&mut |path, node| {
            let NodeKind::Scalar(text) = &node.kind else { return };
            let told = ["approvals", "history", "rates", "term"].contains(&path.section());
            let format = schema::at(path).and_then(|field| field.get("format")?.as_str());
            if !told
                && matches!(format, Some("date" | "date-time"))
                && let Some(day) = text.get(..10).and_then(|day| day.parse().ok())
            {
                found.push((path.clone(), day));
            }
        });
        for (path, day) in found {
            let what = schema::at(&path).and_then(|field| field.get("description")?.as_str()).unwrap_or_default();
            let what = what.split(". ").next().unwrap_or_default().trim_end_matches('.');
            let what = what.split_whitespace().collect::<Vec<_>>().join(" ");
            self.add(Self::exact(day), DueKind::Given, path, 0, what);
        }
        let start = [
            ("term.start", &self.file.deal.term.start, "the agreement begins"),
            ("term.service_date", &self.file.deal.term.service_date, "the service starts"),
        ];
        for (field, day, what) in start {
            if let Some(day) = day.known() {
                self.add(Self::exact(day.0), DueKind::Given, field, 0, what.into());
            }
        }
        for (at, approval) in self.file.deal.approvals.iter().enumerate() {
            if let Ok(day) = approval.on.0.checked_add(jiff::Span::new().months(12)) {
                let path = Path::from("approvals").index(at).key("on");
                self.add(
                    Self::exact(day),
                    DueKind::Review,
                    path,
                    0,
                    format!("the approval of {} is a year old", approval.clause),
                );
            }
        }
    }

    /// What remains once the agreement has ended.
    fn after_the_end(&mut self, ended: Date) {
        let deal = &self.file.deal;
        let mut kept: Vec<(&str, Option<Duration>, &str)> = vec![
            ("termination.final_account", Some(deal.termination.final_account), "the final account is due"),
            ("legal.confidentiality", Some(deal.legal.confidentiality), "confidence has been kept for the agreed time"),
            (
                "dpa.retention",
                deal.dpa.retention.known().copied(),
                "traffic data of the last calls have been kept for the agreed time, and are deleted",
            ),
        ];
        if deal.credit.every.security.known().is_some() {
            kept.push(("credit.security_return", Some(deal.credit.every.security_return), "security goes back"));
        }
        for (field, length, what) in kept {
            let day = length.and_then(|length| clock::after(ended, length, &self.places));
            match day {
                Some(day) => self.add(day, DueKind::Retention, field, 0, what.into()),
                None => self.undated(&format!("{what}: `{field}` is open")),
            }
        }
    }
}
