//! Columns of a table: how they are set, which tables share them, and how wide they are.

use std::collections::HashMap;

use crate::document::{Align, Block, Document, HeadingKind, Inlines, Table, fixed_words, plain_text};

/// Share of the width that a column of a table of figures gets beyond its content.
const GAP: f32 = 0.07;

/// Share of the width that the labels of a table of two columns of words take at least, so that the values of several such tables stand
/// below each other.
const LABELS: f32 = 0.34;

/// A table of figures that fills this share of the width is stretched to all of it.
const NEARLY: f32 = 0.85;

/// Share of the width that the longest word of a column takes at most where the longest words of all columns do not fit.
const EXCESSIVE: f32 = 0.3;

/// The longest figure with its unit, in characters.
const LONGEST: usize = 20;

/// How each of `count` columns is set. A column of figures in which words stand is set as words: they would stand far from their label.
pub(super) fn aligns(table: &Table, count: usize) -> Vec<Align> {
    let mut aligns = table.columns.clone();
    aligns.resize(count, Align::Left);
    for (column, align) in aligns.iter_mut().enumerate() {
        let mut cells = table.rows.iter().filter_map(|row| row.get(column));
        if *align == Align::Right && !cells.all(is_figure) {
            *align = Align::Left;
        }
    }
    aligns
}

/// Whether a cell holds a figure, perhaps with its currency or unit, a blank, or nothing.
fn is_figure(cell: &Inlines) -> bool {
    let words = plain_text(cell);
    let words = words.trim();
    if matches!(words, "" | "–" | "-" | fixed_words::BLANK) {
        return true;
    }
    // The code of a currency stands before its sum.
    let bare = match words.split_once(' ') {
        Some((code, rest)) if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => rest,
        _ => words,
    };
    bare.trim_start_matches(['+', '-', '−', '(']).starts_with(|first: char| first.is_ascii_digit())
        && words.chars().count() <= LONGEST
}

/// Whether the first cell of a row is its only one with words, of several.
pub(super) fn stands_alone(row: &[Inlines]) -> bool {
    match row {
        [first, rest @ ..] => {
            !rest.is_empty() && !first.is_empty() && rest.iter().all(|cell| plain_text(cell).trim().is_empty())
        }
        [] => false,
    }
}

/// The tables that share their columns, as the tables of the two parties do: those with the same header under one heading of the first
/// level. Each such table's block leads to the blocks of all of them.
pub(super) fn twins(document: &Document) -> HashMap<usize, Vec<usize>> {
    let mut chapter = 0;
    let mut groups: HashMap<(usize, Vec<String>), Vec<usize>> = HashMap::new();
    for (at, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Heading(heading) if matches!(heading.kind, HeadingKind::Part | HeadingKind::Schedule) => {
                chapter = at
            }
            Block::Table(table) if !table.header.is_empty() => {
                let header = table.header.iter().map(|cell| plain_text(cell)).collect();
                groups.entry((chapter, header)).or_default().push(at);
            }
            _ => {}
        }
    }
    let groups = groups.into_values().filter(|group| group.len() > 1);
    groups.flat_map(|group| group.clone().into_iter().map(move |at| (at, group.clone()))).collect()
}

