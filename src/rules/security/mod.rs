//! Protection of the interconnection.

crate::rules::list::rules![no_authentication, notify, patch, logs, rotation];
