//! The formats of a draft, read back from their files, and held to each other and to the deal.

mod read_back;

use peerpact::pipeline::Options;
use peerpact::render::Format;
use read_back::{Block, Drafts, Paper, drafted_examples, list, options, smallest, squeeze, yaml};
use serde_json::json;

#[test]
fn dump() {
    for (name, _, drafts) in drafted_examples() {
        for (format, paper) in drafts.papers() {
            let name = name.replace('/', "_");
            std::fs::write(format!("/tmp/dump-{name}-{format}.txt"), paper.units().join("\n") + "\n====\n" + &paper.contents.join("\n")).unwrap();
        }
        std::fs::write(format!("/tmp/dump-{}-pdf.txt", name.replace('/', "_")), format!("{:#?}\n{:?}", drafts.pdf.outline, drafts.pdf.pages[5])).unwrap();
    }
}
