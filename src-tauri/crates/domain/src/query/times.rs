//! Times as a person writes them: a day, a moment, a span, `today`, `yesterday`, `7d`. In the person's own zone.

use super::Now;
use crate::time::parse_time;
use jiff::{Span, Timestamp, civil::Date};

type Edges = (Option<Timestamp>, Option<Timestamp>);

/// The span that a value means: from included, to excluded; none when it is no time.
pub(super) fn span(value: &str, sign: &str, now: &Now) -> Option<Edges> {
    let (from, to) = match value.split_once("..") {
        Some(("", "")) => return None,
        Some((from, to)) if sign == ":" => {
            let from = if from.is_empty() { None } else { Some(edges(from, now)?.0) };
            let to = if to.is_empty() { None } else { Some(edges(to, now)?.1) };
            return Some((from, to)).filter(|(from, to)| from.is_none() || to.is_none() || from < to);
        }
        Some(_) => return None,
        None => edges(value, now)?,
    };
    match sign {
        ":" | "=" => Some((Some(from), Some(to))),
        ">=" => Some((Some(from), None)),
        ">" => Some((Some(to), None)),
        "<" => Some((None, Some(from))),
        "<=" => Some((None, Some(to))),
        _ => None,
    }
}

/// Begin and end of what one value means.
fn edges(value: &str, now: &Now) -> Option<(Timestamp, Timestamp)> {
    let value = value.to_lowercase();
    let today = now.at.to_zoned(now.zone.clone()).date();
    if let Some(count) = value.strip_suffix(['d', 'h']).and_then(|count| count.parse::<i64>().ok()) {
        // The last so many hours or days, up to now.
        let hours = if value.ends_with('d') { count.checked_mul(24)? } else { count };
        let back = now.at.checked_sub(jiff::SignedDuration::from_secs(hours.checked_mul(3600)?)).ok()?;
        return Some((back, now.at));
    }
    match value.as_str() {
        "today" => day(today, now),
        "yesterday" => day(today.yesterday().ok()?, now),
        _ => match value.parse::<Date>() {
            Ok(date) if value.len() == 10 => day(date, now),
            _ => moment(&value, now),
        },
    }
}

fn day(date: Date, now: &Now) -> Option<(Timestamp, Timestamp)> {
    let begin = date.to_zoned(now.zone.clone()).ok()?;
    let end = date.tomorrow().ok()?.to_zoned(now.zone.clone()).ok()?;
    Some((begin.timestamp(), end.timestamp()))
}

/// A moment to the minute or second; one without a zone is in the person's own.
fn moment(value: &str, now: &Now) -> Option<(Timestamp, Timestamp)> {
    let seconds = value.split('t').nth(1)?.matches(':').count() == 2;
    let upper = value.to_uppercase();
    let zoned = upper.ends_with('Z') || upper.rsplit('T').next().is_some_and(|time| time.contains(['+', '-']));
    let begin = if zoned {
        parse_time(&upper)?
    } else {
        upper.parse::<jiff::civil::DateTime>().ok()?.to_zoned(now.zone.clone()).ok()?.timestamp()
    };
    let width = if seconds { Span::new().seconds(1) } else { Span::new().minutes(1) };
    Some((begin, begin.checked_add(width).ok()?))
}
