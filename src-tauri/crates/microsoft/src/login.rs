//! The login host of a cloud: finding a tenant by its id or any of its domains.

use crate::aadsts::SignInError;
use crate::call::{Call, Host};
use crate::wire::Wire;
use domain::cloud::Cloud;
use domain::ids::TenantId;
use domain::{Code, Outcome, Problem};
use serde::Deserialize;
use std::sync::Arc;
use url::Url;

/// A tenant that exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TenantFound {
    /// Its id.
    pub id: TenantId,
    /// What was typed.
    pub typed: String,
    /// The region and its part, where the host names them; they tell GCC from Commercial. Not confirmed, so never relied on.
    pub region: (Option<String>, Option<String>),
}

/// The login host of one cloud.
pub struct Login {
    pub(crate) wire: Arc<Wire>,
    pub(crate) cloud: Cloud,
    pub(crate) host: Host,
}

impl Login {
    /// The login host of `cloud`.
    ///
    /// # Errors
    /// `internal.unexpected` when the cloud's table holds no address.
    pub fn new(wire: Arc<Wire>, cloud: &Cloud) -> Outcome<Self> {
        Ok(Self { wire, host: Host::login(cloud)?, cloud: cloud.clone() })
    }

    /// Finds a tenant by its id or any of its domains, through OpenID discovery.
    ///
    /// # Errors
    /// `setup.input_invalid` for what can be neither; `setup.tenant_unknown`; those of the wire.
    pub async fn find_tenant(&self, typed: &str) -> Outcome<TenantFound> {
        let typed = typed.trim().to_lowercase();
        let plain = !typed.is_empty() && typed.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
        if !plain {
            let message = format!("\"{typed}\" is neither a tenant id nor a domain.");
            return Err(Problem::new(Code::InputInvalid, message));
        }
        let call = Call::get(format!("/{typed}/v2.0/.well-known/openid-configuration"));
        let answer = self.wire.send(&self.host, &call, None).await?;
        if !answer.ok() {
            return Err(SignInError::of(&answer).problem(&answer, &self.host, "", &typed));
        }
        #[derive(Deserialize)]
        struct Discovery {
            issuer: String,
            #[serde(default)]
            tenant_region_scope: Option<String>,
            #[serde(default)]
            tenant_region_sub_scope: Option<String>,
        }
        let Discovery { issuer, tenant_region_scope, tenant_region_sub_scope } = answer.json()?;
        // The issuer carries the tenant's id as a segment of its path, on whatever host the cloud issues from.
        let segments = Url::parse(&issuer).ok();
        let id =
            segments.iter().flat_map(|url| url.path().split('/')).find_map(|part| uuid::Uuid::parse_str(part).ok());
        match id {
            Some(id) => {
                let region = (tenant_region_scope, tenant_region_sub_scope);
                Ok(TenantFound { id: TenantId(id.to_string()), typed, region })
            }
            None => Err(Problem::new(Code::AnswerUnreadable, format!("{} named no tenant id.", self.host.name()))
                .with(answer.facts())),
        }
    }
}
