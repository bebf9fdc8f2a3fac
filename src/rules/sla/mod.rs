//! Service levels.

crate::rules::list::rules![
    availability,
    credit_cap,
    clocks,
    single_site,
    effectiveness,
    exit_ratio,
    sample,
    reachable_mos,
    propagation,
    transit_pdd,
    answer_guarantee,
    combined,
    claim,
    measurable,
    hourly_credit,
    chronic,
    maintenance,
    usual_ner,
    usual_delays,
    bonus,
    destinations,
    one_promise
];
