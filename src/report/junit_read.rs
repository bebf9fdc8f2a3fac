//! Reads a JUnit report of ours back. The file may have been changed since: only suites and cases are taken, as texts.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::junit::{Case, CaseResult};

/// The cases of a report with the suites that they stand in, in their order; a suite without cases comes with `None`. `None` if it is no
/// report of ours.
pub(super) fn read(text: &str) -> Option<Vec<(String, Option<Case>)>> {
    let mut xml = quick_xml::Reader::from_str(text);
    xml.config_mut().expand_empty_elements = true;
    let mut out: Vec<(String, Option<Case>)> = Vec::new();
    let mut ours = false;
    let (mut suite, mut case, mut words) = (String::new(), None::<Case>, String::new());
    loop {
        match xml.read_event().ok()? {
            Event::Start(tag) => {
                words.clear();
                match tag.local_name().into_inner() {
                    "testsuites" => ours = attribute(&tag, "name")? == "peerpact",
                    "testsuite" => {
                        suite = attribute(&tag, "name")?;
                        out.push((suite.clone(), None));
                    }
                    "testcase" => {
                        let (name, suite) = (attribute(&tag, "name")?, attribute(&tag, "classname")?);
                        case = Some(Case { name, suite, outcome: CaseResult::Passed });
                    }
                    "failure" => {
                        let (code, message) = (attribute(&tag, "type")?, attribute(&tag, "message")?);
                        case.as_mut()?.outcome = CaseResult::Failed { code, message, text: String::new() };
                    }
                    "system-out" => case.as_mut()?.outcome = CaseResult::Said(String::new()),
                    // Nothing else stands in a report of ours.
                    _ => return None,
                }
            }
            Event::End(tag) => match tag.local_name().into_inner() {
                "failure" | "system-out" => match &mut case.as_mut()?.outcome {
                    CaseResult::Failed { text, .. } | CaseResult::Said(text) => *text = std::mem::take(&mut words),
                    CaseResult::Passed => return None,
                },
                "testcase" => out.push((suite.clone(), Some(case.take()?))),
                _ => {}
            },
            Event::Text(text) => words.push_str(&text.xml10_content()),
            Event::CData(text) => words.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref().ok()? {
                Some(character) => words.push(character),
                None => words.push_str(resolve_predefined_entity(&reference.xml10_content())?),
            },
            Event::DocType(_) => return None,
            Event::Eof => return ours.then_some(out),
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().filter_map(Result::ok).find(|one| one.key.local_name().into_inner() == name)?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}
