//! A tenant that lives: every so often an alert arrives, and an older one moves on in its investigation.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};

use crate::control;
use crate::tenant::Tenant;

/// Lets things happen until the simulator ends.
pub(crate) async fn live(tenant: Arc<Tenant>, every: Duration) {
    let mut stopping = tenant.stopping.subscribe();
    let mut clock = interval(every.max(Duration::from_millis(10)));
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick comes at once, and a history that just began needs no addition.
    clock.tick().await;
    for turn in 0_u64.. {
        tokio::select! {
            _ = clock.tick() => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
        match turn % 2 {
            0 => drop(control::add_alerts(&tenant, 1)),
            // What was changed may be any of the newest; nobody needs to know which.
            _ => drop(control::update_alerts(&tenant, Some(1), None)),
        }
    }
}
