//! The faults and moods that can be switched on: what the service does to a client that did nothing wrong.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::hold::HoldCalls;
use super::rules::{AppPolicy, ConditionalAccess};

/// When a page of alerts names the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NextLink {
    /// Never, as measured on the real service.
    #[default]
    Never,
    /// Whenever there are more rows.
    Always,
    /// On some pages that have more rows.
    Random,
}

/// Answer 429 to the next calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Throttle {
    count: u64,
    #[serde(default)]
    retry_after: Option<u64>,
    #[serde(default = "graph_paths")]
    path_contains: String,
}

fn graph_paths() -> String {
    "/graph/".to_owned()
}

/// What a failing call gets as its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FaultBody {
    /// A Graph error with an empty message.
    Json,
    /// An HTML page.
    Html,
    /// NUL bytes.
    Nul,
    /// The true answer, cut in half.
    Cut,
    /// Nothing.
    Empty,
}

impl FaultBody {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
            Self::Nul => "nul",
            Self::Cut => "cut",
            Self::Empty => "empty",
        }
    }
}

/// Break the next calls to some path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fail {
    path_contains: String,
    status: u16,
    count: u64,
    #[serde(default = "json_body")]
    body: FaultBody,
}

fn json_body() -> FaultBody {
    FaultBody::Json
}

/// Refuse the next token requests with some AADSTS code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignInRefused {
    code: u32,
    count: u64,
    /// Only requests with this grant; all when absent.
    #[serde(default)]
    grant: Option<String>,
}

/// Refuse the next calls to the audit feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActivityCode {
    code: String,
    count: u64,
}

/// What interferes with one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 429, with or without a hint.
    Throttled { retry_after: Option<u64> },
    /// A status and a body that the service did not mean.
    Broken { status: u16, body: FaultBody },
}

/// All switches; the names are the control port's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Switches {
    pub(crate) next_link: NextLink,
    pub(crate) foreign_next_link: bool,
    pub(crate) ps256_unsupported: bool,
    pub(crate) replication_ms: u64,
    pub(crate) throttle: Option<Throttle>,
    pub(crate) fail: Option<Fail>,
    pub(crate) consent_removed: bool,
    pub(crate) secret_expired: bool,
    pub(crate) latency_ms: u64,
    pub(crate) clock_skew_seconds: i64,
    pub(crate) hold_after_pages: Option<u64>,
    /// The world stands still at an exact call to sign-in or Graph.
    pub(crate) hold_calls: Option<HoldCalls>,
    /// The published limits times this; 0 for none at all.
    pub(crate) throttle_factor: f64,
    /// Answers take as long as such services usually take.
    pub(crate) real_latency: bool,
    /// Every uploaded certificate counts as past its end.
    pub(crate) certificate_expired: bool,
    /// Somebody replaced the uploaded certificates by others: none is known any more.
    pub(crate) certificate_rolled: bool,
    /// Resources (by their path on the API port) that no token is issued for, and the AADSTS code that says so:
    /// 500011 not in the tenant, 500014 disabled, 650052 not subscribed.
    pub(crate) unlicensed: BTreeMap<String, u32>,
    /// Resources (by their path on the API port) that nobody has used in this tenant yet: there is no service principal of them
    /// until one is created. All others have one.
    pub(crate) resource_missing: BTreeSet<String>,
    pub(crate) sign_in_refused: Option<SignInRefused>,
    /// The tenant lives in another national cloud: 90038.
    pub(crate) tenant_elsewhere: bool,
    /// `tenant_region_scope` of discovery; `EU` when null.
    pub(crate) tenant_region_scope: Option<String>,
    /// `tenant_region_sub_scope` of discovery; left out when null.
    pub(crate) tenant_region_sub_scope: Option<String>,
    /// The tokens of people do not tell their directory roles.
    pub(crate) roles_untold: bool,
    /// Who polls a device code too often is told so.
    pub(crate) slow_down: bool,
    pub(crate) conditional_access: ConditionalAccess,
    pub(crate) app_policy: Option<AppPolicy>,
    /// Directory roles of applications have no effect (yet).
    pub(crate) directory_role_missing: bool,
    /// The unified audit log is off.
    pub(crate) auditing_off: bool,
    /// An administrator has disabled every subscription of the audit feed.
    pub(crate) subscriptions_disabled: bool,
    /// The pause between two starts of one subscription of the audit feed; 900 seconds when null.
    pub(crate) start_pause_seconds: Option<u64>,
    /// Links to audit content lead to a foreign address.
    pub(crate) foreign_content_uri: bool,
    /// A part of the audit content that is listed has expired already.
    pub(crate) expired_content: bool,
    /// Refuse the next calls to the audit feed with one of its codes.
    pub(crate) activity_code: Option<ActivityCode>,
    /// Live response is not enabled for the organization.
    pub(crate) live_response_off: bool,
    /// Every text of a record that a person could have written is an attack.
    pub(crate) hostile_text: bool,
    /// Records have fields, enum members and kinds of evidence that did not exist before.
    pub(crate) grown_schema: bool,
    /// Pages repeat some of their records.
    pub(crate) duplicate_rows: bool,
    /// The mailboxes that Exchange lets applications into; all when absent.
    pub(crate) mailbox_scope: Option<Vec<String>>,
    /// The tenant has no premium edition of the directory: reports of sign-ins are refused.
    pub(crate) premium_missing: bool,
    /// Incidents come newest first whatever order is asked for.
    pub(crate) incident_order_ignored: bool,
    /// The quarter-hour's computing time for hunting is used up.
    pub(crate) hunting_quota_spent: bool,
}

