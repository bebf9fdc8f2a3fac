//! Number formats: what a reader of the table sees of a number, and what the format hides from that reader.

use super::moment::Epoch;
use super::number::{Number, ShownDigits};
use super::section::{self, Section, SectionKind};

/// The sign of a currency that the format leaves to the computer on which the workbook is opened.
const LOCAL: &str = "\u{a4}";

/// What a format hides of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hides {
    Nothing,
    /// Some of its digits, or part of its date.
    Some,
    /// It shows another value.
    Other,
    All,
}

/// A number format: what a cell shows of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellFormat {
    /// The sections for numbers; at least one.
    numbers: Vec<Section>,
    /// The section for texts, if there is one.
    text: Option<Section>,
    /// Whether one of them has a colour of its own.
    coloured: bool,
}

impl CellFormat {
    fn of(kind: SectionKind) -> Self {
        Self { numbers: vec![Section::plain(kind)], text: None, coloured: false }
    }

    pub(super) fn general() -> Self {
        Self::of(SectionKind::Number(ShownDigits::GENERAL))
    }

    fn decimals(decimals: u8, power: i16, after: &str) -> Self {
        let shown = ShownDigits { whole: 1, decimals, places: Some(decimals), power, zero: true };
        let section = Section { after: after.to_owned(), ..Section::plain(SectionKind::Number(shown)) };
        Self { numbers: vec![section], text: None, coloured: false }
    }

    /// The built-in formats, which a file does not spell out. Numbers 27 to 36 and 50 to 58 are East Asian dates, 59 to 81 are
    /// Thai. Numbers 5 to 8, 42 and 44 have the currency of the computer.
    pub(super) fn built_in(id: u32) -> Self {
        let local = |decimals| {
            let mut format = Self::decimals(decimals, 0, "");
            format.numbers.iter_mut().for_each(|section| LOCAL.clone_into(&mut section.before));
            format
        };
        match id {
            1 | 3 | 37 | 38 | 41 | 59 | 61 => Self::decimals(0, 0, ""),
            2 | 4 | 39 | 40 | 43 | 60 | 62 => Self::decimals(2, 0, ""),
            5 | 6 | 42 => local(0),
            7 | 8 | 44 => local(2),
            9 | 67 => Self::decimals(0, 2, "%"),
            10 | 68 => Self::decimals(2, 2, "%"),
            11 => Self::of(SectionKind::Power(3)),
            48 => Self::of(SectionKind::Power(2)),
            12 | 13 | 69 | 70 => Self::of(SectionKind::Fraction),
            14 | 15 | 27 | 28 | 31 | 36 | 50 | 51 | 53 | 54 | 57 | 58 | 71 | 72 => {
                Self::of(SectionKind::Date { whole: true, time: false })
            }
            16 | 17 | 29 | 30 | 52 | 73 | 74 => Self::of(SectionKind::Date { whole: false, time: false }),
            22 | 77 => Self::of(SectionKind::Date { whole: true, time: true }),
            18..=21 | 32..=35 | 45 | 47 | 55 | 56 | 75 | 76 | 78 | 80 => Self::of(SectionKind::Time { elapsed: false }),
            46 | 79 => Self::of(SectionKind::Time { elapsed: true }),
            81 => Self::of(SectionKind::Date { whole: true, time: false }),
            _ => Self::general(),
        }
    }

    /// Reads a format such as `#,##0.00;[Red]-#,##0.00;"free";@`.
    pub(super) fn read(code: &str) -> Self {
        let mut sections = Vec::new();
        let mut rest = Some(code).filter(|code| !code.is_empty());
        while let Some(code) = rest.filter(|_| sections.len() < 4) {
            let (section, left) = section::read(code);
            sections.push(section);
            rest = left;
        }
        // The fourth section is that of texts, and so is the last one with `@`.
        let last_is_text =
            sections.last().is_some_and(|section| section.kind == SectionKind::Text) || sections.len() == 4;
        let text = if last_is_text { sections.pop() } else { None };
        if sections.is_empty() {
            let general = Section::plain(SectionKind::Number(ShownDigits::GENERAL));
            let (before, after) =
                text.as_ref().map(|text| (text.before.clone(), text.after.clone())).unwrap_or_default();
            sections.push(Section { before, after, ..general });
        }
        let coloured = sections.iter().chain(&text).any(|section| section.colour.is_some());
        Self { numbers: sections, text, coloured }
    }

    /// Whether it has colours of its own.
    pub(super) fn is_coloured(&self) -> bool {
        self.coloured
    }

