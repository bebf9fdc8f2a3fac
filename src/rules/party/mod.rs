//! The parties.

pub mod home_licence;
pub mod mitigation_database;
pub mod same_company;
pub mod signing_agent;
pub mod two;
pub mod we;
