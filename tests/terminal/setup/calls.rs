//! The exact calls: what the plan says beforehand, what the record says afterwards, and what the tenant saw are one list.

use super::{RICH, id, list, planned, scene};
use super::{act, person};
use bartizan_tests::Outcome;
use bartizan_tests::catalog::registered_here;
use serde_json::Value;

/// Method and path of a call.
fn call(row: &Value) -> (String, String) {
    let of = |field: &str| row[field].as_str().unwrap_or_default().to_owned();
    (of("method"), of("path"))
}

/// Whether a path is the planned one, with an id where the plan has a name in braces.
fn fits(planned: &str, made: &str) -> bool {
    let Some((before, rest)) = planned.split_once('{') else { return planned == made };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let Some(tail) = made.strip_prefix(before) else { return false };
    // The id ends where the plan's text goes on, and is one segment.
    let end = after.chars().next().and_then(|next| tail.find(next)).unwrap_or(tail.len());
    let (own, tail) = tail.split_at(end);
    !own.is_empty() && !own.contains('/') && fits(after, tail)
}

fn assert_same(what: &str, planned: &[(String, String)], made: &[(String, String)]) {
    for (number, (planned, made)) in planned.iter().zip(made).enumerate() {
        let same = planned.0 == made.0 && fits(&planned.1, &made.1);
        assert!(same, "{what}, call {}: {planned:?} was planned, {made:?} was made", number + 1);
    }
    assert_eq!(planned.len(), made.len(), "{what}: as many calls as planned, {made:?}");
}

/// The calls of the client that the tenant saw, below each service's address; the pages of the person are none of them.
fn seen(journal: Vec<Value>) -> Vec<(String, String)> {
    let calls = journal.iter().map(call).filter(|(_, path)| !path.ends_with("/authorize"));
    calls
        .map(|(method, path)| {
            let below = ["/login", "/graph"].iter().find_map(|host| path.strip_prefix(host)).unwrap_or(&path);
            (method, below.to_owned())
        })
        .collect()
}

#[test]
fn the_plan_the_record_and_the_tenants_journal_are_one_list() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    let ours = registered_here();
    for integrations in [&["defender-xdr"][..], &["prelude-m365"], &RICH, &ours] {
        let setup = planned(&scene, &terminal, integrations, &[])?;
        let since = scene.tenant.state()?["journal_seq"].as_u64().unwrap_or_default();
        let handle = id(&setup)?;
        act(&terminal, &person(&scene, "admin"), "apply", &handle, &[])?.expect_code(0)?;
        let made = seen(scene.tenant.journal_since(since)?);
        let record = terminal.run(&["setup", "record", &handle, "--json"])?.expect_code(0)?.last()?;
        let plan: Vec<_> = list(&setup["plan"]["calls"]).iter().map(call).collect();
        let written: Vec<_> = list(&record["calls"]).iter().map(call).collect();
        assert_same(&format!("the tenant's journal of {integrations:?}"), &plan, &made);
        assert_same(&format!("the record of {integrations:?}"), &plan, &written);
        let numbers: Vec<_> = list(&setup["plan"]["calls"]).iter().filter_map(|call| call["number"].as_u64()).collect();
        assert_eq!(numbers, (1..=plan.len() as u64).collect::<Vec<_>>(), "numbered from one");
        for row in list(&record["calls"]) {
            assert!(row["status"].as_u64().is_some_and(|status| status < 300), "each with its status: {row}");
        }
        super::undone(&scene, &terminal, &handle)?;
    }
    Ok(())
}

#[test]
fn the_least_that_a_registration_takes_is_fourteen_calls_and_no_more_is_made() -> Outcome<()> {
    let scene = scene()?;
    let terminal = scene.terminal("home-a")?;
    // Sign in, organization, policy, the API's own list, a look for the name; create, read back, principal, one grant for each
    // permission, read back, and one token: nothing of it can be left out.
    let setup = planned(&scene, &terminal, &["defender-xdr"], &[])?;
    let permissions = super::wanted(&setup).len();
    assert_eq!(list(&setup["plan"]["calls"]).len(), 10 + permissions, "{}", setup["plan"]["calls"]);
    assert_eq!(list(&setup["plan"]["calls"]).iter().filter(|call| call["changes"] == true).count(), 2 + permissions);
    Ok(())
}

#[test]
fn placeholders_stand_for_one_segment() {
    for (planned, made, same) in [
        ("/v1.0/applications/{object_id}/addPassword", "/v1.0/applications/1-2/addPassword", true),
        ("/v1.0/applications/{object_id}/addPassword", "/v1.0/applications//addPassword", false),
        ("/v1.0/applications/{object_id}/addPassword", "/v1.0/applications/1/2/addPassword", false),
        ("/v1.0/applications(uniqueName='{setup}')", "/v1.0/applications(uniqueName='bartizan-1')", true),
        ("/{tenant}/oauth2/v2.0/token", "/{tenant}/oauth2/v2.0/token", true),
        ("/v1.0/organization", "/v1.0/organizations", false),
    ] {
        assert_eq!(fits(planned, made), same, "{planned} and {made}");
    }
}
