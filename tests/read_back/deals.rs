//! Deals that use much of the schema, and the schema's own list of what may be changed in them.

use std::collections::BTreeSet;

use peerpact::pipeline::{self, SchemaOf};
use serde_json::{Value, json};

use super::{smallest, yaml};

/// The smallest deal with an entry in every list and a value in most fields, so that a change of any of them can be seen.
pub fn rich() -> Value {
    let mut deal = yaml::value(&smallest());
    for (path, value) in [
        ("parties.harbour.signatory", json!({"name": "Lee Wong", "title": "Secretary"})),
        ("parties.straits.licences[0].type", json!("Services-based operator")),
        ("scope.flows.hk.description", json!("Calls to Hong Kong")),
        // A swap needs a flow each way.
        ("scope.flows.sg", json!({"customer": "harbour", "supplier": "straits"})),
        ("scope.fax", json!("true")),
        ("technical.sites.straits", json!(["192.0.2.10"])),
        (
            "technical.standards",
            json!([{"document": "ITU-T Q.3401", "edition": "03/2007"},
                {"document": "GSMA IR.34", "edition": "version 17", "binding": "false"}]),
        ),
        (
            "technical.points",
            json!([{"name": "North", "place": "Data centre at 1 Pier Road", "kind": "cross_connect", "bandwidth": "1000"}]),
        ),
        ("technical.form", technical_form()),
        ("technical.methods", json!(["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "PRACK", "UPDATE"])),
        ("technical.uri_schemes", json!(["sip", "tel"])),
        ("technical.number_format", json!("e164")),
        ("technical.options_interval", json!("60 s")),
        ("technical.reinvite", json!("true")),
        ("technical.packet_time", json!("20 ms")),
        ("technical.ip_versions", json!(["IPv4"])),
        ("technical.sip_mode", json!("back_to_back")),
        ("technical.forecast", json!("3 months")),
        ("security.patch", json!("30 days")),
        ("billing.tolerance", json!("1 %")),
        ("billing.audits_per_year", json!("1")),
        ("quality.cli_delivery", json!("95 %")),
        (
            "quality.destinations",
            json!([{"destination": "Hong Kong Mobile", "route": "cli", "ner": "92 %", "asr": "55 %", "acd": "90 s"}]),
        ),
        ("technical.least_attestation", json!("B")),
        ("technical.hosts", json!({"straits": ["sip.straits.example"]})),
        ("technical.valid_cli", json!("90 %")),
        ("technical.range_proof", json!("2 business days")),
        ("parties.straits.legal_form", json!("a private company limited by shares")),
        ("parties.straits.mail", json!("PO Box 77, Singapore 018000")),
        ("pricing.spend", json!([{"flow": "hk", "sum": "USD 20000.00", "period": "month"}])),
        ("credit.days", json!("45")),
        ("credit.other_triggers", json!(["traffic above twice its forecast"])),
        ("credit.increase", json!("5 business days")),
        (
            "parties.straits.affiliates",
            json!([{"name": "Straits Mobile Pte. Ltd.", "registration": "1", "country": "SG"}]),
        ),
        ("parties.straits.reference_offer", json!("Reference Interconnection Offer of 1 July 2026")),
        ("parties.straits.significant_market_power", json!("true")),
        ("parties.straits.signing", json!({"by": "agent", "agent": "Seal Services Inc.", "arranged": "2026-10-01"})),
        (
            "parties.straits.us",
            json!({"frn": "0012345678", "spc": "709J", "filer_499": "812345", "intermediate": "true"}),
        ),
        ("scope.use_case", json!("transit")),
        ("billing.delivery", json!(["email"])),
        (
            "by_party.harbour",
            json!({"notice": "90 days", "cure": "10 days", "authorisation_cure": "10 days", "suspension_notice": "2 business days", "cap": "sum",
                "cap_sum": "USD 250000.00", "indemnity": "none", "set_off": "none"}),
        ),
        ("scope.consent_process", json!("consent in writing")),
        ("rates.lines[0].jurisdiction", json!("interstate")),
        ("rates.lines[0].band", json!("peak")),
        ("pricing.origins", json!([{"name": "Asia", "codes": ["65", "852"]}])),
        ("pricing.bands", json!([{"name": "peak", "days": "Monday to Friday", "from": "08:00", "to": "20:00"}])),
        (
            "pricing.notices",
            json!([{"flow": "hk", "destination": "Hong Kong Mobile", "increase": "14 days", "decrease": "2 days",
                "closure": "3 days"}]),
        ),
        ("pricing.freeze", json!("3 months")),
        ("pricing.fees", json!([{"flow": "hk", "what": "Set-up of a site", "amount": "USD 75.00", "due": "once"}])),
        ("pricing.discounts", json!([{"flow": "hk", "above": "10000000", "percent": "10 %"}])),
        ("pricing.quality_bonus", json!([{"flow": "hk", "measure": "asr", "threshold": "65 %", "percent": "2 %"}])),
        ("pricing.revenue_share", json!([{"flow": "hk", "destination": "Hong Kong Mobile", "percent": "40 %"}])),
        (
            "pricing.commitments",
            json!([{"flow": "hk", "minutes": "10000000", "period": "month", "floor": "80 %", "shortfall": "to_floor",
                "price": "100 %", "carry": "1 month"}]),
        ),
        (
            "pricing.swap",
            json!({"minutes": "5000000", "period": "quarter", "settlement": "financial", "make_up": "1 month",
                "rate": "0.0120", "exclusive": "true"}),
        ),
        (
            "pricing.surcharges",
            json!([{"flow": "hk", "measure": "short_calls", "threshold": "15 %", "per_call": "0.0100"}]),
        ),
        ("termination.ladder", json!([{"after": "5 days", "step": "remind"}, {"after": "20 days", "step": "suspend"}])),
        ("billing.disputed", json!("escrow")),
        ("billing.escrow_agent", json!("Quay Trust Ltd")),
        ("credit.formula", json!({"multiple": "1.5", "of": "peak_month"})),
        ("sla.media", json!("99.5 %")),
        ("sla.critical", json!({"acknowledge": "30 min", "fix": "4 h"})),
        ("sla.major", json!({"acknowledge": "1 h", "fix": "8 h"})),
        ("sla.minor", json!({"acknowledge": "4 h", "fix": "3 business days"})),
        ("fraud.premium_minutes", json!("500")),
        ("fraud.codes", json!(["glf"])),
        ("term.renewal", json!("renews")),
        ("term.renewal_length", json!("12 months")),
        ("term.renewal_notice", json!("60 days")),
        ("term.break_after", json!("6 months")),
        ("term.trial_minutes", json!("100000")),
        ("disputes.expert", json!("the Institute of Telecommunications Professionals")),
        ("disputes.three_above", json!("USD 1000000.00")),
        ("dpa.tasks", json!(["rating of Call Records"])),
        ("dpa.roles", json!("processor")),
        ("legal.translation", json!("Chinese")),
        ("legal.conditions", json!(["a letter from the bank of the Customer"])),
        ("legal.insurance", json!({"liability": "USD 1000000.00", "cyber": "USD 500000.00"})),
        ("legal.changes", json!({"contacts": "posting", "place": "interconnect.harbour.example"})),
        ("legal.changes.terms", json!("notice")),
        ("rates.lines[0].origin", json!("Asia")),
        ("billing.dispute_threshold", json!("USD 250.00")),
        ("credit.limit", json!("USD 40000.00")),
        ("credit.security", json!("USD 60000.00")),
        ("credit.low_balance", json!("USD 12000.00")),
        ("credit.mode", json!("prepaid")),
        ("term.start", json!("2027-01-01")),
        ("term.trial", json!("30 days")),
        ("disputes.arbitration_law", json!("England and Wales")),
        ("disputes.mediation", json!("30 days")),
        (
            "regulatory",
            json!({"laws": [{"country": "SG", "law": "Telecommunications Act 1999", "evidence": "Copy of the licence"}],
                "filings": [{"party": "straits", "country": "SG", "what": "This agreement", "within": "30 days"}], "change_notice": "24 hours",
                "opt_in": "Interconnection Agreement of 1 March 2025", "tariff": "Tariff F.C.C. No. 7"}),
        ),
        (
            "contacts",
            json!([{"party": "straits", "role": "noc", "name": "Control Room", "email": "noc@straits.example",
                "phone": "+65 6123 4567", "hours": "day and night", "copies": ["ops@straits.example"]}]),
        ),
        ("special_terms", json!([{"after": "sla.credits", "text": "Credits of one year are paid in the next."}])),
        ("legal.reviewed_by", json!("Ann Goh")),
        ("legal.reviewed_on", json!("2026-11-18")),
        ("legal.liability_floor", json!("USD 100000.00")),
    ] {
        yaml::set(&mut deal, path, value);
    }
    for (list, entry) in [
        (
            "rates.lines",
            json!({"flow": "sg", "destination": "Singapore Mobile", "codes": ["658", "659"], "route": "cli",
                "rate": "0.0090", "increment": "1/1"}),
        ),
        ("tax", json!({"flow": "sg", "country": "SG", "tax": "GST", "accounts": "straits", "mechanism": "zero_rated"})),
    ] {
        let mut entries = yaml::get(&deal, list).and_then(Value::as_array).cloned().unwrap_or_default();
        entries.push(entry);
        yaml::set(&mut deal, list, Value::Array(entries));
    }
    deal
}

/// A technical form with a value in every field.
pub fn technical_form() -> Value {
    serde_json::from_str(include_str!("technical_form.json")).expect("a form")
}

/// The rich deal with other choices: what only some deals print is printed by one of the two.
pub fn other() -> Value {
    let mut deal = rich();
    for (path, value) in [
        ("credit.mode", json!("deposit")),
        ("credit.low_balance", Value::Null),
        ("credit.alert", json!("5 %")),
        ("parties.straits.country", json!("US")),
        ("parties.harbour.country", json!("US")),
        ("parties.harbour.significant_market_power", json!("true")),
        ("scope.automated_calls", json!("allowed")),
        ("sla.credits.application", json!("on_claim")),
        ("legal.changes.rates", json!("posting")),
        ("technical.network", json!("private")),
        ("technical.srtp", json!("required")),
        ("term.service", json!("running")),
        ("term.service_date", json!("2026-09-01")),
        ("rates.effective", json!("2026-09-01T00:00:00Z")),
    ] {
        yaml::set(&mut deal, path, value);
    }
    // Numbers whose price a law governs.
    let mut lines = yaml::get(&deal, "rates.lines").and_then(Value::as_array).cloned().unwrap_or_default();
    lines.push(
        json!({"flow": "sg", "destination": "United States", "codes": ["1212"], "route": "cli", "rate": "0.0070",
        "increment": "6/6"}),
    );
    yaml::set(&mut deal, "rates.lines", Value::Array(lines));
    deal
}

/// The rich deal with what a deal may decline: levels, arbitration, terms on personal data, a rate in the paper; and with
/// the choices that rest on a value of their own.
pub fn declining() -> Value {
    let mut deal = rich();
    for (path, value) in [
        ("sla.promise", json!("none")),
        ("sla.reason", json!("A trial of a new route")),
        ("disputes.mode", json!("courts")),
        ("dpa.roles", json!("separate")),
        ("dpa.document", json!("Data Processing Agreement")),
        ("dpa.date", json!("2026-09-01")),
        ("legal.cap", json!("sum")),
        ("legal.cap_sum", json!("USD 250000.00")),
        ("term.length", json!("to_date")),
        ("term.until", json!("2028-12-31")),
    ] {
        yaml::set(&mut deal, path, value);
    }
    deal
}

/// A deal in which no tax is expected.
pub fn untaxed(mut deal: Value) -> Value {
    let none = json!({"mode": "none_expected", "reason": "Both resell", "bears": "straits", "reports": "harbour",
        "remits": "harbour"});
    yaml::set(&mut deal, "tax", none);
    deal
}

/// A field of the schema as it stands in one deal.
pub struct Field {
    /// Its path.
    pub path: String,
    /// Its schema.
    pub schema: Value,
    /// Whether it is a list of what `schema` describes.
    pub is_list: bool,
}

/// Every field below a mapping of the deal, given or not; a list is looked at through its first entry.
pub fn fields(deal: &Value) -> Vec<Field> {
    let mut out = Vec::new();
    collect(deal, &pipeline::schema(SchemaOf::Deal), "", &mut out);
    out
}

fn collect(value: &Value, schema: &Value, path: &str, out: &mut Vec<Field>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let schema = variant(schema, value);
    if let Some(known) = schema["properties"].as_object() {
        for (key, field) in known.iter().filter(|(key, _)| *key != "by_flow") {
            collect(value.get(key).unwrap_or(&Value::Null), field, &below(key), out);
        }
    } else if schema["additionalProperties"].is_object() {
        for (key, value) in value.as_object().into_iter().flatten() {
            collect(value, &schema["additionalProperties"], &below(key), out);
        }
    } else if schema["items"].is_object() {
        let items = variant(&schema["items"], &Value::Null);
        if items["properties"].is_object() {
            if let Some(first) = value.get(0) {
                collect(first, items, &format!("{path}[0]"), out);
            }
        } else {
            out.push(Field { path: path.to_owned(), schema: items.clone(), is_list: true });
        }
    } else {
        out.push(Field { path: path.to_owned(), schema: schema.clone(), is_list: false });
    }
}

/// Every path of the schema, without indices and without the keys that a deal chooses: `rates.lines.rate`, `parties.name`.
pub fn paths(leaves_alone: bool) -> BTreeSet<String> {
    fn add(schema: &Value, path: &str, leaves_alone: bool, out: &mut BTreeSet<String>) {
        // In place of its entries a list may hold one statement.
        let variants = variants(schema);
        let Some((schema, others)) = variants.split_first() else { return };
        for other in others.iter().filter(|other| other["properties"].is_object()) {
            add(other, path, leaves_alone, out);
        }
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        let inner = [&schema["additionalProperties"], &schema["items"]].into_iter().find(|inner| inner.is_object());
        let known = schema["properties"].as_object();
        if !leaves_alone || (known.is_none() && inner.is_none()) {
            out.insert(path.to_owned());
        }
        match (known, inner) {
            (Some(known), _) => known
                .iter()
                .filter(|(key, _)| *key != "by_flow")
                .for_each(|(key, field)| add(field, &below(key), leaves_alone, out)),
            (None, Some(inner)) => add(inner, path, leaves_alone, out),
            (None, None) => {}
        }
    }
    let mut out = BTreeSet::new();
    add(&pipeline::schema(SchemaOf::Deal), "", leaves_alone, &mut out);
    out
}

/// The variants of a schema that are not null.
fn variants(schema: &Value) -> Vec<&Value> {
    schema["anyOf"]
        .as_array()
        .map_or_else(|| vec![schema], |variants| variants.iter().filter(|one| one["type"] != "null").collect())
}

/// The variant of a schema that a value is of, or the first.
fn variant<'a>(schema: &'a Value, value: &Value) -> &'a Value {
    let variants = variants(schema);
    let mapping = variants.iter().find(|one| value.is_object() && one["properties"].is_object());
    mapping.or(variants.first()).copied().unwrap_or(schema)
}

/// The words that a field may choose from.
pub fn choices(schema: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut out: Vec<String> = schema.get("const").map(word).into_iter().collect();
    out.extend(schema["enum"].as_array().into_iter().flatten().filter(|value| !value.is_null()).map(word));
    out.extend(schema["oneOf"].as_array().into_iter().flatten().flat_map(choices));
    out
}

/// Every choice of the schema in a deal: its path and the value to set there.
pub fn every_choice(deal: &Value) -> Vec<(String, Vec<Value>)> {
    let mut out = Vec::new();
    for field in fields(deal) {
        let values: Vec<Value> = match choices(&field.schema).as_slice() {
            [] if field.schema["type"] == "boolean" || field.schema["type"] == json!(["boolean", "null"]) => {
                vec![json!("true"), json!("false")]
            }
            [] => continue,
            choices => choices.iter().map(|choice| json!(choice)).collect(),
        };
        let wrap = |value: Value| if field.is_list { json!([value]) } else { value };
        out.push((field.path.clone(), values.into_iter().map(wrap).collect()));
    }
    out
}

/// Another value that a field may hold, if its schema says enough to make one up.
pub fn other_value(field: &Field) -> Option<Value> {
    let schema = &field.schema;
    if schema["type"] == "integer" || schema["type"] == json!(["integer", "null"]) {
        let least = schema["minimum"].as_i64().unwrap_or(0);
        let most = schema["maximum"].as_i64().unwrap_or(777);
        let other = json!(most.min(least + 7).to_string());
        return (most > least).then(|| if field.is_list { json!([other]) } else { other });
    }
    let text = match schema["format"].as_str() {
        Some("text") => "Quite other words",
        Some("email") => "other@elsewhere.example",
        Some("rate") => "0.07770",
        Some("money") => "USD 77777.70",
        Some("currency") => "NZD",
        Some("increment") => "7/7",
        Some("percent") => "7.70 %",
        Some("figure") => "4.32",
        Some("duration") => "77 hours",
        Some("date") => "2026-12-07",
        Some("date-time") => "2027-07-07T07:07:07+07:00",
        Some("time-zone") => "Pacific/Auckland",
        Some("time-of-day") => "07:07",
        Some("country") => "NZ",
        Some("ip-address") => "192.0.2.77",
        Some("dial-code") => "8527",
        Some("phone") => "+64 777 7777",
        Some("heading-row") => "3",
        Some("host-name") => "other.elsewhere.example",
        Some("token") => "other_word",
        Some("port-range") => "7000-7777",
        Some("dial-prefix") => "777",
        Some("sha256") => "7777777777777777777777777777777777777777777777777777777777777777",
        Some("fingerprint") => {
            "FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF:FF"
        }
        Some(other) => panic!("a format that no test has met: {other}"),
        None => return None,
    };
    Some(if field.is_list { json!([text]) } else { json!(text) })
}
