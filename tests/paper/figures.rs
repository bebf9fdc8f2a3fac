//! The figures that schedules print, read back from the files and worked out again from the deal's own text.
//!
//! The arithmetic here is the test's own: it follows the words of the schedules, not the program.

use std::collections::BTreeSet;

use crate::read_back::{Block, Drafts, Paper, drafted_examples, options, smallest, yaml};
use peerpact::deal::line_terms::LinePrice;
use peerpact::deal::money::{Increment, Rate};
use peerpact::deal::pricing::Rounding;
use peerpact::deal::sla::Per;
use peerpact::formulas::availability::credit_percent;
use peerpact::formulas::billing::charge;
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Value, json};

fn number(text: &str) -> Decimal {
    let plain: String = text.chars().filter(|character| *character != ',').collect();
    plain.parse().unwrap_or_else(|error| panic!("`{text}` is no number: {error}"))
}

/// The number before the sign of a percentage, or after a currency.
fn figure(text: &str) -> Decimal {
    number(text.trim_end_matches('%').trim().rsplit(' ').next().expect("a number"))
}

fn half_up(value: Decimal, places: u32) -> Decimal {
    value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// What the deal's text says of one flow.
struct Terms {
    flow: String,
    target: Decimal,
    rate: Decimal,
    cap: Decimal,
    per: String,
    month: String,
    lines: Vec<Value>,
    currency: String,
    decimals: u32,
    rounding: String,
}

fn terms(deal: &str) -> Vec<Terms> {
    let deal = yaml::value(deal);
    let flows = deal["scope"]["flows"].as_object().expect("flows");
    let text = |path: &str| yaml::get(&deal, path).and_then(Value::as_str).map(str::to_owned);
    flows
        .keys()
        .map(|flow| {
            let sla = |field: &str| {
                text(&format!("sla.by_flow.{flow}.{field}")).or_else(|| text(&format!("sla.{field}"))).expect(field)
            };
            let lines = deal["rates"]["lines"].as_array().expect("lines");
            Terms {
                flow: flow.clone(),
                target: figure(&sla("availability")),
                rate: figure(&sla("credits.rate")),
                cap: figure(&sla("credits.cap")),
                per: sla("credits.per"),
                month: sla("credits.month"),
                lines: lines.iter().filter(|line| line["flow"] == flow.as_str()).cloned().collect(),
                currency: text("rates.currency").expect("a currency"),
                decimals: text("pricing.call_decimals").map_or(5, |places| places.parse().expect("a number")),
                rounding: text("pricing.rounding").unwrap_or_else(|| "half_up".into()),
            }
        })
        .collect()
}

/// A section of a schedule: its blocks up to the next heading, chosen by the schedule's title and its own.
fn section<'a>(paper: &'a Paper, schedule: &str, title: &str) -> Vec<&'a Block> {
    let whole = paper.part(
        |heading| heading.starts_with("Schedule ") && heading.ends_with(&format!(" {schedule}")),
        |heading| heading.starts_with("Schedule "),
    );
    let is_title = |block: &&Block| matches!(block, Block::Heading(words) if words.ends_with(&format!(" {title}")));
    let start = whole.iter().position(is_title).unwrap_or_else(|| panic!("no section {title} in {schedule}"));
    let end = whole[start + 1..].iter().position(|block| matches!(block, Block::Heading(_)));
    whole[start + 1..end.map_or(whole.len(), |end| start + 1 + end)].to_vec()
}

/// The table of a section whose paragraph above it speaks of a flow, and the paragraphs after it.
fn of_flow<'a>(section: &[&'a Block], flow: &str) -> (&'a Vec<Vec<String>>, String) {
    let speaks =
        |block: &&Block| matches!(block, Block::Paragraph(words) if words.contains(&format!("In Flow {flow},")));
    let at = section.iter().position(speaks).unwrap_or_else(|| panic!("no words on Flow {flow}"));
    let after = &section[at + 1..];
    let Some(Block::Table(rows)) = after.first() else { panic!("no table on Flow {flow}") };
    let next =
        after[1..].iter().take_while(|block| matches!(block, Block::Paragraph(words) if !words.contains("In Flow ")));
    let words: Vec<&str> = next
        .map(|block| match block {
            Block::Paragraph(words) => words.as_str(),
            _ => "",
        })
        .collect();
    (rows, words.join(" "))
}

