//! Scenarios: what can go wrong with a tenant, each a file in `scenarios/` with what it starts with, what it switches on
//! and what changes later. The engine counts calls and pages and makes the changes when they are due.

mod action;
mod catalog;
mod distort;
mod engine;

pub(crate) use catalog::Scenario;
pub use catalog::{ScenarioLine, scenario_lines};
pub(crate) use distort::distorted;
pub(crate) use engine::{Engine, answered, begin, end, entering};
