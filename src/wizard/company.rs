//! Our own company's data, asked once and kept in the house's `peerpact.toml`.

use serde_json::Value;

use super::answers::{Answer, Answers};
use crate::deal::technical_form::side::FormSide;
use crate::path::Path;
use crate::policy::Company;
use crate::template::BLANK;

impl Company {
    /// The known values: key in the policy file, path below the party, and value. The country stands in two places.
    fn known(&self) -> [(&'static str, &'static str, &Option<String>); 9] {
        [
            ("name", "name", &self.name),
            ("registration", "registration", &self.registration),
            ("country", "country", &self.country),
            ("", "licences[0].country", &self.country),
            ("address", "address", &self.address),
            ("licence", "licences[0].number", &self.licence),
            ("signatory", "signatory.name", &self.signatory),
            ("title", "signatory.title", &self.title),
            ("tax_number", "tax_number", &self.tax_number),
        ]
    }

    /// Answers the open fields of our own party.
    pub fn answer(&self, answers: &mut Answers) {
        let Some(we) = answers.we() else { return };
        for (_, field, value) in self.known() {
            let path = Path::from("parties").key(&we).join(field);
            // Without a number there is no licence to enter.
            let known = self.licence.is_some() || !field.starts_with("licences");
            if let Some(value) = value.as_ref().filter(|_| known && !answers.holds(&path)) {
                answers.set(&path, Answer::Text(value.clone()));
            }
        }
        if let Some(network) = &self.network {
            network_answers(answers, &we, network);
        }
    }

    /// The answers about our own company.
    #[must_use]
    pub fn of(answers: &Answers) -> Option<Self> {
        let we = answers.we()?;
        let of = |field: &'static str| answers.text(Path::from("parties").key(&we).join(field)).map(str::to_owned);
        Some(Self {
            name: Some(of("name")?),
            registration: of("registration"),
            country: of("country"),
            address: of("address"),
            licence: of("licences[0].number"),
            signatory: of("signatory.name"),
            title: of("signatory.title"),
            tax_number: of("tax_number"),
            id: Some(we.clone()),
            network: None,
        })
    }

    /// The same as the table of a policy file.
    #[must_use]
    pub fn written(&self) -> String {
        let mut out = String::from("[company]\n");
        let known = self.known().into_iter().map(|(key, _, value)| (key, value)).filter(|(key, _)| !key.is_empty());
        for (key, value) in std::iter::once(("id", &self.id)).chain(known) {
            if let Some(value) = value {
                // A basic string of TOML has the escapes of JSON.
                out.push_str(&format!("{key} = {}\n", serde_json::Value::from(value.as_str())));
            }
        }
        out
    }
}

/// Answers our own side of the technical form, and our addresses; what the deal has begun is left alone.
fn network_answers(answers: &mut Answers, we: &str, network: &FormSide) {
    let side = Path::from("technical.form.sides").key(we);
    if !answers.any_below(&side) {
        // What was read from a file can be written.
        let value = serde_json::to_value(network).unwrap_or(Value::Null);
        below(answers, side, &value);
    }
    let sites = Path::from("technical.sites").key(we);
    let addresses: Vec<String> = network.addresses().iter().map(ToString::to_string).collect();
    if !addresses.is_empty() && !answers.holds(&sites) {
        answers.set(&sites, Answer::List(addresses));
    }
}

fn below(answers: &mut Answers, path: Path, value: &Value) {
    match value {
        Value::Null => {}
        Value::Object(fields) => fields.iter().for_each(|(key, value)| below(answers, path.key(key), value)),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            items.iter().enumerate().for_each(|(at, item)| below(answers, path.index(at), item));
        }
        Value::Array(items) => answers.set(&path, Answer::List(items.iter().map(text).collect())),
        Value::String(open) if open.chars().eq([BLANK]) => {}
        one => answers.set(&path, Answer::Text(text(one))),
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[test]
    fn a_company_is_read_as_it_was_written() {
        let mut answers = Answers::default();
        answers.set("parties", Answer::List(vec!["us".into(), "them".into()]));
        answers.set("parties.us.name", "A \"B\" \\ C\u{e9}".into());
        answers.set("parties.us.country", "SG".into());
        answers.set("parties.us.licences[0].number", "X 1".into());
        let text = Company::of(&answers).unwrap().written();
        let company = Policy::read(std::path::Path::new("peerpact.toml"), &text).unwrap().company.unwrap();
        let mut again = Answers::default();
        again.set("parties", Answer::List(vec!["us".into(), "them".into()]));
        company.answer(&mut again);
        for field in ["name", "country", "licences[0].number"] {
            let path = Path::from("parties.us").join(field);
            assert_eq!(again.get(&path), answers.get(&path), "{path}");
        }
        assert_eq!(again.text("parties.us.licences[0].country"), Some("SG"));
    }

    #[test]
    fn our_side_of_the_form_is_taken_over_once() {
        let text = "[[network.signalling]]\naddress = \"192.0.2.10\"\nport = 5061\n[[network.media]]\nnetwork = \"192.0.2.64/28\"\n\
                    [network.tls]\nversions = [\"TLS 1.3\"]\n";
        let house = Policy::read(std::path::Path::new("peerpact.toml"), text).unwrap().house().unwrap();
        let mut answers = Answers::default();
        answers.set("parties", Answer::List(vec!["us".into(), "them".into()]));
        house.answer(&mut answers);
        let side = Path::from("technical.form.sides.us");
        assert_eq!(answers.text(side.join("signalling[0].port")), Some("5061"));
        assert_eq!(answers.get(side.join("tls.versions")), Some(&Answer::List(vec!["TLS 1.3".into()])));
        let sites = Answer::List(vec!["192.0.2.10".into(), "192.0.2.64/28".into()]);
        assert_eq!(answers.get(Path::from("technical.sites.us")), Some(&sites));
        // A deal that has begun our side keeps what it says.
        answers.set(side.join("signalling[0].port"), "5071".into());
        house.answer(&mut answers);
        assert_eq!(answers.text(side.join("signalling[0].port")), Some("5071"));
    }
}