fn month_minutes(days: Option<u32>) -> Decimal {
    match days {
        Some(days) => Decimal::from(days) * Decimal::from(24 * 60),
        None => Decimal::from(365 * 24 * 60) / Decimal::from(12),
    }
}

fn allowance(days: Option<u32>, target: Decimal) -> Decimal {
    month_minutes(days) * (Decimal::ONE_HUNDRED - target) / Decimal::ONE_HUNDRED
}

fn assert_allowances(name: &str, paper: &Paper, terms: &Terms) {
    let (rows, _) = of_flow(&section(paper, "Service Levels", "Allowance"), &terms.flow);
    let months: Vec<Option<u32>> =
        if terms.month == "calendar" { vec![Some(28), Some(29), Some(30), Some(31)] } else { vec![None] };
    assert_eq!(rows.len() - 1, months.len(), "{name}: months of the allowance");
    for (row, days) in rows[1..].iter().zip(months) {
        let [printed_days, minutes, allowed] = row.as_slice() else { panic!("{name}: {row:?}") };
        assert_eq!(*printed_days, days.map_or("average month".into(), |days| days.to_string()), "{name}");
        assert_eq!(number(minutes), month_minutes(days), "{name}: minutes of a month of {printed_days} days");
        assert_eq!(
            number(allowed),
            half_up(allowance(days, terms.target), 2),
            "{name}: allowance of {printed_days} days"
        );
    }
}

fn assert_credit(name: &str, paper: &Paper, terms: &Terms) {
    // The law of Nigeria fixes what calls from abroad cost there; a credit would undercut it.
    let is_nigerian = |code: &Value| code.as_str().is_some_and(|code| code.starts_with("234"));
    let codes: Vec<&Value> = terms.lines.iter().filter_map(|line| line["codes"].as_array()).flatten().collect();
    if terms.currency == "USD" && !codes.is_empty() && codes.into_iter().all(is_nigerian) {
        let none = format!("No Service Credit is due in Flow {}", terms.flow);
        let says = |block: &&Block| matches!(block, Block::Paragraph(words) if words.contains(&none));
        assert!(section(paper, "Service Levels", "Worked example").iter().any(says), "{name}: {none}");
        return;
    }
    let (rows, verdict) = of_flow(&section(paper, "Service Levels", "Worked example"), &terms.flow);
    let printed = |step: &str| {
        let row = rows.iter().find(|row| row[0] == step).unwrap_or_else(|| panic!("{name}: no step `{step}`"));
        row[1].clone()
    };
    let days = if terms.month == "calendar" { Some(number(&printed("Days in the Month"))) } else { None };
    let days = days.map(|days| u32::try_from(days).expect("days"));
    let downtime = number(&printed("Downtime, minutes"));
    let allowed = allowance(days, terms.target);
    let over = (downtime - allowed).max(Decimal::ZERO);
    let hours = over / Decimal::from(60);
    let counted = match terms.per.as_str() {
        "started_hour" => hours.ceil(),
        "completed_hour" => hours.floor(),
        "pro_rata" => hours,
        other => panic!("{name}: a rule that no schedule has: {other}"),
    };
    let uncapped = counted * terms.rate;
    let share = half_up(uncapped, 2).min(terms.cap);
    assert!(figure(&printed("Credit after the cap")) <= terms.cap, "{name}: a credit above its cap");
    let base = figure(&printed("Base, assumed"));
    assert_eq!(figure(&printed("Availability target")), terms.target, "{name}: target");
    assert_eq!(number(&printed("Allowance, minutes")), half_up(allowed, 2), "{name}: allowance");
    assert_eq!(number(&printed("Minutes above the Allowance")), half_up(over, 2), "{name}: minutes over");
    assert_eq!(number(&printed("Hours above the Allowance")), half_up(hours, 2), "{name}: hours over");
    assert_eq!(number(&printed("Hours counted")), half_up(counted, 2), "{name}: hours counted");
    assert_eq!(figure(&printed("Credit for each hour")), terms.rate, "{name}: rate");
    assert_eq!(figure(&printed("Credit before the cap")), half_up(uncapped, 2), "{name}: before the cap");
    assert_eq!(figure(&printed("Cap")), terms.cap, "{name}: cap");
    assert_eq!(figure(&printed("Credit after the cap")), share, "{name}: after the cap");
    let amount = half_up(base * share / Decimal::ONE_HUNDRED, 2);
    assert_eq!(figure(&printed("Service Credit")), amount, "{name}: amount");
    assert!(printed("Service Credit").starts_with(&terms.currency), "{name}: currency of the credit");
    let limits = verdict.contains("The cap limits this Service Credit.");
    assert_ne!(limits, verdict.contains("The cap does not limit this Service Credit."), "{name}: {verdict}");
    assert_eq!(limits, uncapped > terms.cap, "{name}: whether the cap limits");
}

