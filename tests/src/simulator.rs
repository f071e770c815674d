//! The simulated tenant as a child, and its control port.

use crate::{Answer, Child, Deadline, Outcome, Programs, Trouble, Why, program, request, until};
use serde_json::{Value, json};
use std::path::PathBuf;

/// How the simulated tenant is started.
#[derive(Debug, Clone)]
pub struct SimulatorOptions {
    /// How many alerts it generates.
    pub alerts: usize,
    /// The seed of everything that it generates.
    pub seed: u64,
    /// Files or folders to serve instead of generated alerts.
    pub load: Vec<PathBuf>,
    /// False to keep the delays of the real service, such as directory replication.
    pub fast: bool,
    /// How long a new directory object stays invisible, in milliseconds.
    pub replication_ms: Option<u64>,
    /// Permissions have other ids than Microsoft publishes.
    pub renumbered: bool,
    /// Application permissions that the tenant does not offer, each as `surface/value`.
    pub without: Vec<String>,
}

impl Default for SimulatorOptions {
    fn default() -> Self {
        Self {
            alerts: 240,
            seed: 1,
            load: Vec::new(),
            fast: true,
            replication_ms: None,
            renumbered: false,
            without: Vec::new(),
        }
    }
}

/// A running simulated tenant.
#[derive(Debug)]
pub struct Simulator {
    child: Child,
    ready: Value,
}

impl Simulator {
    /// Starts it with its logs in `folder` and waits until it serves.
    ///
    /// # Errors
    /// When it does not come up; the sentence holds what it wrote last.
    pub fn start(programs: &Programs, options: &SimulatorOptions, folder: &std::path::Path) -> Outcome<Self> {
        let mut command = program(programs.simulator()?);
        command.args(["--exit-with-stdin", "--seed", &options.seed.to_string()]);
        command.args(["--alerts", &options.alerts.to_string()]);
        if options.fast {
            command.arg("--fast");
        }
        for path in &options.load {
            command.arg("--load").arg(path);
        }
        if let Some(delay) = options.replication_ms {
            command.args(["--replication", &delay.to_string()]);
        }
        if options.renumbered {
            command.arg("--renumbered");
        }
        for name in &options.without {
            command.args(["--without", name]);
        }
        let mut child = Child::start("simulator", &mut command, folder, true)?;
        let line = child.first_line(Deadline::seconds(30))?;
        let ready = serde_json::from_str(&line).why(&format!("the simulator's first line {line:?}"))?;
        Ok(Self { child, ready })
    }

    /// `http://127.0.0.1:PORT`, the value of `BARTIZAN_SIMULATOR`.
    pub fn base(&self) -> &str {
        self.ready["base"].as_str().unwrap_or_default()
    }

    /// The tenant's id.
    pub fn tenant(&self) -> &str {
        self.ready["tenant"].as_str().unwrap_or_default()
    }

    /// How many alerts it serves, as it said when it started.
    pub fn alerts(&self) -> u64 {
        self.ready["alerts"].as_u64().unwrap_or_default()
    }

    /// `GET /state` of the control port.
    ///
    /// # Errors
    /// When the simulator is gone.
    pub fn state(&self) -> Outcome<Value> {
        self.control("GET", "/state", None)
    }

    /// The requests that it has answered, oldest first.
    ///
    /// # Errors
    /// When the simulator is gone.
    pub fn journal(&self) -> Outcome<Vec<Value>> {
        let mut journal = self.control("GET", "/journal", None)?;
        match journal["entries"].take() {
            Value::Array(entries) => Ok(entries),
            other => Err(Trouble::new(format!("a journal without entries: {other}"))),
        }
    }

    /// Sets switches.
    ///
    /// # Errors
    /// When it does not know one of them.
    pub fn set(&self, switches: &Value) -> Outcome<()> {
        self.control("POST", "/set", Some(switches)).map(drop)
    }

    /// The exchanges after number `since`, oldest first.
    ///
    /// # Errors
    /// When the simulator is gone.
    pub fn journal_since(&self, since: u64) -> Outcome<Vec<Value>> {
        let entries = self.journal()?.into_iter();
        Ok(entries.filter(|entry| entry["seq"].as_u64().is_some_and(|seq| seq > since)).collect())
    }

    /// Lets `after` further calls to sign-in and Graph pass and holds the next one: `before` it is done, or `after` that.
    ///
    /// # Errors
    /// When the simulator is gone.
    pub fn hold(&self, after: u64, when: &str) -> Outcome<()> {
        self.set(&json!({"hold_calls": {"after": after, "when": when}}))
    }

