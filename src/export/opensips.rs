//! OpenSIPS 3.4: rows of its database, as SQL. OpenSIPS has no list in text, and the tables are filled by the operator.

use super::Exported;
use super::local::Local;
use super::model::{Trunk, most_bits, transport};
use crate::deal::technical_form::choices::AddressRole;

/// The set and group of the peer.
const GROUP: u32 = 1;

pub(super) fn export(trunk: &Trunk, _: &Local) -> Result<Exported, Vec<String>> {
    let mut out = Exported::default();
    let hops = trunk.peer.next_hops(&mut out.lacks);
    if hops.is_empty() {
        return Err(vec![format!("an address, port and transport of {} to which calls are sent", trunk.peer.company)]);
    }
    let peer = &trunk.peer.name;
    let mut sql = trunk.commented("--");
    for (at, hop) in hops.iter().enumerate() {
        let priority = if hop.role == AddressRole::Backup { 0 } else { 10 };
        sql.push_str(&format!(
            "INSERT INTO dispatcher (setid, destination, state, probe_mode, weight, priority, description) VALUES \
             ({GROUP}, 'sip:{};transport={}', 0, 2, '{}', {priority}, '{peer}-{}');\n",
            hop.socket(),
            transport(hop.transport),
            hop.share.unwrap_or(1),
            at + 1
        ));
        if let Some(sessions) = hop.sessions.or(trunk.sessions) {
            sql.push_str(&format!(
                "INSERT INTO load_balancer (group_id, dst_uri, resources, probe_mode, description) VALUES \
                 ({GROUP}, 'sip:{};transport={}', '{peer}-out={sessions}', 2, '{peer}-{}');\n",
                hop.socket(),
                transport(hop.transport),
                at + 1
            ));
        }
    }
    for one in &trunk.peer.sources {
        let bits = one.prefix.unwrap_or_else(|| most_bits(one.ip));
        sql.push_str(&format!(
            "INSERT INTO address (grp, ip, mask, port, proto, context_info) VALUES ({GROUP}, '{}', {bits}, 0, 'any', '{peer}');\n",
            one.ip
        ));
    }
    out.file("trunk.sql", sql);
    let mut script = trunk.commented("#");
    script.push_str(&format!(
        "modparam(\"dispatcher\", \"ds_ping_interval\", {})\nmodparam(\"dispatcher\", \"ds_probing_threshold\", {})\n",
        trunk.options_interval, trunk.out_after
    ));
    if !trunk.answers.is_empty() {
        let codes: Vec<String> = trunk.answers.iter().map(u32::to_string).collect();
        script.push_str(&format!("modparam(\"dispatcher\", \"options_reply_codes\", \"{}\")\n", codes.join(",")));
    }
    if let Some(cps) = trunk.cps {
        script.push_str(&format!(
            "# Each direction has a pipe of its own.\nroute[LIMIT_IN] {{ if (!rl_check(\"{peer}-in\", {cps}, \"SBT\")) {{ sl_send_reply({0}, \"Call rate exceeded\"); exit; }} }}\n\
             route[LIMIT_OUT] {{ if (!rl_check(\"{peer}-out\", {cps}, \"SBT\")) {{ sl_send_reply({0}, \"Call rate exceeded\"); exit; }} }}\n",
            trunk.full.0
        ));
    } else {
        out.lacks.push("the number of new calls a second (`technical.cps`)".to_owned());
    }
    out.file("trunk.cfg", script);
    super::prefixes(trunk, &mut out.lacks);
    Ok(out)
}