    /// The number of the colour in which it shows a number, or a text, if it has one of its own for it.
    pub(super) fn colour(&self, number: Option<&Number>) -> Option<usize> {
        match number {
            Some(number) => self.section(number).and_then(|(section, _)| section.colour),
            None => self.text.as_ref().and_then(|section| section.colour),
        }
    }

    /// The section for a number, and whether that section is for negative numbers alone. `None` if no section applies.
    fn section(&self, number: &Number) -> Option<(&Section, bool)> {
        let count = self.numbers.len();
        let conditions = self.numbers.iter().any(|section| section.condition.is_some());
        for (at, section) in self.numbers.iter().enumerate() {
            let last = at + 1 == count;
            let holds = match &section.condition {
                Some(condition) => condition.holds(number),
                None if last => true,
                None => match at {
                    0 => !number.is_negative() && (count == 2 || !number.is_zero()),
                    _ => number.is_negative(),
                },
            };
            if holds {
                return Some((section, at == 1 && !conditions && number.is_negative()));
            }
        }
        None
    }

    /// Writes what the format shows of a number, and says what it hides. All digits are written even if the format shows fewer: the
    /// user must decide which of the two prices holds.
    pub(super) fn show(&self, number: &Number, epoch: Epoch, out: &mut String) -> Hides {
        let Some((section, negative_only)) = self.section(number) else {
            number.write(ShownDigits::GENERAL, out);
            return Hides::Some;
        };
        let start = out.len();
        let moment = match section.kind {
            SectionKind::Date { .. } => epoch.moment(number),
            SectionKind::Time { elapsed } => epoch.time(number, elapsed),
            _ => None,
        };
        if let Some(moment) = moment {
            out.push_str(&moment);
            let has_time = out.get(start..).is_some_and(|moment| moment.contains('T'));
            let hidden = match section.kind {
                SectionKind::Date { whole, time } => !whole || (has_time && !time),
                // A day that is counted but not shown.
                _ => has_time,
            };
            return if hidden { Hides::Some } else { Hides::Nothing };
        }
        if matches!(section.kind, SectionKind::Date { .. } | SectionKind::Time { .. }) {
            // Not a date: a spreadsheet shows a row of `#`.
            number.write(ShownDigits::GENERAL, out);
            return Hides::Some;
        }
        // A negative number needs words of its section or a sign, because a colour does not print.
        if number.is_negative() && !(negative_only && section.says_minus()) && section.kind != SectionKind::Nothing {
            out.push('-');
        }
        out.push_str(&section.before);
        let hides = match section.kind {
            SectionKind::Nothing if number.is_zero() => Hides::Nothing,
            SectionKind::Nothing => Hides::All,
            SectionKind::Number(shown) => {
                if shown.zero || !number.is_zero() {
                    number.write_digits(shown, out);
                }
                if number.decimals(shown.power) > shown.places.map_or(i64::MAX, i64::from) {
                    Hides::Some
                } else {
                    Hides::Nothing
                }
            }
            kind => {
                number.write_digits(ShownDigits::GENERAL, out);
                match kind {
                    SectionKind::Fraction | SectionKind::Marked if number.decimals(0) > 0 => Hides::Some,
                    SectionKind::Marked if !number.is_zero() => Hides::Other,
                    SectionKind::Power(digits) if number.significant() > usize::from(digits) => {
                        if number.decimals(0) > 0 { Hides::Some } else { Hides::Other }
                    }
                    _ => Hides::Nothing,
                }
            }
        };
        out.push_str(&section.after);
        hides
    }

    /// Writes a text with the words of the format, and says what the format hides of it.
    pub(super) fn show_text(&self, text: &str, out: &mut String) -> Hides {
        let Some(section) = &self.text else {
            out.push_str(text);
            return Hides::Nothing;
        };
        out.push_str(&section.before);
        let shown = section.kind == SectionKind::Text;
        if shown {
            out.push_str(text);
        }
        out.push_str(&section.after);
        match () {
            () if text.trim().is_empty() => Hides::Nothing,
            () if !shown => Hides::All,
            () if section.repeats => Hides::Other,
            () => Hides::Nothing,
        }
    }

