//! A certificate in use: made by the product, registered by hand, attached and collecting.

use crate::{Cli, Outcome, Run, Scene, Why};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

/// The permission that the integration needs.
pub const ROLE: &str = "SecurityAlert.Read.All";

/// A certificate in use.
pub struct InUse {
    /// Its handle.
    pub id: String,
    /// The ids of the app that has it: `app_id`, `object_id`, `key_id`.
    pub app: Value,
}

impl InUse {
    /// The app's object id.
    pub fn object_id(&self) -> &str {
        self.app["object_id"].as_str().unwrap_or_default()
    }

    /// The certificate's id on the app.
    pub fn key_id(&self) -> &str {
        self.app["key_id"].as_str().unwrap_or_default()
    }
}

/// Makes a certificate with the product, lets an administrator register it, and attaches the integration that uses it.
pub fn in_use(scene: &Scene, terminal: &Cli<'_>, roles: &[&str], more: &[&str]) -> Outcome<InUse> {
    let with = |words: &[&str]| -> Vec<String> { words.iter().chain(more).map(|word| (*word).to_owned()).collect() };
    let made = run(terminal, &with(&["cert", "make", "Bartizan test", "--json"]))?.expect_code(0)?.json()?;
    let id = made["id"].as_str().why("the id of what was made")?.to_owned();
    let file = scene.desk.folder("certificates")?.join(format!("{id}.cer"));
    let path = file.to_str().why("a path in UTF-8")?;
    run(terminal, &with(&["cert", "export", &id, "--form", "der", "--out", path]))?.expect_code(0)?;
    let app = scene.tenant.registered("Bartizan test", roles, &BASE64.encode(std::fs::read(&file)?))?;
    let client = app["app_id"].as_str().why("the app's id")?.to_owned();
    let (tenant, base) = (scene.tenant.tenant().to_owned(), scene.tenant.base().to_owned());
    let attach = [
        "attach",
        "defender-xdr",
        "--cloud",
        "simulated",
        "--simulator",
        &base,
        "--tenant",
        &tenant,
        "--client-id",
        &client,
        "--cert",
        &id,
    ];
    run(terminal, &with(&attach))?.expect_code(0)?;
    Ok(InUse { id, app })
}

/// Runs the terminal program with words that were put together.
pub fn run(terminal: &Cli<'_>, words: &[String]) -> Outcome<Run> {
    terminal.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The credential of that handle as the product shows it.
pub fn shown(terminal: &Cli<'_>, id: &str) -> Outcome<Value> {
    terminal.run(&["cert", "show", id, "--json"])?.expect_code(0)?.json()
}

/// The certificates on the app, by their key ids.
pub fn keys_of(scene: &Scene, app: &InUse) -> Outcome<Vec<String>> {
    let state = scene.tenant.state()?;
    let apps = state["applications"].as_array().cloned().unwrap_or_default();
    let found = apps.into_iter().find(|row| row["appId"] == app.app["app_id"]).unwrap_or(json!({}));
    let keys = found["keys"].as_array().cloned().unwrap_or_default();
    Ok(keys.iter().filter_map(|key| key["keyId"].as_str()).map(str::to_owned).collect())
}

/// The last line of a run that prints steps: what it came to.
pub fn last(run: &Run) -> Outcome<Value> {
    run.json_lines()?.pop().why("a last line")
}

/// No poll of a watching program failed, by all that it printed: every problem is none.
pub fn no_poll_failed(printed: &str) {
    let none = printed.matches("\"problem\":null").count();
    assert!(none > 0 && printed.matches("problem").count() == none, "no poll failed: {printed}");
}
