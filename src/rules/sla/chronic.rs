use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA016",
    level: Level::Warning,
    summary: "of two rights to leave, one always arises first",
    check: Check::Deal(check),
};

/// The number of months that the second right covers.
const OF: u32 = 6;

fn check(deal: &Deal, report: &mut Report<'_>) {
    for sla in held(report.file, "sla", &deal.sla).filter(|sla| sla.gives(&["chronic_months", "chronic_any"])) {
        let (row, any) = (sla.value.chronic_months, sla.value.chronic_any);
        // The most bad months of six without `row` of them in a row.
        let Some(spread) = OF.checked_div(row).map(|good| OF.saturating_sub(good)) else { continue };
        let (field, message, help) = if any <= row {
            (
                "chronic_months",
                format!("{row} bad months in a row are {any} of six as well, so that the customer could leave before"),
                "set `chronic_any` above `chronic_months`; 2 in a row or 3 of six is usual",
            )
        } else if any > spread {
            (
                "chronic_any",
                format!("{any} bad months of six always hold {row} in a row, so that the customer could leave before"),
                "set `chronic_any` lower, or `chronic_months` higher; 2 in a row or 3 of six is usual",
            )
        } else {
            continue;
        };
        let other = if field == "chronic_any" { "chronic_months" } else { "chronic_any" };
        report.add(sla.path(field), message, help).also(sla.path(other), "the right that comes first");
    }
}
