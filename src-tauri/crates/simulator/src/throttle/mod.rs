//! Throttling as published, per service and counted per caller, and how long answers take. The figures are data
//! (`data/throttle.toml`); a factor scales all of them, so that a test can run into a limit without a thousand calls.

mod answer;
mod limit;
mod meter;
mod pattern;

pub(crate) use answer::{Refused, refuse_by_switch};
pub(crate) use limit::Limits;
pub(crate) use meter::Meters;
pub(crate) use pattern::Pattern;

use std::time::{Duration, Instant};

use crate::tenant::Tenant;

use crate::wire::{Compact, Visit};

/// How long the answer to a call on this path is to take.
pub(crate) fn latency(tenant: &Tenant, path: &str) -> Duration {
    let (ordered, real) = {
        let switches = tenant.switches.lock();
        (switches.latency_ms, switches.real_latency)
    };
    let (low, high) = if real { tenant.limits.latency(path) } else { (0, 0) };
    let usual = if high > 0 { tenant.pick(low, high) } else { 0 };
    Duration::from_millis(ordered + usual)
}

/// Counts this call against every limit it falls under; `Some` when one of them is exceeded.
pub(crate) fn over_limit(visit: &Visit<'_>) -> Option<Refused> {
    let (tenant, call) = (visit.tenant, visit.call);
    let factor = tenant.switches.lock().throttle_factor;
    if factor <= 0.0 {
        return None;
    }
    let application = call.bearer().and_then(Compact::parse);
    let application = application.as_ref().and_then(|token| token.text("appid").or_else(|| token.text("azp")));
    let mut meters = tenant.meters.lock();
    let now = Instant::now();
    let over = tenant.limits.over(call).filter_map(|limit| {
        let key = limit.key(call, application.unwrap_or(""));
        meters.count(&limit.id, &key, limit.scaled(factor), limit.window(), now).map(|wait| (limit, wait))
    });
    // Every limit counts, also after one of them said no: hence no short cut.
    let worst = over.max_by_key(|(_, wait)| *wait);
    worst.map(|(limit, wait)| Refused { answer: limit.answer, retry_after: limit.retry_after.then_some(wait), wait })
}
