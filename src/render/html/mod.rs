//! HTML: one file that a browser, Word and LibreOffice open as the same document.
//!
//! Headings and tables are real elements, which Word and LibreOffice import as their own. Numbers are text, because both
//! programs renumber real lists. A label is followed by a tab: LibreOffice keeps it, Word replaces it by its own mark, and a
//! browser shows a space.

mod chart;
mod contents;
mod notes;
mod page;
mod text;

use self::text::{LinkTargets, escape, inline};
use super::columns::aligns;
use super::{Dress, anchors};
use crate::document::revisions::{BlockStanding, ChangeWeight};
use crate::document::{
    Align, Block, Chart, Document, Heading, HeadingKind, Inline, Note, Paragraph, Signature, Table, fixed_words,
};

/// Prints a document as one HTML file.
#[must_use]
pub fn render(document: &Document, dress: &Dress) -> Vec<u8> {
    let questions = document.review.as_ref().map(|review| &review.questions);
    let known = LinkTargets { places: anchors::places(document), questions };
    let notes = notes::by_anchor(document);
    let mut body =
        Body { known: &known, chapter: "_title", section: "_title", tables: 0, tables_before: 0, out: String::new() };
    let contents = contents::contents(document);
    if !contents.is_empty() {
        body.out.push_str(SKIP);
    }
    body.cover(document);
    body.out.push_str(&contents);
    if document.revisions.is_some() {
        body.out.push_str(FILTER);
    }
    body.out.push_str("<main id=\"_agreement\" tabindex=\"-1\">\n");
    for (at, block) in document.blocks.iter().enumerate() {
        let known = document.revisions.as_ref().and_then(|revisions| revisions.blocks.get(at));
        let weight = known.and_then(BlockStanding::weight);
        if let Some(weight) = weight {
            body.out.push_str(&format!("<div class=\"{}\">\n", class(weight)));
        }
        // A note stands between a clause's heading and its text, or before the first paragraph of a clause without a heading.
        match block {
            Block::Heading(heading) => {
                body.heading(heading);
                body.notes(notes.get(heading.anchor.as_str()));
            }
            Block::Paragraph(paragraph) => {
                body.notes(paragraph.anchor.as_deref().and_then(|anchor| notes.get(anchor)));
                body.paragraph(paragraph);
            }
            Block::Table(table) => body.table(table),
            Block::Signatures(signatures) => body.signatures(signatures),
            Block::Chart(chart) => body.chart(chart),
        }
        if weight.is_some() {
            body.out.push_str("</div>\n");
        }
    }
    body.out.push_str("</main>\n");
    if !contents.is_empty() {
        body.out.push_str(BACK);
    }
    let mut css = dress.css.clone();
    if document.review.is_some() {
        css.push_str(&dress.review_css);
    }
    if document.revisions.is_some() {
        css.push_str(&dress.redline_css);
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <meta name=\"provenance\" content=\"{}\">\n{}{}</head>\n<body>\n<div class=\"WordSection1\">\n{}{}</div>\n</body>\n</html>\n",
        escape(&document.language),
        escape(&document.title),
        escape(&document.provenance),
        page::style(&css, document),
        page::word_style(document),
        body.out,
        page::word_running(document),
    )
    .into_bytes()
}

/// The class of a block whose change matters so much.
fn class(weight: ChangeWeight) -> &'static str {
    match weight {
        ChangeWeight::Money => "money",
        ChangeWeight::Duty => "duty",
        ChangeWeight::Wording => "wording",
    }
}

/// The switch that leaves only changes of figures on the screen, by the style sheet alone.
const FILTER: &str = "<input type=\"checkbox\" id=\"_money\"><label class=\"filter\" for=\"_money\">Money only: changes of \
                      figures, dates and periods</label>\n";

/// Links for a browser: past the contents, and back to it. They hold no words, which Word and LibreOffice would print; the style sheet
/// shows their names.
const SKIP: &str = "<a class=\"skip\" href=\"#_agreement\" aria-label=\"Skip to the text\"></a>\n";
const BACK: &str = "<a class=\"back\" href=\"#_contents\" aria-label=\"Contents\"></a>\n";

/// A heading's label; the style sheet sets the distance to the title.
fn label(label: &str) -> String {
    if label.is_empty() { String::new() } else { format!("<span class=\"number\">{}</span> ", escape(label)) }
}

struct Body<'a> {
    known: &'a LinkTargets<'a>,
    /// Ids of the schedule or part at hand and of the nearest heading, which name the tables under them.
    chapter: &'a str,
    section: &'a str,
    /// Number of tables so far, and of those before that heading.
    tables: usize,
    tables_before: usize,
    out: String,
}

impl<'a> Body<'a> {
    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn inline(&self, text: &[Inline]) -> String {
        inline(text, self.known)
    }

    fn notes(&mut self, notes: Option<&Vec<(usize, &Note)>>) {
        for (number, note) in notes.into_iter().flatten() {
            let html = notes::note(*number, note, self.known);
            self.push(&html);
        }
    }

