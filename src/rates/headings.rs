//! The headings that carriers and billing systems give the columns of a deck.

use std::fmt;

use super::currency::{CurrencyWord, sign_in};
use crate::deal::money::Currency;

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeckColumn {
    /// Dial codes, one or several in a cell.
    Codes,
    /// The country code apart from the rest of a dial code.
    CountryCode,
    /// The name of the destination.
    Destination,
    /// The country of the destination.
    Country,
    /// Mobile, fixed or another kind of network.
    NetworkType,
    /// The price, of a minute unless the unit says otherwise.
    Rate,
    /// The currency of the price.
    Currency,
    /// What the price is for: a minute or a second.
    Unit,
    /// First and next seconds in one cell, such as `60/1`.
    Increment,
    /// Seconds that a call costs at least.
    First,
    /// Seconds of each further step.
    Next,
    /// The least charge or time of a call.
    Minimum,
    /// The quality of the route.
    Route,
    /// Where the calls come from.
    Origin,
    /// Interstate, intrastate and the like.
    Jurisdiction,
    /// The time band of the price, such as peak.
    Band,
    /// The flow of the deal that the line prices.
    Flow,
    /// The first day of the price.
    Effective,
    /// The last day of the price.
    Until,
    /// What changed since the last deck.
    Status,
    /// A charge for each call.
    Fee,
    /// The currency of that charge.
    FeeCurrency,
    /// The day on which the price was looked up.
    AsOf,
    /// Remarks, which are not read.
    Note,
}

/// A column's key under `rates.columns`, its usual headings, and headings that count only if none of the usual ones is present. Each
/// is in small letters, without spaces and marks.
type Headings = (DeckColumn, &'static str, &'static str, &'static str);

/// Every column that is recognised.
pub(super) const HEADINGS: &[Headings] = &[
    (
        DeckColumn::Codes,
        "codes",
        "code codes prefix prefixes dialcode dialcodes dialingcode dialingcodes diallingcode dialprefix \
         dialedprefix destinationcode destcode destinationprefix breakout breakouts e164 e164code \
         numberprefix prefixcode fullcode",
        "areacode areacodes area citycode citycodes ac ndc regioncode subcode digits range ranges",
    ),
    (
        DeckColumn::CountryCode,
        "country_code",
        "countrycode cc countrydialcode countryprefix ccode intlcode countrydialingcode",
        "",
    ),
    (
        DeckColumn::Destination,
        "destination",
        "destination destinations destinationname dest destname areaname zonename prefixname codename \
         destinationdescription",
        "name zone description location operator network networkname countryname area",
    ),
    (DeckColumn::Country, "country", "country iso isocountry countryiso iso2 isocode", ""),
    (DeckColumn::NetworkType, "network_type", "networktype numbertype type destinationtype linetype callstype", ""),
    (
        DeckColumn::Rate,
        "rate",
        "rate rates ratemin rateperminute ratepermin minuterate price prices pricemin priceperminute \
         pricepermin permin perminute sellrate buyrate ratevalue unitprice unitrate minuteprice voicerate",
        "cost costmin costperminute tariff sell newrate newprice charge amount",
    ),
    (DeckColumn::Currency, "currency", "currency ccy curr cur ratecurrency currencycode", ""),
    (DeckColumn::Unit, "unit", "unit units rateunit per unitofmeasure", ""),
    (
        DeckColumn::Increment,
        "increment",
        "increment increments billingincrement billingincrements billinginterval interval intervals rounding \
         billing inc incr pulse billingterms",
        "",
    ),
    (
        DeckColumn::First,
        "first",
        "first firsts firstincrement firstinterval firstperiod initial initialincrement initialinterval \
         initialperiod initialseconds interval1 i1 increment1 inc1 minincrement",
        "",
    ),
    (
        DeckColumn::Next,
        "next",
        "next nexts nextincrement nextinterval nextperiod subsequent subsequentincrement subsequentinterval \
         additional additionalincrement interval2 i2 increment2 inc2 incrementsec incrementseconds \
         incrementperiod intervaln in",
        "",
    ),
    (
        DeckColumn::Minimum,
        "minimum",
        "min mins minimum minimums minduration mindurations minimumduration minsec minseconds mintime \
         minimumtime minimumseconds mincharge mindur",
        "",
    ),
    (DeckColumn::Route, "route", "route routeclass routetype routequality quality routing class clitype cli", ""),
    (
        DeckColumn::Origin,
        "origin",
        "origin origingroup originbased origination originating origincountry obr obrgroup callers \
         callersfrom callingparty fromcountry",
        "",
    ),
    (DeckColumn::Jurisdiction, "jurisdiction", "jurisdiction interintra", ""),
    (DeckColumn::Band, "band", "band timeband timeofday peak peakoffpeak timeclass", ""),
    (DeckColumn::Flow, "flow", "flow", ""),
    (
        DeckColumn::Effective,
        "effective",
        "effective effectivedate effectivefrom effectivestart effectivedatetime effdate validfrom startdate \
         activationdate effectivesince effectivetime",
        "date start from activation valid fromdate",
    ),
    (
        DeckColumn::Until,
        "until",
        "until effectiveto effectiveuntil validto validuntil enddate expiry expirydate expires expirationdate \
         todate effectiveend terminationdate",
        "end to",
    ),
    (
        DeckColumn::Status,
        "status",
        "status change changes changetype changecode ratechange pricechange changestatus action movement \
         indicator ratestatus",
        "",
    ),
    (
        DeckColumn::Fee,
        "fee",
        "fee connect connection connectfee connectcharge connectionfee connectioncharge setup setupfee \
         setupcharge surcharge callfee callsetupfee callsetup percall flagfall ratepercall",
        "",
    ),
    (DeckColumn::FeeCurrency, "", "feecurrency setupfeecurrency connectcurrency connectionfeecurrency", ""),
    (DeckColumn::AsOf, "", "asof asofdate listdate period quarter", ""),
    (DeckColumn::Note, "", "note notes comment comments remark remarks", ""),
];

impl fmt::Display for DeckColumn {
    /// Writes the key of the column under `rates.columns`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = HEADINGS.iter().find(|(column, ..)| column == self).map_or("", |(_, key, ..)| *key);
        f.write_str(key)
    }
}

