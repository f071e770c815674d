//! What items have that this program does not know: counted, listed and kept, so that a change of Microsoft's is seen.

use domain::alert::Alert;
use domain::ids::ItemId;
use domain::words::Words;
use std::collections::BTreeMap;
use store::{Drift, DriftKind};

/// Unknown things on one page at most; a flood of them is a change of shape that a few tell as well.
const MOST: usize = 200;
const LONGEST: usize = 120;

/// Collects what is unknown on a page.
#[derive(Default)]
pub(crate) struct Strange {
    seen: BTreeMap<(DriftKind, String, String), (u32, ItemId)>,
}

impl Strange {
    /// Looks at an item whose source knows these fields.
    pub(crate) fn look_at(&mut self, alert: &Alert, known: &[&str]) {
        let sample = &alert.id;
        if !known.is_empty() {
            for name in alert.rest.keys().filter(|name| !name.contains('@') && !known.contains(&name.as_str())) {
                self.note(DriftKind::Field, name, "", sample);
            }
        }
        for (field, path, value) in [
            ("severity", "severity", &alert.severity),
            ("status", "status", &alert.status),
            ("service", "serviceSource", &alert.service_source),
            ("detection", "detectionSource", &alert.detection_source),
        ] {
            if !value.is_empty() && Words::of(field).wire(value).is_none() {
                self.note(DriftKind::Value, path, value, sample);
            }
        }
        for piece in alert.evidence.iter().filter(|piece| !piece.known()) {
            self.note(DriftKind::Evidence, "evidence", &piece.type_name, sample);
        }
    }

    fn note(&mut self, kind: DriftKind, path: &str, value: &str, sample: &ItemId) {
        let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
        let key = (kind, short(path), short(value));
        if self.seen.len() < MOST || self.seen.contains_key(&key) {
            self.seen.entry(key).or_insert_with(|| (0, sample.clone())).0 += 1;
        }
    }

    /// What was seen, for the ledger.
    pub(crate) fn lines(self) -> Vec<Drift> {
        let line = |((kind, path, value), (count, sample))| Drift { kind, path, value, count, sample };
        self.seen.into_iter().map(line).collect()
    }
}
