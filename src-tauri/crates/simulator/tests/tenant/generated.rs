//! The invented history: complete in its types, true to the schema, the same for the same seed, and odd where the real
//! wire is odd.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::Value;
use simulator::Options;

use crate::alerts::{instant, query};
use crate::support::Tenant;

type Fields = HashMap<String, String>;

#[derive(Deserialize)]
struct Schema {
    base: Fields,
    types: HashMap<String, Fields>,
    enums: HashMap<String, Vec<String>>,
}

/// Every alert, with all enum members told.
async fn history(options: Options) -> Vec<Value> {
    let tenant = Tenant::with(options).await;
    let token = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    let prefer = [("prefer", "include-unknown-enum-members")];
    let path = query(&[("$top", "1000"), ("$orderby", "createdDateTime asc")]);
    let page = tenant.graph("GET", &token, &path, &prefer, None).await.json();
    page["value"].as_array().unwrap().clone()
}

/// Checks values against the schema and remembers which fields were seen filled.
struct Check {
    schema: Schema,
    filled: HashSet<String>,
}

impl Check {
    fn value(&mut self, of: &str, name: &str, kind: &str, value: &Value) {
        if value.is_null() {
            return;
        }
        let place = format!("{of}.{name}");
        if let Some(item) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
            let items = value.as_array().unwrap_or_else(|| panic!("{place} is a list"));
            for each in items {
                self.value(of, name, item, each);
            }
            return;
        }
        self.filled.insert(place.clone());
        match kind {
            "String" => assert!(value.is_string(), "{place} is a text: {value}"),
            "Guid" => assert!(uuid::Uuid::try_parse(value.as_str().unwrap()).is_ok(), "{place}: {value}"),
            "Int32" | "Int64" => assert!(value.is_i64() || value.is_u64(), "{place} is a whole number: {value}"),
            "Double" => assert!(value.is_number(), "{place}"),
            "Boolean" => assert!(value.is_boolean(), "{place}"),
            "DateTimeOffset" => drop(value.as_str().unwrap().parse::<jiff::Timestamp>().unwrap()),
            "dictionary" => assert!(value.is_object(), "{place}"),
            _ if kind == "alertEvidence" || kind.ends_with("Evidence") => self.evidence(value),
            _ if self.schema.enums.contains_key(kind) => {
                let members = &self.schema.enums[kind];
                assert!(members.iter().any(|member| value == member), "{place}: {value} is not a {kind}");
            }
            _ => self.object(kind, value, &Fields::new()),
        }
    }

    fn evidence(&mut self, value: &Value) {
        let kind = value["@odata.type"].as_str().unwrap().strip_prefix("#microsoft.graph.security.").unwrap();
        let mut base = self.schema.base.clone();
        base.insert("@odata.type".to_owned(), "String".to_owned());
        self.object(kind, value, &base);
    }

    fn object(&mut self, kind: &str, value: &Value, base: &Fields) {
        let mut fields = self.schema.types.get(kind).unwrap_or_else(|| panic!("{kind} is a known type")).clone();
        fields.extend(base.clone());
        let object = value.as_object().unwrap();
        for name in object.keys() {
            assert!(fields.contains_key(name), "{kind} has no field {name}");
        }
        for (name, field) in fields {
            let value = object.get(&name).unwrap_or_else(|| panic!("{kind} lacks {name}"));
            self.value(kind, &name, &field, value);
        }
    }
}

#[tokio::test]
async fn a_default_history_shows_every_type_of_evidence_with_every_field_as_the_schema_has_it() {
    let schema: Schema = toml::from_str(include_str!("evidence.toml")).unwrap();
    let all: Vec<(String, String)> = schema
        .types
        .iter()
        .flat_map(|(kind, fields)| fields.keys().map(|field| (kind.clone(), field.clone())))
        .collect();
    let mut check = Check { schema, filled: HashSet::new() };
    let mut kinds = HashSet::new();
    for alert in history(Options::default()).await {
        for (name, kind) in [
            ("severity", "alertSeverity"),
            ("status", "alertStatus"),
            ("classification", "alertClassification"),
            ("determination", "alertDetermination"),
            ("serviceSource", "serviceSource"),
            ("detectionSource", "detectionSource"),
            ("investigationState", "investigationState"),
        ] {
            check.value("alert", name, kind, &alert[name]);
        }
        for evidence in alert["evidence"].as_array().unwrap() {
            kinds.insert(evidence["@odata.type"].as_str().unwrap().to_owned());
            check.evidence(evidence);
        }
    }
    assert_eq!(kinds.len(), 48, "all types of the schema appear as evidence of their own");
    let never: Vec<String> = all
        .into_iter()
        .map(|(kind, field)| format!("{kind}.{field}"))
        .filter(|it| !check.filled.contains(it))
        .collect();
    assert!(never.is_empty(), "fields that no alert fills: {never:?}");
}

