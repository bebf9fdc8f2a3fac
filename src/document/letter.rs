//! The notices that an agreement asks for: that it shall not renew, that it ends, of a breach, before a suspension, of a dispute.
//!
//! Each is addressed to the legal contact of the other party, names the clause that it is given under, and works out its time. What the
//! deal does not say is asked for, and never guessed.

use jiff::civil::Date;
use serde_json::json;

use super::assemble::Draft;
use super::number::plain_blocks;
use super::{Block, Cover, Document, Inline, Inlines, Signature, context, leaf_text};
use crate::clock::{self, Reckoned};
use crate::deal::contacts::Role;
use crate::deal::date::Date as DealDate;
use crate::deal::measure::{Duration, Unit};
use crate::deal::read::DealFile;
use crate::deal::state::{DealState, reached};
use crate::deal::term::Renewal;
use crate::deal::{FlowId, PartyId};
use crate::diagnostic::{Failure, Finding};
use crate::library::Library;
use crate::path::Path;

/// What a notice is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterKind {
    /// The agreement shall not renew.
    NonRenewal,
    /// The agreement, or a flow, ends without cause.
    Termination,
    /// A breach, which is to be remedied.
    Breach,
    /// A suspension, because an undisputed sum is unpaid.
    Suspension,
    /// A dispute.
    Dispute,
}

impl LetterKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::NonRenewal, Self::Termination, Self::Breach, Self::Suspension, Self::Dispute];

    /// The word for it, in file names and on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NonRenewal => "non-renewal",
            Self::Termination => "termination",
            Self::Breach => "breach",
            Self::Suspension => "suspension",
            Self::Dispute => "dispute",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::NonRenewal => "Notice that the Agreement shall not renew",
            Self::Termination => "Notice of termination",
            Self::Breach => "Notice of breach",
            Self::Suspension => "Notice of suspension",
            Self::Dispute => "Notice of Dispute",
        }
    }

    /// The clause under which it is given.
    fn clause(self) -> &'static str {
        match self {
            Self::NonRenewal => "term.duration",
            Self::Termination => "term.termination-convenience",
            Self::Breach => "term.termination-cause",
            Self::Suspension => "risk.suspension",
            Self::Dispute => "disp.escalation",
        }
    }

    /// The section of a deal that holds its times.
    fn section(self) -> &'static str {
        match self {
            Self::NonRenewal | Self::Termination | Self::Breach | Self::Suspension => "termination",
            Self::Dispute => "disputes",
        }
    }

    /// What the person who gives it has to say, if only that person can.
    fn asks(self) -> Option<&'static str> {
        match self {
            Self::NonRenewal | Self::Termination => None,
            Self::Breach => Some("what was done or left undone, when, and which clause that breaks"),
            Self::Suspension => Some("which invoices are unpaid, their sums and their due dates"),
            Self::Dispute => Some("the facts of the dispute, and what is asked for"),
        }
    }
}

/// What a person says about a notice.
#[derive(Debug, Clone)]
pub struct LetterFacts<'a> {
    /// What it is of.
    pub kind: LetterKind,
    /// Who gives it; our own side if nobody is named.
    pub from: Option<&'a PartyId>,
    /// The day on which it is sent.
    pub sent: Date,
    /// What happened.
    pub facts: Option<&'a str>,
    /// The flow that ends or is suspended; all of them if none is named.
    pub flow: Option<&'a FlowId>,
    /// The day with which the agreement is to end.
    pub effective: Option<Date>,
}

/// The times of a notice.
struct Clock {
    time: Option<Duration>,
    last: Option<Reckoned>,
    ends: Option<Date>,
    earliest: Option<Reckoned>,
}

