//! The control port: what a test or a demo may see and change about the simulated tenant. No part of Microsoft's API.
//!
//! | route | what |
//! |---|---|
//! | `GET /state` | names, accounts, registrations, device codes, switches, counters |
//! | `GET /journal?since=N` | every exchange with the API port after number N |
//! | `POST /set` | any of the [`Switches`], by name; all or nothing |
//! | `POST /alerts/update` | `{count}` or `{id}`: generated alerts move on in their investigation |
//! | `POST /alerts/add` | `{count}`: new alerts arrive |
//! | `POST /incidents/merge` | `{from, into}` (numbers) or `{}` for the two newest: one incident becomes part of another |
//! | `POST /approve` | `{user_code, account, action?}`: what the sign-in page does |
//! | `POST /register` | `{display_name, roles, secret?, certificate?}`: what an administrator does by hand |
//! | `GET /scenarios` | the list of scenarios |
//! | `POST /scenario` | `{id}`: begins one; `{id: null}` ends it |
//! | `GET /journal/summary` | counts per method, route and status, per host, and credentials that went astray |
//! | any `/elsewhere` | the foreign host of `foreign_next_link`, which counts its visitors |
//! | `POST /stop` | ends the simulator |

mod apply;
mod journal;
mod portal;
mod routes;
mod rules;
mod switches;

pub(crate) use apply::switch;
pub(crate) use journal::{Entry, Journal};
pub(crate) use portal::{add_alerts, merge_incidents, update_alerts};
pub(crate) use routes::control_router;
pub(crate) use rules::ConditionalAccess;
pub(crate) use switches::{Fault, FaultBody, NextLink, Switches};
