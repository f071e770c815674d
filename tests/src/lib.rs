//! The desk that whole-product tests and the demo work at: a virtual display, a private session bus, a real keyring,
//! the real window behind WebDriver, the terminal program, and the simulated tenant.
//!
//! It is deliberately synchronous and small: every child is owned by one value that ends it when dropped, and every wait
//! is a poll with a deadline. It knows the product only from outside: programs, environment variables, `data-testid`.
#![cfg(unix)]

mod by_hand;
pub mod catalog;
mod child;
mod cli;
mod desk;
mod http;
pub mod in_use;
mod mark;
mod person;
mod programs;
mod running;
mod scene;
mod simulator;
mod small_disk;
mod trouble;
mod wait;
mod webdriver;
mod window;

pub use child::{Child, program};
pub use cli::{Cli, Run};
pub use desk::Desk;
pub use http::{Answer, request, request_with, visit};
pub use mark::Mark;
pub use person::{Came, Person, Ways};
pub use programs::Programs;
pub use running::Running;
pub use scene::Scene;
pub use simulator::{Simulator, SimulatorOptions};
pub use small_disk::SmallDisk;
pub use trouble::{Outcome, Trouble, Why};
pub use wait::{Deadline, until};
pub use webdriver::{Element, Session};
pub use window::{Key, Window, WindowOptions};
