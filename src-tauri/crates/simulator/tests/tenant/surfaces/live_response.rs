//! Live response: a queued action, its progress, its result on another host, the library.

use serde_json::{Value, json};

use super::{ask, query, token};
use crate::support::{Response, Tenant, call};

const ROLES: &[&str] = &["Machine.LiveResponse", "Machine.Read.All", "Library.Manage"];

async fn machines(tenant: &Tenant, token: &str, health: &str) -> Vec<String> {
    let filter = format!("healthStatus eq '{health}'");
    let machines = ask(tenant, "GET", token, &query("/mde/api/machines", &[("$filter", &filter)]), None).await.json();
    machines["value"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
}

fn get_file() -> Value {
    let params = json!([{ "key": "Path", "value": "C:\\x\\y.exe" }]);
    json!({ "Commands": [{ "type": "GetFile", "params": params }], "Comment": "collect" })
}

async fn run(tenant: &Tenant, token: &str, machine: &str, body: Value) -> Response {
    ask(tenant, "POST", token, &format!("/mde/api/machines/{machine}/runliveresponse"), Some(body)).await
}

#[tokio::test]
async fn a_file_is_collected_by_asking_until_it_is_there_and_fetching_it_without_a_token() {
    let tenant = Tenant::small().await;
    let token = token(&tenant, "mde", ROLES).await;
    let machine = machines(&tenant, &token, "Active").await[0].clone();
    let queued = run(&tenant, &token, &machine, get_file()).await;
    assert_eq!((queued.status, &queued.json()["status"]), (201, &json!("Pending")), "{}", queued.text());
    let second = run(&tenant, &token, &machine, get_file()).await;
    assert_eq!((second.status, second.code().as_str()), (400, "ActiveRequestAlreadyExists"));
    let action = format!("/mde/api/machineactions/{}", queued.json()["id"].as_str().unwrap());
    let link = format!("{action}/GetLiveResponseResultDownloadLink(index=0)");
    assert_eq!(ask(&tenant, "GET", &token, &link, None).await.status, 404, "nothing is there yet");
    let mut seen = Vec::new();
    for _ in 0..3 {
        let shown = ask(&tenant, "GET", &token, &action, None).await.json();
        seen.push(shown["status"].as_str().unwrap().to_owned());
    }
    assert_eq!(seen, ["Pending", "InProgress", "Succeeded"]);
    let runner = super::token(&tenant, "mde", &["Machine.LiveResponse"]).await;
    assert_eq!(ask(&tenant, "GET", &runner, &link, None).await.status, 403, "running is not reading");
    let url = ask(&tenant, "GET", &token, &link, None).await.json()["value"].as_str().unwrap().to_owned();
    assert!(!url.starts_with(tenant.0.base()), "another host: {url}");
    let file = call("GET", &url, &[], b"").await;
    assert_eq!((file.status, &file.body[..2]), (200, &[0x1f, 0x8b][..]), "an archive");
    let bearer = format!("Bearer {token}");
    let leaked = call("GET", &url, &[("authorization", &bearer)], b"").await;
    assert_eq!(leaked.status, 403, "a storage account knows no such tokens");
    assert_eq!(tenant.state().await["elsewhere_authorized"], 1, "and it was noticed");
    let forged = call("GET", &format!("{url}x"), &[], b"").await;
    assert_eq!(forged.status, 403, "the signature is the key");
}

#[tokio::test]
async fn an_offline_machine_waits_and_a_script_needs_the_library() {
    let tenant = Tenant::small().await;
    let token = token(&tenant, "mde", ROLES).await;
    let offline = machines(&tenant, &token, "Inactive").await[0].clone();
    let queued = run(&tenant, &token, &offline, get_file()).await.json();
    let action = format!("/mde/api/machineactions/{}", queued["id"].as_str().unwrap());
    for _ in 0..6 {
        assert_eq!(ask(&tenant, "GET", &token, &action, None).await.json()["status"], "Pending");
    }
    let active = machines(&tenant, &token, "Active").await;
    let script = |name: &str| {
        let params = json!([{ "key": "ScriptName", "value": name }, { "key": "Args", "value": "-x" }]);
        json!({ "Commands": [{ "type": "RunScript", "params": params }], "Comment": "run" })
    };
    let outcome = async |machine: &str, name: &str| {
        let queued = run(&tenant, &token, machine, script(name)).await.json();
        let action = format!("/mde/api/machineactions/{}", queued["id"].as_str().unwrap());
        for _ in 0..2 {
            ask(&tenant, "GET", &token, &action, None).await;
        }
        (ask(&tenant, "GET", &token, &action, None).await.json(), action)
    };
    let (failed, _) = outcome(&active[0], "a.ps1").await;
    assert_eq!((&failed["status"], &failed["commands"][0]["commandStatus"]), (&json!("Failed"), &json!("Failed")));
    upload(&tenant, &token, "a.ps1", false).await;
    let (done, action) = outcome(&active[1], "a.ps1").await;
    assert_eq!(done["status"], "Succeeded");
    let link = format!("{action}/GetLiveResponseResultDownloadLink(index=0)");
    let url = ask(&tenant, "GET", &token, &link, None).await.json()["value"].as_str().unwrap().to_owned();
    assert_eq!(call("GET", &url, &[], b"").await.json()["exit_code"], 0, "a script's result is JSON");
}

async fn upload(tenant: &Tenant, token: &str, name: &str, again: bool) -> Response {
    let part =
        |head: &str, text: &str| format!("--xyz\r\nContent-Disposition: form-data; name=\"{head}\r\n\r\n{text}\r\n");
    let body = part(&format!("File\"; filename=\"{name}\""), "Write-Output 1\r\n")
        + &part("Description\"", "says one")
        + &part("OverrideIfExists\"", if again { "true" } else { "false" })
        + "--xyz--\r\n";
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("content-type", "multipart/form-data; boundary=xyz")];
    call("POST", &format!("{}/mde/api/libraryfiles", tenant.0.base()), &headers, body.as_bytes()).await
}

