//! Fraud clocks and alarms.

crate::rules::list::rules![clocks, hold, hold_window, alarms, night, short_call, trace];
