//! The access token of a call to any surface but Graph, checked the same way everywhere: signature, audience, dates,
//! tenant. Each surface then says no in its own words.

use serde_json::json;

use crate::wire::{Compact, Visit};

/// What is wrong with a token, in the order in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenFault {
    /// No `Authorization: Bearer`.
    Absent,
    /// Not a token, or not one that this tenant's sign-in service signed.
    Forged,
    /// For another service.
    Audience,
    /// Too old.
    Expired,
}

impl TokenFault {
    /// A sentence about it.
    pub(crate) fn described(self) -> &'static str {
        match self {
            Self::Absent => "The request carries no access token.",
            Self::Forged => "The access token could not be validated.",
            Self::Audience => "The access token was issued for another audience.",
            Self::Expired => "The access token has expired.",
        }
    }
}

/// The holder of a valid token.
#[derive(Debug, Clone)]
pub(crate) struct Bearer {
    /// Client id of the application.
    pub(crate) app_id: String,
    /// The service principal, or the person.
    pub(crate) object_id: String,
    /// The tenant that the token was issued in.
    pub(crate) tenant_id: String,
    /// Application permissions, or delegated ones of a person.
    pub(crate) permissions: Vec<String>,
    /// The person's name when somebody signed in.
    pub(crate) person: Option<String>,
}

impl Bearer {
    /// Checks the token of a call to the resource with this application id, and notes whose it is.
    pub(crate) fn of(visit: &mut Visit<'_>, resource_app_id: &str) -> Result<Self, TokenFault> {
        let tenant = visit.tenant;
        let token = visit.call.bearer().filter(|token| !token.is_empty()).ok_or(TokenFault::Absent)?;
        let compact = Compact::parse(token).ok_or(TokenFault::Forged)?;
        if !tenant.signing.signed(&compact) {
            return Err(TokenFault::Forged);
        }
        visit.note.caller = Some(json!({ "appid": compact.text("appid"), "oid": compact.text("oid") }));
        let resource = tenant.resources.by_app_id(resource_app_id).ok_or(TokenFault::Audience)?;
        if !resource.is_audience(compact.text("aud").unwrap_or(""), &tenant.base) {
            return Err(TokenFault::Audience);
        }
        let now = tenant.clock.service().as_second();
        if compact.seconds("exp").is_none_or(|expires| expires <= now) {
            return Err(TokenFault::Expired);
        }
        let scopes = compact.text("scp");
        Ok(Self {
            app_id: compact.text("appid").unwrap_or("").to_owned(),
            object_id: compact.text("oid").unwrap_or("").to_owned(),
            tenant_id: compact.text("tid").unwrap_or("").to_owned(),
            permissions: match scopes {
                Some(scopes) => scopes.split(' ').map(str::to_owned).collect(),
                None => compact.list("roles"),
            },
            person: scopes.and(compact.text("upn")).map(str::to_owned),
        })
    }

    /// Whether one of these permissions is there.
    pub(crate) fn has(&self, any: &[&str]) -> bool {
        any.iter().any(|wanted| self.permissions.iter().any(|held| held == wanted))
    }
}