/// Makes the notice; `None` if the library's template cannot print it, and `findings` then say why. An error names what is missing and who
/// can say it.
pub fn of(
    draft: &Draft,
    file: &DealFile,
    library: &Library,
    said: &LetterFacts<'_>,
    findings: &mut Vec<Finding>,
) -> Result<Option<Document>, Failure> {
    let deal = &file.deal;
    let fail = |reason: String| Failure(format!("cannot write a notice of {}: {reason}", said.kind.key()));
    let from = said.from.unwrap_or(&deal.we);
    if !deal.parties.contains_key(from) {
        let known: Vec<&str> = deal.parties.keys().map(String::as_str).collect();
        return Err(fail(format!("the deal has no party `{from}`; its parties are {}", known.join(" and "))));
    }
    let Some(to) = deal.parties.keys().find(|id| *id != from) else {
        return Err(fail("the deal has no other party to give it to".into()));
    };
    if let Some(flow) = said.flow.filter(|flow| !deal.scope.flows.contains_key(*flow)) {
        let known: Vec<&str> = deal.scope.flows.keys().map(String::as_str).collect();
        return Err(fail(format!("the deal has no flow `{flow}`; its flows are {}", known.join(", "))));
    }
    let clause_id = said.kind.clause();
    let printed = draft.printed.iter().find(|printed| printed.id == clause_id);
    // Our numbers say nothing about the paper of the other side.
    let under = match (&deal.paper, printed) {
        (Some(theirs), _) => {
            let section = said.kind.section();
            let place = theirs.place(section).ok_or_else(|| {
                fail(format!("it is given under their paper; say in `paper.places.{section}` which clause provides it"))
            })?;
            place.to_string()
        }
        (None, Some(printed)) => printed.name.clone(),
        (None, None) => {
            return Err(fail(format!("the agreement does not print `{clause_id}`, under which it would be given")));
        }
    };
    if draft.departed.iter().any(|departed| departed.id == clause_id) {
        return Err(fail(format!(
            "a special term stands in place of `{clause_id}`, so its words and times are not known here"
        )));
    }
    let facts = said.facts.map(str::trim).filter(|facts| !facts.is_empty());
    if let (Some(asked), None) = (said.kind.asks(), facts) {
        return Err(fail(format!("only you can say {asked}; give it with --facts")));
    }
    if said.kind == LetterKind::Suspension
        && !deal
            .scope
            .flows
            .iter()
            .any(|(id, flow)| flow.supplier == *from && said.flow.is_none_or(|wanted| wanted == id))
    {
        return Err(fail(format!(
            "only the supplier of a flow may suspend it for a debt, and `{from}` supplies none of those meant"
        )));
    }
    let contact = deal.contacts.iter().enumerate().find(|(_, one)| one.party == *to && one.role == Role::Legal);
    let email = contact.and_then(|(_, contact)| contact.email.known());
    let Some(email) = email else {
        return Err(fail(format!(
            "the deal names no legal contact of `{to}` with an e-mail address; ask them whom notices go to"
        )));
    };

    let places = clock::places(deal);
    // A confirmation follows by the next business day, and the notice counts on the one after: the latest day that the clause on notices allows.
    let given = clock::after(said.sent, Duration::of(2, Unit::BusinessDay), &places)
        .ok_or_else(|| fail("its day is beyond the calendar".into()))?;
    let clock = clock_of(file, said, (from, to), given.day).map_err(fail)?;

    let party = |id: &PartyId| -> Inlines {
        let name = deal.parties.get(id).and_then(|party| party.name.known()).map(ToString::to_string);
        vec![name.map_or_else(|| Inline::Blank(Some(Path::from("parties").key(id).key("name"))), Inline::Value)]
    };
    let name = |id: &PartyId| {
        let known = deal.parties.get(id).and_then(|party| party.name.known());
        known.map_or_else(|| super::fixed_words::BLANK.to_owned(), ToString::to_string)
    };
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| DealDate(day).to_string());
    let holidays = clock.last.or(clock.earliest).is_some_and(|day| day.holidays);
    let what = said.flow.map_or_else(
        || if said.kind == LetterKind::Suspension { "its Flows".to_owned() } else { "the Agreement".to_owned() },
        |flow| format!("Flow {flow}"),
    );
    let (mut context, blanks, lines) = context::of(file, library, findings);
    if let Some(context) = context.as_object_mut() {
        let notice = json!({
            "kind": said.kind.key().replace('-', "_"),
            "from": name(from),
            "to": name(to),
            "clause": under,
            "what": what,
            "facts": facts.unwrap_or_default(),
            "time": clock.time.map_or_else(String::new, |time| time.to_string()),
            "given": day(Some(given.day)),
            "last": day(clock.last.map(|day| day.day)),
            "ends": day(clock.ends),
            "earliest": day(clock.earliest.map(|day| day.day)),
            "reckoned": if holidays { ", bank holidays not counted" } else { "" },
        });
        context.insert("notice".into(), notice);
    }
    let raw = leaf_text::of(&library.letters, library, (&context, &blanks, &lines), "the notice", findings);
    let Some(raw) = raw else { return Ok(None) };
    let term = |label: &str, value: String| (vec![Inline::Plain(label.into())], vec![Inline::Value(value)]);
    let reference = deal.reference.known().map_or_else(|| super::fixed_words::BLANK.to_owned(), ToString::to_string);
    let mut key_terms =
        vec![(vec![Inline::Plain("From".into())], party(from)), (vec![Inline::Plain("To".into())], party(to))];
    if let Some(address) = deal.parties.get(to).and_then(|party| party.address.known()) {
        key_terms.push(term("By courier", address.to_string()));
    }
    key_terms.push(term("By e-mail", email.to_string()));
    if let Some(person) = contact.and_then(|(_, contact)| contact.name.known()) {
        key_terms.push(term("For", person.to_string()));
    }
    key_terms.push(term("Sent", DealDate(said.sent).to_string()));
    key_terms.push(term("Under", under.clone()));
    let mut blocks = plain_blocks(raw);
    let signatory = deal.parties.get(from).and_then(|party| party.signatory.known());
    let known = |value: Option<String>| value.map(|value| vec![Inline::Value(value)]);
    let person = signatory.and_then(|person| person.name.known()).map(ToString::to_string);
    let title = signatory.and_then(|person| person.title.known()).map(ToString::to_string);
    let mut heading = vec![Inline::Plain("Signed for and on behalf of ".into())];
    heading.extend(party(from));
    let lines = [("Signature", None), ("Name", known(person)), ("Title", known(title)), ("Date", None)];
    blocks.push(Block::Signatures(vec![Signature {
        heading,
        lines: lines.into_iter().map(|(label, value)| (label.to_owned(), value)).collect(),
    }]));
    Ok(Some(Document {
        title: said.kind.title().into(),
        reference,
        version: format!("sent on {}", DealDate(said.sent)),
        marks: Vec::new(),
        language: "en".into(),
        paper: deal.legal.paper,
        compact: false,
        provenance: crate::source::sha256(
            format!("{}\n{}\n{}", said.kind.key(), file.source.digest(), said.sent).as_bytes(),
        ),
        cover: Cover { parties: Vec::new(), key_terms },
        blocks,
        clauses: Vec::new(),
        review: None,
        revisions: None,
    }))
}

