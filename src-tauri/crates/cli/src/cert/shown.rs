//! Credentials as text for people.

use crate::output::{GRAVE, Output};
use crate::text::{clean, moment, table};
use api::{
    CredentialKind, CredentialOrigin, CredentialRevoked, CredentialRow, CredentialState, CredentialUser,
    CredentialsView, HandOutKind, HandOutView, RenewalView, SecretText,
};
use std::fmt::Write;

/// Days before the end from which they are marked.
const SOON: i32 = 30;

/// The list.
pub(crate) fn list(all: &CredentialsView, output: &Output) -> String {
    if all.credentials.is_empty() {
        return "No credential is known here. Make one: bartizan cert make NAME".to_owned();
    }
    let head = ["Id", "Name", "What", "Registered on", "Ends", "Left", "State"].map(str::to_owned).to_vec();
    let rows = all.credentials.iter().map(|row| {
        let app = row
            .registration
            .as_ref()
            .map_or_else(|| "-".to_owned(), |said| format!("{}, {}", said.app, said.tenant_name));
        vec![
            row.id.chars().take(8).collect(),
            clean(&row.name),
            what(row),
            clean(&app),
            moment(row.expires).chars().take(10).collect(),
            left(row, output),
            state(row.state).to_owned(),
        ]
    });
    let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
    let mut text = table(&rows);
    let _ = writeln!(text, "\n{} within {SOON} days. Keys and secrets are in {}.", ending(all.ending), all.place);
    if all.recovery_made.is_none() {
        text.push_str("Nobody has seen a recovery code. Make one: bartizan vault recovery-code\n");
    }
    text
}

fn ending(count: u32) -> String {
    match count {
        0 => "None in use ends".to_owned(),
        1 => "1 in use ends".to_owned(),
        several => format!("{several} in use end"),
    }
}

/// One credential in full.
pub(crate) fn credential(row: &CredentialRow) -> String {
    let mut text = format!("{}\n", clean(&row.name));
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "  {label:<14} {}", clean(value));
    };
    line("Id", &row.id);
    line("What", &what(row));
    line("State", state(row.state));
    if let Some(certificate) = &row.certificate {
        line("Subject", &format!("{}, {}, {}", certificate.subject, certificate.key, certificate.hash));
        line("Valid", &format!("{} to {}", moment(Some(certificate.begins)), moment(row.expires)));
        line("SHA-1", &certificate.sha1);
        line("SHA-256", &certificate.sha256);
    } else {
        line("Ends", &moment(row.expires));
    }
    if let Some(days) = row.days_left {
        line("Left", &format!("{days} days"));
    }
    if let Some(said) = &row.registration {
        line("Registered on", &format!("{}, {}", said.app, said.tenant_name));
        line("Client ID", &said.client_id);
        line("Object ID", said.object_id.as_deref().unwrap_or("-"));
        line("Checked", &moment(said.checked));
    }
    let user = |user: &CredentialUser| {
        if user.outside { format!("{} (holds a copy)", user.title) } else { user.title.clone() }
    };
    let users: Vec<_> = row.used_by.iter().map(user).collect();
    line("Used by", &if users.is_empty() { "nothing".to_owned() } else { users.join(", ") });
    if row.kind == CredentialKind::Certificate {
        line("Renews", &renews(row));
    }
    if let Some(going_on) = row.renewal.as_ref().filter(|renewal| renewal.goes_on) {
        text.push('\n');
        text.push_str(&renewal(going_on));
    }
    text.trim_end().to_owned()
}

/// What to do with a certificate that was just made.
pub(crate) fn next_of_made(row: &CredentialRow) -> String {
    let id: String = row.id.chars().take(8).collect();
    format!("Save its public part for the portal: bartizan cert export {id} --out certificate.pem")
}