impl Switches {
    /// These switches with the given ones changed; refuses unknown names and wrong types, naming them.
    pub(crate) fn changed(&self, changes: &Map<String, Value>) -> Result<Self, String> {
        let Ok(Value::Object(mut all)) = serde_json::to_value(self) else {
            return Err("the switches could not be written out".to_owned());
        };
        for (name, value) in changes {
            all.insert(name.clone(), value.clone());
        }
        let changed: Self = serde_json::from_value(Value::Object(all)).map_err(|error| error.to_string())?;
        match &changed.fail {
            Some(fail) if !(200..600).contains(&fail.status) => Err("fail.status must be from 200 to 599".to_owned()),
            _ => Ok(changed),
        }
    }

    /// The AADSTS code that a token request with this grant is refused with, counted down.
    pub(crate) fn take_sign_in_refusal(&mut self, grant: &str) -> Option<u32> {
        let refused = self.sign_in_refused.as_mut().filter(|it| it.count > 0)?;
        if refused.grant.as_deref().is_some_and(|only| only != grant) {
            return None;
        }
        refused.count -= 1;
        Some(refused.code)
    }

    /// The code that a call to the audit feed is refused with, counted down.
    pub(crate) fn take_activity_code(&mut self) -> Option<String> {
        let refused = self.activity_code.as_mut().filter(|it| it.count > 0)?;
        refused.count -= 1;
        Some(refused.code.clone())
    }

    /// The fault for a call to this path, counted down.
    pub(crate) fn take_fault(&mut self, path: &str) -> Option<Fault> {
        if let Some(throttle) = self.throttle.as_mut().filter(|it| it.count > 0 && path.contains(&it.path_contains)) {
            throttle.count -= 1;
            return Some(Fault::Throttled { retry_after: throttle.retry_after });
        }
        let fail = self.fail.as_mut().filter(|it| it.count > 0 && path.contains(&it.path_contains))?;
        fail.count -= 1;
        Some(Fault::Broken { status: fail.status, body: fail.body })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn change(switches: &Switches, json: &str) -> Result<Switches, String> {
        switches.changed(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn an_unknown_switch_is_named_and_changes_nothing() {
        let error = change(&Switches::default(), r#"{"latency_ms":1,"nope":true}"#).unwrap_err();
        assert!(error.contains("nope"), "the message names the stranger: {error}");
    }

    #[test]
    fn a_fault_is_used_up() {
        let mut switches =
            change(&Switches::default(), r#"{"fail":{"path_contains":"/x","status":500,"count":1,"body":"nul"}}"#)
                .unwrap();
        assert_eq!(switches.take_fault("/y"), None, "other paths are left alone");
        assert_eq!(switches.take_fault("/x"), Some(Fault::Broken { status: 500, body: FaultBody::Nul }));
        assert_eq!(switches.take_fault("/x"), None, "the count has run out");
        let cleared = change(&switches, r#"{"fail":null}"#).unwrap();
        assert_eq!(cleared.fail, None, "null switches a fault off");
    }
}
