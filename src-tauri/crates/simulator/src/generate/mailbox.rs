//! Mail in invented mailboxes: every letter is drawn from its mailbox and number, and the next one arrives when its time
//! has come. Senders, links and names of attachments are as bad as real ones and lead nowhere.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::Generator;
use super::words::{BAD_HOSTS, FILES, HOSTILE, SUBJECTS};
use crate::clock::{TICKS, Ticks};
use crate::tenant::random_id;

/// Well-known folders that letters lie in.
pub(crate) const FOLDERS: &[&str] = &["inbox", "junkemail", "deleteditems", "archive", "sentitems", "drafts"];

/// One letter: which, where and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letter {
    pub(crate) number: u64,
    pub(crate) received: Ticks,
    pub(crate) folder: &'static str,
}

/// A mailbox and how it fills.
#[derive(Debug, Clone)]
pub(crate) struct Mailbox {
    pub(crate) address: String,
    pub(crate) owner: String,
    /// People forward suspicious mail to it.
    pub(crate) reports: bool,
}

/// Something that hangs on a letter.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub(crate) kind: AttachmentKind,
    pub(crate) name: String,
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// The three types of attachments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttachmentKind {
    /// A file.
    File,
    /// Another letter.
    Item,
    /// A link to a file elsewhere.
    Reference,
}

impl Generator {
    /// The letters that have arrived by now, the newest first.
    pub(crate) fn letters(&self, mailbox: &Mailbox, anchor: Ticks, now: Ticks) -> Vec<Letter> {
        let pace = if mailbox.reports { 2 } else { 9 } * 3600 * TICKS;
        let start = anchor.0 - 30 * 24 * 3600 * TICKS;
        let mut letters = Vec::new();
        for number in 0_u32.. {
            let mut dice = self.dice(&format!("letter {} {number}", mailbox.address));
            let received = Ticks(start + i64::from(number) * pace + dice.random_range(0..pace)).with_digits(0);
            if received.0 > now.0 {
                break;
            }
            let folder = match dice.random_range(0..10) {
                0 => "junkemail",
                1 => "deleteditems",
                2 => "archive",
                _ => "inbox",
            };
            letters.push(Letter { number: u64::from(number), received, folder });
        }
        letters.reverse();
        letters
    }

    /// A letter with everything that can be selected, but for its id.
    pub(crate) fn letter(&self, mailbox: &Mailbox, letter: &Letter) -> Value {
        let mut dice = self.drawn_for(mailbox, letter);
        let (name, address) = self.sender(mailbox, &mut dice);
        let subject = SUBJECTS.choose(&mut dice).copied().unwrap_or("");
        let subject = if mailbox.reports { format!("FW: {subject}") } else { subject.to_owned() };
        let host = BAD_HOSTS.choose(&mut dice).copied().unwrap_or("example.net");
        let text = format!("Please open https://{host}/{}/view before noon.", letter.number);
        let body =
            format!("<html><body><p>{text}</p><img src=\"https://{host}/p.gif\" onerror=\"alert(1)\"></body></html>");
        let party = |name: &str, address: &str| json!({ "emailAddress": { "name": name, "address": address } });
        let sender = party(&name, &address);
        let sent = Ticks(letter.received.0 - dice.random_range(1..40) * TICKS).to_string();
        let message_id = format!("<{}@{host}>", random_id(&mut dice));
        json!({
            "createdDateTime": letter.received.to_string(),
            "lastModifiedDateTime": letter.received.to_string(),
            "receivedDateTime": letter.received.to_string(),
            "sentDateTime": sent,
            "hasAttachments": !self.attachments(mailbox, letter).is_empty(),
            "internetMessageId": message_id,
            "subject": subject,
            "bodyPreview": text,
            "importance": (["low", "normal", "normal", "high"]).choose(&mut dice),
            "conversationId": format!("AAQkAG{}=", random_id(&mut dice).replace('-', "")),
            "isReadReceiptRequested": false,
            "isRead": dice.random_bool(0.6),
            "isDraft": false,
            "webLink": format!("https://outlook.office365.com/owa/?ItemID={}", letter.number),
            "inferenceClassification": if dice.random_bool(0.7) { "focused" } else { "other" },
            "body": { "contentType": "html", "content": body },
            "uniqueBody": { "contentType": "html", "content": body },
            "sender": sender.clone(),
            "from": sender,
            "toRecipients": [party(&mailbox.owner, &mailbox.address)],
            "ccRecipients": [],
            "bccRecipients": [],
            "replyTo": [],
            "flag": { "flagStatus": "notFlagged" },
            "categories": [],
            "internetMessageHeaders": [
                { "name": "Received", "value": format!("from mail.{host} (203.0.113.{}) by mail.contoso.com", letter.number % 250 + 1) },
                { "name": "Authentication-Results", "value": format!("spf=fail smtp.mailfrom={host}; dkim=none; dmarc=fail") },
                { "name": "X-MS-Exchange-Organization-SCL", "value": "5" },
            ],
        })
    }

