//! The key credentials of an application: one collection that is replaced whole.

use serde_json::{Value, json};

use crate::support::{Certificate, Claims, Tenant};

async fn application(tenant: &Tenant, admin: &str, keys: Value) -> String {
    let body = json!({ "displayName": "Keyed", "signInAudience": "AzureADMyOrg", "keyCredentials": keys });
    let created = tenant.send("POST", admin, "/applications", body).await;
    assert_eq!(created.status, 201, "{}", created.text());
    created.json()["id"].as_str().unwrap().to_owned()
}

async fn keys(tenant: &Tenant, admin: &str, id: &str) -> Vec<Value> {
    let found = tenant.get(admin, &format!("/applications/{id}?$select=keyCredentials")).await.json();
    found["keyCredentials"].as_array().unwrap().clone()
}

#[tokio::test]
async fn key_bytes_are_shown_only_when_selected_and_dates_come_from_the_certificate() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let certificate = Certificate::rsa(2048);
    let id = application(&tenant, &admin, json!([certificate.credential()])).await;
    let plain = tenant.get(&admin, &format!("/applications/{id}")).await.json();
    assert_eq!(plain["keyCredentials"][0]["key"], Value::Null, "write-only without $select");
    let selected = keys(&tenant, &admin, &id).await;
    assert_eq!(selected[0]["key"], certificate.base64());
    assert!(
        selected[0]["keyId"].is_string() && selected[0]["customKeyIdentifier"].is_string(),
        "assigned by the service"
    );
    assert!(selected[0]["endDateTime"].as_str().unwrap() > selected[0]["startDateTime"].as_str().unwrap());
}

#[tokio::test]
async fn a_patch_replaces_the_collection_and_existing_entries_come_back_without_bytes() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let (old, new) = (Certificate::rsa(2048), Certificate::rsa(2048));
    let id = application(&tenant, &admin, json!([old.credential()])).await;
    let path = format!("/applications/{id}");
    let mut kept = keys(&tenant, &admin, &id).await.remove(0);
    kept.as_object_mut().unwrap().shift_remove("key");
    let both = json!({ "keyCredentials": [kept.clone(), new.credential()] });
    assert_eq!(tenant.send("PATCH", &admin, &path, both).await.status, 204);
    let now = keys(&tenant, &admin, &id).await;
    assert_eq!(now.len(), 2, "the old and the new one");
    assert_eq!((&now[0]["keyId"], &now[0]["key"]), (&kept["keyId"], &json!(old.base64())), "the old one is untouched");
    let only_new = json!({ "keyCredentials": [now[1].clone()] });
    assert_eq!(
        tenant.send("PATCH", &admin, &path, only_new).await.status,
        204,
        "an entry may come back with its bytes"
    );
    assert_eq!(keys(&tenant, &admin, &id).await.len(), 1, "what is not sent is removed");
    let unknown = json!({ "keyCredentials": [kept] });
    let refused = tenant.send("PATCH", &admin, &path, unknown).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (400, "KeyCredentialsInvalidValue"),
        "the removed key is unknown"
    );
    assert_eq!(keys(&tenant, &admin, &id).await.len(), 1, "a refused change changes nothing");
}

#[tokio::test]
async fn what_is_no_usable_key_credential_is_refused() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let certificate = Certificate::rsa(2048);
    let good = certificate.credential();
    let but = |name: &str, value: Value| {
        let mut changed = good.clone();
        changed[name] = value;
        changed
    };
    for (what, credential) in [
        ("not base64", but("key", json!("***"))),
        ("not a certificate", but("key", json!("AAAA"))),
        ("another type", but("type", json!("Symmetric"))),
        ("another usage", but("usage", json!("Sign"))),
        ("an end after the certificate's", but("endDateTime", json!("2099-01-01T00:00:00Z"))),
        ("an end in the past", but("endDateTime", json!("2020-01-01T00:00:00Z"))),
        ("no key and no id", json!({ "type": "AsymmetricX509Cert", "usage": "Verify" })),
    ] {
        let body = json!({ "displayName": "Keyed", "keyCredentials": [credential] });
        let response = tenant.send("POST", &admin, "/applications", body).await;
        assert_eq!(response.status, 400, "{what}: {}", response.text());
    }
}

#[tokio::test]
async fn a_certificate_that_was_replaced_no_longer_signs_in() {
    let tenant = Tenant::small().await;
    let admin = tenant.admin_token().await;
    let (old, new) = (Certificate::rsa(2048), Certificate::rsa(2048));
    let id = application(&tenant, &admin, json!([old.credential()])).await;
    let app_id = tenant.get(&admin, &format!("/applications/{id}")).await.json()["appId"].as_str().unwrap().to_owned();
    tenant.send("POST", &admin, "/servicePrincipals", json!({ "appId": app_id })).await;
    let body = json!({ "keyCredentials": [new.credential()] });
    assert_eq!(tenant.send("PATCH", &admin, &format!("/applications/{id}"), body).await.status, 204);
    let scope = tenant.graph_scope();
    for (certificate, status) in [(&old, 401), (&new, 200)] {
        let assertion = certificate.ps256(&Claims::correct(&app_id, &tenant.token_url(tenant.0.tenant())));
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", app_id.as_str()),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.as_str()),
            ("scope", scope.as_str()),
        ];
        assert_eq!(tenant.token(&fields).await.status, status);
    }
}
