//! The steps that a person does by hand in Microsoft's portals, as data, and how a step's values are filled in.
//!
//! What is shown where, in which order and how it is checked afterwards is not decided here.

use crate::cloud::Cloud;
use serde::Deserialize;
use std::sync::LazyLock;

/// A kind of step. In its texts `[[Register]]` is a label that stands in the portal, and `{client_id}` a value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortalStep {
    /// Its key, such as `grant_consent`.
    pub id: String,
    /// What is done, a few words.
    pub title: String,
    /// Where, from the portal inwards.
    pub place: String,
    /// The page's address, with `{entra}` or `{defender_portal}` for the cloud's portal.
    pub link: String,
    /// What to do there, line by line.
    pub lines: Vec<String>,
}

impl PortalStep {
    /// The page's address in this cloud; none where the cloud lacks that portal or a value is missing.
    pub fn link_in(&self, cloud: &Cloud, values: &[(&str, &str)]) -> Option<String> {
        let portals = [("entra", &cloud.entra), ("defender_portal", &cloud.defender_portal)];
        let known: Vec<_> = portals
            .iter()
            .filter_map(|(name, base)| Some((*name, base.as_deref()?)))
            .chain(values.iter().copied())
            .collect();
        let mut whole = true;
        let link = replaced(&self.link, &known, |_| whole = false);
        whole.then_some(link)
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Table {
    step: Vec<PortalStep>,
}

static STEPS: LazyLock<Vec<PortalStep>> = LazyLock::new(|| {
    // The table is part of the program; a test reads it, so a broken one cannot be built into a release unseen.
    toml::from_str::<Table>(include_str!("../data/portal.toml")).map(|table| table.step).unwrap_or_default()
});

/// Every kind of step, in the order in which a registration needs them.
pub fn portal_steps() -> &'static [PortalStep] {
    &STEPS
}

/// The step of that key.
pub fn portal_step(id: &str) -> Option<&'static PortalStep> {
    portal_steps().iter().find(|step| step.id == id)
}

/// The text with each `{name}` replaced by the value of that name. A name without a value stays as it is, and what a
/// value contains is not looked at again. Labels are to be found before: a value may hold brackets of its own.
pub fn filled(text: &str, values: &[(&str, &str)]) -> String {
    replaced(text, values, |_| ())
}

/// As [`filled`], and tells of each name that has no value.
fn replaced<'a>(text: &'a str, values: &[(&str, &str)], mut missing: impl FnMut(&'a str)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        rest = after;
        let name = after.split_once('}').map(|(name, _)| name).filter(|name| is_name(name));
        let Some(name) = name else {
            out.push('{');
            continue;
        };
        rest = &after[name.len() + 1..];
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            out.push_str(value);
        } else {
            missing(name);
            out.extend(["{", name, "}"]);
        }
    }
    out.push_str(rest);
    out
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::cloud;
    use proptest::prelude::*;

    #[test]
    fn the_table_reads_and_each_step_has_a_key_of_its_own() {
        let table: Table = toml::from_str(include_str!("../data/portal.toml")).unwrap();
        assert_eq!(table.step, portal_steps(), "nothing is left out");
        for (place, step) in table.step.iter().enumerate() {
            let first = table.step.iter().position(|other| other.id == step.id);
            assert_eq!(first, Some(place), "{} stands twice", step.id);
            assert!(!step.lines.is_empty(), "{} says what to do", step.id);
        }
        assert!(portal_step("grant_consent").is_some() && portal_step("nope").is_none());
    }

    #[test]
    fn values_are_filled_in_once_and_unknown_names_stay_visible() {
        let values = [("app_name", "{tenant_id}"), ("tenant_id", "t")];
        assert_eq!(filled("Open {app_name} of {tenant_id}.", &values), "Open {tenant_id} of t.", "no second look");
        assert_eq!(filled("{client_id}", &values), "{client_id}", "a test can see what nobody filled in");
        assert_eq!(filled("{", &values), "{");
        assert_eq!(filled("{{tenant_id}}", &values), "{t}");
        assert_eq!(filled("{Not a name} {}", &values), "{Not a name} {}");
        let label = filled("[[Grant admin consent for {tenant_name}]]", &[("tenant_name", "Café")]);
        assert_eq!(label, "[[Grant admin consent for Café]]", "labels have values in them too");
    }

    #[test]
    fn a_link_leads_to_the_portal_of_the_cloud_or_nowhere() {
        let app = [("client_id", "0f3c1d2e-0000-4000-8000-000000000000")];
        let consent = portal_step("grant_consent").unwrap();
        let link = consent.link_in(&cloud::cloud("gcchigh", None).unwrap(), &app).unwrap();
        assert!(link.starts_with("https://entra.microsoft.us/#view/"), "{link}");
        assert!(link.ends_with("/appId/0f3c1d2e-0000-4000-8000-000000000000"), "{link}");
        let commercial = cloud::cloud("commercial", None).unwrap();
        assert_eq!(consent.link_in(&commercial, &[]), None, "no link with a hole in it");
        let china = cloud::cloud("china", None).unwrap();
        assert_eq!(portal_step("audit_log").unwrap().link_in(&china, &app), None, "that cloud has no Defender portal");
    }

    proptest! {
        #[test]
        fn any_text_and_any_value_can_be_filled(text in "[{}a-z_ü]{0,40}", value in "[{}a-z]{0,8}") {
            let out = filled(&text, &[("a", &value)]);
            prop_assert!(out.len() + 3 * text.matches("{a}").count() >= text.len(), "only {{a}} was taken out: {out}");
            prop_assert_eq!(filled(&text, &[]), text, "without values nothing changes");
        }
    }
}
