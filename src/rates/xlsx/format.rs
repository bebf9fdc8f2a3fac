//! Number formats: what of them a deck keeps, which are the zeros that they show, percentages, dates and times.

use std::collections::BTreeMap;

use super::Fault;
use super::part::{Package, Part, Piece, Tag};

/// Most zeros that a format adds on a side of the point; a spreadsheet has no more.
const MOST_ZEROS: u8 = 30;
/// Most formats, and most styles of cells. A spreadsheet stops at a quarter of it.
const MOST_STYLES: usize = 1 << 18;

/// How many digits a format shows at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    /// Digits before the point.
    pub whole: u8,
    /// Digits after the point.
    pub decimals: u8,
    /// Whether it shows hundredths as `%`.
    pub percent: bool,
}

impl Shown {
    /// As many digits as the number has.
    pub(super) const GENERAL: Self = Self { whole: 1, decimals: 0, percent: false };
}

/// What the number of a cell is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// A number.
    Number(Shown),
    /// A date, with or without a time of day.
    Date,
    /// A time of day, or a time that something takes; hours may pass 24 if so.
    Time {
        /// Whether it counts on after 24 hours, as `[h]:mm` does.
        elapsed: bool,
    },
}

impl Format {
    /// The format of a cell that has none.
    pub(super) const GENERAL: Self = Self::Number(Shown::GENERAL);

    const fn number(whole: u8, decimals: u8) -> Self {
        Self::Number(Shown { whole, decimals, percent: false })
    }

    const fn percent(decimals: u8) -> Self {
        Self::Number(Shown { whole: 1, decimals, percent: true })
    }

    /// The formats that a file need not spell out. Those from 27 to 36 and from 50 to 58 are dates of East Asia, those
    /// from 59 to 81 are Thai.
    fn built_in(id: u32) -> Self {
        match id {
            2 | 4 | 7 | 8 | 39 | 40 | 43 | 44 | 60 | 62 => Self::number(1, 2),
            9 | 67 => Self::percent(0),
            10 | 68 => Self::percent(2),
            14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 | 71..=74 | 77 | 81 => Self::Date,
            18..=21 | 32..=35 | 45 | 47 | 55 | 56 | 75 | 76 | 78 | 80 => Self::Time { elapsed: false },
            46 | 79 => Self::Time { elapsed: true },
            _ => Self::GENERAL,
        }
    }

    /// Reads a format such as `#,##0.00;[Red]-#,##0.00`. Only its first section counts, which is that of positive numbers.
    pub(super) fn read(code: &str) -> Self {
        let mut found = Code::default();
        let mut rest = code;
        while let Some(next) = rest.chars().next() {
            if next == ';' {
                break;
            }
            let length = found.take(next, rest);
            rest = rest.get(length..).unwrap_or_default();
        }
        found.format()
    }
}

/// What a format has been found to hold so far.
#[derive(Default)]
struct Code {
    whole: u8,
    decimals: u8,
    /// Places after the point so far, those that a format leaves empty among them.
    places: u8,
    point: bool,
    percent: bool,
    /// A power of ten or a fraction: such a format shows other digits than the number has, and none of them is kept.
    other: bool,
    date: bool,
    time: bool,
    elapsed: bool,
    /// `m`, which is a month or a minute.
    month: bool,
}

impl Code {
    /// Takes the next token of a format, which begins with `next`, and returns how many bytes it has.
    fn take(&mut self, next: char, rest: &str) -> usize {
        let starts = |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        // Past the closing mark, or to the end of a format that has none.
        let past = |mark: char| rest.get(1..).and_then(|inner| inner.find(mark)).map_or(rest.len(), |at| at + 2);
        for word in ["general", "am/pm", "a/p"] {
            if starts(word) {
                return word.len();
            }
        }
        match next {
            '"' => return past('"'),
            '[' => {
                let length = past(']');
                let inner = rest.get(1..length.saturating_sub(1)).unwrap_or_default().to_ascii_lowercase();
                self.elapsed |= ["h", "m", "s"]
                    .iter()
                    .any(|unit| !inner.is_empty() && inner.trim_matches(|c| unit.contains(c)).is_empty());
                return length;
            }
            // What follows is printed, or as wide as what is left out, or repeated.
            '\\' | '_' | '*' => return 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            '0' | '#' | '?' => self.digit(next == '0'),
            '.' => self.point = true,
            '%' => self.percent = true,
            '/' => self.other = true,
            'e' | 'E' if rest.get(1..2).is_some_and(|sign| sign == "+" || sign == "-") => self.other = true,
            'y' | 'Y' | 'd' | 'D' | 'e' | 'E' | 'b' | 'B' => self.date = true,
            'h' | 'H' | 's' | 'S' => self.time = true,
            'm' | 'M' => self.month = true,
            _ => {}
        }
        next.len_utf8()
    }

    fn digit(&mut self, zero: bool) {
        if self.point {
            self.places = self.places.saturating_add(1);
            if zero {
                self.decimals = self.places.min(MOST_ZEROS);
            }
        } else if zero {
            self.whole = self.whole.saturating_add(1).min(MOST_ZEROS);
        }
    }

    fn format(self) -> Format {
        // A month stands beside a day or a year or alone, minutes stand beside hours or seconds.
        if self.date || (self.month && !self.time && !self.elapsed) {
            Format::Date
        } else if self.time || self.elapsed {
            Format::Time { elapsed: self.elapsed }
        } else if self.other {
            Format::GENERAL
        } else {
            Format::Number(Shown { whole: self.whole.max(1), decimals: self.decimals, percent: self.percent })
        }
    }
}

/// The formats of cells, by the number of a cell's style.
#[derive(Debug, Default)]
pub(super) struct Formats(Vec<Format>);

