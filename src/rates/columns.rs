//! What the columns of a deck mean, told by their headings.

use std::fmt;

use crate::deal::Text;
use crate::deal::money::Currency;
use crate::deal::rates::Columns;
use crate::deal::schema::nearest;
use crate::diagnostic::{Finding, Level};
use crate::sheet::Sheet;
use crate::source::Place;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Codes,
    CountryCode,
    Destination,
    Country,
    NetworkType,
    Rate,
    Currency,
    Unit,
    Increment,
    First,
    Next,
    Minimum,
    Route,
    Origin,
    Jurisdiction,
    Band,
    Flow,
    Effective,
    Until,
    Status,
    Fee,
    FeeCurrency,
    AsOf,
    Note,
}

/// A column's key under `rates.columns`, its usual headings, and those that count where none of the usual ones is there: without
/// spaces and marks, in small letters.
type Headings = (Column, &'static str, &'static [&'static str], &'static [&'static str]);

/// The headings that carriers and billing systems give their columns.
const HEADINGS: &[Headings] = &[
    (
        Column::Codes,
        "codes",
        &[
            "code",
            "codes",
            "prefix",
            "prefixes",
            "dialcode",
            "dialcodes",
            "dialingcode",
            "dialingcodes",
            "diallingcode",
            "dialprefix",
            "dialedprefix",
            "destinationcode",
            "destcode",
            "destinationprefix",
            "breakout",
            "breakouts",
            "e164",
            "e164code",
            "numberprefix",
            "prefixcode",
            "fullcode",
        ],
        &[
            "areacode",
            "areacodes",
            "area",
            "citycode",
            "citycodes",
            "ac",
            "ndc",
            "regioncode",
            "subcode",
            "digits",
            "range",
            "ranges",
        ],
    ),
    (
        Column::CountryCode,
        "country_code",
        &["countrycode", "cc", "countrydialcode", "countryprefix", "ccode", "intlcode", "countrydialingcode"],
        &[],
    ),
    (
        Column::Destination,
        "destination",
        &[
            "destination",
            "destinations",
            "destinationname",
            "dest",
            "destname",
            "areaname",
            "zonename",
            "prefixname",
            "codename",
            "destinationdescription",
        ],
        &["name", "zone", "description", "location", "operator", "network", "networkname", "countryname", "area"],
    ),
    (Column::Country, "country", &["country", "iso", "isocountry", "countryiso", "iso2", "isocode"], &[]),
    (
        Column::NetworkType,
        "network_type",
        &["networktype", "numbertype", "type", "destinationtype", "linetype", "callstype"],
        &[],
    ),
    (
        Column::Rate,
        "rate",
        &[
            "rate",
            "rates",
            "ratemin",
            "rateperminute",
            "ratepermin",
            "minuterate",
            "price",
            "prices",
            "pricemin",
            "priceperminute",
            "pricepermin",
            "permin",
            "perminute",
            "sellrate",
            "buyrate",
            "ratevalue",
            "unitprice",
            "unitrate",
            "minuteprice",
            "voicerate",
        ],
        &["cost", "costmin", "costperminute", "tariff", "sell", "newrate", "newprice", "charge", "amount"],
    ),
    (Column::Currency, "currency", &["currency", "ccy", "curr", "cur", "ratecurrency", "currencycode"], &[]),
    (Column::Unit, "unit", &["unit", "units", "rateunit", "per", "unitofmeasure"], &[]),
    (
        Column::Increment,
        "increment",
        &[
            "increment",
            "increments",
            "billingincrement",
            "billingincrements",
            "billinginterval",
            "interval",
            "intervals",
            "rounding",
            "billing",
            "inc",
            "incr",
            "pulse",
            "billingterms",
        ],
        &[],
    ),
    (
        Column::First,
        "first",
        &[
            "first",
            "firsts",
            "firstincrement",
            "firstinterval",
            "firstperiod",
            "initial",
            "initialincrement",
            "initialinterval",
            "initialperiod",
            "initialseconds",
            "interval1",
            "i1",
            "increment1",
            "inc1",
            "minincrement",
        ],
        &[],
    ),
    (
        Column::Next,
        "next",
        &[
            "next",
            "nexts",
            "nextincrement",
            "nextinterval",
            "nextperiod",
            "subsequent",
            "subsequentincrement",
            "subsequentinterval",
            "additional",
            "additionalincrement",
            "interval2",
            "i2",
            "increment2",
            "inc2",
            "incrementsec",
            "incrementseconds",
            "incrementperiod",
            "intervaln",
            "in",
        ],
        &[],
    ),
    (
        Column::Minimum,
        "minimum",
        &[
            "min",
            "mins",
            "minimum",
            "minimums",
            "minduration",
            "mindurations",
            "minimumduration",
            "minsec",
            "minseconds",
            "mintime",
            "minimumtime",
            "minimumseconds",
            "mincharge",
            "mindur",
        ],
        &[],
    ),
    (
        Column::Route,
        "route",
        &["route", "routeclass", "routetype", "routequality", "quality", "routing", "class", "clitype", "cli"],
        &[],
    ),
    (
        Column::Origin,
        "origin",
        &[
            "origin",
            "origingroup",
            "originbased",
            "origination",
            "originating",
            "origincountry",
            "obr",
            "obrgroup",
            "callers",
            "callersfrom",
            "callingparty",
            "fromcountry",
        ],
        &[],
    ),
    (Column::Jurisdiction, "jurisdiction", &["jurisdiction", "interintra"], &[]),
    (Column::Band, "band", &["band", "timeband", "timeofday", "peak", "peakoffpeak", "timeclass"], &[]),
    (Column::Flow, "flow", &["flow"], &[]),
    (
        Column::Effective,
        "effective",
        &[
            "effective",
            "effectivedate",
            "effectivefrom",
            "effectivestart",
            "effectivedatetime",
            "effdate",
            "validfrom",
            "startdate",
            "activationdate",
            "effectivesince",
            "effectivetime",
        ],
        &["date", "start", "from", "activation", "valid", "fromdate"],
    ),
    (
        Column::Until,
        "until",
        &[
            "until",
            "effectiveto",
            "effectiveuntil",
            "validto",
            "validuntil",
            "enddate",
            "expiry",
            "expirydate",
            "expires",
            "expirationdate",
            "todate",
            "effectiveend",
            "terminationdate",
        ],
        &["end", "to"],
    ),
    (
        Column::Status,
        "status",
        &[
            "status",
            "change",
            "changes",
            "changetype",
            "changecode",
            "ratechange",
            "pricechange",
            "changestatus",
            "action",
            "movement",
            "indicator",
            "ratestatus",
        ],
        &[],
    ),
    (
        Column::Fee,
        "fee",
        &[
            "fee",
            "connect",
            "connection",
            "connectfee",
            "connectcharge",
            "connectionfee",
            "connectioncharge",
            "setup",
            "setupfee",
            "setupcharge",
            "surcharge",
            "callfee",
            "callsetupfee",
            "callsetup",
            "percall",
            "flagfall",
            "ratepercall",
        ],
        &[],
    ),
    (Column::FeeCurrency, "", &["feecurrency", "setupfeecurrency", "connectcurrency", "connectionfeecurrency"], &[]),
    (Column::AsOf, "", &["asof", "asofdate", "listdate", "period", "quarter"], &[]),
    (Column::Note, "", &["note", "notes", "comment", "comments", "remark", "remarks"], &[]),
];

/// Rows above the headings that a title may take.
const TITLE_ROWS: usize = 60;

/// The headings of a deck, understood.
#[derive(Debug, Clone)]
pub struct Found {
    /// The row of the headings.
    pub header: usize,
    /// Currency that a heading names, such as `Rate (USD)`.
    pub currency: Option<Currency>,
    at: Vec<(Column, usize)>,
}

impl Found {
    /// Which column of the file holds this, if any.
    #[must_use]
    pub fn at(&self, column: Column) -> Option<usize> {
        self.at.iter().find(|(known, _)| *known == column).map(|(_, at)| *at)
    }
}

impl fmt::Display for Column {
    /// Its key under `rates.columns`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = HEADINGS.iter().find(|(column, ..)| column == self).map_or("", |(_, key, ..)| *key);
        f.write_str(key)
    }
}

fn wanted(columns: &Columns) -> impl Iterator<Item = (Column, &Text)> {
    let each = [
        (Column::Codes, &columns.codes),
        (Column::CountryCode, &columns.country_code),
        (Column::Destination, &columns.destination),
        (Column::Country, &columns.country),
        (Column::NetworkType, &columns.network_type),
        (Column::Rate, &columns.rate),
        (Column::Currency, &columns.currency),
        (Column::Increment, &columns.increment),
        (Column::First, &columns.first),
        (Column::Next, &columns.next),
        (Column::Minimum, &columns.minimum),
        (Column::Route, &columns.route),
        (Column::Origin, &columns.origin),
        (Column::Jurisdiction, &columns.jurisdiction),
        (Column::Band, &columns.band),
        (Column::Flow, &columns.flow),
        (Column::Effective, &columns.effective),
        (Column::Until, &columns.until),
        (Column::Status, &columns.status),
        (Column::Fee, &columns.fee),
    ];
    each.into_iter().filter_map(|(column, heading)| Some((column, heading.as_ref()?)))
}

/// A heading without spaces, marks and the currency that it names, in small letters; and that currency.
fn plain(heading: &str) -> (String, Option<Currency>) {
    let mut out = String::new();
    let mut currency = None;
    for word in heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match word.to_uppercase().parse::<Currency>() {
            // `All` and `Top` are currencies, too, and words.
            Ok(named) if word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                currency = Some(named)
            }
            _ => out.push_str(&word.to_lowercase()),
        }
    }
    // USD/min is a price, and Min alone the least seconds.
    if currency.is_some() && ["min", "minute", "permin", "perminute"].contains(&out.as_str()) {
        out.insert_str(0, "rate");
    }
    (out, currency)
}