    /// Whether it shows a text unchanged.
    pub(super) fn is_plain_text(&self) -> bool {
        self.text.as_ref().is_none_or(|text| {
            text.kind == SectionKind::Text
                && !text.repeats
                && text.before.trim().is_empty()
                && text.after.trim().is_empty()
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(code: &str, stored: &str) -> (String, Hides) {
        let mut out = String::new();
        let hides = CellFormat::read(code).show(&Number::read(stored).unwrap(), Epoch::Year1900, &mut out);
        (out.split_whitespace().collect::<Vec<_>>().join(" "), hides)
    }

    fn text(code: &str, text: &str) -> (String, Hides) {
        let mut out = String::new();
        let shown = CellFormat::read(code).show_text(text, &mut out);
        (out.trim().to_owned(), shown)
    }

    #[test]
    fn a_number_is_shown_with_the_words_and_zeros_of_its_section() {
        for (code, stored, says) in [
            ("General", "0.05", "0.05"),
            ("", "0.05", "0.05"),
            ("0.0000", "0.05", "0.0500"),
            ("#,##0.00", "1234.5", "1234.50"),
            ("# ##0.00", "1234.5", "1234.50"),
            ("#.##", "0.5", "0.5"),
            ("0.00##", "0.5", "0.50"),
            ("000000", "4474", "004474"),
            ("0.00;[Red]-0.0000", "0.5", "0.50"),
            ("0.00;[Red]-0.0000", "-0.5", "-0.5000"),
            // Red ink does not print.
            ("0.00;[Red]0.00", "-0.5", "-0.50"),
            ("0.00;(0.00)", "-0.5", "(0.50)"),
            ("_-[$\u{20ac}-2]\\ * #,##0.0000_-", "0.05", "\u{20ac} 0.0500"),
            ("[$\u{20ac}-407] 0.0000", "0.05", "\u{20ac} 0.0500"),
            ("\"\u{a3}\"0.0000", "0.05", "\u{a3}0.0500"),
            ("0.0000 \"EUR\"", "0.05", "0.0500 EUR"),
            ("[$EUR] 0.0000", "0.05", "EUR 0.0500"),
            ("\\\u{20ac}0.00", "0.05", "\u{20ac}0.05"),
            ("\u{20ac}0.00", "0.05", "\u{20ac}0.05"),
            ("[$$-C04]#,##0.00", "0.05", "HKD 0.05"),
            ("[$$-409]#,##0.00", "0.05", "USD 0.05"),
            ("[$-409]0.00", "0.05", "0.05"),
            ("\"$\"0.00_);(\"$\"0.00)", "0.05", "$0.05"),
            ("\"$\"0.00_);(\"$\"0.00)", "-0.05", "($0.05)"),
            ("0.0000\"/min\"", "0.05", "0.0500/min"),
            ("\"+\"0", "44", "+44"),
            ("0,", "5000", "5"),
            ("0.00,,", "50000", "0.05"),
            ("0%", "0.05", "5%"),
            ("0.00 %", "0.05", "5.00 %"),
            ("0.0\"%\"", "0.5", "0.5%"),
            ("[<0.01]\"low\" 0.000;[>=1]\"high\" 0.0;0.00", "0.005", "low 0.005"),
            ("[<0.01]\"low\" 0.000;[>=1]\"high\" 0.0;0.00", "2", "high 2.0"),
            ("[<0.01]\"low\" 0.000;[>=1]\"high\" 0.0;0.00", "0.05", "0.05"),
            ("0.00;-0.00;\"free\"", "0", "free"),
            ("0.00;-0.00;", "0", ""),
            ("_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", "0", "-"),
            ("_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)", "0.05", "0.05"),
            ("General\" EUR\"", "0.05", "0.05 EUR"),
            ("@\" EUR\"", "0.05", "0.05 EUR"),
            ("[$-409]d mmm yyyy;@", "46388", "2027-01-01"),
        ] {
            assert_eq!(shown(code, stored), (says.to_owned(), Hides::Nothing), "{code} {stored}");
        }
        assert_eq!(shown(&"0".repeat(300), "1").0.len(), 30);
    }

    #[test]
    fn what_a_format_hides_is_said() {
        for (code, stored, says, hides) in [
            ("0.00", "0.01234", "0.01234", Hides::Some),
            ("0", "0.05", "0.05", Hides::Some),
            ("0.00E+00", "0.01234", "0.01234", Hides::Some),
            ("# ?/?", "0.3", "0.3", Hides::Some),
            ("0-00", "1.5", "1.5", Hides::Some),
            ("0\\.000", "18", "18", Hides::Other),
            ("0\".\"000", "18", "18", Hides::Other),
            ("0E+0", "18", "18", Hides::Other),
            ("0.0E+0", "18", "18", Hides::Nothing),
            ("0.00E+00", "44740000000", "44740000000", Hides::Other),
            (";;;", "0.05", "", Hides::All),
            (";;", "0.05", "", Hides::All),
            ("\"on request\"", "0.05", "on request", Hides::All),
            ("0.00;;", "-0.05", "", Hides::All),
            ("mmm yyyy", "46402", "2027-01-15", Hides::Some),
            ("yyyy-mm-dd", "46388.5", "2027-01-01T12:00:00", Hides::Some),
            ("h:mm", "46388.5", "2027-01-01T12:00:00", Hides::Some),
            ("yyyy-mm-dd hh:mm", "46388.5", "2027-01-01T12:00:00", Hides::Nothing),
        ] {
            assert_eq!(shown(code, stored), (says.to_owned(), hides), "{code} {stored}");
        }
    }

    #[test]
    fn a_section_may_have_a_colour_of_its_own() {
        for (code, stored, colour) in [
            ("[White]0.0", "1", Some(1)),
            ("[Color2]0.0", "1", Some(9)),
            ("[color 56]0", "1", Some(63)),
            ("0;[Red]-0", "1", None),
            ("0;[Red]-0", "-1", Some(2)),
            ("[Color57]0", "1", None),
        ] {
            assert_eq!(CellFormat::read(code).colour(Number::read(stored).as_ref()), colour, "{code} {stored}");
        }
        assert_eq!(CellFormat::read("0;0;0;[White]@").colour(None), Some(1));
    }

    #[test]
    fn a_text_has_a_section_of_its_own() {
        for (code, says) in [
            ("General", ("x".to_owned(), Hides::Nothing)),
            ("@", ("x".to_owned(), Hides::Nothing)),
            ("@\" EUR\"", ("x EUR".to_owned(), Hides::Nothing)),
            ("0.00;-0.00;0;\"from \"@", ("from x".to_owned(), Hides::Nothing)),
            (";;", ("x".to_owned(), Hides::Nothing)),
            ("@@", ("x".to_owned(), Hides::Other)),
            ("@\".\"@", ("x.".to_owned(), Hides::Other)),
            (";;;", (String::new(), Hides::All)),
            ("0;0;0;\"none\"", ("none".to_owned(), Hides::All)),
        ] {
            assert_eq!(text(code, "x"), says, "{code}");
        }
    }

    fn kind(code: &str) -> SectionKind {
        CellFormat::read(code).numbers[0].kind
    }

    #[test]
    fn dates_and_times_are_told_from_numbers() {
        for code in ["yyyy-mm-dd", "[$-409]d mmm yy;@", "DD/MM/YYYY", "e\"年\"m\"月\"d", "[Red]yyyy/m/d"] {
            assert_eq!(kind(code), SectionKind::Date { whole: true, time: false }, "{code}");
        }
        for code in ["DD/MM/YYYY hh:mm", "m/d/yy h:mm AM/PM"] {
            assert_eq!(kind(code), SectionKind::Date { whole: true, time: true }, "{code}");
        }
        assert_eq!(kind("mmm"), SectionKind::Date { whole: false, time: false });
        for code in ["h:mm", "hh:mm:ss", "mm:ss.0", "h:mm AM/PM", "[$-F400]h:mm:ss"] {
            assert_eq!(kind(code), SectionKind::Time { elapsed: false }, "{code}");
        }
        for code in ["[h]:mm", "[hh]:mm:ss", "[mm]", "[ss].00"] {
            assert_eq!(kind(code), SectionKind::Time { elapsed: true }, "{code}");
        }
        for code in ["\"day\" 0", "[Dark]0", "0\\d", "[$USD] 0"] {
            assert!(matches!(kind(code), SectionKind::Number(_)), "{code}");
        }
        let built_in = |id| CellFormat::built_in(id).numbers[0].kind;
        assert_eq!((built_in(14), built_in(46)), (kind("d/m/yy"), SectionKind::Time { elapsed: true }));
        assert_eq!(
            (CellFormat::built_in(10), CellFormat::built_in(49)),
            (CellFormat::decimals(2, 2, "%"), CellFormat::general())
        );
    }

    proptest! {
        #[test]
        fn any_code_is_read(code in "\\PC{0,30}|[-0#?.,;%/eEymdhs\\[\\]\"\\\\_*$<>=@]{0,20}", stored in "-?[0-9]{1,6}(\\.[0-9]{1,6})?") {
            let _ = shown(&code, &stored);
            let _ = text(&code, &stored);
        }
    }
}
