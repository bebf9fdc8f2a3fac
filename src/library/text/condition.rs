//! Conditions as a lawyer writes them, and their translation for the template engine.
//!
//! ```text
//! term.renewal = rolling                    term.start is given
//! quality is written                        quality is not written
//! dpa.roles is one of processor, joint      term.start is not given
//! technical.codecs holds G.729              technical.codecs does not hold G.729
//! clause disp.mediation prints              clause disp.mediation does not print
//! number of flows > 1                       scope.fax
//! some flow has flow.credit.mode = prepaid  position = fallback
//! ```
//!
//! They are joined by `and`, `or`, `not` and parentheses; `and` binds closer than `or`. A field that the deal leaves out equals
//! nothing and holds nothing.

use std::fmt;

/// A condition on fields of the context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Both conditions hold.
    And(Box<Condition>, Box<Condition>),
    /// At least one of both conditions holds.
    Or(Box<Condition>, Box<Condition>),
    /// The condition does not hold.
    Not(Box<Condition>),
    /// The deal gives the field.
    Given(String),
    /// The deal itself writes the field or section, for some flow at least; a default does not count.
    Written(String),
    /// The field is true, or a list that is not empty.
    True(String),
    /// The field is one of these.
    Is(String, Vec<Operand>),
    /// The field compares with a number by `<`, `<=`, `>` or `>=`.
    Compares(String, &'static str, String),
    /// The list has this element.
    Holds(String, Operand),
    /// The length of the list compares with a number.
    Number(String, &'static str, String),
    /// The field is a list.
    List(String),
    /// This draft prints the clause.
    Prints(String),
    /// An element of the list, under its name, meets a condition.
    Some(Loop, Box<Condition>),
}

/// The value that a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A word, number or text.
    Word(String),
    /// The value of another field, by its path.
    Path(String),
}

/// A name for each element of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loop {
    /// The name, such as `flow`.
    pub name: String,
    /// The list, such as `flows`.
    pub list: String,
}

impl Loop {
    /// Reads `flow`, or `line in tax.lines`.
    pub fn read(text: &str) -> Result<Self, String> {
        let (name, list) = match text.split_once(" in ") {
            Some((name, list)) => (name.trim(), list.trim()),
            None => match text.trim() {
                "flow" => ("flow", "flows"),
                "party" => ("party", "party_list"),
                other => return Err(format!("write `{other} in LIST`: only `flow` and `party` go without a list")),
            },
        };
        if !is_name(name) {
            return Err(format!("`{name}` is not a name of small letters"));
        }
        if !is_path(list) {
            return Err(format!("`{list}` is not a field"));
        }
        Ok(Self { name: name.to_owned(), list: list.to_owned() })
    }
}

/// Whether a text is a name: small letters, digits and `_`.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Whether a text is a path of names, such as `flow.sla.cap`; a country code may stand in it (`touch.SG`).
pub(super) fn is_path(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('.').all(|step| !step.is_empty() && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
}

impl Condition {
    /// Reads a condition as a lawyer writes it.
    ///
    /// # Errors
    ///
    /// What cannot be read, in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let tokens = tokens(text)?;
        let mut reader = Reader { tokens: &tokens, at: 0 };
        let condition = reader.either()?;
        match reader.peek() {
            None => Ok(condition),
            Some(token) => Err(format!("`{token}` does not go on a condition")),
        }
    }

    /// In words, in parentheses if it must be joined by `and`.
    fn closed(&self) -> String {
        if matches!(self, Self::Or(..)) { format!("({self})") } else { self.to_string() }
    }

    /// Visits the condition and all that it is made of.
    pub fn walk(&self, visit: &mut impl FnMut(&Condition)) {
        visit(self);
        match self {
            Self::And(one, other) | Self::Or(one, other) => {
                one.walk(visit);
                other.walk(visit);
            }
            Self::Not(inner) | Self::Some(_, inner) => inner.walk(visit),
            _ => {}
        }
    }

    /// The expression for the template engine. Statements that must run first are added to `before`; `hidden` counts the names
    /// that these use.
    pub fn template(&self, before: &mut String, hidden: &mut usize) -> String {
        match self {
            Self::And(one, other) => {
                format!("({} and {})", one.template(before, hidden), other.template(before, hidden))
            }
            Self::Or(one, other) => format!("({} or {})", one.template(before, hidden), other.template(before, hidden)),
            Self::Not(inner) => format!("(not {})", inner.template(before, hidden)),
            Self::Given(path) => format!("({})", there(path)),
            Self::Written(path) => format!("({} in written)", quoted(path)),
            Self::True(path) => format!("({} and {path})", there(path)),
            Self::Is(path, values) => {
                let each: Vec<String> = values.iter().map(|value| same(path, value)).collect();
                format!("({} and ({}))", there(path), each.join(" or "))
            }
            Self::Compares(path, by, number) => format!("({} and {path} {by} {number})", there(path)),
            Self::Holds(path, Operand::Path(value)) => format!("({} and {value} in {path})", there(path)),
            Self::Holds(path, Operand::Word(word)) => format!("({} and {} in {path})", there(path), quoted(word)),
            Self::Number(path, by, number) => format!("({} and {path} | length {by} {number})", there(path)),
            Self::List(path) => format!("({} and {path} is array)", there(path)),
            Self::Prints(id) => format!("({} in printed)", quoted(id)),
            Self::Some(each, inner) => {
                *hidden += 1;
                let name = format!("some_{hidden}");
                let mut first = String::new();
                let inner = inner.template(&mut first, hidden);
                let Loop { name: element, list } = each;
                before.push_str(&format!(
                    "{{% set_global {name} = false %}}{{% for {element} in {list} %}}{first}{{% if {inner} %}}\
                     {{% set_global {name} = true %}}{{% break %}}{{% endif %}}{{% endfor %}}"
                ));
                name
            }
        }
    }
}

