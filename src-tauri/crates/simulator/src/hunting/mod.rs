//! Advanced hunting over the simulated tenant: five tables and a small, documented part of KQL. What is not in it is
//! refused as a wrong query, with the name of what is missing, so that nobody mistakes an empty answer for a true one.
//!
//! | part | what is understood |
//! |---|---|
//! | tables | `AlertInfo`, `AlertEvidence`, `DeviceInfo`, `EmailEvents`, `IdentityInfo` |
//! | `where` | `==` `!=` `=~` `!~` `<` `<=` `>` `>=`, `contains` `has` `startswith` `endswith` and their `!` forms, `in` `!in`, `isempty()` `isnotempty()`, `and` `or` `not()` and parentheses |
//! | values | texts, whole and real numbers, `true` `false`, `datetime()`, `ago()`, `now()` |
//! | `project` | columns, also renamed (`New = Old`) |
//! | rows | `take`/`limit N`, `top N by C`, `sort`/`order by C asc, D`, `count` |
//! | `summarize` | `count()` (also named), with or without `by` |

mod cell;
mod pipeline;
mod syntax;
mod tables;
mod words;

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use jiff::{SpanRelativeTo, Timestamp, Unit};
use serde_json::{Map, Value, json};

use self::pipeline::Stream;
use crate::clock::{TICKS, Ticks};
use crate::tenant::Tenant;

/// How far back a query sees.
const LOOK_BACK: i64 = 30 * 86_400 * TICKS;
/// Rows in an answer.
const MOST_ROWS: usize = 100_000;
/// Bytes in an answer.
const MOST_BYTES: usize = 50 << 20;
/// How long a query may take.
const LONGEST: Duration = Duration::from_secs(180);

/// The instants between which records are looked at.
#[derive(Debug, Clone, Copy)]
struct Window {
    now: Ticks,
    from: Ticks,
    until: Ticks,
}

/// Runs a query; gives `schema`, and `results` as JSON text because they may be large, or the sentence of the refusal.
pub(crate) fn run(tenant: &Tenant, text: &str, timespan: Option<&str>) -> Result<(Value, String), String> {
    let now = tenant.clock.history();
    let window = window(now, timespan)?;
    let query = syntax::parse(text, now)?;
    let table = tables::open(tenant, &query.table, window)
        .ok_or_else(|| format!("'{}' could not be resolved as a table or column.", query.table))?;
    let late = Rc::new(Cell::new(false));
    let answer = pipeline::run(in_time(table, &late), &query.steps)?;
    let schema: Vec<Value> =
        answer.columns.iter().map(|(name, holds)| json!({ "name": name, "type": holds.wire() })).collect();
    let mut results = "[".to_owned();
    for (number, row) in answer.rows.take(MOST_ROWS).enumerate() {
        let cells = answer.columns.iter().zip(row).map(|((name, holds), cell)| (name.clone(), cell.shown(*holds)));
        results.push_str(if number == 0 { "" } else { "," });
        results.push_str(&Value::Object(cells.collect::<Map<_, _>>()).to_string());
        if results.len() > MOST_BYTES {
            return Err("The query result exceeds the allowed size.".to_owned());
        }
    }
    if late.get() {
        return Err("The query exceeded the allowed execution time.".to_owned());
    }
    results.push(']');
    Ok((Value::Array(schema), results))
}

/// Rows until the time is up, which is then noted.
fn in_time<'a>(table: Stream<'a>, late: &Rc<Cell<bool>>) -> Stream<'a> {
    let (started, late) = (Instant::now(), late.clone());
    let rows = table.rows.take_while(move |_| {
        late.set(started.elapsed() > LONGEST);
        !late.get()
    });
    Stream { columns: table.columns, rows: Box::new(rows) }
}

/// The narrower of the look-back and an ISO 8601 duration or interval.
fn window(now: Ticks, timespan: Option<&str>) -> Result<Window, String> {
    let widest = Ticks(now.0 - LOOK_BACK);
    let Some(text) = timespan else { return Ok(Window { now, from: widest, until: Ticks(i64::MAX) }) };
    let wrong = || format!("The Timespan '{text}' is not an ISO 8601 duration or interval.");
    let instant = |part: &str| part.parse::<Timestamp>().ok().map(Ticks::of);
    let (from, until) = match text.split_once('/') {
        None => (Ticks(now.0 - length(text).ok_or_else(wrong)?), Ticks(i64::MAX)),
        Some((left, right)) => match (instant(left), instant(right)) {
            (Some(from), Some(until)) => (from, until),
            (Some(from), None) => (from, Ticks(from.0.saturating_add(length(right).ok_or_else(wrong)?))),
            (None, Some(until)) => (Ticks(until.0.saturating_sub(length(left).ok_or_else(wrong)?)), until),
            (None, None) => return Err(wrong()),
        },
    };
    Ok(Window { now, from: from.max(widest), until })
}

/// An ISO 8601 duration in ticks; a day has 24 hours.
fn length(text: &str) -> Option<i64> {
    let span: jiff::Span = text.parse().ok()?;
    let seconds = span.total((Unit::Second, SpanRelativeTo::days_are_24_hours())).ok()?;
    (0.0..4.0e9).contains(&seconds).then_some((seconds * TICKS as f64) as i64)
}
