//! Which rule reads which field: `docs/reads.csv`, in which `.ci/reads` records what the compiler says.

/// The fields that each rule reads, one row for each rule.
const READS: &str = include_str!("../../docs/reads.csv");

/// The fields that the rule of a code reads, without what a deal chooses: `rates.lines.codes`. Empty for a code that is no rule's.
#[must_use]
pub fn of(code: &str) -> Vec<&'static str> {
    let row = READS.lines().find_map(|line| line.strip_prefix(code)?.strip_prefix(','));
    row.unwrap_or_default().split_whitespace().collect()
}
