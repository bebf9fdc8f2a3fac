//! The copy for our own side: the draft between an index of open points and an annex of what counsel needs to know.
//!
//! It is a document of its own: no note can reach the other side's files, because they are printed from another one.

use super::assemble::{Draft, Printed};
use super::{Align, Block, Document, Heading, HeadingKind, Inline, Paragraph, Table, Text, context};
use crate::deal::governance::Position;
use crate::deal::read::DealFile;
use crate::diagnostic::{Finding, Level};
use crate::library::Library;
use crate::library::clause::{Authority, Clause};
use crate::library::country::Country;
use crate::library::law::{Figure, Kind, Network, Origin, Provision};

/// Makes the review copy of a draft. `waived` are the findings set aside, each with the number of its waiver.
#[must_use]
pub fn of(
    draft: &Draft,
    file: &DealFile,
    library: &Library,
    findings: &[Finding],
    waived: &[(usize, Finding)],
) -> Document {
    let mut blocks = vec![
        heading("review-open-points", "Review: open points"),
        words(
            "This copy is for our own side. It is a draft for lawyers and not legal advice: counsel has to review it before \
             anybody signs it.",
        ),
    ];
    let open: Vec<Vec<Text>> = findings
        .iter()
        .filter(|finding| finding.level == Level::OpenPoint)
        .map(|finding| {
            vec![value(&finding.path), value(&finding.message), value(finding.help.as_deref().unwrap_or("–"))]
        })
        .collect();
    section(&mut blocks, "No open points.", &["Field", "What is open", "Whom to ask, and what"], open);
    blocks.extend(draft.document.blocks.iter().cloned());
    blocks.push(heading("review-annex", "Review: clauses and their sources"));
    let rows = draft.printed.iter().map(|printed| clause_row(printed, file, library)).collect();
    section(&mut blocks, "No clauses.", &["Clause", "Id and version", "Position", "Sources and note"], rows);

    special_terms(&mut blocks, draft, file);
    countries(&mut blocks, file, library);
    standards(&mut blocks, file);

    blocks.push(heading("review-findings", "Review: findings"));
    let rows = findings
        .iter()
        .filter(|finding| finding.level != Level::OpenPoint)
        .map(|finding| {
            vec![
                plain(finding.code),
                plain(finding.level.name()),
                value(&finding.message),
                value(finding.help.as_deref().unwrap_or("–")),
            ]
        })
        .collect();
    section(&mut blocks, "No findings.", &["Rule", "Level", "What was found", "Remedy"], rows);

    blocks.push(heading("review-waivers", "Review: waivers"));
    let rows = file.deal.waivers.iter().enumerate().map(|(at, waiver)| {
        let aside = waived.iter().filter(|(of, _)| *of == at).map(|(_, finding)| finding.message.as_str());
        vec![
            value(&waiver.rule),
            value(waiver.reason.as_str()),
            value(waiver.by.as_str()),
            value(&waiver.until.known().map_or("–".into(), ToString::to_string)),
            value(&or_dash(aside.collect::<Vec<_>>().join("; "))),
        ]
    });
    let rows = rows.collect();
    section(&mut blocks, "No waivers.", &["Rule", "Reason", "By", "Until", "What it sets aside"], rows);

    blocks.push(heading("review-defaults", "Review: defaults that the deal left untouched"));
    let rows = file.defaults.iter().map(|(path, text)| vec![value(path), value(text)]).collect();
    section(&mut blocks, "No defaults.", &["Field", "Default"], rows);
    let mut marks = vec!["Privileged: not for the other side".to_owned()];
    marks.extend(draft.document.marks.iter().cloned());
    Document { marks, blocks, ..draft.document.clone() }
}

fn clause_row(printed: &Printed, file: &DealFile, library: &Library) -> Vec<Text> {
    let clause = library.clauses.get(&printed.id);
    let mut sources: Vec<String> = clause.into_iter().flat_map(|clause| &clause.front.sources).map(authority).collect();
    sources.extend(clause.and_then(|clause| clause.front.note.clone()));
    let version = clause.map_or(0, |clause| clause.front.version);
    vec![
        reference(printed),
        value(&format!("{} v{version}", printed.id)),
        value(&position(printed, clause, file)),
        value(&or_dash(sources.join(" · "))),
    ]
}

