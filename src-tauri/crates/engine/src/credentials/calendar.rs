//! The ends of credentials as a calendar that any program reads (RFC 5545): a day each, and reminders before it.

use super::record::Kept;
use crate::product::Product;
use domain::Outcome;
use domain::tenant::CredentialKind;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write;

/// Days before the end at which a calendar reminds.
const REMINDERS: [u32; 3] = [30, 14, 3];
/// A longer line is folded.
const LONGEST_LINE: usize = 75;

impl Product {
    /// The ends of all credentials as iCalendar text.
    ///
    /// # Errors
    /// Those of the store.
    pub fn credential_calendar(&self) -> Outcome<String> {
        let kept: Vec<_> = self.credentials()?.into_iter().map(|view| view.kept).collect();
        Ok(calendar(&kept, self.now()))
    }
}

fn calendar(credentials: &[Kept], now: Timestamp) -> String {
    let mut text = String::new();
    let mut line = |words: &str| folded(&mut text, words);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Bartizan//Credentials//EN");
    for kept in credentials.iter().filter(|kept| kept.retired.is_none()) {
        let Some(end) = kept.expires else { continue };
        let what = match kept.kind {
            CredentialKind::Certificate => "Certificate",
            CredentialKind::Secret => "Client secret",
        };
        let day = end.to_zoned(TimeZone::UTC).strftime("%Y%m%d").to_string();
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@bartizan", kept.id));
        line(&format!("DTSTAMP:{}", now.strftime("%Y%m%dT%H%M%SZ")));
        line(&format!("DTSTART;VALUE=DATE:{day}"));
        line(&format!("SUMMARY:{}", escaped(&format!("{what} {} ends", kept.name))));
        line(&format!("DESCRIPTION:{}", escaped(&description(kept, end))));
        line("TRANSP:TRANSPARENT");
        for days in REMINDERS {
            line("BEGIN:VALARM");
            line("ACTION:DISPLAY");
            line(&format!("DESCRIPTION:{}", escaped(&format!("{what} {} ends in {days} days", kept.name))));
            line(&format!("TRIGGER:-P{days}D"));
            line("END:VALARM");
        }
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

fn description(kept: &Kept, end: Timestamp) -> String {
    let mut text = format!("Ends {}.", end.strftime("%Y-%m-%d %H:%M UTC"));
    if let Some(registration) = &kept.registration {
        let app = registration.app_name.as_deref().unwrap_or(registration.client_id.as_str());
        let _ = write!(text, "\nRegistered on {app}.");
    }
    if let Some(public) = &kept.public {
        let _ = write!(text, "\nSHA-1 thumbprint {}.", public.sha1);
    }
    if kept.automatic {
        let _ = write!(text, "\nRenews by itself {} days before.", kept.days_before);
    }
    text
}

/// Text as a value: backslash, comma, semicolon and line ends are written out.
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n");
    text.chars().filter(|letter| !letter.is_control()).collect()
}

/// A line, continued where it is longer than lines may be; never within a character.
fn folded(text: &mut String, line: &str) {
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LONGEST_LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(letter);
        length += letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use domain::tenant::Credential;

    #[test]
    fn a_calendar_has_a_day_for_each_end_and_cannot_be_broken_by_a_name() {
        let now: Timestamp = "2026-11-21T10:00:00Z".parse().unwrap();
        let credential = |id: &str, expires: Option<&str>| Credential {
            id: id.into(),
            kind: CredentialKind::Secret,
            added: now,
            expires: expires.map(|text| text.parse().unwrap()),
            thumbprint: String::new(),
        };
        let long = format!("Prelude; Detect, \u{fc}ber {}\nBEGIN:VEVENT", "x".repeat(90));
        let kept = [
            Kept::of(&credential("one", Some("2027-02-12T23:30:00Z")), &long),
            Kept::of(&credential("two", None), "without an end"),
        ];
        let text = calendar(&kept, now);
        assert_eq!(text.matches("BEGIN:VEVENT\r\n").count(), 1, "a name opens no event, and an unknown end has no day");
        assert!(text.contains("DTSTART;VALUE=DATE:20270212\r\n") && text.contains("Prelude\\; Detect\\, \u{fc}ber"));
        assert!(text.contains("TRIGGER:-P30D\r\n"), "it reminds before the end");
        for line in text.split("\r\n") {
            assert!(line.len() <= LONGEST_LINE && !line.contains('\n'), "RFC 5545 folds longer lines: {line}");
        }
    }
}
