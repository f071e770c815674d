//! What was asked of the simulated services, in order. It never holds a secret: bodies are not kept, telling query values
//! are cut, and a token is known by a few digits of its hash.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::tenant::Tenant;
use crate::wire::{Call, Compact, Note};

/// How many exchanges are kept.
const KEPT: usize = 50_000;

/// Query options whose value could be a credential.
const TELLING: &[&str] = &["client_secret", "client_assertion", "code", "access_token", "id_token", "refresh_token"];

/// The credential that a request carried in its head.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Carried {
    /// `bearer`, `basic` or another scheme.
    scheme: String,
    /// The first digits of its SHA-256, the same for the same token.
    print: String,
    /// The resource that a token was issued for.
    audience: Option<String>,
}

/// One exchange.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    pub(crate) seq: u64,
    time: String,
    method: String,
    /// The `Host` header: whom the client believed to speak to.
    host: String,
    path: String,
    query: String,
    /// The declared route; `null` when there is none.
    route: Option<String>,
    client_request_id: Option<String>,
    request_id: String,
    carried: Option<Carried>,
    /// The credential belongs to another service than the one it was sent to.
    astray: bool,
    #[serde(flatten)]
    note: Note,
    status: u16,
}

impl Entry {
    pub(crate) fn of(tenant: &Tenant, call: &Call, status: u16, note: Note, time: Timestamp) -> Self {
        let mut query = Vec::new();
        for (name, value) in &call.query {
            let shown = if TELLING.contains(&name.as_str()) { "(cut)" } else { value };
            query.push(format!("{name}={shown}"));
        }
        let carried = carried(tenant, call);
        let route = tenant.routes.of(call.method.as_str(), &call.path);
        Self {
            seq: 0,
            time: time.to_string(),
            method: call.method.to_string(),
            host: call.header("host").unwrap_or("").to_owned(),
            path: call.path.clone(),
            query: query.join("&"),
            route: route.map(|route| route.path.text().to_owned()),
            client_request_id: call.client_request_id.clone(),
            request_id: call.request_id.clone(),
            astray: carried.as_ref().is_some_and(|it| is_astray(tenant, call, it)),
            carried,
            note,
            status,
        }
    }
}

fn carried(tenant: &Tenant, call: &Call) -> Option<Carried> {
    let (scheme, rest) = call.header("authorization")?.split_once(' ')?;
    let print = Sha256::digest(rest.trim()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let token = call.bearer().and_then(Compact::parse);
    let audience = token.as_ref().and_then(|token| token.text("aud")).map(|audience| {
        let known = tenant.resources.iter().find(|resource| resource.is_audience(audience, &tenant.base));
        known.map_or_else(|| audience.to_owned(), |resource| resource.loopback.clone())
    });
    Some(Carried { scheme: scheme.to_ascii_lowercase(), print, audience })
}

/// A token is at home on the service it was issued for; HTTP Basic is at home on the sign-in host only.
fn is_astray(_tenant: &Tenant, call: &Call, carried: &Carried) -> bool {
    let place = call.path.trim_start_matches('/').split('/').next().unwrap_or("");
    match carried.scheme.as_str() {
        "basic" => place != "login",
        // Anything without an audience is no token of ours: a test's invention, not a leak of one.
        _ => carried.audience.as_deref().is_some_and(|audience| audience != place),
    }
}

/// The exchanges so far, the oldest dropped when there are too many.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    last: u64,
    dropped: u64,
    astray: u64,
    entries: VecDeque<Entry>,
    /// Calls per method, route and status; never dropped.
    counts: BTreeMap<(String, String, u16), u64>,
    /// Calls per host, and those with a credential.
    hosts: BTreeMap<String, (u64, u64)>,
}

impl Journal {
    pub(crate) fn record(&mut self, mut entry: Entry) {
        self.last += 1;
        entry.seq = self.last;
        let route = entry.route.clone().unwrap_or_else(|| "(no route)".to_owned());
        *self.counts.entry((entry.method.clone(), route, entry.status)).or_default() += 1;
        self.came_to(&entry.host, entry.carried.is_some(), entry.astray);
        if self.entries.len() == KEPT {
            self.entries.pop_front();
            self.dropped += 1;
        }
        self.entries.push_back(entry);
    }

    /// Counts a call to a host; the foreign address counts its visitors here as well.
    pub(crate) fn came_to(&mut self, host: &str, with_credential: bool, astray: bool) {
        // A client names few hosts; somebody who invents them must not fill the memory.
        let host = if self.hosts.len() < 1000 || self.hosts.contains_key(host) { host } else { "(others)" };
        let counted = self.hosts.entry(host.to_owned()).or_default();
        counted.0 += 1;
        counted.1 += u64::from(with_credential);
        self.astray += u64::from(astray);
    }

    /// The number of the newest exchange; 0 before the first.
    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    /// How many exchanges are no longer kept.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The exchanges after this number.
    pub(crate) fn since(&self, seq: u64) -> Vec<Entry> {
        self.entries.iter().filter(|entry| entry.seq > seq).cloned().collect()
    }

    /// Everything since the start, counted.
    pub(crate) fn summary(&self) -> Value {
        let count = |((method, route, status), calls): (&(String, String, u16), &u64)| json!({ "method": method, "route": route, "status": status, "calls": calls });
        let host = |(host, (calls, credentials)): (&String, &(u64, u64))| json!({ "host": host, "calls": calls, "with_credential": credentials });
        json!({
            "seq": self.last,
            "dropped": self.dropped,
            "credentials_astray": self.astray,
            "routes": self.counts.iter().map(count).collect::<Vec<_>>(),
            "hosts": self.hosts.iter().map(host).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_is_counted_and_stays_in_the_summary() {
        let mut journal = Journal::default();
        let entry = Entry {
            seq: 0,
            time: String::new(),
            method: "GET".to_owned(),
            host: "127.0.0.1".to_owned(),
            path: "/x".to_owned(),
            query: String::new(),
            route: None,
            client_request_id: None,
            request_id: String::new(),
            carried: None,
            astray: false,
            note: Note::default(),
            status: 501,
        };
        (0..KEPT + 7).for_each(|_| journal.record(entry.clone()));
        assert_eq!((journal.dropped(), journal.since(0).len()), (7, KEPT), "the oldest go first");
        assert_eq!(journal.since(0).first().map(|entry| entry.seq), Some(8));
        assert_eq!(journal.summary()["routes"][0]["calls"], json!(KEPT + 7), "counts keep everything");
    }
}
