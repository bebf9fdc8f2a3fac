//! The questions, as data: what an interconnect manager is asked, step by step.
//!
//! A field is a deal path. `@we` and `@they` stand for the two parties, `#` for each entry of a list, `*` for each flow. What no
//! question here names is left to its default, and asked only of whoever does not keep a step's defaults; the schema then
//! says what it is.

use super::answers::{Answer, Answers};
use super::suggest as s;

/// When a question is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Whenever it applies.
    Always,
    /// Whenever it applies; Enter leaves it.
    Offer,
    /// Only of whoever does not keep the defaults of its step.
    Keep,
}

/// Works out an answer from those that were given.
pub type Suggest = fn(&Answers, &str) -> Option<Answer>;

/// Says whether a question applies.
pub type Applies = fn(&Answers) -> bool;

/// A question, tied to a field of the deal.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The field.
    pub field: &'static str,
    /// When it is put.
    pub ask: Ask,
    /// What is asked.
    pub text: &'static str,
    /// Why it is asked.
    pub why: &'static str,
    /// What is suggested, and the reason.
    pub suggest: Option<(Suggest, &'static str)>,
    /// When it applies, in words and as a test.
    pub when: Option<(&'static str, Applies)>,
}

impl Question {
    /// Whether it is asked of each entry of a list.
    #[must_use]
    pub fn is_of_rows(&self) -> bool {
        self.field.contains('#')
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

const fn ask(field: &'static str, text: &'static str, why: &'static str) -> Question {
    Question { field, ask: Ask::Always, text, why, suggest: None, when: None }
}

const fn offer(field: &'static str, text: &'static str, why: &'static str) -> Question {
    Question { field, ask: Ask::Offer, text, why, suggest: None, when: None }
}

const fn keep(field: &'static str, suggest: Suggest, text: &'static str, why: &'static str) -> Question {
    Question { field, ask: Ask::Keep, text, why, suggest: Some((suggest, why)), when: None }
}

/// A step: its questions, and the sections of the deal whose other fields belong to it.
#[derive(Debug)]
pub struct Step {
    /// Its id, as in `keep.billing`.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its questions, in order.
    pub questions: &'static [Question],
    /// Sections of the deal.
    pub sections: &'static [&'static str],
}

impl Step {
    /// Whether a field belongs to it.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        self.sections.contains(&path.split(['.', '[']).next().unwrap_or_default())
    }
}

/// Every step, in order.
pub const STEPS: &[Step] = &[
    Step { id: "parties", title: "Parties", questions: PARTIES, sections: &["we", "parties"] },
    Step { id: "traffic", title: "Traffic", questions: TRAFFIC, sections: &["scope"] },
    Step { id: "technical", title: "Technical", questions: TECHNICAL, sections: &["technical", "testing"] },
    Step { id: "rates", title: "Rates", questions: RATES, sections: &["rates", "pricing"] },
    Step { id: "billing", title: "Billing and credit", questions: BILLING, sections: &["billing", "credit"] },
    Step { id: "sla", title: "Service levels", questions: SLA, sections: &["sla", "quality"] },
    Step { id: "security", title: "Security and fraud", questions: &[], sections: &["security", "fraud"] },
    Step {
        id: "law",
        title: "Law and disputes",
        questions: LAW,
        sections: &["jurisdiction", "disputes", "regulatory"],
    },
    Step { id: "data", title: "Data and tax", questions: DATA, sections: &["dpa", "tax"] },
    Step { id: "exit", title: "Term and exit", questions: EXIT, sections: &["term", "termination"] },
    Step { id: "contacts", title: "Contacts", questions: &[], sections: &["contacts"] },
    Step {
        id: "paper",
        title: "Paper",
        questions: PAPER,
        sections: &["reference", "draft", "library", "legal", "positions", "approvals", "waivers", "special_terms"],
    },
];

const THEIRS: &str = "only they know";

const PARTIES: &[Question] = &[
    ask(
        "parties",
        "Which short names do the two companies bear in the deal file, yours first?",
        "they are keys, such as `straits, harbour`: letters, digits, `-` and `_`",
    ),
    ask("parties.@we.name", "What is your company's exact registered name?", "it signs, and is bound by every clause"),
    ask(
        "parties.@we.country",
        "In which country is your company registered?",
        "its law on carriers and tax applies to you",
    ),
    ask(
        "parties.@we.registration",
        "What is your number in the register of companies?",
        "it tells you from others of the name",
    ),
    ask("parties.@we.address", "What is the address of your registered office?", "notices go there"),
    ask(
        "parties.@we.licences[0].number",
        "What is the number of your licence or notification for this traffic?",
        "each side warrants that it may carry the traffic",
    ),
    ask("parties.@we.signatory.name", "Who signs for you, by full name?", "the signature block names the person"),
    ask("parties.@we.signatory.title", "What office does your signatory hold?", "it shows the power to bind you"),
    ask("parties.@they.name", "What is the other company's registered name?", "it signs, and is bound by every clause"),
    ask(
        "parties.@they.country",
        "In which country is the other company registered?",
        "its law on carriers and tax applies to it",
    ),
    keep("we", s::first_party, "Which of the two is your company?", "the first of the two names"),
    keep(
        "parties.@we.licences[0].country",
        s::our_country,
        "Which country granted your licence?",
        "your own, as for most carriers",
    ),
    keep("parties.@they.registration", s::blank, "What is their number in the register of companies?", THEIRS),
    keep("parties.@they.address", s::blank, "What is the address of their registered office?", THEIRS),
    keep("parties.@they.licences", s::blank, "Which licences do they hold?", THEIRS),
    keep("parties.@they.signatory", s::blank, "Who signs for them?", THEIRS),
];

const TRAFFIC: &[Question] = &[
    ask(
        "scope.flows",
        "Whose calls are carried: do you buy from them, sell to them, or both?",
        "each flow has a customer, who sends and pays, and a supplier, who carries and bills",
    ),
    ask("scope.traffic", "Which kinds of calls?", "rules, screening and schedules differ by kind"),
    keep(
        "scope.mode",
        s::peer,
        "Are calls ended on the supplier's own network, or handed on?",
        "`peer` is the plain case: on its own network",
    ),
];

const TECHNICAL: &[Question] = &[
    ask("technical.sessions", "How many calls at a time, in one direction at most?", "it sizes the trunks"),
    ask(
        "technical.sites.@we",
        "From and to which IP addresses do you send signalling and media?",
        "the other side lets in these alone; `~` if you do not know yet",
    ),
    keep(
        "technical.transports",
        s::tls,
        "Which SIP transports, in order of preference?",
        "encrypted signalling is what carriers now expect",
    ),
    keep("technical.codecs", s::codecs, "Which codecs, in order of preference?", "both sides' equipment speaks them"),
    keep(
        "technical.cps",
        s::cps,
        "How many new calls a second, in one direction at most?",
        "a hundredth of the sessions fits calls of some two minutes",
    ),
    keep("technical.sites.@they", s::blank, "From and to which addresses do they send?", THEIRS),
];

const RATES: &[Question] = &[
    ask("rates.currency", "In which currency are the rates?", "invoices are in it")
        .suggesting(s::usd, "most wholesale voice is priced in it"),
    ask(
        "rates.effective",
        "From when do the rates hold?",
        "calls before are not billed at them; a day is read as its first moment in UTC",
    ),
    offer(
        "rates.deck",
        "Which file holds the rate deck, if there is one?",
        "CSV, XLSX or open-rate-card JSON, by its path from the folder of the deal",
    )
    .when("no rate is listed", |answers| answers.count("rates.lines") == 0),
    keep("rates.defaults.route", s::cli_of_deck, "Which class are the deck's routes of?", "where a row does not say"),
    keep(
        "rates.defaults.increment",
        s::second_of_deck,
        "In which increments are they billed?",
        "where a row does not say",
    ),
    ask("rates.lines[#].destination", "Which destination does the rate cover?", "the name that both sides' decks use"),
    ask("rates.lines[#].flow", "On which flow does the rate hold?", "the supplier of that flow bills it")
        .suggesting(s::only_flow, "there is no other")
        .when("there are several flows", |answers| answers.flows().len() > 1),
    ask(
        "rates.lines[#].codes",
        "Which dial codes belong to it?",
        "a call is billed by the longest code that its number begins with",
    ),
    ask("rates.lines[#].rate", "What does a minute cost?", "exact: zeros at the end are kept"),
    keep(
        "rates.lines[#].increment",
        s::second,
        "In which increments is it billed?",
        "billing by the second is the plain case",
    ),
    keep(
        "rates.lines[#].route",
        s::cli,
        "Is the caller's number delivered?",
        "routes that deliver the number are what destinations ask for",
    ),
];

const BILLING: &[Question] = &[
    keep("billing.cycle", s::monthly, "How often are invoices sent?", "the usual cycle"),
    keep("billing.pay", s::days_30, "How long is the time to pay?", "the usual time"),
    keep("billing.pay_from", s::invoice_date, "From when does it run?", "the day is the same for both sides"),
    keep("billing.dispute_window", s::days_30, "How long may an invoice be disputed?", "as long as it may stay unpaid"),
    ask("credit.limit", "What is the credit limit?", "beyond it the supplier may stop traffic")
        .when("payment is behind the calls and a limit is wanted", |answers| {
            answers.text("credit.mode") == Some("postpaid")
        }),
    ask("credit.security", "What is the sum of the security or prepayment?", "it stands for unpaid calls")
        .when("payment is ahead of the calls or secured", |answers| {
            answers.text("credit.mode").is_some_and(|mode| mode != "postpaid")
        }),
];

const SLA: &[Question] = &[
    keep(
        "sla.availability",
        s::three_nines,
        "Which availability in a month is promised?",
        "some 43 minutes of a month",
    ),
    keep(
        "sla.credits.rate",
        s::percent_5,
        "Which share of the charges is credited for each hour beyond the allowance?",
        "it is felt, and does not ruin",
    ),
    keep("sla.credits.per", s::started_hour, "How is an hour counted?", "what both sides can count without a clock"),
    keep("sla.credits.month", s::calendar, "Which month is meant?", "the month of the invoice"),
    keep("sla.credits.base", s::affected, "Which charges are the base?", "those of the service that failed"),
    keep(
        "sla.credits.cap",
        s::percent_25,
        "Which share of the charges do the credits of a month not exceed?",
        "the usual limit",
    ),
];

const LAW: &[Question] = &[
    ask(
        "jurisdiction.law",
        "Which law governs the agreement?",
        "a law that is at home to neither side is often easiest to agree",
    ),
    keep(
        "jurisdiction.courts",
        s::courts,
        "Which courts grant interim relief and enforce awards?",
        "those of the law that governs",
    ),
    keep(
        "disputes.rules",
        s::rules,
        "Under which rules are disputes arbitrated?",
        "those of the institution at the seat",
    ),
    keep("disputes.seat", s::seat, "Where is the seat of arbitration?", "where that law is at home"),
    keep("disputes.arbitrators", s::one, "One arbitrator or three?", "one is quicker and costs less"),
];

const DATA: &[Question] = &[
    keep("dpa.roles", s::controllers, "Who decides about personal data?", "carriers do, each for its own network"),
    keep(
        "dpa.retention",
        s::months_13,
        "How long are traffic data kept for billing and disputes?",
        "a year, and a month to close it",
    ),
    keep(
        "dpa.transfers",
        s::contract,
        "On what do transfers of personal data abroad rest?",
        "terms in the agreement itself",
    ),
    keep(
        "tax[*].country",
        s::customer_country,
        "Which country taxes the flow?",
        "services between businesses are mostly taxed where the customer is",
    ),
    keep("tax[*].flow", s::this_flow, "Which flow is taxed?", "each flow has a line"),
    keep("tax[*].tax", s::tax, "Which tax is it?", "the general tax on services there"),
    keep("tax[*].accounts", s::accounts, "Who accounts for the tax?", "across a border, the customer"),
    keep("tax[*].mechanism", s::mechanism, "How is it accounted for?", "across a border, by reverse charge"),
];

const EXIT: &[Question] = &[
    keep("termination.notice", s::days_30, "What is the notice to end without cause?", "long enough to reroute"),
    keep(
        "termination.cure",
        s::days_30,
        "How long may a breach be cured?",
        "long enough to mend, short enough to matter",
    ),
    keep(
        "termination.unpaid_after_due",
        s::days_10,
        "How long after its due date may a debt stay unpaid before it is ground to end?",
        "a reminder fits in",
    ),
];

const PAPER: &[Question] = &[
    ask("reference", "Under which reference does the agreement run?", "it stands on every page")
        .suggesting(s::reference, "the two names and the year of the first rates"),
    keep(
        "legal.reviewed_by",
        s::blank,
        "Which lawyer reviewed this draft?",
        "the draft is for lawyers to read; a name is asked for before it is final",
    ),
];
