//! The library as people read it: `peerpact clauses`.

use serde_json::Value;

use super::Library;
use super::clause::{Clause, ClausePosition, Positions};
use super::outline::OutlineEntry;
use super::select::ANY;
use super::text::{Texts, wordings};

/// One clause, as `peerpact clauses` shows it.
#[derive(Debug, Clone)]
pub struct ClauseInfo {
    /// Its id, such as `sla.credits`.
    pub id: String,
    /// Its heading, without a number.
    pub title: String,
    /// The part of the agreement that it stands in.
    pub part: String,
    /// When it is printed, in words.
    pub when: String,
    /// Whether the full form holds it.
    pub full: bool,
    /// Whether the short form does.
    pub short: bool,
    /// The version of its text.
    pub version: u32,
    /// The whole file, front matter included.
    pub text: String,
    /// Every wording of its texts and what decides it: `short form` and `full form`, or `both forms`.
    pub wordings: Vec<(&'static str, String)>,
    /// Its path inside the library, such as `clauses/sla/credits.md`.
    pub file: String,
    /// `built-in`, or the path of the user's file.
    pub origin: String,
    /// The required subject that it covers.
    pub provides: Option<String>,
    /// The context paths that it reads.
    pub reads: Vec<String>,
    /// Law and standards that it rests on, a line each.
    pub sources: Vec<String>,
    /// The drafting note for our own side.
    pub note: Option<String>,
    /// Standard, fallback and walk-away positions, in words.
    pub positions: Vec<String>,
}

/// Every clause in the order of the agreement, then those that the outline does not name.
#[must_use]
pub fn clauses(library: &Library) -> Vec<ClauseInfo> {
    let mut order: Vec<(&str, &str)> = Vec::new();
    let mut part = "";
    for entry in &library.outline.entries {
        match entry {
            OutlineEntry::Part(title) => part = title,
            OutlineEntry::Clause(id) => order.push((id, part)),
            OutlineEntry::Article(_, inside) => order.extend(inside.iter().map(|id| (id.as_str(), part))),
            OutlineEntry::Schedule(id, modules) => {
                order.push((id, "Schedules"));
                order.extend(modules.iter().map(|id| (id.as_str(), "Schedules")));
            }
            OutlineEntry::Signatures => {}
        }
    }
    let in_short = |id: &str| library.short.ids().any(|one| one == id);
    let full = order.len();
    for id in library.clauses.keys() {
        if !order.iter().any(|(known, _)| known == id) {
            order.push((id, if in_short(id) { "In the short form alone" } else { "Not in the agreement" }));
        }
    }
    let infos = order.into_iter().enumerate().filter_map(|(at, (id, part))| {
        let forms = (at < full, in_short(id));
        Some(info(library, library.clauses.get(id)?, part, forms))
    });
    infos.collect()
}

fn info(library: &Library, clause: &Clause, part: &str, (full, short): (bool, bool)) -> ClauseInfo {
    let front = &clause.front;
    let sources = front.sources.iter().map(|source| {
        let what = [&source.article, &source.law, &source.country, &source.document, &source.url];
        let what: Vec<&str> = what.into_iter().flatten().map(String::as_str).collect();
        format!("{}; verified on {}, review by {}", what.join(", "), source.verified_on, source.review_by)
    });
    ClauseInfo {
        id: clause.id.clone(),
        title: front.title.clone(),
        part: part.to_owned(),
        when: front.when.as_ref().map_or_else(|| "always".into(), condition),
        full,
        short,
        version: front.version,
        text: clause.source.text.to_string(),
        wordings: wordings(library, clause),
        file: clause.path.clone(),
        origin: if clause.overlaid { clause.source.name.to_string() } else { "built-in".into() },
        provides: front.provides.clone(),
        reads: clause.paths_read().into_iter().collect(),
        sources: sources.collect(),
        note: front.note.clone(),
        positions: positions(&front.positions),
    }
}

/// Every wording of a clause's texts and what decides it, each with the form that it belongs to.
#[must_use]
pub fn wordings(library: &Library, clause: &Clause) -> Vec<(&'static str, String)> {
    let from = clause.source.text.len() - clause.body.len();
    let Ok(texts) = Texts::read(&clause.source.text, from) else { return Vec::new() };
    let of = |span| wordings::of(&clause.source.text, span, &clause.front.phrases, &library.words);
    if texts.is_one() {
        vec![("both forms", of(texts.full))]
    } else {
        vec![("short form", of(texts.short)), ("full form", of(texts.full))]
    }
}

/// A `when` of a clause in words, such as `disputes.expert is given`.
#[must_use]
pub fn condition(when: &Value) -> String {
    match when {
        Value::String(path) => format!("{path} is given"),
        Value::Object(conditions) => {
            let each = conditions.iter().map(|(path, wanted)| match wanted {
                Value::Array(any) if path == ANY => any.iter().map(condition).collect::<Vec<_>>().join(" or "),
                Value::Array(any) => format!("{path} is {}", any.iter().map(plain).collect::<Vec<_>>().join(" or ")),
                one => format!("{path} is {}", plain(one)),
            });
            each.collect::<Vec<_>>().join(" and ")
        }
        Value::Array(all) => all.iter().map(condition).collect::<Vec<_>>().join(" and "),
        other => plain(other),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What one position of a clause says, its conditions, and who approves it, each in words.
#[must_use]
pub fn position(stand: &ClausePosition) -> Vec<String> {
    let sides = [("", &stand.limits), ("as seller ", &stand.we_sell), ("as buyer ", &stand.we_buy)];
    let conditions = sides
        .into_iter()
        .flat_map(|(side, conditions)| conditions.iter().map(move |(path, wanted)| format!("{side}{path} {wanted}")));
    let approved = stand.approver.iter().map(|approver| format!("approved by {approver}"));
    stand.says.iter().cloned().chain(conditions).chain(approved).collect()
}

fn positions(positions: &Positions) -> Vec<String> {
    let named =
        [("standard", &positions.standard), ("fallback", &positions.fallback), ("walk-away", &positions.walk_away)];
    let mut out = Vec::new();
    for (name, stand) in named {
        if let Some(says) = &stand.says {
            out.push(format!("{name}: {says}"));
        }
        let sides = [("", &stand.limits), (" as seller", &stand.we_sell), (" as buyer", &stand.we_buy)];
        for (side, conditions) in sides.into_iter().filter(|(_, conditions)| !conditions.is_empty()) {
            let each: Vec<String> = conditions.iter().map(|(path, wanted)| format!("{path} {wanted}")).collect();
            out.push(format!("{name}{side}: {}", each.join(", ")));
        }
        if let Some(approver) = &stand.approver {
            out.push(format!("{name} approved by {approver}"));
        }
    }
    out
}
