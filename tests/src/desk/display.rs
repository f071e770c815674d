//! Xvfb on a free display number of its own choosing.

use crate::{Child, Deadline, Outcome, program};
use std::collections::BTreeMap;
use std::path::Path;

/// A virtual display.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: Child,
}

impl Display {
    /// Starts the display server and waits until it takes clients.
    pub fn start(environment: &BTreeMap<String, String>, logs: &Path) -> Outcome<Self> {
        let mut command = program("Xvfb");
        command.env_clear().envs(environment);
        command.args(["-displayfd", "1", "-screen", "0", "1440x960x24", "-nolisten", "tcp", "-noreset"]);
        let mut server = Child::start("display", &mut command, logs, false)?;
        let number = server.first_line(Deadline::seconds(20))?;
        Ok(Self { name: format!(":{}", number.trim()), _server: server })
    }

    /// The value of `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }
}
