//! Every mistake that is made in the portal, provoked and named in the terms of its step, with what only a reader can tell; and mended
//! there, after which the step is right.

use super::by_hand::{ByHand, in_state, step, wrong};
use super::{scene, text};
use bartizan_tests::{Outcome, Scene, SimulatorOptions};
use serde_json::{Value, json};

const GRAPH: &str = "api_permissions/graph";

fn application(value: &str) -> Value {
    json!({"value": value, "kind": "application", "surface": "graph"})
}

fn delegated(value: &str) -> Value {
    json!({"value": value, "kind": "delegated", "surface": "graph"})
}

#[test]
fn delegated_was_chosen_instead_of_application() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["defender-xdr"])?;
    let picked = [delegated("SecurityAlert.Read.All")];
    let made = hand.register_and_give(&json!({"required": picked}))?;
    let page = hand.check(&[])?;
    let graph = step(&page, GRAPH)?;
    assert_eq!(graph["state"], "unsure", "the app itself cannot tell: {graph}");
    assert!(text(&graph, "unsure")?.contains("Delegated"), "and says what it could be: {graph}");
    let page = hand.check_as("admin")?;
    assert_eq!(wrong(&page, GRAPH)?, "setup.delegated_instead", "a reader tells: {page}");
    assert_eq!(wrong(&page, "grant_consent")?, "setup.delegated_instead", "consent cannot mend it: {page}");
    let app = &made["app_id"];
    hand.portal(&json!({"act": "remove_permissions", "app": app, "permissions": picked}))?;
    hand.portal(
        &json!({"act": "add_permissions", "app": app, "permissions": [application("SecurityAlert.Read.All")]}),
    )?;
    let page = hand.check_as("admin")?;
    assert_eq!(
        (wrong(&page, GRAPH)?, wrong(&page, "grant_consent")?),
        (String::new(), "setup.consent_missing".to_owned())
    );
    hand.portal(&json!({"act": "grant_consent", "app": app}))?;
    assert_eq!(in_state(&hand.check(&[])?, "wrong"), Vec::<String>::new(), "all right");
    Ok(())
}

#[test]
fn the_permission_is_one_of_the_same_name_of_another_api() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["dropzone-remediator"])?;
    let mut picked = hand.permissions()?;
    for one in picked.iter_mut().filter(|one| one["value"] == "User.Read.All") {
        one["surface"] = json!("mde");
    }
    let made = hand.register_and_give(&json!({"required": picked}))?;
    for page in [hand.check(&[])?, hand.check_as("admin")?] {
        assert_eq!(wrong(&page, GRAPH)?, "setup.same_name_other_api", "{page}");
        let message = text(&step(&page, GRAPH)?["problem"], "message")?;
        assert!(message.contains("WindowsDefenderATP"), "which API it is of is said: {message}");
    }
    let app = &made["app_id"];
    hand.portal(&json!({"act": "add_permissions", "app": app, "permissions": [application("User.Read.All")]}))?;
    hand.portal(&json!({"act": "grant_consent", "app": app}))?;
    assert_eq!(wrong(&hand.check(&[])?, GRAPH)?, "", "mended");
    Ok(())
}

#[test]
fn consent_was_not_granted() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["defender-xdr"])?;
    let made = hand.register_and_give(&json!({"granted": []}))?;
    for page in [hand.check(&[])?, hand.check_as("admin")?] {
        assert_eq!(wrong(&page, "grant_consent")?, "setup.consent_missing", "{page}");
        let row = &step(&page, "grant_consent")?["rows"][0];
        assert_eq!(
            (&row["name"], &row["found_as"]),
            (&json!("SecurityAlert.Read.All"), &json!("Not granted")),
            "{row}"
        );
    }
    hand.portal(&json!({"act": "grant_consent", "app": made["app_id"]}))?;
    assert_eq!(wrong(&hand.check(&[])?, "grant_consent")?, "", "granted");
    Ok(())
}