/// Shares a width out among columns that each need `(least, most)`: the width of the longest word, and of the longest line. A table of
/// figures may stay narrower, so that its figures stand near their labels.
pub(super) fn share_out(extents: &[(f32, f32)], room: f32, aligns: &[Align]) -> Vec<f32> {
    let least: f32 = extents.iter().map(|extent| extent.0).sum();
    let most: f32 = extents.iter().map(|extent| extent.1).sum();
    if most <= room {
        let spare = room - most;
        let has_figures = aligns.contains(&Align::Right);
        let share = (spare / extents.len().max(1) as f32).min(GAP * room);
        if has_figures && most + share * extents.len() as f32 <= NEARLY * room {
            return extents.iter().map(|extent| extent.1 + share).collect();
        }
        if let ([label, value], false) = (extents, has_figures) {
            let label = label.1.max(LABELS * room).min(room - value.1);
            return vec![label, room - label];
        }
        // Half of the spare width goes to all columns alike, half in proportion to their content.
        let half = spare / 2.0;
        let share = |extent: &(f32, f32)| half / extents.len() as f32 + half * extent.1 / most.max(1.0);
        let widths: Vec<f32> = extents.iter().map(|extent| extent.1 + share(extent)).collect();
        let sum: f32 = widths.iter().sum();
        return widths.iter().map(|width| width * room / sum.max(1.0)).collect();
    }
    // Short columns stay on one line and long ones share what is left. If not even the longest words fit, those of excessive length, such as
    // a fingerprint, are cut, and no column suffers for them; if that is not enough, short columns keep whole words and long ones are cut.
    let kept = |extent: &(f32, f32)| extent.0.min(EXCESSIVE * room);
    let is_enough = extents.iter().map(kept).sum::<f32>() <= room;
    let bounds = |extent: &(f32, f32)| {
        if least <= room {
            *extent
        } else if is_enough {
            (kept(extent), extent.1)
        } else {
            (0.0, extent.0)
        }
    };
    let sum = |level: f32| -> f32 { extents.iter().map(bounds).map(|(low, high)| level.clamp(low, high)).sum() };
    let (mut low, mut high) = (0.0, room);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        if sum(middle) > room {
            high = middle;
        } else {
            low = middle;
        }
    }
    extents.iter().map(bounds).map(|(least, most)| low.clamp(least, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::{aligns, share_out};
    use crate::document::{Align, Inline, Table};

    fn column(cells: &[&str]) -> Align {
        let rows = cells.iter().map(|words| vec![vec![Inline::Value((*words).to_owned())]]).collect();
        aligns(&Table { columns: vec![Align::Right], header: Vec::new(), rows }, 1)[0]
    }

    #[test]
    fn a_column_with_words_is_set_as_words() {
        assert_eq!(column(&["99.9 %", "USD 1,000.00", "–", "240", "5 Business Days", "[•]"]), Align::Right);
        assert_eq!(column(&["99.9 %", "its own days"]), Align::Left);
        assert_eq!(column(&["5; and if the invoice is late, none"]), Align::Left);
    }

    #[test]
    fn figures_stand_near_their_labels_and_words_fill_the_width() {
        let figures = share_out(&[(30.0, 80.0), (10.0, 30.0)], 460.0, &[Align::Left, Align::Right]);
        assert!(figures.iter().sum::<f32>() < 200.0, "{figures:?}");
        let words = share_out(&[(30.0, 80.0), (10.0, 30.0)], 460.0, &[Align::Left, Align::Left]);
        assert!((words.iter().sum::<f32>() - 460.0).abs() < 0.1, "{words:?}");
        let other = share_out(&[(30.0, 110.0), (10.0, 90.0)], 460.0, &[Align::Left, Align::Left]);
        assert_eq!(words, other);
    }

    #[test]
    fn a_word_of_excessive_length_leaves_the_other_columns_their_width() {
        let all = [(45.0, 50.0), (60.0, 230.0), (430.0, 430.0), (430.0, 430.0)];
        let widths = share_out(&all, 460.0, &[Align::Left; 4]);
        assert!(widths[0] >= 45.0 && widths[1] > 110.0, "{widths:?}");
        assert!((widths.iter().sum::<f32>() - 460.0).abs() < 0.5, "{widths:?}");
    }

    #[test]
    fn no_column_is_wider_than_the_table() {
        for extents in
            [vec![(100.0, 900.0), (20.0, 40.0)], vec![(300.0, 900.0), (300.0, 400.0)], vec![(1.0, 459.0), (0.5, 1.0)]]
        {
            for align in [Align::Left, Align::Right] {
                let widths = share_out(&extents, 460.0, &vec![align; extents.len()]);
                assert!(widths.iter().sum::<f32>() < 460.1, "{extents:?} {widths:?}");
            }
        }
    }
}
