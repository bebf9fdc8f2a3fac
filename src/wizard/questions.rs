//! The questions, as data: what an interconnect manager is asked, step by step. The wording and the reason stand with the field
//! (`deal::about`); order, condition and suggestion stand here.
//!
//! A field is a pattern of deal paths: `@we` and `@they` stand for the two parties, `[*]` for each entry of a list. A field
//! without a question here has its default, and is asked only if its step does not keep the defaults.

use super::answers::{Answer, Answers};
use super::suggest as s;
use crate::library::Library;
use crate::path::{Path, Pattern};

/// When a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskWhen {
    /// Always, if it applies.
    Always,
    /// Of a person, if it applies; a file of answers that leaves it out takes the suggestion.
    Asked,
    /// If it applies; Enter skips it.
    Offer,
    /// Only if its step does not keep the defaults.
    Keep,
}

/// Works out an answer from the earlier ones and the library that the deal is made by.
pub type Suggest = fn(&Answers, &Path, &Library) -> Option<Answer>;

/// Whether a question applies, given the answers.
pub type Applies = fn(&Answers) -> bool;

/// A question about a field of the deal.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The fields that it asks for.
    pub field: Pattern,
    /// When it is asked.
    pub ask: AskWhen,
    /// The suggestion, and its reason.
    pub suggest: Option<(Suggest, &'static str)>,
    /// The condition, in words and as a test.
    pub when: Option<(&'static str, Applies)>,
}

impl Question {
    /// Whether it is asked of each rate line.
    #[must_use]
    pub fn is_of_rows(&self) -> bool {
        self.field.as_str().starts_with("rates.lines[*]")
    }

    const fn suggesting(mut self, suggest: Suggest, reason: &'static str) -> Self {
        self.suggest = Some((suggest, reason));
        self
    }

    const fn when(mut self, words: &'static str, test: Applies) -> Self {
        self.when = Some((words, test));
        self
    }
}

const fn ask(field: &'static str) -> Question {
    Question { field: Pattern::new(field), ask: AskWhen::Always, suggest: None, when: None }
}

const fn offer(field: &'static str) -> Question {
    Question { field: Pattern::new(field), ask: AskWhen::Offer, suggest: None, when: None }
}

const fn asked(field: &'static str, suggest: Suggest, reason: &'static str) -> Question {
    Question { field: Pattern::new(field), ask: AskWhen::Asked, suggest: Some((suggest, reason)), when: None }
}

const fn keep(field: &'static str, suggest: Suggest, reason: &'static str) -> Question {
    Question { field: Pattern::new(field), ask: AskWhen::Keep, suggest: Some((suggest, reason)), when: None }
}

/// A step: its questions, and the sections of the deal whose other fields belong to it.
#[derive(Debug)]
pub struct WizardStep {
    /// Its id, as in `keep.billing`.
    pub id: &'static str,
    /// Its title, printed above its questions.
    pub title: &'static str,
    /// Its questions, in the order of asking.
    pub questions: &'static [Question],
    /// Sections whose other fields belong to it.
    pub sections: &'static [&'static str],
}

impl WizardStep {
    /// Whether a field belongs to it.
    #[must_use]
    pub fn holds(&self, path: &Path) -> bool {
        self.sections.contains(&path.section())
    }
}

/// Every step, in the order of asking: what decides the deal comes first, and what is looked up in papers last.
pub const STEPS: &[WizardStep] = &[
    WizardStep { id: "parties", title: "The two companies", questions: PARTIES, sections: &["we", "parties"] },
    WizardStep { id: "traffic", title: "Traffic", questions: TRAFFIC, sections: &["scope"] },
    WizardStep { id: "rates", title: "Destinations and rates", questions: RATES, sections: &["rates", "pricing"] },
    WizardStep { id: "billing", title: "Billing and credit", questions: BILLING, sections: &["billing", "credit"] },
    WizardStep { id: "technical", title: "Technical", questions: TECHNICAL, sections: &["technical", "testing"] },
    WizardStep { id: "security", title: "Security and fraud", questions: &[], sections: &["security", "fraud"] },
    WizardStep { id: "sla", title: "Quality and service levels", questions: SLA, sections: &["sla", "quality"] },
    WizardStep {
        id: "law",
        title: "Law and disputes",
        questions: LAW,
        sections: &["jurisdiction", "disputes", "regulatory"],
    },
    WizardStep { id: "data", title: "Data and tax", questions: DATA, sections: &["dpa", "tax"] },
    WizardStep { id: "exit", title: "Term and exit", questions: EXIT, sections: &["term", "termination"] },
    WizardStep { id: "ours", title: "Your company", questions: OURS, sections: &[] },
    WizardStep { id: "contacts", title: "Contacts", questions: &[], sections: &["contacts"] },
    WizardStep {
        id: "paper",
        title: "Paper",
        questions: PAPER,
        sections: &[
            "documents",
            "reference",
            "draft",
            "library",
            "legal",
            "positions",
            "approvals",
            "waivers",
            "clauses",
            "special_terms",
            "by_party",
            "paper",
            "state",
            "history",
        ],
    },
];

const THEIRS: &str = "only they know";

