//! Whether the name of a destination says mobile or fixed.

use crate::numbering_plan::{NumberType, Types};

/// Words that mean mobile. "Wireless" is left out: some of it is fixed.
const MOBILE: [&str; 6] = ["mobile", "mobiles", "mob", "cellular", "cell", "gsm"];

/// Words that mean fixed. "Proper" is left out: it often means everything in a country without its own price.
const FIXED: [&str; 6] = ["fixed", "landline", "landlines", "wireline", "pstn", "geographic"];

/// Words that negate the others, as in "all but mobile".
const NOT: [&str; 7] = ["non", "not", "but", "except", "excluding", "excl", "without"];

/// What a name says about its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NetworkName {
    Mobile,
    Fixed,
}

impl NetworkName {
    /// What a name says; `None` if it says neither, or both.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let says = |list: &[&str]| name.split(|c: char| !c.is_alphanumeric()).any(|word| list.contains(&word));
        match (says(&MOBILE), says(&FIXED)) {
            _ if says(&NOT) => None,
            (true, false) => Some(Self::Mobile),
            (false, true) => Some(Self::Fixed),
            _ => None,
        }
    }

    /// Whether some of the numbers fit the name. Price lists count VoIP and company numbers as fixed.
    pub(crate) fn holds(self, types: Types) -> bool {
        let fitting: &[NumberType] = match self {
            Self::Mobile => &[NumberType::Mobile],
            Self::Fixed => &[NumberType::Fixed, NumberType::Voip, NumberType::Universal],
        };
        fitting.iter().any(|one| types.contains(*one))
    }

    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::Fixed => "fixed",
        }
    }

    /// The word for the other kind.
    pub(crate) fn other(self) -> &'static str {
        match self {
            Self::Mobile => "fixed",
            Self::Fixed => "mobile",
        }
    }
}
