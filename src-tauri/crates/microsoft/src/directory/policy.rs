//! What the tenant allows as credentials of an app.

use super::Directory;
use crate::call::Call;
use domain::{Code, Outcome};
use jiff::{Span, Timestamp, tz::TimeZone};
use serde::Deserialize;

/// The tenant's rules for credentials, as far as they could be read. Source: microsoft-apis, certificates Entra accepts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CredentialPolicy {
    /// Whether it could be read at all.
    pub read: bool,
    /// Whether secrets are forbidden.
    pub secrets_forbidden: bool,
    /// The longest life of a secret, in days.
    pub secret_days: Option<u32>,
    /// The longest life of a certificate, in days.
    pub certificate_days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    #[serde(default)]
    is_enabled: bool,
    application_restrictions: Option<Restrictions>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Restrictions {
    password_credentials: Vec<Rule>,
    key_credentials: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    restriction_type: String,
    #[serde(default)]
    max_lifetime: Option<String>,
    #[serde(default)]
    state: Option<String>,
}

impl Directory {
    /// The tenant's default app management policy. Who may not read it learns about it from refusals only, which is no error here.
    ///
    /// # Errors
    /// Those of the wire.
    pub async fn credential_policy(&self, now: Timestamp) -> Outcome<CredentialPolicy> {
        let call = Call::get("/v1.0/policies/defaultAppManagementPolicy");
        let answer = match self.ask("Read the app management policy", &call).await {
            Ok(answer) => answer,
            Err(problem) if matches!(problem.code, Code::NotPermitted | Code::NotFound) => {
                return Ok(CredentialPolicy::default());
            }
            Err(problem) => return Err(problem),
        };
        let found: Found = answer.json()?;
        let mut policy = CredentialPolicy { read: true, ..CredentialPolicy::default() };
        let Some(rules) = found.application_restrictions.filter(|_| found.is_enabled) else { return Ok(policy) };
        let in_force = |rule: &&Rule| rule.state.as_deref() != Some("disabled");
        for rule in rules.password_credentials.iter().filter(in_force) {
            match rule.restriction_type.as_str() {
                "passwordAddition" => policy.secrets_forbidden = true,
                "passwordLifetime" => policy.secret_days = days(rule, now).or(policy.secret_days),
                _ => {}
            }
        }
        for rule in rules.key_credentials.iter().filter(in_force) {
            if rule.restriction_type == "asymmetricKeyLifetime" {
                policy.certificate_days = days(rule, now).or(policy.certificate_days);
            }
        }
        Ok(policy)
    }
}

/// An ISO 8601 duration as whole days from now on: a month has no fixed number of them.
fn days(rule: &Rule, now: Timestamp) -> Option<u32> {
    let span: Span = rule.max_lifetime.as_deref()?.parse().ok()?;
    let begin = now.to_zoned(TimeZone::UTC);
    let end = begin.checked_add(span).ok()?;
    u32::try_from(end.timestamp().duration_since(now).as_hours() / 24).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_of_days_months_or_years_is_counted_in_days() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let days = |text: &str| {
            days(&Rule { restriction_type: String::new(), max_lifetime: Some(text.to_owned()), state: None }, now)
        };
        assert_eq!(days("P90D"), Some(90));
        assert_eq!(days("P1Y"), Some(365));
        assert_eq!(days("P6M"), Some(181), "from November to May");
        assert_eq!(days("soon"), None, "what cannot be read limits nothing here; Microsoft still does");
    }
}
