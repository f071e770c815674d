//! Messages in the mailbox to which people report suspicious mail.
//!
//! Listed by the time they were received, oldest first, with a filter that the administrator may add. Only the mailboxes
//! that Exchange lets the app into can be read. Source: microsoft-apis, mail.

mod normalize;
mod poll;

use crate::about::{About, ONE_FEED, Times};
use crate::source::{Asked, Page, Source};
use domain::alert::Alert;
use domain::cloud::Api;
use domain::item::Class;
use domain::{Outcome, Problem};
use microsoft::{Answer, Call};

/// The source.
#[derive(Debug)]
pub struct MailboxPhishing;

static ABOUT: About = About {
    id: "mailbox-phishing",
    title: "Reported messages in a mailbox",
    api: Api::Graph,
    class: Class::Mail,
    origin: "Microsoft Graph, GET /v1.0/users/{mailbox}/messages",
    feeds: ONE_FEED,
    permissions: &["Mail.Read"],
    limit_name: "Outlook",
    // 10,000 in ten minutes for an app and a mailbox.
    limit_per_minute: 1000,
    limit_per_hour: None,
    every_seconds: 60,
    times: Times {
        axis: "time received",
        retention_days: 365,
        look_back_days: Some(30),
        overlap_seconds: 900,
        sweep_seconds: 6 * 3600,
        sweep_days: 7,
    },
    blobs: false,
    known: &[
        "bccRecipients",
        "body",
        "bodyPreview",
        "categories",
        "ccRecipients",
        "changeKey",
        "conversationId",
        "conversationIndex",
        "createdDateTime",
        "flag",
        "from",
        "hasAttachments",
        "importance",
        "inferenceClassification",
        "internetMessageHeaders",
        "internetMessageId",
        "isDeliveryReceiptRequested",
        "isDraft",
        "isRead",
        "isReadReceiptRequested",
        "parentFolderId",
        "replyTo",
        "sender",
        "toRecipients",
        "uniqueBody",
    ],
    docs: "https://learn.microsoft.com/graph/api/user-list-messages",
};

impl Source for MailboxPhishing {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn begin(&self, saved: Option<&str>, asked: &Asked) -> Outcome<String> {
        poll::begin(saved, asked)
    }

    fn request(&self, state: &str) -> Outcome<Call> {
        poll::request(state)
    }

    fn page(&self, state: &str, answer: &Answer) -> Outcome<Page> {
        poll::page(state, answer)
    }

    fn refused(&self, state: &str, problem: &Problem) -> Outcome<Option<String>> {
        poll::refused(state, problem)
    }

    fn normalize(&self, json: &str) -> Alert {
        normalize::alert(json)
    }
}
