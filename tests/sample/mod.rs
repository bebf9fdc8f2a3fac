//! A short agreement, built by hand, that holds every kind of block and inline content.

use peerpact::document::{
    Align, Block, Cover, Document, Heading, HeadingKind, Inline, Inlines, Paper, Paragraph, Signature, Table,
};

pub fn plain(words: &str) -> Inline {
    Inline::Plain(words.into())
}

pub fn value(words: &str) -> Inline {
    Inline::Value(words.to_owned())
}

pub fn strong(words: &str) -> Inline {
    Inline::Strong(vec![plain(words)])
}

pub fn to(target: &str, text: &str) -> Inline {
    Inline::Ref { target: target.into(), text: text.to_owned() }
}

pub fn heading(kind: HeadingKind, label: &str, title: Inlines, anchor: &str) -> Block {
    Block::Heading(Heading { kind, label: label.to_owned(), title, anchor: anchor.to_owned() })
}

pub fn paragraph(indent: u8, label: &str, anchor: Option<&str>, text: Inlines) -> Block {
    Block::Paragraph(Paragraph {
        indent,
        label: label.to_owned(),
        defines: false,
        anchor: anchor.map(str::to_owned),
        text,
    })
}

pub fn table(columns: &[Align], header: &[&str], rows: &[&[&str]]) -> Block {
    let cells = |row: &[&str]| row.iter().map(|cell| vec![value(cell)]).collect::<Vec<_>>();
    Block::Table(Table {
        columns: columns.to_vec(),
        header: cells(header),
        rows: rows.iter().map(|row| cells(row)).collect(),
    })
}

fn signature(party: &str, signatory: Inlines) -> Signature {
    Signature {
        heading: vec![plain("Signed for and on behalf of "), value(party)],
        lines: vec![
            ("Signature".to_owned(), None),
            ("Name".to_owned(), Some(signatory)),
            ("Title".to_owned(), Some(vec![value("Director")])),
            ("Date".to_owned(), None),
        ],
    }
}

