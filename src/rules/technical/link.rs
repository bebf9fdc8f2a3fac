//! A point of interconnection and the links that join the networks there are told twice: by the agreement and by its form.

use super::with::links;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule =
    Rule { code: "TECH036", level: Level::Error, summary: "a link does not fit its point", check: Check::Deal(check) };

fn check(deal: &Deal, report: &mut Report<'_>) {
    let technical = &deal.technical;
    let Some(form) = &technical.form else { return };
    for (at, point) in technical.points.iter().enumerate() {
        let (Some(agreed), Some(links)) = (point.bandwidth.known(), links::bandwidth(deal, &point.name)) else {
            continue;
        };
        if u64::from(*agreed) != links {
            let first = form.links.iter().position(|link| link.point.known() == Some(&point.name)).unwrap_or_default();
            report
                .add(
                    Path::from("technical.form.links").index(first).key("bandwidth"),
                    format!("the links at {} have {links} Mbit/s, and the point has {agreed} Mbit/s", point.name),
                    "write the same bandwidth in both places, or leave one of them out",
                )
                .also(Path::from("technical.points").index(at).key("bandwidth"), "the bandwidth of the point");
        }
    }
    if technical.points.is_empty() {
        return;
    }
    for (at, link) in form.links.iter().enumerate() {
        let Some(name) = link.point.known() else { continue };
        let of_side =
            || form.sides.values().flat_map(|side| &side.points).any(|point| point.name.known() == Some(name));
        if !technical.points.iter().any(|point| point.name == *name) && !of_side() {
            let known: Vec<String> = technical.points.iter().map(|point| format!("`{}`", point.name)).collect();
            report
                .add(
                    Path::from("technical.form.links").index(at).key("point"),
                    format!("the link is at `{name}`, and no point has that name"),
                    format!("write the name of a point: {}", known.join(", ")),
                )
                .also("technical.points", "the points");
        }
    }
}