const PARTIES: &[Question] = &[
    ask("parties").when("the parties have no keys yet; a terminal makes them from the names", |answers| {
        answers.parties().len() < 2
    }),
    ask("parties.@we.name"),
    ask("parties.@they.name"),
    ask("parties.@we.country"),
    ask("parties.@they.country"),
    keep("we", s::first_party, "the first of the two names"),
    keep("parties.@we.licences[0].country", s::our_country, "your own, as for most carriers"),
    keep("parties.@they.registration", s::blank, THEIRS),
    keep("parties.@they.address", s::blank, THEIRS),
    keep("parties.@they.licences", s::blank, THEIRS),
    keep("parties.@they.signatory", s::blank, THEIRS),
];

const TRAFFIC: &[Question] = &[ask("scope.flows"), ask("scope.traffic")];

const RATES: &[Question] = &[
    ask("rates.currency").suggesting(s::usd, "most wholesale voice is priced in it"),
    ask("rates.effective"),
    offer("rates.deck").when("no rate is listed", |answers| answers.count("rates.lines") == 0),
    asked("rates.defaults.route", s::cli_of_deck, "where a row does not say")
        .when("the rates stand in a file", Answers::has_deck),
    keep("rates.defaults.increment", s::second_of_deck, "where a row does not say"),
    ask("rates.lines[*].destination"),
    ask("rates.lines[*].flow")
        .suggesting(s::only_flow, "there is no other")
        .when("there are several flows", |answers| answers.flows().len() > 1),
    ask("rates.lines[*].codes"),
    ask("rates.lines[*].rate"),
    asked("rates.lines[*].route", s::cli, "routes that deliver the number are what destinations ask for"),
    keep("rates.lines[*].increment", s::second, "billing by the second is the plain case"),
];

/// How the customer pays, as far as it is said: nothing said is payment behind the calls.
fn pays(answers: &Answers, modes: &[&str]) -> bool {
    modes.contains(&answers.text("credit.mode").unwrap_or("postpaid"))
}

const BILLING: &[Question] = &[
    offer("credit.mode"),
    offer("credit.limit").when("payment is behind the calls, up to a limit", |answers| pays(answers, &["postpaid"])),
    ask("credit.security")
        .when("payment is ahead of the calls or secured", |answers| !pays(answers, &["postpaid", "open"])),
    offer("credit.low_balance").when("payment is ahead of the calls", |answers| pays(answers, &["prepaid"])),
    asked("billing.cycle", s::monthly, "the usual cycle"),
    asked("billing.pay", s::time_to_pay, "as long as the time that an invoice covers"),
    keep("billing.pay_from", s::invoice_date, "the day is the same for both sides"),
    keep("billing.dispute_window", s::days_30, "as long as it may stay unpaid"),
];

const TECHNICAL: &[Question] = &[
    asked("scope.mode", s::mode, "by the countries of the rates and of the supplier"),
    offer("security.mutual_tls"),
    asked("technical.transports", s::transports, "what the authentication needs"),
    ask("technical.sessions"),
    ask("technical.sites.@we"),
    keep("technical.codecs", s::codecs, "both sides' equipment speaks them"),
    keep("technical.cps", s::cps, "a hundredth of the sessions fits calls of some two minutes"),
    keep("technical.sites.@they", s::blank, THEIRS),
];

const SLA: &[Question] = &[
    offer("quality.asr"),
    offer("quality.acd"),
    keep("sla.availability", s::three_nines, "some 43 minutes of a month"),
    keep("sla.credits.rate", s::percent_5, "it is felt, and does not ruin"),
    keep("sla.credits.per", s::started_hour, "what both sides can count without a clock"),
    keep("sla.credits.month", s::calendar, "the month of the invoice"),
    keep("sla.credits.base", s::affected, "those of the service that failed"),
    keep("sla.credits.cap", s::percent_25, "the usual limit"),
];

const LAW: &[Question] = &[
    ask("jurisdiction.law").suggesting(s::law, "both sides' lawyers mostly sign it"),
    keep("jurisdiction.courts", s::courts, "those of the law that governs"),
    keep("disputes.rules", s::rules, "those of the institution at the seat"),
    keep("disputes.seat", s::seat, "where that law is at home"),
    keep("disputes.arbitrators", s::one, "one is quicker and costs less"),
];

const DATA: &[Question] = &[
    keep("dpa.roles", s::controllers, "carriers do, each for its own network"),
    keep("dpa.retention", s::months_13, "a year, and a month to close it"),
    keep("dpa.transfers", s::transfers, "what the law of the two countries asks for"),
    keep("tax[*].country", s::customer_country, "services between businesses are mostly taxed where the customer is"),
    keep("tax[*].flow", s::this_flow, "each flow has a line"),
    keep("tax[*].tax", s::tax, "the general tax on services there"),
    keep("tax[*].accounts", s::accounts, "across a border, the customer"),
    keep("tax[*].mechanism", s::mechanism, "across a border, by reverse charge"),
];

const EXIT: &[Question] = &[
    keep("termination.notice", s::days_30, "long enough to reroute"),
    keep("termination.cure", s::days_30, "long enough to mend, short enough to matter"),
    keep("termination.unpaid_after_due", s::days_10, "a reminder fits in"),
];

const OURS: &[Question] = &[
    ask("parties.@we.registration"),
    ask("parties.@we.address"),
    ask("parties.@we.licences[0].number"),
    ask("parties.@we.signatory.name"),
    ask("parties.@we.signatory.title"),
];

const PAPER: &[Question] = &[
    ask("reference").suggesting(s::reference, "the two names and the year of the first rates"),
    offer("legal.form"),
    keep("legal.reviewed_by", s::blank, "the draft is for lawyers to read; a name is asked for before it is final"),
];