#[test]
fn a_permission_was_not_added_at_all() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["dropzone-remediator"])?;
    let picked: Vec<_> =
        hand.permissions()?.into_iter().filter(|one| one["value"] != "User.RevokeSessions.All").collect();
    let made = hand.register_and_give(&json!({"required": picked}))?;
    let page = hand.check_as("admin")?;
    assert_eq!(wrong(&page, GRAPH)?, "setup.permission_not_added", "{page}");
    let message = text(&step(&page, GRAPH)?["problem"], "message")?;
    assert!(message.contains("User.RevokeSessions.All"), "which one is said: {message}");
    let add = json!([application("User.RevokeSessions.All")]);
    hand.portal(&json!({"act": "add_permissions", "app": made["app_id"], "permissions": add}))?;
    let page = hand.check_as("admin")?;
    assert_eq!(
        (wrong(&page, GRAPH)?, wrong(&page, "grant_consent")?),
        (String::new(), "setup.consent_missing".to_owned())
    );
    Ok(())
}

#[test]
fn a_delegated_permission_was_added_as_application() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["prelude-defender"])?;
    let picked: Vec<_> = hand.permissions()?.into_iter().filter(|one| one["kind"] == "application").collect();
    hand.register_and_give(&json!({"required": picked}))?;
    let page = hand.check(&[])?;
    assert_eq!(step(&page, "delegated_permissions/graph")?["state"], "unsure", "an app cannot see its own: {page}");
    let page = hand.check_as("admin")?;
    assert_eq!(wrong(&page, "delegated_permissions/graph")?, "setup.permission_not_added", "{page}");
    Ok(())
}

#[test]
fn the_secrets_id_was_pasted_instead_of_its_value() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["prelude-defender"])?;
    let made = hand.register(&json!({}))?;
    hand.give(&text(&made, "app_id")?)?;
    for more in [&[][..], &["--field", "secret"]] {
        let words = [&["setup", "value", &hand.setup, "--json"], more].concat();
        let run = terminal.run_with(&words, &text(&made, "secret_id")?)?.expect_code(1)?;
        assert_eq!(run.problem_code(), "credential.secret_id", "{more:?}: {run}");
    }
    hand.give(&text(&made, "secret")?)?;
    assert_eq!(step(&hand.check(&[])?, "client_secret")?["state"], "right", "the value itself is right");
    Ok(())
}

#[test]
fn a_secret_that_is_wrong_or_gone_is_refused_by_name() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["prelude-defender"])?;
    let made = hand.register_and_give(&json!({}))?;
    hand.portal(&json!({"act": "remove_secret", "app": made["app_id"]}))?;
    assert_eq!(wrong(&hand.check(&[])?, "client_secret")?, "credential.secret_wrong");
    let other = hand.portal(&json!({"act": "add_secret", "app": made["app_id"]}))?;
    hand.give(&text(&other, "secret")?)?;
    assert_eq!(step(&hand.check(&[])?, "client_secret")?["state"], "right", "a new one mends it");
    Ok(())
}

#[test]
fn the_object_id_was_pasted_instead_of_the_client_id() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["prelude-defender"])?;
    let made = hand.register(&json!({}))?;
    hand.give(&text(&made, "object_id")?)?;
    terminal
        .run_with(&["setup", "value", &hand.setup, "--field", "secret"], &text(&made, "secret")?)?
        .expect_code(0)?;
    let page = hand.check(&[])?;
    assert_eq!(
        wrong(&page, "client_id")?,
        "setup.app_unknown",
        "the app itself sees only that nobody knows it: {page}"
    );
    assert!(text(&step(&page, "client_id")?, "unsure")?.contains("Object ID"), "and offers a reader: {page}");
    let page = hand.check_as("admin")?;
    assert_eq!(wrong(&page, "client_id")?, "setup.object_id", "{page}");
    let client = text(&made, "app_id")?;
    let message = text(&step(&page, "client_id")?["problem"], "message")?;
    assert!(message.contains(&client), "the right one is named, so that it can be copied: {message}");
    let found = terminal.run_with(&["setup", "value", &hand.setup, "--field", "client-id", "--json"], &client)?;
    assert_eq!(
        found.expect_code(0)?.last()?["setup"]["app"]["client_id"],
        client,
        "it takes the place of the wrong one"
    );
    assert_eq!(step(&hand.check(&[])?, "client_id")?["state"], "right");
    Ok(())
}

