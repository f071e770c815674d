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
//! | `POST /register` | `{display_name, roles?, required?, granted?, principal?, secret?, certificate?, directory_roles?}`: an app by hand |
//! | `POST /portal` | `{act, app, ..}`: one thing that a person does in the portal with an app that is there; `acts.rs` lists them |
//! | `GET /scenarios` | the list of scenarios |
//! | `POST /scenario` | `{id}`: begins one; `{id: null}` ends it |
//! | `GET /journal/summary` | counts per method, route and status, per host, and credentials that went astray |
//! | any `/elsewhere` | the foreign host of `foreign_next_link`, which counts its visitors |
//! | `POST /stop` | ends the simulator |

mod acts;
mod apply;
mod by_hand;
mod happenings;
mod hold;
mod journal;
mod permissions;
mod routes;
mod rules;
mod state;
mod switches;

pub(crate) use apply::switch;
pub(crate) use happenings::{add_alerts, merge_incidents, update_alerts};
pub(crate) use hold::{Gate, Moment, Waiting, stand_still};
pub(crate) use journal::{Entry, Journal};
pub(crate) use routes::control_router;
pub(crate) use rules::ConditionalAccess;
pub(crate) use switches::{Fault, FaultBody, NextLink, Switches};