/// Billed seconds by counting periods one by one, as a switch does.
fn billed(seconds: u64, increment: &str) -> u64 {
    let (first, next) = increment.split_once('/').expect("an increment");
    let (first, next): (u64, u64) = (first.parse().expect("seconds"), next.parse().expect("seconds"));
    let mut billed = 0;
    while billed < seconds {
        billed += if billed == 0 { first } else { next };
    }
    billed
}

/// The sums of a line beside rate and increment.
const TERMS: [&str; 3] = ["first_period_rate", "fee", "minimum_charge"];

fn assert_invoice(name: &str, paper: &Paper, terms: &Terms) {
    let (rows, sums) = of_flow(&section(paper, "Worked examples", "Invoice"), &terms.flow);
    // The example bills the first of the lines with the most terms beside the minute.
    let sum = |line: &Value, key: &str| line[key].as_str().map_or(Decimal::ZERO, number);
    let count = |line: &Value| TERMS.iter().filter(|key| !sum(line, key).is_zero()).count();
    let most = terms.lines.iter().map(count).max().expect("a line of the flow");
    let line = terms.lines.iter().find(|line| count(line) == most).expect("a line of the flow");
    let (rate, increment) = (line["rate"].as_str().expect("a rate"), line["increment"].as_str().expect("an increment"));
    let mut total = Decimal::ZERO;
    assert!(rows.len() > 3, "{name}: hardly any call");
    for row in &rows[1..] {
        let [seconds, seconds_billed, printed_rate, printed_charge] = row.as_slice() else { panic!("{name}: {row:?}") };
        let expected = billed(seconds.parse().expect("seconds"), increment);
        assert_eq!(seconds_billed, &expected.to_string(), "{name}: a call of {seconds} seconds at {increment}");
        assert_eq!(printed_rate, rate, "{name}: rate of the worked invoice");
        // Rounded by hand: shifted, halved upwards or taken up, and shifted back.
        let shift = Decimal::from(10_u64.pow(terms.decimals));
        let opening = line["first_period_rate"].as_str().map_or(number(rate), number);
        let first: u64 = increment.split_once('/').expect("an increment").0.parse().expect("seconds");
        let minutes = Decimal::from(first) * opening + Decimal::from(expected - first) * number(rate);
        let whole_call = (minutes / Decimal::from(60) + sum(line, "fee")).max(sum(line, "minimum_charge"));
        let exact = whole_call * shift;
        let whole = match terms.rounding.as_str() {
            "half_up" => (exact + Decimal::new(5, 1)).floor(),
            _ => exact.ceil(),
        };
        assert_eq!(number(printed_charge), whole / shift, "{name}: charge of {seconds} seconds");
        let places = printed_charge.split_once('.').map_or(0, |(_, places)| places.len());
        assert_eq!(places, terms.decimals as usize, "{name}: decimals of {printed_charge}");
        total += whole / shift;
    }
    let currency = &terms.currency;
    let total_of = |before: &str| {
        let (_, rest) = sums.split_once(before).unwrap_or_else(|| panic!("{name}: no `{before}` in {sums}"));
        number(rest.trim().split(' ').next().expect("a sum"))
    };
    assert_eq!(total_of("The charges add up to "), total, "{name}: sum of the charges");
    assert_eq!(
        total_of("the invoice total is "),
        (total * Decimal::ONE_HUNDRED + Decimal::new(5, 1)).floor() / Decimal::ONE_HUNDRED,
        "{name}: invoice total"
    );
    assert!(sums.contains(&format!(" {currency}, before Tax")), "{name}: currency of the total in {sums}");
}

