//! The formats of value-added-tax numbers: those of the European Union as its VIES service describes them, and two more.

/// Each country, the letters that its numbers begin with, and the forms of the rest: `9` is a digit, `d` a digit that may be
/// missing at the end, `X` a letter or digit, any other letter itself.
const FORMS: &[(&str, &str, &[&str])] = &[
    ("AT", "AT", &["U99999999"]),
    ("BE", "BE", &["9999999999"]),
    ("BG", "BG", &["999999999d"]),
    ("CH", "CHE", &["999999999", "999999999MWST", "999999999TVA", "999999999IVA", "999999999VAT"]),
    ("CY", "CY", &["99999999X"]),
    ("CZ", "CZ", &["99999999dd"]),
    ("DE", "DE", &["999999999"]),
    ("DK", "DK", &["99999999"]),
    ("EE", "EE", &["999999999"]),
    ("ES", "ES", &["X9999999X"]),
    ("FI", "FI", &["99999999"]),
    ("FR", "FR", &["XX999999999"]),
    ("GB", "GB", &["999999999", "999999999999"]),
    ("GR", "EL", &["999999999"]),
    ("HR", "HR", &["99999999999"]),
    ("HU", "HU", &["99999999"]),
    ("IE", "IE", &["9999999X", "9999999XX", "9X99999X"]),
    ("IT", "IT", &["99999999999"]),
    ("LT", "LT", &["999999999", "999999999999"]),
    ("LU", "LU", &["99999999"]),
    ("LV", "LV", &["99999999999"]),
    ("MT", "MT", &["99999999"]),
    ("NL", "NL", &["XXXXXXXXXBXX"]),
    ("PL", "PL", &["9999999999"]),
    ("PT", "PT", &["999999999"]),
    ("RO", "RO", &["99dddddddd"]),
    ("SE", "SE", &["999999999999"]),
    ("SI", "SI", &["99999999"]),
    ("SK", "SK", &["9999999999"]),
];

/// How a number relates to a country.
pub(crate) enum Stands {
    /// It has the country's format, or that format is not known.
    Well,
    /// It has the format of another country, with this code.
    Elsewhere(&'static str),
    /// It does not have the country's format, of which this is an example.
    Misshapen(String),
}

/// How a tax number relates to a company's country.
pub(crate) fn stands(number: &str, country: &str) -> Stands {
    let plain: String = number.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    let own = FORMS.iter().find(|(code, ..)| *code == country);
    if own.is_some_and(|(code, prefix, forms)| {
        // British numbers are written with or without the letters.
        let rest = plain.strip_prefix(prefix).or((*code == "GB").then_some(plain.as_str()));
        rest.is_some_and(|rest| fits(rest, forms))
    }) {
        return Stands::Well;
    }
    let other =
        FORMS.iter().find(|(_, prefix, forms)| plain.strip_prefix(prefix).is_some_and(|rest| fits(rest, forms)));
    match (other, own) {
        (Some((code, ..)), _) => Stands::Elsewhere(code),
        (None, Some((_, prefix, forms))) => {
            let form = forms.first().copied().unwrap_or_default().replace('d', "");
            Stands::Misshapen(format!("{prefix}{}", form.replace(['9', 'X'], "1")))
        }
        (None, None) => Stands::Well,
    }
}

fn fits(text: &str, forms: &[&str]) -> bool {
    forms.iter().any(|form| {
        let least = form.trim_end_matches('d').len();
        (least..=form.len()).contains(&text.len())
            && form.chars().zip(text.chars()).all(|(wanted, sign)| match wanted {
                '9' | 'd' => sign.is_ascii_digit(),
                'X' => sign.is_ascii_alphanumeric(),
                letter => sign == letter,
            })
    })
}

#[cfg(test)]
mod tests {
    use super::{FORMS, Stands, stands};

    #[test]
    fn each_form_is_its_own_countrys_and_a_digit_too_few_is_nobodys() {
        for (country, prefix, forms) in FORMS {
            for form in *forms {
                let number = format!("{prefix}{}", form.replace(['9', 'X'], "1").replace('d', ""));
                assert!(matches!(stands(&number, country), Stands::Well), "{number}");
                assert!(matches!(stands(&number, "SG"), Stands::Elsewhere(code) if code == *country), "{number}");
            }
        }
        assert!(matches!(stands("DE 123 456 78", "DE"), Stands::Misshapen(form) if form == "DE111111111"));
        assert!(matches!(stands("201912345K", "SG"), Stands::Well));
    }
}
