//! Prometheus 2.42: recording and alerting rules for each service level and each threshold.
//!
//! Metric names belong to the house's exporter, so each is defined once, in a recording rule of the first group; alerts read those
//! alone. No word of a deal stands in an expression or an annotation.

use rust_decimal::Decimal;

use super::Exported;
use super::local::Local;
use super::model::{Trunk, seconds};

/// The series that alerts read, and an expression for each that the house replaces. `OF` selects what one trunk counts. Several
/// machines may carry it, so what they count is added up before it is divided or ranked.
const SERIES: [(&str, &str); 8] = [
    ("calls_in", "sum(kamailio_dialog_active_dialogs{OF,direction=\"in\"})"),
    ("calls_out", "sum(kamailio_dialog_active_dialogs{OF,direction=\"out\"})"),
    ("attempts_in", "sum(rate(trunk_calls_attempted_total{OF,direction=\"in\"}[1m]))"),
    ("attempts_out", "sum(rate(trunk_calls_attempted_total{OF,direction=\"out\"}[1m]))"),
    ("attempts", "sum(rate(trunk_calls_attempted_total{OF}[1m]))"),
    ("asr", "sum(rate(trunk_calls_answered_total{OF}[15m])) / sum(rate(trunk_calls_attempted_total{OF}[15m]))"),
    ("ner", "sum(rate(trunk_calls_delivered_total{OF}[15m])) / sum(rate(trunk_calls_attempted_total{OF}[15m]))"),
    ("pdd_p95_seconds", "histogram_quantile(0.95, sum by (le) (rate(trunk_pdd_seconds_bucket{OF}[15m])))"),
];

/// Both directions, as a series and as an alert name them.
const WAYS: [(&str, &str); 2] = [("in", "In"), ("out", "Out")];

pub(super) fn export(trunk: &Trunk, _: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    let peer = trunk.peer.name.replace('-', "_");
    let mut text = trunk.commented("#");
    text.push_str(
        "# The first group says how the house measures; replace its expressions by those of your exporter. A name of this trunk selects\n\
         # what it counts, so that no other trunk raises its alerts.\ngroups:\n",
    );
    text.push_str(&format!("  - name: trunk-{}-measures\n    rules:\n", trunk.peer.name));
    for (name, expression) in SERIES {
        let expression = expression.replace("OF", &format!("trunk=\"{peer}\""));
        text.push_str(&format!("      - record: trunk:{peer}:{name}\n        expr: '{expression}'\n"));
    }
    text.push_str(&format!("  - name: trunk-{}-agreed\n    rules:\n", trunk.peer.name));
    let mut alerts = 0;
    let mut alert = |name: &str, expression: String, wait: &str, level: &str, summary: &str| {
        alerts += 1;
        text.push_str(&format!(
            "      - alert: {name}\n        expr: '{expression}'\n        for: {wait}\n        labels: {{severity: {level}, trunk_to: {peer}}}\n        \
             annotations: {{summary: '{summary}'}}\n"
        ));
    };
    if let Some(sessions) = trunk.sessions {
        for (way, named) in WAYS {
            alert(
                &format!("TrunkChannelsNearLimit{named}"),
                format!("trunk:{peer}:calls_{way} > 0.8 * {sessions}"),
                "5m",
                "warning",
                &format!("more than 80 % of {sessions} calls at a time, {way}ward"),
            );
        }
    } else {
        out.lacks.push("the number of calls at a time (`technical.sessions`)".to_owned());
    }
    if let Some(cps) = trunk.cps {
        for (way, named) in WAYS {
            alert(
                &format!("TrunkCallRateNearLimit{named}"),
                format!("trunk:{peer}:attempts_{way} > 0.8 * {cps}"),
                "2m",
                "warning",
                &format!("more than 80 % of {cps} new calls a second, {way}ward"),
            );
        }
    } else {
        out.lacks.push("the number of new calls a second (`technical.cps`)".to_owned());
    }
    let quality = &trunk.deal.quality.every;
    let below = [("TrunkNerLow", "ner", quality.ner.known()), ("TrunkAsrLow", "asr", quality.asr_exit.known())];
    for (name, series, agreed) in below {
        match agreed {
            Some(agreed) => {
                let fraction = (agreed.0 / Decimal::ONE_HUNDRED).normalize();
                alert(
                    name,
                    format!("trunk:{peer}:{series} < {fraction}"),
                    "15m",
                    "warning",
                    &format!("{} below the agreed {} %", series.to_uppercase(), agreed.0),
                );
            }
            None => out.lacks.push(format!("an agreed {} (`quality`)", series.to_uppercase())),
        }
    }
    match quality.pdd.known() {
        Some(pdd) => {
            let most = seconds(pdd);
            alert(
                "TrunkPddHigh",
                format!("trunk:{peer}:pdd_p95_seconds > {most}"),
                "15m",
                "warning",
                &format!("post-dial delay above the agreed {most} s"),
            );
        }
        None => out.lacks.push("an agreed post-dial delay (`quality.pdd`)".to_owned()),
    }
    let spike = trunk.deal.fraud.spike;
    alert(
        "TrunkTrafficSpike",
        format!("trunk:{peer}:attempts > {spike} * avg_over_time(trunk:{peer}:attempts[1d] offset 1d)"),
        "5m",
        "critical",
        &format!("attempts at {spike} times yesterday: a sign of fraud"),
    );
    let silent = trunk.options_interval.saturating_mul(trunk.out_after);
    alert(
        "TrunkDown",
        format!("absent(trunk:{peer}:calls_out)"),
        &format!("{}s", silent.max(1)),
        "critical",
        "no measure of the trunk",
    );
    out.file("rules.yml", text);
    Ok(out)
}
