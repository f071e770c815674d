//! Writing what a page adds, in its own transaction.

use super::lines::End;
use crate::commit::{Committed, PageCommit};
use crate::table::{content, drift, feed, poll, receipt, span};
use crate::ticks::ticks;
use rusqlite::Connection;

/// Writes position, poll and ledger of a page; `counts` is what became of its items.
pub(crate) fn note(connection: &Connection, page: &PageCommit, counts: Committed) -> rusqlite::Result<()> {
    let feed = feed::number_or_new(connection, &page.integration, &page.feed)?;
    let at = ticks(page.at);
    if page.cursor.is_some() || page.memo.is_some() {
        feed::set_position(connection, feed, page.cursor.as_deref(), page.memo.as_deref())?;
    }
    let ledger = &page.ledger;
    for found in &ledger.found {
        content::add(connection, feed, found, at)?;
    }
    for fetched in &ledger.fetched {
        let (records, problem) = match &fetched.end {
            End::Fetched(records) => (*records, None),
            End::Gone(problem) => (0, Some(problem.as_ref())),
        };
        content::end(connection, feed, &fetched.id, records, problem, at)?;
    }
    for listed in &ledger.listed {
        let add = if listed.before { span::add_before } else { span::add };
        add(connection, feed, ticks(listed.from), ticks(listed.to), listed.rows, at)?;
    }
    for verified in &ledger.verified {
        span::verify(connection, feed, ticks(verified.from), ticks(verified.to), at)?;
    }
    for hole in &ledger.holes {
        span::open_hole(connection, feed, ticks(hole.from), ticks(hole.to), &hole.problem, at)?;
    }
    for hole in &ledger.closed {
        span::close_hole(connection, *hole, at)?;
    }
    for unknown in &ledger.drift {
        drift::count(connection, &page.source, unknown, at)?;
    }
    if let Some(page_receipt) = ledger.receipt.as_ref().filter(|_| counts.new + counts.updated > 0) {
        let written = receipt::Written {
            at,
            request_id: page.request_id.as_deref(),
            rows: page_receipt.rows,
            new: counts.new,
            updated: counts.updated,
            first: page_receipt.first.map(ticks),
            last: page_receipt.last.map(ticks),
        };
        receipt::add(connection, feed, &written)?;
    }
    if let Some(line) = &page.poll {
        feed::note(connection, feed, line)?;
        poll::add(connection, &page.integration, &page.feed, line)?;
        content::forget_old(connection, feed, at)?;
        receipt::forget_old(connection, feed, at)?;
    }
    Ok(())
}
