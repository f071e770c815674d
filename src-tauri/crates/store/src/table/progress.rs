//! How far each integration had come before it had feeds: step 3 moves what is here to `feed`.

pub(crate) const CREATE: &str = "CREATE TABLE progress (
  integration TEXT PRIMARY KEY,
  cursor TEXT,
  first_success INTEGER,
  last_success INTEGER,
  last_ended INTEGER,
  failing_since INTEGER,
  failed_polls INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  covered_from INTEGER,
  covered_up_to INTEGER
) STRICT";
