//! Client assertions: what is accepted, and the code for each thing that can be wrong with one.

use jsonwebtoken::Algorithm;
use serde_json::{Value, json};

use crate::identity::token_claims;
use crate::support::{App, Certificate, Claims, Response, Tenant};

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// An application with a certificate.
async fn registered(tenant: &Tenant, certificate: &Certificate) -> App {
    let body = json!({
        "display_name": "Collector", "roles": ["SecurityAlert.Read.All"], "certificate": certificate.base64(),
    });
    tenant.app_with(body).await
}

async fn send(tenant: &Tenant, app: &App, spelling: &str, assertion: &str) -> Response {
    let scope = tenant.graph_scope();
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id.as_str()),
        ("client_assertion_type", TYPE),
        ("client_assertion", assertion),
        ("scope", scope.as_str()),
    ];
    tenant.token_at(spelling, &fields).await
}

#[tokio::test]
async fn ps256_and_rs256_are_accepted_for_either_spelling_of_the_tenant() {
    let tenant = Tenant::small().await;
    let certificate = Certificate::rsa(2048);
    let app = registered(&tenant, &certificate).await;
    for spelling in [tenant.0.tenant(), "contoso.com"] {
        for audience in [spelling, tenant.0.tenant()] {
            let claims = || Claims::correct(&app.id, &tenant.token_url(audience));
            for assertion in [certificate.ps256(&claims()), certificate.rs256(&claims())] {
                let response = send(&tenant, &app, spelling, &assertion).await;
                let claims = token_claims(&response);
                assert_eq!(claims["appidacr"], "2", "a certificate is credential class 2");
            }
        }
    }
    let padded = json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": format!("{}=", certificate.sha256()) });
    let claims = Claims::correct(&app.id, &tenant.token_url(tenant.0.tenant()));
    let assertion = certificate.signed(padded, &claims, Algorithm::PS256);
    let response = send(&tenant, &app, tenant.0.tenant(), &assertion).await;
    assert_eq!(response.status, 200, "Microsoft's Python library pads its thumbprints: {}", response.text());
    let journal = tenant.control("GET", "/journal", json!({})).await.json();
    let kinds: Vec<&Value> = journal["entries"].as_array().unwrap().iter().map(|entry| &entry["credential"]).collect();
    assert!(kinds.contains(&&json!("PS256")) && kinds.contains(&&json!("RS256")), "the journal tells them apart");
}

#[tokio::test]
async fn each_fault_of_an_assertion_has_its_own_code() {
    let tenant = Tenant::small().await;
    let certificate = Certificate::rsa(2048);
    let other = Certificate::rsa(2048);
    let app = registered(&tenant, &certificate).await;
    let claims = Claims::correct(&app.id, &tenant.token_url(tenant.0.tenant()));
    let wrong_key = other.signed(
        json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": certificate.sha256() }),
        &claims,
        Algorithm::PS256,
    );
    let old_thumbprint =
        certificate.signed(json!({ "alg": "PS256", "x5t": certificate.sha1() }), &claims, Algorithm::PS256);
    let no_algorithm = certificate.signed(json!({ "x5t": certificate.sha1() }), &claims, Algorithm::RS256);
    let strange_algorithm =
        certificate.signed(json!({ "alg": "RS384", "x5t": certificate.sha1() }), &claims, Algorithm::RS384);
    let ps = |claims: &Claims| certificate.ps256(claims);
    for (what, assertion, code) in [
        ("no token at all", "abc".to_owned(), 50027),
        ("a header without algorithm", no_algorithm, 50027),
        ("another algorithm", strange_algorithm, 5_002_730),
        ("a foreign issuer", ps(&claims.but("iss", json!("someone"))), 700_021),
        ("a foreign subject", ps(&claims.but("sub", json!("someone"))), 700_021),
        ("the key of another certificate", wrong_key, 700_027),
        ("an unknown certificate", other.ps256(&claims), 700_027),
        ("the SHA-1 thumbprint with PS256", old_thumbprint, 700_027),
        ("an expired assertion", ps(&claims.later(-601 - 300)), 700_024),
        ("one from the future", ps(&claims.later(320)), 700_024),
        ("no expiry", ps(&claims.without("exp")), 50027),
        ("no identifier", ps(&claims.without("jti")), 50027),
        ("the v1 endpoint as audience", ps(&claims.but("aud", json!("https://login.microsoftonline.com/x"))), 700_023),
    ] {
        let response = send(&tenant, &app, tenant.0.tenant(), &assertion).await;
        assert_eq!((response.status, response.aadsts()), (401, code), "{what}: {}", response.text());
    }
    let fine = send(&tenant, &app, tenant.0.tenant(), &ps(&claims)).await;
    assert_eq!(fine.status, 200, "none of the refused ones used up the identifier: {}", fine.text());
    let replayed = send(&tenant, &app, tenant.0.tenant(), &ps(&claims)).await;
    assert_eq!((replayed.status, replayed.aadsts()), (401, 50013), "but the accepted one did");
}

