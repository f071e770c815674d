//! The coverage page is true: it is what the code prints, its gaps do not grow, and every declared route is there.

use std::collections::HashMap;
use std::path::Path;

use serde_json::json;
use simulator::{Options, coverage_page};

use crate::support::{Route, Tenant, access_token, call, routes};

fn file(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn the_committed_page_is_what_the_code_prints() {
    let page = coverage_page();
    assert!(file("COVERAGE.md") == page, "write it anew: bartizan-sim coverage > COVERAGE.md");
}

#[test]
fn the_number_of_gaps_only_shrinks() {
    let rows: toml::Value = toml::from_str(&file("data/coverage.toml")).unwrap();
    let gaps = rows["row"].as_array().unwrap().iter().filter(|row| row.get("gap").is_some()).count();
    let recorded: usize = file("data/gaps.txt").trim().parse().unwrap();
    assert_eq!(gaps, recorded, "more gaps are not allowed; fewer are written down in data/gaps.txt");
}

#[test]
fn what_is_said_to_be_played_stands_in_the_sources_and_a_gap_does_not() {
    let rows: toml::Value = toml::from_str(&file("data/coverage.toml")).unwrap();
    let mut wrong = Vec::new();
    for row in rows["row"].as_array().unwrap() {
        let Some(code) = row.get("code").and_then(toml::Value::as_str) else { continue };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(row["source"].as_str().unwrap());
        let found = sources(&folder).iter().any(|text| text.contains(code));
        if found != row.get("played").is_some() {
            wrong.push(format!("{:?} ({:?}): {code} in {}", row["what"], row["section"], folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn sources(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut all = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.extend(sources(&path)),
            false => all.push(std::fs::read_to_string(path).unwrap()),
        }
    }
    all
}

#[tokio::test]
async fn every_declared_route_is_played() {
    let tenant = Tenant::with(Options { alerts: 10, ..Options::default() }).await;
    let token = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    let bearer = format!("Bearer {token}");
    let mut missing = Vec::new();
    for route in routes() {
        let id = tenant.0.tenant().to_owned();
        let path =
            route.filled(
                |name| if name == "tenant" { id.clone() } else { "00000000-0000-4000-8000-000000000001".to_owned() },
            );
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let response = call(&route.method, &format!("{}{path}", tenant.0.base()), &headers, b"{}").await;
        if response.status == 501 && response.text().contains(&path) {
            missing.push(format!("{} {}", route.method, route.path));
        }
    }
    assert!(missing.is_empty(), "declared but not played: {missing:#?}");
}

/// What a route needs in its path and what its body must be to get past the questions that come before permissions.
fn probed(route: &Route, tenant: &Tenant) -> String {
    route.filled(|name| match name {
        "tenant" => tenant.0.tenant().to_owned(),
        _ => "00000000-0000-4000-8000-000000000001".to_owned(),
    })
}

/// A token for the route's surface with exactly these permissions; `None` when there is no such permission.
async fn token(tenant: &Tenant, surface: &str, roles: &[&str]) -> Option<String> {
    let roles: Vec<String> = roles.iter().map(|role| format!("{surface}/{role}")).collect();
    let body = json!({ "display_name": "Probe", "roles": roles, "secret": true });
    let made = tenant.control("POST", "/register", body).await;
    let (id, secret) = (made.json()["app_id"].as_str()?.to_owned(), made.json()["secret"].as_str()?.to_owned());
    let scope = format!("{}/{surface}/.default", tenant.0.base());
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", id.as_str()),
        ("client_secret", secret.as_str()),
        ("scope", scope.as_str()),
    ];
    Some(access_token(&tenant.token(&fields).await))
}

#[tokio::test]
async fn a_route_opens_to_each_declared_permission_and_to_nobody_without() {
    let tenant = Tenant::with(Options { alerts: 10, ..Options::default() }).await;
    let mut keys: HashMap<(String, String), Option<String>> = HashMap::new();
    let (mut wrong, resources) = (Vec::new(), file("data/resources.toml"));
    for route in routes().into_iter().filter(|route| !route.any_of.is_empty()) {
        let surface = route.path.split('/').nth(1).unwrap().to_owned();
        let path = probed(&route, &tenant);
        for wanted in [""].into_iter().chain(route.any_of.iter().map(String::as_str)).filter(|wanted| *wanted != "*") {
            let slot = (surface.clone(), wanted.to_owned());
            if !keys.contains_key(&slot) {
                let roles: Vec<&str> = wanted.split('+').filter(|role| !role.is_empty()).collect();
                keys.insert(slot.clone(), token(&tenant, &surface, &roles).await);
            }
            let Some(key) = &keys[&slot] else {
                if !resources.contains(&format!("[\"{wanted}\", ")) {
                    wrong.push(format!("no resource has {wanted}"));
                }
                // Delegated permissions are for people only.
                continue;
            };
            let bearer = format!("Bearer {key}");
            let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
            let response = call(&route.method, &format!("{}{path}", tenant.0.base()), &headers, b"{}").await;
            let closed = [401, 403].contains(&response.status);
            let told =
                format!("{} {} with '{wanted}': {} {}", route.method, route.path, response.status, response.text());
            // Cmdlets ask for a directory role as well; a proof or a bad form may be asked for before a permission.
            if (wanted.is_empty() && response.status < 300) || (!wanted.is_empty() && closed && surface != "exchange") {
                wrong.push(told);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