/// A test that the deal gives a field and everything above it: the engine fails on a field of something undefined.
pub(super) fn there(path: &str) -> String {
    if path.starts_with("loop.") {
        return "true".into();
    }
    let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
    let steps: Vec<String> = ends.filter_map(|end| path.get(..end)).map(|path| format!("{path} is defined")).collect();
    steps.join(" and ")
}

fn same(path: &str, value: &Operand) -> String {
    match value {
        Operand::Path(other) => format!("{path} == {other}"),
        Operand::Word(word) if word == "true" || word == "false" => format!("{path} == {word}"),
        // The deal's schema may hold a number as a number or as a choice, so both are compared.
        Operand::Word(word) if word.parse::<u32>().is_ok() => format!("{path} == {word} or {path} == \"{word}\""),
        Operand::Word(word) => format!("{path} == {}", quoted(word)),
    }
}

fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace(['"', '\\'], ""))
}

impl fmt::Display for Condition {
    /// In words, as `peerpact clauses` shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::And(one, other) => write!(f, "{} and {}", one.closed(), other.closed()),
            Self::Or(one, other) => write!(f, "{one} or {other}"),
            Self::Not(inner) => match &**inner {
                Self::Given(path) => write!(f, "{path} is not given"),
                Self::Written(path) => write!(f, "{path} is not written"),
                Self::Holds(path, value) => write!(f, "{path} does not hold {value}"),
                Self::Prints(id) => write!(f, "clause {id} does not print"),
                Self::Is(path, values) if values.len() == 1 => {
                    write!(f, "{path} is not ")?;
                    values.iter().try_for_each(|value| write!(f, "{value}"))
                }
                other @ (Self::And(..) | Self::Or(..)) => write!(f, "not ({other})"),
                other => write!(f, "not {other}"),
            },
            Self::Given(path) => write!(f, "{path} is given"),
            Self::Written(path) => write!(f, "{path} is written"),
            Self::True(path) => write!(f, "{path}"),
            Self::Is(path, values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                write!(f, "{path} is {}", values.join(" or "))
            }
            Self::Compares(path, by, number) => write!(f, "{path} {by} {number}"),
            Self::Holds(path, value) => write!(f, "{path} holds {value}"),
            Self::Number(path, by, number) => write!(f, "number of {path} {by} {number}"),
            Self::List(path) => write!(f, "{path} is a list"),
            Self::Prints(id) => write!(f, "clause {id} prints"),
            Self::Some(each, inner) if matches!(**inner, Self::And(..) | Self::Or(..)) => {
                write!(f, "some {} has ({inner})", each.name)
            }
            Self::Some(each, inner) => write!(f, "some {} has {inner}", each.name),
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) | Self::Path(word) => f.write_str(word),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Mark(&'static str),
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) | Self::Quoted(word) => f.write_str(word),
            Self::Mark(mark) => f.write_str(mark),
        }
    }
}

