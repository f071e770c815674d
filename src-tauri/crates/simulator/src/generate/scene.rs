//! One alert being written: its cast, its dice, and the pieces that every kind of evidence is made with.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use super::words::{BAD_HOSTS, COMMANDS, FILES, HOSTILE, PLACES};
use super::world::{Machine, Person, World};
use crate::clock::Ticks;
use crate::tenant::random_id;

/// What the evidence of one alert has in common.
pub(super) struct Scene<'a> {
    pub(super) random: ChaCha8Rng,
    pub(super) world: &'a World,
    /// Whom it happened to.
    pub(super) person: &'a Person,
    /// Somebody else in the same story.
    pub(super) other: &'a Person,
    /// Where it happened.
    pub(super) machine: &'a Machine,
    /// When the alert was raised.
    pub(super) created: Ticks,
    /// The address it came from.
    pub(super) attacker: String,
    /// The file in question and its folder.
    pub(super) file: (String, String),
    /// The bad host.
    pub(super) host: &'static str,
}

/// Whom it happened to: the first thing that is drawn, so that it can be known without writing the alert.
pub(super) fn person(people: usize, random: &mut ChaCha8Rng) -> usize {
    random.random_range(0..people)
}

impl<'a> Scene<'a> {
    pub(super) fn new(world: &'a World, created: Ticks, mut random: ChaCha8Rng) -> Self {
        let person = &world.people[person(world.people.len(), &mut random)];
        let other = &world.people[random.random_range(0..world.people.len())];
        let machine = &world.machines[random.random_range(0..world.machines.len())];
        let attacker = match random.random_range(0..8) {
            0..=3 => format!("203.0.113.{}", random.random_range(1..255)),
            4..=6 => format!("198.51.100.{}", random.random_range(1..255)),
            _ => format!("2001:db8:{:x}::{:x}", random.random_range(1..0xffff), random.random_range(1..0xffff)),
        };
        let (name, folder) = FILES.choose(&mut random).copied().unwrap_or(("a.exe", "C:\\"));
        let hostile = random.random_bool(0.06).then(|| HOSTILE.choose(&mut random).copied()).flatten();
        let file = (hostile.unwrap_or(name).to_owned(), folder.replace("{user}", &person.account));
        let host = BAD_HOSTS.choose(&mut random).copied().unwrap_or("cdn.exfil.example");
        Self { random, world, person, other, machine, created, attacker, file, host }
    }

    /// One of these.
    pub(super) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())]
    }

    /// True so often.
    pub(super) fn chance(&mut self, often: f64) -> bool {
        self.random.random_bool(often)
    }

    /// A whole number in a half-open range.
    pub(super) fn number(&mut self, low: i64, high: i64) -> i64 {
        self.random.random_range(low..high)
    }

    pub(super) fn id(&mut self) -> String {
        random_id(&mut self.random)
    }

    pub(super) fn hex(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from(b"0123456789abcdef"[self.random.random_range(0..16)])).collect()
    }

    /// A value, or null now and then.
    pub(super) fn often(&mut self, value: Value) -> Value {
        if self.chance(0.8) { value } else { Value::Null }
    }

    /// An instant up to so many seconds before the alert.
    pub(super) fn before(&mut self, seconds: f64) -> Value {
        let earlier = self.random.random_range(0.0..seconds);
        let digits = self.one(&[7, 7, 3, 2, 0]);
        json!(self.created.plus_seconds(-earlier).with_digits(digits).to_string())
    }

    /// A command line around the file at hand.
    pub(super) fn command(&mut self) -> String {
        let path = format!("{}\\{}", self.file.1, self.file.0);
        self.one(COMMANDS).replace("{file}", &path)
    }

    /// An address inside the tenant's network.
    pub(super) fn inside(&mut self) -> String {
        format!("192.0.2.{}", self.machine.host)
    }

    /// A geographical place.
    pub(super) fn place(&mut self) -> (&'static str, Value) {
        let (city, state, country, letters, latitude, longitude) = self.one(PLACES);
        let place = json!({
            "city": city, "countryName": country, "latitude": latitude, "longitude": longitude, "state": state,
        });
        (letters, place)
    }

    /// Evidence of one type: the fields that all have, then its own.
    pub(super) fn evidence(&mut self, kind: &str, roles: &[&str], own: Value) -> Value {
        let remediation = self.one(&[
            "none",
            "none",
            "none",
            "remediated",
            "prevented",
            "blocked",
            "notFound",
            "active",
            "pendingApproval",
            "declined",
            "unremediated",
            "running",
            "partiallyRemediated",
        ]);
        let details = (remediation == "blocked").then_some("Entity was blocked before it ran.");
        let tags: &[&str] = if self.chance(0.15) { &["VIP", "Contoso crown jewels"] } else { &[] };
        let detailed: &[&str] = if self.chance(0.2) { &["Main suspicious entity"] } else { &[] };
        let base = json!({
            "@odata.type": format!("#microsoft.graph.security.{kind}Evidence"),
            "createdDateTime": self.created.to_string(),
            "verdict": self.one(&["unknown", "suspicious", "suspicious", "malicious", "noThreatsFound"]),
            "remediationStatus": remediation,
            "remediationStatusDetails": details,
            "roles": roles,
            "detailedRoles": detailed,
            "tags": tags,
        });
        let mut whole = match base {
            Value::Object(base) => base,
            _ => Map::new(),
        };
        if let Value::Object(own) = own {
            whole.extend(own);
        }
        Value::Object(whole)
    }
}
