//! Findings as workflow commands of GitHub Actions, which shows them as annotations.

use crate::characters::{visible, visible_lines};
use crate::diagnostic::{Finding, Level};
use crate::report::region::Region;

/// Renders findings, one command a line: errors first, because GitHub shows ten of a kind at most; of a level in the order given.
#[must_use]
pub fn render(findings: &[Finding]) -> String {
    let levels = [Level::Error, Level::OpenPoint, Level::Warning, Level::Note];
    let of = |level: Level| findings.iter().filter(move |finding| finding.level == level);
    levels.into_iter().flat_map(of).map(command).collect()
}

fn command(finding: &Finding) -> String {
    let word = match finding.level {
        Level::Error => "error",
        Level::OpenPoint | Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut out = format!("::{word} title={}", property(&format!("{} {}", finding.level.name(), finding.code)));
    if let Some(place) = &finding.place {
        let region = Region::of(place);
        out.push_str(&format!(
            ",file={},line={},endLine={},col={}",
            property(&place.source.name),
            region.line,
            region.end_line,
            region.column
        ));
        // GitHub accepts an end column only within one line, and treats it as inclusive.
        if region.end_line == region.line {
            out.push_str(&format!(",endColumn={}", region.end_column.saturating_sub(1).max(region.column)));
        }
    }
    let help = finding.remedy_text().map_or_else(String::new, |help| format!("\n{}", visible_lines(&help)));
    out.push_str(&format!("::{}\n", data(&format!("{}{help}", visible(&finding.message)))));
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Place, Source};

    #[test]
    fn a_finding_is_one_line_whatever_it_says() {
        let deal = Source::new("a,b:c.yaml", "sla: 1 %\n");
        let finding = Finding::error("SLA003", "100 % of it").at(Place::of(&deal, "1 %")).help("write\nsla: 2 %");
        assert_eq!(
            render(&[finding, Finding::new("TAX001", Level::Note, "no tax")]),
            "::error title=error SLA003,file=a%2Cb%3Ac.yaml,line=1,endLine=1,col=6,endColumn=8::100 %25 of it%0Awrite%0Asla: 2 %25\n\
             ::notice title=note TAX001::no tax\n"
        );
    }
}
