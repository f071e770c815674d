//! gnome-keyring as the Secret Service of one desk, unlocked with a throw-away password.

use crate::{Child, Deadline, Outcome, Why, program, until};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;

const SERVICE: &str = "org.freedesktop.secrets";
const ROOT: &str = "/org/freedesktop/secrets";

/// A running, unlocked keyring.
#[derive(Debug)]
pub struct Keyring {
    _daemon: Child,
}

impl Keyring {
    /// Starts the daemon and waits until its default collection is there and open.
    pub fn start(environment: &BTreeMap<String, String>, logs: &Path) -> Outcome<Self> {
        let mut command = program("gnome-keyring-daemon");
        command.env_clear().envs(environment);
        command.args(["--unlock", "--foreground", "--components=secrets"]);
        let mut daemon = Child::start("keyring", &mut command, logs, true)?;
        // The daemon reads the password up to the end of the input.
        daemon.take_input().why("the keyring's input")?.write_all(b"desk")?;
        until("an open default collection in the keyring", Deadline::seconds(20), || {
            if let Some(status) = daemon.ended()? {
                return Err(status.to_string()).why(&format!("the keyring ended early ({})", daemon.last_words()));
            }
            Ok(default_is_open(environment).then_some(()))
        })?;
        Ok(Self { _daemon: daemon })
    }
}

/// The labels of everything in the default collection.
pub fn labels(environment: &BTreeMap<String, String>) -> Vec<String> {
    let alias = ask(environment, ROOT, "org.freedesktop.Secret.Service.ReadAlias", &["string:default"]);
    let collection = alias.split('"').nth(1).unwrap_or_default();
    let wanted = ["string:org.freedesktop.Secret.Collection", "string:Items"];
    let items = ask(environment, collection, "org.freedesktop.DBus.Properties.Get", &wanted);
    let label = |path: &str| {
        let wanted = ["string:org.freedesktop.Secret.Item", "string:Label"];
        let answer = ask(environment, path, "org.freedesktop.DBus.Properties.Get", &wanted);
        answer.split('"').nth(1).unwrap_or_default().to_owned()
    };
    items.split('"').skip(1).step_by(2).map(label).collect()
}

/// Locks the default collection, as when a session was left.
pub fn lock(environment: &BTreeMap<String, String>) -> Outcome<()> {
    let alias = ask(environment, ROOT, "org.freedesktop.Secret.Service.ReadAlias", &["string:default"]);
    let path = alias.split('"').nth(1).why("the path of the default collection")?;
    ask(environment, ROOT, "org.freedesktop.Secret.Service.Lock", &[&format!("array:objpath:{path}")]);
    until("a locked collection", Deadline::seconds(10), || Ok((!default_is_open(environment)).then_some(())))
}

fn default_is_open(environment: &BTreeMap<String, String>) -> bool {
    let alias = ask(environment, ROOT, "org.freedesktop.Secret.Service.ReadAlias", &["string:default"]);
    let Some(path) = alias.split('"').nth(1).filter(|path| *path != "/" && !path.is_empty()) else { return false };
    let locked = ["string:org.freedesktop.Secret.Collection", "string:Locked"];
    ask(environment, path, "org.freedesktop.DBus.Properties.Get", &locked).contains("boolean false")
}

fn ask(environment: &BTreeMap<String, String>, object: &str, method: &str, arguments: &[&str]) -> String {
    let mut command = Command::new("dbus-send");
    command.env_clear().envs(environment);
    command.args(["--session", "--print-reply", "--reply-timeout=2000"]);
    command.arg(format!("--dest={SERVICE}")).args([object, method]).args(arguments);
    command.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}