fn assert_figures(name: &str, deal: &str, drafts: &Drafts) {
    for terms in terms(deal) {
        for (format, paper) in drafts.papers() {
            let name = format!("{name}, Flow {}, {format}", terms.flow);
            assert_allowances(&name, paper, &terms);
            assert_credit(&name, paper, &terms);
            assert_invoice(&name, paper, &terms);
            assert_rates(&name, paper, &terms);
            assert_commitment(&name, deal, paper, &terms);
        }
    }
}

/// The shortfall that the schedule works out, from the words of its table: a price for the minutes below the floor, or below
/// the commitment.
fn assert_commitment(name: &str, deal: &str, paper: &Paper, terms: &Terms) {
    let deal = yaml::value(deal);
    let all = deal["pricing"]["commitments"].as_array().cloned().unwrap_or_default();
    let Some(one) = all.iter().find(|one| one["flow"] == terms.flow.as_str()) else { return };
    let (rows, _) = of_flow(&section(paper, "Worked examples", "Commitment"), &terms.flow);
    let printed = |step: &str| {
        let row = rows.iter().find(|row| row[0] == step).unwrap_or_else(|| panic!("{name}: no step `{step}`"));
        figure(&row[1])
    };
    let given = |field: &str, default: &str| one[field].as_str().unwrap_or(default).to_owned();
    let minutes = number(&given("minutes", ""));
    let floor = minutes * figure(&given("floor", "80 %")) / Decimal::ONE_HUNDRED;
    let up_to = if given("shortfall", "to_floor") == "to_floor" { floor } else { minutes };
    let missing = up_to - printed("Billed minutes, assumed");
    assert_eq!(printed("Commitment, minutes"), minutes, "{name}: commitment");
    assert_eq!(printed("Floor, minutes"), floor, "{name}: floor");
    assert_eq!(printed("Shortfall left to pay, minutes"), missing, "{name}: shortfall");
    let rate = number(terms.lines[0]["rate"].as_str().expect("a rate"));
    let price = figure(&given("price", "100 %")) / Decimal::ONE_HUNDRED;
    assert_eq!(printed("Price of the Shortfall"), half_up(missing * rate * price, 2), "{name}: price of the shortfall");
}

fn assert_rates(name: &str, paper: &Paper, terms: &Terms) {
    let section = section(paper, "Rates", &format!("Rates of Flow {}", terms.flow));
    let table = section.iter().find_map(|block| match block {
        Block::Table(rows) => Some(rows),
        _ => None,
    });
    let rows = table.unwrap_or_else(|| panic!("{name}: no rates"));
    assert_eq!(rows.len() - 1, terms.lines.len(), "{name}: lines of the rate schedule");
    for (row, line) in rows[1..].iter().zip(&terms.lines) {
        let text = |field: &str| line[field].as_str().expect(field).to_owned();
        let codes: Vec<&str> = line["codes"].as_array().expect("codes").iter().filter_map(Value::as_str).collect();
        let expected: Vec<String> = rows[0]
            .iter()
            .zip(row)
            .map(|(column, printed)| match column.as_str() {
                "Destination" => text("destination"),
                "Dial codes" if written_out(printed) == codes.iter().map(|code| (*code).to_owned()).collect() => {
                    printed.clone()
                }
                "Dial codes" => codes.join(", "),
                "Callers from" => line["origin"].as_str().unwrap_or("any").to_owned(),
                "Jurisdiction" => line["jurisdiction"].as_str().unwrap_or("any").to_owned(),
                "Time band" => line["band"].as_str().unwrap_or("any").to_owned(),
                "Rate per minute" => text("rate"),
                "Increment" => text("increment"),
                "First period, per minute" => line["first_period_rate"].as_str().unwrap_or("\u{2013}").to_owned(),
                "Fee per Call" => line["fee"].as_str().unwrap_or("\u{2013}").to_owned(),
                "Least per Call" => line["minimum_charge"].as_str().unwrap_or("\u{2013}").to_owned(),
                "Number that decides" => match line["rating"].as_str() {
                    Some("dial_code") => "as dialled".to_owned(),
                    Some(_) => "after porting".to_owned(),
                    None => "\u{2013}".to_owned(),
                },
                "Route Class" => printed.clone(),
                other => panic!("{name}: a column that no test knows: {other}"),
            })
            .collect();
        assert!(row.len() >= 6, "{name}: a column is missing in {row:?}");
        assert_eq!(row.as_slice(), expected, "{name}: a line of the rate schedule");
    }
}