#[test]
fn the_tenants_id_of_somebody_else_was_pasted() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["prelude-defender"])?;
    let other = "11111111-2222-4333-8444-555555555555";
    let words = ["setup", "value", &hand.setup, "--field", "tenant-id", "--json"];
    let found = terminal.run_with(&words, other)?.expect_code(0)?.last()?;
    assert!(text(&found["fields"][0], "note")?.contains("another tenant"), "{found}");
    assert_eq!(found["setup"]["tenant"]["id"], scene.tenant.tenant(), "the setup stays where it was");
    Ok(())
}

#[test]
fn the_directory_role_was_not_assigned() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["quarantine"])?;
    let made = hand.register_and_give(&json!({"directory_roles": []}))?;
    let role = "directory_role/security-reader";
    let page = hand.check(&[])?;
    assert_eq!(wrong(&page, role)?, "setup.directory_role_missing", "Exchange refuses: {page}");
    assert!(step(&page, role)?["unsure"].is_string(), "missing, or not there yet: a reader can tell: {page}");
    let page = hand.check_as("admin")?;
    assert_eq!(wrong(&page, role)?, "setup.directory_role_missing", "{page}");
    assert!(step(&page, role)?["unsure"].is_null(), "a reader is sure: {page}");
    hand.portal(&json!({"act": "assign_role", "app": made["app_id"], "role": "Security Reader"}))?;
    for page in [hand.check(&[])?, hand.check_as("admin")?] {
        assert_eq!(step(&page, role)?["state"], "right", "assigned: {page}");
    }
    Ok(())
}

#[test]
fn a_role_that_is_assigned_and_does_not_work_yet_is_told_apart_by_a_reader() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["quarantine"])?;
    hand.register_and_give(&json!({}))?;
    scene.tenant.set(&json!({"directory_role_missing": true}))?;
    let role = "directory_role/security-reader";
    assert_eq!(wrong(&hand.check(&[])?, role)?, "setup.directory_role_missing", "refused");
    assert_eq!(step(&hand.check_as("admin")?, role)?["state"], "right", "and yet assigned: it is on its way");
    Ok(())
}

#[test]
fn a_key_was_given_instead_of_a_certificate() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["defender-xdr"])?;
    scene.desk.certificate("theirs")?;
    let key = std::fs::read_to_string(scene.desk.folder("theirs")?.join("key.pem"))?;
    for more in [&[][..], &["--field", "certificate"]] {
        let words = [&["setup", "value", &hand.setup, "--json"], more].concat();
        let run = terminal.run_with(&words, &key)?.expect_code(1)?;
        assert_eq!(run.problem_code(), "credential.key_instead", "{more:?}: {run}");
        assert!(!run.output.contains("PRIVATE KEY"), "the key is not repeated: {run}");
    }
    let refused =
        scene.tenant.register(&json!({"display_name": "x", "certificate": "LS0tLS1CRUdJTiBQUklWQVRFIEtFWQ=="}));
    assert!(refused.is_err(), "the portal takes no key either");
    Ok(())
}

#[test]
fn another_certificate_was_uploaded() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["defender-xdr"])?;
    let right = hand.certificate()?;
    let (_, wrong_one) = scene.desk.certificate("theirs")?;
    let made = hand.register_and_give(&json!({"certificate": wrong_one}))?;
    let page = hand.check(&[])?;
    assert_eq!(wrong(&page, "upload_certificate")?, "setup.certificate_not_on_app", "{page}");
    let page = hand.check_as("admin")?;
    let seen = step(&page, "upload_certificate")?;
    assert_eq!(seen["problem"]["code"], "setup.certificate_not_on_app", "{seen}");
    assert_eq!(seen["rows"][0]["found_as"], "Another thumbprint", "a reader sees which ones are there: {seen}");
    hand.portal(&json!({"act": "upload_certificate", "app": made["app_id"], "certificate": right}))?;
    for page in [hand.check(&[])?, hand.check_as("admin")?] {
        assert_eq!(step(&page, "upload_certificate")?["state"], "right", "uploaded: {page}");
    }
    Ok(())
}

