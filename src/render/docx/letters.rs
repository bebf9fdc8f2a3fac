//! Widths of letters in Times New Roman, which the style sheet names: for laying the paper out roughly.
//!
//! The figures are those of Liberation Serif, which has the same.

/// Widths of the characters from space to tilde, in thousandths of the type size.
#[rustfmt::skip]
const REGULAR: [u16; 95] = [250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541];
#[rustfmt::skip]
const BOLD: [u16; 95] = [250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389, 500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581, 500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389, 333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520];

/// Width of a character, in thousandths of the type size.
pub(super) fn width(letter: char, bold: bool) -> u32 {
    let table = if bold { &BOLD } else { &REGULAR };
    let ascii = u32::from(letter).checked_sub(32).and_then(|at| usize::try_from(at).ok()).and_then(|at| table.get(at));
    match (ascii, letter) {
        (Some(width), _) => u32::from(*width),
        (None, '\u{a0}') => 250,
        (None, '‘' | '’') => 333,
        (None, '“' | '”') => 444,
        (None, '—' | '…') => 1000,
        (None, letter) if u32::from(letter) > 0x2E80 => 1000,
        (None, _) => 500,
    }
}
