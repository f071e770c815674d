//! Setting up as it is shown: the catalog, the plan, a setup, the portal's checklist.

mod catalog;
mod plan;
mod portal;
mod state;

pub(crate) use catalog::setup_catalog;
pub(crate) use portal::portal_page;
pub(crate) use state::{call_record, chosen, method, recognised, setup, setup_list, sign_in, stage, value_field};