#[test]
fn the_app_has_no_service_principal_or_a_disabled_one() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["defender-xdr"])?;
    let made = hand.register_and_give(&json!({"principal": false}))?;
    let page = hand.check(&[])?;
    assert_eq!(wrong(&page, "client_id")?, "setup.app_unknown", "nobody can sign in as it: {page}");
    let page = hand.check_as("admin")?;
    assert_ne!(
        in_state(&page, "wrong"),
        Vec::<String>::new(),
        "a reader sees the app, and that it cannot sign in: {page}"
    );
    hand.portal(&json!({"act": "create_principal", "app": made["app_id"]}))?;
    hand.portal(&json!({"act": "grant_consent", "app": made["app_id"]}))?;
    assert_eq!(in_state(&hand.check(&[])?, "wrong"), Vec::<String>::new(), "mended");
    hand.portal(&json!({"act": "disable", "of": made["app_id"]}))?;
    let page = hand.check(&[])?;
    assert!(page.to_string().contains("setup.app_disabled"), "disabled is named: {page}");
    assert_eq!(wrong(&hand.check_as("admin")?, "grant_consent")?, "setup.app_disabled", "a reader sees it too");
    Ok(())
}

#[test]
fn auditing_is_off() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["o365-audit"])?;
    scene.tenant.set(&json!({"auditing_off": true}))?;
    hand.register_and_give(&json!({}))?;
    assert_eq!(wrong(&hand.check(&[])?, "audit_log")?, "setup.audit_log_off");
    scene.tenant.set(&json!({"auditing_off": false}))?;
    assert_eq!(step(&hand.check(&[])?, "audit_log")?["state"], "right", "turned on");
    Ok(())
}

#[test]
fn a_product_that_the_tenant_does_not_have_is_named_at_its_step() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["defender-endpoint"])?;
    hand.register_and_give(&json!({}))?;
    scene.tenant.set(&json!({"unlicensed": {"mde": 500_011}}))?;
    for page in [hand.check(&[])?, hand.check_as("admin")?] {
        assert_eq!(
            wrong(&page, "grant_consent")?,
            "setup.product_missing",
            "no token, and consent cannot mend it: {page}"
        );
    }
    Ok(())
}

#[test]
fn mistakes_are_named_by_the_tenants_own_permission_ids() -> Outcome<()> {
    let scene = Scene::with(&SimulatorOptions { alerts: 12, renumbered: true, ..SimulatorOptions::default() })?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["defender-xdr"])?;
    let made = hand.register_and_give(&json!({"granted": []}))?;
    let page = hand.check_as("admin")?;
    assert_eq!(wrong(&page, GRAPH)?, "", "it is added, whatever its id is in this tenant: {page}");
    assert_eq!(wrong(&page, "grant_consent")?, "setup.consent_missing", "{page}");
    hand.portal(&json!({"act": "remove_permissions", "app": made["app_id"], "permissions": hand.permissions()?}))?;
    let wrong_kind = json!([delegated("SecurityAlert.Read.All")]);
    hand.portal(&json!({"act": "add_permissions", "app": made["app_id"], "permissions": wrong_kind}))?;
    assert_eq!(wrong(&hand.check_as("admin")?, GRAPH)?, "setup.delegated_instead");
    Ok(())
}

#[test]
fn a_step_can_be_looked_at_by_itself() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let hand = ByHand::begin(&scene, &terminal, &["defender-xdr"])?;
    hand.register_and_give(&json!({"granted": []}))?;
    let page = hand.check(&["--step", "grant_consent"])?;
    assert_eq!(wrong(&page, "grant_consent")?, "setup.consent_missing", "{page}");
    let words = ["setup", "check", &hand.setup, "--step", "no_such_step", "--json"];
    assert_eq!(terminal.run(&words)?.expect_code(1)?.problem_code(), "setup.input_invalid");
    Ok(())
}