/// Where the deal stands in a clause and why, who approves or approved that, and what the text that it chose says.
fn position(printed: &Printed, clause: Option<&Clause>, file: &DealFile) -> String {
    let standing = &printed.standing;
    let mut out = name(standing.position).to_owned();
    if let Some(because) = &standing.because {
        out = format!("{out}: {because}");
    }
    if standing.position != Position::Standard {
        let approval = file
            .deal
            .approvals
            .iter()
            .find(|approval| approval.clause == printed.id && approval.position >= standing.position);
        out.push_str(&match (approval, &standing.approver) {
            (Some(approval), _) => format!("; approved by {} on {}", approval.by, approval.on),
            (None, Some(approver)) => format!("; to be approved by {approver}"),
            (None, None) => "; not approved".into(),
        });
    }
    // What a value makes of the standing does not change the words: those are of the position that the deal chose.
    let chosen = file.deal.positions.get(&printed.id).copied().unwrap_or(Position::Standard);
    let stand = clause.map(|clause| clause.front.positions.of(chosen));
    if let Some(says) = stand.and_then(|stand| stand.says.as_ref()) {
        out.push_str(&format!("; text of the {} position: {says}", name(chosen)));
    }
    out
}

fn name(position: Position) -> &'static str {
    match position {
        Position::Standard => "standard",
        Position::Fallback => "fallback",
        Position::WalkAway => "walk-away",
    }
}

/// A source of law: what it is, whom it binds, since when, when it was read, and what counsel must confirm.
fn authority(source: &Authority) -> String {
    let what = [&source.article, &source.law, &source.document];
    let what: Vec<&str> = what.into_iter().flatten().map(String::as_str).collect();
    let mut facts = Vec::new();
    facts.extend(source.scope.as_ref().map(|scope| format!("binds: {scope}")));
    facts.extend(source.from.map(|from| format!("in force from {from}")));
    facts.push(format!("verified {}, review by {}", source.verified_on, source.review_by));
    format!("{} ({}){}", what.join(", "), facts.join("; "), confirm(source.confirm.as_ref()))
}

fn confirm(what: Option<&String>) -> String {
    what.map_or_else(String::new, |what| format!("; counsel to confirm: {what}"))
}

/// Free text stands in the paper like the library's own; here it stands apart.
fn special_terms(blocks: &mut Vec<Block>, draft: &Draft, file: &DealFile) {
    blocks.push(heading("review-special-terms", "Review: special terms"));
    let rows = file.deal.special_terms.iter().map(|term| {
        let printed = draft.printed.iter().find(|printed| printed.id == term.after);
        let clause = printed.map_or_else(|| value("not printed"), reference);
        vec![clause, value(&term.after), vec![Inline::Value(term.text.to_string())]]
    });
    section(blocks, "No special terms.", &["Clause", "Id", "Text that no field or position holds"], rows.collect());
}

/// What the library knows of the countries that the deal touches. Their prices are judged by rules, and never printed.
fn countries(blocks: &mut Vec<Block>, file: &DealFile, library: &Library) {
    blocks.push(heading("review-countries", "Review: countries"));
    let touch = context::touch(&file.deal, library);
    let reasons = |code: &str| -> Vec<&str> {
        let ways = touch.get(code).and_then(|ways| ways.as_array()).into_iter().flatten();
        ways.filter_map(|way| way.as_str()).map(reason).collect()
    };
    let touched = || library.countries.iter().filter(|(code, _)| !reasons(code).is_empty());
    let rows = touched().map(|(code, country)| {
        let held = country.authorisation.as_ref().map(|held| format!("A carrier there holds: {held}"));
        let notes: Vec<String> = held.into_iter().chain(country.note.clone()).collect();
        let tax = country.tax.as_ref().map(|tax| match &tax.note {
            Some(note) => format!("{}: {note}", tax.name),
            None => tax.name.clone(),
        });
        vec![
            value(&format!("{} ({code})", country.name)),
            value(&reasons(code).join(", ")),
            value(&or_dash(tax.unwrap_or_default())),
            value(&or_dash(notes.join(" · "))),
        ]
    });
    section(
        blocks,
        "The deal touches no country that the library knows.",
        &["Country", "Touched by", "Tax", "Notes"],
        rows.collect(),
    );
    let rows: Vec<Vec<Text>> = touched()
        .flat_map(|(_, country)| country.figures.iter().map(move |figure| figure_row(country, figure)))
        .collect();
    if !rows.is_empty() {
        section(blocks, "", &["Regulated price", "A minute", "Binds", "Law"], rows);
    }
    let rows: Vec<Vec<Text>> = touched().flat_map(|(_, country)| provisions(country)).collect();
    if !rows.is_empty() {
        section(blocks, "", &["Limit, filing or decision", "What it says", "Law"], rows);
    }
}

