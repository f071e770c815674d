//! An indicator as somebody submits it, checked field by field.

use std::net::IpAddr;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::EndpointProblem;
use crate::wire::Fields;

/// Kinds of indicators.
const KINDS: &[&str] =
    &["FileSha1", "FileMd5", "FileSha256", "CertificateThumbprint", "IpAddress", "DomainName", "Url"];
/// What to do about one; the last two are the old names.
const ACTIONS: &[&str] = &["Allowed", "Audit", "Warn", "Block", "BlockAndRemediate", "Alert", "AlertAndBlock"];
const SEVERITIES: &[&str] = &["Informational", "Low", "Medium", "High"];

/// A submission that is in order.
#[derive(Debug)]
pub(super) struct Submission {
    pub(super) value: String,
    pub(super) kind: &'static str,
    pub(super) expires: Option<Timestamp>,
    /// Its fields as they are shown.
    pub(super) shown: Value,
}

impl Submission {
    /// Reads a body. Names and members are case-sensitive.
    pub(super) fn read(mut body: Fields, now: Timestamp) -> Result<Self, EndpointProblem> {
        let value = required(&mut body, "indicatorValue")?;
        let kind = member("indicatorType", &required(&mut body, "indicatorType")?, KINDS)?;
        let action = member("action", &required(&mut body, "action")?, ACTIONS)?;
        let title = required(&mut body, "title")?;
        let description = required(&mut body, "description")?;
        let severity = body.take_text("severity")?.map(|text| member("severity", &text, SEVERITIES)).transpose()?;
        let expires = body.take_time("expirationTime")?;
        let generates = match body.take("generateAlert") {
            None => false,
            Some(Value::Bool(flag)) => flag,
            Some(_) => return Err(EndpointProblem::input("generateAlert must be a boolean.")),
        };
        let groups = body.take_list("rbacGroupNames")?.unwrap_or_default();
        let mut text = |name: &str| body.take_text(name);
        let (application, advice) = (text("application")?, text("recommendedActions")?);
        let educate = text("educateUrl")?;
        body.finish()?;
        check_value(kind, &value)?;
        if action == "Audit" && !generates {
            return Err(EndpointProblem::input("generateAlert must be true for the action Audit."));
        }
        if expires.is_some_and(|at| at <= now) {
            return Err(EndpointProblem::input("expirationTime must be in the future."));
        }
        let shown = json!({
            "id": null, "indicatorValue": value, "indicatorType": kind, "action": action, "application": application,
            "source": null, "sourceType": null, "title": title, "description": description,
            "recommendedActions": advice, "severity": severity, "educateUrl": educate, "generateAlert": generates,
            "expirationTime": expires.map(|at| at.to_string()), "rbacGroupNames": groups,
        });
        Ok(Self { value, kind, expires, shown })
    }
}

fn required(body: &mut Fields, name: &str) -> Result<String, EndpointProblem> {
    let text = body.take_text(name)?.filter(|text| !text.is_empty());
    text.ok_or_else(|| {
        EndpointProblem::new(400, "MissingRequiredParameter", format!("The parameter '{name}' is required."))
    })
}

fn member(name: &str, text: &str, members: &[&'static str]) -> Result<&'static str, EndpointProblem> {
    let found = members.iter().find(|member| **member == text).copied();
    found.ok_or_else(|| EndpointProblem::input(format!("'{text}' is not a value of '{name}'.")))
}

/// Whether a value has the form of its kind.
fn check_value(kind: &str, value: &str) -> Result<(), EndpointProblem> {
    let hex = |digits: usize| value.len() == digits && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let fits = match kind {
        "FileSha1" | "CertificateThumbprint" => hex(40),
        "FileMd5" => hex(32),
        "FileSha256" => hex(64),
        // Ranges are not taken.
        "IpAddress" => value.parse::<IpAddr>().is_ok(),
        "DomainName" => value.contains('.') && !value.contains(['/', ':', ' ']),
        _ => value.starts_with("http://") || value.starts_with("https://"),
    };
    if fits { Ok(()) } else { Err(EndpointProblem::input(format!("'{value}' is not a valid value of type {kind}."))) }
}