    /// What hangs on a letter: a report carries the reported letter, another one sometimes a file or a link.
    pub(crate) fn attachments(&self, mailbox: &Mailbox, letter: &Letter) -> Vec<Attachment> {
        let mut dice = self.dice(&format!("attachments {} {}", mailbox.address, letter.number));
        let reported = || {
            let host =
                BAD_HOSTS.get(usize::try_from(letter.number).unwrap_or(0) % BAD_HOSTS.len()).unwrap_or(&"example.net");
            format!(
                "From: \"Payroll\" <no-reply@{host}>\r\nTo: {}\r\nSubject: Action required\r\nMessage-ID: <{}@{host}>\r\n\
                 Content-Type: text/plain; charset=utf-8\r\n\r\nSign in at https://{host}/login\r\n",
                mailbox.address, letter.number
            )
        };
        let name = |dice: &mut ChaCha8Rng| match dice.random_bool(0.3) {
            true => HOSTILE.choose(dice).copied().unwrap_or("a.txt").to_owned(),
            false => FILES.choose(dice).map_or("a.txt", |(name, _)| name).to_owned(),
        };
        let kind = match (mailbox.reports, dice.random_range(0..10)) {
            (true, 0..=6) => AttachmentKind::Item,
            (true, 7) | (false, 0..=2) => AttachmentKind::File,
            (false, 3) => AttachmentKind::Reference,
            _ => return Vec::new(),
        };
        let attachment = match (kind, mailbox.reports) {
            (AttachmentKind::Item, _) => Attachment {
                kind,
                name: "Action required".to_owned(),
                content_type: "message/rfc822",
                bytes: reported().into_bytes(),
            },
            (AttachmentKind::File, true) => Attachment {
                kind,
                name: "reported.eml".to_owned(),
                content_type: "message/rfc822",
                bytes: reported().into_bytes(),
            },
            (AttachmentKind::File, false) => {
                let bytes =
                    format!("Harmless stand-in for attachment {}.", dice.random_range(0..1_000_000_u32)).into_bytes();
                Attachment { kind, name: name(&mut dice), content_type: "application/octet-stream", bytes }
            }
            (AttachmentKind::Reference, _) => {
                Attachment { kind, name: name(&mut dice), content_type: "text/html", bytes: Vec::new() }
            }
        };
        vec![attachment]
    }

    fn sender(&self, mailbox: &Mailbox, dice: &mut ChaCha8Rng) -> (String, String) {
        let colleague = self.world.people.choose(dice);
        match colleague {
            Some(person) if mailbox.reports || dice.random_bool(0.4) => (person.display.clone(), person.upn.clone()),
            _ => {
                let host = BAD_HOSTS.choose(dice).copied().unwrap_or("example.net");
                ("\"Team\" <it@contoso.com>".to_owned(), format!("no-reply@{host}"))
            }
        }
    }

    fn drawn_for(&self, mailbox: &Mailbox, letter: &Letter) -> ChaCha8Rng {
        self.dice(&format!("letter's content {} {}", mailbox.address, letter.number))
    }
}

/// A letter as MIME, as `$value` gives it. Texts are encoded, so that none of them can add a header or a part.
pub(crate) fn mime(letter: &Value, attachments: &[Attachment]) -> Vec<u8> {
    let text = |path: &str| path.split('/').fold(letter, |value, name| &value[name]).as_str().unwrap_or("").to_owned();
    let word = |text: &str| format!("=?utf-8?B?{}?=", STANDARD.encode(text));
    let to = letter["toRecipients"][0]["emailAddress"]["address"].as_str().unwrap_or("");
    let folded = |bytes: &[u8]| {
        let encoded = STANDARD.encode(bytes);
        let lines: Vec<&str> =
            encoded.as_bytes().chunks(76).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        lines.join("\r\n")
    };
    let boundary = "_sim_boundary_1_";
    let mut out = format!(
        "From: {} <{}>\r\nTo: <{to}>\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: {}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n\
         Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
        word(&text("from/emailAddress/name")),
        text("from/emailAddress/address"),
        word(&text("subject")),
        text("sentDateTime"),
        text("internetMessageId"),
        folded(text("body/content").as_bytes()),
    );
    for attachment in attachments.iter().filter(|attachment| attachment.kind != AttachmentKind::Reference) {
        let name: String = attachment.name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        out.push_str(&format!(
            "--{boundary}\r\nContent-Type: {}\r\nContent-Disposition: attachment; filename*=utf-8''{name}\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            attachment.content_type,
            folded(&attachment.bytes),
        ));
    }
    out.push_str(&format!("--{boundary}--\r\n"));
    out.into_bytes()
}
