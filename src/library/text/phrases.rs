//! Phrases: words of the front matter that stand inside a sentence.

use std::collections::BTreeMap;

use super::Wording;
use super::condition::{Condition, Loop, Operand};
use super::words::choices;
use super::write::{TextWriter, WrittenAt, alternative, key, pipes};

const PHRASES: &str = "write a phrase as a list of `{if: CONDITION, says: WORDS}`, the last one `{otherwise: WORDS}`, or as one \
                       `{each: NAME in LIST, says: WORDS}` (or `first`), one `{maybe: WORDS}`, or one `{by: FIELD, words: {VALUE: WORDS}}`";

/// The expression that words hold no field which the deal leaves out, and no reference to what the paper leaves out.
fn all_there(words: &str) -> String {
    let mut out = Vec::new();
    for value in words.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()) {
        let value = value.trim_matches('-').trim();
        let path = pipes(value).first().copied().unwrap_or_default();
        if path.contains('.') && alternative(value).is_none() {
            out.push(Condition::True(path.to_owned()));
        }
    }
    for target in words.split("[](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        let id: Vec<&str> = target.split('.').take(2).collect();
        out.push(Condition::Prints(id.join(".")));
    }
    let each: Vec<String> = out.iter().map(|one| one.template(&mut String::new(), &mut 0)).collect();
    if each.is_empty() { "true".into() } else { each.join(" and ") }
}

impl<'a> TextWriter<'a> {
    /// The wordings of a phrase, where a text asks for it.
    pub(super) fn phrase(&mut self, name: &'a str, wordings: &'a [Wording], at: WrittenAt) {
        let here = WrittenAt::All(at.byte(0));
        self.out.phrases.insert(name.to_owned());
        if self.open.contains(&name) {
            let remedy = "let no phrase hold itself";
            return self.fault(here, 0, 0, format!("the phrase `{name}` holds itself"), remedy);
        }
        // Where the front matter has the words of a wording.
        let places = self.declared.places;
        let place = |index: usize, field: &str| match places.get(name, index, field) {
            Some((byte, true)) => WrittenAt::From(byte),
            Some((byte, false)) => WrittenAt::All(byte),
            None => here,
        };
        self.open.push(name);
        let otherwise = wordings.get(1).and_then(|wording| wording.otherwise.as_deref());
        if let Some(words) = wordings.first().and_then(|wording| wording.maybe.as_deref()) {
            let condition = all_there(words);
            self.tag(&format!("{{% if {condition} %}}"), here.byte(0));
            self.markdown(words, place(0, "maybe"));
            if let Some(words) = otherwise {
                self.tag("{% else %}", here.byte(0));
                self.markdown(words, place(1, "otherwise"));
            }
            self.tag("{% endif %}", here.byte(0));
            self.open.pop();
            return;
        }
        if let Some(Wording { by: Some(field), words, .. }) = wordings.first() {
            self.table(name, (field, words), otherwise, [here, place(1, "otherwise")], &|value| {
                place(0, &format!("words.{value}"))
            });
            self.open.pop();
            return;
        }
        let (cases, last): (Vec<_>, Vec<_>) =
            wordings.iter().enumerate().partition(|(_, wording)| wording.otherwise.is_none());
        let otherwise =
            last.first().and_then(|(index, wording)| Some((wording.otherwise.as_deref()?, place(*index, "otherwise"))));
        let repeats = |wording: &Wording| wording.each.is_some() || wording.first.is_some();
        if last.len() > 1 || cases.iter().any(|(_, case)| case.says.is_none()) || cases.is_empty() {
            let fact = format!("the phrase `{name}` has a wording without words");
            self.fault(place(0, "says"), 0, 0, fact, PHRASES);
        } else if let [(index, one)] = cases.as_slice()
            && repeats(one)
        {
            let [says, between, when] = ["says", "between", "if"].map(|field| place(*index, field));
            self.repeated(one, otherwise, [here, says, between, when]);
        } else if cases.iter().any(|(_, case)| repeats(case) || case.when.is_none()) {
            let fact = format!("the phrase `{name}` has a wording without a condition");
            self.fault(place(0, "says"), 0, 0, fact, PHRASES);
        } else {
            let mut before = String::new();
            let mut conditions = Vec::new();
            for (index, case) in &cases {
                let condition = case.when.as_deref().and_then(|when| self.condition(when, place(*index, "if")));
                conditions.push(condition.map_or("true".into(), |one| one.template(&mut before, &mut self.hidden)));
            }
            self.tag(&before, here.byte(0));
            for (at, ((index, case), condition)) in cases.iter().zip(&conditions).enumerate() {
                self.tag(&format!("{{% {} {condition} %}}", if at == 0 { "if" } else { "elif" }), here.byte(0));
                self.markdown(case.says.as_deref().unwrap_or_default(), place(*index, "says"));
            }
            if let Some((otherwise, place)) = otherwise {
                self.tag("{% else %}", here.byte(0));
                self.markdown(otherwise, place);
            }
            self.tag("{% endif %}", here.byte(0));
        }
        self.open.pop();
    }