    fn cover(&mut self, document: &Document) {
        self.push("<header>\n");
        self.push(&page::marks(document));
        self.push(&format!("<h1 id=\"_title\">{}</h1>\n", self.inline(&document.title_text())));
        for party in &document.cover.parties {
            let party = format!("<p class=\"party\"><strong>{}</strong></p>\n", self.inline(party));
            self.push(&party);
        }
        let edition = self.inline(&page::edition_text(document));
        self.push(&format!(
            "<div class=\"edition\" title=\"footer\"><p class=\"edition\" title=\"\">{edition}</p></div>\n"
        ));
        if !document.cover.key_terms.is_empty() {
            self.push(&format!("<h2>{}</h2>\n<table class=\"key\">\n<tbody>\n", escape(fixed_words::KEY_TERMS)));
            for (label, value) in &document.cover.key_terms {
                let row = format!(
                    "<tr><th class=\"key\" scope=\"row\">{}</th><td class=\"cell\">{}</td></tr>\n",
                    self.inline(label),
                    self.inline(value)
                );
                self.push(&row);
            }
            self.push("</tbody>\n</table>\n");
        }
        self.push("</header>\n");
    }

    fn heading(&mut self, heading: &'a Heading) {
        let class = match heading.kind {
            HeadingKind::Part => "part",
            HeadingKind::Schedule => "schedule",
            HeadingKind::Clause => "clause",
            HeadingKind::Section => "section",
        };
        // The title of the paper is the only heading of level 1.
        let level = heading.kind.level() + 1;
        self.section = &heading.anchor;
        if heading.kind.level() == 1 {
            self.chapter = self.section;
        }
        self.tables_before = self.tables;
        let html = format!(
            "<h{level} class=\"{class}\" id=\"{}\">{}{}</h{level}>\n",
            escape(&heading.anchor),
            label(&heading.label),
            self.inline(&heading.title)
        );
        self.push(&html);
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let id = paragraph.anchor.as_deref().map(|anchor| format!(" id=\"{}\"", escape(anchor))).unwrap_or_default();
        let indent = paragraph.indent.min(4);
        let html = if paragraph.label.is_empty() {
            format!("<p class=\"i{indent}\"{id}>{}</p>\n", self.inline(&paragraph.text))
        } else {
            format!(
                "<p class=\"n{indent}\"{id}><span class=\"label\">{}</span>{TAB}{}</p>\n",
                escape(&paragraph.label),
                self.inline(&paragraph.text)
            )
        };
        self.push(&html);
    }

    fn chart(&mut self, chart: &Chart) {
        self.push(&chart::svg(chart));
    }

    fn table(&mut self, table: &Table) {
        // The frame scrolls on a narrow screen, so it needs keyboard focus and a label: the headings label it, and the column
        // headings distinguish further tables under the same heading.
        self.tables += 1;
        let mut names = vec![self.chapter];
        if self.section != self.chapter {
            names.push(self.section);
        }
        let id = format!("_columns-{}", self.tables);
        let mut columns = String::new();
        if self.tables > self.tables_before + 1 {
            names.push(&id);
            columns = format!(" id=\"{id}\"");
        }
        let name = escape(&names.join(" "));
        let aligns = aligns(table, table.columns.len());
        let class = if aligns.contains(&Align::Right) { " class=\"figures\"" } else { "" };
        let mut html = format!(
            "<section class=\"frame\" tabindex=\"0\" aria-labelledby=\"{name}\">\n<table{class}>\n<thead>\n<tr{columns}>"
        );
        for (cell, align) in table.header.iter().zip(&aligns) {
            html.push_str(&format!("<th class=\"head{}\" scope=\"col\">{}</th>", aligned(*align), self.inline(cell)));
        }
        html.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in &table.rows {
            html.push_str("<tr>");
            for (index, (cell, align)) in row.iter().zip(&aligns).enumerate() {
                let (cell, align) = (self.inline(cell), aligned(*align));
                html.push_str(&if index == 0 {
                    format!("<th class=\"cell{align}\" scope=\"row\">{cell}</th>")
                } else {
                    format!("<td class=\"cell{align}\">{cell}</td>")
                });
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody>\n</table>\n</section>\n");
        self.push(&html);
    }

    fn signatures(&mut self, signatures: &[Signature]) {
        self.push("<div class=\"signatures\">\n");
        for signature in signatures {
            let mut html = format!(
                "<div class=\"signature\">\n<p class=\"signature\"><strong>{}</strong></p>\n<table class=\"signature\">\n<tbody>\n",
                self.inline(&signature.heading)
            );
            for (label, value) in &signature.lines {
                let value = match value {
                    Some(text) => format!("<td class=\"signed\">{}</td>", self.inline(text)),
                    // Word and LibreOffice give an empty cell no height, and LibreOffice no width.
                    None => format!("<td class=\"rule\">{}</td>", "&#160;".repeat(40)),
                };
                html.push_str(&format!("<tr><th class=\"signer\" scope=\"row\">{}</th>{value}</tr>\n", escape(label)));
            }
            html.push_str("</tbody>\n</table>\n</div>\n");
            self.push(&html);
        }
        self.push("</div>\n");
    }
}

/// The tab after a label, in the forms that LibreOffice and Word understand.
const TAB: &str = "&#9;<!--[if gte mso 9]><span style='mso-tab-count:1'>&nbsp;</span><![endif]-->";

/// The end of a cell's class attribute. LibreOffice recognises a cell only by a single bare class.
fn aligned(align: Align) -> &'static str {
    match align {
        Align::Left => "",
        Align::Right => "-right",
        Align::Center => "-center",
    }
}
