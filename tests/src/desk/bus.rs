//! A private session bus that starts no service by itself, so that nothing of the machine's desktop joins in.

use crate::{Child, Deadline, Outcome, program};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A message bus for one desk.
#[derive(Debug)]
pub struct Bus {
    address: String,
    _daemon: Child,
}

impl Bus {
    /// Starts the bus and waits for its address.
    pub fn start(environment: &BTreeMap<String, String>, folder: &Path, logs: &Path) -> Outcome<Self> {
        let rules = folder.join("bus.conf");
        fs::write(&rules, rules_for(&folder.join("run")))?;
        let mut command = program("dbus-daemon");
        command.env_clear().envs(environment);
        command.arg(format!("--config-file={}", rules.display())).args([
            "--nofork",
            "--nopidfile",
            "--print-address=1",
        ]);
        let mut daemon = Child::start("bus", &mut command, logs, false)?;
        let address = daemon.first_line(Deadline::seconds(20))?;
        Ok(Self { address: address.trim().to_owned(), _daemon: daemon })
    }

    /// The value of `DBUS_SESSION_BUS_ADDRESS`.
    pub fn address(&self) -> &str {
        &self.address
    }
}

fn rules_for(sockets: &Path) -> String {
    format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
        sockets.display()
    )
}
