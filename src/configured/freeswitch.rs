//! Gateways, access lists and limits of FreeSWITCH 1.10, with the defaults of mod_sofia.
//!
//! FreeSWITCH's preprocessor puts other texts in before it reads XML; a value with `$` is therefore told as not read, and a
//! command of the preprocessor is named and never run.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::{ConfigFacts, ConfigGroup, ConfigSetting, SourceList, uri};
use crate::deal::technical::Transport;
use crate::diagnostic::Misread;
use crate::export::freeswitch::codec_of;

/// Elements that may stand within one another.
const DEEPEST: usize = 100;

/// A gateway while it is read: parameter or variable, value, line.
#[derive(Debug, Default)]
struct GatewayDraft {
    name: String,
    line: usize,
    params: Vec<(String, String, usize)>,
}

pub(super) fn read(text: &str) -> Result<ConfigFacts, Misread> {
    let mut facts = ConfigFacts::default();
    let mut xml = Reader::from_str(text);
    let (mut depth, mut gateway, mut list) = (0_usize, None::<GatewayDraft>, None::<ConfigGroup>);
    loop {
        let before = position(&xml);
        let event = xml.read_event().map_err(|error| broken(&error.to_string(), line_of(text, before)))?;
        let line = line_of(text, before);
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(broken(&format!("elements stand more than {DEEPEST} deep"), line));
                }
                opened(&start, line, &mut gateway, &mut list, &mut facts)?;
            }
            Event::Empty(start) => {
                opened(&start, line, &mut gateway, &mut list, &mut facts)?;
                closed(start.local_name().into_inner(), &mut gateway, &mut list, &mut facts);
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                closed(end.local_name().into_inner(), &mut gateway, &mut list, &mut facts);
            }
            Event::DocType(_) => return Err(broken("it has a document type", line)),
            Event::Eof => break,
            _ => {}
        }
    }
    if depth > 0 {
        return Err(broken("it ends early", line_of(text, text.len())));
    }
    Ok(facts)
}

fn broken(what: &str, line: usize) -> Misread {
    Misread::new(format!("is no well-formed XML, line {line}: {what}"), "give the file as FreeSWITCH loads it")
}

fn position(xml: &Reader<&[u8]>) -> usize {
    usize::try_from(xml.buffer_position()).unwrap_or(usize::MAX)
}

fn line_of(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    // The text between two elements belongs to neither.
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    text.bytes().take(at + blank).filter(|byte| *byte == b'\n').count() + 1
}

fn attribute(start: &BytesStart<'_>, name: &str, line: usize) -> Result<Option<String>, Misread> {
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| broken(&error.to_string(), line))?;
        if attribute.key.local_name().into_inner() == name {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            return Ok(Some(value.map_err(|error| broken(&error.to_string(), line))?.into_owned()));
        }
    }
    Ok(None)
}

fn opened(
    start: &BytesStart<'_>,
    line: usize,
    gateway: &mut Option<GatewayDraft>,
    list: &mut Option<ConfigGroup>,
    facts: &mut ConfigFacts,
) -> Result<(), Misread> {
    let get = |name: &str| attribute(start, name, line);
    match start.local_name().into_inner() {
        "gateway" => {
            *gateway = Some(GatewayDraft { name: get("name")?.unwrap_or_default(), line, params: Vec::new() });
        }
        "param" | "variable" => {
            if let (Some(gateway), Some(name)) = (gateway.as_mut(), get("name")?) {
                gateway.params.push((name, get("value")?.unwrap_or_default(), line));
            }
        }
        "list" => {
            let sources = vec![SourceList { what: "access list", entries: Vec::new() }];
            let name = get("name")?.unwrap_or_default();
            *list = Some(ConfigGroup { name, sources, ..ConfigGroup::default() });
        }
        "node" => {
            let (kind, cidr) = (get("type")?, get("cidr")?);
            let entries = list.as_mut().and_then(|list| list.sources.first_mut()).map(|one| &mut one.entries);
            match (entries, cidr.as_deref().map(str::parse), kind.as_deref()) {
                (Some(entries), Some(Ok(address)), Some("allow")) => entries.push((address, line)),
                (_, _, Some("deny")) => {}
                _ => facts.unread.push((line, "a node without `cidr`: only those are compared".to_owned())),
            }
        }
        "action" if get("application")?.as_deref() == Some("limit") => {
            let data = get("data")?.unwrap_or_default();
            match limit(&data, line) {
                Some(group) => facts.groups.push(group),
                None => facts.unread.push((line, format!("limit `{data}`"))),
            }
        }
        name if name.eq_ignore_ascii_case("X-PRE-PROCESS") => {
            facts.unread.push((line, "a command of the preprocessor, which is not run here".to_owned()));
        }
        _ => {}
    }
    Ok(())
}

