//! Phrases: words of the front matter that stand inside a sentence.

use super::Wording;
use super::condition::{Condition, Loop};
use super::write::{TextWriter, WrittenAt};

const PHRASES: &str = "write a phrase as a list of `{if: CONDITION, says: WORDS}`, the last one `{otherwise: WORDS}`, or as one \
                       `{each: NAME in LIST, says: WORDS}` (or `first`)";

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
