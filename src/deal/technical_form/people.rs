//! Whom and what one party offers for tests, faults and records.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::choices::{ClockProtocol, TestAnswer};
use super::names::{Fingerprint, HostName};
use crate::deal::date::{TimeOfDay, Zone};
use crate::deal::field::Field;
use crate::deal::measure::Duration;
use crate::deal::number::Phone;
use crate::deal::scalar::{Email, Text};

/// A number that answers test calls.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestNumber {
    /// Test number.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which number answers test calls[ to {destination}]?",
        "x-why" = "tests need an answer at any hour",
        "examples" = ["+65 6123 0000"]
    ))]
    pub number: Field<Phone>,
    /// Destination.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "To which destination does the test number[ {number}] belong?",
        "x-why" = "each destination is tested",
        "examples" = ["Singapore Fixed"]
    ))]
    pub destination: Field<Text>,
    /// What answers.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What answers at the test number[ {number}]?",
        "x-why" = "a test measures it"
    ))]
    pub answers: Field<TestAnswer>,
}

/// An engineer.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormEngineer {
    /// Name.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Who of {whose} engineers brings the interconnection up?",
        "x-why" = "the other side asks for that person",
        "examples" = ["Ann Goh"]
    ))]
    pub name: Field<Text>,
    /// Task.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What does {whose} engineer[ {name}] do?",
        "x-why" = "questions go to the right person",
        "examples" = ["Border controllers"]
    ))]
    pub task: Field<Text>,
    /// Telephone.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the telephone number of {whose} engineer[ {name}]?",
        "x-why" = "tests are done by telephone",
        "examples" = ["+65 6123 4567"]
    ))]
    pub phone: Field<Phone>,
    /// E-mail.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the e-mail address of {whose} engineer[ {name}]?",
        "x-why" = "traces are sent there",
        "examples" = ["ann.goh@straits.example"]
    ))]
    pub email: Field<Email>,
}

/// A step of escalation.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscalationStep {
    /// Level.
    #[serde(default)]
    #[schemars(range(min = 1, max = 9))]
    #[schemars(extend(
        "x-ask" = "Which level is {whose} step of escalation?",
        "x-why" = "steps are taken in order",
        "x-unit" = "level, 1 first",
        "examples" = [1]
    ))]
    pub level: Field<u32>,
    /// Name.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Who answers at {whose} level[ {level}]?",
        "x-why" = "the other side asks for that person",
        "examples" = ["Duty manager"]
    ))]
    pub name: Field<Text>,
    /// Telephone.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the telephone number at {whose} level[ {level}]?",
        "x-why" = "a fault does not wait for mail",
        "examples" = ["+65 6123 4568"]
    ))]
    pub phone: Field<Phone>,
    /// E-mail.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the e-mail address at {whose} level[ {level}]?",
        "x-why" = "what was said is confirmed there",
        "examples" = ["duty@straits.example"]
    ))]
    pub email: Field<Email>,
    /// Called after.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "After which time is {whose} level[ {level}] called?",
        "x-why" = "the level before has that long",
        "examples" = ["1 h"]
    ))]
    pub after: Field<Duration>,
}

/// Where call records are taken.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordDelivery {
    /// Host.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "To which host are call records for {whom} sent?",
        "x-why" = "records go there alone",
        "examples" = ["cdr.straits.example"]
    ))]
    pub host: Field<HostName>,
    /// Folder.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "In which folder do {who} take call records?",
        "x-why" = "records are looked for there",
        "examples" = ["/in/harbour"]
    ))]
    pub path: Field<Text>,
    /// SHA-256 fingerprint of the host key.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "What is the fingerprint of {whose} host key?",
        "x-why" = "the sender compares it",
        "examples" = ["00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F"]
    ))]
    pub key: Field<Fingerprint>,
    /// Time of day.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "At which time are call records for {whom} there at the latest?",
        "x-why" = "billing starts then",
        "examples" = ["02:00"]
    ))]
    pub at: Field<TimeOfDay>,
    /// Time zone.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "In which time zone is that time[ of {at}]?",
        "x-why" = "a day ends by it",
        "examples" = ["Asia/Singapore"]
    ))]
    pub zone: Field<Zone>,
}

/// By what clocks are set.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockSource {
    /// Protocol.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "By which protocol are {whose} clocks set?",
        "x-why" = "durations are compared by them"
    ))]
    pub protocol: Field<ClockProtocol>,
    /// Source.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "Which source sets {whose} clocks?",
        "x-why" = "both sides need the same time",
        "examples" = ["pool of four stratum 1 servers"]
    ))]
    pub source: Field<Text>,
    /// Greatest offset from UTC.
    #[serde(default)]
    #[schemars(extend(
        "x-ask" = "How far may {whose} clocks be from UTC?",
        "x-why" = "records of both sides are matched by time",
        "examples" = ["100 ms"]
    ))]
    pub offset: Field<Duration>,
}