/// What the rules judge a deal by beside prices: limits of a country's law, filings that it asks for, transfers that it lets pass.
fn provisions(country: &Country) -> Vec<Vec<Text>> {
    let row = |what: &str, says: String, provision: &Provision| {
        vec![value(&format!("{}: {what}", country.name)), value(&or_dash(says)), value(&provided(provision))]
    };
    let limits = country.limits.iter().map(|limit| {
        let pay = limit.pay.map(|pay| format!("at most {pay} to pay"));
        row(&limit.what, pay.into_iter().chain(limit.of_interest()).collect::<Vec<_>>().join("; "), &limit.provision)
    });
    let filings = country.filings.iter().map(|filing| {
        let within = filing.within.map(|within| format!("within {within}"));
        row(&filing.what, within.unwrap_or_default(), &filing.provision)
    });
    let decisions = country.adequate.iter().map(|decision| {
        let codes: Vec<&str> = decision.countries.iter().map(|country| country.code()).collect();
        let only = decision.only.as_ref().map_or_else(String::new, |only| format!(" ({only})"));
        row("transfers without a tool", format!("{}{only}", codes.join(", ")), &decision.provision)
    });
    limits.chain(filings).chain(decisions).collect()
}

fn reason(way: &str) -> &str {
    match way {
        "party" => "a party's home",
        "numbers" => "numbers in the rates",
        "seat" => "the seat of arbitration",
        "law" => "the governing law",
        other => other,
    }
}

fn figure_row(country: &Country, figure: &Figure) -> Vec<Text> {
    let binds = match figure.kind {
        Kind::Fixed => "fixed at ",
        Kind::Ceiling => "",
        Kind::Band => "from ",
    };
    let mut sum = format!("{binds}{}", figure.limit());
    if figure.transit.is_some() {
        sum.push_str(&format!("; {} for a carrier that hands calls on", figure.price(figure.transit)));
    }
    let mut scope = vec![
        match figure.origin {
            Origin::Foreign => "calls from abroad",
            Origin::Domestic => "calls from the country itself",
            Origin::Member => "calls from a member, or from a country on the same footing",
        }
        .to_owned(),
        match figure.network {
            Some(Network::Mobile) => "to mobile numbers",
            Some(Network::Fixed) => "to fixed numbers",
            None => "to any number",
        }
        .to_owned(),
    ];
    if !figure.codes.is_empty() {
        scope.push(format!("under {}", figure.codes.join(", ")));
    }
    if figure.control {
        scope.push("for the operator that controls the called number alone".into());
    }
    if !figure.applies {
        scope.push("no deal between two carriers falls under it".into());
    }
    let note = figure.note.as_ref().map_or_else(String::new, |note| format!(" · {note}"));
    vec![
        value(&format!("{}: {}", country.name, figure.what)),
        value(&sum),
        value(&scope.join(", ")),
        value(&format!("{}{note}", provided(&figure.provision))),
    ]
}

/// Where a provision stands, since when and until when, when it was read, and what counsel must confirm.
fn provided(provision: &Provision) -> String {
    let law = [provision.article.as_ref(), Some(&provision.law), provision.document.as_ref()];
    let law: Vec<&str> = law.into_iter().flatten().map(String::as_str).collect();
    let mut facts = Vec::new();
    facts.extend(provision.from.map(|from| format!("in force from {from}")));
    facts.extend(provision.until.map(|until| format!("until {until}")));
    facts.push(format!("verified {}, review by {}", provision.verified_on, provision.review_by));
    format!("{} ({}){}", law.join(", "), facts.join("; "), confirm(provision.confirm.as_ref()))
}

/// Standards that the deal lists and that bind nobody.
fn standards(blocks: &mut Vec<Block>, file: &DealFile) {
    blocks.push(heading("review-standards", "Review: standards that inform"));
    let standards = file.deal.technical.standards.iter().filter(|standard| !standard.binding);
    let rows = standards.map(|standard| vec![value(standard.document.as_str()), value(standard.edition.as_str())]);
    section(blocks, "No standards that only inform.", &["Document", "Edition"], rows.collect());
}

fn reference(printed: &Printed) -> Text {
    vec![Inline::Ref { target: printed.anchor.clone(), text: printed.name.clone() }]
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "–".into() } else { text }
}

fn heading(anchor: &str, title: &str) -> Block {
    Block::Heading(Heading {
        kind: HeadingKind::Schedule,
        label: String::new(),
        title: plain(title),
        anchor: anchor.into(),
    })
}

fn words(text: &str) -> Block {
    Block::Paragraph(Paragraph { indent: 0, label: String::new(), defines: false, anchor: None, text: plain(text) })
}

fn plain(text: &str) -> Text {
    vec![Inline::Plain(text.into())]
}

/// Words of findings, fields and sources, without the marks that findings put around names.
fn value(text: &str) -> Text {
    vec![Inline::Value(text.replace('`', "").split_whitespace().collect::<Vec<_>>().join(" "))]
}

fn section(blocks: &mut Vec<Block>, empty: &str, header: &[&str], rows: Vec<Vec<Text>>) {
    if rows.is_empty() {
        blocks.push(words(empty));
        return;
    }
    blocks.push(Block::Table(Table {
        columns: vec![Align::Left; header.len()],
        header: header.iter().map(|title| plain(title)).collect(),
        rows,
    }));
}
