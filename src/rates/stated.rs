//! The currency of a deck: what the deal, a title, a heading, a column and the prices say about it, and whether they agree.

use super::currency::{self, CurrencyWord};
use super::headings::{CURRENCIES, folded};
use crate::deal::money::Currency;
use crate::diagnostic::{Finding, Level, Misread};
use crate::sheet::Sheet;

/// What is wrong with the currency of a row or a heading: the code of the finding, and its fact and remedy.
pub(super) type Wrong = (&'static str, Misread);

/// The currency of a deck, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stated {
    /// The currency that every price must be in.
    pub usual: Option<Currency>,
    /// Whether the deck names it beside its prices, so that a shared currency sign is not ambiguous.
    deck: bool,
    /// Whether the deal, a title or the heading of the prices says it for every row.
    for_all: bool,
    /// Rows whose price has a shared sign, and the first of them with its sign.
    pub shared: (usize, Option<(usize, CurrencyWord)>),
}

impl Stated {
    /// Begins with the currency of the deal, if it has one.
    pub(super) fn new(deal: Option<Currency>) -> Self {
        Self { usual: deal, deck: false, for_all: deal.is_some(), shared: (0, None) }
    }

    /// Takes what a heading says about the prices below it; `row` is its row.
    ///
    /// # Errors
    ///
    /// It contradicts the deal, or names no single currency.
    pub(super) fn heading(&mut self, row: usize, said: CurrencyWord) -> Result<(), Wrong> {
        self.said(row, said, None)?;
        self.deck |= matches!(said, CurrencyWord::One(_));
        self.for_all |= self.deck;
        Ok(())
    }

    /// Takes what a row says about its price: beside the figure, and in a column of its own.
    ///
    /// # Errors
    ///
    /// It contradicts what was said before, names no single currency, or is silent where other rows name theirs.
    pub(super) fn row(
        &mut self,
        row: usize,
        column: Option<Currency>,
        said: Option<CurrencyWord>,
    ) -> Result<(), Wrong> {
        if let (None, None, Some(usual), false) = (column, said, self.usual, self.for_all) {
            return Err((
                "DECK003",
                Misread::new(
                    format!("the row does not say its currency, and other rows say {usual}"),
                    "write it into the row, or say which currency every price is in, with --currency or in the deal",
                ),
            ));
        }
        if let Some(currency) = column {
            match self.usual {
                None => self.usual = Some(currency),
                Some(usual) if usual == currency => {}
                Some(usual) => return Err(differs(&currency, usual)),
            }
        }
        said.map_or(Ok(()), |said| self.said(row, said, column))
    }

    /// Takes what is said about the currency of a sum for each call: in a column of its own, and beside the figure.
    ///
    /// # Errors
    ///
    /// It is another than that of the prices.
    pub(super) fn call_sum(&self, column: Option<Currency>, said: Option<CurrencyWord>) -> Result<(), Wrong> {
        let Some(usual) = self.usual else { return Ok(()) };
        match (column, said) {
            (Some(currency), _) if currency != usual => Err(differs(&currency, usual)),
            (_, Some(said)) if !said.can_be(usual) => Err(differs(&said, usual)),
            _ => Ok(()),
        }
    }

    fn said(&mut self, row: usize, said: CurrencyWord, column: Option<Currency>) -> Result<(), Wrong> {
        match (column.or(self.usual), said) {
            (Some(known), said) if !said.can_be(known) => Err(differs(&said, known)),
            (Some(_), CurrencyWord::Of(..)) if column.is_none() && !self.deck => {
                self.shared.0 += 1;
                self.shared.1.get_or_insert((row, said));
                Ok(())
            }
            (Some(_), _) => Ok(()),
            (None, CurrencyWord::One(currency)) => {
                self.usual = Some(currency);
                Ok(())
            }
            (None, CurrencyWord::Of(sign, _)) => Err((
                "DECK003",
                Misread::new(
                    format!("`{sign}` is the sign of several currencies"),
                    "say which in the heading, such as `Rate (USD)`, or name the deal \
                     with --deal",
                ),
            )),
        }
    }
}

fn differs(said: &dyn std::fmt::Display, usual: Currency) -> Wrong {
    (
        "DECK009",
        Misread::new(
            format!("the price is in {said}, and the schedule is in {usual}"),
            "keep one currency to a schedule, in `rates.currency`",
        ),
    )
}

/// A finding if the titles above the headings name currencies and the schedule's is not among them.
pub(super) fn title(sheet: &Sheet, header: usize, usual: Option<Currency>) -> Option<Finding> {
    let usual = usual?;
    let named = |cell: &str| {
        let code =
            cell.split(|c: char| !c.is_alphanumeric()).find(|word| CURRENCIES.contains(word)).and_then(currency::said);
        code.or_else(|| currency::sign_in(cell))
    };
    let cells = (0..header).flat_map(|row| (0..sheet.grid.width(row)).map(move |column| (row, column)));
    let all: Vec<_> =
        cells.filter_map(|(row, column)| Some((row, column, named(sheet.grid.get(row, column))?))).collect();
    if all.iter().any(|(.., said)| said.can_be(usual)) {
        return None;
    }
    let (row, column, said) = all.first()?;
    let fact = format!("{}: a title names {said}, and the prices are read in {usual}", sheet.name(*row, *column));
    let help = "ask in which currency the prices are; then write it into the heading, such as `Rate (USD)`";
    Some(Finding::new("DECK009", Level::Warning, fact).at(sheet.place(*row, *column)).help(help))
}

/// The currency that a line of text states, if it states nothing else, such as `Currency: EUR`.
pub(super) fn currency_line(line: &str) -> Option<CurrencyWord> {
    const LABELS: [&str; 12] = [
        "currency",
        "billing currency",
        "rate currency",
        "devise",
        "moneda",
        "wahrung",
        "moeda",
        "valuta",
        "валюта",
        "货币",
        "币种",
        "العملة",
    ];
    let (label, word) = line.split_once([':', '=']).or_else(|| line.trim().rsplit_once(' '))?;
    let label = label.split_whitespace().map(folded).collect::<Vec<_>>().join(" ");
    LABELS.iter().any(|known| label == folded_words(known)).then(|| currency::said(word.trim())).flatten()
}

fn folded_words(text: &str) -> String {
    text.split(' ').map(folded).collect::<Vec<_>>().join(" ")
}

/// The currency that a line above the headings states for all prices, and its row.
pub(super) fn stated_above(sheet: &Sheet, header: usize) -> Option<(usize, CurrencyWord)> {
    (0..header).find_map(|row| {
        let line = sheet.grid.cells(row).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ");
        Some((row, currency_line(&line)?))
    })
}
