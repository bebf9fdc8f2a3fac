//! One section of a number format, such as `[Red]-#,##0.00 [$€-407]`: what it shows of a number, and the words around it.

use super::money;
use super::number::{Number, ShownDigits};

/// Most zeros that a format adds on either side of the point; spreadsheets have the same limit.
pub(super) const MOST_ZEROS: u8 = 30;
/// Most characters of a format's own words; Excel takes 255 for the whole format.
const MOST_WORDS: usize = 255;

/// What a section shows of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionKind {
    Number(ShownDigits),
    /// A fraction, which may round it.
    Fraction,
    /// A power of ten behind so many digits.
    Power(u8),
    /// Marks between its digits, which make another number of it.
    Marked,
    /// A date. `whole` says whether year, month and day are all shown, `time` whether the time of day is.
    Date {
        whole: bool,
        time: bool,
    },
    /// A time of day, or a duration: `elapsed` lets hours pass 24.
    Time {
        elapsed: bool,
    },
    /// Nothing of it: the section has only words, or is empty.
    Nothing,
    /// The text of the cell: `@`.
    Text,
}

/// The numbers that a section applies to, if it says so: `[>=100]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SectionCondition {
    less: bool,
    equal: bool,
    greater: bool,
    bound: Number,
}

impl SectionCondition {
    fn read(inner: &str) -> Option<Self> {
        let digits = inner.trim_start_matches(['<', '>', '=']);
        let (less, equal, greater) = match inner.get(..inner.len() - digits.len())? {
            "<" => (true, false, false),
            "<=" => (true, true, false),
            ">" => (false, false, true),
            ">=" => (false, true, true),
            "=" => (false, true, false),
            "<>" => (true, false, true),
            _ => return None,
        };
        Some(Self { less, equal, greater, bound: Number::read(digits)? })
    }