/// Whether a cell is a heading that somebody named.
fn same(cell: &str, heading: &Text) -> bool {
    cell.split_whitespace().eq(heading.as_str().split_whitespace())
}

/// What each cell of a row would mean as a heading.
fn meaning(sheet: &Sheet, row: usize, columns: &Columns) -> Vec<(Column, usize)> {
    let cells: Vec<(usize, String)> = sheet
        .grid
        .cells(row)
        .enumerate()
        .map(|(at, heading)| (at, plain(heading).0))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    let mut out: Vec<(Column, usize)> = Vec::new();
    for (column, heading) in wanted(columns) {
        let named = sheet.grid.cells(row).enumerate().filter(|(_, cell)| same(cell, heading));
        out.extend(named.map(|(at, _)| (column, at)));
    }
    let settled: Vec<Column> = out.iter().map(|(column, _)| *column).collect();
    for strong in [true, false] {
        for (column, _, usual, others) in HEADINGS.iter().filter(|(column, ..)| !settled.contains(column)) {
            if !strong && out.iter().any(|(known, _)| known == column) {
                continue;
            }
            let names = if strong { usual } else { others };
            for (at, name) in &cells {
                if names.contains(&name.as_str()) && !out.iter().any(|(_, taken)| taken == at) {
                    out.push((*column, *at));
                }
            }
        }
    }
    out
}

