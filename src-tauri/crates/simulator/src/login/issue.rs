//! Access tokens with Microsoft's claims. Roles are fixed here, at issue time, as the real service does.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::client::ConfidentialClient;
use super::scope::{Asked, Delegated};
use super::token::TokenForm;
use super::{Refusal, discovery};
use crate::tenant::{Account, Session, Tenant};
use crate::wire::{Reply, Visit};

/// Characters of token ids and opaque tokens.
const OPAQUE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A token for an application itself.
pub(crate) fn for_application(
    visit: &mut Visit<'_>,
    form: &TokenForm,
    client: &ConfidentialClient,
    asked: &Asked<'_>,
) -> Result<Reply, Refusal> {
    visit.note.caller = Some(json!({ "appid": client.app_id, "oid": client.principal_id }));
    let roles = roles(visit, client, asked);
    let mut claims = Map::new();
    claims.insert("app_displayname".to_owned(), json!(client.display_name));
    claims.insert("appid".to_owned(), json!(client.app_id));
    claims.insert("appidacr".to_owned(), json!(client.appidacr));
    claims.insert("idtyp".to_owned(), json!("app"));
    claims.insert("oid".to_owned(), json!(client.principal_id));
    claims.insert("sub".to_owned(), json!(client.principal_id));
    claims.extend(capabilities(form)?);
    if !roles.is_empty() {
        claims.insert("roles".to_owned(), json!(roles));
    }
    let (token, lifetime) = signed(visit, &asked.audience, claims)?;
    Ok(token_reply(json!({
        "token_type": "Bearer", "expires_in": lifetime, "ext_expires_in": lifetime, "access_token": token,
    })))
}

fn roles(visit: &Visit<'_>, client: &ConfidentialClient, asked: &Asked<'_>) -> Vec<String> {
    if visit.tenant.switches.lock().consent_removed {
        return Vec::new();
    }
    let directory = visit.tenant.directory.lock();
    let Some(resource) = directory.principal_of(&asked.resource.app_id) else { return Vec::new() };
    let ids = directory.roles(&client.principal_id, &resource.id);
    ids.into_iter().filter_map(|id| asked.resource.role_value(id)).map(str::to_owned).collect()
}

/// Who signed in through which client, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signed<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) account: &'a Account,
    /// The claim that says how the client proved itself: 0 not at all, 1 by secret, 2 by certificate.
    pub(crate) credential: &'static str,
    pub(crate) nonce: Option<&'a str>,
    pub(crate) by_device_code: bool,
}

/// A token for a person.
pub(crate) fn for_person(
    visit: &mut Visit<'_>,
    form: &TokenForm,
    signed_in: &Signed<'_>,
    asked: &Delegated<'_>,
) -> Result<Reply, Refusal> {
    let Signed { client_id, account, .. } = *signed_in;
    visit.note.caller = Some(json!({ "appid": client_id, "oid": account.id }));
    visit.note.credential.get_or_insert("public");
    let mut granted = asked.scopes.clone();
    if asked.openid {
        granted.extend(["openid".to_owned(), "profile".to_owned()]);
    }
    let mut claims = Map::new();
    claims.insert("appid".to_owned(), json!(client_id));
    claims.insert("appidacr".to_owned(), json!(signed_in.credential));
    claims.insert("idtyp".to_owned(), json!("user"));
    claims.insert("name".to_owned(), json!(account.display));
    claims.insert("oid".to_owned(), json!(account.id));
    claims.insert("scp".to_owned(), json!(granted.join(" ")));
    claims.insert("sub".to_owned(), json!(account.id));
    claims.insert("unique_name".to_owned(), json!(account.upn));
    claims.insert("upn".to_owned(), json!(account.upn));
    if !visit.tenant.switches.lock().roles_untold {
        claims.insert("wids".to_owned(), json!(account.roles()));
    }
    claims.extend(capabilities(form)?);
    let (token, lifetime) = signed(visit, &asked.asked.audience, claims)?;
    let mut body = json!({
        "token_type": "Bearer", "scope": granted.join(" "), "expires_in": lifetime, "ext_expires_in": lifetime,
        "access_token": token,
    });
    if asked.offline {
        let refresh = visit.tenant.new_text(120, OPAQUE);
        let session = Session {
            client_id: client_id.to_owned(),
            upn: account.upn.clone(),
            scope: asked.full_scope(),
            issued: visit.tenant.clock.service(),
            by_device_code: signed_in.by_device_code,
        };
        visit.tenant.sign_ins.lock().sessions.insert(refresh.clone(), session);
        body["refresh_token"] = json!(refresh);
    }
    if asked.openid {
        body["id_token"] = json!(id_token(visit, signed_in)?);
    }
    if form.get("client_info").is_some() {
        body["client_info"] = json!(client_info(visit.tenant, account));
    }
    Ok(token_reply(body))
}

