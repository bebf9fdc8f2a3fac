//! `peerpact technical compare`: our own exports depart in nothing, and one changed value is told, alone.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use peerpact::configured::compare::{ConfigComparison, compare};
use peerpact::configured::{self, ConfigKind};
use peerpact::deal::Deal;
use peerpact::document::assemble::Draft;
use peerpact::export::local::Local;
use peerpact::export::model::Trunk;
use peerpact::export::{Exported, kind};
use peerpact::policy::Policy;
use peerpact::rules::Run;
use peerpact::source::Source;
use peerpact::{assets, pipeline};

/// Deals that hold a whole form.
pub const WITH_FORM: [&str; 3] = ["germany-france", "singapore-transit-hub", "us-domestic-sip"];

pub fn paper_of(example: &str) -> (Deal, Draft) {
    let library = pipeline::load(None).unwrap();
    let policy = Policy::merged(Vec::new());
    let run = Run { as_of: "2026-12-01".parse().unwrap(), policy, final_version: false, form: None, library: &library };
    let source = Source::new(format!("{example}.yaml"), assets::example(example).unwrap());
    let (file, draft) = pipeline::paper(&source, &run).unwrap();
    (file.deal, draft)
}

pub fn trunk_of(deal: &Deal, draft: &Draft, party: &str) -> Trunk {
    Trunk::of(deal, draft, party, "test").unwrap()
}

pub fn exported(trunk: &Trunk, name: &str) -> Exported {
    (kind(name).unwrap().export)(trunk, &Local::default()).unwrap()
}

/// The files of an export that the comparison reads.
fn read_files(exported: &Exported, change: &dyn Fn(&str, &str) -> String) -> Vec<configured::ConfigFile> {
    let skipped = ["kamailio.cfg", "tls.cfg", "extensions.conf", "profile.txt"];
    let files = exported.files.iter().filter(|file| !skipped.contains(&file.name.as_str()));
    files.map(|file| configured::read(&file.name, &change(&file.name, &file.text), None).unwrap()).collect()
}

fn compared(trunk: &Trunk, name: &str, change: &dyn Fn(&str, &str) -> String) -> ConfigComparison {
    compare(&read_files(&exported(trunk, name), change), trunk, &[])
}

#[test]
fn our_own_exports_depart_in_nothing() {
    for example in WITH_FORM {
        let (deal, draft) = paper_of(example);
        for party in deal.parties.keys() {
            let trunk = trunk_of(&deal, &draft, party);
            for kind in ConfigKind::ALL {
                let done = compared(&trunk, kind.name(), &|_, text| text.to_owned());
                assert_eq!(done.departures, [], "{example} {party} {}", kind.name());
                // Addresses that only `technical.sites` lists have no port to compare.
                let other: Vec<_> =
                    done.not_compared.iter().filter(|one| !one.what.contains("with which port")).collect();
                assert!(other.is_empty(), "{example} {party} {}: {other:?}", kind.name());
                assert!(done.agreeing > 3, "{example} {party} {}: {}", kind.name(), done.agreeing);
            }
        }
    }
}

