//! Our own company's data, asked once and kept in the house's `peerpact.toml`.

use super::answers::{Answer, Answers};
use crate::path::Path;
use crate::policy::Company;

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
}
