//! The kinds of alerts there are, read from `data/alerts`: what each is called, how grave it is, and what it points at.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

use super::plan::Service;

/// The files of templates, one per group of products.
const FILES: &[&str] = &[
    include_str!("../../data/alerts/endpoint.toml"),
    include_str!("../../data/alerts/office.toml"),
    include_str!("../../data/alerts/identity.toml"),
    include_str!("../../data/alerts/cloudapps.toml"),
    include_str!("../../data/alerts/data.toml"),
    include_str!("../../data/alerts/platform.toml"),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listing {
    alert: Vec<Template>,
}

/// One kind of alert.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Template {
    pub(crate) title: String,
    pub(crate) about: String,
    pub(crate) service: Service,
    /// Wire name of the detection source.
    pub(crate) detection: String,
    pub(crate) category: String,
    /// `informational`, `low`, `medium` or `high`.
    grade: Grade,
    #[serde(default)]
    pub(crate) techniques: Vec<String>,
    /// Names of evidence types without their `Evidence` ending.
    #[serde(default)]
    pub(crate) evidence: Vec<String>,
    /// What the reader is advised to do; empty when the product says nothing.
    #[serde(default)]
    pub(crate) advice: String,
    #[serde(default)]
    pub(crate) threat: Option<String>,
    #[serde(default)]
    pub(crate) actor: Option<String>,
    /// How often it happens, relative to the others.
    #[serde(default = "once")]
    pub(crate) weight: f64,
}

fn once() -> f64 {
    1.0
}

/// How grave a kind of alert is as a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Grade {
    Informational,
    Low,
    Medium,
    High,
}

impl Grade {
    fn wire(self) -> &'static str {
        match self {
            Self::Informational => "informational",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl Template {
    /// The severity of one alert of this kind: mostly its grade, sometimes one lower.
    pub(crate) fn severity(&self, random: &mut ChaCha8Rng) -> &'static str {
        let lower = match self.grade {
            Grade::High if random.random_bool(0.3) => Grade::Medium,
            Grade::Medium if random.random_bool(0.35) => Grade::Low,
            Grade::Low if random.random_bool(0.3) => Grade::Informational,
            grade => grade,
        };
        lower.wire()
    }
}

/// Reads all templates.
pub(crate) fn load() -> Result<Vec<Template>, toml::de::Error> {
    let mut templates = Vec::new();
    for file in FILES {
        templates.extend(toml::from_str::<Listing>(file)?.alert);
    }
    Ok(templates)
}