/// Finds the headings of a deck and what they mean. Where it is the only deck, every heading of `columns` has to be there. Faults are added to `findings`; `None` where a column that nobody can do without
/// is not found, or could be one of several.
pub fn find(sheet: &Sheet, columns: &Columns, one_deck: bool, findings: &mut Vec<Finding>) -> Option<Found> {
    let rows = sheet.grid.len().min(TITLE_ROWS);
    let needed = [Column::Codes, Column::Rate];
    let has = |found: &[(Column, usize)], column| found.iter().any(|(known, _)| *known == column);
    let all: Vec<_> = (0..rows).map(|row| (row, meaning(sheet, row, columns))).collect();
    let Some((header, found)) = all.iter().find(|(_, found)| needed.iter().all(|column| has(found, *column))) else {
        // The row that comes nearest tells what is amiss.
        let (row, nearest) = all.iter().max_by_key(|(row, found)| (found.len(), std::cmp::Reverse(*row)))?;
        findings.push(missing(sheet, *row, nearest));
        return None;
    };
    let before = findings.len();
    for (column, heading) in wanted(columns) {
        let is_there = sheet.grid.cells(*header).any(|cell| same(cell, heading));
        // Of several decks, one may have headings of its own.
        if !is_there && (one_deck || !has(found, column)) {
            let near = nearest(heading.as_str(), sheet.grid.cells(*header));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            findings.push(
                Finding::error(
                    "DECK003",
                    format!("no column is headed `{heading}`, which `rates.columns.{column}` names"),
                )
                .at(Place::new(&sheet.source, sheet.source.line_span(sheet.grid.line(*header))))
                .help(format!("write the heading as it stands in the deck{near}")),
            );
        }
    }
    for (column, key, ..) in HEADINGS.iter().filter(|(_, key, ..)| !key.is_empty()) {
        let mut places = found.iter().filter(|(known, _)| known == column).map(|(_, at)| *at);
        let (Some(first), Some(second)) = (places.next(), places.next()) else { continue };
        let (one, other) = (sheet.grid.get(*header, first), sheet.grid.get(*header, second));
        findings.push(
            Finding::error("DECK003", format!("`{one}` and `{other}` could both be the column of `{key}`"))
                .at(sheet.place(*header, second))
                .see(sheet.place(*header, first), "the other")
                .help(format!("say which in the deal: `rates: {{columns: {{{key}: {one}}}}}`")),
        );
    }
    unread(sheet, *header, found, findings);
    if findings.get(before..).is_some_and(|new| new.iter().any(|finding| finding.level == Level::Error)) {
        return None;
    }
    let currency = found
        .iter()
        .find(|(column, _)| *column == Column::Rate)
        .and_then(|(_, at)| plain(sheet.grid.get(*header, *at)).1);
    Some(Found { header: *header, currency, at: found.clone() })
}

