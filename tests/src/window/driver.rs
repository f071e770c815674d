//! tauri-driver and WebKitWebDriver on free ports, for one window.

use crate::{Child, Deadline, Desk, Outcome, Programs, Trouble, program, request};
use std::net::TcpListener;

const ATTEMPTS: usize = 3;

/// A running driver.
#[derive(Debug)]
pub struct Driver {
    address: String,
    child: Child,
}

impl Driver {
    /// Starts the driver; the application gets `environment` on top of the desk's.
    pub fn start(desk: &Desk, programs: &Programs, environment: &[(&str, String)]) -> Outcome<Self> {
        let mut last = Trouble::new("no attempt was made");
        // Another program may take a free port before the driver does, hence more than one attempt.
        for _ in 0..ATTEMPTS {
            match Self::attempt(desk, programs, environment) {
                Ok(driver) => return Ok(driver),
                Err(trouble) => last = trouble,
            }
        }
        Err(last)
    }

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What the driver and the application wrote last.
    pub fn last_words(&self) -> String {
        self.child.last_words()
    }

    fn attempt(desk: &Desk, programs: &Programs, environment: &[(&str, String)]) -> Outcome<Self> {
        let (own, native) = (free_port()?, free_port()?);
        let mut command = program(programs.tauri_driver());
        desk.seat(&mut command);
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        command.args(["--port", &own.to_string(), "--native-port", &native.to_string()]);
        let mut child = Child::start("driver", &mut command, &desk.folder("logs")?, false)?;
        let address = format!("127.0.0.1:{own}");
        let deadline = Deadline::seconds(15);
        while !deadline.passed() {
            if child.ended()?.is_some() {
                break;
            }
            if request(&address, "GET", "/status", None).is_ok_and(|answer| answer.status == 200) {
                return Ok(Self { address, child });
            }
            deadline.pause();
        }
        Err(Trouble::new(format!("tauri-driver did not come up: {}", child.last_words())))
    }
}

fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
