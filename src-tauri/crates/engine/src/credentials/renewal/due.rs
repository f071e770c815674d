//! Renewals that begin or go on by themselves: so many days before the end, and whenever one that waits may go on.

use super::{RenewOrder, Renewal, RenewalStep};
use crate::credentials::registry::KeptView;
use crate::product::Product;
use domain::Retry;
use domain::ids::CredentialId;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// When a renewal is tried again that did not get further: soon where waiting helps, seldom where a person is needed.
const AGAIN_SOON: SignedDuration = SignedDuration::from_mins(10);
const AGAIN_SELDOM: SignedDuration = SignedDuration::from_hours(6);

/// Why a renewal is taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Begin,
    GoOn,
}

impl Product {
    /// Takes up every renewal that is due, one after the other.
    pub async fn renew_what_is_due(&self) {
        let Ok(all) = self.credentials() else { return };
        let now = self.now();
        let due: Vec<CredentialId> =
            all.iter().filter(|view| due(view, now).is_some()).map(|view| view.kept.id.clone()).collect();
        for id in due {
            let order = RenewOrder { by_itself: true, ..RenewOrder::default() };
            // How it ended is written down with the renewal; there is nobody else to tell.
            drop(self.renew(id.as_str(), order, Arc::new(|_| ())).await);
        }
    }
}

fn due(view: &KeptView, now: Timestamp) -> Option<Due> {
    let kept = &view.kept;
    if let Some(renewal) = view.renewal.as_ref().filter(|renewal| renewal.goes_on()) {
        // The old one's row leads it, so that it is taken up once.
        return (renewal.old == kept.id && may_go_on(renewal, view, now)).then_some(Due::GoOn);
    }
    let ends = kept.expires.filter(|_| kept.automatic && kept.retired.is_none() && kept.public.is_some())?;
    let used = !view.used_by.is_empty() || !view.copies.is_empty();
    let begins = ends.checked_sub(SignedDuration::from_hours(24 * i64::from(kept.days_before))).ok()?;
    // One that was taken back is not begun again behind the person's back.
    let taken_back = view.renewal.as_ref().is_some_and(|renewal| renewal.step == RenewalStep::Undone);
    (used && now >= begins && !taken_back).then_some(Due::Begin)
}

fn may_go_on(renewal: &Renewal, view: &KeptView, now: Timestamp) -> bool {
    if let (Some(problem), Some(tried)) = (&renewal.problem, renewal.tried) {
        let wait = if problem.retry() == Retry::Never { AGAIN_SELDOM } else { AGAIN_SOON };
        if now.duration_since(tried) < wait {
            return false;
        }
    }
    match renewal.step {
        RenewalStep::HandOver => view.copies.iter().all(|row| renewal.handed.contains(&row.id)),
        RenewalStep::RemoveOld => {
            let unused = view.used_by.is_empty() && view.copies.is_empty();
            unused && renewal.remove_after.is_none_or(|after| now >= after)
        }
        _ => true,
    }
}
