//! A Microsoft tenant on loopback: sign-in, Graph registration and Graph alerts, as strict as the real thing.
//!
//! It is not a mock of our client and shares no code with it, because it exists to disagree with it: assertions are
//! verified against uploaded certificates, roles are checked per call, and whatever is not simulated is refused with
//! 501 and its name. It never listens on anything but 127.0.0.1.

mod activity;
mod alerts;
mod bearer;
mod clock;
mod cloudapps;
mod control;
mod coverage;
mod endpoint;
mod exchange;
mod generate;
mod graph;
mod hunting;
mod live;
mod login;
mod options;
mod running;
mod scenario;
mod tenant;
mod throttle;
mod tls;
mod wire;

pub use coverage::coverage_page;
pub use options::Options;
pub use running::{Simulator, StartError};
pub use scenario::{ScenarioLine, scenario_lines};