fn missing(sheet: &Sheet, row: usize, found: &[(Column, usize)]) -> Finding {
    let lacks = |column| !found.iter().any(|(known, _)| *known == column);
    let what = match (lacks(Column::Codes), lacks(Column::Rate)) {
        (true, true) => "no row names its columns: one for dial codes and one for rates are needed",
        (true, false) => "no column of dial codes is found",
        (false, _) => "no column of rates is found",
    };
    let headings: Vec<String> = sheet
        .grid
        .cells(row)
        .filter(|cell| !cell.is_empty())
        .take(20)
        .map(|cell| format!("`{}`", brief(cell)))
        .collect();
    let help = if sheet.grid.width(row) < 2 {
        "part the cells by comma, semicolon or tab, and write the headings into the first row, such as codes,destination,rate".to_owned()
    } else {
        let key = if lacks(Column::Codes) { "codes" } else { "rate" };
        format!(
            "the headings are {}; say which it is in the deal: `rates: {{columns: {{{key}: …}}}}`",
            headings.join(", ")
        )
    };
    Finding::error("DECK003", what)
        .at(Place::new(&sheet.source, sheet.source.line_span(sheet.grid.line(row))))
        .help(help)
}

/// A column that nobody reads could be a price.
fn unread(sheet: &Sheet, header: usize, found: &[(Column, usize)], findings: &mut Vec<Finding>) {
    let mut left = (0..sheet.grid.width(header))
        .filter(|at| !sheet.grid.get(header, *at).is_empty() && !found.iter().any(|(_, taken)| taken == at));
    let Some(first) = left.next() else { return };
    let names: Vec<String> = std::iter::once(first)
        .chain(left)
        .take(20)
        .map(|at| format!("`{}`", brief(sheet.grid.get(header, at))))
        .collect();
    findings.push(
        Finding::new("DECK008", Level::Note, format!("nothing is read from the column {}", names.join(", ")))
            .at(sheet.place(header, first))
            .help("name it under `rates.columns` if it says what a call costs; else it can stay"),
    );
}

/// A cell as a message quotes it.
pub(super) fn brief(cell: &str) -> String {
    const MOST: usize = 40;
    let mut out: String = cell.chars().take(MOST).collect();
    if cell.chars().nth(MOST).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_heading_means_two_things_and_every_key_is_a_column_of_the_deal() {
        let mut seen = std::collections::BTreeSet::new();
        for (column, _, usual, others) in HEADINGS {
            for name in *usual {
                assert!(seen.insert(*name), "{name} ({column:?})");
            }
            assert!(
                usual
                    .iter()
                    .chain(*others)
                    .all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
            );
        }
        let keys = serde_json::to_value(Columns::default()).expect("columns");
        for (column, key, ..) in HEADINGS.iter().filter(|(_, key, ..)| !key.is_empty()) {
            // The unit decides whether a deck is read at all, and is found by its own heading or not at all.
            assert!(keys.get(key).is_some() || *column == Column::Unit, "{key}");
        }
    }

    #[test]
    fn a_heading_may_name_the_currency() {
        assert_eq!(plain("Rate (USD) / Min").0, "ratemin");
        assert_eq!(plain("Rate (USD)").1.map(|currency| currency.to_string()).as_deref(), Some("USD"));
        assert_eq!(plain("All codes").1, None);
    }
}
