//! Alerts that were loaded from files: every form, every byte, and whatever shape they have.

use std::path::{Path, PathBuf};

use simulator::{Options, Simulator};

use crate::alerts::query;
use crate::support::Tenant;

async fn tenant_of(paths: Vec<PathBuf>) -> (Tenant, String) {
    let tenant = Tenant::with(Options { load: paths, ..Options::default() }).await;
    let token = tenant.app_token(&["SecurityAlert.Read.All"]).await;
    (tenant, token)
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// The records inside the answer's `value`, as bytes.
async fn served(tenant: &Tenant, token: &str, pairs: &[(&str, &str)]) -> String {
    let text = tenant.get(token, &query(pairs)).await.text();
    let from = text.find("\"value\":[").unwrap() + 9;
    text[from..text.len() - 2].to_owned()
}

#[tokio::test]
async fn records_are_served_byte_for_byte_in_the_order_of_their_times() {
    let folder = tempfile::tempdir().unwrap();
    let old = r#"{ "zeta": 1.50, "id":"x", "createdDateTime": "2020-01-01T00:00:00.0000000Z", "n": 12345678901234567890123.5e-7, "alpha":"\u00e9\/" }"#;
    let new = r#"{"lastUpdateDateTime":"2021-01-01T00:00:00.15Z","id":"x","serviceSource":"microsoftSentinel","severity":"High"}"#;
    let newer = r#"{"lastUpdateDateTime":"2021-01-01T00:00:00.2Z","id":7}"#;
    let a = write(folder.path(), "a.json", old);
    let b = write(folder.path(), "b.ndjson", &format!("{newer}\n{{\"src\":[\"there\"],\"rec\":{new}}}\n"));
    let (tenant, token) = tenant_of(vec![a, b]).await;
    assert_eq!(served(&tenant, &token, &[]).await, format!("{newer},{new},{old}"), "newest first, not a byte changed");
    let since = "lastUpdateDateTime gt 2021-01-01T00:00:00.1Z";
    let pairs = [("$filter", since), ("$orderby", "lastUpdateDateTime asc")];
    assert_eq!(served(&tenant, &token, &pairs).await, format!("{new},{newer}"), "fractions are compared by value");
    assert_eq!(served(&tenant, &token, &[("$filter", "severity eq 'high'")]).await, new, "whatever its spelling");
    let single = tenant.get(&token, "/security/alerts_v2/x").await;
    assert_eq!(single.text(), new, "one of the two with this id, as it is");
    assert_eq!(tenant.0.alerts(), 3, "repeated ids stay separate rows");
}

#[tokio::test]
async fn shapes_that_are_no_alerts_are_served_too() {
    let folder = tempfile::tempdir().unwrap();
    let page = r#"{"@odata.context":"x","value":["microsoft.graph.security.alert",{"no":"id"},{"creationTime":"2001-01-01T00:00:00"},[1]]}"#;
    write(folder.path(), "one.json", page);
    write(folder.path(), "two.log", "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
    write(folder.path(), "README.md", "not data");
    let (tenant, token) = tenant_of(vec![folder.path().to_owned()]).await;
    let all = served(&tenant, &token, &[("$orderby", "createdDateTime asc")]).await;
    let expected = r#"{"creationTime":"2001-01-01T00:00:00"},"microsoft.graph.security.alert",{"no":"id"},[1],{"id":"a"},{"id":"b"}"#;
    assert_eq!(all, expected, "the dated one first, the others in the order they arrived");
}

#[tokio::test]
async fn what_cannot_be_loaded_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let broken = write(folder.path(), "broken.json", "{\"id\": 1}\n{oops");
    for path in [broken, folder.path().join("missing.json")] {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let error = Simulator::start(Options { load: vec![path], ..Options::default() }).await.unwrap_err();
        assert!(error.to_string().contains(&name), "{error}");
    }
}

#[tokio::test]
async fn published_payloads_load_whole() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(4).unwrap().join("shared");
    let shared = std::env::var_os("BARTIZAN_SHARED").map_or(beside, PathBuf::from);
    let payloads = shared.join("payloads");
    if !payloads.is_dir() {
        return;
    }
    let lines = |path: &Path| std::fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect::<Vec<_>>();
    for name in ["graph_alert_v2", "m365d_alert", "mde_alert", "mcas_alert", "graph_alert_v1"] {
        let path = payloads.join(format!("{name}.ndjson"));
        let records = lines(&path);
        let (tenant, token) = tenant_of(vec![path]).await;
        assert_eq!(tenant.0.alerts(), records.len(), "{name}: every record is a row");
        let all = served(&tenant, &token, &[("$top", "1000")]).await;
        for line in records {
            let record = line.split_once("\"rec\": ").unwrap().1.strip_suffix('}').unwrap().to_owned();
            assert!(all.contains(&record), "{name}: served byte for byte");
        }
    }
}
