//! Decides at which clause a finding or a default is shown: the one that reads its field most closely.

use std::collections::BTreeSet;

use crate::deal::governance::{SpecialPlace, SpecialTerm};
use crate::deal::read::DealFile;
use crate::deal::schema;
use crate::diagnostic::Finding;
use crate::document::assemble::Printed;
use crate::document::origin;
use crate::library::Library;
use crate::library::clause::Clause;
use crate::path::{Path, Step};

/// The fields that each printed clause names.
pub(super) struct Owners<'a> {
    printed: &'a [Printed],
    file: &'a DealFile,
    library: &'a Library,
    /// For each clause of `printed`, in the same order: whether it is a clause rather than a schedule or a section, and the
    /// paths that it names.
    fields: Vec<(bool, BTreeSet<Vec<String>>)>,
}

impl<'a> Owners<'a> {
    pub(super) fn of(printed: &'a [Printed], file: &'a DealFile, library: &'a Library) -> Self {
        let is_clause = |clause: &Clause| !clause.id.starts_with("schedule.") && !clause.is_section();
        let clauses = printed.iter().map(|printed| library.clauses.get(&printed.id));
        let fields =
            clauses.map(|clause| clause.map_or_else(Default::default, |clause| (is_clause(clause), named(clause))));
        Self { printed, file, library, fields: fields.collect() }
    }

    /// The clause that a finding belongs to, as an index into the printed ones: the clause in whose file it stands, the
    /// clause named by the deal's entry, or the clause that names its field.
    pub(super) fn of_finding(&self, finding: &Finding) -> Option<usize> {
        let stands_in = |printed: &Printed| {
            let clause = self.library.clauses.get(&printed.id);
            clause.zip(finding.place.as_ref()).is_some_and(|(clause, place)| clause.source.name == place.source.name)
        };
        self.printed.iter().position(stands_in).or_else(|| self.of_path(finding.path.as_ref()?))
    }

    /// The clause that a field of the deal belongs to. A clause that names the whole field is closer than one that names a
    /// part of it. Among equals, a clause comes before a schedule, then the one that names more of the section, then the
    /// first in the paper.
    pub(super) fn of_path(&self, path: &Path) -> Option<usize> {
        if let Some(id) = self.entry(path) {
            return self.printed.iter().position(|printed| printed.id == id);
        }
        let field = schema::general(path);
        let closeness = |named: &Vec<String>| {
            let shared = named.iter().zip(&field).take_while(|(one, other)| one == other).count();
            let whole = shared == named.len();
            (shared > 0 && (whole || shared == field.len())).then_some((shared, whole))
        };
        let mut best = None;
        for (at, (is_clause, fields)) in self.fields.iter().enumerate() {
            let section = fields.iter().filter(|named| named.first() == field.first()).count();
            let closest = fields.iter().filter_map(closeness).max().map(|closeness| (closeness, *is_clause, section));
            if best.is_none_or(|(best, _)| closest > best) {
                best = Some((closest, at));
            }
        }
        best.filter(|(closest, _)| closest.is_some()).map(|(_, at)| at)
    }

    /// The clause that an entry of the deal names by id.
    fn entry<'b>(&'b self, path: &'b Path) -> Option<&'b str> {
        let deal = &self.file.deal;
        match path.steps() {
            [Step::Key(section), Step::Key(id), ..] if section == "positions" => Some(id),
            [Step::Key(list), Step::Index(at), ..] if list == "approvals" => {
                deal.approvals.get(*at).map(|approval| approval.clause.as_str())
            }
            [Step::Key(list), Step::Index(at), ..] if list == "special_terms" => {
                deal.special_terms.get(*at).and_then(SpecialTerm::place).map(SpecialPlace::clause)
            }
            _ => None,
        }
    }
}

/// The fields that a clause names: those that its texts read and those that decide its position.
fn named(clause: &Clause) -> BTreeSet<Vec<String>> {
    let positions = &clause.front.positions;
    let stands = [&positions.standard, &positions.fallback, &positions.walk_away];
    let conditions = stands.into_iter().flat_map(|stand| [&stand.limits, &stand.we_sell, &stand.we_buy]);
    let conditions = conditions.flat_map(|conditions| conditions.keys());
    let reads = clause.paths_read();
    reads.iter().chain(conditions).flat_map(|path| origin::of(path)).map(|path| field(&path)).collect()
}

/// The keys of a clause's path, without the keys and indices that a deal chooses.
fn field(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use crate::deal::schema::general;

    #[test]
    fn a_field_is_known_under_every_key_index_and_flow() {
        for (path, field) in [
            ("rates.lines[12].rate", "rates.lines.rate"),
            ("parties.a.licences[0].number", "parties.licences.number"),
            ("parties.a", "parties"),
            ("parties.1.name", "parties.name"),
            ("scope.flows.2", "scope.flows"),
            ("scope.flows.a_b.customer", "scope.flows.customer"),
            ("sla.by_flow.a_b.credits.cap", "sla.credits.cap"),
            ("quality.by_flow.x.asr", "quality.asr"),
            ("term.start", "term.start"),
        ] {
            assert_eq!(general(&path.into()).join("."), field);
        }
    }
}