#[tokio::test]
async fn the_library_keeps_files_by_name() {
    let tenant = Tenant::small().await;
    let token = token(&tenant, "mde", ROLES).await;
    let made = upload(&tenant, &token, "a.ps1", false).await;
    assert_eq!((made.status, &made.json()["fileName"]), (200, &json!("a.ps1")), "{}", made.text());
    assert_eq!(upload(&tenant, &token, "a.ps1", false).await.status, 400, "it is there already");
    assert_eq!(upload(&tenant, &token, "a.ps1", true).await.status, 200);
    let listed = ask(&tenant, "GET", &token, "/mde/api/libraryfiles", None).await.json();
    assert_eq!(listed["value"].as_array().unwrap().len(), 1);
    assert_eq!(ask(&tenant, "DELETE", &token, "/mde/api/libraryfiles/a.ps1", None).await.status, 204);
    assert_eq!(ask(&tenant, "DELETE", &token, "/mde/api/libraryfiles/a.ps1", None).await.status, 404);
}

#[tokio::test]
async fn live_response_refuses_what_it_should() {
    let tenant = Tenant::small().await;
    let token = token(&tenant, "mde", ROLES).await;
    let active = machines(&tenant, &token, "Active").await;
    let mut odd = get_file();
    odd["Commands"][0]["type"] = json!("DeleteFile");
    let mut silent = get_file();
    silent.as_object_mut().unwrap().remove("Comment");
    let mut lower = get_file();
    lower["commands"] = lower["Commands"].take();
    for (body, code) in
        [(odd, "InvalidInput"), (silent, "MissingRequiredParameter"), (lower, "MissingRequiredParameter")]
    {
        assert_eq!(run(&tenant, &token, &active[0], body.clone()).await.code(), code, "{body}");
    }
    assert_eq!(run(&tenant, &token, "nobody", get_file()).await.status, 404);
    let reader = super::token(&tenant, "mde", &["Machine.Read.All"]).await;
    assert_eq!(run(&tenant, &reader, &active[0], get_file()).await.status, 403);
    for machine in active.iter().take(25) {
        assert_eq!(run(&tenant, &token, machine, get_file()).await.status, 201);
    }
    let beyond = run(&tenant, &token, &active[25], get_file()).await;
    assert_eq!((beyond.status, beyond.code().as_str()), (429, "TooManyRequests"), "25 sessions at once");
    assert!(beyond.header("retry-after").is_some());
    tenant.set(json!({ "live_response_off": true })).await;
    assert_eq!(run(&tenant, &token, &active[26], get_file()).await.code(), "DisabledFeature");
}