/// Whose account it is, in the form that Microsoft's libraries keep their cache by.
pub(crate) fn client_info(tenant: &Tenant, account: &Account) -> String {
    URL_SAFE_NO_PAD.encode(json!({ "uid": account.id, "utid": tenant.name.id }).to_string())
}

/// What a client says it can do (`claims` asking for `xms_cc`), which its tokens repeat.
fn capabilities(form: &TokenForm) -> Result<Map<String, Value>, Refusal> {
    let Some(text) = form.get("claims") else { return Ok(Map::new()) };
    let wish: Value = serde_json::from_str(text)
        .map_err(|error| Refusal::new(900_144, format!("The parameter 'claims' is not JSON: {error}.")))?;
    let values = wish["access_token"]["xms_cc"]["values"].clone();
    Ok(values.is_array().then(|| ("xms_cc".to_owned(), values)).into_iter().collect())
}

fn id_token(visit: &Visit<'_>, signed_in: &Signed<'_>) -> Result<String, Refusal> {
    let now = visit.tenant.clock.service().as_second();
    let account = signed_in.account;
    let mut claims = json!({
        "aud": signed_in.client_id, "iss": format!("{}/{}/v2.0", discovery::host(visit), visit.tenant.name.id),
        "iat": now, "nbf": now, "exp": now + 3600, "name": account.display, "oid": account.id,
        "preferred_username": account.upn, "sub": account.id, "tid": visit.tenant.name.id, "ver": "2.0",
    });
    if let Some(nonce) = signed_in.nonce {
        claims["nonce"] = json!(nonce);
    }
    visit.tenant.signing.sign(&claims).map_err(|_| Refusal::broken())
}

/// Adds the claims that every access token has, signs, and gives the token and its lifetime in seconds.
fn signed(visit: &Visit<'_>, audience: &str, own: Map<String, Value>) -> Result<(String, u64), Refusal> {
    let tenant = visit.tenant;
    let lifetime = tenant.pick(3599, 5400);
    let now = tenant.clock.service().as_second();
    let issuer = format!("https://sts.windows.net/{}/", tenant.name.id);
    let audience = if audience == crate::tenant::GRAPH { "https://graph.microsoft.com" } else { audience };
    let mut claims = json!({
        "aud": audience, "iss": issuer, "iat": now, "nbf": now,
        "exp": now + i64::try_from(lifetime).unwrap_or(3599), "idp": issuer,
        "tid": tenant.name.id, "uti": tenant.new_text(22, OPAQUE), "ver": "1.0",
    });
    if let Some(claims) = claims.as_object_mut() {
        claims.extend(own);
    }
    let token = tenant.signing.sign(&claims).map_err(|_| Refusal::broken())?;
    Ok((token, lifetime))
}

/// The answer of the v1 endpoint: numbers as texts, the dates, and the resource as it was asked for.
pub(crate) fn as_v1(visit: &Visit<'_>, reply: Reply, resource: &str) -> Reply {
    let Ok(Value::Object(mut body)) = serde_json::from_slice(&reply.body) else { return reply };
    let now = visit.tenant.clock.service().as_second();
    let lifetime = body.get("expires_in").and_then(Value::as_i64).unwrap_or(0);
    for (name, number) in
        [("expires_in", lifetime), ("ext_expires_in", lifetime), ("expires_on", now + lifetime), ("not_before", now)]
    {
        body.insert(name.to_owned(), json!(number.to_string()));
    }
    body.insert("resource".to_owned(), json!(resource));
    token_reply(Value::Object(body))
}

fn token_reply(body: Value) -> Reply {
    Reply::json(200, &body).with_header("cache-control", "no-store, no-cache").with_header("pragma", "no-cache")
}