    /// Lets the held calls go on.
    ///
    /// # Errors
    /// When the simulator is gone.
    pub fn let_go(&self) -> Outcome<()> {
        self.set(&json!({"hold_calls": null}))
    }

    /// Waits until so many calls are held.
    ///
    /// # Errors
    /// When that does not come about.
    pub fn until_held(&self, calls: u64) -> Outcome<()> {
        until(&format!("{calls} held calls"), Deadline::seconds(60), || {
            Ok((self.state()?["held"] == calls).then_some(()))
        })
    }

    /// Registers an app by hand, with whatever mistakes; the control port's own words.
    ///
    /// # Errors
    /// When the simulator refuses.
    pub fn register(&self, wanted: &Value) -> Outcome<Value> {
        self.control("POST", "/register", Some(wanted))
    }

    /// One act of a person in the portal; the control port's own words.
    ///
    /// # Errors
    /// When the simulator refuses.
    pub fn portal(&self, act: &Value) -> Outcome<Value> {
        self.control("POST", "/portal", Some(act))
    }

    /// An account of the tenant by its user part, such as `admin`.
    pub fn account(&self, user: &str) -> String {
        format!("{user}@{}", self.ready["domain"].as_str().unwrap_or_default())
    }

    /// The registered apps, as the portal shows them.
    ///
    /// # Errors
    /// When the simulator is gone.
    pub fn apps(&self) -> Outcome<Vec<Value>> {
        Ok(self.state()?["applications"].as_array().cloned().unwrap_or_default())
    }

    /// What a setup could have left behind: the apps, the APIs' service principals, and how much there is of each kind.
    ///
    /// # Errors
    /// When the simulator is gone.
    pub fn made(&self) -> Outcome<Value> {
        let state = self.state()?;
        Ok(json!({"apps": state["applications"], "resources": state["resources"], "directory": state["directory"]}))
    }

    /// Adds `count` new alerts and returns their ids.
    ///
    /// # Errors
    /// When the simulator is gone.
    pub fn add_alerts(&self, count: usize) -> Outcome<Vec<String>> {
        let added = self.control("POST", "/alerts/add", Some(&json!({"count": count})))?;
        Ok(texts(&added["added"]))
    }

    /// Changes `count` alerts and returns their ids.
    ///
    /// # Errors
    /// When the simulator is gone.
    pub fn update_alerts(&self, count: usize) -> Outcome<Vec<String>> {
        let updated = self.control("POST", "/alerts/update", Some(&json!({"count": count})))?;
        Ok(texts(&updated["updated"]))
    }

    /// Registers an application as an admin would by hand: `(app id, secret)`.
    ///
    /// # Errors
    /// When the simulator refuses.
    pub fn register_by_hand(&self, name: &str, roles: &[&str]) -> Outcome<(String, String)> {
        let wanted = json!({"display_name": name, "roles": roles, "secret": true});
        let made = self.control("POST", "/register", Some(&wanted))?;
        let text =
            |field: &str| made[field].as_str().map(str::to_owned).why(&format!("{field} of the new application"));
        Ok((text("app_id")?, text("secret")?))
    }

    /// Registers an application with a certificate, given as the base64 of its DER: its app id.
    ///
    /// # Errors
    /// When the simulator refuses.
    pub fn register_certificate(&self, name: &str, roles: &[&str], certificate: &str) -> Outcome<String> {
        let wanted = json!({"display_name": name, "roles": roles, "certificate": certificate});
        let made = self.control("POST", "/register", Some(&wanted))?;
        made["app_id"].as_str().map(str::to_owned).why("app_id of the new application")
    }

    /// As `register_certificate`, with all ids of what was made: `app_id`, `object_id`, `key_id`.
    ///
    /// # Errors
    /// When the simulator refuses.
    pub fn registered(&self, name: &str, roles: &[&str], certificate: &str) -> Outcome<Value> {
        let wanted = json!({"display_name": name, "roles": roles, "certificate": certificate});
        self.control("POST", "/register", Some(&wanted))
    }

    /// Ends it, as when the network goes away.
    pub fn stop(&mut self) {
        self.child.stop();
    }

    fn control(&self, method: &str, path: &str, body: Option<&Value>) -> Outcome<Value> {
        let address = self.ready["control"].as_str().unwrap_or_default().trim_start_matches("http://");
        let answer: Answer = request(address, method, path, body)?;
        let json = answer.json()?;
        if answer.status == 200 {
            Ok(json)
        } else {
            Err(Trouble::new(format!("{method} {path}: {} {json}", answer.status)))
        }
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
