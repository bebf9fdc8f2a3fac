//! `peerpact rates profile`: writes how a deck is read, so that the next deck of the same supplier is read alike.

use std::path::PathBuf;

use clap::Args;

use super::{Failed, With, show};
use crate::characters::visible;
use crate::cli::Exit;
use crate::cli::console::Console;
use crate::cli::judging::Weighing;
use crate::deal::Field;
use crate::pipeline::decks;
use crate::rates::told::{OpenReading, Told};

#[derive(Debug, Args)]
pub(super) struct ProfileArgs {
    /// Deck.
    deck: PathBuf,

    #[command(flatten)]
    with: With,

    #[command(flatten)]
    weighing: Weighing,
}

impl ProfileArgs {
    pub(super) fn run(&self, console: &Console) -> Result<Exit, Failed> {
        let library = self.weighing.library()?;
        let mut deck_run = self.with.deck_run(&self.weighing, &library, 1)?;
        let mut told = None;
        if let Some(around) = &deck_run.around {
            let (found, mut findings) = decks::profile(&self.deck, around);
            deck_run.findings.append(&mut findings);
            told = found;
        }
        let Some(told) = told else { return Ok(show(console, &deck_run, "")) };
        let exit = if told.open.is_empty() { Exit::Clean } else { Exit::Findings };
        let text: String = written(&told)?.lines().map(|line| format!("{}\n", visible(line))).collect();
        Ok(exit.max(console.print(text.as_bytes())))
    }
}

/// A profile as a file. What is open stands in it as comments, each with its question.
fn written(told: &Told) -> serde_json::Result<String> {
    let profile = &told.profile;
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let word = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut out = "# How a deck is read: peerpact rates check DECK --profile THIS_FILE\nrates:\n".to_owned();
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            out.push_str(&format!("  {key}: {value}\n"));
        }
    };
    let choice = |value: Result<serde_json::Value, serde_json::Error>| value.ok().map(word);
    line("currency", profile.currency.map(|currency| currency.to_string()));
    if let Field::Known(moment) = profile.effective {
        line("effective", Some(moment.iso()));
    }
    line("sheet", profile.sheet.as_ref().map(|name| quoted(name.as_str())));
    line("head", profile.head.map(|head| head.to_string()));
    line("encoding", profile.encoding.as_ref().map(|name| quoted(name.as_str())));
    line("decimal", profile.decimal.and_then(|sign| choice(serde_json::to_value(sign))));
    line("country_code", profile.country_code.map(|code| quoted(code.as_str())));
    line("strip", profile.strip.as_ref().map(|digits| quoted(digits.as_str())));
    line("deck_is", profile.deck_is.and_then(|what| choice(serde_json::to_value(what))));
    line("dates", profile.dates.and_then(|order| choice(serde_json::to_value(order))));
    for open in told.open.iter().filter(|open| !open.key.contains('.')) {
        asked(&mut out, open, "  ", &open.key);
    }
    let columns = serde_json::to_value(&profile.columns)?;
    let columns: Vec<(String, String)> = columns
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(key, heading)| Some((key.clone(), quoted(heading.as_str()?))))
        .collect();
    section(&mut out, "columns", &columns, told);
    if !profile.columns.origins.is_empty() {
        out.push_str(if columns.is_empty() { "  columns:\n    origins:\n" } else { "    origins:\n" });
        for (origin, heading) in &profile.columns.origins {
            out.push_str(&format!("      {}: {}\n", quoted(origin), quoted(heading.as_str())));
        }
    }
    let mut defaults = Vec::new();
    if let Some(route) = profile.defaults.route {
        defaults.push(("route".to_owned(), crate::rates::write::route(route).to_owned()));
    }
    if let Some(increment) = profile.defaults.increment {
        defaults.push(("increment".to_owned(), increment.to_string()));
    }
    section(&mut out, "defaults", &defaults, told);
    Ok(out)
}

fn section(out: &mut String, name: &str, values: &[(String, String)], told: &Told) {
    let open: Vec<(&str, &OpenReading)> =
        told.open.iter().filter_map(|open| Some((open.key.strip_prefix(name)?.strip_prefix('.')?, open))).collect();
    if values.is_empty() && open.is_empty() {
        return;
    }
    let mark = if values.is_empty() { "# " } else { "" };
    out.push_str(&format!("  {mark}{name}:\n"));
    for (key, value) in values {
        out.push_str(&format!("    {key}: {value}\n"));
    }
    for (key, open) in open {
        asked(out, open, "    ", key);
    }
}

fn asked(out: &mut String, open: &OpenReading, indent: &str, key: &str) {
    out.push_str(&format!("{indent}# {key}:  # open: {}\n", open.question));
}
