//! Switches set for the whole tenant at once: those that other parts mirror are told.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use serde_json::{Map, Value};

use crate::tenant::Tenant;

/// Sets switches by name, all or nothing.
pub(crate) fn switch(tenant: &Tenant, changes: &Map<String, Value>) -> Result<(), String> {
    let missing = {
        let mut switches = tenant.switches.lock();
        let changed = switches.changed(changes)?;
        let stranger = changed.resource_missing.iter().find(|name| tenant.resources.at(name).is_none());
        if let Some(stranger) = stranger {
            return Err(format!("no resource is at '{stranger}'"));
        }
        tenant.clock.set_skew(changed.clock_skew_seconds);
        if changes.contains_key("hold_after_pages") {
            tenant.lists_since_hold.store(0, Ordering::SeqCst);
            tenant.hold.send_replace(changed.hold_after_pages);
        }
        if changes.contains_key("hold_calls") {
            tenant.gate.set(changed.hold_calls.clone());
        }
        *switches = changed;
        switches.resource_missing.clone()
    };
    // After the switches are free again: who looks into the directory may look at a switch from there.
    if changes.contains_key("resource_missing") {
        provision(tenant, &missing);
    }
    Ok(())
}

/// Takes the service principals of these resources out of the directory, and gives all others one.
fn provision(tenant: &Tenant, missing: &BTreeSet<String>) {
    for resource in tenant.resources.iter() {
        let id = tenant.new_id();
        let mut directory = tenant.directory.lock();
        let known = directory.principal_of(&resource.app_id).map(|it| it.id.clone());
        match (known, missing.contains(&resource.loopback)) {
            (Some(known), true) => drop(directory.delete_principal(&known)),
            (None, false) => directory.principals.push(resource.principal(id)),
            _ => {}
        }
    }
}