#[test]
fn one_changed_value_is_told_alone_with_field_and_clause() {
    let (deal, draft) = paper_of("germany-france");
    let trunk = trunk_of(&deal, &draft, "rhein");
    let theirs = "technical.form.sides.aval.signalling";
    // Kind, file, text in it, what stands there instead, field that is told, clause.
    let changes = [
        ("freeswitch", "aval-1.xml", "aval.example:5061", "aval.example:5062", &*format!("{theirs}[0].port"), 3),
        (
            "freeswitch",
            "aval-1.xml",
            "proxy\" value=\"sbc1.",
            "proxy\" value=\"sbc7.",
            &*format!("{theirs}[0].host"),
            3,
        ),
        (
            "freeswitch",
            "aval-2.xml",
            "register-transport\" value=\"tcp",
            "register-transport\" value=\"udp",
            &*format!("{theirs}[1].transport"),
            3,
        ),
        ("freeswitch", "aval-2.xml", "ping\" value=\"60", "ping\" value=\"30", "technical.options_interval", 2),
        (
            "freeswitch",
            "aval-2.xml",
            "ping-min\" value=\"3",
            "ping-min\" value=\"4",
            "technical.form.options.out_after",
            4,
        ),
        (
            "freeswitch",
            "aval-1.xml",
            "ping-max\" value=\"2",
            "ping-max\" value=\"1",
            "technical.form.options.back_after",
            4,
        ),
        ("freeswitch", "aval-1.xml", "PCMA@20i,G722@20i", "G722@20i,PCMA@20i", "technical.codecs", 2),
        ("freeswitch", "aval-1.xml", "@20i", "@30i", "technical.packet_time", 2),
        (
            "freeswitch",
            "aval-1.xml",
            "rtp_secure_media\" value=\"false",
            "rtp_secure_media\" value=\"mandatory",
            "technical.srtp",
            2,
        ),
        (
            "freeswitch",
            "aval-1.xml",
            "fax_enable_t38\" value=\"true",
            "fax_enable_t38\" value=\"false",
            "technical.fax",
            2,
        ),
        ("freeswitch", "acl.conf.xml", "203.0.113.97/32", "203.0.113.98/32", &*format!("{theirs}[1].address"), 3),
        ("freeswitch", "dialplan.xml", "hash trunk aval-in 3000", "hash trunk aval-in 2999", "technical.sessions", 1),
        (
            "freeswitch",
            "dialplan.xml",
            "hash trunk_cps aval-out 30/1",
            "hash trunk_cps aval-out 31/1",
            "technical.cps",
            1,
        ),
        (
            "asterisk",
            "pjsip.conf",
            "contact=sip:203.0.113.97:5060",
            "contact=sip:203.0.113.97:5070",
            &*format!("{theirs}[1].port"),
            3,
        ),
        (
            "asterisk",
            "pjsip.conf",
            "contact=sip:203.0.113.97:5060",
            "contact=sip:203.0.113.99:5060",
            &*format!("{theirs}[1].address"),
            3,
        ),
        (
            "asterisk",
            "pjsip.conf",
            "5060\\;transport=tcp",
            "5060\\;transport=udp",
            &*format!("{theirs}[1].transport"),
            3,
        ),
        (
            "asterisk",
            "pjsip.conf",
            "bind=198.51.100.17:5061",
            "bind=198.51.100.17:5071",
            "technical.form.sides.rhein.signalling[0].port",
            3,
        ),
        (
            "asterisk",
            "pjsip.conf",
            "timers_sess_expires=1800\nmedia_encryption=no\ntrust_id_inbound=yes\ntrust_id_outbound=yes\nsend_pai=yes\nsend_rpid=no\nallow_transfer=no\ntos_audio=184\nt38_udptl=yes",
            "timers_sess_expires=900\nmedia_encryption=no\ntrust_id_inbound=yes\ntrust_id_outbound=yes\nsend_pai=yes\nsend_rpid=no\nallow_transfer=no\ntos_audio=184\nt38_udptl=yes",
            "technical.session_timer",
            2,
        ),
        (
            "asterisk",
            "pjsip.conf",
            "match=203.0.113.33/32",
            "match=203.0.113.34/32",
            &*format!("{theirs}[0].address"),
            3,
        ),
        (
            "asterisk",
            "acl.conf",
            "permit=203.0.113.33/32",
            "permit=203.0.113.0/24",
            &*format!("{theirs}[0].address"),
            3,
        ),
        ("asterisk", "rtp.conf", "rtpstart=20000", "rtpstart=10000", "technical.form.sides.rhein.media[0].ports", 3),
        (
            "kamailio",
            "dispatcher.list",
            "203.0.113.33:5061;transport=tls",
            "203.0.113.33:5061;transport=tcp",
            &*format!("{theirs}[0].transport"),
            3,
        ),
        ("kamailio", "dispatcher.list", "tcp 0 0 duid", "tcp 0 10 duid", &*format!("{theirs}[1].role"), 3),
        ("kamailio", "dispatcher.list", "tcp 0 0 duid", "tcp 4 0 duid", &*format!("{theirs}[1].address"), 3),
        ("kamailio", "address.list", "1 203.0.113.97 32", "1 203.0.113.0 24", &*format!("{theirs}[1].address"), 3),
        ("sbc-csv", "trunk.csv", ",8192,", ",16384,", "technical.form.timers.message_size", 4),
        ("sbc-csv", "trunk.csv", ",1800 seconds,", ",1900 seconds,", "technical.session_timer", 2),
    ];
    for (kind, file, from, to, field, paragraph) in changes {
        let done = compared(&trunk, kind, &|name, text| {
            if name == file {
                assert!(text.contains(from), "{kind} {file} does not hold {from}:\n{text}");
                text.replacen(from, to, if from == "@20i" { 9 } else { 1 })
            } else {
                text.to_owned()
            }
        });
        let told: Vec<(String, &str)> =
            done.departures.iter().map(|one| (one.path.to_string(), one.clause.as_str())).collect();
        let clause = format!("Schedule 3, paragraph {paragraph}");
        assert_eq!(told, [(field.to_owned(), clause.as_str())], "{kind} {file}: {from} became {to}: {done:?}");
    }
}

