//! The program as a child process: its one line, and the ways it ends.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::support::call;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

async fn started(arguments: &[&str]) -> (Child, Value) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bartizan-sim"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    tokio::time::timeout(PATIENCE, output.read_line(&mut line)).await.unwrap().unwrap();
    child.stdout = Some(output.into_inner());
    (child, serde_json::from_str(&line).expect("one line of JSON"))
}

async fn ended(mut child: Child) {
    let status = tokio::time::timeout(PATIENCE, child.wait()).await.expect("it ends").unwrap();
    assert!(status.success(), "and well: {status}");
}

#[tokio::test]
async fn it_says_where_it_is_and_ends_with_its_parent() {
    let (mut child, ready) = started(&["--fast", "--alerts", "7", "--exit-with-stdin"]).await;
    assert_eq!((&ready["ready"], &ready["alerts"]), (&Value::Bool(true), &serde_json::json!(7)));
    assert_eq!(ready["domain"], "contoso.onmicrosoft.com");
    let discovery =
        format!("{}/login/contoso.com/v2.0/.well-known/openid-configuration", ready["base"].as_str().unwrap());
    let document = call("GET", &discovery, &[], b"").await;
    assert!(document.text().contains(ready["tenant"].as_str().unwrap()), "it answers where it says");
    drop(child.stdin.take());
    ended(child).await;
}

#[tokio::test]
async fn it_ends_when_the_control_port_says_so() {
    let (child, ready) = started(&["--fast"]).await;
    let stop = format!("{}/stop", ready["control"].as_str().unwrap());
    assert_eq!(call("POST", &stop, &[], b"").await.status, 200);
    ended(child).await;
}

#[cfg(unix)]
#[tokio::test]
async fn it_ends_on_signals() {
    for signal in ["-TERM", "-INT"] {
        let (child, _) = started(&["--fast", "--alerts", "1"]).await;
        let id = child.id().unwrap().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().await.unwrap().success());
        ended(child).await;
    }
}

#[tokio::test]
async fn it_lists_its_scenarios_and_prints_its_coverage() {
    let printed = async |argument: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_bartizan-sim")).arg(argument).output().await.unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let list = printed("scenarios").await;
    assert_eq!(list.lines().count(), simulator::scenario_lines().len(), "one line each");
    assert!(list.lines().any(|line| line.starts_with("secret-expired ") && line.contains("AADSTS7000222")));
    assert_eq!(printed("coverage").await, simulator::coverage_page());
}

#[tokio::test]
async fn it_begins_with_a_scenario_or_says_that_there_is_none() {
    let (child, ready) = started(&["--fast", "--alerts", "5", "--scenario", "secret-expired"]).await;
    let state = call("GET", &format!("{}/state", ready["control"].as_str().unwrap()), &[], b"").await.json();
    assert_eq!(
        (&state["scenario"]["id"], &state["switches"]["secret_expired"]),
        (&"secret-expired".into(), &true.into())
    );
    drop(child);
    let output = Command::new(env!("CARGO_BIN_EXE_bartizan-sim")).args(["--scenario", "nope"]).output().await.unwrap();
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("nope"));
}

#[tokio::test]
async fn what_it_cannot_do_is_an_error_and_no_ready_line() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_bartizan-sim")).args(["--load", "/no/such/file"]).output().await.unwrap();
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("/no/such/file"), "the reason is told");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_hundred_thousand_alerts_fit_in_little_memory() {
    let (child, ready) = started(&["--fast", "--alerts", "100000"]).await;
    assert_eq!(ready["alerts"], 100_000);
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id().unwrap())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kilobytes: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(kilobytes < 300_000, "{kilobytes} kB at the highest");
}
