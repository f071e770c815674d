//! Switches set for the whole tenant at once: those that other parts mirror are told.

use std::sync::atomic::Ordering;

use serde_json::{Map, Value};

use crate::tenant::Tenant;

/// Sets switches by name, all or nothing.
pub(crate) fn switch(tenant: &Tenant, changes: &Map<String, Value>) -> Result<(), String> {
    let mut switches = tenant.switches.lock();
    let changed = switches.changed(changes)?;
    tenant.clock.set_skew(changed.clock_skew_seconds);
    if changes.contains_key("hold_after_pages") {
        tenant.lists_since_hold.store(0, Ordering::SeqCst);
        tenant.hold.send_replace(changed.hold_after_pages);
    }
    *switches = changed;
    Ok(())
}
