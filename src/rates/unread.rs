//! What a deck says beside the columns that are read: columns of money that nobody reads, and lines of text.

use super::currency;
use super::headings::{CURRENCIES, DeckColumn, DeckHeading, folded, origin_of};
use super::price::{self, Decimals};
use super::stated::currency_line;
use super::unreadable::brief;
use crate::diagnostic::{Finding, Level};
use crate::sheet::Sheet;

/// Parts of words that say money, in the languages of the headings.
const MONEY: [&str; 44] = [
    "rate",
    "price",
    "cost",
    "charge",
    "fee",
    "surcharge",
    "tariff",
    "amount",
    "usd",
    "eur",
    "gbp",
    "prix",
    "tarif",
    "cout",
    "frais",
    "precio",
    "tarifa",
    "coste",
    "costo",
    "cargo",
    "preis",
    "gebuhr",
    "entgelt",
    "kosten",
    "zuschlag",
    "preco",
    "taxa",
    "custo",
    "prezzo",
    "tariffa",
    "prijs",
    "tarief",
    "toeslag",
    "цена",
    "тариф",
    "стоимость",
    "плата",
    "费",
    "价",
    "سعر",
    "رسوم",
    "تكلفة",
    "intrastate",
    "interstate",
];

/// Parts of words of a heading whose figures are not money.
const FIGURES: [&str; 12] =
    ["asr", "acd", "ner", "pdd", "mos", "quality", "percent", "share", "answer", "duration", "ratio", "score"];

/// Parts of words of a text that can change what a call costs.
const TERMS: [&str; 17] = [
    "billed",
    "billing",
    "increment",
    "surcharge",
    "minimum",
    "per call",
    "per second",
    "per minute",
    "peak",
    "connection fee",
    "set-up",
    "setup fee",
    "rounded",
    "tax",
    "vat",
    "origin",
    "eea",
];

/// How many texts are quoted.
const QUOTED: usize = 5;

/// Tells of the columns that nobody reads: those that look like money as a warning, the others as a note.
pub(super) fn columns(sheet: &Sheet, header: usize, found: &[(DeckColumn, usize)], findings: &mut Vec<Finding>) {
    let left: Vec<usize> = (0..sheet.grid.width(header))
        .filter(|at| !sheet.grid.get(header, *at).is_empty() && !found.iter().any(|(_, taken)| taken == at))
        .collect();
    let money = |at: &usize| money(sheet, header, *at).is_some();
    for (columns, is_money) in [
        (left.iter().filter(|at| money(at)).collect::<Vec<_>>(), true),
        (left.iter().filter(|at| !money(at)).collect(), false),
    ] {
        let Some(first) = columns.first() else { continue };
        let names: Vec<String> =
            columns.iter().take(20).map(|at| format!("`{}`", brief(sheet.grid.get(header, **at)))).collect();
        let (level, what) = match self::money(sheet, header, **first) {
            Some(why) if is_money => (Level::Warning, format!(", {why}")),
            _ => (Level::Note, String::new()),
        };
        findings.push(
            Finding::new("DECK008", level, format!("nothing is read from the column {}{what}", names.join(", ")))
                .at(sheet.place(header, **first))
                .help("name it under `rates.columns` if it says what a call costs; otherwise it can stay"),
        );
    }
}

/// Why a column is one of money: by its figures, or by a heading that can mean nothing else although its cells hold none.
fn money(sheet: &Sheet, header: usize, at: usize) -> Option<String> {
    if let Some(figure) = first_money(sheet, header, at) {
        return Some(format!("whose figures look like money, such as {figure}"));
    }
    let heading = sheet.grid.get(header, at);
    let speaks = DeckHeading::of(heading).currency.is_some() || origin_of(heading).is_some();
    let mut cells = (header + 1..sheet.grid.len()).map(|row| sheet.grid.get(row, at)).filter(|cell| !cell.is_empty());
    let words = cells.find(|cell| price::read(cell, Decimals::Either).is_err()).filter(|_| speaks)?;
    Some(format!("whose heading is one of money, and whose cells hold none, such as `{}`", brief(words)))
}