impl Formats {
    /// Reads the part with the styles. A workbook without one has no formats.
    pub(super) fn read(package: &mut Package<'_>, part: Option<&str>) -> Result<Self, Fault> {
        let Some(part) = part else { return Ok(Self::default()) };
        let Some(mut part) = package.part(part)? else { return Ok(Self::default()) };
        let mut codes = BTreeMap::new();
        // The codes may stand after the styles that use them.
        let mut styles = Vec::new();
        part.root()?;
        loop {
            match part.next()? {
                Piece::Open(tag) => match tag.name() {
                    "numFmts" => read_codes(&mut part, &mut codes)?,
                    "cellXfs" => read_styles(&mut part, &mut styles)?,
                    _ => part.skip()?,
                },
                Piece::End => break,
                Piece::Close | Piece::Text(_) | Piece::Other => {}
            }
        }
        let format = |id: u32| codes.get(&id).copied().unwrap_or_else(|| Format::built_in(id));
        Ok(Self(styles.into_iter().map(format).collect()))
    }

    /// The format of a style; General for a style that is not there.
    pub(super) fn of(&self, style: Option<usize>) -> Format {
        style.and_then(|style| self.0.get(style)).copied().unwrap_or(Format::GENERAL)
    }
}

/// Hands each child of the element that is open to `each`, and leaves out what stands in it.
fn children(part: &mut Part<'_>, mut each: impl FnMut(&Tag<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
    loop {
        match part.next()? {
            Piece::Open(tag) => {
                each(&tag)?;
                part.skip()?;
            }
            Piece::Close | Piece::End => return Ok(()),
            Piece::Text(_) | Piece::Other => {}
        }
    }
}

fn too_many() -> Fault {
    Fault::new(
        format!("it has more than {MOST_STYLES} formats"),
        "copy the rates into a new workbook, or save the sheet as CSV",
    )
}

fn read_codes(part: &mut Part<'_>, codes: &mut BTreeMap<u32, Format>) -> Result<(), Fault> {
    children(part, |tag| {
        let id = tag.attribute("numFmtId")?.and_then(|id| id.parse().ok());
        if let (Some(id), Some(code)) = (id, tag.attribute("formatCode")?) {
            codes.insert(id, Format::read(&code));
        }
        if codes.len() > MOST_STYLES { Err(too_many()) } else { Ok(()) }
    })
}

fn read_styles(part: &mut Part<'_>, styles: &mut Vec<u32>) -> Result<(), Fault> {
    children(part, |tag| {
        styles.push(tag.attribute("numFmtId")?.and_then(|id| id.parse().ok()).unwrap_or_default());
        if styles.len() > MOST_STYLES { Err(too_many()) } else { Ok(()) }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn zeros_of_the_first_section_count() {
        for (code, whole, decimals) in [
            ("General", 1, 0),
            ("0.0000", 1, 4),
            ("#,##0.00", 1, 2),
            ("#.##", 1, 0),
            ("0.00##", 1, 2),
            ("0.0?0", 1, 3),
            ("000000", 6, 0),
            ("0.00;[Red]-0.0000", 1, 2),
            ("[$€-407] #,##0.000", 1, 3),
            ("\"0.00 d\"0.0\\0", 1, 1),
            ("_(* #,##0.00_);_(* \\(#,##0.00\\)", 1, 2),
            ("0.00E+00", 1, 0),
            ("# ?/?", 1, 0),
            ("@", 1, 0),
            ("[Red][>100]0.0", 1, 1),
            ("\"unclosed 0.00", 1, 0),
            ("[unclosed 0.00", 1, 0),
            ("", 1, 0),
            ("\\", 1, 0),
        ] {
            assert_eq!(Format::read(code), Format::number(whole, decimals), "{code}");
        }
        assert_eq!(Format::read("0%"), Format::percent(0));
        assert_eq!(Format::read("0.00 %"), Format::percent(2));
        assert_eq!(Format::read("0.0\"%\""), Format::number(1, 1));
        assert_eq!(Format::read(&"0".repeat(300)), Format::number(MOST_ZEROS, 0));
    }

    #[test]
    fn dates_and_times_are_told_from_numbers() {
        for code in [
            "yyyy-mm-dd",
            "[$-409]d mmm yy;@",
            "DD/MM/YYYY hh:mm",
            "mmm",
            "m/d/yy h:mm AM/PM",
            "e\"年\"m\"月\"",
            "[Red]yyyy",
        ] {
            assert_eq!(Format::read(code), Format::Date, "{code}");
        }
        for code in ["h:mm", "hh:mm:ss", "mm:ss.0", "h:mm AM/PM", "[$-F400]h:mm:ss"] {
            assert_eq!(Format::read(code), Format::Time { elapsed: false }, "{code}");
        }
        for code in ["[h]:mm", "[hh]:mm:ss", "[mm]", "[ss].00"] {
            assert_eq!(Format::read(code), Format::Time { elapsed: true }, "{code}");
        }
        for code in ["\"day\" 0", "[Dark]0", "0\\d", "[$USD] 0"] {
            assert_eq!(Format::read(code), Format::number(1, 0), "{code}");
        }
        assert_eq!((Format::built_in(14), Format::built_in(46)), (Format::Date, Format::Time { elapsed: true }));
        assert_eq!((Format::built_in(10), Format::built_in(49)), (Format::percent(2), Format::GENERAL));
    }

    proptest! {
        #[test]
        fn any_code_is_read(code in "\\PC{0,30}|[-0#?.,;%/eEymdhs\\[\\]\"\\\\_*]{0,20}") {
            let _ = Format::read(&code);
        }
    }
}
