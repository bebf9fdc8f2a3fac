//! The currency that a format names by a sign and a locale, such as `[$$-C04]`, the dollar of Hong Kong.

/// Locales whose currency sign several currencies share, by Microsoft's number (MS-LCID), and the currency of the country.
const LOCALES: &[(u32, &str)] = &[
    (0x0404, "TWD"),
    (0x0406, "DKK"),
    (0x0409, "USD"),
    (0x0411, "JPY"),
    (0x0414, "NOK"),
    (0x041d, "SEK"),
    (0x0804, "CNY"),
    (0x0809, "GBP"),
    (0x0814, "NOK"),
    (0x080a, "MXN"),
    (0x0c04, "HKD"),
    (0x0c09, "AUD"),
    (0x0c0c, "CAD"),
    (0x1004, "SGD"),
    (0x1009, "CAD"),
    (0x1409, "NZD"),
    (0x240a, "COP"),
    (0x2c0a, "ARS"),
    (0x340a, "CLP"),
    (0x380a, "UYU"),
    (0x3c09, "HKD"),
    (0x4809, "SGD"),
    (0x540a, "USD"),
];

/// The ISO 4217 code of a shared sign, if the locale decides it; `None` if the sign is not shared or the locale is unknown.
pub(super) fn of_locale(sign: &str, locale: &str) -> Option<&'static str> {
    if !matches!(sign.trim(), "$" | "\u{a5}" | "\u{ffe5}" | "kr" | "kr.") {
        return None;
    }
    // The bits above the locale hold the calendar and the shape of the digits.
    let locale = u32::from_str_radix(locale, 16).ok()? & 0xffff;
    LOCALES.iter().find(|(known, _)| *known == locale).map(|(_, code)| *code)
}