/// `hash REALM ID MOST[/SECONDS] …`: calls at a time, or new calls in a number of seconds.
fn limit(data: &str, line: usize) -> Option<ConfigGroup> {
    let mut words = data.split_whitespace();
    let (_, _, name, most) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let (key, value) = match most.split_once('/') {
        Some((calls, "1")) => ("cps", calls),
        Some(_) => return None,
        None => ("sessions", most),
    };
    value.parse::<u32>().ok()?;
    let settings = vec![ConfigSetting { key, value: value.to_owned(), line, is_default: false }];
    Some(ConfigGroup { name: name.to_owned(), settings, ..ConfigGroup::default() })
}

fn closed(name: &str, gateway: &mut Option<GatewayDraft>, list: &mut Option<ConfigGroup>, facts: &mut ConfigFacts) {
    match name {
        "gateway" => {
            if let Some(read) = gateway.take().map(|gateway| made(&gateway, &mut facts.unread)) {
                facts.groups.push(read);
            }
        }
        "list" => facts.groups.extend(list.take()),
        _ => {}
    }
}

fn made(gateway: &GatewayDraft, unread: &mut Vec<(usize, String)>) -> ConfigGroup {
    let mut group = ConfigGroup { name: gateway.name.clone(), ..ConfigGroup::default() };
    let mut filled_in = Vec::new();
    let mut get = |name: &str| -> Option<(String, usize)> {
        let (_, value, line) = gateway.params.iter().rev().find(|(param, ..)| param == name)?;
        if value.contains('$') {
            filled_in.push((*line, format!("`{name}` is `{value}`, which FreeSWITCH fills in elsewhere")));
            return None;
        }
        Some((value.clone(), *line))
    };
    let via = get("register-transport").or_else(|| {
        let (parameters, line) = get("contact-params")?;
        Some((parameters.split([';', ',']).find_map(|one| one.strip_prefix("transport="))?.to_owned(), line))
    });
    let via = match via.as_ref() {
        Some((word, _)) => uri::transport(word),
        None => Some(Transport::Udp),
    };
    // Without `proxy` the gateway's own name is the host.
    let (proxy, line) = get("proxy").unwrap_or_else(|| (gateway.name.clone(), gateway.line));
    let word = via.map(crate::export::model::transport);
    match word.and_then(|word| uri::hop(&format!("sip:{};transport={word}", proxy.trim_start_matches("sip:")), line)) {
        Some(hop) => group.hops.push(hop),
        None => unread.push((line, format!("the place that the gateway `{}` leads to: `{proxy}`", gateway.name))),
    }
    let mut settings = Vec::new();
    let mut say = |key, found: Option<(String, usize)>, default: &str, word: &dyn Fn(&str) -> String| {
        let is_default = found.is_none();
        let (value, line) = found.unwrap_or_else(|| (default.to_owned(), gateway.line));
        settings.push(ConfigSetting { key, value: word(&value), line, is_default });
    };
    // Below five seconds it does not ping at all.
    let seconds = |word: &str| match word.parse::<u32>() {
        Ok(0..5) => "off".to_owned(),
        _ => format!("{word} s"),
    };
    say("options_interval", get("ping"), "0", &seconds);
    say("out_after", get("ping-min"), "1", &str::to_owned);
    say("back_after", get("ping-max"), "1", &str::to_owned);
    say("srtp", get("rtp_secure_media"), "false", &|word| {
        match word.split(':').next().unwrap_or_default() {
            "mandatory" | "true" => "required",
            "optional" => "optional",
            _ => "off",
        }
        .to_owned()
    });
    say("fax", get("fax_enable_t38"), "false", &|word| {
        if word == "true" { "T.38" } else { "G.711 pass-through" }.to_owned()
    });
    say("asserted", get("sip_cid_type"), "none", &|word| if word == "pid" { "yes" } else { "no" }.to_owned());
    if let Some((codecs, line)) = get("absolute_codec_string") {
        let (mut names, mut times) = (Vec::new(), Vec::new());
        for one in codecs.split(',').map(str::trim).filter(|one| !one.is_empty()) {
            let mut parts = one.split('@');
            let word = parts.next().unwrap_or_default();
            names.push(codec_of(word).unwrap_or(word).to_owned());
            times.extend(parts.find_map(|part| part.strip_suffix('i')).map(|time| format!("{time} ms")));
        }
        times.dedup();
        say("codecs", Some((names.join(", "), line)), "", &str::to_owned);
        if !times.is_empty() {
            say("packet_time", Some((times.join(", "), line)), "", &str::to_owned);
        }
    }
    group.settings = settings;
    unread.extend(filled_in);
    group
}
