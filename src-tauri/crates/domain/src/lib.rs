//! The words of Bartizan: what an administrator's tenant, alerts, problems and integrations are called here.
//!
//! No I/O and no clock: time comes in as an argument. Growth is data: clouds, the catalog, evidence types and the
//! words of the wire are tables in this folder, read once. What is secret is a type that cannot be printed.

pub mod address;
pub mod alert;
pub mod catalog;
pub mod cloud;
pub mod code;
pub mod evidence;
pub mod health;
pub mod ids;
pub mod item;
pub mod permissions;
pub mod plan;
pub mod portal;
pub mod probe;
pub mod problem;
pub mod query;
pub mod secret;
pub mod tenant;
pub mod time;
pub mod words;

pub use code::Code;
pub use problem::{Facts, Outcome, Problem, Remedy, Retry};
