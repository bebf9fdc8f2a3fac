use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA011",
    level: Level::Warning,
    summary: "a special term guarantees what callers decide",
    check: Check::Deal(check),
};

const MEASURES: [&str; 5] =
    [" asr ", " acd ", " answer seizure ratio ", " average call duration ", " average length of call "];
const PROMISES: [&str; 3] = [" guarant", " warrant", " ensur"];
const DENIALS: [&str; 7] = [" no ", " not ", " nor ", " neither ", " never ", " nothing ", " without "];

fn check(deal: &Deal, report: &mut Report<'_>) {
    for (at, term) in deal.special_terms.iter().enumerate() {
        let guaranteed = term.sentences().into_iter().find_map(|sentence| {
            let holds = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
            let measure = MEASURES.iter().find(|measure| sentence.contains(*measure))?;
            (holds(&PROMISES) && !holds(&DENIALS)).then_some(measure.trim())
        });
        if let Some(measure) = guaranteed {
            let measure = if measure.len() == 3 { measure.to_uppercase() } else { format!("the {measure}") };
            report.add(
                Path::from("special_terms").index(at).key("text"),
                format!("a special term guarantees {measure}, which callers and called persons decide"),
                "promise NER, post-dial delay and MOS, which the network decides; name the rest as expected, in `quality`",
            );
        }
    }
}