fn renews(row: &CredentialRow) -> String {
    match (row.automatic, row.renews) {
        (true, Some(at)) => format!("by itself, on {}", moment(Some(at))),
        (true, None) => format!("by itself, {} days before its end, once something uses it", row.days_before),
        (false, _) => "not by itself".to_owned(),
    }
}

fn what(row: &CredentialRow) -> String {
    let kind = match row.kind {
        CredentialKind::Certificate => "Certificate",
        CredentialKind::Secret => "Client secret",
    };
    let origin = match row.origin {
        CredentialOrigin::Made => "made here",
        CredentialOrigin::Imported => "imported",
        CredentialOrigin::Given => "given",
    };
    format!("{kind}, {origin}")
}

fn state(state: CredentialState) -> &'static str {
    match state {
        CredentialState::InUse => "in use",
        CredentialState::Ready => "ready",
        CredentialState::WaitsForSwitch => "waits for the switch",
        CredentialState::Replaced => "replaced, kept for a while",
        CredentialState::Retired => "retired",
    }
}

fn left(row: &CredentialRow, output: &Output) -> String {
    let Some(days) = row.days_left.filter(|_| row.state != CredentialState::Retired) else { return "-".to_owned() };
    let text = format!("{days} days");
    if days < SOON { output.marked(&text, GRAVE) } else { text }
}

/// What throwing a credential away came to.
pub(crate) fn revoked(revoked: &CredentialRevoked) -> String {
    let name = clean(&revoked.name);
    match (&revoked.left, revoked.off_the_app) {
        (_, true) => format!("{name} is gone from here, and off its app."),
        (Some(problem), _) => {
            format!("{name} is gone from here. It is still on its app: {} ({})", clean(&problem.message), problem.code)
        }
        (None, false) => format!("{name} is gone from here."),
    }
}

/// A renewal, step by step.
pub(crate) fn renewal(renewal: &RenewalView) -> String {
    let mut text = format!("Renewal, begun {}\n", moment(Some(renewal.begun)));
    for step in &renewal.steps {
        let mark = if step.done.is_some() { "done" } else { "    " };
        let _ = writeln!(text, "  {mark}  {:<16} {}", step.title, clean(&step.detail));
    }
    if let Some(after) = renewal.remove_after.filter(|_| renewal.goes_on) {
        let _ = writeln!(text, "  The old one is removed after {}.", moment(Some(after)));
    }
    if let Some(problem) = &renewal.problem {
        let _ = writeln!(text, "  It did not get further: {} ({})", clean(&problem.message), problem.code);
    }
    text
}

/// What a vendor's form wants.
pub(crate) fn hand_out(out: &HandOutView, secret: Option<&SecretText>) -> String {
    let mut text = format!("{} for {}\n", clean(&out.credential_name), clean(&out.title));
    if !out.place.is_empty() {
        let _ =
            writeln!(text, "In {}{}", out.place, out.link.as_ref().map(|link| format!(": {link}")).unwrap_or_default());
    }
    text.push('\n');
    for field in &out.fields {
        let value = match field.kind {
            HandOutKind::Text => clean(&field.value),
            HandOutKind::File => format!("the file {}", field.value),
            HandOutKind::PrivateFile => format!("the file {}, private: --out FOLDER --private", field.value),
            HandOutKind::PrivateText => match secret {
                Some(secret) => secret.reveal().to_owned(),
                None => "private: --private".to_owned(),
            },
            HandOutKind::ByPerson => "yours to decide".to_owned(),
        };
        let _ = writeln!(text, "  {:<28} {value}", clean(&field.label));
        if !field.hint.is_empty() {
            let _ = writeln!(text, "  {:<28} {}", "", clean(&field.hint));
        }
    }
    if !out.steps.is_empty() {
        text.push('\n');
    }
    for (number, step) in out.steps.iter().enumerate() {
        let _ = writeln!(text, "  {}. {}", number + 1, clean(&step.replace("[[", "").replace("]]", "")));
    }
    text
}