    /// Whether the section is for this number.
    pub(super) fn holds(&self, number: &Number) -> bool {
        match number.compare(&self.bound) {
            std::cmp::Ordering::Less => self.less,
            std::cmp::Ordering::Equal => self.equal,
            std::cmp::Ordering::Greater => self.greater,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// The numbers that it applies to.
    pub condition: Option<SectionCondition>,
    /// What it shows of a number.
    pub kind: SectionKind,
    /// The words before the digits; `after` holds those behind them.
    pub before: String,
    pub after: String,
    /// Whether it shows a text more than once.
    pub repeats: bool,
    /// The number of its colour in the table of colours, if it has one, which takes the place of the font's.
    pub colour: Option<usize>,
}

impl Section {
    /// A section with digits and no words.
    pub(super) const fn plain(kind: SectionKind) -> Self {
        Self { condition: None, kind, before: String::new(), after: String::new(), repeats: false, colour: None }
    }

    /// Whether its words mark a number as negative.
    pub(super) fn says_minus(&self) -> bool {
        self.before.contains(['-', '(', '\u{2212}', '\u{2013}']) || self.after.contains(['-', '\u{2212}', '\u{2013}'])
    }
}

/// Reads the section at the start of `code`, and returns what follows its semicolon, if any.
pub(super) fn read(code: &str) -> (Section, Option<&str>) {
    let mut found = FormatCode::default();
    let mut rest = code;
    while let Some(next) = rest.chars().next() {
        if next == ';' {
            return (found.section(), rest.get(1..));
        }
        let length = found.take(next, rest);
        rest = rest.get(length..).unwrap_or_default();
    }
    (found.section(), None)
}

/// What has been found in a section so far.
#[derive(Default)]
struct FormatCode {
    condition: Option<SectionCondition>,
    before: String,
    after: String,
    whole: u8,
    decimals: u8,
    /// Digit places after the point so far, including optional ones.
    places: u8,
    point: bool,
    /// Whether a digit place was met.
    digits: bool,
    general: bool,
    text: bool,
    repeats: bool,
    colour: Option<usize>,
    /// Commas since the last digit place.
    commas: i16,
    /// Powers of ten by which the number is shown.
    power: i16,
    /// Whether a fraction was met.
    fraction: bool,
    /// The digits before a power of ten.
    exponent: Option<u8>,
    /// Whether marks between the digits were met.
    marked: bool,
    year: bool,
    day: bool,
    time: bool,
    elapsed: bool,
    /// Whether `m` was met, which means month or minute.
    month: bool,
}

impl FormatCode {
    /// Takes the next token of a format, which begins with `next`, and returns how many bytes it has.
    fn take(&mut self, next: char, rest: &str) -> usize {
        let starts = |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        // To the byte after the closing mark, or to the end if there is none.
        let past = |mark: char| rest.get(1..).and_then(|inner| inner.find(mark)).map_or(rest.len(), |at| at + 2);
        if starts("general") {
            (self.general, self.digits) = (true, true);
            return "general".len();
        }
        for word in ["am/pm", "a/p"] {
            if starts(word) {
                self.time = true;
                return word.len();
            }
        }
        match next {
            '"' => {
                let length = past('"');
                self.say(rest.get(1..length).unwrap_or_default().trim_end_matches('"'));
                return length;
            }
            '[' => {
                let length = past(']');
                self.bracket(rest.get(1..length).unwrap_or_default().trim_end_matches(']'));
                return length;
            }
            // The next character is printed as it is.
            '\\' => {
                let mark = rest.get(1..).and_then(|rest| rest.chars().next());
                self.say(mark.map_or("", |mark| rest.get(1..1 + mark.len_utf8()).unwrap_or_default()));
                return 1 + mark.map_or(0, char::len_utf8);
            }
            // A space as wide as the next character, or a fill with it.
            '_' | '*' => {
                self.say(" ");
                return 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
            }
            '0' | '#' | '?' => self.digit(next == '0'),
            '.' if self.digits || rest.get(1..2).is_some_and(|next| "0#?".contains(next)) => {
                self.scale();
                (self.point, self.digits) = (true, true);
            }
            ',' if self.digits => self.commas += 1,
            '%' => {
                self.power = self.power.saturating_add(2);
                self.say("%");
            }
            '/' if self.digits && rest.get(1..2).is_some_and(|next| "0#?123456789".contains(next)) => {
                self.fraction = true;
            }
            'e' | 'E' if rest.get(1..2).is_some_and(|sign| sign == "+" || sign == "-") => {
                // Some formats show up to three digits before the point, and at least one.
                self.exponent = Some(self.places.saturating_add(1));
                return 2;
            }
            '@' => {
                self.repeats |= self.text;
                self.text = true;
            }
            'y' | 'Y' | 'e' | 'E' | 'b' | 'B' | 'g' | 'G' => self.year = true,
            'd' | 'D' => self.day = true,
            'h' | 'H' | 's' | 'S' => self.time = true,
            'm' | 'M' => self.month = true,
            _ => self.say(rest.get(..next.len_utf8()).unwrap_or_default()),
        }
        next.len_utf8()
    }

    /// Reads square brackets: a colour, a condition, a currency with its locale, hours that pass 24.
    fn bracket(&mut self, inner: &str) {
        if let Some(currency) = inner.strip_prefix('$') {
            let (sign, locale) = currency.split_once('-').unwrap_or((currency, ""));
            if let Some(code) = money::of_locale(sign, locale) {
                self.say(" ");
                self.say(code);
                self.say(" ");
            } else {
                self.say(sign);
            }
        } else if let Some(condition) = SectionCondition::read(inner) {
            self.condition = Some(condition);
        } else if let Some(colour) = colour(inner) {
            self.colour = Some(colour);
        } else {
            let inner = inner.to_ascii_lowercase();
            self.elapsed |= ["h", "m", "s"]
                .iter()
                .any(|unit| !inner.is_empty() && inner.trim_matches(|c| unit.contains(c)).is_empty());
        }
    }

    /// Adds words of the format. Words between digits are recognised when the next digit comes.
    fn say(&mut self, words: &str) {
        let side = if self.digits || self.text { &mut self.after } else { &mut self.before };
        if side.len() + words.len() <= MOST_WORDS {
            side.extend(words.chars().map(|c| if c.is_control() { ' ' } else { c }));
        }
    }

    /// Commas after the last digit before the point divide by a thousand each; between digits they separate thousands.
    fn scale(&mut self) {
        self.power = self.power.saturating_sub(self.commas.saturating_mul(3));
        self.commas = 0;
    }

    fn digit(&mut self, zero: bool) {
        // Marks that separate thousands, such as a space, are not words.
        self.marked |= !self.after.trim_matches([' ', '\'', '\u{a0}', '\u{202f}', '\u{2019}']).is_empty();
        self.after.clear();
        self.digits = true;
        self.commas = 0;
        if self.point {
            self.places = self.places.saturating_add(1);
            if zero {
                self.decimals = self.places.min(MOST_ZEROS);
            }
        } else if zero {
            self.whole = self.whole.saturating_add(1).min(MOST_ZEROS);
        }
    }

    fn kind(&self) -> SectionKind {
        // `m` is a month beside a day or a year or alone, and a minute beside hours or seconds.
        if self.year || self.day || (self.month && !self.time && !self.elapsed) {
            SectionKind::Date { whole: self.year && self.day && self.month, time: self.time }
        } else if self.time || self.elapsed {
            SectionKind::Time { elapsed: self.elapsed }
        } else if self.marked {
            SectionKind::Marked
        } else if let Some(digits) = self.exponent {
            SectionKind::Power(digits)
        } else if self.fraction {
            SectionKind::Fraction
        } else if self.general {
            SectionKind::Number(ShownDigits { power: self.power, ..ShownDigits::GENERAL })
        } else if self.digits {
            SectionKind::Number(ShownDigits {
                whole: self.whole.max(1),
                decimals: self.decimals,
                places: Some(self.places),
                power: self.power,
                zero: self.whole > 0 || self.decimals > 0,
            })
        } else if self.text {
            SectionKind::Text
        } else {
            SectionKind::Nothing
        }
    }

    fn section(mut self) -> Section {
        self.scale();
        Section {
            kind: self.kind(),
            condition: self.condition,
            before: self.before,
            after: self.after,
            repeats: self.repeats,
            colour: self.colour,
        }
    }
}

/// The number of a colour in the table of colours, as a format names it: `Red`, `Color 3`.
fn colour(word: &str) -> Option<usize> {
    const NAMES: [&str; 8] = ["black", "white", "red", "green", "blue", "yellow", "magenta", "cyan"];
    let word = word.trim().to_ascii_lowercase();
    if let Some(at) = NAMES.iter().position(|name| *name == word) {
        return Some(at);
    }
    let number = word.strip_prefix("color").or_else(|| word.strip_prefix("colour"))?.trim().parse::<usize>().ok()?;
    // The first eight colours of the table stand twice.
    (1..=56).contains(&number).then(|| number + 7)
}