/// How many words and marks a condition may have. Conditions nest, and reading one calls itself for each level.
const MOST_TOKENS: usize = 200;

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let mark =
            ["!=", "<=", ">=", "==", "=", "<", ">", "(", ")", ","].into_iter().find(|mark| rest.starts_with(mark));
        if let Some(mark) = mark {
            out.push(Token::Mark(if mark == "==" { "=" } else { mark }));
            rest = &rest[mark.len()..];
        } else if first == '"' {
            let Some((word, after)) = rest[1..].split_once('"') else {
                return Err("a quotation mark is not closed".into());
            };
            out.push(Token::Quoted(word.to_owned()));
            rest = after;
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || "!<>=(),\"".contains(c)).unwrap_or(rest.len());
            if end == 0 {
                return Err(format!("`{first}` is no part of a condition"));
            }
            out.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        rest = rest.trim_start();
        if out.len() > MOST_TOKENS {
            return Err(format!("a condition has at most {MOST_TOKENS} words and marks; divide it into phrases"));
        }
    }
    Ok(out)
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<&Token> {
        self.at += 1;
        self.tokens.get(self.at - 1)
    }

    /// Moves past `words` if they come next; returns whether they did.
    fn take(&mut self, words: &str) -> bool {
        let wanted: Vec<&str> = words.split(' ').collect();
        let here = self.tokens.get(self.at..self.at + wanted.len()).unwrap_or_default();
        let there = here.len() == wanted.len()
            && here.iter().zip(&wanted).all(|(token, word)| matches!(token, Token::Word(one) if one == word));
        if there {
            self.at += wanted.len();
        }
        there
    }

    fn mark(&mut self, mark: &str) -> bool {
        let there = matches!(self.peek(), Some(Token::Mark(one)) if *one == mark);
        if there {
            self.at += 1;
        }
        there
    }

    fn either(&mut self) -> Result<Condition, String> {
        let mut out = self.both()?;
        while self.take("or") {
            out = Condition::Or(Box::new(out), Box::new(self.both()?));
        }
        Ok(out)
    }

    fn both(&mut self) -> Result<Condition, String> {
        let mut out = self.one()?;
        while self.take("and") {
            out = Condition::And(Box::new(out), Box::new(self.one()?));
        }
        Ok(out)
    }

    fn one(&mut self) -> Result<Condition, String> {
        if self.take("not") {
            return Ok(not(self.one()?));
        }
        if self.mark("(") {
            let inner = self.either()?;
            return if self.mark(")") { Ok(inner) } else { Err("a parenthesis is not closed".into()) };
        }
        if self.take("clause") {
            let id = self.word("the id of a clause")?;
            return if self.take("prints") {
                Ok(Condition::Prints(id))
            } else if self.take("does not print") {
                Ok(not(Condition::Prints(id)))
            } else {
                Err(format!("write `clause {id} prints`, or `clause {id} does not print`"))
            };
        }
        if self.take("some") {
            let mut words = Vec::new();
            while !self.take("has") {
                let Some(Token::Word(word)) = self.next() else {
                    return Err("write `some flow has CONDITION`, or `some NAME in LIST has CONDITION`".into());
                };
                words.push(word.clone());
            }
            let each = Loop::read(&words.join(" "))?;
            return Ok(Condition::Some(each, Box::new(self.one()?)));
        }
        if self.take("number of") {
            let path = self.path()?;
            let Some(Token::Mark(by @ ("=" | "!=" | "<" | "<=" | ">" | ">="))) = self.next().cloned() else {
                return Err(format!("write `number of {path} > 1`"));
            };
            let number = self.number()?;
            return Ok(match by {
                "=" => Condition::Number(path, "==", number),
                by => Condition::Number(path, by, number),
            });
        }
        self.field()
    }

    /// Reads a condition on a field.
    fn field(&mut self) -> Result<Condition, String> {
        let path = self.path()?;
        if self.take("is not given") {
            return Ok(not(Condition::Given(path)));
        } else if self.take("is given") {
            return Ok(Condition::Given(path));
        } else if self.take("is not written") {
            return Ok(not(Condition::Written(path)));
        } else if self.take("is written") {
            return Ok(Condition::Written(path));
        } else if self.take("is a list") {
            return Ok(Condition::List(path));
        } else if self.take("is one of") {
            return Ok(Condition::Is(path, self.operands()?));
        } else if self.take("is not one of") {
            return Ok(not(Condition::Is(path, self.operands()?)));
        } else if self.take("does not hold") {
            return Ok(not(Condition::Holds(path, self.operand()?)));
        } else if self.take("holds") {
            return Ok(Condition::Holds(path, self.operand()?));
        }
        match self.peek().cloned() {
            Some(Token::Mark("=")) => {
                self.at += 1;
                Ok(Condition::Is(path, vec![self.operand()?]))
            }
            Some(Token::Mark("!=")) => {
                self.at += 1;
                Ok(not(Condition::Is(path, vec![self.operand()?])))
            }
            Some(Token::Mark(by @ ("<" | "<=" | ">" | ">="))) => {
                self.at += 1;
                Ok(Condition::Compares(path, by, self.number()?))
            }
            Some(Token::Word(word)) if word == "is" => {
                Err(format!("write `{path} = VALUE`, `{path} is one of A, B`, `{path} is given` or `{path} is a list`"))
            }
            _ => Ok(Condition::True(path)),
        }
    }

    fn operands(&mut self) -> Result<Vec<Operand>, String> {
        let mut out = vec![self.operand()?];
        while self.mark(",") {
            out.push(self.operand()?);
        }
        Ok(out)
    }

    /// Reads a word. One that begins as a path does and has a full stop inside is a path, unless it stands in quotation marks.
    fn operand(&mut self) -> Result<Operand, String> {
        match self.next() {
            Some(Token::Quoted(word)) => Ok(Operand::Word(word.clone())),
            Some(Token::Word(word)) if word.contains('.') && is_path(word) => Ok(Operand::Path(word.clone())),
            Some(Token::Word(word)) => Ok(Operand::Word(word.clone())),
            _ => Err("a value is missing".into()),
        }
    }

    fn word(&mut self, what: &str) -> Result<String, String> {
        match self.next() {
            Some(Token::Word(word) | Token::Quoted(word)) => Ok(word.clone()),
            _ => Err(format!("{what} is missing")),
        }
    }

    fn number(&mut self) -> Result<String, String> {
        let word = self.word("a number")?;
        if word.parse::<u64>().is_ok() { Ok(word) } else { Err(format!("`{word}` is not a whole number")) }
    }

    fn path(&mut self) -> Result<String, String> {
        match self.next() {
            Some(Token::Word(word)) if is_path(word) => Ok(word.clone()),
            Some(token) => Err(format!("`{token}` is not a field")),
            None => Err("a condition is missing".into()),
        }
    }
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Condition;
    use crate::template::{Context, Templates};

    #[test]
    fn a_condition_without_end_is_refused() {
        for deep in ["(".repeat(100_000), "not ".repeat(100_000), "fax and ".repeat(100_000)] {
            assert!(Condition::read(&deep).is_err_and(|error| error.contains("at most")), "{deep:.20}");
        }
    }

    fn holds(condition: &str) -> bool {
        let context = Context::of(&json!({
            "term": {"renewal": "rolling", "max": 46, "count": "3", "list": ["a", "b"], "empty": []},
            "flows": [{"id": "f", "mode": "prepaid"}, {"id": "g", "mode": "deposit"}],
            "party": {"id": "f"},
            "fax": true, "eu": false, "printed": ["x.y"],
        }));
        let read = Condition::read(condition).unwrap_or_else(|error| panic!("{condition}: {error}"));
        let (mut before, mut hidden) = (String::new(), 0);
        let expression = read.template(&mut before, &mut hidden);
        let template = format!("{before}{{% if {expression} %}}yes{{% else %}}no{{% endif %}}");
        let mut templates = Templates::new(Default::default());
        assert!(templates.add(&[("t.md", &template)]).is_empty(), "{template}");
        templates.render("t.md", &context).unwrap_or_else(|fault| panic!("{template}: {fault:?}")) == "yes"
    }

    #[test]
    fn conditions_mean_what_they_say() {
        for condition in [
            "term.renewal = rolling",
            "term.renewal != renews",
            "term.max = 46",
            "term.count = 3",
            "term.max >= 46",
            "term.start is not given",
            "term.start.deep is not given",
            "term.renewal is given",
            "term.start != x",
            "term.list holds a",
            "term.list does not hold c",
            "term.other does not hold c",
            "clause x.y prints and clause x.z does not print",
            "number of flows > 1",
            "not number of flows > 2",
            "fax and not eu",
            "eu or fax and term.renewal is one of x, rolling",
            "(eu or fax) and not term.empty",
            "some flow has flow.mode = prepaid",
            "not some flow has flow.mode = other",
            "some flow in flows has (flow.mode = other or flow.id = party.id)",
            "term.list is a list",
            "some flow has (loop.last and flow.mode = deposit)",
        ] {
            assert!(holds(condition), "{condition}");
            assert!(!holds(&format!("not ({condition})")), "not {condition}");
        }
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        for condition in
            ["", "term.renewal =", "term.renewal is rolling", "clause x.y", "a = b c", "(a", "Term = x", "some x has y"]
        {
            assert!(Condition::read(condition).is_err(), "{condition}");
        }
    }
}
