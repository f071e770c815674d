//! What happens to alerts and incidents because somebody says so on the control port: they change, arrive, merge.

use crate::alerts::{Content, Shelf};
use crate::clock::Ticks;
use crate::tenant::Tenant;

/// Changes one alert by id, or the given number of the newest ones. Gives their ids.
pub(crate) fn update_alerts(tenant: &Tenant, count: Option<usize>, id: Option<&str>) -> Result<Vec<String>, String> {
    let now = tenant.clock.history();
    let mut shelf = tenant.shelf.lock();
    let chosen: Vec<usize> = match (count, id) {
        (Some(count), None) => shelf.newest_generated().take(count).collect(),
        (None, Some(id)) => vec![shelf.index_of(id).ok_or_else(|| format!("there is no alert '{id}'"))?],
        _ => return Err("either count or id is needed".to_owned()),
    };
    let mut ids = Vec::new();
    shelf.change(&chosen, |row| {
        let Content::Generated(plan) = &mut row.content else { return };
        row.updated = now.max(Ticks(row.updated.0 + 1));
        plan.advance();
        if let Some(edits) = &mut row.edits {
            edits.overtake();
        }
        ids.extend(row.id.as_deref().map(str::to_owned));
    });
    if ids.is_empty() && id.is_some() {
        return Err("a loaded alert cannot be changed".to_owned());
    }
    Ok(ids)
}

/// Writes the generated history anew with so many alerts; what was loaded stays as it is.
pub(crate) fn rewrite_history(tenant: &Tenant, count: usize) {
    let rows = tenant.generator.history(count, tenant.clock.anchor());
    let mut shelf = tenant.shelf.lock();
    if shelf.len() == 0 || shelf.newest_generated().next().is_some() {
        *shelf = Shelf::new(rows);
    }
}

/// Merges the first incident into the second, or the two newest ones. Gives their numbers.
pub(crate) fn merge_incidents(tenant: &Tenant, which: Option<(u64, u64)>) -> Result<(u64, u64), String> {
    let now = tenant.clock.history();
    let mut shelf = tenant.shelf.lock();
    let merged = match which {
        Some((from, into)) => shelf.merge(from, into, now).then_some((from, into)),
        None => shelf.merge_newest(now),
    };
    merged.ok_or_else(|| "there are no two such incidents to merge".to_owned())
}

/// Lets new alerts happen now. Gives their ids.
pub(crate) fn add_alerts(tenant: &Tenant, count: usize) -> Vec<String> {
    let now = tenant.clock.history();
    let mut shelf = tenant.shelf.lock();
    let rows = tenant.generator.arriving(shelf.len(), count, now);
    let ids = rows.iter().filter_map(|row| row.id.as_deref().map(str::to_owned)).collect();
    shelf.add(rows);
    ids
}
