//! Renewal: no poll fails, a kill anywhere costs nothing, and the tenant is left as it should be.

use super::setting::{self, InUse, ROLE, keys_of, last, shown};
use bartizan_tests::{Cli, Outcome, Scene, Why};
use serde_json::Value;

fn renew(terminal: &Cli<'_>, certificate: &InUse, more: &[&str]) -> Outcome<Value> {
    let words = ["cert", "renew", &certificate.id, "--json", "--object-id", certificate.object_id()];
    let words: Vec<&str> = words.iter().chain(more).copied().collect();
    last(&terminal.run(&words)?.expect_code(0)?)
}

#[test]
fn a_certificate_is_renewed_beside_the_old_one_which_leaves_last() -> Outcome<()> {
    let scene = Scene::with_alerts(5)?;
    let terminal = scene.terminal("home-a")?;
    let old = setting::in_use(&scene, &terminal, &[ROLE], &[])?;
    assert_eq!(keys_of(&scene, &old)?, [old.key_id()], "one certificate is on the app");

    let renewal = renew(&terminal, &old, &[])?;
    assert_eq!(renewal["step"], "remove_old", "everything but the removal is done: {renewal}");
    let new = renewal["new"].as_str().why("the new one")?.to_owned();
    assert_eq!(keys_of(&scene, &old)?.len(), 2, "the old one stays on the app for a while");
    assert_eq!(shown(&terminal, &new)?["state"], "in_use");
    assert_eq!(shown(&terminal, &old.id)?["state"], "replaced");
    terminal.run(&["collect", "--once"])?.expect_code(0)?;

    let finished = renew(&terminal, &old, &["--finish", "--certificate-id", old.key_id()])?;
    assert_eq!(finished["step"], "done", "{finished}");
    let left = keys_of(&scene, &old)?;
    assert!(left.len() == 1 && left[0] != old.key_id(), "only the new one is left: {left:?}");
    assert_eq!(shown(&terminal, &old.id)?["state"], "retired");
    terminal.run(&["collect", "--once"])?.expect_code(0)?;
    Ok(())
}
