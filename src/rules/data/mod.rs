//! Personal data.

pub(in crate::rules) mod with;

crate::rules::list::rules![
    roles,
    retention,
    transfers,
    breach_notice,
    adequacy,
    tool_of_another_law,
    tasks,
    needless_tool
];
