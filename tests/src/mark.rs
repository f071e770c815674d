//! A mark in the environment of every process that we start, so that all of them can be found and ended by process id,
//! also those that left our process group (daemons, WebKit's helpers).
//!
//! Reads `/proc`; where there is none it finds nothing, and ending falls back on process groups alone.

use crate::{Deadline, Outcome};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs;
use std::process;
use std::time::{SystemTime, UNIX_EPOCH};

/// One value of one environment variable that no other process on this machine carries.
#[derive(Debug, Clone)]
pub struct Mark {
    name: &'static str,
    value: String,
}

impl Mark {
    /// A fresh mark in the variable `name`.
    pub fn make(name: &'static str) -> Self {
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        Self { name, value: format!("{}-{nanos}", process::id()) }
    }

    /// The mark that this very process already carries in `name`, and not one of its ancestors.
    pub fn own(name: &'static str) -> Option<Self> {
        let value = std::env::var(name).ok()?;
        let own = value.split('-').next() == Some(process::id().to_string().as_str());
        own.then_some(Self { name, value })
    }

    /// Name and value, for the environment of a child.
    pub fn pair(&self) -> (&'static str, &str) {
        (self.name, &self.value)
    }

    /// The ids of all living processes that carry the mark, without the caller itself.
    ///
    /// # Errors
    /// When `/proc` cannot be listed.
    pub fn carriers(&self) -> Outcome<Vec<i32>> {
        let wanted = format!("{}={}", self.name, self.value);
        let mut found = Vec::new();
        if !fs::exists("/proc/self/environ")? {
            return Ok(found);
        }
        for entry in fs::read_dir("/proc")?.flatten() {
            let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else { continue };
            let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
            let carries = environment.split(|byte| *byte == 0).any(|pair| pair == wanted.as_bytes());
            if carries && id.unsigned_abs() != process::id() {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// Ends every carrier: asks first, then insists. Returns how many were found.
    ///
    /// # Errors
    /// When `/proc` cannot be listed.
    pub fn end_all(&self) -> Outcome<usize> {
        let found = self.carriers()?;
        for signal in [Signal::SIGTERM, Signal::SIGKILL] {
            let deadline = Deadline::seconds(3);
            for id in self.carriers()? {
                // Gone already is what we want.
                let _ = kill(Pid::from_raw(id), signal);
            }
            // A program that is just becoming another one shows no environment, so once empty is not yet nobody.
            let mut empty = 0;
            while empty < 2 && !deadline.passed() {
                empty = if self.carriers()?.is_empty() { empty + 1 } else { 0 };
                deadline.pause();
            }
        }
        Ok(found.len())
    }
}