/// The agreement between `us` and Harbour Telecom.
pub fn agreement(us: &str) -> Document {
    use HeadingKind::{Clause, Part, Schedule, Section};
    Document {
        title: "Bilateral Voice Interconnect Agreement".to_owned(),
        reference: "SH-2027-01".to_owned(),
        version: "draft 3".to_owned(),
        marks: vec!["DRAFT".to_owned(), "Subject to contract".to_owned()],
        language: "en-GB".to_owned(),
        paper: Paper::A4,
        compact: false,
        provenance: "5f2c".repeat(16),
        cover: Cover {
            parties: vec![vec![value(us)], vec![value("Harbour Telecom Ltd")]],
            key_terms: vec![
                (vec![plain("Services")], vec![plain("Voice termination, both ways; mobile and international")]),
                (vec![plain("Effective date")], vec![value("1 January 2027, 00:00 UTC")]),
                (
                    vec![plain("Payment")],
                    vec![value("30 days"), plain(" from the invoice date, "), to("clause-3", "clause 3")],
                ),
                (vec![plain("Licence of Harbour")], vec![Inline::Blank(None)]),
                (vec![plain("Notices")], vec![value("8 Queen's Road Central"), Inline::Break, value("Hong Kong")]),
            ],
        },
        blocks: vec![
            heading(Part, "Part 1", vec![plain("Interpretation")], "part-1"),
            heading(Clause, "1", vec![plain("Definitions")], "clause-1"),
            paragraph(
                1,
                "1.1",
                Some("clause-1.1"),
                vec![
                    plain(
                        "In this Agreement the following words have the meanings set out beside them, and the rules of ",
                    ),
                    to("clause-1.2", "clause 1.2"),
                    plain(" apply to their reading."),
                ],
            ),
            paragraph(
                1,
                "",
                Some("term-allowance"),
                vec![
                    plain("“"),
                    strong("Allowance"),
                    plain("” means the Downtime in a Month that Service Availability of "),
                    value("99.9 %"),
                    plain(" leaves."),
                ],
            ),
            paragraph(
                1,
                "",
                None,
                vec![
                    strong("Month"),
                    plain(" means a calendar month, counted in "),
                    Inline::Emphasis(vec![plain("Coordinated Universal Time")]),
                    plain("."),
                ],
            ),
            paragraph(
                1,
                "1.2",
                Some("clause-1.2"),
                vec![
                    plain(
                        "Headings are for convenience only. Where the Schedules and the clauses disagree, the clauses prevail, save that ",
                    ),
                    to("schedule-1", "Schedule 1"),
                    plain(" prevails on rates."),
                ],
            ),
            heading(Part, "Part 2", vec![plain("Service and payment")], "part-2"),
            heading(Clause, "2", vec![plain("Termination of calls")], "clause-2"),
            paragraph(1, "2.1", Some("clause-2.1"), vec![plain("The Supplier shall:")]),
            paragraph(
                2,
                "(a)",
                Some("clause-2.1-a"),
                vec![
                    plain("terminate each call that the Customer hands over at an agreed site, to the standard that "),
                    to("clause-2.2", "clause 2.2"),
                    plain(" asks for, and answer each with the signalling that the called network gave;"),
                ],
            ),
            paragraph(2, "(b)", None, vec![plain("keep, for each route:")]),
            paragraph(
                3,
                "(i)",
                None,
                vec![plain(
                    "the calling party's number as it was received, unless the law of the called country forbids it, in which case the Supplier shall say so beforehand;",
                )],
            ),
            paragraph(3, "(ii)", None, vec![plain("a record of each attempt, answered or not:")]),
            paragraph(4, "(A)", None, vec![plain("for "), value("13 months"), plain("; and")]),
            paragraph(4, "(B)", None, vec![plain("in a form that both parties can read; and")]),
            paragraph(2, "(c)", None, vec![plain("refuse no call for the sole reason of its origin.")]),
            paragraph(
                1,
                "2.2",
                Some("clause-2.2"),
                vec![
                    plain("Every invoice states its currency. Notices go to "),
                    value("noc_desk@straits.example"),
                    plain(" or "),
                    value("https://straits.example/noc?a=1&amp;b=2"),
                    plain("."),
                ],
            ),
            paragraph(
                1,
                "",
                None,
                vec![plain(
                    "A paragraph without a number continues the one above it, and stands under its words rather than under its number.",
                )],
            ),
            heading(Clause, "3", vec![plain("Payment")], "clause-3"),
            paragraph(
                1,
                "3.1",
                None,
                vec![
                    plain("The Customer shall pay each invoice within "),
                    value("30 days"),
                    plain(" of its date, into the account that is "),
                    Inline::Blank(None),
                    plain("."),
                ],
            ),
            paragraph(
                0,
                "",
                None,
                vec![plain("The parties have signed this Agreement on the dates beside their names.")],
            ),
            Block::Signatures(vec![
                signature(us, vec![value("Mei Tan")]),
                signature("Harbour Telecom Ltd", vec![Inline::Blank(None)]),
            ]),
            heading(Schedule, "Schedule 1", vec![plain("Rates")], "schedule-1"),
            heading(Section, "1", vec![plain("Rates for Hong Kong")], "schedule-1.1"),
            paragraph(1, "1.1", Some("schedule-1.1.1"), vec![plain("Rates are in USD a minute and exclude tax.")]),
            table(
                &[Align::Left, Align::Left, Align::Center, Align::Right, Align::Right],
                &["Destination", "Codes", "Route", "Increment", "Rate"],
                &[
                    &["Hong Kong Fixed", "8522, 8523", "CLI", "1/1", "0.0120"],
                    &["Hong Kong Mobile", "8525, 8526, 8529", "CLI", "1/1", "0.0180"],
                    &["Hong Kong Special Services", "852900", "non-CLI", "60/60", "1.2500"],
                ],
            ),
            heading(Section, "2", vec![plain("Sites")], "schedule-1.2"),
            table(
                &[Align::Left, Align::Left, Align::Left],
                &["Site", "Address", "Transport"],
                &[
                    &["Singapore", "203.0.113.10", "TLS"],
                    &["Hong Kong", "2001:db8:ffff:1000:aaaa:bbbb:cccc:0010", "TLS"],
                ],
            ),
            heading(Schedule, "Schedule 2", vec![plain("Service levels")], "schedule-2"),
            heading(Section, "1", vec![plain("Service credits")], "schedule-2.1"),
            table(
                &[Align::Left, Align::Right, Align::Right],
                &["Measure", "Target", "Credit"],
                &[&["Service Availability", "99.9 %", "5 %"], &["Post-dial delay, 95th percentile", "≤ 6 s", "2 %"]],
            ),
            paragraph(
                0,
                "",
                None,
                vec![
                    plain("Credits in a Month never exceed "),
                    value("25 %"),
                    plain(" of its charges ("),
                    to("clause-3", "clause 3"),
                    plain(")."),
                ],
            ),
        ],
        clauses: Vec::new(),
        review: None,
        revisions: None,
    }
}
