//! The organisation behind a tenant.

use super::{Directory, List};
use crate::call::Call;
use domain::{Code, Outcome, Problem};
use serde::Deserialize;

/// The organisation behind a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its tenant id.
    pub id: String,
    /// Its display name.
    pub name: String,
    /// Its initial domain.
    pub domain: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    id: String,
    display_name: Option<String>,
    #[serde(default)]
    verified_domains: Vec<Domain>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Domain {
    name: String,
    #[serde(default)]
    is_initial: bool,
}

impl Directory {
    /// The organisation.
    ///
    /// # Errors
    /// Those of the wire; `setup.not_permitted`.
    pub async fn organization(&self) -> Outcome<Organization> {
        let call = Call::get("/v1.0/organization").query("$select", "id,displayName,verifiedDomains");
        let list = self.ask("Read the organization", &call).await?.json::<List<Found>>()?;
        let found = list
            .value
            .into_iter()
            .next()
            .ok_or_else(|| Problem::new(Code::AnswerUnreadable, "Microsoft Graph named no organisation."))?;
        let initial = found.verified_domains.into_iter().find(|domain| domain.is_initial);
        Ok(Organization {
            id: found.id.to_lowercase(),
            name: found.display_name.unwrap_or_default(),
            domain: initial.map(|domain| domain.name).unwrap_or_default(),
        })
    }
}
