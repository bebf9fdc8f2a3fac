//! A chart as SVG in the page itself. The table beside it gives the same figures, so a screen reader reads only its title.

use crate::document::Chart;

use super::text::escape;

/// Pixels from the top of one bar to the top of the next.
const STEP: usize = 22;
/// Pixels from the left at which bars begin, and the length of the longest.
const LEFT: usize = 150;
const LONGEST: usize = 380;

pub(super) fn svg(chart: &Chart) -> String {
    let height = chart.bars.len() * STEP + 6;
    let title = escape(&chart.title);
    let mut out = format!(
        "<figure class=\"chart\">\n<svg viewBox=\"0 0 620 {height}\" width=\"620\" height=\"{height}\" role=\"img\" aria-label=\"{title}\">\n"
    );
    for (at, (label, figure, share)) in chart.bars.iter().enumerate() {
        let top = at * STEP + 4;
        let length = usize::try_from(*share).map_or(1000, |share| share.min(1000)) * LONGEST / 1000;
        let (label, figure) = (escape(label), escape(figure));
        out.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\" font-size=\"13\">{label}</text>\
             <rect x=\"{LEFT}\" y=\"{top}\" width=\"{}\" height=\"16\" fill=\"#2f5d8a\"/>\
             <text x=\"{}\" y=\"{}\" font-size=\"13\">{figure}</text>\n",
            LEFT - 8,
            top + 13,
            length.max(1),
            LEFT + length + 8,
            top + 13
        ));
    }
    out.push_str(&format!("</svg>\n<figcaption>{title}</figcaption>\n</figure>\n"));
    out
}