#[tokio::test]
async fn a_seed_is_a_tenant() {
    let now = Some("2026-03-01T12:00:00Z".parse().unwrap());
    let first = history(Options { now, ..Options::default() }).await;
    assert_eq!(first, history(Options { now, ..Options::default() }).await, "the same seed, the same history");
    let other = history(Options { now, seed: 9, ..Options::default() }).await;
    assert_ne!(first[0]["id"], other[0]["id"], "another seed, another tenant");
}

#[tokio::test]
async fn times_are_plausible_lively_and_as_uneven_as_on_the_wire() {
    let now: jiff::Timestamp = "2026-03-04T15:00:00Z".parse().unwrap();
    let alerts = history(Options { alerts: 600, now: Some(now), ..Options::default() }).await;
    let mut digits = HashSet::new();
    let mut recent = 0;
    let (mut ties, mut changed) = (0, 0);
    for (index, alert) in alerts.iter().enumerate() {
        let (created, updated) = (instant(alert, "createdDateTime"), instant(alert, "lastUpdateDateTime"));
        assert!(created <= updated && updated <= now, "{created} {updated}");
        let text = alert["createdDateTime"].as_str().unwrap();
        digits.insert(text.split_once('.').map_or(0, |(_, fraction)| fraction.len() - 1));
        recent += usize::from(created > now.checked_sub(jiff::SignedDuration::from_hours(24)).unwrap());
        changed += usize::from(updated > created);
        ties += usize::from(index > 0 && alerts[index - 1]["createdDateTime"] == alert["createdDateTime"]);
        let resolved = alert["status"] == "resolved";
        assert_eq!(resolved, !alert["resolvedDateTime"].is_null(), "resolved alerts say when");
    }
    assert!(recent > 60, "the last day is lively: {recent}");
    assert!(ties > 3 && changed > 300, "{ties} ties and {changed} changed ones");
    assert!(digits.len() >= 6, "many lengths of fractions: {digits:?}");
}

#[tokio::test]
async fn texts_are_odd_and_hostile_but_point_nowhere_real() {
    let alerts = history(Options { alerts: 600, ..Options::default() }).await;
    let text = serde_json::to_string(&alerts).unwrap();
    for part in
        ["\u{200b}\"", "\u{fffd}", "安装盘", "Boîte de réception", "onerror=alert(1)", "<script>", "\" initiated"]
    {
        assert!(text.contains(part), "somewhere there is {part:?}");
    }
    let severe = alerts.iter().filter(|alert| alert["severity"] == "high").count();
    let mild = alerts.iter().filter(|alert| ["low", "informational"].contains(&alert["severity"].as_str().unwrap()));
    assert!(severe * 3 < mild.count(), "few are grave: {severe}");
    let ids: HashSet<&str> = alerts.iter().map(|alert| alert["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 600, "ids are unique");
    assert!(alerts.iter().any(|alert| alert["evidence"].as_array().unwrap().is_empty()), "some have no evidence");
    assert!(alerts.iter().any(|alert| alert["comments"].as_array().is_some_and(|all| !all.is_empty())));
    for alert in &alerts {
        let shown = alert["evidence"].to_string();
        for address in shown.split("\"ipAddress\":\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let documented = ["203.0.113.", "198.51.100.", "192.0.2.", "2001:db8:"];
            assert!(documented.iter().any(|range| address.starts_with(range)), "{address} is a documentation address");
        }
    }
}