#[tokio::test]
async fn clocks_may_differ_by_five_minutes_and_the_refusal_tells_the_times() {
    let tenant = Tenant::small().await;
    let certificate = Certificate::rsa(2048);
    let app = registered(&tenant, &certificate).await;
    let claims = || Claims::correct(&app.id, &tenant.token_url(tenant.0.tenant()));
    for shift in [-850, 280] {
        let response = send(&tenant, &app, tenant.0.tenant(), &certificate.ps256(&claims().later(shift))).await;
        assert_eq!(response.status, 200, "shifted by {shift}: {}", response.text());
    }
    tenant.set(json!({ "clock_skew_seconds": 3600 })).await;
    let response = send(&tenant, &app, tenant.0.tenant(), &certificate.ps256(&claims())).await;
    let text = response.json()["error_description"].as_str().unwrap().to_owned();
    assert_eq!(response.aadsts(), 700_024);
    for part in ["Current time: ", "assertion valid from ", "expiry time of assertion "] {
        assert!(text.contains(part), "{text} should tell {part}");
    }
}

#[tokio::test]
async fn ps256_can_be_unsupported_while_rs256_goes_on() {
    let tenant = Tenant::small().await;
    let certificate = Certificate::rsa(2048);
    let app = registered(&tenant, &certificate).await;
    tenant.set(json!({ "ps256_unsupported": true })).await;
    let claims = || Claims::correct(&app.id, &tenant.token_url(tenant.0.tenant()));
    let refused = send(&tenant, &app, tenant.0.tenant(), &certificate.ps256(&claims())).await;
    assert_eq!((refused.status, refused.aadsts()), (401, 5_002_730));
    let accepted = send(&tenant, &app, tenant.0.tenant(), &certificate.rs256(&claims())).await;
    assert_eq!(accepted.status, 200, "{}", accepted.text());
}

#[tokio::test]
async fn certificates_that_upload_but_cannot_sign_in() {
    let tenant = Tenant::small().await;
    let signer = Certificate::rsa(2048);
    for (certificate, code, what) in
        [(Certificate::elliptic(), 5_002_730, "an elliptic key"), (Certificate::rsa(1024), 50032, "a short key")]
    {
        let app = registered(&tenant, &certificate).await;
        let claims = Claims::correct(&app.id, &tenant.token_url(tenant.0.tenant()));
        let header = json!({ "alg": "PS256", "x5t#S256": certificate.sha256() });
        let response = send(&tenant, &app, tenant.0.tenant(), &signer.signed(header, &claims, Algorithm::PS256)).await;
        assert_eq!((response.status, response.aadsts()), (401, code), "{what}");
    }
    let app = registered(&tenant, &signer).await;
    tenant.set(json!({ "clock_skew_seconds": 400 * 86_400 })).await;
    let claims = Claims::correct(&app.id, &tenant.token_url(tenant.0.tenant())).later(400 * 86_400);
    let response = send(&tenant, &app, tenant.0.tenant(), &signer.ps256(&claims)).await;
    assert_eq!((response.status, response.aadsts()), (401, 700_027), "an expired certificate: {}", response.text());
}
