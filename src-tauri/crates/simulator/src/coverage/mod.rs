//! What is played and what is not: every endpoint and error of the reference that a client can meet, as data, and the
//! page that says so. The tables are held to the code by tests.

mod page;
mod routes;
mod rows;

pub use page::coverage_page;
pub(crate) use routes::Routes;
