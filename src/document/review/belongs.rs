//! Decides at which clause a finding or a default is shown: the one whose front matter names its field most closely.

use crate::deal::read::DealFile;
use crate::deal::schema;
use crate::diagnostic::Finding;
use crate::document::assemble::Printed;
use crate::library::Library;
use crate::library::clause::Clause;
use crate::path::{Path, Step};

/// Names that the context works out and that are no fields of the deal, and the field that they come from.
const WORKED_OUT: &[(&str, &str)] = &[("dated", "rates.lines.effective"), ("flows.line", "rates.lines")];

/// The fields that each printed clause names.
pub(super) struct Owners<'a> {
    printed: &'a [Printed],
    file: &'a DealFile,
    library: &'a Library,
    /// For each clause of `printed`, in the same order, the paths that it names.
    fields: Vec<Vec<Vec<String>>>,
}

impl<'a> Owners<'a> {
    pub(super) fn of(printed: &'a [Printed], file: &'a DealFile, library: &'a Library) -> Self {
        let fields = printed.iter().map(|printed| library.clauses.get(&printed.id).map(named).unwrap_or_default());
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
    /// part of it. Among equals, the one that names more of the section wins, then the first in the paper.
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
        for (at, fields) in self.fields.iter().enumerate() {
            // Among equals, the clause that reads more of the section is closer to it.
            let section = fields.iter().filter(|named| named.first() == field.first()).count();
            let closest = fields.iter().filter_map(closeness).max().map(|(shared, whole)| (shared, whole, section));
            if closest > best.map(|(closest, _): ((usize, bool, usize), usize)| closest) {
                best = closest.map(|closest| (closest, at));
            }
        }
        best.map(|(_, at)| at)
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
                deal.special_terms.get(*at).map(|term| term.after.as_str())
            }
            _ => None,
        }
    }
}

/// The fields that a clause's front matter names: those its text reads, those that decide its position, and those in
/// `when`.
fn named(clause: &Clause) -> Vec<Vec<String>> {
    let positions = &clause.front.positions;
    let stands = [&positions.standard, &positions.fallback, &positions.walk_away];
    let conditions = stands.into_iter().flat_map(|stand| [&stand.limits, &stand.we_sell, &stand.we_buy]);
    let conditions = conditions.flat_map(|conditions| conditions.keys());
    clause.front.reads.iter().chain(conditions).map(|path| field(&of_deal(path))).collect()
}

/// A path of the context as the deal writes it. Values of a flow or a party stand below it in the context; the deal has
/// them in their own section, or in a list whose entries name the flow or the party.
fn of_deal(path: &str) -> String {
    let under = |name: &str| path.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with('.'));
    if let Some((deal, rest)) = WORKED_OUT.iter().find_map(|(name, deal)| Some((deal, under(name)?))) {
        return format!("{deal}{rest}");
    }
    for (name, section) in [("flows", "scope.flows"), ("party_list", "parties")] {
        let Some(rest) = under(name) else { continue };
        let Some(whole) = rest.strip_prefix('.') else { return section.to_owned() };
        let field = whole.split('.').next().unwrap_or_default();
        let own = schema::at(&Path::from(section).key("*").key(field)).is_some();
        return match schema::sections_with(field) {
            _ if own => format!("{section}.{whole}"),
            _ if schema::at(&Path::root().key(field)).is_some() => whole.to_owned(),
            Some(above) => format!("{above}.{whole}"),
            // A value that is no field of the deal is worked out from the whole section.
            None => format!("{section}.{whole}"),
        };
    }
    let first = path.split('.').next().unwrap_or_default();
    match schema::at(&Path::root().key(first)) {
        Some(_) => path.to_owned(),
        None => schema::sections_with(first).map_or_else(|| path.to_owned(), |section| format!("{section}.{path}")),
    }
}

/// The keys of a clause's path, without the keys and indices that a deal chooses.
fn field(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::of_deal;
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

    #[test]
    fn the_context_is_known_by_the_names_of_the_deal() {
        for (path, deal) in [
            ("flows.sla.credits", "sla.credits"),
            ("flows.slant", "scope.flows.slant"),
            ("flows.commitments.floor", "pricing.commitments.floor"),
            ("flows.tax", "tax"),
            ("party_list.contacts", "contacts"),
            ("party_list.sites", "technical.sites"),
            ("annex", "rates.annex"),
            ("flows", "scope.flows"),
            ("party_list.licences", "parties.licences"),
            ("arbitration_law", "disputes.arbitration_law"),
            ("billing.pay", "billing.pay"),
        ] {
            assert_eq!(of_deal(path), deal);
        }
    }
}
