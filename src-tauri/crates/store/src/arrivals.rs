//! How many alerts of an integration came into being lately, and how long they took to arrive here.

use crate::access::Store;
use crate::memory::Memory;
use crate::table::value::Vocabulary;
use crate::ticks::{SECOND, ticks};
use domain::Outcome;
use domain::ids::IntegrationId;
use jiff::Timestamp;

/// Alerts of an integration over the last 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arrivals {
    /// Alerts created in each of the last 24 hours, oldest first.
    pub hours: [u32; 24],
    /// Their sum.
    pub total: u32,
    /// All its alerts in the store.
    pub items: u32,
    /// Median seconds from creation to arrival, of those created in the last 24 hours and not of the first backfill.
    pub lag_seconds: Option<u32>,
}

impl Store {
    /// What arrived from an integration lately.
    ///
    /// # Errors
    /// `store.unreadable`.
    pub fn arrivals(&self, integration: &IntegrationId, now: Timestamp) -> Outcome<Arrivals> {
        drop(self.reader()?);
        let memory = self.memory();
        let number = memory.lexicon(Vocabulary::Integration).number(integration.as_str());
        Ok(number.map_or_else(Arrivals::default, |number| arrivals(&memory, number, ticks(now))))
    }
}

fn arrivals(memory: &Memory, integration: u32, now: i64) -> Arrivals {
    const HOUR: i64 = 3600 * SECOND;
    let columns = &memory.columns;
    let mut found = Arrivals::default();
    let mut lags = Vec::new();
    let rows = columns.integration.iter().enumerate().filter(|(_, number)| **number == integration);
    for (row, _) in rows {
        let shown = columns.retired_by[row] == 0;
        found.items += u32::from(shown);
        let created = columns.created[row];
        // The last hour ends with this moment, included.
        let age = now.saturating_sub(created);
        if !(0..24 * HOUR).contains(&age) {
            continue;
        }
        if shown {
            found.hours[23 - (age / HOUR) as usize] += 1;
            found.total += 1;
        }
        if columns.tells_lag(row) {
            lags.push((columns.first_seen[row] - created).max(0) / SECOND);
        }
    }
    if !lags.is_empty() {
        let middle = lags.len() / 2;
        let (_, median, _) = lags.select_nth_unstable(middle);
        found.lag_seconds = Some(u32::try_from(*median).unwrap_or(u32::MAX));
    }
    found
}
