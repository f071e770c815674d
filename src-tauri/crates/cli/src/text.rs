//! Plain text for people: problems, explanations, tables. Untrusted text loses its control characters here.

use api::{ExplanationView, Millis, ProblemView};
use jiff::{Timestamp, tz::TimeZone};
use std::fmt::Write;

/// A problem with what to do.
pub(crate) fn problem(problem: &ProblemView) -> String {
    let mut text = format!("{} ({})\n{}\n", problem.title, problem.code, clean(&problem.message));
    if !problem.remedies.is_empty() {
        text.push_str("\nWhat to do:\n");
    }
    for remedy in &problem.remedies {
        let _ = writeln!(text, "  - {}", remedy.how);
        if let Some(command) = &remedy.command {
            let _ = writeln!(text, "    {command}");
        }
    }
    if !problem.evidence.is_empty() {
        text.push_str("\nFor support:\n");
    }
    for fact in &problem.evidence {
        let _ = writeln!(text, "  {:<18} {}", fact.label, clean(&fact.value));
    }
    let _ = writeln!(text, "\nAll about it: bartizan explain {}", problem.code);
    text
}

/// A code in full.
pub(crate) fn explanation(code: &ExplanationView) -> String {
    let mut text = format!("{}\n{}\n\n{}\n\nWhat to do:\n", code.code, code.title, code.meaning);
    for remedy in &code.remedies {
        let _ = writeln!(text, "  - {remedy}");
    }
    if !code.microsoft_codes.is_empty() {
        let _ = writeln!(text, "\nMicrosoft's codes: {}", code.microsoft_codes.join(", "));
    }
    text
}

/// Columns as wide as their widest cell, the last one as it is.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell:<width$}  ");
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// A moment in the person's own zone.
pub(crate) fn moment(time: Option<Millis>) -> String {
    let Some(time) = time.and_then(|time| Timestamp::from_millisecond(time.0).ok()) else { return "-".to_owned() };
    time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Untrusted text on a terminal: no control characters, no direction marks, nothing that moves the cursor.
pub(crate) fn clean(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// Text of at most so many characters.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let text = clean(text);
    if text.chars().count() <= most {
        return text;
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untrusted_text_cannot_move_the_cursor_or_turn_the_line() {
        assert_eq!(clean("a\x1b[31mb\u{202e}c\nd"), "a\u{fffd}[31mb\u{fffd}c d");
        assert_eq!(cut("abcdef", 4), "abc…");
    }
}