/// Works out the times of a notice that counts as given on a day. An error says why it cannot be given.
fn clock_of(
    file: &DealFile,
    said: &LetterFacts<'_>,
    (from, to): (&PartyId, &PartyId),
    given: Date,
) -> Result<Clock, String> {
    let deal = &file.deal;
    let places = clock::places(deal);
    let open = |field: &str| format!("`{field}` is open, so its time is not known");
    let from_given = |time: Duration| -> Result<Clock, String> {
        let last = clock::after(given, time, &places).ok_or("its time has no last day in the calendar")?;
        Ok(Clock { time: Some(time), last: Some(last), ends: None, earliest: None })
    };
    match said.kind {
        LetterKind::Breach => from_given(*deal.cure_of(to).known().ok_or_else(|| open("termination.cure"))?),
        LetterKind::Suspension => {
            from_given(deal.suspension_notice_of(from).ok_or_else(|| open("by_party.suspension_notice"))?)
        }
        LetterKind::Dispute => from_given(deal.disputes.talks),
        LetterKind::NonRenewal => {
            if deal.term.renewal != Renewal::Renews {
                return Err(
                    "the agreement does not renew by itself; `peerpact notice DEAL termination` ends one that runs on"
                        .into(),
                );
            }
            let time = *deal.term.renewal_notice.known().ok_or_else(|| open("term.renewal_notice"))?;
            // A time for a notice is kept if the e-mail is sent within it, so the day of sending counts.
            for end in term_ends(file)? {
                if let Some(last) = clock::before(end, time, &places).filter(|last| said.sent <= last.day) {
                    return Ok(Clock { time: Some(time), last: Some(last), ends: Some(end), earliest: None });
                }
            }
            Err("no renewal lies ahead within the calendar".into())
        }
        LetterKind::Termination => {
            let time = *deal.notice_of(from).known().ok_or_else(|| open("termination.notice"))?;
            let start = start(file)?;
            let initial = clock::last_day(start, deal.term.initial, &places)
                .ok_or("the initial term is no whole number of months or years")?;
            let first = match deal.term.break_after.known() {
                Some(after) => clock::after(start, *after, &places).map(|day| day.day),
                None => None,
            };
            let by_notice = clock::after(given, time, &places).ok_or("its time has no last day in the calendar")?;
            let floor = match (first, deal.term.renewal) {
                (Some(first), _) => first.min(initial),
                (None, Renewal::Rolling) => initial,
                (None, Renewal::Renews) => {
                    return Err("an agreement that renews ends without cause with its term; use `peerpact notice DEAL non-renewal`".into());
                }
                (None, Renewal::Ends) if given > initial => initial,
                (None, Renewal::Ends) => {
                    return Err(format!(
                        "it ends by itself on {}, and neither party may end it without cause before",
                        DealDate(initial)
                    ));
                }
            };
            let earliest = if by_notice.day >= floor { by_notice } else { Reckoned { day: floor, holidays: false } };
            let ends = said.effective.unwrap_or(earliest.day);
            if ends < earliest.day {
                return Err(format!(
                    "it cannot end with {}: the agreement allows {} at the earliest",
                    DealDate(ends),
                    DealDate(earliest.day)
                ));
            }
            Ok(Clock { time: Some(time), last: None, ends: Some(ends), earliest: Some(earliest) })
        }
    }
}

/// The day from which the agreement binds, as the deal names it or as the last signature gave it.
fn start(file: &DealFile) -> Result<Date, String> {
    let signed = reached(&file.deal.history, DealState::Signed).map(|step| step.on.0);
    file.deal.term.start.known().map(|day| day.0).or(signed).ok_or_else(|| {
        "the agreement binds from the last signature, which the deal does not record; `peerpact state DEAL signed --on DATE` does".to_owned()
    })
}

/// The last days of the initial term and of each renewal.
fn term_ends(file: &DealFile) -> Result<impl Iterator<Item = Date>, String> {
    let term = &file.deal.term;
    let places = clock::places(&file.deal);
    let length = *term.renewal_length.known().ok_or("`term.renewal_length` is open, so its terms are not known")?;
    let first = clock::last_day(start(file)?, term.initial, &places)
        .ok_or("the initial term is no whole number of months or years")?;
    Ok(std::iter::successors(Some(first), move |end| {
        clock::last_day(end.tomorrow().ok()?, length, &places).filter(|next| next > end)
    }))
}
