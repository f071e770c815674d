//! Clouds as data: which hosts belong together. The simulated one is loopback only.

use crate::{Code, Facts, Outcome, Problem};
use serde::Deserialize;
use std::sync::LazyLock;
use url::Url;

/// The key of the cloud that the simulator plays.
pub const SIMULATED: &str = "simulated";

/// A cloud's hosts; base addresses end without a slash.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cloud {
    /// Its key.
    pub id: String,
    /// Its title for people.
    pub title: String,
    /// Base address of the login host.
    pub login: String,
    /// Base address of Microsoft Graph.
    pub graph: String,
    /// The scope that asks for a Graph token.
    pub graph_scope: String,
    /// Whether Graph has the security node there.
    pub graph_security: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    cloud: Vec<Cloud>,
}

static CLOUDS: LazyLock<Vec<Cloud>> = LazyLock::new(|| {
    // The table is part of the program; a test reads it, so a broken one cannot be built into a release unseen.
    toml::from_str::<Table>(include_str!("../data/clouds.toml")).map(|table| table.cloud).unwrap_or_default()
});

/// The clouds of Microsoft, in the order to offer them.
pub fn clouds() -> &'static [Cloud] {
    &CLOUDS
}

/// The cloud of that key.
///
/// # Errors
/// `setup.cloud_unknown`, also for `simulated` without the address of a simulator.
pub fn cloud(id: &str, simulator: Option<&str>) -> Outcome<Cloud> {
    if let (SIMULATED, Some(base)) = (id, simulator) {
        return simulated(base);
    }
    clouds().iter().find(|cloud| cloud.id == id).cloned().ok_or_else(|| {
        let known: Vec<_> = clouds().iter().map(|cloud| cloud.id.as_str()).collect();
        Problem::new(Code::CloudUnknown, format!("There is no cloud \"{id}\". The clouds are {}.", known.join(", ")))
    })
}

/// The cloud that a simulator at `base` plays.
///
/// # Errors
/// `setup.simulator_not_local` unless `base` is an http address of this machine's loopback interface.
pub fn simulated(base: &str) -> Outcome<Cloud> {
    let refuse = || {
        Problem::new(
            Code::SimulatorNotLocal,
            "A simulated tenant is only accepted on this machine's loopback address, as http://127.0.0.1:PORT.",
        )
        .with(Facts::new().fact("Address", base))
    };
    let url = Url::parse(base).map_err(|_| refuse())?;
    let local = match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(_)) | None => false,
    };
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.path() == "/";
    if url.scheme() != "http" || !local || !plain {
        return Err(refuse());
    }
    let base = url.as_str().trim_end_matches('/');
    Ok(Cloud {
        id: SIMULATED.to_owned(),
        title: "Simulated".to_owned(),
        login: format!("{base}/login"),
        graph: format!("{base}/graph"),
        graph_scope: format!("{base}/graph/.default"),
        graph_security: true,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_every_host_is_https() {
        let table: Table = toml::from_str(include_str!("../data/clouds.toml")).unwrap();
        assert_eq!(table.cloud.len(), 5, "Commercial, GCC, GCC High, DoD, China");
        for cloud in table.cloud {
            for base in [&cloud.login, &cloud.graph] {
                assert!(base.starts_with("https://") && !base.ends_with('/'), "{base}");
            }
            assert!(cloud.graph_scope.starts_with(&cloud.graph), "the scope asks for the host that is called");
        }
    }

    #[test]
    fn a_simulated_cloud_is_loopback_or_refused() {
        assert!(simulated("http://127.0.0.1:4711").is_ok());
        assert!(simulated("http://[::1]:4711/").is_ok());
        for base in [
            "https://127.0.0.1:1",
            "http://localhost:4711",
            "http://10.0.0.1:1",
            "http://127.0.0.1.example.com",
            "http://127.0.0.1@example.com",
            "http://user@127.0.0.1:1",
            "graph.microsoft.com",
            "",
        ] {
            assert_eq!(simulated(base).unwrap_err().code, Code::SimulatorNotLocal, "{base}");
        }
    }

    #[test]
    fn an_unknown_cloud_is_named_with_the_known_ones() {
        let problem = cloud("mars", None).unwrap_err();
        assert_eq!(problem.code, Code::CloudUnknown);
        assert!(problem.message.contains("gcchigh"), "the person can pick from the message");
        assert!(cloud(SIMULATED, None).is_err(), "simulated needs an address");
    }
}
