//! Tells from which fields of a deal a name in the template context comes, and so which fields a clause reads.

use std::collections::BTreeSet;

use crate::deal::schema;
use crate::library::clause::Clause;
use crate::library::{Library, select};
use crate::path::Path;

/// The fields that decide which countries a deal touches.
const TOUCH: &[&str] = &["parties.country", "rates.lines.codes", "disputes.seat", "jurisdiction.law"];

/// Context names whose values are worked out, and the fields they are worked out from. `.*` stands for all fields below.
const WORKED_OUT: &[(&str, &[&str])] = &[
    ("annex", &["rates.annex", "rates.effective", "rates.currency", "rates.lines.*"]),
    ("arbitration_law", &["disputes.arbitration_law", "jurisdiction.law"]),
    ("bilateral", &["scope.flows.customer", "scope.flows.supplier"]),
    ("countries", &["parties.country"]),
    ("dated", &["rates.lines.effective", "rates.lines.until", "rates.effective"]),
    ("eu", &["parties.country"]),
    ("homes", &["parties.country"]),
    ("law_home", &["jurisdiction.law"]),
    ("sections", TOUCH),
    ("touch", TOUCH),
    ("yearly_interest", &["billing.interest"]),
    ("form_agreed", &["technical.form.*"]),
    ("form_sides", &["technical.form.sides.*"]),
    ("flows.bands", &["rates.lines.band"]),
    ("flows.begin", &["rates.lines.effective", "rates.effective"]),
    ("flows.end", &["rates.lines.until"]),
    (
        "flows.fixed_price",
        &[
            "rates.lines.rate",
            "rates.lines.first_period_rate",
            "rates.lines.fee",
            "rates.lines.minimum_charge",
            "rates.lines.codes",
            "rates.currency",
            "parties.country",
        ],
    ),
    ("flows.id", &["scope.flows"]),
    ("flows.jurisdictions", &["rates.lines.jurisdiction"]),
    ("flows.line.from", &["rates.lines.effective", "rates.effective"]),
    ("flows.priced", &["rates.basis", "rates.lines.flow"]),
    ("flows.terms.first_period_rate", &["rates.lines.first_period_rate"]),
    ("flows.terms.fee", &["rates.lines.fee"]),
    ("flows.terms.minimum_charge", &["rates.lines.minimum_charge"]),
    ("flows.terms.rating", &["rates.lines.rating"]),
    ("flows.tax.accounts", &["tax.accounts", "parties.name"]),
    ("flows.worked.allowances", &["sla.availability", "sla.credits.month"]),
    ("flows.worked.combined", &["sla.availability", "sla.media"]),
    (
        "flows.worked.commitment",
        &[
            "pricing.commitments.minutes",
            "pricing.commitments.floor",
            "pricing.commitments.shortfall",
            "pricing.commitments.price",
            "rates.lines.rate",
            "rates.currency",
        ],
    ),
    (
        "flows.worked.credit",
        &[
            "sla.availability",
            "sla.credits.rate",
            "sla.credits.cap",
            "sla.credits.month",
            "sla.credits.per",
            "rates.currency",
        ],
    ),
    (
        "flows.worked.invoice",
        &[
            "rates.lines.rate",
            "rates.lines.increment",
            "rates.lines.first_period_rate",
            "rates.lines.fee",
            "rates.lines.minimum_charge",
            "rates.lines.destination",
            "rates.lines.jurisdiction",
            "rates.lines.band",
            "pricing.call_decimals",
            "pricing.rounding",
            "rates.currency",
        ],
    ),
    ("flows.worked.known", &["sla.availability", "sla.credits.rate", "sla.credits.cap"]),
    ("party_list.country_code", &["parties.country"]),
    ("party_list.form", &["technical.form.sides.*"]),
    ("party_list.id", &["parties"]),
    ("party_list.sites", &["technical.sites", "technical.hosts"]),
    ("rates.routes", &["rates.lines.route", "rates.basis"]),
];

/// Context names and the deal section whose values they hold under the same keys.
const ELSEWHERE: &[(&str, &str)] =
    &[("flows.line", "rates.lines"), ("flows", "scope.flows"), ("party_list", "parties")];

