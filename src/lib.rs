//! `peerpact` drafts voice interconnect agreements from a deal file.
//!
//! The modules stand in dependency order: each names only modules above itself, and modules of a folder name each other in no
//! circle; `tests/shape.rs` checks both. To follow one deal through the program, read them downwards: `deal` reads it, `formulas` calculates, `library` chooses its clauses,
//! `document` makes them one paper, `compare` holds it against another, `render` prints it, `rules` judges all of that, and `pipeline` connects these steps.
//! `wizard` asks a person for a deal, and `cli` is the command line.

// A test that cannot go on says so by a panic.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::let_underscore_must_use,
        clippy::disallowed_methods
    )
)]

pub mod budget;
pub mod path;
pub mod source;
pub mod characters;
pub mod misspelt;
pub mod diagnostic;
pub mod few;
pub mod input;
pub mod packed;
pub mod assets;
pub mod sheet;
pub mod fix;
pub mod template;
pub mod deal;
pub mod trunk;
pub mod atlas;
pub mod numbering_plan;
pub mod formulas;
pub mod clock;
pub mod sums;
pub mod rates;
pub mod forms;
pub mod library;
pub mod due;
pub mod select;
pub mod policy;
pub mod repository;
pub mod approvals;
pub mod document;
pub mod compare;
pub mod render;
pub mod returned;
pub mod faces;
pub mod rules;
pub mod provenance;
pub mod report;
pub mod pipeline;
pub mod output;
pub mod export;
pub mod wizard;
pub mod records;
pub mod trunk_sheet;
pub mod configured;
pub mod reply_form;
pub mod fields;
pub mod cli;