#[test]
fn what_is_missing_or_too_much_is_told() {
    let (deal, draft) = paper_of("germany-france");
    let trunk = trunk_of(&deal, &draft, "rhein");
    let list =
        exported(&trunk, "kamailio").files.iter().find(|file| file.name == "dispatcher.list").unwrap().text.clone();
    let without: String =
        list.lines().filter(|line| !line.contains("203.0.113.97")).map(|line| format!("{line}\n")).collect();
    let read = |text: &str| compare(&[configured::read("d", text, None).unwrap()], &trunk, &[]).departures;
    let lost = read(&without);
    assert!(
        matches!(&lost[..], [one] if one.configured.is_none() && one.agreed.as_deref() == Some("203.0.113.97:5060 tcp")),
        "{lost:?}"
    );
    let more = read(&format!("{list}1 sip:203.0.113.200:5060 0 0\n"));
    assert!(
        matches!(&more[..], [one] if one.agreed.is_none() && one.configured.as_deref() == Some("203.0.113.200:5060 udp")),
        "{more:?}"
    );
    // A default of the program counts, and is told as what it is.
    let pjsip =
        exported(&trunk, "asterisk").files[0].text.replace("dtmf_mode=rfc4733\n", "").replace("100rel=yes\n", "");
    assert_eq!(read(&pjsip), []);
    let pjsip = pjsip.replace("allow_transfer=no\n", "");
    assert!(read(&pjsip).iter().all(|one| one.is_default && one.configured.as_deref() == Some("yes")));
    assert_eq!(read(&pjsip).len(), 3, "once for each endpoint");
}

#[test]
fn another_peer_in_the_same_file_is_left_alone_and_named() {
    let (deal, draft) = paper_of("germany-france");
    let trunk = trunk_of(&deal, &draft, "rhein");
    let list =
        exported(&trunk, "kamailio").files.iter().find(|file| file.name == "dispatcher.list").unwrap().text.clone();
    let file = [configured::read("d", &format!("{list}7 sip:192.0.2.7:5060 0 0\n"), None).unwrap()];
    let done = compare(&file, &trunk, &[]);
    assert_eq!(done.departures, []);
    assert!(done.not_compared.iter().any(|one| one.what.contains("`7`")), "{:?}", done.not_compared);
    // Whoever names the set gets it compared.
    assert_eq!(compare(&file, &trunk, &["7".to_owned()]).departures.len(), 4);
}

// The two texts are what Kamailio 5.6.3 printed in `.ci/exports`, started from our own export of this deal.
#[test]
fn what_kamcmd_prints_is_read_like_the_lists() {
    let (deal, draft) = paper_of("germany-france");
    let trunk = trunk_of(&deal, &draft, "rhein");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/read_back/kamcmd");
    for name in ["dispatcher.txt", "addresses.txt"] {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        let read = |text: &str| compare(&[configured::read(name, text, None).unwrap()], &trunk, &[]).departures;
        assert_eq!(read(&text), [], "{name}");
        assert_eq!(read(&text.replace("203.0.113.33", "203.0.113.34")).len(), 1, "{name}");
    }
}

#[test]
fn the_page_of_exports_says_of_every_target_what_was_tried() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/exports.md")).unwrap();
    let script = [".ci/exports", ".ci/asterisk"].map(|script| fs::read_to_string(root.join(script)).unwrap()).concat();
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let names: Vec<String> = rows.iter().map(|row| row[0].trim_matches('`').to_owned()).collect();
    let kinds: Vec<&str> = peerpact::export::KINDS.iter().map(|kind| kind.name).collect();
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    assert_eq!(sorted(names), sorted(kinds.iter().map(|kind| (*kind).to_owned()).collect()));
    for row in rows {
        let [name, version, tried, lacks] = row[..] else { panic!("{row:?}") };
        assert!(!version.is_empty() && !lacks.is_empty(), "{name}");
        let (how, rest) = tried.split_once([':', ',']).unwrap_or((tried, ""));
        assert!(["run", "read only", "written only"].contains(&how), "{name}: {how}");
        // What is said to have been run stands in the script, with the version that ran.
        if how == "run" {
            assert!(script.contains(&format!("{}-", name.trim_matches('`'))), "{name} is run in no script of .ci");
            assert!(rest.contains(char::is_numeric), "{name}: which version ran?");
        }
    }
}

#[test]
fn the_command_exits_as_asked_and_says_the_same_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let deal = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/germany-france.yaml");
    let list = folder.path().join("dispatcher.list");
    fs::write(&list, "1 sip:203.0.113.33:5061;transport=tls 0 10\n1 sip:203.0.113.97:5070;transport=tcp 0 0\n")
        .unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::cargo_bin("peerpact").unwrap();
        command.args(["technical", "compare"]).arg(&deal).arg(&list).args(arguments);
        let output = command.output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, text) = run(&[]);
    assert_eq!(code, 0);
    assert!(
        text.contains(
            ":2: address to call: the form says `203.0.113.97:5060 tcp`, the file says `203.0.113.97:5070 tcp`"
        ),
        "{text}"
    );
    assert!(text.contains("(Schedule 3, paragraph 3; technical.form.sides.aval.signalling[1].port)"), "{text}");
    let (code, text) = run(&["--exit-code", "--format", "json"]);
    assert_eq!(code, 4);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["departures"][0]["path"], "technical.form.sides.aval.signalling[1].port");
    assert_eq!(json["departures"][0]["line"], 2);
    assert_eq!(json["agreeing"], 1);
    fs::write(&list, "no configuration\n").unwrap();
    assert_eq!(run(&[]).0, 2);
}
