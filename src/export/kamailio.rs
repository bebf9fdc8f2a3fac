//! Kamailio 5.6: a whole configuration of a border proxy, with its lists.
//!
//! A proxy sets no codec, no session timer and no keys of media; such settings stand as comments. Lists are named
//! relative to the folder in which Kamailio runs (`-w`).

use super::Exported;
use super::local::Local;
use super::model::{NextHop, Trunk, milliseconds, most_bits, seconds, transport};
use crate::deal::technical::{Method, Transport};
use crate::deal::technical_form::choices::AddressRole;

/// The dispatcher sets and address groups: the peer's, and those of our own network.
const PEER: u32 = 1;
const CORE: u32 = 2;
/// Where Debian keeps the modules.
const MODULES: &str = "/usr/lib/x86_64-linux-gnu/kamailio/modules/";

pub(super) fn export(trunk: &Trunk, local: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    let hops = trunk.peer.next_hops(&mut out.lacks);
    let mut own_lacks = Vec::new();
    let listens = trunk.own.next_hops(&mut own_lacks);
    let mut refused = Vec::new();
    if hops.is_empty() {
        refused.push(format!("an address, port and transport of {} to which calls are sent", trunk.peer.company));
    }
    if listens.is_empty() {
        refused.push(format!("an address, port and transport of {} on which it listens", trunk.own.company));
    }
    if trunk.peer.sources.is_empty() {
        refused.push(format!("an address of {} from which calls come", trunk.peer.company));
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    for hop in &hops {
        if !listens.iter().any(|own| own.ip.is_ipv4() == hop.ip.is_ipv4() && own.transport == hop.transport) {
            out.lacks.push(format!("an own address that reaches {} by {}", hop.socket(), transport(hop.transport)));
        }
    }
    let uses_tls = hops.iter().chain(&listens).any(|hop| hop.transport == Transport::Tls);
    let dispatcher = dispatcher(trunk, &hops, &listens, local, &mut out.lacks);
    let addresses = addresses(trunk, local);
    let cfg = cfg(trunk, &hops, &listens, uses_tls, local, &mut out.lacks);
    out.file("kamailio.cfg", cfg);
    out.file("dispatcher.list", dispatcher);
    out.file("address.list", addresses);
    if uses_tls {
        let tls = tls(trunk, local, &mut out.lacks);
        out.file("tls.cfg", tls);
    }
    super::prefixes(trunk, &mut out.lacks);
    Ok(out)
}

fn dispatcher(trunk: &Trunk, hops: &[NextHop], listens: &[NextHop], local: &Local, lacks: &mut Vec<String>) -> String {
    let mut text = trunk.commented("#");
    text.push_str("# setid destination flags priority attributes\n");
    for (at, hop) in hops.iter().enumerate() {
        let priority = if hop.role == AddressRole::Backup { 0 } else { 10 };
        let weight = hop.share.filter(|share| (1..=100).contains(share)).map(|share| format!(";weight={share}"));
        // The other side lets in agreed addresses alone, so each destination says from which of ours it is called.
        let from = listens.iter().find(|own| own.transport == hop.transport && own.ip.is_ipv4() == hop.ip.is_ipv4());
        let from = from.map(|own| format!(";socket={}:{}", transport(own.transport), own.socket())).unwrap_or_default();
        text.push_str(&format!(
            "{PEER} sip:{};transport={} 0 {priority} duid={}-{}{}{from}\n",
            hop.socket(),
            transport(hop.transport),
            trunk.peer.name,
            at + 1,
            weight.unwrap_or_default()
        ));
    }
    match core(local) {
        Some((ip, port)) => {
            let socket = std::net::SocketAddr::new(ip, port);
            text.push_str(&format!("{CORE} sip:{socket};transport=udp 0 0 duid=core-1\n"));
        }
        None => {
            lacks.push("`core_address` and `core_port` of --secrets FILE: where calls of the other side go".to_owned());
            text.push_str(&format!("# {CORE} sip:@CORE_ADDRESS@:@CORE_PORT@ 0 0\n"));
        }
    }
    text
}

/// Where calls of the other side go in our own network.
fn core(local: &Local) -> Option<(std::net::IpAddr, u16)> {
    Some((local.get("core_address")?.parse().ok()?, local.get("core_port")?.parse().ok()?))
}

/// `address/bits` in one word would be taken for a host name that is never met: address and bits are two columns.
fn addresses(trunk: &Trunk, local: &Local) -> String {
    let mut text = trunk.commented("#");
    text.push_str("# group address bits port tag; port 0 is any\n");
    for source in &trunk.peer.sources {
        let bits = source.prefix.unwrap_or_else(|| most_bits(source.ip));
        text.push_str(&format!("{PEER} {} {bits} 0 {}\n", source.ip, trunk.peer.name));
    }
    if let Some((ip, _)) = core(local) {
        text.push_str(&format!("{CORE} {ip} {} 0 core\n", most_bits(ip)));
    }
    text
}

fn tls(trunk: &Trunk, local: &Local, lacks: &mut Vec<String>) -> String {
    let mut text = trunk.commented("#");
    let key = local.or_placeholder("tls_private_key", lacks);
    let certificate = local.or_placeholder("tls_certificate", lacks);
    let authorities = local.or_placeholder("tls_authorities", lacks);
    for part in ["server", "client"] {
        text.push_str(&format!(
            "\n[{part}:default]\nmethod = TLSv1.2+\nverify_certificate = yes\nrequire_certificate = yes\nverify_depth = 3\n\
             private_key = {key}\ncertificate = {certificate}\nca_list = {authorities}\n"
        ));
    }
    text
}

fn cfg(
    trunk: &Trunk,
    hops: &[NextHop],
    listens: &[NextHop],
    uses_tls: bool,
    local: &Local,
    lacks: &mut Vec<String>,
) -> String {
    let mut text = format!("#!KAMAILIO\n{}", trunk.commented("#"));
    text.push_str(
        "# Started as `kamailio -w FOLDER -f FOLDER/kamailio.cfg`, because lists are named relative to the folder of the process.\n\
         # Kept by other equipment, as a proxy does not set them: codecs, packet time, DTMF, SRTP, fax, session timer.\n\
         # A 503 of the next network reaches the caller as 500 unless a failure route changes it.\n",
    );
    text.push_str("debug=2\nlog_stderror=yes\nchildren=4\nauto_aliases=no\n");
    text.push_str(&format!("tos={}\n", trunk.technical().dscp.signalling * 4));
    if let Some(idle) = trunk.form().timers.and_then(|timers| timers.idle.known().copied()) {
        text.push_str(&format!("tcp_connection_lifetime={}\n", seconds(&idle)));
    }
    for own in listens {
        text.push_str(&format!("listen={}:{}\n", transport(own.transport), own.socket()));
    }
    let first = listens.first().map(NextHop::host).unwrap_or_default();
    // Calls reach our own network over UDP from the same address.
    if core(local).is_some()
        && !listens.iter().any(|own| own.transport == Transport::Udp)
        && let Some(own) = listens.first()
    {
        text.push_str(&format!("# Towards our own network; any free port.\nlisten=udp:{}:5080\n", own.host()));
    }
    // Connections leave from an agreed address, whatever the routing table prefers: the other side lets in those alone.
    for (option, is_v4) in [("tcp_source_ipv4", true), ("tcp_source_ipv6", false)] {
        let own = listens.iter().find(|own| own.transport != Transport::Udp && own.ip.is_ipv4() == is_v4);
        if let Some(own) = own {
            text.push_str(&format!("{option}={}\n", own.host()));
        }
    }
    if uses_tls {
        text.push_str("enable_tls=yes\n");
    }
    text.push_str(&format!("mpath=\"{}\"\n", local.get("modules").unwrap_or(MODULES)));
    for module in MODULES_USED {
        text.push_str(&format!("loadmodule \"{module}.so\"\n"));
    }
    if uses_tls {
        text.push_str("loadmodule \"tls.so\"\nmodparam(\"tls\", \"config\", \"tls.cfg\")\n");
    }
    if let Some(run) = local.get("run") {
        text.push_str(&format!("modparam(\"ctl\", \"binrpc\", \"unix:{run}/ctl.sock\")\n"));
    }
    text.push_str(&timers(trunk, lacks));
    text.push_str(&format!(
        "modparam(\"rr\", \"append_fromtag\", 1)\nmodparam(\"dialog\", \"profiles_with_value\", \"trunk\")\n\
         modparam(\"dispatcher\", \"list_file\", \"dispatcher.list\")\nmodparam(\"dispatcher\", \"ds_load_mode\", 1)\n\
         modparam(\"dispatcher\", \"flags\", 2)\nmodparam(\"dispatcher\", \"xavp_dst\", \"_dsdst_\")\n\
         modparam(\"dispatcher\", \"xavp_ctx\", \"_dsctx_\")\nmodparam(\"dispatcher\", \"ds_ping_method\", \"OPTIONS\")\n\
         modparam(\"dispatcher\", \"ds_ping_from\", \"sip:ping@{first}\")\nmodparam(\"dispatcher\", \"ds_probing_mode\", 1)\n\
         modparam(\"dispatcher\", \"ds_ping_interval\", {})\nmodparam(\"dispatcher\", \"ds_probing_threshold\", {})\n\
         modparam(\"dispatcher\", \"ds_inactive_threshold\", {})\nmodparam(\"dispatcher\", \"ds_ping_reply_codes\", \"{}\")\n\
         modparam(\"permissions\", \"address_file\", \"address.list\")\n\
         modparam(\"pipelimit\", \"timer_interval\", 1)\nmodparam(\"pipelimit\", \"load_fetch\", 0)\nmodparam(\"pipelimit\", \"db_url\", \"\")\n",
        trunk.options_interval,
        trunk.out_after,
        trunk.back_after,
        codes(&trunk.answers),
    ));
    text.push_str(&routes(trunk, hops, lacks));
    text
}

const MODULES_USED: [&str; 17] = [
    "kex",
    "corex",
    "tm",
    "tmx",
    "sl",
    "rr",
    "pv",
    "maxfwd",
    "textops",
    "siputils",
    "xlog",
    "sanity",
    "ctl",
    "dialog",
    "dispatcher",
    "permissions",
    "pipelimit",
];

fn timers(trunk: &Trunk, lacks: &mut Vec<String>) -> String {
    let mut text = match trunk.failover_wait {
        Some(wait) => format!("modparam(\"tm\", \"fr_timer\", {wait})\n"),
        None => {
            lacks
                .push("the time after which a call tries the next address (`technical.form.failover.wait`)".to_owned());
            "# Lacking: time to the next address; Kamailio's own default holds.\n".to_owned()
        }
    };
    let timers = trunk.form().timers.unwrap_or_default();
    for (name, time) in [("retr_timer1", &timers.t1), ("retr_timer2", &timers.t2)] {
        if let Some(time) = time.known() {
            text.push_str(&format!("modparam(\"tm\", \"{name}\", {})\n", milliseconds(time)));
        }
    }
    text
}

/// Answers that count as in service, as Kamailio lists them.
fn codes(answers: &[u32]) -> String {
    if answers.is_empty() {
        return "class=2".to_owned();
    }
    answers.iter().map(|code| format!("code={code}")).collect::<Vec<_>>().join(";")
}

/// What limits calls in one direction: each direction has a pipe and a profile of its own, because the agreed limits are one-way.
fn limits(trunk: &Trunk, way: &str) -> String {
    let mut text = String::new();
    let full = trunk.full.0;
    let retry =
        trunk.full.1.map(|seconds| format!("append_to_reply(\"Retry-After: {seconds}\\r\\n\"); ")).unwrap_or_default();
    if let Some(cps) = trunk.cps {
        text.push_str(&format!(
            "    if (!pl_check(\"{way}\", \"TAILDROP\", \"{cps}\")) {{ {retry}sl_send_reply(\"{full}\", \"Call rate exceeded\"); exit; }}\n"
        ));
    }
    text.push_str("    dlg_manage();\n");
    if let Some(sessions) = trunk.sessions {
        text.push_str(&format!(
            "    if (!get_profile_size(\"trunk\", \"{way}\", \"$var(n)\")) {{ $var(n) = 0; }}\n    \
             if ($var(n) >= {sessions}) {{ {retry}sl_send_reply(\"{full}\", \"Channels exhausted\"); exit; }}\n    \
             set_dlg_profile(\"trunk\", \"{way}\");\n"
        ));
    }
    text
}

/// Methods that are answered with a refusal: those that no trunk needs, unless they are agreed, and those that the form names.
fn refused(trunk: &Trunk) -> Vec<String> {
    let methods = &trunk.technical().methods;
    let usual =
        ["REGISTER", "SUBSCRIBE", "PUBLISH", "MESSAGE", "REFER", "INFO"].into_iter().filter(|method| match *method {
            "REFER" => !methods.contains(&Method::Refer),
            "INFO" => !methods.contains(&Method::Info),
            _ => true,
        });
    let mut all: Vec<String> = usual.map(str::to_owned).collect();
    let named = trunk.form().offers.and_then(|offers| offers.refused.known().cloned()).unwrap_or_default();
    // A method is letters alone; another word would mean something in the script's pattern.
    let named = named.iter().map(|one| one.as_str().to_ascii_uppercase());
    for method in named.filter(|method| method.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        if !all.contains(&method) {
            all.push(method);
        }
    }
    all
}

fn routes(trunk: &Trunk, hops: &[NextHop], lacks: &mut Vec<String>) -> String {
    if trunk.sessions.is_none() {
        lacks.push("the number of calls at a time (`technical.sessions`)".to_owned());
    }
    if trunk.cps.is_none() {
        lacks.push("the number of new calls a second (`technical.cps`)".to_owned());
    }
    let most = trunk.max_forwards.unwrap_or_else(|| {
        lacks.push("Max-Forwards at the border (`technical.form.loops.max_forwards`)".to_owned());
        70
    });
    let shared = hops.iter().all(|hop| hop.role == AddressRole::Shared);
    let algorithm = match (shared, hops.iter().all(|hop| hop.share.is_some())) {
        (true, true) => 9,
        (true, false) => 4,
        (false, _) => 8,
    };
    let again = if trunk.next_address_on.is_empty() {
        lacks
            .push("the responses that lead to the next address (`technical.form.failover.next_address_on`)".to_owned());
        "t_branch_timeout()".to_owned()
    } else {
        let codes: Vec<String> = trunk.next_address_on.iter().map(u32::to_string).collect();
        format!("t_check_status(\"^({})$\") || t_branch_timeout()", codes.join("|"))
    };
    let refused = refused(trunk);
    let longest = trunk.form().timers.and_then(|timers| timers.message_size.known().copied());
    let longest = longest.map(|bytes| {
        format!("    if (msg:len > {bytes}) {{ sl_send_reply(\"513\", \"Message Too Large\"); exit; }}\n")
    });
    let refusal = trunk.refusal;
    format!(
        r#"
request_route {{
{longest}    if (!mf_process_maxfwd_header("{most}")) {{ sl_send_reply("483", "Too Many Hops"); exit; }}
    if (!sanity_check("17895", "7")) {{ exit; }}
    if (is_method("OPTIONS") && uri==myself && $rU==$null) {{ sl_send_reply("200", "OK"); exit; }}
    if (is_method("{refused}")) {{ sl_send_reply("{refusal}", "Method Not Allowed"); exit; }}
    if (has_totag()) {{
        if (loose_route()) {{ t_relay(); exit; }}
        if (is_method("ACK") && t_check_trans()) {{ t_relay(); exit; }}
        sl_send_reply("404", "Not here"); exit;
    }}
    if (is_method("CANCEL")) {{ if (t_check_trans()) {{ t_relay(); }} exit; }}
    if (allow_source_address("{PEER}")) {{ route(FROM_PEER); }}
    else if (allow_source_address("{CORE}")) {{ route(TO_PEER); }}
    else {{ sl_send_reply("403", "Forbidden"); }}
    exit;
}}

# {peer} calls us.
route[FROM_PEER] {{
{name}    if (!is_method("INVITE")) {{ sl_send_reply("{refusal}", "Method Not Allowed"); exit; }}
    t_check_trans();
{inward}    record_route();
    if (!ds_select_dst("{CORE}", "8")) {{ sl_send_reply("503", "No route"); exit; }}
    t_relay();
    exit;
}}

# We call {peer}.
route[TO_PEER] {{
    if (!is_method("INVITE")) {{ sl_send_reply("{refusal}", "Method Not Allowed"); exit; }}
    t_check_trans();
{outward}    record_route();
    if (!ds_select_dst("{PEER}", "{algorithm}")) {{ sl_send_reply("503", "No route"); exit; }}
    t_on_failure("NEXT");
    t_relay();
    exit;
}}

failure_route[NEXT] {{
    if (t_is_canceled()) {{ exit; }}
    if ({again}) {{
        if (ds_next_dst()) {{ t_on_failure("NEXT"); t_relay(); exit; }}
    }}
}}
"#,
        refused = refused.join("|"),
        longest = longest.unwrap_or_default(),
        peer = trunk.peer.company,
        name = peer_name(trunk, lacks),
        inward = limits(trunk, "in"),
        outward = limits(trunk, "out"),
    )
}

/// The configuration of TLS cannot pin a name, so the script compares it.
fn peer_name(trunk: &Trunk, lacks: &mut Vec<String>) -> String {
    if !trunk.peer.signalling.iter().any(|one| one.transport == Some(Transport::Tls)) {
        return String::new();
    }
    let names = &trunk.peer.certificate_names;
    if names.is_empty() {
        lacks.push(format!(
            "the names in the certificate of {} (`technical.form.sides`, `tls.names`)",
            trunk.peer.company
        ));
        return "    # Lacking: names in the certificate; any certificate of a trusted authority is let in.\n"
            .to_owned();
    }
    let tests: Vec<String> = names
        .iter()
        .map(|name| format!("$tls_peer_subject_cn == \"{name}\" || $tls_peer_san_hostname == \"{name}\""))
        .collect();
    format!("    if ($pr == \"tls\" && !({})) {{ sl_send_reply(\"403\", \"Forbidden\"); exit; }}\n", tests.join(" || "))
}