    /// Writes the words for each value of a field. A value without words prints `otherwise`, or nothing.
    fn table(
        &mut self,
        name: &str,
        (field, words): (&str, &'a BTreeMap<String, String>),
        otherwise: Option<&'a str>,
        [here, last]: [WrittenAt; 2],
        place: &dyn Fn(&str) -> WrittenAt,
    ) {
        let known = if field == "position" {
            ["standard", "fallback", "walk_away"].map(str::to_owned).to_vec()
        } else {
            choices(&key(field, None, &self.loops))
        };
        for value in words.keys().filter(|value| !known.is_empty() && !known.contains(value)) {
            let fact = format!("the phrase `{name}`: `{value}` is no choice of `{field}`");
            self.fault(here, 0, 0, fact, &format!("the choices are {}", known.join(", ")));
        }
        for (at, (value, says)) in words.iter().enumerate() {
            let condition = Condition::Is(field.to_owned(), vec![Operand::Word(value.clone())]);
            let condition = condition.template(&mut String::new(), &mut self.hidden);
            self.tag(&format!("{{% {} {condition} %}}", if at == 0 { "if" } else { "elif" }), here.byte(0));
            self.markdown(says, place(value));
        }
        if let Some(words) = otherwise {
            self.tag("{% else %}", here.byte(0));
            self.markdown(words, last);
        }
        self.tag("{% endif %}", here.byte(0));
    }

    /// Writes a phrase that prints for each element of a list. The places are those of the text that asks for it, of its
    /// words, of the words between two elements, and of its condition.
    fn repeated(
        &mut self,
        one: &'a Wording,
        otherwise: Option<(&'a str, WrittenAt)>,
        [at, says, between, asks]: [WrittenAt; 4],
    ) {
        let each = one.each.as_deref().or(one.first.as_deref()).unwrap_or_default();
        let Loop { name, list } = match Loop::read(each) {
            Ok(each) => each,
            Err(error) => return self.fault(says, 0, 0, error, PHRASES),
        };
        self.hidden += 1;
        let any = format!("any_{}", self.hidden);
        self.tag(&format!("{{% set_global {any} = false %}}{{% for {name} in {list} %}}"), at.byte(0));
        self.loops.push((name, list));
        let when = one.when.as_deref().and_then(|when| self.condition(when, asks));
        let (begin, end) = self.begin(None, when.as_ref());
        self.tag(&begin, at.byte(0));
        if let Some(words) = one.between.as_deref() {
            self.tag(&format!("{{% if {any} %}}"), at.byte(0));
            self.markdown(words, between);
            self.tag("{% endif %}", at.byte(0));
        }
        self.markdown(one.says.as_deref().unwrap_or_default(), says);
        let stop = if one.first.is_some() { "{% break %}" } else { "" };
        self.tag(&format!("{{% set_global {any} = true %}}{stop}{end}{{% endfor %}}"), at.byte(0));
        self.loops.pop();
        if let Some((otherwise, place)) = otherwise {
            self.tag(&format!("{{% if not {any} %}}"), at.byte(0));
            self.markdown(otherwise, place);
            self.tag("{% endif %}", at.byte(0));
        }
    }

    fn condition(&mut self, text: &str, at: WrittenAt) -> Option<Condition> {
        match Condition::read(text) {
            Ok(condition) => Some(condition),
            Err(error) => {
                self.fault(at, 0, 0, format!("the condition `{text}` cannot be read: {error}"), PHRASES);
                None
            }
        }
    }
}
