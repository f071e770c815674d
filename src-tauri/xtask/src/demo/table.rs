//! The short table at the end of a demonstration: what, result, duration.

use std::time::Duration;

/// Rows in the order in which things happened.
#[derive(Default)]
pub struct Table {
    rows: Vec<(String, String, String)>,
}

impl Table {
    /// Adds what happened, with how long it took when that was measured.
    pub fn add(&mut self, what: &str, result: impl Into<String>, took: Option<Duration>) {
        let took = took.map_or_else(String::new, |took| format!("{:.1} s", took.as_secs_f64()));
        self.add_as(what, result, took);
    }

    /// Adds what happened, with a duration as somebody else measured and wrote it.
    pub fn add_as(&mut self, what: &str, result: impl Into<String>, took: impl Into<String>) {
        self.rows.push((what.to_owned(), result.into(), took.into()));
    }

    /// Prints it.
    pub fn print(&self) {
        let width = |pick: fn(&(String, String, String)) -> &String| {
            self.rows.iter().map(|row| pick(row).chars().count()).max().unwrap_or_default()
        };
        let (what, result) = (width(|row| &row.0), width(|row| &row.1).min(72));
        println!();
        for row in &self.rows {
            let line = format!("{:what$}  {:result$}  {:>8}", row.0, row.1, row.2);
            println!("{}", line.trim_end());
        }
        println!();
    }
}