/// The first figure of a column that looks like money: not zero, under a heading of money or with the decimals of a price.
fn first_money(sheet: &Sheet, header: usize, at: usize) -> Option<String> {
    let heading = DeckHeading::of(sheet.grid.get(header, at));
    if FIGURES.iter().any(|word| heading.name.contains(word)) || sheet.grid.get(header, at).contains('%') {
        return None;
    }
    let is_named = heading.currency.is_some() || MONEY.iter().any(|word| heading.name.contains(word));
    let (mut first, mut decimal, mut all) = (None, 0, 0);
    for row in header + 1..sheet.grid.len() {
        let cell = sheet.grid.get(row, at);
        if cell.is_empty() {
            continue;
        }
        all += 1;
        let figure = price::read(cell, Decimals::Either);
        let Ok(figure) = figure else { continue };
        if figure.rate.0.is_zero() {
            decimal += 1;
            continue;
        }
        decimal += usize::from(figure.rate.0.normalize().scale() >= 2);
        first.get_or_insert_with(|| brief(cell));
    }
    // Nine of ten cells with the decimals of a price are prices, whatever their heading says.
    first.filter(|_| is_named || decimal * 10 >= all * 9)
}

/// Tells of the lines of text above and below the table that can change what a call costs. `dated` says whether a column of the
/// deck gives its dates.
pub(super) fn text(sheet: &Sheet, rows: &[usize], dated: bool, findings: &mut Vec<Finding>) {
    let mut quoted: Vec<(usize, String)> = Vec::new();
    let mut more = 0;
    for row in rows {
        let line: Vec<&str> = sheet.grid.cells(*row).filter(|cell| !cell.is_empty()).collect();
        let line = line.join(" ");
        // A currency is weighed against that of the prices, not here.
        if currency_line(&line).is_some() || !weighs(&line, dated) {
            continue;
        }
        if quoted.len() < QUOTED {
            quoted.push((*row, line));
        } else {
            more += 1;
        }
    }
    let Some((first, _)) = quoted.first() else { return };
    let lines: Vec<String> = quoted.iter().map(|(_, line)| format!("`{}`", brief(line))).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    findings.push(
        Finding::new(
            "DECK013",
            Level::Warning,
            format!("text beside the rates is not read, and can change what a call costs: {}{more}", lines.join(", ")),
        )
        .at(sheet.place(*first, 0))
        .help("say in the deal, or in a column of the deck, what the text says; delete it from the deck if it says nothing"),
    );
}

/// Whether a text can change what a call costs: it speaks of billing, holds an increment or a price, or a date that no column gives.
fn weighs(line: &str, dated: bool) -> bool {
    let lower = line.to_lowercase();
    if TERMS.iter().any(|term| lower.contains(term)) {
        return true;
    }
    let words: Vec<&str> = lower.split([' ', ',', ';', '(', ')', ':']).filter(|word| !word.is_empty()).collect();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let increment = |word: &&str| {
        word.split_once(['/', '+'])
            .is_some_and(|(first, next)| first.len() <= 3 && next.len() <= 3 && digits(first) && digits(next))
    };
    let money = |pair: &[&str]| match pair {
        [one, other] => {
            let figure =
                |word: &str| word.contains('.') && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let code =
                |word: &str| CURRENCIES.contains(&word.to_uppercase().as_str()) || currency::sign_in(word).is_some();
            (code(one) && figure(other)) || (figure(one) && code(other))
        }
        _ => false,
    };
    let effect = ["effective", "valid", "from", "applies", "gültig", "válido", "valable"];
    let day = words.iter().any(|word| word.bytes().filter(u8::is_ascii_digit).count() >= 4)
        && words.iter().any(|word| effect.contains(&folded(word).as_str()));
    words.iter().any(increment) || words.windows(2).any(money) || (day && !dated)
}