/// The fields that the signature page prints; no template names them.
const SIGNED: (&str, &[&str]) =
    ("gen.signature", &["parties.name", "parties.signatory.name", "parties.signatory.title"]);

/// The fields of a deal that a clause prints, and those that decide whether it prints and in which words.
#[must_use]
pub fn fields(clause: &Clause, library: &Library) -> BTreeSet<String> {
    let mut names = clause.paths_read();
    // A clause that asks whether another one prints depends on the fields that decide it.
    let others = clause.all_templates().flat_map(|template| asked(&template.text, "printed"));
    let others = others.filter_map(|id| library.clauses.get(id));
    names.extend(
        others.chain([clause]).flat_map(|one| one.front.when.iter().chain(&one.front.off)).flat_map(select::paths),
    );
    names.extend(clause.all_templates().flat_map(|template| asked(&template.text, "written")).flat_map(select::inside));
    let signed = SIGNED.1.iter().filter(|_| clause.id == SIGNED.0).map(|field| (*field).to_owned());
    names.iter().flat_map(|name| of(name)).chain(signed).collect()
}

/// What a template asks for in a list of the context: `"disp.mediation" in printed`, `"credit" in written`.
fn asked<'a>(template: &'a str, list: &str) -> Vec<&'a str> {
    let question = format!("\" in {list}");
    let before = template.match_indices(question.as_str()).filter_map(|(at, _)| template.get(..at));
    before.filter_map(|before| before.rsplit('"').next()).collect()
}

/// The fields that a name of the context comes from, the nearest first.
#[must_use]
pub fn of(name: &str) -> Vec<String> {
    let under = |root: &str| name.strip_prefix(root).filter(|rest| rest.is_empty() || rest.starts_with('.'));
    if let Some((_, fields)) = WORKED_OUT.iter().find(|(root, _)| under(root).is_some()) {
        return fields.iter().map(|field| (*field).to_owned()).collect();
    }
    for side in ["customer", "supplier"] {
        if let Some(rest) = under(&format!("flows.{side}")) {
            let party = (!rest.is_empty()).then(|| of(&format!("party_list{rest}")));
            return std::iter::once(format!("scope.flows.{side}")).chain(party.into_iter().flatten()).collect();
        }
    }
    let elsewhere = ELSEWHERE.iter().find_map(|(root, section)| Some((*section, under(root)?)));
    let (section, rest) = elsewhere.unwrap_or(("", name));
    let whole = rest.strip_prefix('.').unwrap_or(rest);
    if whole.is_empty() {
        return vec![section.to_owned()];
    }
    // What a flow or a party has stands below it in the context, and in the deal below its own section, or in a list whose
    // entries name the flow or the party.
    let first = whole.split('.').next().unwrap_or_default();
    let own = match section {
        "" => false,
        "rates.lines" => true,
        _ => schema::at(&Path::from(section).key("*").key(first)).is_some(),
    };
    vec![match schema::sections_with(first) {
        _ if own => format!("{section}.{whole}"),
        _ if schema::at(&Path::root().key(first)).is_some() => whole.to_owned(),
        Some(above) => format!("{above}.{whole}"),
        // A name that no field has is worked out of the whole.
        None if section.is_empty() => whole.to_owned(),
        None => format!("{section}.{whole}"),
    }]
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn the_context_is_known_by_the_names_of_the_deal() {
        for (name, fields) in [
            ("flows.sla.credits", "sla.credits"),
            ("flows.slant", "scope.flows.slant"),
            ("flows.commitments.floor", "pricing.commitments.floor"),
            ("flows.tax", "tax"),
            ("flows.line.rate", "rates.lines.rate"),
            ("flows.line.from", "rates.lines.effective rates.effective"),
            ("flows.customer.name", "scope.flows.customer parties.name"),
            ("flows.supplier", "scope.flows.supplier"),
            ("party_list.contacts", "contacts"),
            ("party_list.contacts.email", "contacts.email"),
            ("party_list.sites", "technical.sites technical.hosts"),
            ("annexed", "annexed"),
            ("flows", "scope.flows"),
            ("party_list.licences", "parties.licences"),
            ("arbitration_law", "disputes.arbitration_law jurisdiction.law"),
            ("billing.pay", "billing.pay"),
        ] {
            assert_eq!(of(name).join(" "), fields, "{name}");
        }
    }
}
