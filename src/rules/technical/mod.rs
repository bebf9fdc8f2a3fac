//! Technical interconnection.

mod with;

crate::rules::list::rules![
    in_band_digits,
    methods,
    mutual_tls,
    plain_signalling,
    left_out,
    session_timer,
    reachable_sites,
    own_sites,
    empty_list,
    g711,
    fax_srtp,
    fax_reinvite,
    useful_methods,
    sips_hops,
    open_media,
    sessions,
    marking,
    superseded,
    points,
    srtp_keys,
    ip_versions,
    packet_time,
    national_numbers,
    attestation,
    hops,
    withheld_numbers,
    info_digits,
    unencrypted_first,
    caller_number,
    ends,
    bandwidth,
    portability_access
];
