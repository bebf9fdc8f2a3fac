//! Protection of the interconnect.

crate::rules::list::rules![no_authentication, notify, patch, logs, rotation];
