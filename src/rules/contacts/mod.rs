//! Contacts and their duties.

mod with;

crate::rules::list::rules![every_role, day_and_night, telephone, twice, shared];
