use rust_decimal::prelude::ToPrimitive;

use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::formulas::emodel::{self, Leg, RatedCodec, Way};
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA008",
    level: Level::Warning,
    summary: "the MOS cannot be reached with these codecs, loss and delay",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let Some((codec, name)) = deal.technical.codecs.known().and_then(|codecs| RatedCodec::best_of(codecs)) else {
        return;
    };
    for quality in
        held(report.file, "quality", &deal.quality).filter(|quality| quality.gives(&["mos", "loss", "delay"]))
    {
        let held = quality.value;
        let (Some(mos), Some(loss), Some(delay)) = (held.mos.known(), held.loss.known(), held.delay.known()) else {
            continue;
        };
        let Some(leg) = Leg::new(codec, *loss) else { continue };
        let (Some(wanted), Some(milliseconds)) = (mos.0.to_f64(), emodel::milliseconds(*delay)) else { continue };
        let Some(rating) = emodel::rate(&Way::new(&[leg], milliseconds)) else { continue };
        // A MOS beyond the scale is another rule's finding.
        if rating.mos >= wanted || wanted > 4.5 {
            continue;
        }
        // Cut, not rounded, so that the printed value can be reached.
        let cut = |places: f64| (rating.mos * places).floor() / places;
        let shorter = emodel::longest_delay(&[leg], wanted);
        let shorter =
            shorter.map_or_else(String::new, |longest| format!(", or agree on a delay of at most {longest} ms"));
        let assumed = if codec.assumed() { ", assumed" } else { "" };
        report
            .add(
                quality.path("mos"),
                format!(
                    "{name} (Ie {}, Bpl {}{assumed}) reaches a MOS of {:.2} at {loss} random loss, {delay} of delay and the \
                     E-model's default echo (TELR {} dB), and {mos} is promised",
                    codec.impairment(),
                    codec.robustness(),
                    cut(100.0),
                    emodel::TELR,
                ),
                format!("promise a MOS of {:.1} or less{shorter}", cut(10.0)),
            )
            .also("technical.codecs", "the codecs")
            .also(quality.path("loss"), "the packet loss")
            .also(quality.path("delay"), "the delay");
    }
}