/// A heading in small letters, without spaces, marks and the currency that it names; and that currency.
pub(super) fn plain(heading: &str) -> (String, Option<CurrencyWord>) {
    let mut out = String::new();
    let mut currency = None;
    for word in heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match word.to_uppercase().parse::<Currency>() {
            // `All` and `Top` are words as well as currency codes.
            Ok(named) if word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                currency = Some(CurrencyWord::One(named));
            }
            _ => out.push_str(&word.to_lowercase()),
        }
    }
    let currency = currency.or_else(|| sign_in(heading));
    // `USD/min` is a price; `Min` alone is the least number of seconds.
    if currency.is_some() && ["min", "minute", "permin", "perminute"].contains(&out.as_str()) {
        out.insert_str(0, "rate");
    }
    (out, currency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deal::rates::Columns;

    #[test]
    fn no_heading_means_two_things_and_every_key_is_a_column_of_the_deal() {
        let mut seen = std::collections::BTreeSet::new();
        for (column, _, usual, others) in HEADINGS {
            for name in usual.split_whitespace() {
                assert!(seen.insert(name), "{name} ({column:?})");
            }
            let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
            assert!(usual.split_whitespace().chain(others.split_whitespace()).all(plain));
        }
        let keys = serde_json::to_value(Columns::default()).expect("columns");
        for (column, key, ..) in HEADINGS.iter().filter(|(_, key, ..)| !key.is_empty()) {
            // The unit decides whether a deck can be read at all, so only its own heading finds it.
            assert!(keys.get(key).is_some() || *column == DeckColumn::Unit, "{key}");
        }
    }

    #[test]
    fn a_heading_may_name_the_currency() {
        assert_eq!(plain("Rate (USD) / Min").0, "ratemin");
        assert_eq!(plain("Rate (USD)").1.map(|currency| currency.to_string()).as_deref(), Some("USD"));
        assert_eq!(plain("Rate (\u{20ac})").1.map(|currency| currency.to_string()).as_deref(), Some("EUR"));
        assert_eq!(plain("$/min"), ("ratemin".to_owned(), crate::rates::currency::said("$")));
        assert_eq!(plain("All codes").1, None);
    }
}
