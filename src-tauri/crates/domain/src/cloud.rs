//! Clouds as data: which hosts belong together. The simulated one is loopback only.

use crate::{Code, Facts, Outcome, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use url::Url;

/// The key of the cloud that the simulator plays.
pub const SIMULATED: &str = "simulated";

/// Microsoft's APIs that an app asks, each with tokens of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Api {
    /// Microsoft Graph.
    Graph,
    /// Microsoft Defender for Endpoint, in the portal `WindowsDefenderATP`.
    Defender,
    /// Office 365 Management APIs.
    Management,
    /// The admin API of Exchange Online.
    Exchange,
    /// Microsoft Defender for Cloud Apps.
    CloudApps,
}

impl Api {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Graph, Self::Defender, Self::Management, Self::Exchange, Self::CloudApps];
}

/// Where an API of a cloud answers, and what a token for it is asked with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApiHost {
    /// Base address, without a slash at its end.
    pub base: String,
    /// The scope of a token.
    pub scope: String,
    /// Another spelling of the scope, where the first one is not confirmed.
    #[serde(default)]
    pub or_scope: Option<String>,
}

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
    /// Base address of the Entra admin centre; none where there is no portal.
    #[serde(default)]
    pub entra: Option<String>,
    /// Base address of the Defender portal, where the cloud has one.
    #[serde(default)]
    pub defender_portal: Option<String>,
    /// Whether Graph has the security node there.
    #[serde(default = "yes")]
    pub graph_security: bool,
    /// Its APIs.
    #[serde(rename = "api")]
    pub apis: BTreeMap<Api, ApiHost>,
}

fn yes() -> bool {
    true
}

impl Cloud {
    /// Where an API answers.
    ///
    /// # Errors
    /// `setup.api_not_in_cloud` when this cloud does not have it.
    pub fn api(&self, api: Api) -> Outcome<&ApiHost> {
        self.apis.get(&api).ok_or_else(|| {
            let name = crate::permissions::api(api).name.as_str();
            Problem::new(Code::ApiNotInCloud, format!("{name} is not offered in the cloud {}.", self.title))
        })
    }
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

/// Where each API stands on the simulator's one port.
const SURFACES: [(Api, &str); 5] = [
    (Api::Graph, "graph"),
    (Api::Defender, "mde"),
    (Api::Management, "manage"),
    (Api::Exchange, "exchange"),
    (Api::CloudApps, "cloudapps"),
];

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
        entra: None,
        defender_portal: None,
        graph_security: true,
        apis: SURFACES
            .iter()
            .map(|(api, path)| {
                let base = format!("{base}/{path}");
                (*api, ApiHost { scope: format!("{base}/.default"), base, or_scope: None })
            })
            .collect(),
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
            for base in cloud.apis.values().map(|host| &host.base).chain([&cloud.login]).chain(&cloud.entra) {
                assert!(base.starts_with("https://") && !base.ends_with('/'), "{base}");
            }
            for (api, host) in &cloud.apis {
                assert!(host.scope.ends_with("/.default"), "{} is asked for as a whole", host.scope);
                let own = host.scope.starts_with(&host.base);
                assert!(own || *api == Api::CloudApps, "the scope asks for the host that is called: {}", host.scope);
            }
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
