//! The counts behind the limits: one window per limit and key, begun by its first call.

use std::collections::HashMap;
use std::time::{Duration, Instant};

/// How many windows are kept before the ended ones are thrown out.
const KEPT: usize = 4096;

/// One window.
#[derive(Debug)]
struct Window {
    ends: Instant,
    calls: u64,
}

/// All windows.
#[derive(Debug, Default)]
pub(crate) struct Meters(HashMap<(String, String), Window>);

impl Meters {
    /// Counts a call; gives the whole seconds until the window ends when the call is one too many. A refused call is
    /// not counted.
    pub(crate) fn count(&mut self, limit: &str, key: &str, most: u64, length: Duration, now: Instant) -> Option<u64> {
        if self.0.len() >= KEPT {
            self.0.retain(|_, window| window.ends > now);
        }
        let fresh = Window { ends: now + length, calls: 0 };
        let window = self.0.entry((limit.to_owned(), key.to_owned())).or_insert(fresh);
        if window.ends <= now {
            *window = Window { ends: now + length, calls: 0 };
        }
        if window.calls >= most {
            let left = window.ends.duration_since(now);
            return Some(left.as_secs() + u64::from(left.subsec_nanos() > 0));
        }
        window.calls += 1;
        None
    }

    /// Forgets everything that was counted.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_fills_says_when_it_ends_and_begins_again() {
        let (mut meters, start, minute) = (Meters::default(), Instant::now(), Duration::from_secs(60));
        let mut count = |key: &str, at: u64| meters.count("limit", key, 2, minute, start + Duration::from_secs(at));
        assert_eq!((count("a", 0), count("a", 10)), (None, None), "two fit");
        assert_eq!(count("a", 20), Some(40), "the third is told when the window ends");
        assert_eq!(count("b", 20), None, "another key has its own window");
        assert_eq!(count("a", 60), None, "and a new one begins");
    }
}
