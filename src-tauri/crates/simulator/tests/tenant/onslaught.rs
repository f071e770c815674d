//! Twenty thousand requests in a row, right and wrong at random, over all surfaces: nothing may panic, and no success may
//! come that the declared routes and the token that was sent do not explain. The seed is printed; `ONSLAUGHT_SEED` sets it.
#![allow(clippy::print_stdout, reason = "the seed and the pace of a run must be known")]

use std::collections::BTreeMap;
use std::time::Instant;

use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use simulator::Options;

use crate::support::{Connection, Response, Route, SETUP_SCOPES, Tenant, access_token, routes};

/// How many requests.
const REQUESTS: usize = 20_000;

/// A token, or something that is sent as one.
#[derive(Clone)]
struct Key {
    text: String,
    /// The surface it is for, and its permissions; `None` when it is no valid token.
    opens: Option<(&'static str, Vec<String>)>,
}

impl Key {
    fn explains(&self, path: &str, route: &Route) -> bool {
        let Some((surface, permissions)) = &self.opens else { return false };
        let at_home = path.trim_start_matches('/').split('/').next() == Some(*surface);
        let all = |wanted: &str| wanted.split('+').all(|one| permissions.iter().any(|held| held == one));
        at_home && route.any_of.iter().any(|wanted| wanted == "*" || all(wanted))
    }
}

/// Surfaces and their resources' application permissions.
fn resources() -> Vec<(&'static str, Vec<String>)> {
    let listing: toml::Value = toml::from_str(include_str!("../../data/resources.toml")).unwrap();
    let roles = |surface: &str| {
        let all = listing["resource"].as_array().unwrap();
        let found = all.iter().find(|it| it["loopback"].as_str() == Some(surface)).unwrap();
        found["roles"].as_array().unwrap().iter().map(|role| role[0].as_str().unwrap().to_owned()).collect()
    };
    ["graph", "mde", "manage", "exchange", "cloudapps"].map(|surface| (surface, roles(surface))).to_vec()
}

async fn keys(tenant: &Tenant) -> Vec<Key> {
    let mut keys = vec![
        Key { text: String::new(), opens: None },
        Key { text: "not.a.token".to_owned(), opens: None },
        Key { text: "eyJhbGciOiJub25lIn0.eyJyb2xlcyI6WyJTZWN1cml0eUFsZXJ0LlJlYWQuQWxsIl19.".to_owned(), opens: None },
    ];
    for (surface, roles) in resources() {
        let names: Vec<String> = roles.iter().map(|role| format!("{surface}/{role}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for granted in [names.as_slice(), &[]] {
            let app = tenant.app(granted).await;
            let scope = format!("{}/{surface}/.default", tenant.0.base());
            let fields = [
                ("grant_type", "client_credentials"),
                ("client_id", app.id.as_str()),
                ("client_secret", app.secret.as_str()),
                ("scope", scope.as_str()),
            ];
            let text = access_token(&tenant.token(&fields).await);
            let mut broken = text.clone();
            broken.replace_range(
                text.len() - 9..text.len() - 8,
                if text.as_bytes()[text.len() - 9] == b'A' { "B" } else { "A" },
            );
            let permissions = granted.iter().filter_map(|name| Some(name.split_once('/')?.1.to_owned())).collect();
            keys.push(Key { text, opens: Some((surface, permissions)) });
            keys.push(Key { text: broken, opens: None });
        }
    }
    let scopes = SETUP_SCOPES.split_whitespace().map(|scope| scope.rsplit('/').next().unwrap_or(scope).to_owned());
    keys.push(Key { text: tenant.admin_token().await, opens: Some(("graph", scopes.collect())) });
    keys
}

/// One request before it is sent.
struct Shot {
    method: String,
    path: String,
    query: String,
    body: Vec<u8>,
    kind: &'static str,
    key: Key,
    /// It carries a query option that nobody knows.
    junk: bool,
}

const OPTIONS: &[(&str, &str)] = &[
    ("$top", "5"),
    ("$top", "0"),
    ("$top", "99999"),
    ("$top", "-1"),
    ("$skip", "3"),
    ("$skip", "501"),
    ("$count", "true"),
    ("$count", "maybe"),
    ("$orderby", "createdDateTime desc"),
    ("$orderby", "nothing"),
    ("$select", "id"),
    ("$select", "id,nope"),
    ("$filter", "severity eq 'high'"),
    ("$filter", "lastUpdateDateTime ge 2026-01-01T00:00:00Z"),
    ("$filter", "((("),
    ("$filter", "displayName eq 'x'"),
    ("$filter", "\u{0}'\u{202e}"),
    ("$expand", "alerts"),
    ("$search", "\"displayName:x\""),
    ("contentType", "Audit.General"),
    ("contentType", "Audit.Nothing"),
    ("startTime", "2026-01-01T00:00:00"),
    ("endTime", "tomorrow"),
    ("PublisherIdentifier", "11111111-2222-3333-4444-555555555555"),
    ("$skiptoken", "sim5"),
    ("$skiptoken", "zz"),
    ("client_id", "14d82eec-204b-4c2f-b7e8-296a70dab67e"),
    ("redirect_uri", "http://localhost:1/"),
    ("response_type", "code"),
    ("scope", "openid"),
    ("state", "\"><script>"),
    ("nextPage", "x"),
];

const BODIES: &[&str] = &[
    "",
    "{}",
    "[]",
    "null",
    "{",
    "\u{0}\u{0}",
    "{\"displayName\":\"x\"}",
    "{\"displayName\":7}",
    "{\"status\":\"resolved\"}",
    "{\"status\":\"Resolved\",\"comment\":\"c\"}",
    "{\"comment\":\"x\"}",
    "{\"Query\":\"AlertInfo | take 5\"}",
    "{\"Query\":\"DeviceInfo | take 1\",\"Timespan\":\"P1D\"}",
    "{\"Query\":\"union * | evaluate bag_unpack(x)\"}",
    "{\"appId\":\"00000000-0000-4000-8000-000000000001\"}",
    "{\"keyCredentials\":[{\"type\":\"AsymmetricX509Cert\",\"usage\":\"Verify\",\"key\":\"AAAA\"}]}",
    "{\"passwordCredential\":{\"displayName\":\"x\"}}",
    "{\"ids\":[\"a\"]}",
    "{\"accountEnabled\":false}",
    "{\"Commands\":[{\"type\":\"GetFile\",\"params\":[{\"key\":\"Path\",\"value\":\"C:\\\\x\"}]}],\"Comment\":\"c\"}",
    "{\"indicatorValue\":\"a.example\",\"indicatorType\":\"DomainName\",\"action\":\"Block\",\"title\":\"t\",\"description\":\"d\"}",
    "{\"CmdletInput\":{\"CmdletName\":\"Get-QuarantineMessage\",\"Parameters\":{\"PageSize\":5,\"Page\":1}}}",
    "{\"CmdletInput\":{\"CmdletName\":\"Get-Nothing\",\"Parameters\":null}}",
    "{\"filters\":{},\"limit\":5,\"skip\":0}",
    "{\"filters\":{\"date\":{\"gte\":\"x\"}}}",
    "grant_type=client_credentials&client_id=x&client_secret=y&scope=z",
    "grant_type=client_credentials&client_id=14d82eec-204b-4c2f-b7e8-296a70dab67e&scope=https://graph.microsoft.com/.default",
    "grant_type=refresh_token&refresh_token=x&client_id=14d82eec-204b-4c2f-b7e8-296a70dab67e",
    "grant_type=%00&&&==",
    "grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=x&device_code=y",
    "user_code=AAAAAAAAA&action=approve",
    "client_id=x&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion=a.b.c&grant_type=client_credentials&scope=s/.default",
];

const KINDS: &[&str] =
    &["application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""];

const WEIRD: &[&str] = &[
    "%00",
    "%2e%2e",
    "..",
    "%E2%80%AE",
    "'or'1'='1",
    "(x='y')",
    "a%20b",
    "$count",
    "%zz",
    "microsoft.graph.alert",
    "0",
];

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn shot(random: &mut ChaCha8Rng, routes: &[Route], keys: &[Key], names: &[String]) -> Shot {
    let route = routes.choose(random).unwrap();
    let tenant = &names[0];
    let mut path = route.filled(|name| match name {
        "tenant" if random.random_bool(0.9) => tenant.clone(),
        _ => names.choose(random).unwrap().clone(),
    });
    if random.random_bool(0.12) {
        let mut parts: Vec<&str> = path.split('/').collect();
        let at = random.random_range(1..parts.len());
        match random.random_range(0..3) {
            0 => parts[at] = WEIRD.choose(random).unwrap(),
            1 => drop(parts.remove(at)),
            _ => parts.insert(at, WEIRD.choose(random).unwrap()),
        }
        path = parts.join("/");
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
    }
    let method = match random.random_range(0..12) {
        0 => ["GET", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"].choose(random).unwrap().to_string(),
        _ => route.method.clone(),
    };
    let junk = random.random_bool(0.08);
    let mut pairs: Vec<String> = Vec::new();
    for _ in 0..[0, 0, 0, 0, 0, 1, 1, 2].choose(random).copied().unwrap() {
        let (name, value) = OPTIONS.choose(random).unwrap();
        pairs.push(format!("{}={}", encoded(name), encoded(value)));
    }
    if junk {
        pairs.push("bogus=1".to_owned());
    }
    let body = match method.as_str() {
        "GET" if random.random_bool(0.9) => Vec::new(),
        _ if random.random_bool(0.05) => (0..random.random_range(1..400)).map(|_| random.random::<u8>()).collect(),
        _ => BODIES.choose(random).unwrap().as_bytes().to_vec(),
    };
    let fitting: Vec<&Key> = keys.iter().filter(|key| key.explains(&path, route)).collect();
    let key = match fitting.choose(random) {
        Some(key) if random.random_bool(0.6) => (*key).clone(),
        _ => keys.choose(random).unwrap().clone(),
    };
    Shot { method, path, query: pairs.join("&"), body, kind: KINDS.choose(random).unwrap(), key, junk }
}

/// What is wrong with this answer.
fn fault(shot: &Shot, response: &Response, routes: &[Route], names: &[String]) -> Option<String> {
    if !(200..300).contains(&response.status) {
        return None;
    }
    let mut fitting = routes.iter().filter(|route| route.method == shot.method && route.fits(&shot.path)).peekable();
    if fitting.peek().is_none() {
        return Some("a success on a route that is not declared".to_owned());
    }
    if shot.junk {
        return Some("a success with a query option that does not exist".to_owned());
    }
    if fitting.any(|route| route.any_of.is_empty() || shot.key.explains(&shot.path, route)) {
        let segment = shot.path.split('/').nth(2).unwrap_or("");
        let known = ["common", "organizations", "consumers", "devicelogin"].contains(&segment)
            || names[..3].iter().any(|it| it == segment);
        return match shot.path.starts_with("/login/") && !known {
            true => Some("a success in a tenant that does not exist".to_owned()),
            false => None,
        };
    }
    Some("a success without a valid token that allows it".to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_thousand_random_requests_never_panic_it_and_never_get_an_unexplained_success() {
    let seed = std::env::var("ONSLAUGHT_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_261_121);
    println!("ONSLAUGHT_SEED={seed}");
    let tenant = Tenant::with(Options { alerts: 60, users: 6, devices: 12, ..Options::default() }).await;
    let (routes, keys) = (routes(), keys(&tenant).await);
    let alerts =
        tenant.get(&tenant.app_token(&["SecurityAlert.Read.All"]).await, "/security/alerts_v2?$top=3").await.json();
    let mut names = vec![tenant.0.tenant().to_owned(), tenant.0.domain().to_owned(), "contoso.com".to_owned()];
    names.extend(alerts["value"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()));
    let state = tenant.state().await;
    names.extend(
        ["id", "appId", "servicePrincipalId"]
            .iter()
            .filter_map(|name| state["applications"][0][*name].as_str())
            .map(str::to_owned),
    );
    names.extend([
        format!("admin@{}", tenant.0.domain()),
        "00000000-0000-4000-8000-000000000001".to_owned(),
        "0".to_owned(),
    ]);
    names.extend(WEIRD.iter().map(|it| (*it).to_owned()));
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut connection = Connection::open(tenant.0.base()).await;
    let (mut statuses, mut faults, started) = (BTreeMap::<u16, u32>::new(), Vec::new(), Instant::now());
    for number in 0..REQUESTS {
        let shot = shot(&mut random, &routes, &keys, &names);
        let target = if shot.query.is_empty() { shot.path.clone() } else { format!("{}?{}", shot.path, shot.query) };
        let mut headers = vec![("content-type".to_owned(), shot.kind.to_owned())];
        if !shot.key.text.is_empty() {
            headers.push(("authorization".to_owned(), format!("Bearer {}", shot.key.text)));
        }
        let answer = connection.send(&shot.method, &target, &headers, &shot.body).await;
        let told = |what: String| {
            format!("#{number} seed {seed}: {} {target} {:?}: {what}", shot.method, String::from_utf8_lossy(&shot.body))
        };
        match answer {
            Err(why) => {
                faults.push(told(why));
                connection = Connection::open(tenant.0.base()).await;
            }
            Ok(response) => {
                *statuses.entry(response.status).or_default() += 1;
                faults.extend(
                    fault(&shot, &response, &routes, &names).map(|why| told(format!("{} {why}", response.status))),
                );
                if response.header("connection") == Some("close") {
                    connection = Connection::open(tenant.0.base()).await;
                }
            }
        }
        assert!(faults.len() < 20, "{faults:#?}");
    }
    println!("{statuses:?} in {:?}", started.elapsed());
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(statuses.get(&200).is_some_and(|count| *count > 500), "many requests were valid: {statuses:?}");
    assert_eq!(tenant.control("GET", "/journal/summary", json!({})).await.status, 200, "and it still runs");
}
