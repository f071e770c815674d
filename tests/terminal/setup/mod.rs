//! Setting up in a terminal, seen from outside: what is planned, done, proven and taken back, by the tenant's own state and journal.

mod accounts;
mod automatic;
mod by_hand;
mod calls;
mod existing;
mod interrupted;
mod mistakes;
mod pace;
mod pack;
mod policies;
mod replication;
mod resources;
mod undo;

use bartizan_tests::{Cli, Outcome, Person, Run, Scene, Why};
use serde_json::Value;
use std::collections::BTreeSet;

/// Three that together take everything there is: two kinds of credential, a delegated permission, a directory role, three APIs.
pub const RICH: [&str; 3] = ["quarantine", "prelude-defender", "dropzone-remediator"];

/// A desk with a tenant of few alerts.
pub fn scene() -> Outcome<Scene> {
    Scene::with_alerts(12)
}

/// Somebody of the tenant who signs in and accepts.
pub fn person(scene: &Scene, user: &str) -> Person {
    Person::new(scene.tenant.account(user))
}

/// Plans these integrations for the scene's tenant: the setup as it stands then.
pub fn planned(scene: &Scene, terminal: &Cli<'_>, integrations: &[&str], more: &[&str]) -> Outcome<Value> {
    let plan = ["setup", "plan", "--cloud", "simulated", "--tenant", scene.tenant.tenant(), "--json"];
    terminal.run(&[&plan[..], integrations, more].concat())?.expect_code(0)?.last()
}

/// Does something with a setup beside a person who signs in.
pub fn act(terminal: &Cli<'_>, person: &Person, act: &str, setup: &str, more: &[&str]) -> Outcome<Run> {
    terminal.run_as(person, &[&["setup", act, setup, "--json"], more].concat())
}

/// Plans and applies as the Global Administrator: the setup after it.
pub fn applied(scene: &Scene, terminal: &Cli<'_>, integrations: &[&str], more: &[&str]) -> Outcome<Value> {
    let setup = planned(scene, terminal, integrations, more)?;
    act(terminal, &person(scene, "admin"), "apply", &id(&setup)?, &[])?.expect_code(0)?.last()
}

/// Undoes all of a setup as the Global Administrator: the setup after it.
pub fn undone(scene: &Scene, terminal: &Cli<'_>, setup: &str) -> Outcome<Value> {
    act(terminal, &person(scene, "admin"), "undo", setup, &["--yes"])?.expect_code(0)?.last()
}

/// The handle of a setup.
pub fn id(setup: &Value) -> Outcome<String> {
    text(setup, "id")
}

/// A text of an answer.
pub fn text(of: &Value, name: &str) -> Outcome<String> {
    of[name].as_str().map(str::to_owned).why(&format!("{name} of {of}"))
}

/// A list of an answer.
pub fn list(of: &Value) -> Vec<Value> {
    of.as_array().cloned().unwrap_or_default()
}

/// Permissions as a person would compare them: API, value, `application` or `delegated`.
pub type Permissions = BTreeSet<(String, String, String)>;

/// What a setup's plan asks for.
pub fn wanted(setup: &Value) -> Permissions {
    let mut all = Permissions::new();
    for api in list(&setup["plan"]["apis"]) {
        let name = api["name"].as_str().unwrap_or_default();
        for row in list(&api["permissions"]) {
            let of = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
            all.insert((name.to_owned(), of("value"), of("kind").to_lowercase()));
        }
    }
    all
}

/// What the tenant lists or has granted: a list of the app in the tenant's state.
pub fn seen(scene: &Scene, rows: &Value) -> Outcome<Permissions> {
    let resources = scene.tenant.state()?["resources"].clone();
    let rows = list(rows).into_iter().map(|row| {
        let name = &resources[row["surface"].as_str().unwrap_or_default()]["name"];
        let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (of(name), of(&row["value"]), of(&row["kind"]))
    });
    Ok(rows.collect())
}

/// Names of the directory roles of a setup's plan.
pub fn wanted_roles(setup: &Value) -> BTreeSet<String> {
    names(&setup["plan"]["roles"], "name")
}

/// One field of every row.
pub fn names(rows: &Value, field: &str) -> BTreeSet<String> {
    list(rows).iter().filter_map(|row| row[field].as_str().map(str::to_owned)).collect()
}

/// The one app of the tenant.
pub fn only_app(scene: &Scene) -> Outcome<Value> {
    let apps = scene.tenant.apps()?;
    assert_eq!(apps.len(), 1, "there is one app and no second one: {apps:?}");
    Ok(apps[0].clone())
}

/// The tenant has exactly what the setup's plan says, once, and nothing beyond.
pub fn matches_its_plan(scene: &Scene, setup: &Value) -> Outcome<()> {
    let app = only_app(scene)?;
    let plan = &setup["plan"];
    assert_eq!(seen(scene, &app["required"])?, wanted(setup), "the app lists what the plan says: {app}");
    assert_eq!(seen(scene, &app["granted"])?, wanted(setup), "and that is granted: {app}");
    let roles = list(&app["directoryRoles"]).iter().filter_map(|role| role.as_str().map(str::to_owned)).collect();
    assert_eq!(wanted_roles(setup), roles, "and the directory roles are assigned: {app}");
    let kinds = names(&plan["credentials"], "kind");
    let count = |kind: &str| usize::from(kinds.contains(kind));
    let (keys, secrets) = (list(&app["keys"]).len(), list(&app["secrets"]).len());
    assert_eq!((keys, secrets), (count("certificate"), count("secret")), "one credential of each kind: {app}");
    let directory = &scene.tenant.state()?["directory"];
    let granted = |kind: &str| wanted(setup).iter().filter(|row| row.2 == kind).count();
    assert_eq!(directory["app_role_assignments"], granted("application"), "no grant twice: {directory}");
    assert_eq!(directory["role_assignments"], roles.len(), "no role twice: {directory}");
    Ok(())
}
