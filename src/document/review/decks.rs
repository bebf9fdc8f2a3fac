//! The figures of a deck, since nobody reads thousands of lines.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::{heading, plain, section, value};
use crate::deal::rates::RateLine;
use crate::deal::read::DealFile;
use crate::document::{Block, Chart, Inline, Inlines};
use crate::rates::stats::{self, CALLS, Stats};

/// The figures of the rates of each flow that has a deck.
pub(super) fn decks(blocks: &mut Vec<Block>, file: &DealFile) {
    if file.decks.is_empty() {
        return;
    }
    for flow in file.deal.scope.flows.keys() {
        let lines: Vec<RateLine> = file.deal.rates.lines.iter().filter(|line| line.flow == *flow).cloned().collect();
        if lines.is_empty() {
            continue;
        }
        let figures = stats::of(&lines);
        let anchor = format!("review-rates-{}", blocks.len());
        blocks.push(heading(&anchor, &format!("Review: rates of flow {flow}")));
        section(blocks, "No rates.", &["Figure", "Value"], overview(file, &figures));
        section(
            blocks,
            "No rates.",
            &["Increment", "Lines", "What a minute costs, as a multiple of the rate"],
            increments(&figures),
        );
        section(blocks, "No rates.", &["Rates from", "Lines"], histogram(&figures));
        blocks.push(Block::Chart(chart(flow, &figures)));
    }
}

fn cell(words: impl ToString) -> Inlines {
    vec![Inline::Value(words.to_string())]
}

fn overview(file: &DealFile, figures: &Stats) -> Vec<Vec<Inlines>> {
    let ends = |ends: &[(String, Decimal)]| {
        ends.iter().map(|(name, rate)| format!("{name} {rate}")).collect::<Vec<_>>().join("; ")
    };
    let mut rows = vec![
        vec![plain("Lines and dial codes"), cell(format!("{} and {}", figures.lines, figures.codes))],
        vec![plain("Destinations and countries"), cell(format!("{} and {}", figures.destinations, figures.countries))],
    ];
    if let Some([low, first, median, third, high]) = &figures.spread {
        let currency = file.deal.rates.currency;
        rows.push(vec![
            plain("Lowest, median and highest rate"),
            cell(format!("{currency} {low}, {median} and {high}")),
        ]);
        rows.push(vec![plain("Half of the lines lie between"), cell(format!("{currency} {first} and {third}"))]);
        rows.push(vec![plain("Cheapest"), value(&ends(&figures.cheapest))]);
        rows.push(vec![plain("Dearest"), value(&ends(&figures.dearest))]);
    }
    rows
}

fn increments(figures: &Stats) -> Vec<Vec<Inlines>> {
    let times = |times: &[Decimal]| {
        CALLS
            .iter()
            .zip(times)
            .map(|(seconds, times)| format!("{times} in a call of {seconds} s"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    figures
        .increments
        .iter()
        .map(|(increment, lines, each)| vec![cell(increment), cell(lines), cell(times(each))])
        .collect()
}

fn histogram(figures: &Stats) -> Vec<Vec<Inlines>> {
    figures.histogram.iter().map(|(low, lines)| vec![cell(low), cell(lines)]).collect()
}

fn chart(flow: &str, figures: &Stats) -> Chart {
    let most = figures.histogram.iter().map(|(_, lines)| *lines).max().unwrap_or(1).max(1);
    let share = |lines: usize| (lines * 1000 / most).to_u32().unwrap_or_default();
    let bars = figures
        .histogram
        .iter()
        .map(|(low, lines)| (format!("from {low}"), lines.to_string(), share(*lines)))
        .collect();
    Chart { title: format!("Lines of flow {flow} by rate"), bars }
}