/// Printed dial codes, each range as its codes.
fn written_out(printed: &str) -> BTreeSet<String> {
    let codes = printed.split(", ").flat_map(|item| match item.split_once('\u{2013}') {
        Some((first, last)) => {
            let number = |code: &str| code.parse::<u64>().expect("a dial code");
            assert!(number(last) - number(first) > 1, "{item} is a range of fewer than three codes");
            (number(first)..=number(last)).map(|code| code.to_string()).collect()
        }
        None => vec![item.to_owned()],
    });
    codes.collect()
}

#[test]
fn every_figure_of_every_example_is_right_in_every_format() {
    for (name, deal, drafts) in drafted_examples() {
        assert_figures(name, deal, drafts);
    }
}

#[test]
fn figures_are_right_for_every_rule_of_counting_and_rounding() {
    let mut deals = Vec::new();
    for per in ["started_hour", "completed_hour", "pro_rata"] {
        for (month, availability, cap) in [("calendar", "99.9 %", "10 %"), ("average", "99.995 %", "100 %")] {
            deals.push(yaml::patched(
                &smallest(),
                &[
                    ("sla.availability", json!(availability)),
                    ("sla.credits", json!({"rate": "7.5 %", "per": per, "month": month, "base": "flow", "cap": cap})),
                    ("rates.lines[0].rate", json!("0.00310")),
                    ("rates.lines[0].increment", json!("30/6")),
                    (
                        "pricing",
                        json!({"call_decimals": 4, "rounding": if month == "average" { "up" } else { "half_up" }}),
                    ),
                ],
            ));
        }
    }
    // An allowance above the downtime: nothing is credited.
    deals.push(yaml::patched(&smallest(), &[("sla.availability", json!("90 %"))]));
    // A half in the third place: both percentages round it up.
    deals.push(yaml::patched(
        &smallest(),
        &[
            ("sla.availability", json!("100 %")),
            ("sla.credits.rate", json!("1.00125 %")),
            ("sla.credits.per", json!("pro_rata")),
        ],
    ));
    // Every term that a line may have, in several lines and alone.
    let line = json!({"flow": "hk", "destination": "Hong Kong Fixed", "codes": ["8522", "8523"], "route": "cli", "rate": "0.0120", "increment": "30/6"});
    let more = |terms: Value| {
        let mut line = line.clone();
        line.as_object_mut().expect("a line").extend(terms.as_object().expect("terms").clone());
        line
    };
    for terms in [
        json!({"fee": "0.00512"}),
        json!({"first_period_rate": "0.0301"}),
        json!({"minimum_charge": "0.0200"}),
        json!({"fee": "0.0050", "first_period_rate": "0.0300", "minimum_charge": "0.0215", "rating": "serving_network"}),
        json!({"rating": "dial_code"}),
    ] {
        let mut lines = yaml::get(&yaml::value(&smallest()), "rates.lines").expect("lines").clone();
        lines.as_array_mut().expect("a list").push(more(terms));
        deals.push(yaml::patched(&smallest(), &[("rates.lines", lines)]));
    }
    // A cap finer than what is rounded to.
    deals.push(yaml::patched(&smallest(), &[("sla.credits.cap", json!("15.125 %"))]));
    for deal in deals {
        let text = [peerpact::render::Format::Markdown, peerpact::render::Format::Html];
        let files = crate::read_back::files("deal.yaml", &deal, &options(&text));
        for terms in terms(&deal) {
            for paper in [crate::read_back::markdown::read(&files["md"]), crate::read_back::html::read(&files["html"])]
            {
                let name = format!("{} {} {}", terms.per, terms.month, terms.target);
                assert_allowances(&name, &paper, &terms);
                assert_credit(&name, &paper, &terms);
                assert_invoice(&name, &paper, &terms);
                assert_rates(&name, &paper, &terms);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn billed_seconds_cover_the_call_by_whole_periods(first in 1u32..=3600, next in 1u32..=3600, seconds in 0u32..=200_000) {
        let increment = Increment { first, next };
        let found = increment.billed(seconds);
        prop_assert_eq!(u64::from(found), billed(u64::from(seconds), &increment.to_string()));
        prop_assert!(found >= seconds);
        prop_assert!(increment.billed(seconds + 1) >= found, "a longer call is billed for less");
        prop_assert!(seconds == 0 || found - seconds < first.max(next), "a period too many");
    }

    #[test]
    fn a_charge_is_the_exact_price_within_its_last_place(
        billed in 0u32..=100_000, rate in 0u64..=100_000_000, decimals in 2u32..=8,
    ) {
        let rate = Decimal::new(i64::try_from(rate).expect("small"), 8);
        let exact = Decimal::from(billed) * rate / Decimal::from(60);
        let unit = Decimal::new(1, decimals);
        let price = LinePrice::of_minutes(Rate(rate), Increment { first: 1, next: 1 });
        let charge = |billed, rounding| charge(price, billed, decimals, rounding).expect("in range");
        let near = charge(billed, Rounding::HalfUp);
        let up = charge(billed, Rounding::Up);
        prop_assert_eq!(near.scale(), decimals);
        prop_assert!((near - exact).abs() * Decimal::TWO <= unit, "{} is not nearest to {}", near, exact);
        prop_assert!(up >= exact && up - exact < unit, "{} is not next above {}", up, exact);
        prop_assert!(charge(billed + 1, Rounding::HalfUp) >= near, "a longer call costs less");
    }

    #[test]
    fn credits_grow_with_downtime_and_with_the_suppliers_strictness(
        downtime in 0u64..=4_500_000, more in 0u64..=100_000, allowance in 0u64..=450_000, rate in 0u64..=10_000,
    ) {
        let [downtime, more, allowance, rate] = [downtime, more, allowance, rate].map(|hundredths| Decimal::new(i64::try_from(hundredths).expect("small"), 2));
        let percent = |downtime, per| credit_percent(downtime, allowance, rate, per).expect("in range").0;
        for per in [Per::StartedHour, Per::ProRata, Per::CompletedHour] {
            prop_assert!(percent(downtime + more, per) >= percent(downtime, per), "more downtime, less credit");
            prop_assert!(downtime > allowance || percent(downtime, per).is_zero(), "a credit within the allowance");
        }
        let [started, share, completed] =
            [Per::StartedHour, Per::ProRata, Per::CompletedHour].map(|per| percent(downtime, per));
        prop_assert!(started >= share && share >= completed);
        prop_assert!(started - completed <= rate, "the rules differ by more than an hour's credit");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_printed_credit_is_above_its_cap(
        availability in 0u32..=10_000, rate in 0u32..=10_000, cap in 0u32..=10_000, per in 0usize..3,
    ) {
        let percent = |hundredths: u32| json!(format!("{} %", Decimal::new(i64::from(hundredths), 2)));
        let deal = yaml::patched(
            &smallest(),
            &[
                ("sla.availability", percent(availability)),
                ("sla.credits.rate", percent(rate)),
                ("sla.credits.cap", percent(cap)),
                ("sla.credits.per", json!(["started_hour", "completed_hour", "pro_rata"][per])),
            ],
        );
        let drafted = crate::read_back::draft("deal.yaml", &deal, &options(&[peerpact::render::Format::Markdown]));
        // A rule may refuse an absurd figure; what is printed is right and within the cap.
        if let Some(file) = drafted.files.iter().find(|file| file.suffix == "md") {
            let paper = crate::read_back::markdown::read(&file.bytes);
            for terms in terms(&deal) {
                let (rows, _) = of_flow(&section(&paper, "Service Levels", "Worked example"), &terms.flow);
                let after = rows.iter().find(|row| row[0] == "Credit after the cap").expect("the step");
                prop_assert!(figure(&after[1]) <= terms.cap, "{} is above {}", after[1], terms.cap);
                assert_credit("generated", &paper, &terms);
            }
        }
    }
}
