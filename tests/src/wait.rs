//! Waiting for something to become true: looks again and again until a deadline, never a blind sleep.

use crate::{Outcome, Trouble};
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(10);

/// A moment after which waiting is over.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    end: Instant,
    within: Duration,
}

impl Deadline {
    /// A deadline this far from now.
    pub fn within(within: Duration) -> Self {
        Self { end: Instant::now() + within, within }
    }

    /// A deadline this many seconds from now.
    pub fn seconds(seconds: u64) -> Self {
        Self::within(Duration::from_secs(seconds))
    }

    /// True once the moment has passed.
    pub fn passed(&self) -> bool {
        Instant::now() >= self.end
    }

    /// Pauses for one look-again interval.
    pub fn pause(&self) {
        std::thread::sleep(PAUSE);
    }
}

/// Looks until `look` finds something.
///
/// # Errors
/// When `look` fails, or has found nothing when the deadline passes; `what` names what was waited for.
pub fn until<T>(what: &str, deadline: Deadline, mut look: impl FnMut() -> Outcome<Option<T>>) -> Outcome<T> {
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if deadline.passed() {
            return Err(Trouble::new(format!("waited {:?} in vain for {what}", deadline.within)));
        }
        deadline.pause();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_ends_with_what_was_found_or_with_the_name_of_what_was_not() {
        let mut looks = 0;
        let found = until("the third look", Deadline::seconds(5), || {
            looks += 1;
            Ok((looks == 3).then_some(looks))
        });
        assert_eq!(found.ok(), Some(3), "it goes on looking until there is something");
        let missed = until::<()>("a thing", Deadline::within(Duration::ZERO), || Ok(None)).map_err(|t| t.to_string());
        assert!(missed.is_err_and(|text| text.contains("a thing")), "a missed deadline says what was waited for");
    }
}
