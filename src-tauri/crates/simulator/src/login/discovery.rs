//! OpenID discovery and signing keys, and the check of how a path spells the tenant.

use axum::http::Method;
use serde_json::json;

use super::Refusal;
use crate::wire::{Reply, Visit};

/// Refuses a path whose tenant is malformed or not this one.
pub(crate) fn check_tenant(visit: &Visit<'_>, tenant: &str) -> Result<(), Refusal> {
    let is_guid = uuid::Uuid::try_parse(tenant).is_ok() && tenant.len() == 36;
    let is_domain = tenant.contains('.')
        && tenant
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    if !is_guid && !is_domain {
        return Err(Refusal::tenant_malformed(tenant));
    }
    match visit.tenant.name.is(tenant) {
        true => Ok(()),
        false if visit.call.method == Method::GET => Err(Refusal::tenant_not_found(tenant).called("invalid_tenant")),
        false => Err(Refusal::tenant_not_found(tenant)),
    }
}

/// Whether a name stands for whatever tenant the person belongs to.
fn is_alias(tenant: &str) -> bool {
    ["common", "organizations", "consumers"].contains(&tenant)
}

/// For grants of an application alone: a real tenant, and one of this cloud.
pub(crate) fn check_own(visit: &Visit<'_>, tenant: &str) -> Result<(), Refusal> {
    match tenant {
        "common" | "consumers" => return Err(Refusal::coded(9_001_023)),
        "organizations" => return Err(Refusal::coded(50059)),
        _ => check_tenant(visit, tenant)?,
    }
    in_this_cloud(visit)
}

/// For people: an alias will do. Says whether it is one.
pub(crate) fn check_interactive(visit: &Visit<'_>, tenant: &str) -> Result<bool, Refusal> {
    if tenant == "consumers" {
        return Err(Refusal::coded(9_001_023));
    }
    if !is_alias(tenant) {
        check_tenant(visit, tenant)?;
    }
    in_this_cloud(visit)?;
    Ok(is_alias(tenant))
}

fn in_this_cloud(visit: &Visit<'_>) -> Result<(), Refusal> {
    if visit.tenant.switches.lock().tenant_elsewhere { Err(Refusal::coded(90038)) } else { Ok(()) }
}

/// The address of the sign-in host as this call knows it.
pub(crate) fn host(visit: &Visit<'_>) -> String {
    let secure = visit.tenant.tls.of("login").filter(|_| visit.call.over_tls);
    secure.map_or_else(|| format!("{}/login", visit.tenant.base), str::to_owned)
}

/// `openid-configuration`; it names endpoints by the tenant's id however the path spelled it.
pub(crate) fn document(visit: &Visit<'_>, tenant: &str) -> Result<Reply, Refusal> {
    let host = host(visit);
    // An alias belongs to no tenant yet: its document has a blank where the id goes.
    let (id, issuer) = match is_alias(tenant) {
        true => (tenant, "{tenantid}"),
        false => {
            check_tenant(visit, tenant)?;
            (visit.tenant.name.id.as_str(), visit.tenant.name.id.as_str())
        }
    };
    let (region, part) = {
        let switches = visit.tenant.switches.lock();
        (switches.tenant_region_scope.clone(), switches.tenant_region_sub_scope.clone())
    };
    let mut document = json!({
            "token_endpoint": format!("{host}/{id}/oauth2/v2.0/token"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "jwks_uri": format!("{host}/{id}/discovery/v2.0/keys"),
            "response_modes_supported": ["query", "fragment", "form_post"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
            "scopes_supported": ["openid", "profile", "email", "offline_access"],
            "issuer": format!("{host}/{issuer}/v2.0"),
            "request_uri_parameter_supported": false,
            "authorization_endpoint": format!("{host}/{id}/oauth2/v2.0/authorize"),
            "device_authorization_endpoint": format!("{host}/{id}/oauth2/v2.0/devicecode"),
            "tenant_region_scope": region.unwrap_or_else(|| "EU".to_owned()),
            "cloud_instance_name": "127.0.0.1",
            "msgraph_host": visit.tenant.base.trim_start_matches("http://"),
    });
    if let Some(part) = part {
        document["tenant_region_sub_scope"] = json!(part);
    }
    Ok(Reply::json(200, &document))
}

/// The keys that access tokens are signed with.
pub(crate) fn keys(visit: &Visit<'_>, tenant: &str) -> Result<Reply, Refusal> {
    if !is_alias(tenant) {
        check_tenant(visit, tenant)?;
    }
    Ok(Reply::json(200, &json!({ "keys": [visit.tenant.signing.public_jwk()] })))
}
