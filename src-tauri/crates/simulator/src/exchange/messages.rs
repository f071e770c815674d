//! The messages in quarantine: invented from the seed, spread over the last thirty days.

use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

use crate::clock::Ticks;
use crate::tenant::{Tenant, random_id};

/// For every person there are so many messages.
const PER_PERSON: usize = 3;

const SUBJECTS: &[&str] = &[
    "Action required: your mailbox is almost full",
    "Invoice 88412 overdue",
    "RE: RE: contract renewal",
    "Ihre Sendung konnte nicht zugestellt werden",
    "【重要】アカウントの確認",
    "<b>Payroll</b> update <script>alert('subject')</script>",
    "",
];

const SENDERS: &[&str] =
    &["it@login-contoso.example", "billing@mail-secure.example.com", "no-reply@parcel-track.example"];

/// Quarantine types: the name in `Type` and the one in `QuarantineTypes`, the policy and how it is called.
const TYPES: &[(&str, &str, &str, &str)] = &[
    ("Spam", "Spam", "HostedContentFilterPolicy", "Default"),
    ("Bulk", "Bulk", "HostedContentFilterPolicy", "Default"),
    ("Phish", "Phish", "AntiPhishPolicy", "Office365 AntiPhish Default"),
    ("High Confidence Phish", "HighConfPhish", "HostedContentFilterPolicy", "Strict Preset Security Policy"),
    ("Malware", "Malware", "AntiMalwarePolicy", "Default"),
    ("Transport Rule", "TransportRule", "ExchangeTransportRule", "Block macros"),
];

/// One message.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) received: Ticks,
    pub(super) expires: Ticks,
    pub(super) row: Map<String, Value>,
}

impl Message {
    pub(super) fn text(&self, name: &str) -> &str {
        self.row.get(name).and_then(Value::as_str).unwrap_or("")
    }

    pub(super) fn has(&self, name: &str, wanted: &str) -> bool {
        let items = self.row.get(name).and_then(Value::as_array);
        items.is_some_and(|items| items.iter().any(|it| it.as_str().is_some_and(|it| it.eq_ignore_ascii_case(wanted))))
    }

    /// The message as it came, for previews and exports.
    pub(super) fn mime(&self) -> String {
        let recipient = self.row.get("RecipientAddress").and_then(|it| it.get(0)).and_then(Value::as_str).unwrap_or("");
        let date = self.received.timestamp().strftime("%a, %d %b %Y %H:%M:%S +0000");
        format!(
            "From: {}\r\nTo: {recipient}\r\nSubject: {}\r\nMessage-ID: {}\r\nDate: {date}\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>Sign in to keep your messages: \
             <a href=\"https://login-contoso.example/signin?u=1\">here</a></p></body></html>\r\n",
            self.text("SenderAddress"),
            self.text("Subject"),
            self.text("MessageId"),
        )
    }
}

/// Every message that is still there, the newest first, with what was done to it since.
pub(super) fn all(tenant: &Tenant) -> Vec<Message> {
    let count = tenant.generator.world().people.len() * PER_PERSON;
    let mut messages: Vec<Message> = (0..count).map(|number| message(tenant, number)).collect();
    let book = tenant.exchange.lock();
    for message in &mut messages {
        if let Some(changed) = book.changed.get(message.text("Identity")) {
            message.row.extend(changed.clone());
        }
    }
    let now = tenant.clock.history();
    messages.retain(|message| message.expires > now);
    messages.sort_by_key(|message| std::cmp::Reverse(message.received));
    messages
}

/// Quarantine dates carry an offset, never a `Z`.
fn time(at: Ticks) -> String {
    at.timestamp().strftime("%Y-%m-%dT%H:%M:%S%.7f+00:00").to_string()
}

fn message(tenant: &Tenant, number: usize) -> Message {
    let mut dice = tenant.generator.dice(&format!("quarantine {number}"));
    let world = tenant.generator.world();
    let person = &world.people[number % world.people.len()];
    let age: f64 = dice.random_range(600.0..30.0 * 86_400.0);
    let received = tenant.clock.anchor().plus_seconds(-age);
    let expires = received.plus_seconds(30.0 * 86_400.0);
    let (kind, kinds, policy_type, policy) = TYPES.choose(&mut dice).copied().unwrap_or(("Spam", "Spam", "", ""));
    let outbound = dice.random_bool(0.05);
    let released = dice.random_bool(0.1);
    let status = if released { "RELEASED" } else { "NOTRELEASED" };
    let row = json!({
        "Identity": format!("{}\\{}", random_id(&mut dice), random_id(&mut dice)),
        "ReceivedTime": time(received),
        "Organization": world.tenant_id,
        "MessageId": format!("<{}@mail-secure.example.com>", random_id(&mut dice)),
        "SenderAddress": SENDERS.choose(&mut dice),
        "RecipientAddress": [person.upn],
        "RecipientCount": 1,
        "RecipientTag": if dice.random_bool(0.1) { json!(["Priority account"]) } else { json!([]) },
        "Subject": SUBJECTS.choose(&mut dice),
        "Size": dice.random_range(2_000..400_000),
        "Type": kind,
        "QuarantineTypes": kinds,
        "PolicyType": policy_type,
        "PolicyName": policy,
        "TagName": "AdminOnlyAccessPolicy",
        "Released": released,
        "ReleaseStatus": status,
        "SystemReleased": false,
        "ReleasedCount": u8::from(released),
        "ReleasedBy": [],
        "ReleasedUser": if released { json!([person.upn]) } else { json!([]) },
        "QuarantinedUser": if released { json!([]) } else { json!([person.upn]) },
        "Direction": if outbound { "Outbound" } else { "Inbound" },
        "Expires": time(expires),
    });
    let fixed = json!({
        "PermissionToBlockSender": true,
        "PermissionToDelete": true,
        "PermissionToPreview": true,
        "PermissionToRelease": true,
        "PermissionToRequestRelease": false,
        "PermissionToViewHeader": true,
        "PermissionToDownload": true,
        "PermissionToAllowSender": true,
        "DeletedForRecipients": [],
        "Reported": false,
        "CustomData": null,
        "EntityType": "Email",
        "SourceId": "",
        "TeamsConversationType": "",
        "ApprovalId": "",
        "ApprovalUPN": "",
        "OverrideReason": "None",
        "OverrideReasonIntValue": 0,
    });
    let mut whole = Map::new();
    for part in [row, fixed] {
        if let Value::Object(part) = part {
            whole.extend(part);
        }
    }
    Message { received, expires, row: whole }
}
