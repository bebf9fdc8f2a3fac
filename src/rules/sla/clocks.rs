use crate::deal::Deal;
use crate::diagnostic::Level;
use crate::path::Path;
use crate::rules::by_flow::held;
use crate::rules::{Check, Report, Rule};

pub(in crate::rules) static RULE: Rule = Rule {
    code: "SLA003",
    level: Level::Error,
    summary: "the fault clocks contradict each other",
    check: Check::Deal(check),
};

fn check(deal: &Deal, report: &mut Report<'_>) {
    let names = ["critical", "major", "minor"];
    for sla in held(report.file, "sla", &deal.sla) {
        let clocks = [&sla.value.critical, &sla.value.major, &sla.value.minor];
        for (name, clock) in names.iter().zip(clocks) {
            let (fix, acknowledge) = (Path::root().key(name).key("fix"), Path::root().key(name).key("acknowledge"));
            if sla.gives(&[&fix, &acknowledge]) && clock.fix.about_seconds() <= clock.acknowledge.about_seconds() {
                report
                    .add(
                        sla.path(&fix),
                        format!(
                            "a {name} fault is to be fixed within {}, and acknowledged only within {}",
                            clock.fix, clock.acknowledge
                        ),
                        "allow more time to fix than to acknowledge",
                    )
                    .also(sla.path(&acknowledge), "the time to acknowledge");
            }
        }
        let pairs = names.iter().zip(clocks).zip(names.iter().zip(clocks).skip(1));
        for ((graver, clock), (lighter, other)) in pairs {
            let sides = [("acknowledge", clock.acknowledge, other.acknowledge), ("fix", clock.fix, other.fix)];
            for (what, slow, fast) in sides {
                let (path, against) = (Path::root().key(graver).key(what), Path::root().key(lighter).key(what));
                if sla.gives(&[&path, &against]) && slow.about_seconds() > fast.about_seconds() {
                    report
                        .add(
                            sla.path(&path),
                            format!("to {what} takes {slow} for a {graver} fault, and {fast} for a {lighter} one"),
                            "give the graver fault the shorter time",
                        )
                        .also(sla.path(&against), format!("the {lighter} fault"));
                }
            }
        }
    }
}
