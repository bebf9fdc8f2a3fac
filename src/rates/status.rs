//! Whether a row of a deck is on offer: what its status, its flags and the word in place of a price say.

use super::headings::folded;

/// What a word says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    /// It is on offer.
    Open,
    /// It offers nothing any longer.
    Closed,
    /// Nothing that is known.
    Unknown,
}

/// Beginnings of words that close a row, in the languages of the headings, without accents.
const CLOSING: [&str; 45] = [
    "clos",
    "block",
    "withdraw",
    "delet",
    "remov",
    "discontinu",
    "barr",
    "inactiv",
    "terminat",
    "suspend",
    "unavailable",
    "disabl",
    "forbid",
    "cancel",
    "expire",
    "stopped",
    "dropped",
    "ended",
    "prohibit",
    "locked",
    "unsupported",
    "ferme",
    "supprim",
    "bloque",
    "cerrad",
    "bloquead",
    "elimin",
    "suspendid",
    "geschlossen",
    "gesperrt",
    "geloscht",
    "fechad",
    "removid",
    "chius",
    "soppress",
    "gesloten",
    "verwijderd",
    "geblokkeerd",
    "закрыт",
    "удален",
    "заблокирован",
    "关闭",
    "停用",
    "مغلق",
    "محظور",
];

/// Words that leave a row open, or say how its price changed.
const OPENING: [&str; 70] = [
    "open",
    "opened",
    "reopened",
    "unblocked",
    "active",
    "available",
    "enabled",
    "allowed",
    "ok",
    "valid",
    "new",
    "added",
    "addition",
    "add",
    "code",
    "codes",
    "rate",
    "rates",
    "price",
    "increase",
    "increased",
    "decrease",
    "decreased",
    "raise",
    "raised",
    "lowered",
    "reduced",
    "reduction",
    "up",
    "down",
    "higher",
    "lower",
    "unchanged",
    "same",
    "current",
    "existing",
    "changed",
    "change",
    "changes",
    "no",
    "update",
    "updated",
    "modified",
    "effective",
    "pending",
    "in",
    "of",
    "force",
    "nouveau",
    "hausse",
    "baisse",
    "inchange",
    "augmentation",
    "nuevo",
    "aumento",
    "sube",
    "baja",
    "subida",
    "bajada",
    "igual",
    "neu",
    "erhohung",
    "senkung",
    "unverandert",
    "nuovo",
    "diminuzione",
    "invariato",
    "nieuw",
    "verhoging",
    "ongewijzigd",
];

/// The same in scripts of other letters, and as two words.
const OPENING_OTHER: [&str; 16] = [
    "новый",
    "повышение",
    "понижение",
    "снижение",
    "без изменений",
    "увеличение",
    "新增",
    "上调",
    "下调",
    "不变",
    "上涨",
    "下降",
    "جديد",
    "زيادة",
    "تخفيض",
    "بدون تغيير",
];

/// What a status says.
pub(super) fn status(cell: &str) -> Offer {
    let cell = cell.trim();
    if cell.is_empty() {
        return Offer::Open;
    }
    let words: Vec<String> =
        cell.split(|c: char| !c.is_alphanumeric()).map(folded).filter(|word| !word.is_empty()).collect();
    let whole = words.concat();
    if ["notavailable", "notoffered", "nolongeravailable", "nolongeroffered", "outofservice", "notinuse"]
        .contains(&whole.as_str())
    {
        return Offer::Closed;
    }
    let negated = words.iter().any(|word| matches!(word.as_str(), "not" | "non" | "un" | "never"));
    let closing = |word: &String| CLOSING.iter().any(|start| word.starts_with(&folded(start)));
    if words.iter().any(closing) {
        return if negated { Offer::Unknown } else { Offer::Closed };
    }
    let figure = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let other =
        OPENING_OTHER.iter().any(|known| words.join(" ") == known.split(' ').map(folded).collect::<Vec<_>>().join(" "));
    let known = other || words.iter().all(|word| OPENING.contains(&word.as_str()) || figure(word));
    if known && !negated && !words.is_empty() { Offer::Open } else { Offer::Unknown }
}

/// What a flag says; `closes` is true for a column such as `Blocked`, false for one such as `Enabled`.
pub(super) fn flag(cell: &str, closes: bool) -> Offer {
    let said = match folded(cell).as_str() {
        "" => return Offer::Open,
        "y" | "yes" | "1" | "true" | "t" | "x" | "on" | "oui" | "si" | "ja" | "sim" | "да" | "是" | "نعم" => true,
        "n" | "no" | "0" | "false" | "f" | "off" | "none" | "non" | "nein" | "nao" | "nee" | "нет" | "否" | "لا" => {
            false
        }
        _ => {
            return match status(cell) {
                Offer::Open if !closes => Offer::Open,
                Offer::Closed => Offer::Closed,
                Offer::Open | Offer::Unknown => Offer::Unknown,
            };
        }
    };
    if said == closes { Offer::Closed } else { Offer::Open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_close_a_row_or_leave_it_open_and_others_are_unknown() {
        for cell in [
            "Closed",
            "Code Removal",
            "Suspended",
            "Not available",
            "Removed from 01/02/2027",
            "BLOCKED",
            "Withdrawn",
            "fermé",
            "gesperrt",
            "закрыто",
            "关闭",
            "De-activated? Deleted",
            "no longer offered",
        ] {
            assert_eq!(status(cell), Offer::Closed, "{cell}");
        }
        for cell in [
            "",
            "new",
            "Increase",
            "No change",
            "Rate Increase",
            "Unchanged",
            "Code Addition",
            "Новый",
            "上调",
            "Reopened",
        ] {
            assert_eq!(status(cell), Offer::Open, "{cell}");
        }
        for cell in ["C", "D", "I", "Not closed", "see mail", "-", "?", "2x"] {
            assert_eq!(status(cell), Offer::Unknown, "{cell}");
        }
        for (cell, closes, said) in [
            ("Y", true, Offer::Closed),
            ("0", true, Offer::Open),
            ("", true, Offer::Open),
            ("no", false, Offer::Closed),
            ("TRUE", false, Offer::Open),
            ("maybe", true, Offer::Unknown),
        ] {
            assert_eq!(flag(cell, closes), said, "{cell}");
        }
    }
}
