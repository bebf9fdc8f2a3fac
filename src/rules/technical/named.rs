use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "TECH038",
    level: Level::Error,
    summary: "an address stands at a point or in a trunk group that its side does not list",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some(form) = &deal.technical.form else { return };
    for (party, side) in &form.sides {
        let root = Path::from("technical.form.sides").key(party);
        let points: Vec<String> =
            side.points.iter().filter_map(|one| one.name.known()).map(ToString::to_string).collect();
        let trunks: Vec<String> =
            side.trunks.iter().filter_map(|one| one.name.known()).map(ToString::to_string).collect();
        let mut named = Vec::new();
        for (at, one) in side.signalling.iter().enumerate() {
            let entry = root.key("signalling").index(at);
            named.push((entry.key("point"), one.point.known().map(ToString::to_string), "point", "points", &points));
            named.push((
                entry.key("trunk"),
                one.trunk.known().map(ToString::to_string),
                "trunk group",
                "trunks",
                &trunks,
            ));
        }
        for (at, one) in side.media.iter().enumerate() {
            let path = root.key("media").index(at).key("point");
            named.push((path, one.point.known().map(ToString::to_string), "point", "points", &points));
        }
        for (path, name, what, list, listed) in named {
            // A list that is not begun is asked for elsewhere.
            let Some(name) = name.filter(|name| !listed.is_empty() && !listed.contains(name)) else { continue };
            let known: Vec<String> = listed.iter().map(|one| format!("`{one}`")).collect();
            report
                .add(
                    path,
                    format!("`{name}` is no {what} of this side"),
                    format!("write one of {}, or add it to `{list}`", known.join(", ")),
                )
                .also(root.key(list), format!("the {what}s that the side lists"));
        }
    }
}
